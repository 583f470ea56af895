"""Notices as a list: to hang, hanging with the days left, stopped by an objection, to end, over."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from liuqing.registry.models import Area, Notice, Objection
from liuqing.registry.queries.notices import reading
from liuqing.registry.queries.notices.drawable import Sheet, drawable
from liuqing.registry.services.standing import permission
from liuqing.workflow import rights
from liuqing.workflow.rights import Right

OVER = 50
"""So many notices that are over are listed; all are in the register."""


@dataclass(frozen=True)
class Row:
    """A notice on a list. ``days_left``: to the last day, 0 on it, less after it; None: its clock stands."""

    pk: int
    code: str
    title: str
    label: str
    village: str
    town: str
    state: str
    state_label: str
    lines: int
    hung_on: date | None
    until: date | None
    ended_on: date | None
    days_left: int | None
    objections: int
    open_objections: int

    @property
    def may_end(self) -> bool:
        """Whether the days are over and nothing is left to answer."""
        return (
            self.state == Notice.State.HANGING
            and self.days_left is not None
            and self.days_left < 0
            and not self.open_objections
        )


@dataclass(frozen=True)
class Waiting:
    """An objection that waits for an answer."""

    pk: int
    notice: int
    title: str
    village: str
    receipt: str
    on: date
    days: int
    mine: bool


@dataclass(frozen=True)
class Board:
    """Everything on notices that concerns the user."""

    to_draw: tuple[Sheet, ...] = ()
    to_hang: tuple[Row, ...] = ()
    to_end: tuple[Row, ...] = ()
    hanging: tuple[Row, ...] = ()
    paused: tuple[Row, ...] = ()
    to_answer: tuple[Waiting, ...] = ()
    over: tuple[Row, ...] = ()
    area: str = ""
    below: tuple[tuple[str, str], ...] = ()


def board(user: Any, code: str | None = None) -> Board:
    """The notices of an area, or of all that the user sees. Problem ``registry.no_such_area``."""
    where = reading.area(user, code)
    # Without a place asked for, all that the user sees: who helps in two villages has two.
    below = where.path if code else ""
    found = reading.of_user(user).filter(area__path__startswith=below)
    live = [row(one) for one in _counted(found.filter(state__in=reading.LIVE)).order_by("until", "pk")]
    over = _counted(found.exclude(state__in=reading.LIVE)).order_by("-ended_on", "-pk")[:OVER]
    ending = tuple(one for one in live if one.may_end)
    return Board(
        to_draw=drawable(user, below=below),
        to_hang=tuple(one for one in live if one.state == Notice.State.DRAWN),
        to_end=ending,
        hanging=tuple(one for one in live if one.state == Notice.State.HANGING and one not in ending),
        paused=tuple(one for one in live if one.state == Notice.State.PAUSED),
        to_answer=tuple(waiting(user, below)),
        over=tuple(row(one) for one in over),
        area=where.name,
        below=tuple(
            where.children.exclude(level=Area.Level.HAMLET).order_by("code").values_list("code", "name")
        ),
    )


def mine(user: Any) -> list[Notice]:
    """The notices that are not over and that the user may hang, end or take down."""
    found = list(_counted(reading.of_user(user, *reading.ACTING[:3]).filter(state__in=reading.LIVE)))
    levels = reading.levels(found)
    return [one for one in found if rights.can(user, permission.RIGHTS[levels[one.pk]], one.area.path)]


def _counted(found: QuerySet[Notice]) -> QuerySet[Notice]:
    return found.annotate(
        said=Count("objections", distinct=True),
        unanswered=Count(
            "objections", filter=Q(objections__upheld=None, objections__isnull=False), distinct=True
        ),
    )


def row(one: Notice) -> Row:
    """A notice as a line."""
    today = timezone.localdate()
    runs = one.state == Notice.State.HANGING and one.until is not None
    return Row(
        pk=one.pk, code=one.code, title=one.title, label=one.label, village=one.area.name,
        town=reading.town(one.area), state=one.state, state_label=Notice.State(one.state).label,
        lines=len(one.lines), hung_on=one.hung_on, until=one.until, ended_on=one.ended_on,
        days_left=(one.until - today).days if runs and one.until else None,
        objections=getattr(one, "said", 0), open_objections=getattr(one, "unanswered", 0),
    )  # fmt: skip


def waiting(user: Any, below: str) -> list[Waiting]:
    """The objections that the user's office answers, the oldest first; ``mine``: written down by the user."""
    notices = reading.of_user(user, Right.ANSWER_OBJECTIONS).filter(area__path__startswith=below)
    found = Objection.objects.filter(upheld=None, notice__in=notices).select_related("notice__area")
    today, me = timezone.localdate(), user.get_username()
    return [
        Waiting(
            pk=one.pk, notice=one.notice_id, title=one.notice.title, village=one.notice.area.name,
            receipt=one.receipt, on=one.on, days=(today - one.on).days, mine=bool(me) and one.by == me,
        )
        for one in found.order_by("on", "pk")
    ]  # fmt: skip
