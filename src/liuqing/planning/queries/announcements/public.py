"""What everybody may read without an account: sheets of money and projects, and the answer to an opinion."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils import timezone

from liuqing.errors import Problem
from liuqing.planning.models import Announcement, Opinion
from liuqing.planning.queries.announcements import reading
from liuqing.planning.services.announcements import proof
from liuqing.policy import public_notices
from liuqing.policy.procedures import COUNTS
from liuqing.workflow import clock, receipts

MOST = 40
"""So many sheets of a place are listed: a page that a slow telephone loads."""


@dataclass(frozen=True)
class Listed:
    """A sheet as a line of a list."""

    code: str
    title: str
    hung_on: date | None
    until: date | None
    over: bool


@dataclass(frozen=True)
class PublicSheet:
    """A sheet as the public sees it. ``shown`` False: only that there was one."""

    code: str
    title: str
    text: str
    issuer: str
    phones: tuple[str, ...]
    place: str
    place_code: str
    state: str
    shown: bool
    sound: bool
    letters: str
    lines: tuple[tuple[tuple[str, str], ...], ...]
    days: int | None
    count: str
    hung_on: date | None
    until: date | None
    ended_on: date | None
    may_say: bool


@dataclass(frozen=True)
class Followed:
    """What became of an opinion, for who holds its receipt."""

    receipt: str
    title: str
    on: date
    answer: str
    answered_on: date | None


def listed(code: str) -> tuple[Listed, ...]:
    """The sheets of a place that everybody may read, the newest first; () for a place that there is not."""
    today = timezone.localdate()
    here = Q(area__code=code) if code else Q(area__parent=None)
    hung = Announcement.objects.filter(here, area__until=None).exclude(hung_on=None)
    found = hung.defer("lines", "text").order_by("-hung_on", "-pk")
    shown = (one for one in found[: MOST * 2] if reading.is_public(one, today))
    return tuple(
        Listed(one.code, one.title, one.hung_on, one.until, one.state == Announcement.State.ENDED)
        for one in shown
    )[:MOST]


def sheet(code: str) -> PublicSheet:
    """A sheet by its public number. Problem ``announcements.no_such_sheet``."""
    one, today = found(code), clock.today()
    shown = reading.is_public(one, today)
    return PublicSheet(
        code=one.code, title=one.title, text=one.text if shown else "", issuer=one.issuer,
        phones=tuple(number for number in one.phone.split("、") if number), place=one.area.name,
        place_code=one.area.code if one.area.parent_id else "", state=one.state, shown=shown, sound=proof.sound(one),
        letters=proof.shown(one) if shown else "", lines=reading.labelled(one.lines) if shown else (), days=one.days,
        count=COUNTS.get(one.count, ""), hung_on=one.hung_on, until=one.until, ended_on=one.ended_on,
        may_say=may_say(one, today),
    )  # fmt: skip


def found(code: str) -> Announcement:
    """The sheet itself, if it ever hung. Problem ``announcements.no_such_sheet``."""
    known = receipts.read(code)
    hung = Announcement.objects.exclude(hung_on=None).select_related("area")
    one = hung.filter(code=known).first() if known else None
    if one is None:
        raise Problem("announcements.no_such_sheet", "没有这个编号的公示", "请核对公示上的编号。")
    return one


def known(code: str) -> bool:
    """Whether there is a sheet of that number that ever hung."""
    said = receipts.read(code)
    return bool(said) and Announcement.objects.exclude(hung_on=None).filter(code=said).exists()


def may_say(one: Announcement, today: date) -> bool:
    """Whether an opinion given now is in time."""
    return one.state == Announcement.State.HANGING and (one.until is None or today <= one.until)


def opinions_a_day() -> int:
    """How many opinions one address may give on a day."""
    return public_notices.terms(reading.here().parameters(clock.today())).objections_a_day


def opinion(said: str) -> Followed | None:
    """What became of the opinion with this receipt; None if there is none."""
    known = receipts.read(said)
    one = Opinion.objects.select_related("announcement").filter(receipt=known).first() if known else None
    if one is None:
        return None
    answered = timezone.localtime(one.answered_at).date() if one.answered_at else None
    return Followed(
        one.receipt, one.announcement.title, timezone.localtime(one.at).date(), one.answer, answered
    )
