"""How people read a fact of the snapshot or a result: its name, its value, what a gap means."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from liuqing.compute.snapshot import RECEIVED
from liuqing.policy import tables
from liuqing.policy.wording import label, number

__all__ = [
    "ABSENT",
    "NOT_IN_FORCE",
    "UNKNOWN",
    "applying",
    "fact",
    "label",
    "money",
    "number",
    "result",
    "who",
]

UNKNOWN = "不明"
NOT_IN_FORCE = "不适用"
"""A rule whose number the place does not have, or not on the day."""

ABSENT = {
    "died_on": "不在名单中",
    "list_insured": "没有名单",
    "list_enrolled": "没有名单",
    "school_status": "未填",
    "dropout_reason": "未填",
    "employee_medical": "未填",
    "ethnicity": "未填",
    "education": "未填",
    "work_place": "未填",
    "public_post": "未填",
    "public_post_months": "未填",
}
_STANDINGS = {"registered": "未脱贫", "exited": "已脱贫", "relapsed": "返贫"}
_UNITS = {
    "age": "岁",
    "cause_count": "个",
    "measure_count": "项",
    "receipt_count": "笔",
    "officer_count": "人",
    "housing_times": "次",
    "list_work_months": "月",
    "contract_months": "月",
    "post_months": "月",
    "loan_days": "天",
    "loan_term_days": "天",
}
_UNITS |= {fact.name: fact.unit for fact in (*tables.HOUSEHOLD, *tables.PERSON) if fact.kind == "int"}
_UNITS |= {f"{key}_times": "次" for key in RECEIVED}


def fact(name: str, value: Any) -> str:
    """The value of a fact as people read it; for a gap, what the gap means."""
    if value is None:
        return ABSENT.get(name, UNKNOWN)
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
    shown = value.isoformat() if isinstance(value, date) else _codes(str(value))
    return f"{shown} {unit}".strip()


def _codes(text: str) -> str:
    """Joined codes (``|因病|因学|``) as people write them."""
    return "、".join(filter(None, text.split("|"))) or "无" if text.startswith("|") else text


def applying(value: Any, said: list[Any]) -> Any:
    """Of a number by keys only the entries of what is said of this person; all if none is."""
    if not isinstance(value, dict):
        return value
    words_said = {part for one in said for part in str(one).split("|")}
    return {key: one for key, one in value.items() if str(key) in words_said} or value


def who(row: Mapping[str, Any], entity: str) -> str:
    """A member or bill without a name: relation, sex and age; the day of discharge."""
    if entity == "bill":
        return f"单据：{row['discharged'] or '日期不明'}"
    parts = (row.get("relation"), row.get("sex"), row.get("age") is not None and f"{row['age']} 岁")
    return "成员：" + ("，".join(str(part) for part in parts if part) or "情况不明")


def money(fen: int) -> str:
    """Whole fen as yuan with two places."""
    return f"{Decimal(fen) / 100:,.2f} 元"
