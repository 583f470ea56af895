"""Who may take a step: the right of its level, where the proceeding belongs; never who made it."""

from typing import Any

from liuqing.errors import Problem
from liuqing.policy.procedures import Step
from liuqing.registry.models import Act, Area, Proceeding
from liuqing.workflow import rights
from liuqing.workflow.rights import Right
from liuqing.workflow.roles import ROLES

RIGHTS = {
    "village": Right.PROPOSE_STANDING, "town": Right.REVIEW_STANDING, "county": Right.APPROVE_STANDING,
    "above": Right.APPROVE_STANDING,
}  # fmt: skip
"""The right of each level; what a higher level decided is recorded by the county."""


def rights_for(step: Step) -> tuple[Right, ...]:
    """Any of these is enough. A notice is ended also by who answers what people said to it."""
    own = RIGHTS[step.level]
    return (own, Right.ANSWER_OBJECTIONS) if step.kind == "notice" else (own,)


def may(user: Any, step: Step, area: Area) -> bool:
    """Whether the user holds the right to take such a step there."""
    return any(rights.can(user, right, area.path) for right in rights_for(step))


def require(by: Any, step: Step, area: Area) -> str:
    """The role in which the user may take the step. Problem ``workflow.not_allowed``."""
    for right in rights_for(step):
        for held in rights.appointments(by):
            if right in ROLES[held.role].rights and rights.covers(held.area_path, area.path):
                return str(held.role)
    rights.require(by, rights_for(step)[0], area.path)
    raise AssertionError  # the line above has raised


def another(proceeding: Proceeding, by: Any) -> None:
    """Problems ``standing.own`` and ``standing.decided``: who made it, or decided it in this round."""
    name = by.get_username()
    acts = Act.objects.filter(proceeding=proceeding, by=name)
    told = list(acts.values_list("ordinal", "step", "decides", "round", "maker"))
    if any(maker == name for *_, maker in told):
        raise Problem("standing.own", "这件事是您提出的，不能由您自己审定", "请由另一位有权的人办理。")
    if any(decides and number == proceeding.round for _, _, decides, number, _ in told):
        raise Problem("standing.decided", "这件事在本轮已经由您审过一级", "请由另一位有权的人办理下一级。")
