"""What an act on a batch needs: the right where the batch lies, the state in which it stands, a budget line."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import User

from liuqing.errors import Problem
from liuqing.planning.models import Batch, Due, Line
from liuqing.planning.queries import scope
from liuqing.workflow import rights, trail
from liuqing.workflow.rights import Right

State = Batch.State


def locked(batch: Batch, by: Any, right: Right, *states: str) -> Batch:
    """The batch as it stands now, held until the transaction ends.

    Problems ``workflow.not_allowed``, ``batches.other_state``.
    """
    found = Batch.objects.select_for_update(of=("self",)).select_related("area", "line").get(pk=batch.pk)
    rights.require(by, right, found.area.path)
    if states and found.state not in states:
        raise Problem(
            "batches.other_state",
            f"批次 {found.no} 现在是「{found.get_state_display()}」，不能这样办",
            "请刷新页面，按现在的状态办理。",
        )
    return found


def due(one: Due, by: Any, right: Right, *states: str) -> tuple[Batch, Due]:
    """The due as it stands now with its batch; the batch is held, so its dues are."""
    batch = locked(one.batch, by, right, *states)
    return batch, Due.objects.select_related("card", "person", "payee", "household").get(pk=one.pk)


def line(by: Any, one: Line | None) -> Line | None:
    """The budget line, if the user may see its project. Problem ``planning.no_such_project``."""
    if one is not None and not scope.may(by, Right.SEE_PROJECTS, one.project):
        raise Problem("planning.no_such_project", "您的范围内没有这个项目编号", "请从列表里选一条资金安排。")
    return one


def in_state(one: Due, states: Iterable[str]) -> None:
    """Problem ``batches.due_settled`` unless the due stands in one of these."""
    if one.state not in states:
        raise Problem(
            "batches.due_settled", f"这一笔现在是「{one.get_state_display()}」，不能再改", "请刷新页面。"
        )


def reason(text: str, *, what: str = "理由") -> str:
    """A reason in words. Problem ``batches.no_reason``; a number of a person or an account is refused."""
    told = " ".join(text.split())
    if len(told) < 2:
        raise Problem("batches.no_reason", f"没有写{what}", f"请写一句{what}，如「本人已于三月领取现金」。")
    if trail.looks_like_identity(told) or sum(letter.isdigit() for letter in told) > 14:
        raise Problem("batches.number_in_reason", f"{what}里像是有证件号或账号", "请不要写号码。")
    return told[:200]


def user(name: str) -> User:
    """The account of a user name that stands in the record."""
    return User.objects.get(username=name)
