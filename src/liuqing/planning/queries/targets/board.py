"""The board of targets (目标完成): every line of a plan beside what really happened, with its state and its trail."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.conf import settings

from liuqing.errors import Problem
from liuqing.planning.queries.matrix.plan import plan_years, sees_all
from liuqing.planning.queries.targets.actual import Actual
from liuqing.planning.queries.targets.answers import Answers
from liuqing.planning.queries.targets.course import Plan, span
from liuqing.planning.queries.targets.kept import kept
from liuqing.policy import place as places
from liuqing.policy.dated import Parameters
from liuqing.policy.metrics import Metric, Topic, metric, pairs, subject, topics
from liuqing.policy.place_lists import Target
from liuqing.policy.target_states import SLACK, STATES, Course, Judged, State, judge
from liuqing.registry.models import Area
from liuqing.registry.queries import boards, scope, words
from liuqing.registry.queries.boards import Place
from liuqing.workflow import clock
from liuqing.workflow.rights import Right

FACTS: tuple[State, ...] = ("agrees", "differs")


@dataclass(frozen=True)
class Beside:
    """A figure of the plan beside the actual value."""

    target: Target
    course: Course
    actual: Actual
    judged: Judged

    @property
    def promised(self) -> bool:
        """Whether the plan promises it; else it only says so."""
        return self.target.kind == "promise"

    @property
    def when(self) -> str:
        """Its time, in words."""
        told = pairs(self.target.dimension)
        if "period" in told:
            return told["period"].replace("-", "—")
        return f"{self.course.last.year} 年（每年）" if "per" in told else f"{self.target.year} 年"


@dataclass(frozen=True)
class Line:
    """What a plan says of one thing, in the order of time. ``head`` is what counts today; its state is the line's."""

    metric: Metric
    subject: dict[str, str]
    every: tuple[Beside, ...]
    head: Beside
    office: str

    @property
    def label(self) -> str:
        """What it is of, in words."""
        return " · ".join((self.metric.label, *self.about))

    @property
    def about(self) -> tuple[str, ...]:
        """What narrows it, in words."""
        return tuple(f"{word} 年脱贫" if key == "exit_year" else word for key, word in self.subject.items())

    @property
    def state(self) -> State:
        """The state of what counts today."""
        return self.head.judged.state

    @property
    def promised(self) -> bool:
        """Whether the plan promises anything of it."""
        return self.head.promised


@dataclass(frozen=True)
class Heading:
    """A topic with how many of its lines are in which state."""

    topic: Topic
    states: dict[State, int]

    @property
    def total(self) -> int:
        """All of its lines."""
        return sum(self.states.values())


@dataclass(frozen=True)
class Board:
    """The targets of the place. ``on``: as of which day; ``assessed``: the day of the latest snapshot by then.

    ``headings`` count every line that is promised (or, of ``facts``, only stated), ``states`` those of the topic and the
    office asked for, of which ``lines`` are those in the state asked for. ``slack`` is the rule's number with its source. ``partly``: households of the register and of
    the plan, where the register has clearly fewer: what counts people is then not yet whole.
    """

    area: Place
    on: date
    assessed: date | None
    title: str
    headings: tuple[Heading, ...]
    states: dict[State, int]
    offices: tuple[str, ...]
    lines: tuple[Line, ...]
    facts: bool
    slack: str
    targets: int
    partly: tuple[Decimal, Decimal] | None = None


def board(
    user: Any,
    on: date | None = None,
    *,
    topic: str = "",
    state: str = "",
    office: str = "",
    facts: bool = False,
) -> Board:
    """The plan beside the record. Problem ``planning.targets_of_county`` for who does not see the whole county."""
    county = _county(user)
    day, snapshot = _day(on)
    plan, numbers = _plan(), places.load(settings.WORKSPACE.place).parameters(day)
    told = kept(day, lambda: tuple(lines(user, county, day, plan, numbers)), sees=sees_all(user))
    every = [one for one in told if one.promised is not facts]
    near = [one for one in every if topic in ("", one.metric.topic.key) and office in ("", one.office)]
    chosen = [one for one in near if state in ("", one.state)]
    title = places.load(settings.WORKSPACE.place).told.plan.title
    offices = sorted({one.office for one in every if one.office})
    return Board(
        boards.area_head(county), day, snapshot, title, tuple(_headings(every)), _counted(near), tuple(offices),
        tuple(chosen), facts, numbers.meta(SLACK).sentence() if numbers.has(SLACK) else "", len(plan.targets), _partly(told),
    )  # fmt: skip


def lines(user: Any, county: Area, on: date, plan: Plan, numbers: Parameters) -> list[Line]:
    """Every line of the plan, by topic and in the plan's order."""
    answers = Answers(user, county, on, plan.targets)
    told: dict[tuple[str, tuple[tuple[str, str], ...]], list[Beside]] = defaultdict(list)
    for target in plan.targets:
        key = (target.metric, tuple(subject(target.dimension).items()))
        told[key].append(beside(target, plan, answers, on, numbers))
    order = {key: n for n, key in enumerate(topics())}
    found = [_line(key, dict(of), every, on) for (key, of), every in told.items()]
    return sorted(found, key=lambda one: order[one.metric.topic.key])


def beside(target: Target, plan: Plan, answers: Answers, on: date, numbers: Parameters) -> Beside:
    """One figure of the plan beside the record's answer."""
    course = plan.course(target, on)
    actual = answers.actual(target, span(course))
    return Beside(target, course, actual, judge(target, course, actual.value, on, slack(numbers)))


def slack(numbers: Parameters) -> Decimal:
    """How far behind is late, in per cent points; none where the place says nothing for the day."""
    return Decimal(str(numbers[SLACK])) if numbers.has(SLACK) else Decimal(0)


def _county(user: Any) -> Area:
    """The county, for who sees all of it: a part of it has no promises of its own."""
    county = Area.objects.filter(parent=None).order_by("code").first()
    if county is None or not may_see(user):
        raise Problem(
            "planning.targets_of_county", "规划目标是全县的，您的范围只是其中一部分",
            "请看本地的一张图；全县的目标完成情况由县级人员查看。",
        )  # fmt: skip
    return county


def may_see(user: Any) -> bool:
    """Whether the user sees the whole county, whose plan it is."""
    return scope.sees_everything(user, Right.SEE_BOARD)


def _day(on: date | None) -> tuple[date, date | None]:
    """The day asked for, else that of the latest snapshot, else today."""
    latest = scope.latest_snapshot()
    day = on or (latest.on if latest else clock.today())
    return day, latest.on if latest else None


def _plan() -> Plan:
    return Plan(tuple(places.load(settings.WORKSPACE.place).targets()), plan_years())


def _line(key: str, of: dict[str, str], every: list[Beside], on: date) -> Line:
    about = metric(key)
    ordered = sorted(every, key=lambda one: (one.course.last, one.course.first))
    return Line(about, of, tuple(ordered), _head(ordered, on), words.department(about.office))


def _head(every: list[Beside], on: date) -> Beside:
    """Of what is promised the longest that runs on the day, else the next, else the last; else what is stated."""
    promised = [one for one in every if one.promised] or every
    running = [one for one in promised if one.course.first <= on <= one.course.last]
    if running:
        return max(running, key=lambda one: one.course.last - one.course.first)
    begun = [one for one in promised if one.course.last <= on]
    return begun[-1] if begun else promised[0]


def _headings(every: Iterable[Line]) -> Iterable[Heading]:
    for key, topic in topics().items():
        states = _counted(one for one in every if one.metric.topic.key == key)
        if states:
            yield Heading(topic, states)


def _partly(every: Iterable[Line]) -> tuple[Decimal, Decimal] | None:
    """Households of the register beside those that the plan states, where the register has not nine tenths of them."""
    found = [one for one in every if one.metric.key == "registered_households" and not one.subject]
    head = found[0].head if found else None
    if head is None or head.actual.value is None or head.actual.value * 10 >= head.target.value * 9:
        return None
    return head.actual.value, head.target.value


def _counted(every: Iterable[Line]) -> dict[State, int]:
    many = Counter(one.state for one in every)
    return {state: many[state] for state in STATES if many[state]}
