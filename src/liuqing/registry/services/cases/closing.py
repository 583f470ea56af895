"""Close (销号): the county strikes off what was reviewed."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone

from liuqing.errors import Problem
from liuqing.registry.models import Case
from liuqing.registry.services.cases import steps
from liuqing.registry.services.cases.sending import area_of
from liuqing.workflow import rights, trail
from liuqing.workflow.rights import Right


@transaction.atomic
def close(*, cases: Iterable[Case], by: Any) -> int:
    """Strike off reviewed cases, all or none; how many.

    Problems ``workflow.not_allowed``, ``cases.not_reviewed``.
    """
    keys = [case.pk for case in cases]
    locked = list(Case.objects.select_for_update(of=("self",)).select_related("village").filter(pk__in=keys))
    for case in locked:
        rights.require(by, Right.SEND_CASES, case.village.path)
        if case.state != Case.State.REVIEWED:
            raise Problem("cases.not_reviewed", "有疑点还没有审核，不能销号", "请等乡镇审核后再销号。")
    _strike_off(locked, by)
    trail.record("cases.closed", subject="cases", by=by, detail={"cases": keys[:500], "count": len(locked)})
    return len(locked)


@transaction.atomic
def close_reviewed(*, by: Any, area_code: str = "") -> int:
    """Strike off every reviewed case of an area (of the county, if none is named); how many.

    Problems ``workflow.not_allowed``, ``registry.no_such_area``.
    """
    area = area_of(by, area_code)
    reviewed = Case.objects.select_for_update().filter(
        state=Case.State.REVIEWED, village__path__startswith=area.path
    )
    locked = list(reviewed)
    _strike_off(locked, by)
    trail.record("cases.closed", subject=f"area:{area.code}", by=by, detail={"count": len(locked)})
    return len(locked)


def _strike_off(cases: list[Case], by: Any) -> None:
    today = timezone.localdate()
    for case in cases:
        case.state, case.closed_on, case.due_on = Case.State.CLOSED, today, None
    Case.objects.bulk_update(cases, ("state", "closed_on", "due_on"), batch_size=500)
    steps.add(cases, "closed", by=by)
