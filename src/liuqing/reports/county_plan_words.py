"""How the county's plan says things: lists in a sentence, Chinese numerals, amounts by year and source, addresses."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from urllib.parse import urlencode

from liuqing.planning.queries.plans.shares import Money
from liuqing.reports.plan_paper import Figure, Run, Taken, Text

_DIGITS = "零一二三四五六七八九"
NEED = "项目库：已入库项目的资金需求相加"
COUNT = "项目库：已入库的项目，每个只数一次"
SECURED = "项目库：已入库项目已落实的资金相加"


def chinese(n: int) -> str:
    """A number up to 99 as headings write it."""
    tens, ones = divmod(n, 10)
    if not tens:
        return _DIGITS[ones]
    return ("" if tens == 1 else _DIGITS[tens]) + "十" + (_DIGITS[ones] if ones else "")


def text(*runs: Run | Iterable[Run]) -> Text:
    """A paragraph; a run may be a row of runs."""
    return Text(tuple(_flat(runs)))


def listed(parts: Iterable[Sequence[Run]], mark: str = "、") -> Iterator[Run]:
    """Groups of runs with a mark between them."""
    for n, part in enumerate(parts):
        if n:
            yield mark
        yield from part


def yuan(fen: int) -> Decimal:
    """Whole fen in yuan."""
    return Decimal(fen).scaleb(-2)


def years_of(money: Money) -> list[int]:
    """The years in which there is money."""
    return sorted({year for year, _ in money})


def of(money: Money, year: int | None = None, source: str | None = None) -> int | None:
    """The part of a year and a source in fen; None where there is nothing of it."""
    told = [fen for (y, s), fen in money.items() if year in (None, y) and source in (None, s)]
    return sum(told) if told else None


def behind(code: str, what: str = "need", **narrowed: str | int) -> str:
    """Where the projects behind a sum are: each leads to its payments and its households.

    Projects under no name (no class, no department) have no page of their own: they are a line of a table.
    """
    nameless = [key for key, value in narrowed.items() if value == ""]
    told = {key: value for key, value in narrowed.items() if value != ""}
    if not nameless:
        return f"/area/{code}/money/behind/?{urlencode({'what': what, **told})}"
    return f"/area/{code}/money/?{urlencode({'what': what, 'rows': nameless[0], 'columns': 'year', **told})}"


def amounts_by_year(taken: Taken, what: str, money: Money, code: str, **narrowed: str) -> list[Figure]:
    """The needs of each year; the year is said by the caller."""
    return [
        taken.money(f"{what}{year}年投资", yuan(of(money, year=year) or 0), rule=NEED, link=behind(code, year=year, **narrowed))
        for year in years_of(money)
    ]  # fmt: skip


def by_year(taken: Taken, what: str, money: Money, code: str, **narrowed: str) -> Iterator[Run]:
    """「2018年1.00万元、2019年2.00万元」."""
    figures = amounts_by_year(taken, what, money, code, **narrowed)
    yield from listed(
        ((f"{year}年", figure) for year, figure in zip(years_of(money), figures, strict=True)), "、"
    )


def by_source(
    taken: Taken, what: str, money: Money, code: str, sources: Iterable[str], **narrowed: str
) -> Iterator[Run]:
    """「涉农整合资金1.00万元、行业部门资金2.00万元」."""
    used = {source for _, source in money}
    told = [(one, of(money, source=one) or 0) for one in sources if one in used]
    yield from listed(
        (one, taken.money(f"{what}{one}", yuan(fen), rule=NEED, link=behind(code, source=one, **narrowed)))
        for one, fen in told
    )


def _flat(runs: Iterable[Run | Iterable[Run]]) -> Iterator[Run]:
    for one in runs:
        if isinstance(one, str | Figure):
            yield one
        else:
            yield from one
