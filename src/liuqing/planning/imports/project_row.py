"""One row of a project pool → what it states of a project, with every fault of the row.

Money by its columns, or from the cell 资金来源; targets and measures out of one cell; days also as months
(the work begins with the first day of a month and ends with the last).
"""

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from liuqing.planning import pool_texts, pool_words
from liuqing.planning.imports import pool_faults as faults
from liuqing.planning.models import Project
from liuqing.planning.services.pool import reading
from liuqing.planning.services.pool.reading import Unfit
from liuqing.planning.services.pool.recording import Stated
from liuqing.planning.services.pool.values import FIELDS, amount
from liuqing.policy.pool_columns import REACHES, SOURCES, STATES
from liuqing.registry.imports.rows import TypedRow
from liuqing.registry.imports.verdicts import Verdict
from liuqing.registry.problems import Fault
from liuqing.sheets import cells
from liuqing.sheets.cells import CellFault

STATE = dict(zip(STATES, Project.State.values, strict=True))
REACH = dict(zip(REACHES, Project.Reach.values, strict=True))
UNNAMED = "未写明来源"
"""The source of money of which only a total is told; it keeps a project out of the pool."""
_SAME = (
    "class_one", "class_two", "nature", "site", "content", "mechanism", "participation", "bundle", "note", "votes", "first_class",
    "households_said", "persons_said", "poor_households_said", "poor_persons_said",
)  # fmt: skip
_FACTS = {
    "project_name": "name",
    "line_department": "department",
    "builder": "unit",
    "lead_post": "lead",
    "leader_post": "leader",
}
_FACTS |= {name: name for name in _SAME}
_LABELS = {
    "project_name": "项目名称", "class_one": "项目类别", "class_two": "项目子类型", "site": "实施地点", "content": "建设内容",
    "line_department": "行业主管部门", "builder": "实施单位", "lead_post": "责任人职务", "leader_post": "责任领导职务",
    "mechanism": "带贫减贫机制", "participation": "群众参与", "bundle": "整村推进", "note": "备注",
}  # fmt: skip
ROUNDING = Decimal("50.00")
"""Half of the last place of a figure in 万元 with two places, in yuan."""
_SPLIT = re.compile(r"[\s,，、;；]+")
_TEN_THOUSAND = Decimal(10_000)


class RowOfPool:
    """Reads the rows of one file."""

    def __init__(self, file: int, on: date) -> None:
        self.file, self.on = file, on

    def read(self, verdict: Verdict) -> Stated:
        """What the row states; the verdict has its faults, and is refused where it cannot be taken."""
        row, values = verdict.row, verdict.row.values
        stated = Stated(values.get("project_no") or "", {}, (self.file, row.sheet[:64], row.number, self.on))
        self._facts(verdict, values, stated)
        self._days(verdict, values, stated)
        _number(verdict, stated)
        for fault in pool_words.about_class(values["class_one"], values.get("class_two") or ""):
            verdict.refuse(faults.words(fault[1], _column(fault[0]), fault[0]))
        self._quantity(verdict, values, stated)
        self._money(verdict, values, stated)
        self._targets(verdict, values, stated)
        stated.home_nos = (
            list(dict.fromkeys(_SPLIT.split(values["household_nos"]))) if values.get("household_nos") else []
        )
        _compare(verdict, stated)
        return stated

    def _facts(self, verdict: Verdict, values: dict[str, Any], stated: Stated) -> None:
        for name, field in _FACTS.items():
            if values.get(name) is not None:
                _keep(verdict, stated, field, FIELDS[field], values[name], name)
        if values.get("score") is not None:
            _keep(verdict, stated, "score", reading.score, values["score"], "score")
        if values.get("marks"):
            stated.facts["marks"] = reading.words(values["marks"])
        if values.get("reach"):
            stated.facts["reach"] = REACH[values["reach"]]
        if values.get("state"):
            stated.facts["state"] = STATE[values["state"]]
        if values.get("approval"):
            _keep(verdict, stated, "approval", reading.text(60), values["approval"], "approval")
        if values.get("pooled_on"):
            stated.facts["pooled_on"] = values["pooled_on"]

    def _days(self, verdict: Verdict, values: dict[str, Any], stated: Stated) -> None:
        if values.get("plan_year"):
            _keep(verdict, stated, "year", reading.year, values["plan_year"], "plan_year")
        for name, last in (("starts_on", False), ("ends_on", True)):
            try:
                day = _day(values.get(name), last=last)
            except CellFault as fault:
                verdict.remark(Fault("cell.day", fault.what, fault.remedy, _column(name), name))
                continue
            if day:
                stated.facts[name] = day
        first, end = stated.facts.get("starts_on"), stated.facts.get("ends_on")
        if first and end and end < first:
            verdict.remark(faults.too_late(_column("ends_on")))
            del stated.facts["ends_on"]

    def _quantity(self, verdict: Verdict, values: dict[str, Any], stated: Stated) -> None:
        if values.get("quantity") is None:
            return
        measures, unread = pool_texts.sizes(values.get("sizes") or "")
        if unread:
            verdict.remark(faults.unread(f"「规格」没有读懂：{'、'.join(unread)}", "规格", "sizes"))
        item = values.get("item") or values.get("class_two") or values["project_name"]
        row = {
            "item": item[:60], "unit": (values.get("quantity_unit") or "项")[:12], "quantity": values["quantity"],
            "unit_cost": values.get("unit_cost"), "sizes": measures,
        }  # fmt: skip
        try:
            reading.quantity(row["quantity"])
        except Unfit as unfit:
            verdict.refuse(faults.unread(f"「数量」{unfit}", "数量", "quantity"))
        else:
            stated.quantities.append(row)

    def _money(self, verdict: Verdict, values: dict[str, Any], stated: Stated) -> None:
        needs = self._needs(verdict, values)
        total, added = values.get("total"), sum(needs.values(), Decimal(0))
        if needs and total is not None and total != added:
            near = abs(total - added) <= ROUNDING * len(needs) and _in_ten_thousands(values)
            (verdict.remark if near else verdict.refuse)(
                (faults.rounded if near else faults.not_the_sum)(total, added, _column("total"))
            )
        if not needs and total:
            needs = {UNNAMED: total}
            verdict.remark(faults.no_source(_column("total")))
        year = stated.facts.get("year")
        if needs and year is None and not any(fault.fact == "plan_year" for fault in verdict.faults):
            verdict.refuse(faults.no_year(_column("plan_year")))
        secured = self._secured(verdict, values, needs)
        stated.fundings = [
            {"year": year, "source": source, "need": need, "secured": secured.get(source, Decimal("0.00"))}
            for source, need in needs.items()
        ]

    def _needs(self, verdict: Verdict, values: dict[str, Any]) -> dict[str, Decimal]:
        """Yuan by source, as the columns say, else as the cell 资金来源 says."""
        told = {words[0]: values.get(f"need_{key}") for key, words in SOURCES.items()}
        needs = {source: need for source, need in told.items() if need}
        if not needs and values.get("funds_text"):
            needs, unread = pool_texts.funds(values["funds_text"], _times(verdict.row))
            if unread and values.get("total") and len(unread) == 1 and not needs:
                # A cell that only names the one source.
                needs, unread = {unread[0]: values["total"]}, []
            if unread:
                verdict.refuse(
                    faults.unread(f"「资金来源」没有读懂：{'、'.join(unread)}", "资金来源", "funds_text")
                )
        for source in needs:
            for _, what in pool_words.about_source(source):
                verdict.refuse(faults.words(what, source, "funds_text"))
        return needs

    def _secured(
        self, verdict: Verdict, values: dict[str, Any], needs: dict[str, Decimal]
    ) -> dict[str, Decimal]:
        """By source as its column says; a mere total fills the sources in their order."""
        told = {words[0]: values.get(f"secured_{key}") for key, words in SOURCES.items()}
        secured = {source: amount for source, amount in told.items() if amount}
        if not secured and values.get("secured"):
            left = values["secured"]
            for source, need in needs.items():
                secured[source], left = min(need, left), left - min(need, left)
            if left:
                verdict.remark(faults.over_secured(_column("secured")))
        elif any(amount > needs.get(source, Decimal(0)) for source, amount in secured.items()):
            verdict.remark(faults.over_secured(_column("secured")))
        return secured

    def _targets(self, verdict: Verdict, values: dict[str, Any], stated: Stated) -> None:
        for said in pool_texts.targets(values.get("targets") or ""):
            if not said.counted:
                verdict.remark(faults.not_counted("绩效目标"))
            stated.targets.append({
                "kind": said.kind, "name": said.name, "value": said.value, "unit": said.unit, "least": said.least,
                "weight": said.weight,
            })  # fmt: skip


def _keep(
    verdict: Verdict, stated: Stated, field: str, read: Callable[[Any], Any], said: Any, name: str
) -> None:
    try:
        stated.facts[field] = read(said)
    except Unfit as unfit:
        column = _LABELS.get(name, _column(name))
        verdict.refuse(faults.unread(f"「{column}」{unfit}", column, name))


def _number(verdict: Verdict, stated: Stated) -> None:
    no = stated.no
    if no and not pool_words.may_be_number(no):
        verdict.refuse(faults.bad_number(_column("project_no")))


def _compare(verdict: Verdict, stated: Stated) -> None:
    """Whether what is built costs what is asked for; said only where both are told."""
    (one,) = stated.quantities or ({},)
    costs = amount(one["quantity"], one["unit_cost"]) if one else None
    need = sum((row["need"] for row in stated.fundings), Decimal(0))
    if costs is not None and need and abs(costs - need) > ROUNDING * max(1, len(stated.fundings)):
        verdict.remark(faults.amount_differs(costs, need, _column("unit_cost")))


def _day(said: str | None, *, last: bool) -> date | None:
    if not said:
        return None
    try:
        return cells.as_day(said)
    except CellFault:
        month = cells.as_month(said)
        return month.replace(day=monthrange(month.year, month.month)[1]) if month and last else month


def _in_ten_thousands(values: dict[str, Any]) -> bool:
    """Whether the figures are such that 万元 with two places could have been meant: whole hundreds of yuan."""
    return bool(values["total"] % 100 == 0)


def _times(row: TypedRow) -> Decimal:
    """The unit of numbers in 资金来源: that of the total, found by what the cell of the total became."""
    total = row.values.get("total")
    return _TEN_THOUSAND if total is None or _is_scaled(row, total) else Decimal(1)


def _is_scaled(row: TypedRow, total: Decimal) -> bool:
    for cell in row.raw:
        try:
            if cell is not None and not isinstance(cell, bool) and cells.as_money(cell) == total:
                return False
        except CellFault:
            continue
    return True


def _column(name: str) -> str:
    return {
        "total": "资金规模（合计）", "targets": "绩效目标", "project_no": "项目编号", "plan_year": "年度", "starts_on": "开工时间",
        "ends_on": "完工时间", "secured": "已落实资金", "unit_cost": "单价", "class_one": "项目类别", "class_two": "项目子类型",
        "household_nos": "受益户编号", "town": "乡镇", "village": "村", "score": "县级评分", "approval": "批复文号",
    }.get(name, _LABELS.get(name, name))  # fmt: skip
