"""Lists of households: of a village, a township or the county, narrowed and in pages."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from liuqing.registry.models import Area, Cause, Finding, Household, Membership, Snapshot, Standing
from liuqing.registry.queries import pages, scope, words
from liuqing.registry.queries.pages import Page
from liuqing.workflow.rights import Right

SCORE = "completeness"
"""The rule whose value is the completeness score 0-6."""


@dataclass(frozen=True)
class Filters:
    """What a list is narrowed by; None or "" means everything.

    ``standing`` is a ``Standing.Status`` value, ``cause`` the main cause, ``flag`` a rule's name
    (a member of whom it is true, or the household itself), ``score`` the completeness 0-6,
    ``exit_year`` the year in which the household exited, ``verdict`` with ``rule`` a rule's answer
    ("true", "false", "unknown").
    """

    standing: str = ""
    cause: str = ""
    flag: str = ""
    score: int | None = None
    exit_year: int | None = None
    rule: str = ""
    verdict: str = ""

    def told(self) -> dict[str, str]:
        """The filters in use, as a page's address or a paper's footer states them."""
        return {key: str(value) for key, value in vars(self).items() if value not in ("", None)}


@dataclass(frozen=True)
class HouseholdRow:
    """A household as a line of a list."""

    no: str
    head: str
    village: str
    village_code: str
    town: str
    hamlet: str
    size: int
    standing: str
    status: str
    exit_year: int | None
    main_cause: str
    score: int | None
    flags: tuple[str, ...] = ()


def households(
    user: Any, area_code: str | None = None, *, filters: Filters | None = None, page: int = 1, size: int = 60
) -> Page[HouseholdRow]:
    """One page of the households at or below an area, as of the latest snapshot's day."""
    snapshot = scope.latest_snapshot()
    on = snapshot.on if snapshot else date.today()
    found = narrowed(seen(user, area_code), filters or Filters(), snapshot, on)
    sheet = pages.cut(found, page, size)
    return Page(rows(list(sheet.rows), snapshot, on), sheet.total, sheet.number, sheet.size)


def seen(user: Any, area_code: str | None) -> QuerySet[Household]:
    """The households of an area, or without one all that the user may see (several villages even)."""
    where = scope.area(user, area_code, Right.SEE_HOUSEHOLDS)
    return of_area(where) if area_code else scope.visible_households(user)


def of_area(where: Area) -> QuerySet[Household]:
    """The households of an area and everything below it."""
    if where.parent_id is None:
        return Household.objects.all()
    villages = Area.objects.filter(path__startswith=where.path).values_list("pk", flat=True)
    return Household.objects.filter(village__in=list(villages))


def narrowed(
    found: QuerySet[Household], by: Filters, snapshot: Snapshot | None, on: date
) -> QuerySet[Household]:
    """The households of the register that pass every filter in use."""
    found = scope.registered(found, on)
    if by.standing or by.exit_year:
        found = found.filter(Exists(_standing(by, on)))
    if by.cause:
        cause = Cause.objects.filter(scope.in_force(on), household=OuterRef("pk"), main=True, code=by.cause)
        found = found.filter(Exists(cause))
    if by.flag:
        found = found.filter(Exists(_finding(snapshot, by.flag, verdict=True)))
    if by.score is not None:
        found = found.filter(Exists(_finding(snapshot, SCORE, value=by.score)))
    if by.rule:
        answer = {"true": True, "false": False}.get(by.verdict)
        found = found.filter(Exists(_finding(snapshot, by.rule, verdict=answer)))
    return found


def rows(found: list[Household], snapshot: Snapshot | None, on: date) -> list[HouseholdRow]:
    """Lines for households; six queries, however many they are."""
    keys = [household.pk for household in found]
    areas = Area.objects.select_related("parent").in_bulk({h.village_id for h in found})
    standings = _latest(Standing.objects.filter(scope.in_force(on), household__in=keys).order_by("since"))
    causes = _latest(Cause.objects.filter(scope.in_force(on), household__in=keys, main=True))
    sizes = _sizes(keys, on)
    scores, flags = _findings(keys, snapshot)
    return [
        _row(h, areas[h.village_id], standings.get(h.pk), causes.get(h.pk), sizes.get(h.pk, 0),
             scores.get(h.pk), flags.get(h.pk, ()))
        for h in found
    ]  # fmt: skip


def _row(
    household: Household, village: Area, standing: Standing | None, cause: Cause | None, size: int,
    score: int | None, flags: tuple[str, ...],
) -> HouseholdRow:  # fmt: skip
    status = standing.status if standing else ""
    return HouseholdRow(
        no=household.no,
        head=household.head_name,
        village=village.name,
        village_code=village.code,
        town=village.parent.name if village.parent else "",
        hamlet=household.hamlet,
        size=size,
        standing=words.standing(status),
        status=status,
        exit_year=standing.since.year if standing and status == Standing.Status.EXITED else None,
        main_cause=cause.code if cause else "",
        score=score,
        flags=flags,
    )


def _standing(by: Filters, on: date) -> QuerySet[Standing]:
    found = Standing.objects.filter(scope.in_force(on), household=OuterRef("pk"))
    if by.standing:
        found = found.filter(status=by.standing)
    if by.exit_year:
        found = found.filter(status=Standing.Status.EXITED, since__year=by.exit_year)
    return found


def _finding(snapshot: Snapshot | None, rule: str, **wanted: Any) -> QuerySet[Finding]:
    return Finding.objects.filter(snapshot=snapshot, household=OuterRef("pk"), rule=rule, **wanted)


def _latest(found: QuerySet[Any]) -> dict[int, Any]:
    return {row.household_id: row for row in found}


def _sizes(keys: list[int], on: date) -> dict[int, int]:
    sizes: dict[int, int] = defaultdict(int)
    members = Membership.objects.filter(scope.in_force(on), household__in=keys)
    for household in members.values_list("household_id", flat=True):
        sizes[household] += 1
    return sizes


def _findings(
    keys: list[int], snapshot: Snapshot | None
) -> tuple[dict[int, int], dict[int, tuple[str, ...]]]:
    """Scores, and the labels of the flags that are true, by household."""
    wanted = Finding.objects.filter(snapshot=snapshot, household__in=keys)
    scores = dict(wanted.filter(rule=SCORE).values_list("household_id", "value"))
    flags: dict[int, dict[str, None]] = defaultdict(dict)
    for household, rule in wanted.filter(person__isnull=False, verdict=True).values_list(
        "household_id", "rule"
    ):
        flags[household][words.rule(rule)] = None
    return scores, {household: tuple(labels) for household, labels in flags.items()}


__all__ = ["SCORE", "Filters", "HouseholdRow", "households", "narrowed", "of_area", "rows"]
