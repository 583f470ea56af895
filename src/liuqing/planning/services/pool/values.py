"""What an application states → what is kept of it, with every fault at once.

Keys are fields of ``Project``, and three lists: ``quantities`` (item, unit, quantity, unit_cost, sizes),
``fundings`` (year, source, need, secured) and ``targets`` (kind, name, value, unit, least, weight).
A row of a list of which nothing is filled in counts as absent. Only the keys that are given change.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from liuqing.planning import pool_texts, pool_words
from liuqing.planning.models import Project
from liuqing.planning.services.pool import reading
from liuqing.planning.services.pool.reading import Read, Unfit
from liuqing.policy.pool_columns import NATURES
from liuqing.registry.services.standing.faults import Fault

LABELS = {
    "name": "项目名称", "class_one": "项目类别", "class_two": "项目子类型", "nature": "建设性质", "reach": "受益方式",
    "site": "实施地点", "content": "建设内容", "year": "年度", "starts_on": "开工时间", "ends_on": "完工时间",
    "department": "行业主管部门", "unit": "实施单位", "lead": "责任人职务", "leader": "责任领导职务", "first_class": "一类项目",
    "mechanism": "带贫减贫机制", "participation": "群众参与", "bundle": "整村推进", "marks": "项目标识", "votes": "群众票数",
    "score": "县级评分", "households_said": "受益户数", "persons_said": "受益人数", "poor_households_said": "其中贫困户数",
    "poor_persons_said": "其中贫困人数", "note": "备注",
}  # fmt: skip
FIELDS: dict[str, Read] = {
    "name": reading.text(120), "class_one": reading.text(30), "class_two": reading.text(40),
    "nature": reading.one_of({one: one for one in NATURES}), "reach": reading.one_of(dict(Project.Reach.choices)),
    "site": reading.text(200), "content": reading.text(4000), "year": reading.year, "starts_on": reading.day,
    "ends_on": reading.day, "department": reading.text(40), "unit": reading.text(60), "lead": reading.text(60),
    "leader": reading.text(60), "first_class": reading.yes_no, "mechanism": reading.text(300),
    "participation": reading.text(300), "bundle": reading.text(60), "marks": reading.words, "votes": reading.whole,
    "score": reading.score, "households_said": reading.whole, "persons_said": reading.whole,
    "poor_households_said": reading.whole, "poor_persons_said": reading.whole, "note": reading.text(300),
}  # fmt: skip
_LISTS: dict[str, dict[str, tuple[str, Read]]] = {
    "quantities": {
        "item": ("工程量名称", reading.text(60)), "unit": ("单位", reading.text(12)), "quantity": ("数量", reading.quantity),
        "unit_cost": ("单价", reading.money),
    },
    "fundings": {
        "year": ("年度", reading.year), "source": ("资金来源", reading.text(40)), "need": ("需要资金", reading.money),
        "secured": ("已落实资金", reading.money),
    },
    "targets": {
        "kind": ("指标类型", reading.one_of({one: one for one in pool_texts.KINDS})), "name": ("指标名称", reading.words_without(80, pool_texts.FORBIDDEN)),
        "value": ("指标值", reading.quantity), "unit": ("计量单位", reading.text(12)), "weight": ("权重", reading.score),
    },
}  # fmt: skip
_NEEDED = {
    "quantities": ("item", "unit", "quantity"), "fundings": ("year", "source", "need"), "targets": ("name", "value")
}  # fmt: skip
_TITLES = {"quantities": "工程量", "fundings": "资金", "targets": "绩效目标"}


@dataclass
class Understood:
    """What an application says: fields, lists that it replaces, and what is wrong with it."""

    fields: dict[str, Any] = field(default_factory=dict)
    lists: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)


def understood(values: Mapping[str, Any]) -> Understood:
    """Everything that the values say."""
    found = Understood()
    for key, read in FIELDS.items():
        if key in values:
            _read(found.fields, key, LABELS[key], read, values[key], found.faults, key)
    if found.fields.get("reach") == "":
        found.fields.pop("reach")
    for key in _LISTS:
        if key in values:
            found.lists[key] = _rows(key, values[key], found.faults)
    found.faults += _about_words(found)
    found.faults += _about_days(found.fields)
    found.faults += _twice(found.lists)
    return found


def amount(quantity: Decimal, unit_cost: Decimal | None) -> Decimal | None:
    """Quantity × unit cost in yuan, to the fen."""
    return None if unit_cost is None else (quantity * unit_cost).quantize(Decimal("0.01"), ROUND_HALF_UP)


def _read(
    into: dict[str, Any], key: str, label: str, read: Read, said: Any, faults: list[Fault], where: str
) -> None:
    try:
        into[key] = read(said)
    except Unfit as unfit:
        faults.append((where, f"「{label}」{unfit}"))


def _rows(key: str, said: Iterable[Mapping[str, Any]], faults: list[Fault]) -> list[dict[str, Any]]:
    rows = []
    for at, one in enumerate(said):
        if not any(_told(one.get(name)) for name in _LISTS[key] if name not in ("year", "kind")):
            continue
        rows.append(_row(key, at, one, faults))
    return rows


def _told(value: Any) -> bool:
    return value is not None and str(value).strip() != ""


def _row(key: str, at: int, said: Mapping[str, Any], faults: list[Fault]) -> dict[str, Any]:
    row: dict[str, Any] = {}
    head = f"{_TITLES[key]}第 {at + 1} 行"
    known = len(faults)
    for name, (label, read) in _LISTS[key].items():
        _read(row, name, f"{head}：{label}", read, said.get(name), faults, f"{key}.{at}.{name}")
    if len(faults) == known:
        for name in _NEEDED[key]:
            if row.get(name) in (None, ""):
                faults.append((f"{key}.{at}.{name}", f"「{head}：{_LISTS[key][name][0]}」没有填"))
    if (
        key == "quantities"
        and isinstance(said.get("sizes"), str)
        and (bad := pool_texts.sizes(said["sizes"])[1])
    ):
        faults.append(
            (f"quantities.{at}.sizes", f"「{head}：规格」没有读懂：{'、'.join(bad)}。请写成 长1200米；宽3米")
        )
    return row | _more(key, said, row)


def _more(key: str, said: Mapping[str, Any], row: Mapping[str, Any]) -> dict[str, Any]:
    """What is no text: the sizes of a quantity, the direction of a target, what is secured of nothing."""
    if key == "quantities":
        return {"sizes": _sizes(said.get("sizes") or {})}
    if key == "targets":
        most = said.get("least") in (False, "0", "no", "most")
        return {"least": not most, "kind": row.get("kind") or pool_texts.KINDS[0]}
    return {"secured": row.get("secured") or Decimal(0)}


def _sizes(said: Any) -> dict[str, str]:
    """Measures in metres: from one text (``长1200米；宽3米``) or by name; what cannot be read is left out."""
    told = pool_texts.sizes(said)[0] if isinstance(said, str) else said
    return {str(name): str(size) for name, size in told.items() if _told(size)}


def _about_words(found: Understood) -> list[Fault]:
    """Classes and sources that the place does not know."""
    faults: list[Fault] = []
    one, two = found.fields.get("class_one", ""), found.fields.get("class_two", "")
    if one or two:
        faults += pool_words.about_class(one, two)
    for at, row in enumerate(found.lists.get("fundings", ())):
        if row.get("source"):
            faults += pool_words.about_source(row["source"], f"fundings.{at}.source")
    return faults


def _about_days(fields: Mapping[str, Any]) -> list[Fault]:
    first, last = fields.get("starts_on"), fields.get("ends_on")
    if first and last and last < first:
        return [("ends_on", "完工时间早于开工时间")]
    return []


def _twice(lists: Mapping[str, list[dict[str, Any]]]) -> list[Fault]:
    """Rows that would stand twice: a source of a year, a target of a name."""
    faults = []
    funds = Counter((row.get("year"), row.get("source")) for row in lists.get("fundings", ()))
    names = Counter(row.get("name") for row in lists.get("targets", ()))
    faults += [
        ("fundings", f"{year} 年的「{source}」填了两行，请合成一行")
        for (year, source), n in funds.items()
        if n > 1
    ]
    return faults + [("targets", f"绩效指标「{name}」填了两行") for name, n in names.items() if n > 1]
