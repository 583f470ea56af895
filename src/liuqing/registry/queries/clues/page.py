"""One clue with everything that its page shows: every voice, the visits, the rules, what may be done."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings

from liuqing.policy import clues, place
from liuqing.policy.clues import KINDS, SEEN
from liuqing.policy.lists import BY_KEY
from liuqing.registry.models import Area, Clue, Finding, Household, Membership, Person, Report, Standing
from liuqing.registry.queries import scope, words
from liuqing.registry.queries.clues import reading
from liuqing.registry.queries.clues.mine import due
from liuqing.registry.services.clues import found
from liuqing.registry.services.clues.gathering import rules
from liuqing.registry.services.clues.parting import SPOKEN
from liuqing.registry.services.clues.voices import stand_in, unseal
from liuqing.workflow import clock, rights
from liuqing.workflow.rights import Right

FEW = 20
"""So many households are proposed for a name."""
_NUMBER = re.compile(r"[0-9０-９]{14,}[0-9０-９Xx]")


@dataclass(frozen=True)
class Heard:
    """One voice: channel and day, and for a person's words who spoke; numbers in the words are hidden."""

    pk: int
    spoken: bool
    kept: bool
    channel: str
    source: str
    at: datetime
    by: str
    grade: str
    name: str
    phone: str
    happened: tuple[str, ...]
    words: str
    about: str
    whose: str
    receipt: str
    digits: str


@dataclass(frozen=True)
class Visit:
    """What was found at one visit."""

    on: date
    by: str
    found: str
    said: str


@dataclass(frozen=True)
class Earlier:
    """A clue about the same household that is closed."""

    pk: int
    opened_on: date
    closed_on: date | None
    outcome: str


@dataclass(frozen=True)
class Likely:
    """Somebody whom a request may mean: in a household, or a resident without one."""

    person: int
    name: str
    household_no: str
    head: str
    village: str
    born: int | None
    standing: str


@dataclass(frozen=True)
class CluePage:
    """One clue. ``signs`` are the warnings of the latest assessment: (rule, label); ``proceedings`` what
    came of it: (number, label, state).
    """

    record: Clue
    grade: str
    kind: str
    state: str
    outcome: str
    town: str
    village: str
    household_no: str
    head: str
    standing: str
    person: str
    voices: tuple[Heard, ...]
    visits: tuple[Visit, ...]
    reason: str
    signs: tuple[tuple[str, str], ...]
    signs_on: date | None
    earlier: tuple[Earlier, ...]
    proceedings: tuple[tuple[str, str, str], ...]
    due_on: date
    days: int
    decide_days: int
    count: str
    may_tie: bool
    may_part: bool
    may_erase: bool
    may_send: bool
    may_verify: bool
    may_close: bool
    own_visit: bool


def clue(user: Any, pk: int, *, today: date | None = None) -> CluePage:
    """One clue. Problem ``clues.no_such_clue`` if there is none or it is not the user's."""
    one = reading.seen(user, pk)
    today = today or clock.today()
    notes, is_open = found.read(one), one.state in Clue.OPEN_STATES
    town, village = reading.village(one)
    path = reading.area_of(one).path
    handles = is_open and rights.can(user, Right.HANDLE_CLUES, path)
    sends = is_open and rights.can(user, Right.SEND_CLUES, path)
    signs_on, signs = _signs(one)
    return CluePage(
        record=one, grade=Clue.Grade(one.grade).label, kind=KINDS.get(one.kind, one.kind),
        state=Clue.State(one.state).label, outcome=Clue.Outcome(one.outcome).label if one.outcome else "",
        town=town, village=village, household_no=one.household.no if one.household else "",
        head=one.household.head_name if one.household else "", standing=standing_of(one.household),
        person=one.person.name if one.person and not one.household else "",
        voices=tuple(_heard(report) for report in one.reports.order_by("pk")),
        visits=tuple(_visit(told) for told in notes["visits"]), reason=notes["reason"],
        signs=signs, signs_on=signs_on, earlier=tuple(_earlier(one)), proceedings=tuple(_proceedings(one)),
        due_on=due(one), days=(due(one) - today).days, decide_days=(one.decide_by - today).days, count=_count(today),
        may_tie=handles and one.household is None, may_erase=rights.can(user, Right.HANDLE_CLUES, path), may_part=handles and one.household is not None, may_send=sends and one.state == Clue.State.RECEIVED,
        may_verify=handles and one.state in (Clue.State.SENT, Clue.State.VERIFIED), may_close=sends,
        own_visit=one.verified_by == user.get_username(),
    )  # fmt: skip


def likely(user: Any, one: Clue, name: str = "") -> tuple[Likely, ...]:
    """Whom a request may mean: who bears the name that was given, in the place of the clue."""
    said = {name.strip()} if name.strip() else {_whose(report) for report in one.reports.all()}
    area = one.area if rights.can(user, Right.HANDLE_CLUES, one.area.path) else None
    if area is None or not any(said):
        return ()
    return tuple(_people(area, sorted(text for text in said if text)))


def _people(area: Area, names: list[str]) -> Iterable[Likely]:
    same = Person.objects.filter(name__in=names, same_as=None, village__path__startswith=area.path)
    for person in same.select_related("village").order_by("village__code", "pk")[:FEW]:
        held = (
            Membership.objects.filter(person=person, until=None).select_related("household__village").first()
        )
        home = held.household if held else None
        village = home.village if home else person.village
        yield Likely(
            person.pk, person.name, home.no if home else "", home.head_name if home else "",
            village.name if village else "", person.birth.year if person.birth else None, standing_of(home),
        )  # fmt: skip


def _whose(report: Report) -> str:
    """The name of whom a voice is about, as it was given."""
    told = _said(report)
    return (
        str(told.get("whose", ""))
        if told.get("about") == "other"
        else unseal(report.key, "name", report.name)
    )


def _said(report: Report) -> dict[str, Any]:
    text = unseal(report.key, "said", report.said)
    told: dict[str, Any] = json.loads(text) if text else {}
    return told


def _heard(report: Report) -> Heard:
    told = _said(report)
    phone = unseal(report.key, "phone", report.phone)
    return Heard(
        pk=report.pk, spoken=report.channel in SPOKEN, kept=report.said is not None,
        channel=Report.Channel(report.channel).label, source=_source(report), at=report.at, by=report.by,
        grade=Clue.Grade(report.grade).label, name=hide(unseal(report.key, "name", report.name)), phone=phone,
        happened=tuple(SEEN[code].label for code in told.get("happened", ()) if code in SEEN),
        words=hide(str(told.get("words", ""))), about=str(told.get("about", "")), whose=hide(str(told.get("whose", ""))),
        receipt=report.receipt, digits=stand_in(report.receipt) if report.receipt and not phone else "",
    )  # fmt: skip


def hide(text: str) -> str:
    """Words without the numbers of identity cards that somebody wrote into them."""
    return _NUMBER.sub("（证件号码，不显示）", text)


def _source(report: Report) -> str:
    if report.channel == Report.Channel.WARNING:
        return words.rule(report.source)
    return BY_KEY[report.source].label if report.source in BY_KEY else ""


def _visit(told: Any) -> Visit:
    return Visit(
        date.fromisoformat(told["on"]), told["by"], clues.FOUND.get(told["found"], ""), hide(told["said"])
    )


def standing_of(household: Household | None) -> str:
    """The standing of today in words; "" for a household that is not in the register."""
    if household is None:
        return ""
    status = Standing.objects.filter(household=household, until=None).values_list("status", flat=True).first()
    return str(Standing.Status(status).label) if status else "不在册"


def _signs(one: Clue) -> tuple[date | None, tuple[tuple[str, str], ...]]:
    """What the rules warn of today, whether or not it made the clue."""
    snapshot = scope.latest_snapshot()
    if snapshot is None or one.household_id is None:
        return (snapshot.on if snapshot else None), ()
    true = Finding.objects.filter(
        snapshot=snapshot, household=one.household_id, rule__in=rules(), verdict=True
    )
    names = sorted(set(true.values_list("rule", flat=True)))
    return snapshot.on, tuple((name, words.rule(name)) for name in names)


def _earlier(one: Clue) -> Iterable[Earlier]:
    closed = Clue.objects.filter(state=Clue.State.CLOSED, household=one.household_id).exclude(pk=one.pk)
    for other in closed.exclude(household=None).order_by("-pk")[:FEW]:
        yield Earlier(other.pk, other.opened_on, other.closed_on, str(Clue.Outcome(other.outcome).label))


def _proceedings(one: Clue) -> Iterable[tuple[str, str, str]]:
    for made in one.proceedings.order_by("pk"):
        yield made.no, made.label, str(made.get_state_display())


def _count(today: date) -> str:
    counted = clues.count(place.load(settings.WORKSPACE.place).parameters(today))
    return "工作日" if counted == "working" else "日历天"
