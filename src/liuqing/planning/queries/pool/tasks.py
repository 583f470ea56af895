"""What waits for a user in the pool: own drafts, and applications that came back."""

from typing import Any

from liuqing.planning.models import Project
from liuqing.planning.queries import scope
from liuqing.registry.queries.task import Task
from liuqing.workflow import rights
from liuqing.workflow.rights import Right


def tasks(user: Any) -> list[Task]:
    """``project_drafts`` (own drafts) and ``projects_returned`` (sent back to be amended) → the list of projects."""
    if not rights.areas_of(user, Right.FILE_PROJECTS):
        return []
    mine = scope.visible(user, Right.FILE_PROJECTS).order_by()
    drafts = mine.filter(state=Project.State.DRAFT, maker=user.get_username(), file=None).count()
    returned = mine.filter(state=Project.State.RETURNED).count()
    found = []
    if returned:
        found.append(
            Task(
                "projects_returned",
                "退回补正的项目",
                returned,
                "按退回的原因补正后再申报",
                {"state": "returned"},
            )
        )
    if drafts:
        found.append(
            Task("project_drafts", "没有交的项目申报", drafts, "填完整后交乡镇审核", {"state": "draft"})
        )
    return found
