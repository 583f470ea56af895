"""The bank's file (代发文件): a text table in GB18030, as the banks' programs for paying many take it.

序号, 户名, 账号, 金额, 用途, 批次号; the last line is the sum. It is the only place where an account stands in full.
"""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

HEADINGS = ("序号", "户名", "账号", "金额", "用途", "批次号")
TOTAL = "合计"
ENCODING = "gb18030"


@dataclass(frozen=True)
class Line:
    """One payment: holder and account in clear, yuan."""

    order: int
    holder: str
    account: str
    amount: Decimal
    purpose: str


def write(lines: Sequence[Line], no: str) -> bytes:
    """The file's bytes; ``no`` is batch number and number of the file."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(HEADINGS)
    for line in lines:
        writer.writerow((line.order, line.holder, line.account, f"{line.amount:.2f}", line.purpose, no))
    writer.writerow((TOTAL, f"{len(lines)}笔", "", f"{total(lines):.2f}", "", no))
    return out.getvalue().encode(ENCODING)


def read(content: bytes) -> list[list[str]]:
    """The cells of a file that ``write`` made, headings and sum included."""
    return list(csv.reader(io.StringIO(content.decode(ENCODING), newline="")))


def total(lines: Sequence[Line]) -> Decimal:
    """The sum of the amounts, in yuan."""
    return sum((line.amount for line in lines), Decimal(0))
