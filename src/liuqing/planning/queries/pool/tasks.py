"""What waits for a user in the pool: own drafts, and applications that came back."""

from typing import Any

from liuqing.planning.models import Project
from liuqing.planning.queries import scope
from liuqing.planning.queries.waiting import Waits, told
from liuqing.registry.queries.task import Task
from liuqing.workflow import rights
from liuqing.workflow.rights import Right


def waits(user: Any) -> list[Task | Waits]:
    """``project_drafts`` (own drafts) and ``projects_returned`` (sent back to be amended) → the list of projects."""
    if not rights.areas_of(user, Right.FILE_PROJECTS):
        return []
    seen = scope.visible(user, Right.FILE_PROJECTS)
    drafts = seen.filter(state=Project.State.DRAFT, maker=user.get_username(), file=None)
    returned = seen.filter(state=Project.State.RETURNED)
    return [
        Waits(Task("projects_returned", "退回补正的项目", 0, "按退回的原因补正后再申报", {"state": "returned"}), returned),
        Waits(Task("project_drafts", "没有交的项目申报", 0, "填完整后交乡镇审核", {"state": "draft"}), drafts),
    ]  # fmt: skip


def tasks(user: Any) -> list[Task]:
    """The same with their counts."""
    return told(waits(user))
