"""我的待办: what waits for this user. Everybody's landing page."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from liuqing.registry import queries
from liuqing.registry.queries.todo import Task


@dataclass(frozen=True)
class Line:
    """A task as a line that leads to the place where it is done."""

    count: int
    what: str
    note: str
    href: str


@login_required
def todo(request: HttpRequest) -> HttpResponse:
    """The tasks with their counts."""
    waiting = queries.todo(request.user)
    return render(request, "web/todo.html", {"tasks": [_line(task) for task in waiting.tasks], "on": waiting.on})


def _line(task: Task) -> Line:
    return Line(task.count, task.title, task.detail, _where(task))


def _where(task: Task) -> str:
    if task.kind in ("held", "refused", "unmapped", "failed"):
        anchor = {"unmapped": "#mapping"}.get(task.kind, f"#{task.kind}")
        return reverse("file", args=[task.target["pk"]]) + anchor
    if task.kind == "flag":
        return f"{reverse('flags', args=[task.target['area']])}?{urlencode({'rule': task.target['rule']})}"
    if task.kind == "gaps":
        return reverse("households", args=[task.target["area"]]) + "?score=5"
    return reverse("files")


__all__ = ["todo"]
