"""The pages of evaluations: the list, one with everything that was published and found, its failures."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Q

from liuqing.policy import door
from liuqing.policy.door import Reason
from liuqing.policy.evaluation import STRATA
from liuqing.registry import secrets
from liuqing.registry.models import Appeal, Area, Evaluation, Questionnaire, Sampled
from liuqing.registry.queries import scope
from liuqing.registry.queries.evaluations import results, seeing
from liuqing.registry.queries.evaluations.results import Result
from liuqing.workflow import rights
from liuqing.workflow.rights import Right


@dataclass(frozen=True)
class Head:
    """An evaluation as a list shows it: how many were drawn, met, could not be met."""

    pk: int
    label: str
    area: str
    area_code: str
    state: str
    state_label: str
    on: date
    at: datetime
    taken: int
    met: int
    missed: int
    seed_on: str
    left: int
    """Visits that are still to be made, those who were called in instead of others included."""


@dataclass(frozen=True)
class Answer:
    """An appeal and what was said to it; ``papers`` are names in order."""

    pk: int
    said: str
    by: str
    at: datetime
    papers: tuple[str, ...]
    accepted: bool | None
    answer: str
    decided_by: str
    may_decide: bool


@dataclass(frozen=True)
class Failed:
    """A household that went wrong: what, why, who says so, what may be done about it now."""

    pk: int
    sampled: int
    order: int
    head: str
    no: str
    town: str
    village: str
    stratum: str
    verdict: str
    verdict_label: str
    reasons: tuple[Reason, ...]
    said: str
    by: str
    on: date
    confirmed_by: str
    waits_again: str
    may_confirm: bool
    may_send_back: bool
    may_appeal: bool
    appeals: tuple[Answer, ...]

    @property
    def against(self) -> tuple[Reason, ...]:
        """What is lacking or not known."""
        return tuple(reason for reason in self.reasons if not reason.holds)

    @property
    def in_order(self) -> tuple[Reason, ...]:
        """What is in order."""
        return tuple(reason for reason in self.reasons if reason.holds)


@dataclass(frozen=True)
class Page:
    """Everything on the page of one evaluation. ``now`` is what the questionnaires say; once it is closed
    ``closed`` is what was frozen and ``after`` what it is after accepted appeals (None: none decided).
    """

    head: Head
    record: Evaluation
    draws: bool
    now: Result | None
    closed: Result | None
    after: Result | None
    failed: tuple[Failed, ...]
    cells: tuple[dict[str, Any], ...]
    missed: tuple[tuple[str, int], ...]
    rounds: tuple[tuple[str, str, int], ...]
    """Villages with sheets to print: code, name, how many; only for who organises it."""

    @property
    def wrong(self) -> tuple[Failed, ...]:
        """The households that failed."""
        return tuple(one for one in self.failed if one.verdict in seeing.FAILED)

    @property
    def open(self) -> tuple[Failed, ...]:
        """Those whose answers leave it open."""
        return tuple(one for one in self.failed if one.verdict not in seeing.FAILED)

    @property
    def design(self) -> dict[str, Any]:
        """What was published before the draw."""
        return dict(self.record.design)

    @property
    def result(self) -> Result | None:
        """The result that counts."""
        return self.after or self.closed or self.now


def listed(user: Any) -> list[Head]:
    """The evaluations that the user may see, the newest first."""
    return [head(one) for one in seeing.visible(user)]


def head(one: Evaluation) -> Head:
    """An evaluation as a list shows it."""
    called = Q(reserve=False) | Q(replaces__isnull=False)
    told = Sampled.objects.filter(called, evaluation=one).aggregate(
        taken=Count("pk", filter=Q(reserve=False)),
        met=Count("pk", filter=Q(questionnaire__met=True)),
        missed=Count("pk", filter=Q(questionnaire__met=False)),
        left=Count("pk", filter=Q(questionnaire=None)),
    )
    return Head(
        one.pk, one.label, one.area.name, one.area.code, one.state, Evaluation.State(one.state).label, one.on, one.at,
        told["taken"], told["met"], told["missed"], one.design.get("seed_on", ""), told["left"],
    )  # fmt: skip


def page(user: Any, pk: int) -> Page:
    """One evaluation. Problem ``evaluations.no_such_evaluation``."""
    one = seeing.evaluation(user, pk)
    drawing = seeing.draws(user, one)
    running = one.state == Evaluation.State.OPEN and drawing
    return Page(
        head(one), one, drawing, results.results(one) if running else None, one.result.get("closed"),
        one.result.get("after"), tuple(_failed(user, one)), tuple(_cells(one)), tuple(_missed(one)),
        tuple(_rounds(one)) if drawing else (),
    )  # fmt: skip


def _failed(user: Any, one: Evaluation) -> Iterable[Failed]:
    for given in seeing.failed(user, one):
        appeals = tuple(_appeal(user, one, given, told) for told in given.appeals.all())
        yield _one(user, one, given, appeals)


def _one(user: Any, one: Evaluation, given: Questionnaire, appeals: tuple[Answer, ...]) -> Failed:
    of, again = given.sampled, given.earlier[-1] if given.earlier and given.earlier[-1].get("open") else None
    mine = given.by == user.get_username()
    open_ = one.state == Evaluation.State.OPEN and seeing.draws(user, one) and not mine and again is None
    closed = one.state == Evaluation.State.CLOSED and given.verdict in seeing.FAILED
    waiting = [told for told in appeals if told.accepted is not False]
    return Failed(
        given.pk, of.pk, of.order, who(of), of.household.no if of.household else "",
        of.village.parent.name if of.village.parent else "", of.village.name, STRATA[of.stratum], given.verdict,
        door.VERDICTS[given.verdict], results.judged(given).reasons, words(given), given.by, given.on, given.confirmed_by,
        again["why"] if again else "", open_ and given.verdict in seeing.FAILED and not given.confirmed_by,
        open_ and not given.confirmed_by, closed and not waiting and seeing.may_appeal(user, given), appeals,
    )  # fmt: skip


def _appeal(user: Any, one: Evaluation, given: Questionnaire, told: Appeal) -> Answer:
    others = user.get_username() not in (told.by, given.by)
    return Answer(
        told.pk, secrets.decrypt(told.said, f"questionnaire:{given.pk}"), told.by, told.at,
        tuple(paper["name"] for paper in told.papers), told.accepted, told.answer, told.decided_by,
        told.accepted is None and others and seeing.draws(user, one),
    )  # fmt: skip


def who(of: Sampled) -> str:
    """The household's head, or for one outside the register the first of the household book."""
    if of.household and of.household.head_name:
        return of.household.head_name
    return of.person.name if of.person else ""


def words(given: Questionnaire) -> str:
    """What the enumerator wrote."""
    return secrets.decrypt(given.said, f"sampled:{given.sampled_id}") if given.said else ""


def _cells(one: Evaluation) -> Iterable[dict[str, Any]]:
    for name, cell in sorted(
        one.design["cells"].items(), key=lambda pair: (list(STRATA).index(pair[1]["stratum"]), pair[0])
    ):
        yield {"name": name, **cell}


def _rounds(one: Evaluation) -> Iterable[tuple[str, str, int]]:
    counted = one.sampled.order_by("village__code").values_list("village__code", "village__name")
    return ((code, name, n) for code, name, n in counted.annotate(n=Count("pk")))


def _missed(one: Evaluation) -> list[tuple[str, int]]:
    """Why households could not be met, and how often."""
    told = Questionnaire.objects.filter(sampled__evaluation=one, met=False).values_list("answers", flat=True)
    return Counter(answers.get("missed", "") for answers in told).most_common()


def areas(user: Any) -> list[tuple[str, str]]:
    """Where the user may draw: code and name, towns below the county and villages below towns."""
    paths = rights.areas_of(user, Right.DRAW_SAMPLES)
    levels = {Area.Level.COUNTY: "", Area.Level.TOWN: "　", Area.Level.VILLAGE: "　　"}
    found = scope.below(Area.objects.filter(level__in=levels, until=None), paths).order_by("path")
    return [(one.code, levels[Area.Level(one.level)] + one.name) for one in found]


def may_see_any(user: Any) -> bool:
    """Whether there is a list of evaluations for the user."""
    held = (Right.DRAW_SAMPLES, Right.VISIT_SAMPLED, Right.SEE_BOARD, *seeing.SPEAK)
    return any(rights.can(user, right) for right in held)
