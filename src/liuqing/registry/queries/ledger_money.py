"""Income that households state against money that departments paid them, item by item.

Some items are one list's alone: both books say the same. Others gather many sources, of which lists
pay some: a household that states less than the lists paid has forgotten one.
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, DecimalField, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from liuqing.policy.lists import BY_KEY
from liuqing.registry.models import Area, IncomeYear, Receipt
from liuqing.registry.queries import pages
from liuqing.registry.queries.ledger_lines import LEAST, MONEY, Differs, Line, place
from liuqing.registry.queries.pages import Page

_YUAN = DecimalField(max_digits=16, decimal_places=2)


@dataclass(frozen=True)
class _Item:
    """Items of income, and the lists that pay them: all of it, or a part (``least``)."""

    key: str
    label: str
    stated: tuple[str, ...]
    lists: tuple[str, ...]
    least: bool = False


ITEMS = (
    _Item("transfer_dibao", "低保金", ("transfer_dibao",), ("dibao",)),
    _Item("transfer_tekun", "特困供养金", ("transfer_tekun",), ("tekun",)),
    _Item("transfer_pension", "养老保险金", ("transfer_pension",), ("pension",)),
    _Item("transfer_other", "其他转移性收入：残疾补贴、教育资助", ("transfer_other",), ("disabled", "school_roll"), True),
    # Some counties write a ranger's pay as wage, others as compensation for ecology.
    _Item("post_pay", "工资性收入、生态补偿金：公益岗位、护林员报酬", ("wage", "transfer_eco"), ("public_posts", "rangers"), True),
)  # fmt: skip


def lines(area: Area, year: int) -> list[Line]:
    """Each item with what was stated and what was paid."""
    return [_line(item, area, year) for item in ITEMS]


def readers() -> dict[str, Callable[[Area, int, str, int, int], Page[Differs]]]:
    """By key of a line: the households that state more or less than was paid."""
    return {item.key: _reader(item) for item in ITEMS}


def _sums(item: _Item, area: Area, year: int) -> QuerySet[IncomeYear]:
    """What a household states it got and what the lists say it was paid; unknown is no statement."""
    receipts = Receipt.objects.filter(
        _from(item), household=OuterRef("household"), year=year, measure__isnull=False
    )
    paid = receipts.order_by().values("household").annotate(total=Sum("amount")).values("total")
    stated = F(item.stated[0])
    for name in item.stated[1:]:
        stated = stated + F(name)
    found = IncomeYear.objects.filter(household__village__path__startswith=area.path, year=year)
    found = found.annotate(
        stated=stated, paid=Coalesce(Subquery(paid, output_field=_YUAN), Decimal(0), output_field=_YUAN)
    )
    return found.filter(stated__isnull=False, **({"paid__gt": 0} if item.least else {}))


def _from(item: _Item) -> Q:
    found = Q(pk__in=())
    for key in item.lists:
        kind = BY_KEY[key]
        pays = kind.fact(kind.pays).label
        found |= Q(file__kind__contains=key, department=kind.department, item__endswith=pays)
    return found


def _line(item: _Item, area: Area, year: int) -> Line:
    told = _sums(item, area, year).aggregate(
        ours=Sum("stated"), theirs=Sum("paid"),
        more=Count("pk", filter=Q(stated__gt=F("paid"))), less=Count("pk", filter=Q(stated__lt=F("paid"))),
    )  # fmt: skip
    payers = "、".join(dict.fromkeys(BY_KEY[key].department for key in item.lists))
    return Line(
        item.key, MONEY, item.label, "户收入中填的", f"{payers}发放", _cents(told["ours"]), _cents(told["theirs"]),
        0 if item.least else told["more"], told["less"], "户", LEAST if item.least else "",
    )  # fmt: skip


def _cents(total: Decimal | None) -> Decimal:
    """Some databases add up amounts as floating numbers."""
    return Decimal(str(total or 0)).quantize(Decimal("0.01"))


def _reader(item: _Item) -> Callable[[Area, int, str, int, int], Page[Differs]]:
    def read(area: Area, year: int, side: str, page: int, size: int) -> Page[Differs]:
        found = _sums(item, area, year).select_related("household__village__parent")
        more = found.filter(stated__gt=F("paid")) if side == "ours" else found.filter(stated__lt=F("paid"))
        if item.least and side == "ours":
            more = found.none()
        cut = pages.cut(more.order_by("household__no"), page, size)
        rows = [
            Differs(one.household.no, one.household.head_name, "", *place(one.household.village),
                    f"{one.stated:,.2f} 元", f"{one.paid:,.2f} 元")  # type: ignore[attr-defined]
            for one in cut.rows
        ]  # fmt: skip
        return Page(rows, cut.total, cut.number, cut.size)

    return read
