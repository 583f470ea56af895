"""Flags (疑点): what the rules found that somebody should look at, person by person or by household.

They stand under topics: plain flags, the comparison of what is due with what was paid (应享未享,
不应享在享, 重复享受), warnings, measures that do not fit. One list a department within each.
"""

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from liuqing.policy.rules import RULES
from liuqing.registry.models import Area, Case, Finding, Snapshot
from liuqing.registry.models.cases import subject_of
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
    case: int | None = None
    state: str = ""


@dataclass(frozen=True)
class FlagCount:
    """How often a flag is raised, and how often it is not known; of persons (人), households (户) or villages (村)."""

    rule: str
    label: str
    raised: int
    unknown: int
    topic: str = ""
    department: str = ""
    unit: str = "人"


@dataclass(frozen=True)
class Topic:
    """The flags under one heading, the most frequent department first."""

    label: str
    counts: tuple[FlagCount, ...]

    @property
    def raised(self) -> int:
        """How many times they are raised in all."""
        return sum(one.raised for one in self.counts)

    @property
    def unit(self) -> str:
        """人, 户 or 村 if all are about the same, else 条."""
        units = {one.unit for one in self.counts}
        return units.pop() if len(units) == 1 else "条"


@dataclass(frozen=True)
class Flags:
    """The flags of an area: counts for each rule, one page of those of ``rule`` or ``topic``."""

    area: Place
    on: date | None
    rule: str
    counts: tuple[FlagCount, ...] = ()
    rows: Page[FlagRow] = field(default_factory=lambda: Page((), 0))
    topic: str = ""

    @property
    def topics(self) -> tuple[Topic, ...]:
        """All flags of the area under their headings, in the order of the office."""
        headings = sorted({one.topic for one in self.counts if one.raised or one.unknown}, key=order)
        return tuple(Topic(h or PLAIN, tuple(c for c in self.counts if c.topic == h)) for h in headings)

    @property
    def of_topic(self) -> tuple[FlagCount, ...]:
        """The flags of the heading that is open."""
        return tuple(one for one in self.counts if (one.topic or PLAIN) == self.topic)


def flags(
    user: Any,
    area: str | None = None,
    rule: str = "",
    page: int = 1,
    *,
    topic: str = "",
    unknown: bool = False,
    size: int = 60,
) -> Flags:
    """The flags of an area; ``unknown`` shows what is not known instead of what was found.

    ``rule`` narrows to one rule, else ``topic`` to one heading (that of the rule, else the first).
    """
    where = scope.area(user, area, Right.SEE_HOUSEHOLDS)
    snapshot = scope.latest_snapshot()
    if snapshot is None:
        return Flags(boards.area_head(where), None, rule)
    counts = count(snapshot, where)
    known = {one.rule: one for one in counts}
    open_topic = (known[rule].topic or PLAIN) if rule in known else topic
    told = Flags(boards.area_head(where), snapshot.on, rule, counts, topic=open_topic)
    told = told if told.of_topic else replace(told, topic=told.topics[0].label if told.topics else "")
    asked = {rule} if rule else {one.rule for one in told.of_topic}
    found = raised(snapshot, where).filter(verdict=None if unknown else True, rule__in=asked)
    sheet = pages.cut(
        found.order_by("village__code", "household__no", "pk"), page, size, _total(counts, asked, unknown)
    )
    whole = _whole(sheet)
    known = _cases(whole)
    shown = Page([_row(one, known) for one in whole], sheet.total, sheet.number, sheet.size)
    return replace(told, rows=shown)


def raised(snapshot: Snapshot, where: Area) -> QuerySet[Finding]:
    """The flags of an area that are true or not known."""
    found = Finding.objects.filter(snapshot=snapshot, rule__in=words.flags())
    if where.parent_id is None:
        return found
    villages = Area.objects.filter(path__startswith=where.path).values_list("pk", flat=True)
    return found.filter(village__in=list(villages))


def count(snapshot: Snapshot, where: Area) -> tuple[FlagCount, ...]:
    """Each flag with its numbers, the most frequent first."""
    told = raised(snapshot, where).order_by().values("rule").annotate(
        raised=Count("pk", filter=Q(verdict=True)), unknown=Count("pk", filter=Q(verdict=None))
    )  # fmt: skip
    found = [_count(row["rule"], row["raised"], row["unknown"]) for row in told]
    return tuple(sorted(found, key=lambda one: (-one.raised, one.rule)))


PLAIN = "疑点"
TOPICS = ("", "返贫致贫预警", "应享未享", "不应享在享", "重复享受", "因户施策")
"""The headings in the order of the office; others follow."""


def order(topic: str) -> tuple[int, str]:
    """Where a heading stands among the others."""
    return TOPICS.index(topic) if topic in TOPICS else len(TOPICS), topic


def _count(name: str, raised: int, unknown: int) -> FlagCount:
    rule = RULES[name]
    unit = {"household": "户", "area": "村"}.get(rule.entity, "人")
    return FlagCount(name, rule.label, raised, unknown, rule.topic, words.department(rule.department), unit)


def _total(counts: tuple[FlagCount, ...], asked: set[str], unknown: bool) -> int:
    mine = [one for one in counts if one.rule in asked]
    return sum(one.unknown if unknown else one.raised for one in mine)


def _whole(sheet: Page[Finding]) -> list[Finding]:
    keys = [finding.pk for finding in sheet.rows]
    whole = Finding.objects.select_related("household", "person", "village__parent").in_bulk(keys)
    return [whole[key] for key in keys]


def _cases(found: list[Finding]) -> dict[tuple[str, str], Case]:
    """What became of these flags so far, by rule and subject."""
    subjects = {_subject(one) for one in found}
    asked = Case.objects.filter(rule__in={one.rule for one in found}, subject__in=subjects)
    return {(case.rule, case.subject): case for case in asked}


def _subject(one: Finding) -> str:
    return subject_of(one.household_id, one.person_id, one.village_id)


def _row(finding: Finding, cases: dict[tuple[str, str], Case]) -> FlagRow:
    village, household, person = finding.village, finding.household, finding.person
    case = cases.get((finding.rule, _subject(finding)))
    return FlagRow(
        case=case.pk if case else None,
        state=Case.State(case.state).label if case else "",
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
