"""Paying people (到人到户发放): what is checked before money goes out, who may take it for whom, which months it is for.

What a check does (停发: nothing goes out before it is put right; 提示: somebody looks; 不查) is a number of
the place (``payments.checks``), and so is who takes the money of a child or of somebody without a card.

Source: 财政部等 2020 on the one-card payment of subsidies (财办〔2020〕37号); usual practice of counties.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from liuqing.errors import Problem

STOP, WARN, OFF = "停发", "提示", "不查"
"""What a check does to a payment."""
OTHERS = "其他"
"""Classes from which whatever is not named may be paid."""


@dataclass(frozen=True)
class Check:
    """One check: what it is called, and what a clerk does about it."""

    label: str
    remedy: str


CHECKS = {
    "dead": Check("死亡后发放", "去掉这一笔；已发的依法追回"),
    "died_within": Check("期间内死亡", "只发到死亡当月，由法定继承人或户主领取"),
    "payee_dead": Check("代领人已死亡", "换一名代领人"),
    "left": Check("已不在这一户", "核实迁出、分户的日期；不该发的去掉"),
    "moved": Check("已转到另一户", "核对应由哪一户领取"),
    "off_register": Check("户已不在册", "核对退出、清退的日期和政策是否延续"),
    "twice_here": Check("本批重复", "只留一笔"),
    "twice": Check("与另一批重复", "核对另一批；发过的去掉"),
    "listed": Check("部门名单已发", "核对部门的发放流水；发过的去掉"),
    "listed_part": Check("部门名单已发一部分", "只补差额，改这一笔的金额"),
    "exclusive": Check("同时享受互斥的待遇", "按规定只保留一项"),
    "unknown": Check("应发金额不明", "补齐台账后重新测算"),
    "over": Check("多于应发金额", "改回应发金额"),
    "differs": Check("与应发金额不同", "核对少发的理由"),
    "no_card": Check("没有一卡通账户", "补录账户，或换代领人"),
    "holder": Check("户名不是领款人", "更正户名或账户"),
    "shared_card": Check("一个账号两户在用", "查清账号是谁的，更正另一户"),
    "card_in_family": Check("与家人同用一个账号", "确认本人知情"),
    "doubtful_card": Check("卡号校验不符", "对照卡面核对卡号"),
    "payee_other": Check("由他人代领", "确认代领关系"),
    "cadre": Check("领款人是村干部", "核对本人是否符合条件，公示时一并列出"),
}
"""Every check by its code, in the order in which a clerk puts things right."""


@dataclass(frozen=True)
class Paying:
    """The place's numbers of payments: what each check does, and who takes money for others."""

    checks: Mapping[str, str]
    child_below: int
    takers: tuple[str, ...]
    without_card: bool
    digits: tuple[int, int]

    def does(self, code: str) -> str:
        """停发, 提示 or 不查; what a place does not name is said but stops nothing."""
        return self.checks.get(code, WARN)


def read(numbers: Mapping[str, Any]) -> Paying:
    """The numbers in force on the day of ``numbers`` (``place.parameters(day)``)."""
    least, most = numbers["payments.account_digits"]
    return Paying(
        checks=dict(numbers["payments.checks"]),
        child_below=int(numbers["payments.child_below"]),
        takers=tuple(numbers["payments.takers"]),
        without_card=bool(numbers["payments.without_card"]),
        digits=(int(least), int(most)),
    )


def classes(numbers: Mapping[str, Any], programme: str) -> tuple[str, ...]:
    """What stands in the names of the project classes from which a programme is paid in this place."""
    told = numbers["payments.classes"]
    return (*told.get(programme, ()), *told.get(OTHERS, ()))


def bank_words(numbers: Mapping[str, Any]) -> dict[str, str]:
    """{a word of a return file in capitals: 成功, 失败 or 退票}."""
    return {
        str(word).strip().upper(): meaning
        for meaning, words in numbers["payments.bank_words"].items()
        for word in words
    }


@dataclass(frozen=True)
class Period:
    """What a payment is for: ``first`` month and ``last`` month (1-12) of a year."""

    text: str
    year: int
    first: int
    last: int

    @property
    def label(self) -> str:
        """2018年, 2018年6月, 2018年第二季度."""
        if self.whole:
            return f"{self.year}年"
        if self.first == self.last:
            return f"{self.year}年{self.first}月"
        return f"{self.year}年第{'一二三四'[self.last // 3 - 1]}季度"

    @property
    def whole(self) -> bool:
        """Whether it is the whole year."""
        return (self.first, self.last) == (1, 12)

    def meets(self, other: "Period") -> bool:
        """Whether the two have a month in common."""
        return self.year == other.year and self.first <= other.last and other.first <= self.last

    def part(self, fen: int) -> int:
        """This period's part of a year's sum in fen; the parts of a year add up to it exactly."""
        return fen * self.last // 12 - fen * (self.first - 1) // 12


_PERIOD = re.compile(r"(20\d\d)(?:-(0[1-9]|1[0-2])|-Q([1-4]))?")


def period(text: str) -> Period:
    """``2018``, ``2018-06`` or ``2018-Q2``. Problem ``paying.no_period``."""
    found = _PERIOD.fullmatch(text.strip().upper())
    if found is None:
        raise Problem(
            "paying.no_period",
            "没有看懂发的是哪个期间",
            "请写成 2018（全年）、2018-06（一个月）或 2018-Q2（一个季度）。",
        )
    year, month, quarter = int(found[1]), found[2], found[3]
    if month:
        return Period(found[0], year, int(month), int(month))
    if quarter:
        return Period(found[0], year, int(quarter) * 3 - 2, int(quarter) * 3)
    return Period(found[0], year, 1, 12)


def passes_luhn(number: str) -> bool:
    """Whether a bank card's last digit fits the others (ISO/IEC 7812); passbooks have no such digit."""
    doubled = (int(digit) * (2 if at % 2 else 1) for at, digit in enumerate(reversed(number)))
    return sum(one // 10 + one % 10 for one in doubled) % 10 == 0


def is_card(number: str) -> bool:
    """Whether a number looks like a bank card's (62…, 16 to 19 digits) and not a passbook's."""
    return number.startswith("62") and 16 <= len(number) <= 19
