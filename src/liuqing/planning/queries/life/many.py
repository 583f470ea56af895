"""Many projects at once: without the long fields that no board shows, each place read once and not once a project."""

from django.db.models import QuerySet

from liuqing.planning.models import Project
from liuqing.registry.models import Area

UNREAD = ("content", "mechanism", "participation", "marks", "site")
"""Long fields that no board shows."""


def read(found: QuerySet[Project], where: Area) -> list[Project]:
    """Those of the projects that lie in a place, with their places."""
    places = Area.objects.filter(path__startswith=where.path).select_related("parent").in_bulk()
    projects = list(found.filter(area__path__startswith=where.path).select_related(None).defer(*UNREAD))
    for one in projects:
        one.area = places[one.area_id]
    return projects
