"""Eligible (可否安排): may this project get this document's money? Everything that speaks against it, in words.

R057: only a project of the pool that stands in a year's plan gets money; R081: never from money whose scope
forbids its class; never more than it needs or than the document has left.
"""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.conf import settings

from liuqing.planning.models import Allocation, Claim, Document, Project
from liuqing.planning.services.funds import limits
from liuqing.planning.services.funds.guarding import yuan
from liuqing.policy import funding, place
from liuqing.registry.services.standing.faults import Fault

State = Project.State
_ORDER = {state: position for position, state in enumerate(Project.IN_POOL)}
FIRST = {
    Claim.Kind.ADVANCE: State.CONTRACTED, Claim.Kind.PROGRESS: State.BEGUN, Claim.Kind.FINAL: State.ACCEPTED,
    Claim.Kind.PEOPLE: State.PLANNED,
}  # fmt: skip
"""How far a project must be before such a claim: signed, begun, accepted, in a year's plan."""


def reached(project: Project, state: str) -> bool:
    """Whether a project of the pool is as far as this state or further."""
    return project.state in _ORDER and _ORDER[project.state] >= _ORDER[state]  # type: ignore[index]


def for_money(
    project: Project,
    document: Document,
    year: int,
    amount: Decimal,
    on: date,
    *,
    but: Allocation | None = None,
) -> list[Fault]:
    """What forbids allocating so much of the document's money of a year to the project; [] if nothing."""
    return [
        *of_project(project, year), *of_class(project, document, on),
        *of_sums(amount, limits.in_pool(document, year, but=but), limits.unallocated(project, but=but), year),
    ]  # fmt: skip


def of_project(project: Project, year: int) -> Iterable[Fault]:
    """It must be in the pool and in the plan of a year that has come."""
    if project.state not in Project.IN_POOL:
        yield "project", f"项目还是「{State(project.state).label}」，没有入库的项目不能安排资金"
    elif not reached(project, State.PLANNED):
        yield "project", "项目已入库，还没有列入年度计划，不能安排资金"
    elif project.year and year < project.year:
        yield "year", f"项目列入 {project.year} 年计划，不能用 {year} 年的资金"


def of_class(project: Project, document: Document, on: date) -> Iterable[Fault]:
    """The document, and the rule for its source, allow the project's class."""
    named = {project.class_one, project.class_two} - {""}
    if document.scope and not named & set(document.scope):
        yield (
            "document",
            f"「{document.no}」只能用于{'、'.join(document.scope)}，不能用于「{called(project)}」",
        )
    told = funding.rule(place.load(settings.WORKSPACE.place), document.source, on)
    if told and funding.forbids(told, project.class_one, project.class_two):
        said = f"{told.source}{'，未核实' if told.unverified else ''}"
        yield "document", f"{document.source}不能用于「{called(project)}」（{said}）"


def of_sums(amount: Decimal, left: Decimal, need: Decimal, year: int) -> Iterable[Fault]:
    """The document has it, and the project needs it."""
    if amount > left:
        yield "amount", f"这个文件 {year} 年还可安排 {yuan(max(left, limits.NONE))}，不够 {yuan(amount)}"
    if amount > need:
        yield "amount", f"项目的资金需求还差 {yuan(max(need, limits.NONE))}，安排 {yuan(amount)} 就超出了"


def for_claim(project: Project, kind: str) -> Iterable[Fault]:
    """A claim comes after the work: build first, then claim (R089)."""
    first = FIRST[Claim.Kind(kind)]
    if not reached(project, first):
        told = f"项目现在是「{State(project.state).label}」"
        yield "kind", f"{told}，到「{first.label}」以后才能报「{Claim.Kind(kind).label}」"


def called(project: Project) -> str:
    """The class of a project as people say it."""
    return f"{project.class_one}/{project.class_two}" if project.class_two else project.class_one
