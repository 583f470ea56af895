"""Everything the record says of some households as of a day, in a fixed number of queries.

One household or five hundred: the queries are the same, so that a page, a card and a workbook of
the county are made from one source.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from liuqing.registry.models import (
    Area,
    Assignment,
    Cause,
    Entry,
    ExitPlan,
    Finding,
    Household,
    HouseholdYear,
    IncomeYear,
    Measure,
    Membership,
    PersonYear,
    Receipt,
    Snapshot,
    SourceFile,
    Standing,
)
from liuqing.registry.queries import scope
from liuqing.registry.queries.words import kinds, list_name, source

YEARS_LISTS = ("medical_insured", "school_roll")
"""Lists that say something by leaving a person out, if they were received for the year."""


Row = Any
"""A named tuple of the columns below. Where rows are many, model objects cost more than the query."""

_SOURCE = ("file_id", "sheet", "row", "said_on")
_MEMBER = (
    "pk", "household_id", "person_id", "relation", "since", "until", *_SOURCE, "person__name", "person__sex",
    "person__birth", "person__id_cipher", "person__id_hash",
)  # fmt: skip
_PERSON = (
    "person_id", "year", "education", "school_status", "dropout_reason", "labour", "work_months", "health",
    "resident_medical", "employee_medical", "on_dibao", *_SOURCE,
)  # fmt: skip
_ENTRY = ("person_id", "kind", "values", *_SOURCE)
_MEASURE = ("household_id", "code", "title", "department", "year", "since", "until", *_SOURCE, "person__name")
_RECEIPT = ("household_id", "item", "department", "amount", "year", "on", *_SOURCE, "person__name")


@dataclass
class Told:
    """What the record says of one household as of ``on``."""

    household: Household
    village: Area
    on: date
    sources: "Sources"
    members: list[Row] = field(default_factory=list)
    year: HouseholdYear | None = None
    people: dict[int, Row] = field(default_factory=dict)
    entries: dict[int, list[Row]] = field(default_factory=dict)
    causes: list[Cause] = field(default_factory=list)
    measures: list[Row] = field(default_factory=list)
    receipts: list[Row] = field(default_factory=list)
    incomes: dict[int, IncomeYear] = field(default_factory=dict)
    size_last_year: int = 0
    assignments: list[Assignment] = field(default_factory=list)
    standings: list[Standing] = field(default_factory=list)
    plan: ExitPlan | None = None
    findings: list[Finding] = field(default_factory=list)

    @property
    def standing(self) -> Standing | None:
        """The standing in force on the day."""
        return self.standings[-1] if self.standings and _open(self.standings[-1], self.on) else None

    def entries_of(self, person: int, kind: str) -> list[Row]:
        """What one list says of a member."""
        return [entry for entry in self.entries.get(person, ()) if entry.kind == kind]


class Sources:
    """The files by id, and which of the yearly lists were received for the year."""

    def __init__(self, on: date) -> None:
        self._files = {file.pk: file for file in SourceFile.objects.defer("problem")}
        self.year_lists = {
            kind
            for file in self._files.values()
            if file.state == SourceFile.State.LOADED and file.on and file.on.year == on.year
            for kind in kinds(file.kind)
            if kind in YEARS_LISTS
        }

        self._names = {key: source(file, None) for key, file in self._files.items()}
        # Where a workbook has one list only, the name of its sheet (Sheet1) tells nobody anything.
        self._several = {key for key, file in self._files.items() if len(file.mapping) > 1}

    def of(self, fact: Any) -> str:
        """Who says so: department, list, sheet where there are several, and row."""
        if fact is None or fact.file_id is None:
            return ""
        sheet = f"「{fact.sheet}」" if fact.sheet and fact.file_id in self._several else ""
        row = f"第 {fact.row} 行" if fact.row else ""
        return f"{self._names[fact.file_id]}{sheet}{row}"

    def department(self, fact: Any) -> str:
        """The department alone."""
        file = self._files.get(fact.file_id)
        return list_name(file.kind)[0] if file else ""


def gather(
    households: Iterable[Household], snapshot: Snapshot | None, on: date, sources: Sources
) -> list[Told]:
    """What is told of each household, in the order given."""
    homes = list(households)
    villages = Area.objects.select_related("parent__parent").in_bulk({home.village_id for home in homes})
    told = {home.pk: Told(home, villages[home.village_id], on, sources) for home in homes}
    _members(told, on)
    _years(told, on)
    _help(told, on)
    _exits(told, on)
    _findings(told, snapshot)
    return [told[home.pk] for home in homes]


def _members(told: dict[int, Told], on: date) -> None:
    people: dict[int, int] = {}
    ever = (
        Membership.objects.filter(household__in=told, since__lte=on).select_related("person").order_by("pk")
    )
    last_year = date(on.year - 1, 12, 31)
    for member in _named(ever, _MEMBER):
        home = told[member.household_id]
        home.size_last_year += member.since <= last_year and _open(member, last_year)
        if _open(member, on):
            home.members.append(member)
            people[member.person_id] = member.household_id
    years = PersonYear.objects.filter(person__in=people, year__lte=on.year).order_by("year")
    for fact in _named(years, _PERSON):
        told[people[fact.person_id]].people[fact.person_id] = fact
    said = Entry.objects.filter(person__in=people).filter(Q(said_on=None) | Q(said_on__lte=on))
    for entry in _named(said.order_by("kind", "said_on", "pk"), _ENTRY):
        told[people[entry.person_id]].entries.setdefault(entry.person_id, []).append(entry)


def _years(told: dict[int, Told], on: date) -> None:
    for fact in HouseholdYear.objects.filter(household__in=told, year__lte=on.year).order_by("year"):
        told[fact.household_id].year = fact
    for income in IncomeYear.objects.filter(household__in=told, year__in=(on.year - 1, on.year)):
        told[income.household_id].incomes[income.year] = income


def _help(told: dict[int, Told], on: date) -> None:
    _add(told, "causes", Cause.objects.filter(scope.in_force(on), household__in=told).order_by("-main", "pk"))
    measures = Measure.objects.filter(household__in=told, year__lte=on.year).filter(
        Q(since=None) | Q(since__lte=on)
    )
    _add(told, "measures", _named(measures.order_by("-year", "code", "pk"), _MEASURE))
    paid = Q(on__lte=on) | Q(on=None, year__lte=on.year)
    receipts = Receipt.objects.filter(paid, household__in=told).order_by("-year", "pk")
    _add(told, "receipts", _named(receipts, _RECEIPT))
    assigned = Assignment.objects.filter(scope.in_force(on), household__in=told)
    _add(told, "assignments", assigned.select_related("officer").order_by("since"))


def _exits(told: dict[int, Told], on: date) -> None:
    _add(
        told, "standings", Standing.objects.filter(household__in=told, since__lte=on).order_by("since", "pk")
    )
    for plan in ExitPlan.objects.filter(household__in=told):
        told[plan.household_id].plan = plan


ELSEWHERE = ("entitled_fen", "entitlements_unclear", "at_risk")
"""Findings that stand on the page of the policies, or whose parts are told one by one; so do classes
(``colour=红``)."""


def _findings(told: dict[int, Told], snapshot: Snapshot | None) -> None:
    if snapshot:
        found = Finding.objects.filter(snapshot=snapshot, household__in=told).order_by("pk")
        _add(told, "findings", found.exclude(rule__contains="=").exclude(rule__in=ELSEWHERE))


def _add(told: dict[int, Told], name: str, found: Iterable[Any]) -> None:
    groups: dict[int, list[Any]] = defaultdict(list)
    for row in found:
        groups[row.household_id].append(row)
    for home, rows in groups.items():
        getattr(told[home], name).extend(rows)


def _named(found: QuerySet[Any], columns: tuple[str, ...]) -> Iterable[Row]:
    return found.values_list(*columns, named=True)


def _open(fact: Any, on: date) -> bool:
    return fact.since <= on and (fact.until is None or fact.until > on)
