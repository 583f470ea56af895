"""One proceeding with everything that its page shows: steps, acts, what was handed in, what changes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from liuqing.errors import Problem
from liuqing.policy.effects import Field
from liuqing.policy.procedures import COUNTS, KINDS, LEVELS, Step
from liuqing.registry.models import Act, Notice, Paper, Proceeding
from liuqing.registry.queries.standing import reading, saying
from liuqing.registry.queries.standing.lines import Line, line
from liuqing.registry.queries.standing.saying import Changed, Shown
from liuqing.registry.services.standing import (
    chain,
    checking,
    filled,
    frozen,
    needing,
    permission,
    submission,
)
from liuqing.registry.services.standing.verifying import Verdict, verify
from liuqing.workflow import rights
from liuqing.workflow.rights import Right

FIGURES = {"due": "应到（应查）", "present": "实到", "agreed": "同意", "visited": "入户抽查"}
"""Words for the figures of a step."""


@dataclass(frozen=True)
class ActShown:
    """One act. ``papers`` are (key, kind, name); a key None is kept on paper only."""

    pk: int
    step: str
    label: str
    round: int
    outcome: str
    outcome_label: str
    by: str
    role: str
    on: date
    entered_on: date
    at: datetime
    figures: tuple[tuple[str, int], ...]
    signatures: tuple[str, ...]
    said: str
    papers: tuple[tuple[int | None, str, str], ...]
    notice: str


@dataclass(frozen=True)
class StepShown:
    """One step: ``state`` is done, now, todo or stopped; ``act`` this round's, if it was taken.

    ``demands`` is what it asks for, in words.
    """

    step: Step
    key: str
    label: str
    who: str
    level: str
    kind: str
    kind_label: str
    state: str
    due_on: date | None
    late: bool
    act: ActShown | None
    demands: tuple[str, ...]


@dataclass(frozen=True)
class Current:
    """The step that waits, and its form. ``may`` with ``why_not``: whether this user may take it now.

    ``outcomes`` are (value, word), the way forward first; ``figures`` (name, word); ``first`` and ``last``
    are the days that may be said (the same where it is dated today); a ``notice`` step is finished elsewhere.
    """

    step: StepShown
    may: bool
    why_not: str
    outcomes: tuple[tuple[str, str], ...]
    figures: tuple[tuple[str, str], ...]
    signatures: tuple[str, ...]
    documents: tuple[str, ...]
    on_paper: bool
    first: date
    last: date
    notice: bool


@dataclass(frozen=True)
class RuleSaid:
    """What a rule said when it was submitted; ``conditions`` are (word, answer)."""

    rule: str
    label: str
    needed: bool
    verdict: bool | None
    conditions: tuple[tuple[str, bool | None], ...]


@dataclass(frozen=True)
class ProceedingPage:
    """One proceeding. ``record`` is the row itself; ``fields`` make the form while it may be changed.

    ``paid`` is what was paid since a standing that is taken back: yuan as text by year.
    """

    record: Proceeding
    head: Line
    source: str
    unverified: bool
    limit: str
    ground: str
    steps: tuple[StepShown, ...]
    current: Current | None
    acts: tuple[ActShown, ...]
    fields: tuple[Field, ...]
    payload: tuple[Shown, ...]
    values: dict[str, Any]
    change: tuple[Changed, ...]
    rules: tuple[RuleSaid, ...]
    rules_on: date | None
    paid: dict[str, str]
    may_change: bool
    may_withdraw: bool
    chain: Verdict
    window: str
    clue: int | None


def proceeding(user: Any, no: str) -> ProceedingPage:
    """One proceeding. Problem ``standing.no_such_proceeding`` if there is none or it is not the user's."""
    one = reading.seen(user, no)
    today = timezone.localdate()
    told, said = frozen.of(one), filled.opened(one)
    acts = acts_of(one)
    names = saying.names((one.before, one.after), [(one.effect, said)])
    steps = tuple(_step(one, step, acts, today) for step in told.steps)
    may_propose = permission.may(user, told.steps[0], one.area)
    return ProceedingPage(
        record=one, head=line(one, today), source=told.source, unverified=told.unverified, limit=_limit(told),
        ground=one.ground, steps=steps, current=_current(user, one, told, steps, acts, today), acts=acts,
        fields=told.effect.fields, payload=saying.payload(one.effect, said, names), values=said,
        change=saying.change(one.before, one.after, names), rules=tuple(_rules(one)), rules_on=_rules_on(one),
        paid=one.facts.get("notes", {}).get("paid", {}), may_change=may_propose and one.state in submission.UNFROZEN,
        may_withdraw=may_propose and one.state in Proceeding.OPEN_STATES, chain=verify(one),
        window=one.window.label if one.window else "", clue=one.clue_id,
    )  # fmt: skip


def paper(user: Any, pk: int) -> Paper:
    """A paper of an act, for whoever sees the proceeding. Problem ``standing.no_such_proceeding``."""
    found = Paper.objects.select_related("act__proceeding").filter(pk=pk).exclude(sha256="").first()
    if found is None:
        raise Problem("standing.no_such_proceeding", "您的范围内没有这件办件", "请从待办或户的页面进入。")
    reading.seen(user, found.act.proceeding.no)
    return found


def acts_of(one: Proceeding) -> tuple[ActShown, ...]:
    """Every act of a proceeding in its order, of all rounds."""
    found = (
        Act.objects.filter(proceeding=one)
        .select_related("notice")
        .prefetch_related("papers")
        .order_by("ordinal")
    )
    return tuple(shown(act) for act in found)


def shown(act: Act) -> ActShown:
    """An act as pages show it."""
    notice: Notice | None = act.notice
    papers = tuple((paper.pk if paper.sha256 else None, paper.kind, paper.name) for paper in act.papers.all())
    return ActShown(
        pk=act.pk, step=act.step, label=act.label, round=act.round, outcome=act.outcome,
        outcome_label=Act.Outcome(act.outcome).label, by=act.by, role=reading.role(act.role), on=act.on,
        entered_on=act.entered_on, at=act.at,
        figures=tuple((FIGURES.get(name, name), value) for name, value in act.figures.items()),
        signatures=tuple(act.signatures), said=chain.said(act), papers=papers, notice=notice.code if notice else "",
    )  # fmt: skip


def _step(one: Proceeding, step: Step, acts: tuple[ActShown, ...], today: date) -> StepShown:
    taken = next((act for act in reversed(acts) if act.step == step.key and act.round == one.round), None)
    now = one.step == step.key and one.state in Proceeding.OPEN_STATES
    due = one.step_due_on if now else None
    return StepShown(
        step=step, key=step.key, label=step.label, who=step.who, level=LEVELS[step.level], kind=step.kind,
        kind_label=KINDS[step.kind], state=_state(taken, now), due_on=due, late=bool(due and due < today), act=taken,
        demands=tuple(demands(step)),
    )  # fmt: skip


def _state(taken: ActShown | None, now: bool) -> str:
    if taken and taken.outcome not in checking.FORWARD:
        return "stopped"
    return "done" if taken else "now" if now else "todo"


def demands(step: Step) -> Iterable[str]:
    """What a step asks for, in words."""
    if step.quorum:
        present, agree = step.quorum.shares()
        yield f"{step.quorum.who}到会{checking.said(present)}，到会的{checking.said(agree)}同意"
    if step.notice:
        yield (
            f"{step.notice.label} {step.notice.days} {COUNTS[step.notice.count]}"
            if step.notice.days
            else step.notice.label
        )
    if step.spot_check is not None:
        yield f"入户抽查不少于 {step.spot_check:.0%}"
    if step.signatures:
        yield f"签字：{'、'.join(step.signatures)}"
    if step.documents:
        yield f"材料：{'、'.join(step.documents)}"
    if step.kind in ("decide", "notice"):
        return
    if step.kind != "propose":
        yield f"发生后 {step.entered_within} 天内录入"


def _current(
    user: Any, one: Proceeding, told: frozen.Frozen, steps: tuple[StepShown, ...], acts: tuple[ActShown, ...],
    today: date,
) -> Current | None:  # fmt: skip
    if one.state not in Proceeding.OPEN_STATES:
        return None
    here = next(step for step in steps if step.key == one.step)
    step = here.step
    why = "".join(_why_not(user, one, step))
    first, last = _days(one, step, acts, today)
    return Current(
        step=here, may=not why, why_not=why,
        outcomes=tuple((str(value), str(Act.Outcome(value).label)) for value in checking.outcomes(step)),
        figures=tuple((name, FIGURES[name]) for name in figures(step)), signatures=tuple(step.signatures),
        documents=tuple(step.documents), on_paper=step.on_paper, first=first, last=last,
        notice=step.kind == "notice",
    )  # fmt: skip


def figures(step: Step) -> tuple[str, ...]:
    """Which figures a step asks for."""
    names = ("due", "present", "agreed") if step.quorum else ()
    return tuple(dict.fromkeys((*names, *(("due", "visited") if step.spot_check is not None else ()))))


def _days(one: Proceeding, step: Step, acts: tuple[ActShown, ...], today: date) -> tuple[date, date]:
    if step.kind in ("decide", "propose"):
        return today, today
    before = acts[-1].on if acts else one.opened_on
    return max(before, one.opened_on, today - timedelta(days=step.entered_within)), today


def _why_not(user: Any, one: Proceeding, step: Step) -> Iterable[str]:
    """One reason why the user may not take the step now; nothing if he may."""
    if not permission.may(user, step, one.area):
        yield f"这一步由{LEVELS[step.level]}办理（{step.who}）"
    elif step.kind == "decide":
        try:
            permission.another(one, user)
        except Problem as problem:
            yield problem.what


def _limit(told: frozen.Frozen) -> str:
    return "" if told.days is None else f"全程 {told.days} {COUNTS[told.count]}"  # type: ignore[index]


def _rules(one: Proceeding) -> Iterable[RuleSaid]:
    facts = one.facts.get("rules", {})
    for part in ("needs", "hints"):
        for name, answer in facts.get(part, {}).items():
            met = tuple((needing.label(key), value) for key, value in answer["conditions"].items())
            yield RuleSaid(name, needing.label(name), part == "needs", answer["verdict"], met)


def _rules_on(one: Proceeding) -> date | None:
    day = one.facts.get("rules", {}).get("on")
    return date.fromisoformat(day) if day else None


__all__ = [
    "FIGURES", "ActShown", "Current", "ProceedingPage", "Right", "RuleSaid", "StepShown", "acts_of", "demands",
    "figures", "paper", "proceeding", "rights", "shown",
]  # fmt: skip
