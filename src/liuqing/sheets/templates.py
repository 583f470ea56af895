"""Templates of others (表格、Word 模板): where something is to be filled in, and filling it.

A template is looked at as it stands: tables whose headings somebody knows, with empty rows under
them; labels with an empty cell at their right or below; lines to write on (``户主姓名：____``);
marks (``{{ 户主姓名 }}``). Everything else of it stays as it is. Nothing in it is run: marks are
looked up, formulas are kept as texts.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Protocol

from liuqing.sheets.limits import MIB, Limits

LIMITS = Limits(
    workbook_bytes=10 * MIB, unpacked_bytes=100 * MIB, rows=20_000, columns=200, cells=1_000_000, seconds=30
)
"""A form is small; what is larger is no form."""

Known = Callable[[str], bool]
Value = None | str | int | float | Decimal | date
MARK = re.compile(r"\{\{\s*([^{}]{1,120}?)\s*\}\}")
LINE = re.compile(r"([\u3400-\u9fffA-Za-z0-9（）()、/㎡]{2,40})\s*[:：]\s*([_＿]{2,}|[\u3000 ]{4,})")
"""A label, a colon, and a line or a wide gap to write on."""


@dataclass(frozen=True)
class Blank:
    """One place to be filled in: the label beside it, and where it is, as people name places."""

    label: str
    place: str
    at: tuple[int, ...] = ()


@dataclass(frozen=True)
class Ledger:
    """A table to be filled row by row: its headings ("" where there is none), its empty rows.

    ``serial`` are columns that count rows (序号); ``taken`` columns that hold formulas.
    """

    headings: tuple[str, ...]
    place: str
    first: int
    rows: int
    at: tuple[int, ...] = ()
    serial: frozenset[int] = frozenset()
    taken: frozenset[int] = frozenset()


@dataclass
class Found:
    """What a template asks for. ``labels`` beside blanks that nobody knows are told as such."""

    blanks: list[Blank] = field(default_factory=list)
    ledgers: list[Ledger] = field(default_factory=list)
    strangers: list[Blank] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)

    def add(self, blank: Blank, known: Known) -> None:
        """A blank within a text: one that somebody knows, or one to be told of."""
        if known(blank.label):
            self.blanks.append(blank)
        elif looks_like_label(blank.label):
            self.strangers.append(blank)


class Template(Protocol):
    """A template that is open: what it asks for, filling it, and the filled copy."""

    found: Found

    def put(self, blank: Blank, value: Value) -> None:
        """Write one value into its place."""

    def write(self, ledger: Ledger, rows: Sequence[Sequence[Value]]) -> None:
        """Write the rows of a table; where there are more than it has lines, lines are added."""

    def save(self, out: Path) -> None:
        """The filled copy."""


SERIAL = ("序号", "编号", "序")


def shown(value: Value) -> str:
    """A value as it stands in a text."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        text = f"{value:f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
    return str(value)


_QUIET = re.compile(
    r"合计|总计|小计|填表|填报|制表|审核|审批|复核|负责|经办|签名|签字|签章|盖章|公章|日期|意见|备注|^注$|时间$"
)
"""What people sign, add up or decide: nothing that a record could know."""


def looks_like_label(text: str) -> bool:
    """Whether a text may be a label: short, with words, no sentence, no signature."""
    if _QUIET.search(text):
        return False
    plain = re.sub(r"\s+", "", text)
    return (
        2 <= len(plain) <= 24
        and not re.search(r"[。；，！？{}_＿]", plain)
        and bool(re.search(r"[\u3400-\u9fff]", plain))
    )
