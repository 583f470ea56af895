"""How people read a fact of the snapshot or a result: its name, its value, what a gap means."""

from datetime import date
from decimal import Decimal
from typing import Any

from liuqing.policy import tables

UNKNOWN = "不明"

_OWN = {
    "person_id": "成员",
    "household_id": "户",
    "standing": "脱贫属性",
    "cause_count": "致贫原因个数",
    "measure_count": "帮扶措施（当年或仍在实施）",
    "receipt_count": "资金到户笔数（截至当日）",
    "receipts_fen": "当年到户资金",
    "officer_count": "帮扶责任人",
    "age": "年龄",
    "id_valid": "身份证号正确",
    "died_on": "公安死亡注销名单",
    "list_insured": "医保局当年参保名单",
    "list_enrolled": "教育局学籍名单",
}
_ABSENT = {
    "died_on": "不在名单中",
    "list_insured": "没有名单",
    "list_enrolled": "没有名单",
    "school_status": "未填",
    "dropout_reason": "未填",
    "employee_medical": "未填",
}
_STANDINGS = {"registered": "未脱贫", "exited": "已脱贫", "relapsed": "返贫"}
_LABELS = {fact.name: fact.label for fact in (*tables.HOUSEHOLD, *tables.PERSON, *tables.VILLAGE)} | _OWN
_UNITS = {"age": "岁"} | {fact.name: fact.unit for fact in tables.HOUSEHOLD if fact.kind == "int"}


def label(fact: str) -> str:
    """The fact's official name."""
    return _LABELS.get(fact.removesuffix("_fen"), _LABELS.get(fact, fact))


def fact(name: str, value: Any) -> str:
    """The value of a fact as people read it; for a gap, what the gap means."""
    if value is None:
        return _ABSENT.get(name, UNKNOWN)
    if name.endswith("_fen"):
        return money(value)
    return _STANDINGS.get(value, value) if name == "standing" else result(value, _UNITS.get(name, ""))


def result(value: Any, unit: str = "") -> str:
    """An answer or amount: 是、否、不明, yuan, per cent, or a number with its unit."""
    if value is None or isinstance(value, bool):
        return {True: "是", False: "否", None: UNKNOWN}[value]
    if unit == "fen":
        return money(value)
    if unit == "ppm":
        return f"{Decimal(value) / 10_000:.2f}%"
    shown = value.isoformat() if isinstance(value, date) else str(value)
    return f"{shown} {unit}".strip()


def money(fen: int) -> str:
    """Whole fen as yuan with two places."""
    return f"{Decimal(fen) / 100:,.2f} 元"
