"""Which batches a user may see: those of the user's areas. What lies outside does not exist for the user."""

from typing import Any

from django.db.models import QuerySet

from liuqing.errors import Problem
from liuqing.planning.models import BankFile, Batch, Due
from liuqing.registry.queries import scope
from liuqing.workflow import rights
from liuqing.workflow.rights import Right


def visible(user: Any, right: Right = Right.SEE_PAYEES) -> QuerySet[Batch]:
    """The batches for which the user holds the right, the newest first."""
    return Batch.objects.filter(scope.within(rights.areas_of(user, right), "area__path")).select_related(
        "area"
    )


def batch(user: Any, no: str) -> Batch:
    """The batch of that number. Problem ``batches.no_such_batch`` if there is none or not the user's."""
    found = (
        visible(user)
        .select_related("line__project", "line__document", "claim", "distribution")
        .filter(no=no)
        .first()
    )
    if found is None:
        raise Problem(
            "batches.no_such_batch", "您的范围内没有这个批次号", "请核对批次号，或从发放批次的列表进入。"
        )
    return found


def due(user: Any, no: str, pk: int) -> Due:
    """One due of a batch that the user may see; the same Problem."""
    found = Due.objects.filter(batch=batch(user, no), pk=pk).first()
    if found is None:
        raise Problem("batches.no_such_due", "这一批里没有这一笔", "请刷新页面。")
    return found


def file(user: Any, no: str, pk: int) -> BankFile:
    """A file that went to the bank, of a batch that the user may see."""
    found = BankFile.objects.filter(batch=batch(user, no), pk=pk, way=BankFile.Way.OUT).first()
    if found is None:
        raise Problem("batches.no_such_file", "这一批没有这个银行文件", "请刷新页面。")
    return found
