"""What departments' lists gave (名单入账): measures and payments of the record beside the list's own rows.

A list is read row by row; each row that concerns a member should have become one measure and, where
it pays, one payment. The sums of the record are held against the sum of those rows, person by person.
Rows that were held or refused are in neither sum: how many there are is said beside it.
"""

from collections.abc import Callable
from decimal import Decimal

from django.db.models import Count, DecimalField, Q, QuerySet, Sum
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast

from liuqing.policy.lists import LISTS, ListKind
from liuqing.registry.models import Area, Entry, Measure, Membership, Receipt, SourceFile, SourceRow
from liuqing.registry.queries.ledger_lines import GIVEN, Differs, Line, cut, place
from liuqing.registry.queries.pages import Page

KINDS = tuple(kind for kind in LISTS if kind.measure and kind.about == "person")
_YUAN = DecimalField(max_digits=16, decimal_places=2)
_CENT = Decimal("0.01")
Each = dict[int, Decimal]
"""What each person got: yuan, or rows."""
Books = Callable[[ListKind, Area, int], tuple[Each, Each]]


def lines(area: Area, year: int) -> list[Line]:
    """The lists of the year that said anything of the area."""
    waiting = _waiting(area, year)
    found = [
        _line(kind, name, area, year, waiting.get(kind.key, 0)) for kind in KINDS for name in _names(kind)
    ]
    return [one for one in found if one.ours or one.theirs or one.waiting]


def readers() -> dict[str, Callable[[Area, int, str, int, int], Page[Differs]]]:
    """By key of a line: whom its two books disagree about."""
    return {f"{name}_{kind.key}": _reader(kind, name) for kind in KINDS for name in _names(kind)}


def _names(kind: ListKind) -> tuple[str, ...]:
    return ("given", "paid") if kind.pays else ("given",)


def _line(kind: ListKind, name: str, area: Area, year: int, waiting: int) -> Line:
    paid = name == "paid"
    ours, theirs = _BOOKS[name](kind, area, year)
    more, less = len(_differ(ours, theirs, "ours")), len(_differ(ours, theirs, "theirs"))
    what = kind.fact(kind.pays).label if paid else kind.measure
    counts = (_total(ours), _total(theirs)) if paid else (len(ours), len(theirs))
    return Line(
        f"{name}_{kind.key}", GIVEN, f"{kind.label}：{what}", "台账登记", f"{kind.department}名单逐行合计",
        *counts, more, less, "人", ours_people=len(ours) if paid else None,
        theirs_people=len(theirs) if paid else None, waiting=waiting,
    )  # fmt: skip


def _reader(kind: ListKind, name: str) -> Callable[[Area, int, str, int, int], Page[Differs]]:
    unit = "元" if name == "paid" else "条"

    def read(area: Area, year: int, side: str, page: int, size: int) -> Page[Differs]:
        ours, theirs = _BOOKS[name](kind, area, year)
        differ = _differ(ours, theirs, side)
        members = Membership.objects.filter(until=None, person__in=differ)
        members = members.select_related("person", "household__village__parent")
        return cut(
            [
                Differs(one.household.no, one.household.head_name, one.person.name, *place(one.household.village),
                        _shown(ours.get(one.person_id), unit), _shown(theirs.get(one.person_id), unit))
                for one in members.order_by("household__no", "pk")
            ], page, size,
        )  # fmt: skip

    return read


def _shown(amount: Decimal | None, unit: str) -> str:
    return "没有" if amount is None else f"{amount:,.2f} 元" if unit == "元" else f"{amount:,.0f} {unit}"


def _differ(ours: Each, theirs: Each, side: str) -> list[int]:
    """Who has more on one side."""
    one, other = (ours, theirs) if side == "ours" else (theirs, ours)
    return [person for person, amount in one.items() if amount > other.get(person, Decimal(0))]


def _total(each: Each) -> Decimal:
    return sum(each.values(), Decimal(0))


def _given(kind: ListKind, area: Area, year: int) -> tuple[Each, Each]:
    """Measures of each person, and the rows that should have made them."""
    measures = _members(Measure.objects.filter(_from(kind), code=kind.measure, year=year), area)
    return _each(measures, Count("pk")), _each(_entries(kind, area, year), Count("pk"))


def _paid(kind: ListKind, area: Area, year: int) -> tuple[Each, Each]:
    """Payments to each person, and the amounts in the rows that should have made them."""
    receipts = _members(Receipt.objects.filter(_from(kind), year=year), area)
    rows = _entries(kind, area, year).filter(**{f"values__{kind.pays}__isnull": False})
    amount = Cast(KeyTextTransform(kind.pays, "values"), _YUAN)
    return _each(receipts, Sum("amount")), _each(rows, Sum(amount))


def _from(kind: ListKind) -> Q:
    """Facts that came from sheets of this list: a workbook may hold several lists."""
    found = Q(pk__in=())
    for file, kinds, mapping in SourceFile.objects.filter(kind__contains=kind.key).values_list(
        "pk", "kind", "mapping"
    ):
        names = kinds.split("+")
        if names == [kind.key]:
            found |= Q(file=file)
        elif kind.key in names:
            sheets = [sheet[:64] for sheet, said in mapping.items() if said.get("kind") == kind.key]
            found |= Q(file=file, sheet__in=sheets)
    return found


_BOOKS: dict[str, Books] = {"given": _given, "paid": _paid}


def _each(found: QuerySet, value: Count | Sum) -> Each:
    told = found.order_by().values_list("person").annotate(n=value)
    each = {person: Decimal(str(n)).quantize(_CENT) for person, n in told}
    return {person: n for person, n in each.items() if n}


def _members(found: QuerySet, area: Area) -> QuerySet:
    """Of those who belong to a household of the area today."""
    return found.filter(
        person__memberships__until=None, person__memberships__household__village__path__startswith=area.path
    )


def _entries(kind: ListKind, area: Area, year: int) -> QuerySet:
    """The rows of the list that count for the year, as the importer counts them."""
    found = _members(Entry.objects.filter(kind=kind.key), area)
    said = Q(said_on__year=year)
    if kind.on:
        day = f"values__{kind.on}"
        return found.filter(Q(**{f"{day}__startswith": str(year)}) | Q(**{f"{day}__isnull": True}) & said)
    if any(fact.name == "insured_year" for fact in kind.columns):
        return found.filter(Q(values__insured_year=year) | Q(values__insured_year__isnull=True) & said)
    return found.filter(said)


def _waiting(area: Area, year: int) -> dict[str, int]:
    """Rows of each list of the year that nobody has decided or that were refused."""
    rows = SourceRow.objects.filter(file__on__year=year, resolved_at=None).exclude(
        verdict=SourceRow.Verdict.ACCEPTED
    )
    if area.parent_id is not None:
        rows = rows.filter(village__path__startswith=area.path)
    found: dict[str, int] = {}
    counted = rows.order_by().values_list("file__kind", "file__mapping", "sheet").annotate(n=Count("pk"))
    for kinds, mapping, sheet, n in counted:
        kind = mapping.get(sheet, {}).get("kind") or kinds
        found[kind] = found.get(kind, 0) + n
    return found
