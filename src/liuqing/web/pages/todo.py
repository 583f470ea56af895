"""我的待办: what waits for this user. Everybody's landing page."""

import re
from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.cache import never_cache

from liuqing.planning.queries import todo as money
from liuqing.registry import queries
from liuqing.registry.queries.task import Task
from liuqing.web.pages import todo_money
from liuqing.workflow import rights
from liuqing.workflow.rights import Right

WORDS = {
    "step": (_lazy("办件等您办这一步"), ""),
    "returned": (_lazy("办件被退回，等您补正"), ""),
    "draft": (_lazy("草稿还没有提交"), ""),
    "clues": (_lazy("防返贫线索等您处理"), ""),
    "notices_draw": (_lazy("事项等着拟公示"), ""),
    "notices_hang": (_lazy("拟好的公示等着张贴"), ""),
    "notices_end": (_lazy("公示期满，可以办下一步"), ""),
    "notices_answer": (_lazy("公示异议等着答复"), _lazy("答复以前，下一步不开")),
    "monitoring": (_lazy("监测户等您处理"), ""),
    "exit_ready": (_lazy("达到退出条件，可以提出退出"), ""),
    "window_open": (_lazy("“%(what)s”到了打开的日子"), ""),
    "window_close": (_lazy("“%(what)s”可以结束了"), ""),
    "window_late": (_lazy("“%(what)s”有村没有按时完成"), ""),
    "visits": (_lazy("“%(what)s”抽中的户等您入户"), ""),
    "evaluation_seed": (_lazy("“%(what)s”等种子公布后抽样"), ""),
    "evaluation_confirm": (_lazy("“%(what)s”疑似有问题的户等您确认"), ""),
    "evaluation_appeals": (_lazy("“%(what)s”的申诉等您答复"), ""),
    "evaluation_failed": (_lazy("“%(what)s”查出的问题户，可以申诉举证"), ""),
    "answer": (_lazy("疑点等您核实"), ""),
    "review": (_lazy("核实结果等您审核"), _lazy("自己填的由另一位同事审核")),
    "close": (_lazy("已审核的疑点等您销号"), ""),
    "send": (_lazy("疑点还没有派发到村"), _lazy("先看每个村会收到多少，再派发")),
    "threads": (_lazy("您的名单里有几处，村里核实后认为有误"), _lazy("核对原名单，改好或说明")),
    "held": (_lazy("等您判断是不是同一个人"), _lazy("两边并排给您看，点一下就行")),
    "refused_lists": (_lazy("名单里有行没有采用"), _lazy("每份名单有一本错误表，改好再交")),
    "refused": (_lazy("“%(what)s”里有行没有采用"), _lazy("下载错误表，改好再交")),
    "unmapped": (_lazy("“%(what)s”的表头认不出来，请您指一下"), _lazy("指过一次就记住")),
    "failed": (_lazy("“%(what)s”没能读取"), ""),
    "asked": (_lazy("“%(what)s”看上去不对，等您说停下还是继续"), ""),
    "assess": (_lazy("有新名单还没有测算"), _lazy("测算后，数字和疑点才会更新")),
    "over_expectation": (
        _lazy("疑点“%(what)s”命中太多，已暂停下发"),
        _lazy("请先核对相关名单是否完整、是否对应本年度，再放行这条规则"),
    ),
    "flags": (_lazy("疑点"), _lazy("按类别、按部门、按村看")),
    "gaps": (_lazy("六清还有缺项的户"), _lazy("缺哪一项，户页面上有标记")),
}
"""How each kind of task is put: what waits, and a word of help (else the task's own detail)."""


PAGES = {
    "step": "standing", "returned": "standing", "draft": "standing", "clues": "clues", "notices_draw": "notices",
    "notices_hang": "notices", "notices_end": "notices", "notices_answer": "notices", "held": "identities",
    "refused_lists": "files", "answer": "cases", "close": "cases", "send": "cases", "review": "review",
    "threads": "threads",
}  # fmt: skip
"""Kinds of tasks that are done on one page."""
TITLED = ("clues", "monitoring")
"""Kinds whose title already says which part of them it is."""


@dataclass(frozen=True)
class Line:
    """A task as a line that leads to the place where it is done."""

    count: int
    what: str
    note: str
    href: str


@login_required
def todo(request: HttpRequest) -> HttpResponse:
    """The tasks about people with their counts; those about money come after the page (``of_money``)."""
    waiting = queries.todo(request.user)
    request.day = waiting.on  # type: ignore[attr-defined]
    return render(request, "web/todo.html", {
        "tasks": [_line(task) for task in waiting.tasks], "on": waiting.on,
        "about_money": rights.can(request.user, Right.SEE_PROJECTS),
    })  # fmt: skip


@login_required
@never_cache
def of_money(request: HttpRequest) -> HttpResponse:
    """The tasks about projects and money: a part of the first page, or without scripts a page of their own."""
    tasks = [
        Line(task.count, *todo_money.words(task), todo_money.where(request.user, task))
        for task in money.tasks(request.user)
    ]
    part = getattr(request, "htmx", False)
    return render(request, "web/parts/todo_money.html" if part else "web/todo_money.html", {"tasks": tasks})


def _line(task: Task) -> Line:
    told = {"n": task.count, "what": _quoted(task.title)}
    what, note = WORDS.get(task.kind, (task.title, ""))
    if task.kind in TITLED:
        what = task.title
    return Line(task.count, _(what) % told, _(note) if note else task.detail, _where(task))


def _room(kind: str) -> str:
    return (
        "window" if kind.startswith("window_") else "evaluation-visits" if kind == "visits" else "evaluation"
    )


def _quoted(title: str) -> str:
    """The file or the flag that a task is about, as its title quotes it."""
    found = re.search("「(.*)」", title)
    return _(found[1]) if found else ""


def _where(task: Task) -> str:
    if task.kind in PAGES:
        return reverse(PAGES[task.kind])
    if task.kind.startswith(("window_", "visits", "evaluation_")):
        return reverse(_room(task.kind), args=[task.target["pk"]])
    if task.kind == "monitoring":
        return f"{reverse('monitoring-board', args=[task.target['area']])}?show={task.target['show']}"
    if task.kind in ("refused", "unmapped", "failed", "asked"):
        anchor = {"unmapped": "#mapping", "asked": "#doubts"}.get(task.kind, f"#{task.kind}")
        return reverse("file", args=[task.target["pk"]]) + anchor
    if task.kind == "exit_ready":
        return reverse("exits", args=[task.target["area"]])
    if task.kind == "flags":
        return reverse("flags", args=[task.target["area"]])
    if task.kind == "gaps":
        return reverse("households", args=[task.target["area"]]) + "?rule=completeness&verdict=false"
    return reverse("assess")


__all__ = ["todo"]
