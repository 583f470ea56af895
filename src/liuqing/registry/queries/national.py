"""The register in exactly the headings of the national system: what was exported once comes back.

A value is what the record holds today. What the record does not hold as the export wrote it (a
member's telephone, the order of several causes, 预脱贫 beside 未脱贫) is taken from the row that the
record cites, so that a round trip loses nothing; those files are the office's own and are kept.
Numbers are whole: asked for with the right to see them, a purpose, and a trace.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from liuqing.errors import Problem
from liuqing.policy import identity_numbers, place
from liuqing.policy.lists import BY_KEY, ListKind
from liuqing.policy.tables import AREA, HOUSEHOLD, PERSON, PERSON_EXPORT, VILLAGE, Fact
from liuqing.registry.imports.recognise import known
from liuqing.registry.imports.register import STATUS
from liuqing.registry.imports.rows import RowReader, Values
from liuqing.registry.models import (
    Area,
    AreaStanding,
    Household,
    HouseholdYear,
    Membership,
    PersonYear,
    SourceFile,
    VillageYear,
)
from liuqing.registry.queries import filling, scope
from liuqing.registry.queries.filling import Field
from liuqing.registry.services import files
from liuqing.sheets.read import read_tables
from liuqing.workflow import rights
from liuqing.workflow.rights import Right

KINDS = ("register_villages", "register_households", "register_persons")
_PERSON_FACTS = {fact.label: fact for fact in (*PERSON, *AREA[:5])}
COLUMNS: dict[str, tuple[Fact, ...]] = {
    "register_persons": tuple(_PERSON_FACTS[heading] for heading in PERSON_EXPORT),
    "register_households": (*AREA, *HOUSEHOLD),
    "register_villages": (*AREA[:5], *VILLAGE),
}
"""The columns of each export, in its order."""
KEY = {
    "register_persons": "person_no",
    "register_households": "household_no",
    "register_villages": "village_code",
}
"""By which fact a row is known."""
_CITED = frozenset({"member_phone", "id_kind", "bank_name", "bank_account"})
"""Facts that only the cited row holds as it was written."""
_SHARED = frozenset(
    {"phone", "standard", "data_year", "head_name", "head_id_no", "officer_since", "identified_year"}
)
"""Facts that the record knows from elsewhere too: a cell that was empty stays empty."""

Where = tuple[int, str, int]
"""File, sheet and row of a cited row."""


@dataclass(frozen=True)
class Extent:
    """What is exported: which of the three lists, of which area, how many rows."""

    kind: ListKind
    area: Area
    on: date
    rows: int

    @property
    def columns(self) -> tuple[Fact, ...]:
        """The facts in the order of the headings."""
        return COLUMNS[self.kind.key]


@dataclass
class Told:
    """A row of the record, the row that it cites, and when it was said."""

    key: str
    values: dict[str, Any]
    cited: Values
    said_on: date | None = None
    file: int | None = None


def extent(user: Any, key: str, code: str | None) -> Extent:
    """The export as far as the user may take it away: with whole numbers.

    Problems ``workflow.not_allowed``, ``registry.no_such_area``, ``registry.export_too_large``.
    """
    area = scope.area(user, code, Right.EXPORT)
    rights.require(user, Right.REVEAL_IDENTITY, area.path)
    what = of_area(key, area)
    most = rights.export_rows(user)
    if what.rows > most:
        raise Problem(
            "registry.export_too_large",
            f"这一次要导出 {what.rows:,} 行，您的岗位一次最多导出 {most:,} 行",
            "请选小一点的范围（如一个乡镇或一个村），或请县级业务员导出。",
        )
    return what


def of_area(key: str, area: Area) -> Extent:
    """The same without asking who wants it: for comparisons that write nothing out."""
    on = _today()
    return Extent(BY_KEY[key], area, on, _count(key, area, on))


def rows(what: Extent) -> Iterator[list[Any]]:
    """The cells of each row, as the national system writes them."""
    for told in read(what):
        yield [_cell(fact, settled(fact, told)) for fact in what.columns]


def read(what: Extent) -> Iterator[Told]:
    """Each row of the record beside the row that it cites."""
    found = _villages(what) if what.kind.key == "register_villages" else _filled(what)
    cited = _Cited(what)
    for values in found:
        key = str(values[KEY[what.kind.key]] or "")
        where = cited.where.get(key)
        day = cited.said.get(key)
        yield Told(key, values, cited.rows.get(where, {}) if where else {}, day, where[0] if where else None)


def _today() -> date:
    """The day of the register: until the last export, or today where none came after."""
    last = SourceFile.objects.filter(kind__startswith="register_", on__isnull=False).order_by("-on").first()
    return max(last.on, date.today()) if last and last.on else date.today()


def _homes(area: Area, on: date) -> QuerySet[Household]:
    return scope.registered(Household.objects.filter(village__path__startswith=area.path), on)


def _members(area: Area, on: date) -> QuerySet[Membership]:
    return Membership.objects.filter(scope.in_force(on), household__in=_homes(area, on))


def _count(key: str, area: Area, on: date) -> int:
    if key == "register_persons":
        return _members(area, on).count()
    if key == "register_households":
        return _homes(area, on).count()
    return VillageYear.objects.filter(area__path__startswith=area.path).values("area").distinct().count()


def _filled(what: Extent) -> Iterator[dict[str, Any]]:
    names = place.load(settings.WORKSPACE.place).names
    where = {"province": names.get("province"), "city": names.get("city")}
    entity = "person" if what.kind.key == "register_persons" else "household"
    fields = [Field(fact.name, fact.label, entity, fact.kind) for fact in what.columns]
    found = filling.rows(filling.Scope(what.area, what.on, None), fields, entity, whole=True)
    for values in found:
        yield {**where, **values}


def _villages(what: Extent) -> Iterator[dict[str, Any]]:
    names = place.load(settings.WORKSPACE.place).names
    listed: dict[int, dict[str, int]] = defaultdict(dict)
    for area, status, since in AreaStanding.objects.values_list("area", "status", "since"):
        listed[area][status] = since.year
    years = VillageYear.objects.filter(area__path__startswith=what.area.path).select_related(
        "area__parent__parent"
    )
    latest = {one.area_id: one for one in years.order_by("year")}
    for year in sorted(latest.values(), key=lambda one: one.area.code):
        area, standing = year.area, listed[year.area_id]
        town = area.parent
        yield {
            "province": names.get("province"), "city": names.get("city"),
            "county": town.parent.name if town and town.parent else None, "town": town.name if town else None,
            "village": area.name, "village_code": area.code, "village_kind": "贫困村" if standing else "非贫困村",
            "listed_year": standing.get("listed"), "village_exit_year": standing.get("exited"),
            "households": year.households, "rural_population": year.rural_population, "hamlets": year.hamlets,
            "collective_income": None if year.collective_income is None else year.collective_income / 10_000,
            "data_year": year.year, **year.other,
        }  # fmt: skip


class _Cited:
    """The rows that the record cites, read again from the files as they were received."""

    def __init__(self, what: Extent) -> None:
        self.kind = what.kind
        self.where: dict[str, Where] = {}
        self.said: dict[str, date | None] = {}
        for key, file, sheet, row, said in _sources(what):
            self.said[key] = said
            if file and row:
                self.where[key] = (file, sheet, row)

    @cached_property
    def rows(self) -> dict[Where, Values]:
        """{where: what the row says}."""
        wanted: dict[int, set[tuple[str, int]]] = defaultdict(set)
        for file, sheet, row in self.where.values():
            wanted[file].add((sheet, row))
        found: dict[Where, Values] = {}
        for source in SourceFile.objects.filter(pk__in=wanted):
            if files.stored(source).exists():
                found.update(_again(source, self.kind, wanted[source.pk]))
        return found


def _sources(what: Extent) -> Iterable[tuple[str, int | None, str, int | None, date | None]]:
    fields = ("file_id", "sheet", "row", "said_on")
    if what.kind.key == "register_persons":
        people = _members(what.area, what.on).values("person")
        found = PersonYear.objects.filter(person__in=people, year__lte=what.on.year)
        return list(found.order_by("year").values_list("person__person_no", *fields))
    if what.kind.key == "register_households":
        years = HouseholdYear.objects.filter(household__in=_homes(what.area, what.on), year__lte=what.on.year)
        return list(years.order_by("year").values_list("household__no", *fields))
    villages = VillageYear.objects.filter(area__path__startswith=what.area.path)
    return list(villages.order_by("year").values_list("area__code", *fields))


def _again(file: SourceFile, kind: ListKind, wanted: set[tuple[str, int]]) -> Iterator[tuple[Where, Values]]:
    headings = {heading for sheet in file.mapping.values() for heading in sheet.get("columns", {})}
    usual = known()
    with (
        files.opened(file) as path,
        read_tables(path, known=lambda one: one in headings or usual(one), name=file.name) as tables,
    ):
        for table in tables:
            said = file.mapping.get(table.sheet, {})
            if said.get("kind") != kind.key:
                continue
            reader = RowReader(kind, table.headings, said["columns"], table.sheet)
            for row in table.rows:
                if (table.sheet[:64], row.number) in wanted:
                    yield (file.pk, table.sheet[:64], row.number), reader.read(row.number, row.cells).values


def settled(fact: Fact, told: Told) -> Any:
    """The record's value, or as the cited row writes it where the record cannot tell."""
    ours = told.values.get(fact.name)
    if not told.cited:
        return ours
    cited = told.cited.get("id_text" if fact.name == "id_no" else fact.name)
    if ours is None or fact.name in _CITED:
        return cited
    if cited is None:
        return None if fact.name in _SHARED or _follows(fact.name, ours, told.cited) else ours
    if fact.name == "head_id_no" and identity_numbers.fault(identity_numbers.tidy(ours)):
        return cited  # the head's own row has it damaged, the row of the household may have it sound
    return cited if _same(fact, ours, cited) else ours


def _follows(name: str, ours: Any, cited: Values) -> bool:
    """Whether the record knows it only from the identity number of the same row."""
    number = cited.get("id_no")
    if name not in ("birth", "sex") or not number:
        return False
    told: Any = identity_numbers.born(number) if name == "birth" else identity_numbers.sex(number)
    return bool(told == ours)


def _same(fact: Fact, ours: Any, cited: Any) -> bool:
    """Whether both say the same and the cited row says it more closely."""
    if fact.name == "standing":
        return STATUS.get(cited) == STATUS.get(ours)
    if fact.kind == "id":
        return same_number(ours, cited)
    return fact.kind == "codes" and set(cited) == set(ours.split("、"))


def same_number(one: str, other: str) -> bool:
    """15 and 18 digits of one person, and the card that begins with the number, are one number."""
    normal = identity_numbers.normal(one)
    return one == other or (normal is not None and normal == identity_numbers.normal(other))


def _cell(fact: Fact, value: Any) -> Any:
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return "是" if value else "否"
    if fact.kind == "codes":
        return ",".join(value if isinstance(value, list) else str(value).split("、"))
    if isinstance(value, date):
        return value.isoformat()
    return value
