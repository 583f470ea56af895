"""What everybody may read, without an account: notices that hang, and the answer to an objection.

Of a place there is nothing here but its name and what hangs there. Some days after the end only the
fact that there was such a notice is told.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from liuqing.errors import Problem
from liuqing.policy.procedures import COUNTS
from liuqing.registry.models import Area, Notice, Noticed, Objection, Proceeding
from liuqing.registry.queries.notices import reading
from liuqing.registry.services.notices import hanging, proof
from liuqing.workflow import clock, receipts

MOST = 40
"""So many notices of a place are listed: a page that a slow telephone loads."""


@dataclass(frozen=True)
class Hung:
    """A notice as a line of a list."""

    code: str
    title: str
    village: str
    hung_on: date | None
    until: date | None
    paused: bool
    over: bool


@dataclass(frozen=True)
class PlacePage:
    """A place: what lies below it with how many sheets hang there, and its own sheets."""

    name: str
    code: str
    above: tuple[tuple[str, str], ...]
    below: tuple[tuple[str, str, int], ...]
    notices: tuple[Hung, ...]


@dataclass(frozen=True)
class PublicLine:
    """A line that anybody may compare with the sheet on the wall; without a name if it was withdrawn."""

    n: int
    who: str
    apart: str
    group: str
    members: int | None
    category: str
    result: str
    stands: bool


@dataclass(frozen=True)
class PublicNotice:
    """A notice as the public sees it. ``shown`` False: only that there was one."""

    code: str
    title: str
    label: str
    text: str
    issuer: str
    phone: str
    place: str
    place_code: str
    state: str
    shown: bool
    sound: bool
    letters: str
    lines: tuple[PublicLine, ...]
    of_areas: bool
    days: int
    count: str
    hung_on: date | None
    until: date | None
    ended_on: date | None
    may_object: bool
    replaced_by: str


@dataclass(frozen=True)
class Followed:
    """What became of an objection, for who holds its receipt."""

    receipt: str
    title: str
    on: date
    upheld: bool | None
    answer: str
    answered_on: date | None


def place(code: str = "") -> PlacePage:
    """The county, or a township or village by code. Problem ``notices.no_such_place``."""
    found = Area.objects.select_related("parent__parent").filter(until=None)
    area = (found.filter(code=code) if code else found.filter(parent=None)).first()
    if area is None or area.level == Area.Level.HAMLET:
        raise Problem("notices.no_such_place", "没有这个地方", "请从乡镇、村的名单里选。")
    today = clock.today()
    up = list(_shown(area, today))
    return PlacePage(
        area.name, area.code, tuple(_above(area)), tuple(_below(area, up)),
        tuple(_hung(one) for one in up if area.parent_id is not None or one.area_id == area.pk)[:MOST],
    )  # fmt: skip


def notice(code: str) -> PublicNotice:
    """A notice by its public number. Problem ``notices.no_such_notice``."""
    one, today = found(code), clock.today()
    shown = reading.is_shown(one, today)
    later = Notice.objects.filter(replaces=one, state__in=reading.UP).first()
    return PublicNotice(
        code=one.code, title=one.title if shown else f"{one.area.name}{one.label}", label=one.label,
        text=one.text if shown else "", issuer=one.issuer, phone=one.phone, place=one.area.name,
        place_code=one.area.code, state=one.state, shown=shown, sound=proof.sound(one),
        letters=proof.shown(one) if shown else "", lines=lines(one) if shown else (), of_areas=of_areas(one), days=one.days,
        count=COUNTS["working" if one.count == "working" else "calendar"], hung_on=one.hung_on, until=one.until,
        ended_on=one.ended_on, may_object=may_object(one, today), replaced_by=later.code if later else "",
    )  # fmt: skip


def found(code: str) -> Notice:
    """The notice itself, if it ever hung. Problem ``notices.no_such_notice``."""
    known = receipts.read(code)
    hung = Notice.objects.exclude(hung_on=None).select_related("area__parent__parent")
    one = hung.filter(code=known).first() if known else None
    if one is None:
        raise Problem("notices.no_such_notice", "没有这个编号的公示", "请核对公示上的编号。")
    return one


def may_object(one: Notice, today: date) -> bool:
    """Whether an objection made now is in time."""
    running = (
        one.state == Notice.State.HANGING
        and one.until is not None
        and one.days > 0
        and today <= hanging.until(one)
    )
    return running or one.state == Notice.State.PAUSED


def behind(code: str, line: int) -> Proceeding | None:
    """The proceeding behind a line of a notice, for an objection against it; None if there is none."""
    row = found(code).noticed.select_related("proceeding").filter(line=line).first()
    return row.proceeding if row else None


def objections_a_day() -> int:
    """How many objections one address may make on a day."""
    return reading.terms(clock.today()).objections_a_day


def objection(said: str) -> Followed | None:
    """What became of the objection with this receipt; None if there is none."""
    known = receipts.read(said)
    one = Objection.objects.select_related("notice").filter(receipt=known).first() if known else None
    if one is None:
        return None
    answered = timezone.localtime(one.answered_at).date() if one.answered_at else None
    return Followed(one.receipt, one.notice.title, one.on, one.upheld, one.answer, answered)


def _shown(area: Area, today: date) -> QuerySet[Notice]:
    """What ``reading.is_shown`` says yes to, asked of the database: anybody may ask, so it must be cheap."""
    first = today - timedelta(days=reading.terms(today).shown_days)
    hung = Notice.objects.filter(area__path__startswith=area.path).exclude(hung_on=None)
    over = Q(state=Notice.State.ENDED, ended_on__gte=first)
    told = hung.filter(Q(state__in=reading.UP) | over).select_related("area").defer("lines", "text")
    return told.order_by("-hung_on", "-pk")


def _above(area: Area) -> Iterable[tuple[str, str]]:
    """From the county down."""
    one: Any = area.parent
    found = []
    while one is not None:
        found.append((one.code if one.parent_id else "", one.name))
        one = one.parent
    return reversed(found)


def _below(area: Area, up: list[Notice]) -> Iterable[tuple[str, str, int]]:
    children = area.children.filter(until=None).exclude(level=Area.Level.HAMLET)
    for child in children.order_by("code"):
        yield child.code, child.name, sum(one.area.path.startswith(child.path) for one in up)


def _hung(one: Notice) -> Hung:
    return Hung(
        one.code, one.title, one.area.name, one.hung_on, one.until, one.state == Notice.State.PAUSED,
        one.state == Notice.State.ENDED,
    )  # fmt: skip


def lines(one: Notice) -> tuple[PublicLine, ...]:
    """The lines as anybody may read them; one that was withdrawn without whose it was."""
    return tuple(_line(one, row) for row in reading.on_sheet(one))


def of_areas(one: Notice) -> bool:
    """Whether villages or townships stand on the sheet, not households."""
    return one.noticed.filter(proceeding__household=None).exists()


def _line(one: Notice, row: Noticed) -> PublicLine:
    told = one.lines[row.line - 1] if 0 < row.line <= len(one.lines) else {}
    stands = reading.stands(one, row)
    # Whose line was withdrawn has a right not to be read there any longer.
    kept = told if stands else {}
    return PublicLine(
        n=row.line, who=kept.get("who", ""), apart=kept.get("apart", ""), group=kept.get("group", ""),
        members=kept.get("members"), category=kept.get("category", ""), result=kept.get("result", ""),
        stands=stands,
    )  # fmt: skip
