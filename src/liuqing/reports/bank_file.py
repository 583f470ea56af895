"""The bank's file (代发文件) to be taken away: the text that was kept, or the very same as a workbook.

It holds whole accounts, so it has a door of its own: the right to handle money, a reason, a trace for every
time it is opened. Nothing of it is written anywhere else.
"""

from decimal import Decimal
from pathlib import Path
from typing import Any

from liuqing.errors import Problem
from liuqing.planning.models import BankFile
from liuqing.planning.services import batches
from liuqing.planning.services.batches import bank_text
from liuqing.sheets.write import Book, Column, Footer

FORMS = {
    "csv": "text/csv; charset=gb18030",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
COLUMNS = (
    Column("序号", "int", 6), Column("户名", width=14), Column("账号", "id", 24), Column("金额", "money", 14),
    Column("用途", width=26), Column("批次号", width=20),
)  # fmt: skip


def write(file: BankFile, *, user: Any, purpose: str, form: str, out: Path) -> Path:
    """Write the file to ``out``. Problems of ``batches.opened``, ``reports.no_such_format``."""
    if form not in FORMS:
        raise Problem("reports.no_such_format", "没有这种格式的代发文件", "可用的格式：csv、xlsx。")
    content = batches.opened(file, by=user, purpose=purpose)
    if form == "csv":
        out.write_bytes(content)
    else:
        _book(file, bank_text.read(content), user, purpose, out)
    return out


def _book(file: BankFile, rows: list[list[str]], user: Any, purpose: str, out: Path) -> None:
    """The same lines with the account as text, so that no program takes its end away."""
    with Book(out) as book:
        title = f"代发文件 {file.name.removesuffix('.csv')}"
        sheet = book.sheet("代发", COLUMNS, title=title, lines=(f"文件摘要 SHA-256：{file.sha256}",))
        for order, holder, account, amount, use, no in rows[1:-1]:
            sheet.row([int(order), holder, account, Decimal(amount), use, no])
        total, count, _, amount, _, no = rows[-1]
        sheet.row([None, f"{total} {count}", None, Decimal(amount), None, no])
        book.footer(Footer(user.get_username(), purpose, rows=file.rows))
