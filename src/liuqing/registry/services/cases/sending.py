"""Send (派发): cases that were found go to their villages, to be answered by a day.

One act of the county: one transaction, one line in the trail. Each village gets one task with all
its questions, not a message a question.
"""

from collections.abc import Collection, Iterator
from datetime import UTC, date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from liuqing.errors import Problem
from liuqing.registry.models import Area, Case, Dispatch, Snapshot
from liuqing.registry.services import bulk
from liuqing.registry.services.cases import steps
from liuqing.workflow import rights, trail
from liuqing.workflow.rights import Right

PIECE = 5_000
"""Keys in one statement."""


def send(
    *, by: Any, area_code: str = "", rules: Collection[str] = (), due_on: date, title: str = ""
) -> Dispatch:
    """Send every found case of the rules (of all, if none is named) in the area (else the county).

    Problems ``workflow.not_allowed``, ``registry.no_such_area``, ``cases.due_past``,
    ``cases.nothing_to_send``, ``cases.names_a_number``.
    """
    area = area_of(by, area_code)
    _check_day(due_on)
    steps.clean(title)
    with bulk.piece() as writes:
        found = Case.objects.select_for_update().filter(
            state=Case.State.FOUND, village__path__startswith=area.path
        )
        found = found.filter(rule__in=list(rules)) if rules else found
        rows = list(found.values_list("pk", "village_id"))
        snapshot = Snapshot.objects.filter(complete=True).order_by("-on", "-pk").first()
        if not rows or snapshot is None:
            raise Problem(
                "cases.nothing_to_send", "这个范围里没有待派发的疑点", "请换一个范围或规则，或先测算。"
            )
        dispatch = Dispatch.objects.create(
            title=(title.strip() or f"疑点核实 {due_on.isoformat()}")[:80], area=area, snapshot=snapshot,
            rules=sorted(rules), due_on=due_on, by=by.get_username(), sent_at=datetime.now(UTC),
            cases=len(rows), villages=len({village for _, village in rows}),
        )  # fmt: skip
        for some in _pieces([pk for pk, _ in rows]):
            Case.objects.filter(pk__in=some).update(state=Case.State.SENT, due_on=due_on, dispatch=dispatch)
        for pk, _ in rows:
            steps.write(writes, pk, "sent", by=by.get_username(), note=f"{due_on.isoformat()} 前核实")
        trail.record(
            "cases.sent", subject=f"dispatch:{dispatch.pk}", by=by,
            detail={"area": area.code, "rules": dispatch.rules, "due_on": due_on, "cases": dispatch.cases,
                    "villages": dispatch.villages},
        )  # fmt: skip
    return dispatch


@transaction.atomic
def extend(*, by: Any, dispatch: Dispatch, due_on: date, area_code: str = "") -> int:
    """Give the cases of a dispatch that are not answered yet another day; how many they are.

    ``area_code`` narrows it to a township or village. Problems ``workflow.not_allowed``,
    ``registry.no_such_area``, ``cases.due_past``.
    """
    area = area_of(by, area_code or dispatch.area.code)
    _check_day(due_on)
    waiting = Case.objects.select_for_update().filter(
        dispatch=dispatch, state=Case.State.SENT, village__path__startswith=area.path
    )
    cases = list(waiting)
    for some in _pieces([case.pk for case in cases]):
        Case.objects.filter(pk__in=some).update(due_on=due_on)
    steps.add(cases, "extended", by=by, note=f"改为 {due_on.isoformat()} 前核实")
    if area.pk == dispatch.area_id:
        dispatch.due_on = due_on
        dispatch.save(update_fields=("due_on",))
    detail = {"area": area.code, "due_on": due_on, "cases": len(cases)}
    trail.record("cases.extended", subject=f"dispatch:{dispatch.pk}", by=by, detail=detail)
    return len(cases)


def area_of(by: Any, code: str) -> Area:
    """The area in which the user sends and strikes off; the county, if none is named."""
    areas = Area.objects.filter(code=code) if code else Area.objects.filter(parent=None).order_by("code")
    area = areas.first()
    # The same answer for a place that does not exist and for one that is not the user's.
    rights.require(by, Right.SEND_CASES, area.path if area else "?")
    if area is None:
        raise Problem("registry.no_such_area", "没有这个地方", "请核对区划代码。")
    return area


def _pieces(keys: list[int]) -> Iterator[list[int]]:
    for first in range(0, len(keys), PIECE):
        yield keys[first : first + PIECE]


def _check_day(due_on: date) -> None:
    if due_on < timezone.localdate():
        raise Problem(
            "cases.due_past", f"{due_on.isoformat()} 已经过去，不能作期限", "请选今天或以后的一天。"
        )
