"""One case with everything that its page shows: the question, the answers, the story, what may be done."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from liuqing.policy import correctable
from liuqing.policy.rules import RULES
from liuqing.policy.tables import HOUSEHOLD, PERSON, VILLAGE, Fact, named
from liuqing.registry.models import Answer, Case, Membership, Thread
from liuqing.registry.queries import words
from liuqing.registry.queries.cases import reading
from liuqing.registry.queries.cases.threads import ThreadRow, threads
from liuqing.workflow.rights import Right

ACTS = {
    "found": "测算发现", "sent": "派发", "extended": "调整期限", "answered": "填报核实结果", "returned": "退回",
    "reviewed": "审核同意", "closed": "销号", "reopened": "重新打开", "gone": "不再出现", "held": "按情况说明保留",
    "department": "部门答复",
}  # fmt: skip


@dataclass(frozen=True)
class Changed:
    """One correction of an answer: which fact, what it was, what it is. Hidden facts show no value."""

    fact: str
    label: str
    was: str
    now: str


@dataclass(frozen=True)
class Given:
    """One answer of the village with the township's word on it. ``papers`` are (key, name)."""

    pk: int
    round: int
    outcome: str
    label: str
    reason: str
    said: str
    by: str
    at: datetime
    visited_on: date | None
    corrections: tuple[Changed, ...]
    papers: tuple[tuple[int, str], ...]
    verdict: str
    reviewed_by: str
    reviewed_at: datetime | None
    review: str


@dataclass(frozen=True)
class Event:
    """One step of the story."""

    at: datetime
    act: str
    label: str
    by: str
    note: str


@dataclass(frozen=True)
class Member:
    """A member of the household, for corrections of a member's facts."""

    person: int
    name: str
    relation: str


@dataclass(frozen=True)
class CasePage:
    """One case. ``record`` is the row itself, for ``queries.evidence``; ``evidence`` is filled there.

    ``answers`` are of this round, the newest last; ``earlier`` of the rounds before.
    """

    record: Case
    label: str
    severity: str
    check: str
    closes: str
    disagree: tuple[str, str]
    source: str
    department: str
    state: str
    outcome: str
    reason: str
    subject: str
    person: str
    household_no: str
    head: str
    village: str
    village_code: str
    town: str
    days_open: int | None
    days_left: int | None
    facts: dict[str, Fact]
    members: tuple[Member, ...]
    answers: tuple[Given, ...]
    earlier: tuple[Given, ...]
    timeline: tuple[Event, ...]
    thread: ThreadRow | None
    may_answer: bool
    may_review: bool
    may_close: bool
    evidence: tuple[Any, ...] = ()


def case(user: Any, pk: int, *, today: date | None = None) -> CasePage:
    """One case. Problem ``cases.no_such_case`` if there is none or it is not the user's."""
    one = reading.seen(user, pk)
    today = today or date.today()
    rule = RULES.get(one.rule)
    given = [given_of(answer) for answer in one.answers.prefetch_related("evidence").order_by("pk")]
    is_open = one.state != Case.State.CLOSED
    home, village = one.household, one.village
    return CasePage(
        record=one, label=words.rule(one.rule), severity=rule.severity if rule else "",
        check=rule.check if rule else "", closes=rule.closes if rule else "",
        disagree=rule.disagree if rule else ("", ""), source=rule.source if rule else "",
        department=reading.department(one.rule), state=Case.State(one.state).label,
        outcome=Case.Outcome(one.outcome).label if one.outcome else "", reason=reading.reason(one.reason),
        subject=reading.subject(one), person=one.person.name if one.person else "",
        household_no=home.no if home else "", head=home.head_name if home else "", village=village.name,
        village_code=village.code, town=village.parent.name if village.parent else "",
        days_open=max(0, (today - one.opened_on).days) if is_open else None,
        days_left=(one.due_on - today).days if one.due_on and is_open else None,
        facts=correctable.facts(person=one.person_id is not None, household=one.household_id is not None),
        members=tuple(_members(one)),
        answers=tuple(a for a in given if a.round == one.round),
        earlier=tuple(a for a in given if a.round != one.round),
        timeline=tuple(_events(one, given)), thread=_thread(user, one),
        may_answer=one.state in (Case.State.SENT, Case.State.ANSWERED) and reading.may(user, Right.ANSWER_CASES, one),
        may_review=_may_review(user, one, given),
        may_close=one.state == Case.State.REVIEWED and reading.may(user, Right.SEND_CASES, one),
    )  # fmt: skip


def _may_review(user: Any, one: Case, given: list[Given]) -> bool:
    open_now = [a for a in given if a.round == one.round and not a.verdict]
    waits = one.state == Case.State.ANSWERED and bool(open_now) and open_now[-1].by != user.get_username()
    return waits and reading.may(user, Right.REVIEW_CASES, one)


def given_of(answer: Answer) -> Given:
    """An answer as pages show it."""
    return Given(
        pk=answer.pk, round=answer.round, outcome=answer.outcome, label=Case.Outcome(answer.outcome).label,
        reason=reading.reason(answer.reason), said=answer.said, by=answer.by, at=answer.at,
        visited_on=answer.visited_on, corrections=tuple(_changed(answer)),
        papers=tuple((paper.pk, paper.name) for paper in answer.evidence.all()), verdict=answer.verdict,
        reviewed_by=answer.reviewed_by, reviewed_at=answer.reviewed_at, review=answer.review,
    )  # fmt: skip


_ALL = {**named(VILLAGE), **named(HOUSEHOLD), **named(PERSON)}


def _changed(answer: Answer) -> Iterable[Changed]:
    for key, change in answer.corrections.items():
        name = key.rpartition("/")[2]
        hidden = name in correctable.HIDDEN
        was, now = ("", "（已填，不显示）") if hidden else (change["was"], change["is"])
        yield Changed(key, _ALL[name].label if name in _ALL else name, was, now)


def _members(one: Case) -> Iterable[Member]:
    rows = Membership.objects.filter(household=one.household_id, until=None) if one.household_id else ()
    for row in rows.select_related("person").order_by("pk") if rows else ():
        yield Member(row.person_id, row.person.name, row.relation)


def _events(one: Case, given: list[Given]) -> Iterable[Event]:
    """The steps; what people wrote stands with the answers, one word for each step of a review."""
    judged = sorted((a for a in given if a.reviewed_at), key=lambda a: (a.reviewed_at, a.pk))
    words_of = iter([a.review for a in judged])
    department = Thread.objects.filter(case=one).values_list("answer", flat=True).first() or ""
    for step in one.steps.order_by("pk"):
        told = next(words_of, "") if step.act in ("reviewed", "returned") else step.note
        told = department if step.act == "department" else told
        yield Event(step.at, step.act, ACTS.get(step.act, step.act), step.by, told)


def _thread(user: Any, one: Case) -> ThreadRow | None:
    """The department's part, for the office; the village learns of it by the answer in the story."""
    return next(iter(threads(user, case=one.pk)), None)
