"""Sheets as a list: to hang, to end, hanging with the days left, for good, over; opinions to answer."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from liuqing.planning.models import Announced, Announcement, Opinion, Project
from liuqing.planning.queries.announcements import reading
from liuqing.planning.queries.announcements.missing import Waiting, drawable
from liuqing.planning.services.announcements import permission
from liuqing.registry.models import Area
from liuqing.registry.queries import scope as areas
from liuqing.workflow import clock, rights
from liuqing.workflow.rights import Right

SHOWN = 50
"""So many that are over or hang for good are listed; all are in the register."""


@dataclass(frozen=True)
class Row:
    """A sheet on a list. ``left``: days to the last one, less than 0 after it; None: for good, or not hung."""

    pk: int
    code: str
    title: str
    kind: str
    board: str
    place: str
    state: str
    state_label: str
    lines: int
    hung_on: date | None
    until: date | None
    left: int | None
    open_opinions: int

    @property
    def may_end(self) -> bool:
        """Whether the days are over and nothing is left to answer."""
        return (
            self.state == Announcement.State.HANGING
            and self.left is not None
            and self.left < 0
            and not self.open_opinions
        )


@dataclass(frozen=True)
class ToAnswer:
    """An opinion that waits; ``mine``: written down by the user, so answered by another."""

    announcement: int
    title: str
    place: str
    receipt: str
    days: int
    mine: bool


@dataclass(frozen=True)
class Board:
    """Everything on sheets that concerns the user."""

    area: Area
    to_draw: tuple[Waiting, ...]
    to_hang: tuple[Row, ...]
    to_end: tuple[Row, ...]
    hanging: tuple[Row, ...]
    for_good: tuple[Row, ...]
    over: tuple[Row, ...]
    to_answer: tuple[ToAnswer, ...]
    below: tuple[tuple[str, str], ...]


def board(user: Any, code: str | None = None) -> Board:
    """The sheets of an area. Problem ``registry.no_such_area``."""
    where = areas.area(user, code, Right.SEE_PROJECTS)
    found = _counted(reading.of_user(user).filter(area__path__startswith=where.path)).defer("lines", "text")
    live = [
        row(one) for one in found.filter(state__in=reading.LIVE, days__isnull=False).order_by("until", "pk")
    ]
    waits = [row(one) for one in found.filter(state=Announcement.State.DRAWN, days=None)]
    good = found.filter(state=Announcement.State.HANGING, days=None)[:SHOWN]
    over = found.exclude(state__in=reading.LIVE).order_by("-ended_on", "-pk")[:SHOWN]
    ending = tuple(one for one in live if one.may_end)
    return Board(
        area=where, to_draw=drawable(user, where.code),
        to_hang=tuple(one for one in (*live, *waits) if one.state == Announcement.State.DRAWN), to_end=ending,
        hanging=tuple(one for one in live if one.state == Announcement.State.HANGING and one not in ending),
        for_good=tuple(row(one) for one in good), over=tuple(row(one) for one in over),
        to_answer=tuple(to_answer(user, where.path)),
        below=tuple(where.children.exclude(level=Area.Level.HAMLET).order_by("code").values_list("code", "name")),
    )  # fmt: skip


def row(one: Announcement) -> Row:
    """A sheet as a line."""
    today = clock.today()
    runs = one.state == Announcement.State.HANGING and one.until is not None
    return Row(
        pk=one.pk, code=one.code, title=one.title, kind=reading.labels().get(one.kind, one.kind),
        board=reading.boards().get(one.level, one.level), place=one.area.name, state=one.state,
        state_label=one.get_state_display(), lines=getattr(one, "on_it", 0), hung_on=one.hung_on, until=one.until,
        left=(one.until - today).days if runs and one.until else None, open_opinions=getattr(one, "unanswered", 0),
    )  # fmt: skip


def to_answer(user: Any, below: str = "") -> list[ToAnswer]:
    """The opinions that the user's office answers, the oldest first."""
    found = unanswered(user).filter(announcement__area__path__startswith=below)
    today, me = clock.today(), user.get_username()
    return [
        ToAnswer(one.announcement_id, one.announcement.title, one.announcement.area.name, one.receipt,
                 (today - one.at.date()).days, bool(me) and one.by == me)
        for one in found.select_related("announcement__area").order_by("at", "pk")
    ]  # fmt: skip


def unanswered(user: Any) -> QuerySet[Opinion]:
    """The opinions of the areas in which the user answers."""
    mine = areas.within(rights.areas_of(user, Right.ANSWER_OBJECTIONS), "announcement__area__path")
    return Opinion.objects.filter(mine, answered_by="")


def mine(user: Any) -> list[Announcement]:
    """The sheets that are not over, not for good, and that the user may hang or end."""
    live = reading.of_user(user).filter(
        Q(state=Announcement.State.DRAWN) | Q(state=Announcement.State.HANGING, until__isnull=False)
    )
    found = list(_counted(live).defer("lines", "text"))
    firsts = _firsts(found)
    return [one for one in found if permission.may(user, one.level, one.area, firsts.get(one.pk, ()))]


def _firsts(found: list[Announcement]) -> dict[int, list[Project]]:
    """The first project on each of the sheets, in the order of their numbers."""
    told: dict[int, list[Project]] = {}
    if found:
        on_them = Announced.objects.filter(announcement__in=found).exclude(project=None)
        for one in on_them.select_related("project__area").order_by("project__no"):
            told.setdefault(one.announcement_id, [one.project])
    return told


def _counted(found: QuerySet[Announcement]) -> QuerySet[Announcement]:
    return found.annotate(
        on_it=Count("announced", distinct=True),
        unanswered=Count("opinions", filter=Q(opinions__answered_by=""), distinct=True),
    )
