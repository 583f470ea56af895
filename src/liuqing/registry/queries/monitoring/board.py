"""The monitoring of an area (监测看板): how many, of which kind, for which risks, what is late.

Counted on today's record: our own procedures, and the latest list for whom there is none. Areas stand
in the order of their codes.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pyarrow.compute as pc
import pyarrow.parquet as pq
from django.conf import settings
from django.utils import timezone

from liuqing.policy import monitoring_timers, place
from liuqing.policy.tables import MONITORED, RISKS
from liuqing.registry.models import Area, Finding, Household, Standing
from liuqing.registry.queries import boards, pages, reasons, scope
from liuqing.registry.queries.boards import Place
from liuqing.registry.queries.monitoring import following, gathering, matching, removal
from liuqing.registry.queries.monitoring.following import FollowUp
from liuqing.registry.queries.monitoring.gathering import Watched
from liuqing.registry.queries.monitoring.known import LABOUR
from liuqing.registry.queries.pages import Page
from liuqing.workflow import rights
from liuqing.workflow.rights import Right

MONTHS = 12
SHOWS = ("open", "removed", "unhelped", "undeveloped", "due", "exited_due", "ready", "listed")
"""What a list of households may be narrowed to, besides a kind or a risk."""


@dataclass(frozen=True)
class Share:
    """One kind or risk: households monitored now, and those whose risk is removed."""

    key: str
    open: int
    removed: int


@dataclass(frozen=True)
class Month:
    """How many came and went in a month (its first day)."""

    first: date
    new: int
    removed: int


@dataclass(frozen=True)
class Part:
    """An area below, with its numbers."""

    code: str
    name: str
    open: int
    removed: int
    unhelped: int
    due: int


@dataclass(frozen=True)
class Row:
    """A household as a line of a list; ``note`` says why it stands there."""

    no: str
    head: str
    village: str
    town: str
    kind: str
    risks: tuple[str, ...]
    since: date | None
    exact: bool
    removed_on: date | None
    note: str
    days: int | None


@dataclass(frozen=True)
class Board:
    """The board of an area. ``listed_on`` is the day of the list for who is in it only; None: nobody is.

    ``may_adopt``: there are such households, and the user may take them over into our record.
    """

    area: Place
    on: date
    open: int
    removed: int
    outside: int
    listed: int
    listed_on: date | None
    unhelped: int
    undeveloped: int
    due: int
    exited_due: int
    ready: int
    kinds: tuple[Share, ...]
    risks: tuple[Share, ...]
    months: tuple[Month, ...]
    parts: tuple[Part, ...]
    show: str
    rows: Page[Row] | None
    may_adopt: bool


@dataclass(frozen=True)
class _Late:
    """The households of each heading by their key."""

    unhelped: dict[int, int]
    undeveloped: dict[int, int]
    due: dict[int, FollowUp]
    exited_due: dict[int, FollowUp]
    ready: set[int]


def board(user: Any, code: str, *, show: str = "", page: int = 1) -> Board:
    """The board of an area; with ``show`` (one of ``SHOWS``, kind:…, risk:…) the households behind a number."""
    where = scope.area(user, code, Right.SEE_HOUSEHOLDS)
    on = timezone.localdate()
    villages = _villages(where)
    watched = gathering.of_villages(None if where.parent_id is None else villages.keys(), on)
    late = _late(watched, None if where.parent_id is None else list(villages), on)
    open_ones = [one for one in watched if one.open_on(on)]
    listed = [one for one in watched if one.listed_on]
    return Board(
        area=boards.area_head(where), on=on, open=len(open_ones), removed=len(watched) - len(open_ones),
        outside=_outside(open_ones, on), listed=len(listed), listed_on=listed[0].listed_on if listed else None,
        unhelped=len(late.unhelped), undeveloped=len(late.undeveloped), due=len(late.due),
        exited_due=len(late.exited_due), ready=len(late.ready), kinds=_shares(watched, MONITORED, on),
        risks=_risks(watched, on), months=_months(watched, on), parts=_parts(where, watched, late, on),
        show=show, rows=_rows(watched, late, show, page, on) if show else None,
        may_adopt=bool(listed) and rights.can(user, Right.APPROVE_STANDING, where.path),
    )  # fmt: skip


def _villages(where: Area) -> dict[int, str]:
    below = Area.objects.filter(path__startswith=where.path, level=Area.Level.VILLAGE)
    return dict(below.values_list("pk", "code"))


def _outside(open_ones: Sequence[Watched], on: date) -> int:
    """Those that are not in the register."""
    homes = [one.household for one in open_ones]
    inside = Standing.objects.filter(scope.in_force(on), household__in=homes)
    return len(homes) - inside.values("household").distinct().count()


def _late(watched: Sequence[Watched], villages: Sequence[int] | None, on: date) -> _Late:
    timers = monitoring_timers.read(place.load(settings.WORKSPACE.place).parameters(on))
    open_ones = [one for one in watched if one.open_on(on)]
    helps = gathering.helps([one.household for one in open_ones])
    labour = _with_labour()
    unhelped, undeveloped = {}, {}
    for one in open_ones:
        told = helps.get(one.household, [])
        first, second = matching.any_help(one, told, timers, on), matching.development(one, told, timers, on)
        if first.state == matching.LATE and first.left is not None:
            unhelped[one.household] = -first.left
        if second.state == matching.LATE and second.left is not None and one.household in labour:
            undeveloped[one.household] = -second.left
    due = [one for one in following.of_watched(watched, timers, on) if one.late(on) > 0]
    known = {one.household for one in watched}
    exited = [one for one in following.of_exited(villages, known, timers, on) if one.late(on) > 0]
    ready = {one.household for one in open_ones} & _ready()
    return _Late(
        unhelped, undeveloped, {f.household: f for f in due}, {f.household: f for f in exited}, ready
    )


def _ready() -> set[int]:
    snapshot = scope.latest_snapshot()
    found = Finding.objects.filter(snapshot=snapshot, rule=removal.RULE, verdict=True)
    return set(found.values_list("household", flat=True)) if snapshot else set()


def _with_labour() -> set[int]:
    """Households of which the flag on development measures may ask: the snapshot knows their labour."""
    snapshot = scope.latest_snapshot()
    file = reasons.folder(snapshot) / "findings" / "households.parquet" if snapshot else None
    if file is None or not file.exists():
        return set()
    table = pq.read_table(file, columns=["household_id", LABOUR])
    return set(table.filter(pc.fill_null(table[LABOUR], False))["household_id"].to_pylist())


def _shares(watched: Iterable[Watched], keys: Sequence[str], on: date) -> tuple[Share, ...]:
    counted = Counter((one.kind, one.open_on(on)) for one in watched)
    every = list(dict.fromkeys([*keys, *(kind for kind, _ in counted)]))
    return tuple(Share(kind, counted[kind, True], counted[kind, False]) for kind in every)


def _risks(watched: Iterable[Watched], on: date) -> tuple[Share, ...]:
    counted = Counter((risk, one.open_on(on)) for one in watched for risk in one.risks)
    found = (Share(risk, counted[risk, True], counted[risk, False]) for risk in RISKS)
    return tuple(share for share in found if share.open or share.removed)


def _months(watched: Iterable[Watched], on: date) -> tuple[Month, ...]:
    number = on.year * 12 + on.month - 1
    firsts = [date(n // 12, n % 12 + 1, 1) for n in range(number - MONTHS + 1, number + 1)]
    came = Counter(one.since.replace(day=1) for one in watched)
    gone = Counter(one.removed_on.replace(day=1) for one in watched if one.removed_on)
    return tuple(Month(first, came[first], gone[first]) for first in firsts)


def _parts(where: Area, watched: Sequence[Watched], late: _Late, on: date) -> tuple[Part, ...]:
    """The areas below in the order of their codes; none below a village."""
    below = list(Area.objects.filter(parent=where).order_by("code"))
    villages = dict(Area.objects.filter(path__startswith=where.path).values_list("pk", "path"))
    told = [(villages.get(one.village, ""), one) for one in watched]
    return tuple(
        _part(area, [one for path, one in told if path.startswith(area.path)], late, on) for area in below
    )


def _part(area: Area, watched: Sequence[Watched], late: _Late, on: date) -> Part:
    homes = {one.household for one in watched}
    open_ones = sum(one.open_on(on) for one in watched)
    return Part(
        area.code, area.name, open_ones, len(watched) - open_ones, len(homes & late.unhelped.keys()),
        len(homes & late.due.keys()),
    )  # fmt: skip


def _rows(watched: Sequence[Watched], late: _Late, show: str, page: int, on: date) -> Page[Row]:
    by_key = {one.household: one for one in watched}
    wanted = _wanted(watched, late, show, on)
    found = (
        Household.objects.filter(pk__in=wanted)
        .select_related("village__parent")
        .order_by("village__code", "no")
    )
    sheet = pages.cut(found, page, 60)
    return Page(
        [_row(h, by_key.get(h.pk), wanted[h.pk]) for h in sheet.rows], sheet.total, sheet.number, sheet.size
    )


def _wanted(watched: Sequence[Watched], late: _Late, show: str, on: date) -> dict[int, int | None]:
    """The households of a heading, each with the days that it is late, if it is."""
    what, _, key = show.partition(":")
    if what in ("kind", "risk"):
        fits = (
            one
            for one in watched
            if one.open_on(on) and (one.kind == key if what == "kind" else key in one.risks)
        )
        return {one.household: None for one in fits}
    lists: dict[str, dict[int, int | None]] = {
        "unhelped": dict(late.unhelped),
        "undeveloped": dict(late.undeveloped),
        "due": {home: one.late(on) for home, one in late.due.items()},
        "exited_due": {home: one.late(on) for home, one in late.exited_due.items()},
        "ready": dict.fromkeys(late.ready),
        "listed": {one.household: None for one in watched if one.listed_on},
        "removed": {one.household: None for one in watched if not one.open_on(on)},
    }
    return lists.get(what, {one.household: None for one in watched if one.open_on(on)})


def _row(home: Household, one: Watched | None, days: int | None) -> Row:
    town = home.village.parent.name if home.village.parent else ""
    return Row(
        home.no, home.head_name, home.village.name, town, one.kind if one else "", one.risks if one else (),
        one.since if one else None, one.exact if one else True, one.removed_on if one else None,
        "名单" if one and one.listed_on else "", days,
    )  # fmt: skip
