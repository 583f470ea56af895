"""Record (登记外部评估): what others found on a stage of the county's way off the list.

A rate is written as found and base, never as a rate alone; what is not told stays not known. A stage may
have several entries (a second check after the first); nothing is overwritten.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.conf import settings
from django.db import transaction

from liuqing.errors import Problem
from liuqing.policy import evaluation as policy
from liuqing.policy.place import load
from liuqing.registry.models import Evaluation
from liuqing.registry.queries import scope
from liuqing.registry.services.evaluations import steps
from liuqing.workflow import clock, rights, trail
from liuqing.workflow.rights import Right

OUTCOMES = {"passed": "通过", "conditional": "通过，有问题要整改", "failed": "未通过", "waiting": "等结果"}
WORDS = 500


def record(
    *, by: Any, area_code: str, stage: str, on: date, outcome: str, findings: str = "",
    figures: Mapping[str, tuple[int | None, int | None]] | None = None,
) -> Evaluation:  # fmt: skip
    """Write down a stage: when, what came of it, the findings, and rates as (found, base) by ``policy.RATES``.

    Problems ``registry.no_such_area``, ``registry.not_assessed``, ``evaluations.no_stage``,
    ``evaluations.no_outcome``, ``evaluations.visited_later``, ``evaluations.no_base``,
    ``evaluations.names_a_number``.
    """
    area = scope.area(by, area_code, Right.DRAW_SAMPLES)
    rights.require(by, Right.DRAW_SAMPLES, area.path)
    told = policy.declared(load(settings.WORKSPACE.place)).stages.get(stage)
    if told is None:
        raise Problem("evaluations.no_stage", "没有选是哪个阶段", "请从列出的阶段里选一个。")
    if outcome not in OUTCOMES:
        raise Problem("evaluations.no_outcome", "没有选结果", "请选：通过、要整改、未通过或等结果。")
    if on > clock.today():
        raise Problem("evaluations.visited_later", "日期还没有到", "请填实际的日期。")
    findings = findings.strip()[:WORDS]
    steps.clean(findings)
    rates = {
        name: _pair(policy.RATES[name].label, *pair)
        for name, pair in (figures or {}).items()
        if any(n is not None for n in pair)
    }
    with transaction.atomic():
        made = Evaluation.objects.create(
            label=told.label, area=area, snapshot=scope.assessed(), on=on, state=Evaluation.State.RECORDED,
            design={"stage": stage, "by": told.by}, by=by.get_username(), at=clock.now(),
            result={"outcome": outcome, "findings": findings, "rates": rates},
        )  # fmt: skip
        trail.record(
            "evaluations.recorded",
            subject=f"evaluation:{made.pk}",
            by=by,
            detail={"stage": stage, "outcome": outcome},
        )
    return made


def _pair(label: str, found: int | None, of: int | None) -> list[int]:
    if found is None or of is None or of <= 0 or not 0 <= found <= of:
        raise Problem(
            "evaluations.no_base",
            f"「{label}」要写查出数和基数，查出数不能大于基数",
            "请两个数都填，或都空着。",
        )
    return [found, of]
