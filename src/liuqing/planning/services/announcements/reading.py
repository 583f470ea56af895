"""What every act on a sheet reads first: the place, the sheet itself, which projects stand on it."""

from django.conf import settings

from liuqing.planning.models import Announcement, Project
from liuqing.policy import place
from liuqing.registry.models import Area


def here() -> place.Place:
    """The place of the workspace."""
    return place.load(settings.WORKSPACE.place)


def locked(announcement: Announcement) -> Announcement:
    """The sheet as it is now, locked."""
    whole = Announcement.objects.select_for_update(of=("self",)).select_related("area__parent__parent")
    return whole.get(pk=announcement.pk)


def projects(announcement: Announcement) -> list[Project]:
    """The projects on a sheet in the order of their numbers."""
    return list(
        Project.objects.filter(announced__announcement=announcement).select_related("area").order_by("no")
    )


def subject(announcement: Announcement) -> str:
    """How the trail calls a sheet."""
    return f"announcement:{announcement.code}"


def level(area: Area) -> str:
    """The board of an area: a hamlet's hangs in its village."""
    return "village" if area.level == Area.Level.HAMLET else area.level
