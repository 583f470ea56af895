"""Values of households and of their members, read set by set: whole batches with a dozen queries.

A value is what the record holds on the day, as it goes into a cell: yes and no in words, several
codes joined, numbers as numbers. None is "not known".
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from liuqing.policy import identity_numbers
from liuqing.policy.tables import HOUSEHOLD, INCOME_ITEMS, PERSON, named
from liuqing.registry import secrets
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
    Snapshot,
    Standing,
)
from liuqing.registry.queries import scope
from liuqing.registry.queries.clears.ledger import net
from liuqing.registry.queries.filling.fields import Field
from liuqing.workflow.rights import Right

BATCH = 500
Value = str | int | Decimal | date | None
Values = dict[str, Value]
OFFICE = "县扶贫办"
STANDING = {
    "registered": "未脱贫",
    "exited": "已脱贫",
    "relapsed": "返贫",
    "monitored": "监测对象",
    "risk_removed": "风险消除",
}
_HOME, _PERSON = named(HOUSEHOLD), named(PERSON)


@dataclass(frozen=True)
class Scope:
    """For whom a form is filled: an area or one household, as of a day."""

    area: Area
    on: date
    snapshot: Snapshot | None
    household: Household | None = None

    def households(self) -> QuerySet[Household]:
        """The households, in the order of villages and numbers."""
        if self.household:
            return Household.objects.filter(pk=self.household.pk)
        found = Household.objects.filter(village__path__startswith=self.area.path)
        return scope.registered(found, self.on).order_by("village__code", "no")


def of_area(user: Any, code: str | None) -> Scope:
    """The area, as far as the user may export it. Problem ``registry.no_such_area``."""
    return _scope(scope.area(user, code, Right.EXPORT))


def of_household(user: Any, no: str) -> Scope:
    """One household. Problem ``registry.no_such_household`` if it is not the user's."""
    found = scope.household(user, no)
    return _scope(found.village, found)


def _scope(area: Area, household: Household | None = None) -> Scope:
    snapshot = scope.latest_snapshot()
    return Scope(area, snapshot.on if snapshot else date.today(), snapshot, household)


def how_many(what: Scope, entity: str) -> int:
    """How many rows there are: of households, or of their members on the day."""
    if entity == "household":
        return what.households().count()
    return Membership.objects.filter(scope.in_force(what.on), household__in=what.households()).count()


def rows(what: Scope, fields: Collection[Field], entity: str, *, whole: bool = False) -> Iterator[Values]:
    """A row of values for each household or each member; ``whole`` shows numbers unmasked."""
    keys = list(what.households().values_list("pk", flat=True))
    for first in range(0, len(keys), BATCH):
        yield from _Batch(what, keys[first : first + BATCH], fields, whole).rows(entity)


class _Batch:
    """Households that are read together; what no field asks for is not read."""

    def __init__(self, what: Scope, keys: Sequence[int], fields: Collection[Field], whole: bool) -> None:
        self.what, self.keys, self.whole = what, list(keys), whole
        self.asked = {field.key for field in fields}
        self.homes: dict[int, Values] = {pk: {} for pk in keys}
        self.members: dict[int, list[tuple[int, Values]]] = defaultdict(list)

    def rows(self, entity: str) -> Iterator[Values]:
        for read in _OF_HOMES:
            read(self)
        self._people()
        for pk in self.keys:
            if entity == "household":
                yield self.homes[pk]
            else:
                yield from ({**self.homes[pk], **person} for _, person in self.members[pk])

    def masked(self, cipher: bytes | None, mask: Callable[[str], str]) -> str | None:
        """A number that is kept sealed: masked, or whole for who may see it."""
        if not cipher:
            return None
        number = secrets.decrypt(cipher)
        return number if self.whole else mask(number)

    def latest(self, found: QuerySet[Any], *fields: str) -> Iterator[tuple[Any, ...]]:
        """Rows of these households up to the day's year, the latest last."""
        return found.filter(household__in=self.keys, year__lte=self.what.on.year).order_by("year").values_list(
            "household_id", *fields
        )  # fmt: skip

    # Members

    def _people(self) -> None:
        found = Membership.objects.filter(scope.in_force(self.what.on), household__in=self.keys).order_by(
            "pk"
        )
        fields = ("household_id", "person_id", "relation", "person__person_no", "person__name", "person__sex",
                  "person__birth", "person__ethnicity", "person__id_cipher")  # fmt: skip
        for home, person, relation, no, name, sex, birth, people, cipher in found.values_list(*fields):
            number = self.masked(cipher, identity_numbers.masked) if _NUMBERS & self.asked else None
            told: Values = {
                "relation": relation, "person_no": no, "name": name, "sex": sex or None, "birth": birth,
                "ethnicity": people or None, "id_no": number, "age": _age(birth, self.what.on),
                "id_kind": _id_kind(cipher) if "id_kind" in self.asked else None,
            }  # fmt: skip
            self.members[home].append((person, told))
            if relation == "户主":
                self._head(self.homes[home], name, number)
        for home, people_here in self.members.items():
            people_here.sort(key=lambda one: one[1]["relation"] != "户主")
            self.homes[home]["members_now"] = len(people_here)
        self._person_years()
        self._entries()

    def _head(self, home: Values, name: str, number: str | None) -> None:
        """Two heads in one household are a fault of the list: the one counts whom it names as head."""
        if "head_id_no" not in home or name == home.get("head_name"):
            home["head_id_no"] = number
        home["head_name"] = home.get("head_name") or name

    def _person_years(self) -> None:
        by = {person: told for group in self.members.values() for person, told in group}
        columns = [f.name for f in PersonYear._meta.concrete_fields if f.name in _PERSON or f.name == "other"]
        years = PersonYear.objects.filter(person__in=by, year__lte=self.what.on.year).order_by("year")
        for person, *values in years.values_list("person_id", *columns):
            said = dict(zip(columns, values, strict=True))
            told = {**said.pop("other"), **said}
            by[person].update(
                {name: _cell(value, _PERSON[name].kind) for name, value in told.items() if name in _PERSON}
            )

    def _entries(self) -> None:
        """What departments' lists say, where a field asks for it."""
        asked = {key.partition(".")[0] for key in self.asked if "." in key}
        if not asked:
            return
        by = {person: told for group in self.members.values() for person, told in group}
        said = Entry.objects.filter(kind__in=asked, person__in=by, said_on__lte=self.what.on).order_by(
            "said_on", "pk"
        )
        for kind, person, values in said.values_list("kind", "person_id", "values"):
            by[person].update({f"{kind}.{name}": _cell(value, "") for name, value in values.items()})


def _base(batch: _Batch) -> None:
    fields = ("pk", "no", "hamlet", "head_name", "phone", "bank", "village_id")
    areas = Area.objects.select_related("parent__parent").in_bulk(
        set(Household.objects.filter(pk__in=batch.keys).values_list("village_id", flat=True))
    )
    for pk, no, hamlet, head, phone, bank, village in Household.objects.filter(pk__in=batch.keys).values_list(
        *fields
    ):
        place = areas[village]
        town = place.parent
        county = town.parent if town else None
        batch.homes[pk].update(
            household_no=no, hamlet=hamlet or None, head_name=head or None, village=place.name,
            town=town.name if town else None, county=county.name if county else None,
            phone=batch.masked(phone, _masked_phone) if "phone" in batch.asked else None,
            address="".join(filter(None, (town.name if town else "", place.name, hamlet))),
        )  # fmt: skip
        batch.homes[pk].update(_bank(bank, batch) if {"bank_name", "bank_account"} & batch.asked else {})


def _bank(cipher: bytes | None, batch: _Batch) -> Values:
    if not cipher:
        return {}
    name, _, account = secrets.decrypt(cipher).rpartition(" ")
    shown = account if batch.whole else "*" * max(len(account) - 4, 4) + account[-4:]
    return {"bank_name": name or None, "bank_account": shown}


def _years(batch: _Batch) -> None:
    columns = [f.name for f in HouseholdYear._meta.concrete_fields if f.name in _HOME or f.name == "other"]
    for pk, year, *values in batch.latest(HouseholdYear.objects, "year", *columns):
        said = dict(zip(columns, values, strict=True))
        told = {**said.pop("other"), **said}
        batch.homes[pk].update(
            {name: _cell(v, _HOME[name].kind) for name, v in told.items() if name in _HOME}
        )
        batch.homes[pk]["data_year"] = year


def _incomes(batch: _Batch) -> None:
    found = IncomeYear.objects.filter(household__in=batch.keys, year__lte=batch.what.on.year).order_by("year")
    for income in found:
        batch.homes[income.household_id].update({name: getattr(income, name) for name in INCOME_ITEMS})
        batch.homes[income.household_id]["net_income"] = net(income)
    each = Finding.objects.filter(
        snapshot=batch.what.snapshot, household__in=batch.keys, rule="income_per_person", person=None
    )
    for pk, fen in each.values_list("household_id", "value"):
        batch.homes[pk]["income_per_person"] = None if fen is None else Decimal(fen) / 100


def _causes(batch: _Batch) -> None:
    found = Cause.objects.filter(scope.in_force(batch.what.on), household__in=batch.keys).order_by(
        "-main", "pk"
    )
    by: dict[int, list[tuple[str, bool]]] = defaultdict(list)
    for pk, code, main in found.values_list("household_id", "code", "main"):
        by[pk].append((code, main))
    for pk, codes in by.items():
        others = "、".join(code for code, main in codes if not main)
        batch.homes[pk].update(
            main_cause=next((code for code, main in codes if main), None), other_causes=others or None,
            all_causes="、".join(code for code, _ in codes),
        )  # fmt: skip


def _measures(batch: _Batch) -> None:
    by: dict[int, dict[str, None]] = defaultdict(dict)
    found = Measure.objects.filter(department=OFFICE, person=None)
    last: dict[int, int] = {}
    for pk, year, code in batch.latest(found, "year", "code"):
        if last.get(pk) != year:
            by[pk], last[pk] = {}, year
        by[pk][code] = None
    for pk, codes in by.items():
        batch.homes[pk]["measures"] = "、".join(codes)


def _officers(batch: _Batch) -> None:
    found = Assignment.objects.filter(scope.in_force(batch.what.on), household__in=batch.keys).select_related(
        "officer"
    )
    for one in found.order_by("-pk"):
        officer = one.officer
        batch.homes[one.household_id].update(
            officer_name=officer.name, officer_unit=officer.unit or None, officer_post=officer.post or None,
            officer_since=one.since,
            # The officer's phone is whom the household may call: it stands on its card as well.
            officer_phone=secrets.decrypt(officer.phone) if officer.phone and "officer_phone" in batch.asked else None,
        )  # fmt: skip


def _exits(batch: _Batch) -> None:
    found = Standing.objects.filter(household__in=batch.keys, since__lte=batch.what.on).order_by(
        "since", "pk"
    )
    for pk, status, since in found.values_list("household_id", "status", "since"):
        told = batch.homes[pk]
        told.setdefault("identified_year", since.year)
        told["standing"] = STANDING.get(status)
        if status == Standing.Status.EXITED:
            told["exit_year"] = since.year
    plans = ExitPlan.objects.filter(household__in=batch.keys)
    for pk, year in plans.values_list("household_id", "year"):
        batch.homes[pk]["planned_exit_year"] = year


_OF_HOMES = (_base, _years, _incomes, _causes, _measures, _officers, _exits)
_NUMBERS = {"id_no", "head_id_no"}


def _cell(value: Any, kind: str) -> Value:
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        return "、".join(str(one) for one in value)
    if kind in ("amount", "money") or (kind == "" and isinstance(value, float)):
        return Decimal(str(value))
    return value if isinstance(value, int | Decimal | date) else str(value)


def _age(birth: date | None, on: date) -> int | None:
    return None if birth is None else on.year - birth.year - ((on.month, on.day) < (birth.month, birth.day))


def _id_kind(cipher: bytes | None) -> str | None:
    return None if not cipher else "残疾人证" if len(secrets.decrypt(cipher)) > 18 else "居民身份证"


def _masked_phone(number: str) -> str:
    return f"{number[:3]}****{number[-4:]}" if len(number) >= 8 else "****"
