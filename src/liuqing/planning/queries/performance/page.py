"""The performance of one project: its targets, every look at them, the five elements, what may be done."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db.models import prefetch_related_objects

from liuqing.planning.models import Project, Review, Target
from liuqing.planning.queries import scope
from liuqing.planning.queries.performance import elements, money, terms
from liuqing.planning.queries.performance.consequences import Consequence, consequence
from liuqing.planning.queries.performance.elements import Element
from liuqing.policy import performance, place
from liuqing.workflow import clock

EXECUTION = "execution"


@dataclass(frozen=True)
class Look:
    """What one review says of one target. ``points`` of ``worth``; ``warning`` with what is to be done."""

    kind: str
    year: int
    actual: str | None
    reached: str | None = None
    points: str | None = None
    worth: str | None = None
    warning: str = ""
    do: str = ""
    said: str = ""


@dataclass(frozen=True)
class TargetLine:
    """A target with the looks at it, the latest first."""

    target: Target
    promised: str
    looks: tuple[Look, ...]


@dataclass(frozen=True)
class May:
    """A look that may be taken now, or why not."""

    kind: str
    label: str
    allowed: bool
    why: str = ""


@dataclass(frozen=True)
class ProjectPerformance:
    """Everything about the performance of a project. ``spent`` the money allocated and paid."""

    project: Project
    targets: tuple[TargetLine, ...]
    money_looks: tuple[Look, ...]
    reviews: tuple[Review, ...]
    spent: money.Spent
    next: Consequence | None
    elements: tuple[Element, ...]
    may: tuple[May, ...]
    may_set: bool
    year: int
    today: date
    source: str
    unverified: bool


def of_project(user: Any, project: Project, spent: money.Spent | None = None) -> ProjectPerformance:
    """The performance of a project that the user sees; ``spent``: its money, if the caller has read it."""
    one = project
    prefetch_related_objects([one], "targets", "reviews")
    reviews, today = tuple(one.reviews.all()), clock.today()
    version = performance.scale(place.load(settings.WORKSPACE.place), today)[1]
    return ProjectPerformance(
        project=one, targets=tuple(_target(each, reviews) for each in one.targets.all()),
        money_looks=_looks(EXECUTION, reviews), reviews=reviews, spent=spent or money.spent([one]).get(one.pk, money.Spent()),
        next=consequence(one, today.year + 1), elements=elements.of_project(one),
        may=tuple(_may(user, one, kind, reviews, today.year) for kind in Review.Kind), may_set=_may_set(user, one, reviews),
        year=today.year, today=today, source=str(version.source), unverified=version.unverified,
    )  # fmt: skip


def promised(one: Target) -> str:
    """A target as people read it: ≥ 100 亩."""
    return f"{'≥' if one.least else '≤'} {one.value.normalize() + 0:f} {one.unit}".strip()


def _target(one: Target, reviews: tuple[Review, ...]) -> TargetLine:
    return TargetLine(one, promised(one), _looks(str(one.pk), reviews))


def _looks(key: str, reviews: tuple[Review, ...]) -> tuple[Look, ...]:
    return tuple(
        Look(Review.Kind(one.kind).label, one.year, **_known(one.values[key])) for one in reviews if key in one.values
    )  # fmt: skip


def _known(told: dict[str, Any]) -> dict[str, Any]:
    return {name: told.get(name) for name in ("actual", "reached", "points", "worth")} | {
        name: told.get(name) or "" for name in ("warning", "do", "said")
    }


def _may(user: Any, one: Project, kind: Review.Kind, reviews: tuple[Review, ...], year: int) -> May:
    if not any(scope.may(user, right, one) for right in terms.RIGHTS[kind]):
        return May(kind, kind.label, allowed=False)
    own = next((each for each in reviews if each.year == year and each.kind == Review.Kind.SELF), None)
    if not terms.reached(one, terms.FIRST[kind]):
        return May(kind, kind.label, allowed=False, why=f"「{terms.FIRST[kind].label}」以后办理")
    if any(each.year == year and each.kind == kind for each in reviews):
        return May(kind, kind.label, allowed=False, why=f"{year} 年已经做过")
    if kind == Review.Kind.OUTSIDE and own is None:
        return May(kind, kind.label, allowed=False, why="先由实施单位自评")
    if kind == Review.Kind.OUTSIDE and user.get_username() in (own.by if own else "", one.maker):
        return May(kind, kind.label, allowed=False, why="您申报或自评的，由别人评价")
    return May(kind, kind.label, allowed=True)


def _may_set(user: Any, one: Project, reviews: tuple[Review, ...]) -> bool:
    right = terms.OPEN.get(Project.State(one.state))
    return right is not None and not reviews and scope.may(user, right, one)


def warned(review: Review) -> list[str]:
    """The warnings of a mid-year look, each once, the gravest first as the place orders them."""
    return sorted({str(line.get("warning")) for line in review.values.values() if line.get("warning")})


def points(value: Decimal | None) -> str:
    """A score as tables show it."""
    return "—" if value is None else f"{value:.2f}"
