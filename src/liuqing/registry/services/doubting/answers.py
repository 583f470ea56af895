"""What a person says to a doubted list: go on, stop, or look at it once more."""

from typing import Any

from django.db import transaction

from liuqing.errors import Problem, Where
from liuqing.policy.lists import BY_KEY
from liuqing.registry.models import SourceFile
from liuqing.workflow import rights, trail
from liuqing.workflow.rights import Right

State = SourceFile.State


def go_on(file: SourceFile, *, by: Any) -> SourceFile:
    """The list is right as it is: read it. Problem ``doubts.not_asked`` where nobody was asked."""
    return _answer(file, by, "files.went_on", (State.ASKED, State.STOPPED), State.RECEIVED, by.get_username())


def stop(file: SourceFile, *, by: Any) -> SourceFile:
    """The list is not taken; it may be read again later. Problem ``doubts.not_asked``."""
    return _answer(file, by, "files.stopped", (State.ASKED,), State.STOPPED, "")


def look_again(file: SourceFile, *, by: Any) -> SourceFile:
    """Look at a stopped list once more, because the record or its headings have changed since."""
    return _answer(file, by, "files.looked_at_again", (State.STOPPED,), State.RECEIVED, "")


@transaction.atomic
def _answer(
    file: SourceFile, by: Any, act: str, open_in: tuple[str, ...], state: str, go_on_by: str
) -> SourceFile:
    file = SourceFile.objects.select_for_update().get(pk=file.pk)
    for kind in file.kind.split("+") if file.kind else [""]:
        department = BY_KEY[kind].department if kind in BY_KEY else None
        rights.require(by, Right.LOAD_LISTS, department=department)
    if file.state not in open_in:
        raise Problem("doubts.not_asked", "这份文件现在没有等人答复的疑问", "请刷新页面。", Where(file.name))
    file.state, file.go_on_by = state, go_on_by
    file.save(update_fields=("state", "go_on_by"))
    detail = {"doubts": [doubt["code"] for doubt in file.doubts]}
    trail.record(act, subject=f"file:{file.pk}", by=by, detail=detail)
    return file
