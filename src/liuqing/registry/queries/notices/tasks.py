"""What waits for a user at the notices: to draw up, to hang, to end, to answer."""

from typing import Any

from liuqing.registry.models import Notice
from liuqing.registry.queries.notices import listed, reading
from liuqing.registry.queries.notices.drawable import to_draw
from liuqing.registry.queries.task import Task
from liuqing.workflow import rights


def tasks(user: Any) -> list[Task]:
    """Kinds ``notices_draw``, ``notices_hang``, ``notices_end``, ``notices_answer``; all lead to ``notices``."""
    if not any(rights.can(user, right) for right in reading.ACTING):
        return []
    rows = [listed.row(one) for one in listed.mine(user)]
    told = (
        Task("notices_draw", "事项等着拟公示", to_draw(user)),
        Task("notices_hang", "拟好的公示等着张贴", sum(row.state == Notice.State.DRAWN for row in rows)),
        Task("notices_end", "公示期满，可以办下一步", sum(row.may_end for row in rows)),
        Task("notices_answer", "公示异议等着答复", sum(not one.mine for one in listed.waiting(user, ""))),
    )
    return [one for one in told if one.count]
