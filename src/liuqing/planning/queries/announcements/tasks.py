"""What of announcements waits for a user: to draw up, to hang, to end, to answer."""

from typing import Any

from liuqing.planning.models import Announcement
from liuqing.planning.queries.announcements import listed
from liuqing.planning.queries.announcements.missing import drawable
from liuqing.planning.queries.waiting import Waits, told
from liuqing.registry.queries.task import Task
from liuqing.workflow import rights
from liuqing.workflow.rights import Right


def waits(user: Any) -> list[Task | Waits]:
    """Kinds ``announcements_draw``, ``announcements_hang``, ``announcements_end``, ``announcements_answer``; all
    lead to ``announcements``.
    """
    if not rights.can(user, Right.SEE_PROJECTS):
        return []
    rows = [listed.row(one) for one in listed.mine(user)]
    drawn = sum(row.state == Announcement.State.DRAWN for row in rows)
    found: list[Task | Waits] = [
        Task("announcements_draw", "资金项目公示该拟的", len(drawable(user))),
        Task("announcements_hang", "拟好的资金项目公示等着张贴", drawn),
        Task("announcements_end", "资金项目公示期满，可以结束", sum(row.may_end for row in rows)),
    ]
    if rights.can(user, Right.ANSWER_OBJECTIONS):
        # Whoever wrote an opinion down leaves it to another.
        asked = listed.unanswered(user).exclude(by=user.get_username())
        found.append(Waits(Task("announcements_answer", "对资金项目公示的意见等着答复", 0), asked))
    return found


def tasks(user: Any) -> list[Task]:
    """The same with their counts."""
    return told(waits(user))
