"""Reading a bank's answer (回盘): whatever it calls its columns and however it says that a payment went through."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from liuqing.sheets import cells
from liuqing.sheets.cells import CellFault
from liuqing.sheets.headings import normal_heading
from liuqing.sheets.read import Table, read_tables

COLUMNS = {
    "order": ("序号", "顺序号", "编号", "明细序号"),
    "account": ("账号", "卡号", "银行账号", "收款账号", "收款人账号", "一卡通账号", "账户", "卡号账号"),
    "amount": ("金额", "发放金额", "交易金额", "代发金额", "金额(元)", "实发金额"),
    "result": ("结果", "处理结果", "发放结果", "交易结果", "状态", "处理状态", "交易状态", "发放状态", "处理标志", "成功标志", "是否成功", "返回码"),
    "reason": ("失败原因", "原因", "错误信息", "返回信息", "错误原因", "处理信息", "备注", "附言", "说明"),
    "batch": ("批次号", "批号", "批次编号"),
    "name": ("户名", "姓名", "收款人", "收款人户名", "账户名称"),
}  # fmt: skip
_MEANT = {normal_heading(word): key for key, words in COLUMNS.items() for word in words}
NEEDED = {"account": "账号", "amount": "金额", "result": "处理结果"}
_SUMS = ("合计", "总计", "小计")


@dataclass(frozen=True)
class Answer:
    """One row: ``result`` is 成功, 失败, 退票 or "" (not understood); ``account`` in clear only in memory."""

    row: int
    order: int | None
    account: str
    amount: Decimal | None
    result: str
    reason: str
    batch: str


@dataclass(frozen=True)
class Answers:
    """The rows, and (row, what is wrong) of those that could not be read."""

    rows: tuple[Answer, ...]
    faults: tuple[str, ...]


def read(path: Path, name: str, words: Mapping[str, str]) -> Answers:
    """Every row of every table. Problems ``sheets.*`` of a file that is no table."""
    rows: list[Answer] = []
    faults: list[str] = []
    with read_tables(path, known=lambda text: normal_heading(text) in _MEANT, name=name) as tables:
        for table in tables:
            columns = _columns(table)
            lacking = [label for key, label in NEEDED.items() if key not in columns]
            if lacking:
                faults.append(f"没有「{'、'.join(lacking)}」这一列")
            for row in table.rows if not lacking else ():
                _take(row.number, _cells(row.cells, columns), words, rows, faults)
    return Answers(tuple(rows), tuple(faults))


def _columns(table: Table) -> dict[str, int]:
    found: dict[str, int] = {}
    for at, heading in enumerate(table.headings):
        key = _MEANT.get(normal_heading(heading))
        if key and key not in found:
            found[key] = at
    return found


def _cells(row: Iterable[Any], columns: Mapping[str, int]) -> dict[str, Any]:
    told = list(row)
    return {key: told[at] if at < len(told) else None for key, at in columns.items()}


def _take(
    number: int, told: dict[str, Any], words: Mapping[str, str], rows: list[Answer], faults: list[str]
) -> None:
    if _is_sum(told):
        return
    try:
        rows.append(_answer(number, told, words))
    except CellFault as fault:
        faults.append(f"第 {number} 行：{fault.what}")


def _is_sum(told: dict[str, Any]) -> bool:
    """The bank's own sum is no payment."""
    texts = (str(cell) for cell in told.values() if cell is not None)
    return told.get("account") in (None, "") and any(mark in text for text in texts for mark in _SUMS)


def _answer(number: int, told: dict[str, Any], words: Mapping[str, str]) -> Answer:
    said = (cells.as_text(told.get("result")) or "").strip().upper()
    return Answer(
        row=number,
        order=_order(told.get("order")),
        account=cells.as_account(told.get("account")) or "",
        amount=cells.as_money(told.get("amount")),
        result=words.get(said, ""),
        reason=_told(cells.as_text(told.get("reason")) or ""),
        batch=(cells.as_text(told.get("batch")) or "").strip(),
    )


def _order(cell: Any) -> int | None:
    try:
        return cells.as_int(cell)
    except CellFault:
        return None


def _told(text: str) -> str:
    """The bank's reason without numbers: an account may stand in it."""
    return "".join(_hidden(text))[:120]


def _hidden(text: str) -> Iterator[str]:
    run = ""
    for letter in f"{text}\n":
        if letter.isdigit():
            run += letter
            continue
        yield "***" if len(run) > 4 else run
        run = ""
        yield letter if letter != "\n" else ""
