"""我的待办, projects and money: how each kind of task is put, and where it is done."""

import re
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from liuqing.registry.queries import scope
from liuqing.registry.queries.task import Task
from liuqing.workflow.rights import Right

PAGES = {
    "project": "projects", "projects": "projects", "announcements": "announcements", "funds_decide": "fund-allocate", "claims": "claims",
    "batches": "batches", "assets": "assets", "distributions": "distributions", "collective": "collective",
    "loans": "loans", "risk": "risk-fund", "performance": "performance",
}  # fmt: skip
"""The page of each kind, or of all kinds that begin so."""
OF_AN_AREA = ("collective",)
"""Kinds that are done on the page of the user's highest area."""
_STAGE = re.compile("待(.+)的项目")


def words(task: Task) -> tuple[str, str]:
    """What waits, and a word of help; the count stands beside it."""
    stage = _STAGE.fullmatch(task.title)
    what = _("待%(stage)s的项目") % {"stage": _(stage[1])} if stage else _(task.title)
    return what, _(task.detail) if task.detail else ""


def where(user: Any, task: Task) -> str:
    """The address of the page where it is done, narrowed to what waits."""
    kind = next(kind for kind in (task.kind, task.kind.partition("_")[0]) if kind in PAGES)
    args = [scope.area(user, None, Right.SEE_PROJECTS).code] if kind in OF_AN_AREA else []
    narrowed = urlencode({key: value for key, value in task.target.items() if value not in (None, "")})
    return reverse(PAGES[kind], args=args) + (f"?{narrowed}" if narrowed else "")
