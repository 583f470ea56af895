"""4 投入产出清: the money put in, and the income that came of it."""

from collections.abc import Iterable
from decimal import ROUND_FLOOR, Decimal

from liuqing.policy.tables import CLEARS, HOUSEHOLD, INCOME_ITEMS, named
from liuqing.registry.card import Clear, Grid, Shown
from liuqing.registry.models import IncomeYear
from liuqing.registry.queries.gathering import Row, Told

_FACTS = named(HOUSEHOLD)
_FEN = Decimal("0.01")


def clear(told: Told) -> Clear:
    """Income by item this year and last, per head, and every payment with the sum."""
    return Clear(
        "ledger", CLEARS["ledger"], tuple(_facts(told)), (_income(told), _receipts(told)), tuple(_gaps(told))
    )


def net(income: IncomeYear | None) -> Decimal | None:
    """Income less business expense, by the national formula; None if an item is not known."""
    if income is None or any(getattr(income, item) is None for item in INCOME_ITEMS):
        return None
    gross = sum((getattr(income, item) for item in INCOME_ITEMS if item != "business_expense"), Decimal(0))
    return gross - income.business_expense


def per_person(income: IncomeYear | None, size: int) -> Decimal | None:
    """Net income a head, rounded down to the fen as the rule does."""
    total = net(income)
    return None if total is None or not size else (total / size).quantize(_FEN, ROUND_FLOOR)


def yuan(value: Decimal | None) -> str:
    """An amount as tables show it; nothing known is shown as 未知."""
    return "未知" if value is None else f"{value:,.2f}"


def _facts(told: Told) -> Iterable[Shown]:
    for year, size in ((told.on.year, len(told.members)), (told.on.year - 1, told.size_last_year)):
        income = told.incomes.get(year)
        value = per_person(income, size)
        yield Shown(
            f"{year} 年人均纯收入",
            f"{yuan(value)} 元" if value is not None else "",
            told.sources.of(income),
            income.said_on if income else None,
            "" if value is not None else "missing",
        )
    this_year = sum((r.amount for r in told.receipts if r.year == told.on.year), Decimal(0))
    yield Shown(f"{told.on.year} 年到户资金", f"{yuan(this_year)} 元")


def _income(told: Told) -> Grid:
    years = (told.on.year - 1, told.on.year)
    found = [told.incomes.get(year) for year in years]
    rows = [(_FACTS[item].label, *(yuan(getattr(one, item, None)) for one in found)) for item in INCOME_ITEMS]
    rows.append(("年纯收入", *(yuan(net(one)) for one in found)))
    return Grid(
        "收入（元）",
        ("项目", *(f"{year} 年" for year in years)),
        tuple(rows) if any(found) else (),
        (told.sources.of(found[1] or found[0]),) * len(rows) if any(found) else (),
        "没有收入记录",
    )


def _receipts(told: Told) -> Grid:
    rows = [_receipt(told, receipt) for receipt in told.receipts]
    sources = [told.sources.of(receipt) for receipt in told.receipts]
    if rows:
        total = sum((receipt.amount for receipt in told.receipts), Decimal(0))
        rows.append(("合计", f"{len(told.receipts)} 笔", "", "", yuan(total), ""))
        sources.append("")
    headings = ("年度", "项目", "领取人", "部门", "金额（元）", "日期")
    return Grid("到户资金", headings, tuple(rows), tuple(sources), "没有到户资金的记录")


def _receipt(told: Told, receipt: Row) -> tuple[str, ...]:
    return (
        str(receipt.year),
        receipt.item,
        receipt.person__name or "全户",
        receipt.department or told.sources.department(receipt),
        yuan(receipt.amount),
        str(receipt.on or ""),
    )


def _gaps(told: Told) -> Iterable[str]:
    if not told.receipts:
        yield "没有到户资金的记录"
    income = told.incomes.get(told.on.year)
    if income is None:
        yield f"没有 {told.on.year} 年的收入"
        return
    missing = [_FACTS[item].label for item in INCOME_ITEMS if getattr(income, item) is None]
    if missing:
        yield f"{told.on.year} 年没有填：{'、'.join(missing)}"
