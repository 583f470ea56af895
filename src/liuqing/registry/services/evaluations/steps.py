"""What every act on an evaluation asks first."""

from typing import Any

from liuqing.errors import Problem
from liuqing.registry.models import Area, Assignment, Evaluation, Household, Sampled
from liuqing.registry.queries import scope
from liuqing.workflow import clock, rights, trail
from liuqing.workflow.rights import Right

HANDS = (Right.PROPOSE_STANDING, Right.ANSWER_CASES)
"""Whoever holds one of these in a village had a hand in its households and does not evaluate them."""


def locked(evaluation: Evaluation, by: Any, right: Right, *states: str) -> Evaluation:
    """The evaluation, held for this transaction. Problems ``workflow.not_allowed``, ``evaluations.not_so_far``."""
    fresh = (
        Evaluation.objects.select_for_update(of=("self",))
        .select_related("area", "snapshot")
        .get(pk=evaluation.pk)
    )
    rights.require(by, right, fresh.area.path)
    if fresh.state not in states:
        raise Problem(
            "evaluations.not_so_far",
            f"这次评估现在是「{Evaluation.State(fresh.state).label}」，不能这样办",
            "请刷新页面，看它现在的情况。",
        )
    return fresh


def require_visitor(by: Any, sampled: Sampled) -> None:
    """The right to visit, and clean hands. Problems ``workflow.not_allowed``, ``evaluations.own_village``,
    ``evaluations.own_household``.
    """
    rights.require(by, Right.VISIT_SAMPLED, sampled.village.path)
    if has_hand(by, sampled.village):
        raise Problem(
            "evaluations.own_village",
            "您在这个村办理识别、退出或核实，不能评估这个村",
            "请换一位没有参与的同事入户。",
        )
    if sampled.household and helps(by, sampled.household):
        raise Problem("evaluations.own_household", "这一户的帮扶责任人与您同名", "请换一位同事入户。")


def has_hand(by: Any, village: Area) -> bool:
    """Whether the user works on the households of a village."""
    return any(rights.can(by, right, village.path) for right in HANDS)


def helps(by: Any, household: Household) -> bool:
    """Whether the household's own officer bears the user's name: officers have no accounts to compare."""
    name = by.get_full_name().strip()
    held = Assignment.objects.filter(scope.in_force(clock.today()), household=household, officer__name=name)
    return bool(name) and held.exists()


def clean(*texts: str) -> None:
    """Problem ``evaluations.names_a_number`` if a text holds what looks like an identity number."""
    if any(trail.looks_like_identity(text) for text in texts):
        raise Problem(
            "evaluations.names_a_number",
            "文字里有证件号码",
            "请去掉号码再交：系统已经知道说的是谁，不必写号码。",
        )
