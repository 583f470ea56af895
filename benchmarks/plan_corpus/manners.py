"""How an office writes: its headings, its units, its blanks, where its totals stand."""

from dataclasses import dataclass
from decimal import Decimal
from random import Random

from benchmarks.plan_corpus.marks import Mark, rounded

DIGITS = "零一二三四五六七八九十"
WIDE = str.maketrans("0123456789", "０１２３４５６７８９")


@dataclass(frozen=True)
class Manner:
    """One way of writing, chosen once a plan."""

    headings: str
    money: str
    blank: str
    commas: bool
    wide: bool
    empty_lines: bool
    page_breaks: bool
    bold: bool
    brackets: str
    colon: str
    stop: str
    join: str
    totals_last: bool
    fund_table: str
    years: tuple[int, ...]
    dash: str
    short_money: bool
    section_way: str
    item_way: str
    projects: bool

    @property
    def span(self) -> str:
        """三年."""
        return "两年" if len(self.years) == 2 else f"{DIGITS[len(self.years)]}年"

    @property
    def period(self) -> str:
        """2018—2020年."""
        return f"{self.years[0]}{self.dash}{self.years[-1]}年"

    def printed(self, mark: Mark) -> str:
        """The figure with its unit, as this office writes it."""
        if not mark.unit:
            return ""
        if mark.unit == "日期":
            day = str(mark.value)
            return f"{day[:4]}年{int(day[4:6])}月{int(day[6:])}日"
        if mark.chinese:
            return chinese(int(mark.value)) + mark.unit
        number = f"{mark.value:,.{mark.places}f}" if self.commas else f"{mark.value:.{mark.places}f}"
        number = number.translate(WIDE) if self.wide else number
        if mark.bare:
            return number
        if self.short_money and mark.unit in ("万元", "亿元"):
            return number + self.blank + mark.unit[0]
        return number + (mark.unit if mark.unit.startswith("%") else self.blank + mark.unit)

    def cash(self, yuan: Decimal, *, large: bool = False, plain: bool = False) -> Mark:
        """An amount: 万元 as a rule (always if ``plain``), 亿元 for large ones of some offices, 元 of others' small ones."""
        if self.money == "yi" and large and yuan >= 100_000_000:
            return Mark(rounded(yuan / 100_000_000, 2), "亿元", 2)
        if self.money == "yuan" and not plain and yuan < 1_000_000:
            return Mark(rounded(yuan, 0), "元", 0)
        value = rounded(yuan / 10_000, 6).normalize()
        short = max(-int(value.as_tuple().exponent), 0)
        places = max(short, 2) if self.money == "two" else short
        return Mark(rounded(value, places), "万元", places)


def manner(choose: Random) -> Manner:
    """One of very many."""
    first = choose.choice([2016, 2017, 2018, 2018, 2018, 2019, 2021])
    return Manner(
        headings=choose.choice(["chinese", "chinese", "chapters", "bare", "decimal"]),
        money=choose.choice(["two", "two", "short", "yuan", "yi"]),
        blank=choose.choice(["", "", "", " "]),
        commas=choose.random() < 0.12,
        wide=choose.random() < 0.08,
        empty_lines=choose.random() < 0.6,
        page_breaks=choose.random() < 0.25,
        bold=choose.random() < 0.2,
        brackets=choose.choice(["（）", "（）", "()"]),
        colon=choose.choice(["：", "：", "", "，", ":"]),
        stop=choose.choice(["，", "；", "、"]),
        join=choose.choice(["，", "；", "、", "，"]),
        totals_last=choose.random() < 0.3,
        fund_table=choose.choice(["list", "list", "sentence", "none", "tabs"]),
        years=tuple(range(first, first + choose.choice([3, 3, 3, 2, 4]))),
        dash=choose.choice(["—", "—", "-", "至", "－"]),
        short_money=choose.random() < 0.05,
        section_way=choose.choice(["years", "sources", "both", "both", "mixed", "mixed", "none"]),
        item_way=choose.choice(["mixed", "mixed", "years", "years", "sources"]),
        projects=choose.random() < 0.35,
    )


def chinese(number: int) -> str:
    """1 to 99 in words."""
    tens, ones = divmod(number, 10)
    if not tens:
        return DIGITS[ones]
    return ("" if tens == 1 else DIGITS[tens]) + "十" + (DIGITS[ones] if ones else "")
