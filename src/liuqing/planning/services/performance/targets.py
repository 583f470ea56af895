"""Targets (绩效目标): what a project promises, set before it is planned and not changed any more then."""

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db import transaction

from liuqing.errors import Problem
from liuqing.planning.models import Project, Target
from liuqing.planning.queries import scope
from liuqing.planning.queries.performance import terms
from liuqing.policy.performance import KINDS
from liuqing.workflow import trail

DIGITS, PLACES, MOST = 12, 4, 60
"""Digits of a value before and after the point; targets of a project."""


@transaction.atomic
def set_targets(project: Project, *, by: Any, targets: Sequence[Mapping[str, Any]]) -> list[Target]:
    """Replace the targets: each {kind, name, value, unit, least, weight}; values as numbers or text.

    Problems ``planning.not_allowed``, ``performance.targets_fixed``, ``performance.faulty`` with every fault.
    """
    one = Project.objects.select_for_update(of=("self",)).select_related("area").get(pk=project.pk)
    right = terms.OPEN.get(Project.State(one.state))
    if right is None or one.reviews.exists():
        raise Problem(
            "performance.targets_fixed",
            "列入年度计划以后，绩效目标不能再改",
            "确需调整的，请先把项目退回或出库后重报。",
        )
    scope.require(by, right, one)
    read = [_read(n, told) for n, told in enumerate(targets, start=1)]
    wrong = [fault for _, found in read for fault in found] + _together([target for target, _ in read])
    if wrong:
        raise _faulty(wrong)
    one.targets.all().delete()
    for target, _ in read:
        target.project = one
    made = Target.objects.bulk_create(target for target, _ in read)
    detail = {"targets": [[t.kind, t.name, str(t.value), t.unit, t.least] for t in made]}
    trail.record("performance.targets", subject=f"project:{one.no}", by=by, detail=detail)
    return made


def number(said: Any) -> Decimal | None:
    """A number as it was typed; None if it is none or has too many digits."""
    try:
        value = Decimal(str(said).strip().replace(",", ""))
    except InvalidOperation:
        return None
    fits = value.is_finite() and abs(value) < Decimal(10) ** DIGITS
    return value if fits and value == round(value, PLACES) else None


def _read(n: int, told: Mapping[str, Any]) -> tuple[Target, list[str]]:
    value, weight = number(told.get("value")), told.get("weight")
    points = number(weight) if weight not in (None, "") else None
    name, unit = str(told.get("name") or "").strip(), str(told.get("unit") or "").strip()
    found = [] if told.get("kind") in KINDS else [f"第 {n} 条没有选指标类别（{'、'.join(KINDS)}）"]
    found += [] if 0 < len(name) <= 80 else [f"第 {n} 条没有写指标名称，或超过 80 字"]
    found += (
        [] if value is not None and value >= 0 else [f"第 {n} 条的目标值不是数（应不小于 0，最多 4 位小数）"]
    )
    found += [] if len(unit) <= 12 else [f"第 {n} 条的单位超过 12 字"]
    found += (
        []
        if weight in (None, "") or (points is not None and 0 <= points <= 100)
        else [f"第 {n} 条的权重应在 0 和 100 之间"]
    )
    made = Target(kind=told.get("kind") or "", name=name, value=value or 0, unit=unit,
                  least=told.get("least", True) is not False, weight=points)  # fmt: skip
    return made, found


def _together(read: list[Target]) -> list[str]:
    names = [one.name for one in read]
    found = [f"「{name}」写了两次" for name in dict.fromkeys(names) if name and names.count(name) > 1]
    return [*found, f"一个项目最多 {MOST} 条指标"] if len(read) > MOST else found


def _faulty(found: list[str]) -> Problem:
    return Problem("performance.faulty", "；".join(found), "请改好后一起保存，没有保存任何一条。")
