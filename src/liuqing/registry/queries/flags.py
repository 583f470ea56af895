"""Flags (疑点): what the rules found that somebody should look at, person by person."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from liuqing.registry.models import Area, Finding, Snapshot
from liuqing.registry.queries import boards, pages, scope, words
from liuqing.registry.queries.boards import Place
from liuqing.registry.queries.pages import Page
from liuqing.workflow.rights import Right


@dataclass(frozen=True)
class FlagRow:
    """A flag raised, or a question nobody can answer yet (``verdict`` None)."""

    rule: str
    label: str
    verdict: bool | None
    household_no: str
    head: str
    person: str
    village: str
    village_code: str
    town: str


@dataclass(frozen=True)
class FlagCount:
    """How often a flag is raised, and how often it is not known."""

    rule: str
    label: str
    raised: int
    unknown: int


@dataclass(frozen=True)
class Flags:
    """The flags of an area: counts for each rule, one page of those of ``rule``."""

    area: Place
    on: date | None
    rule: str
    counts: tuple[FlagCount, ...] = ()
    rows: Page[FlagRow] = field(default_factory=lambda: Page((), 0))


def flags(
    user: Any,
    area: str | None = None,
    rule: str = "",
    page: int = 1,
    *,
    unknown: bool = False,
    size: int = 60,
) -> Flags:
    """The flags of an area; ``unknown`` shows what is not known instead of what was found."""
    where = scope.area(user, area, Right.SEE_HOUSEHOLDS)
    snapshot = scope.latest_snapshot()
    if snapshot is None:
        return Flags(boards.area_head(where), None, rule)
    counts = count(snapshot, where)
    found = raised(snapshot, where).filter(verdict=None if unknown else True)
    found = found.filter(rule=rule) if rule else found
    sheet = pages.cut(
        found.order_by("village__code", "household__no", "pk"), page, size, _total(counts, rule, unknown)
    )
    shown = Page([_row(one) for one in _whole(sheet)], sheet.total, sheet.number, sheet.size)
    return Flags(boards.area_head(where), snapshot.on, rule, counts, shown)


def raised(snapshot: Snapshot, where: Area) -> QuerySet[Finding]:
    """The findings about persons of an area that are true or not known."""
    found = Finding.objects.filter(snapshot=snapshot, person__isnull=False)
    if where.parent_id is None:
        return found
    villages = Area.objects.filter(path__startswith=where.path).values_list("pk", flat=True)
    return found.filter(village__in=list(villages))


def count(snapshot: Snapshot, where: Area) -> tuple[FlagCount, ...]:
    """Each flag with its numbers, the most frequent first."""
    told = raised(snapshot, where).order_by().values("rule").annotate(
        raised=Count("pk", filter=Q(verdict=True)), unknown=Count("pk", filter=Q(verdict=None))
    )  # fmt: skip
    found = [FlagCount(row["rule"], words.rule(row["rule"]), row["raised"], row["unknown"]) for row in told]
    return tuple(sorted(found, key=lambda one: (-one.raised, one.rule)))


def _total(counts: tuple[FlagCount, ...], rule: str, unknown: bool) -> int:
    mine = [one for one in counts if not rule or one.rule == rule]
    return sum(one.unknown if unknown else one.raised for one in mine)


def _whole(sheet: Page[Finding]) -> list[Finding]:
    keys = [finding.pk for finding in sheet.rows]
    whole = Finding.objects.select_related("household", "person", "village__parent").in_bulk(keys)
    return [whole[key] for key in keys]


def _row(finding: Finding) -> FlagRow:
    village, household, person = finding.village, finding.household, finding.person
    return FlagRow(
        rule=finding.rule,
        label=words.rule(finding.rule),
        verdict=finding.verdict,
        household_no=household.no if household else "",
        head=household.head_name if household else "",
        person=person.name if person else "",
        village=village.name if village else "",
        village_code=village.code if village else "",
        town=village.parent.name if village and village.parent else "",
    )
