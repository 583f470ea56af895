"""数据交换: lists in, problems back."""

import tempfile
from pathlib import Path, PurePath
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from liuqing.errors import Problem, Where
from liuqing.registry import queries
from liuqing.registry.queries import assessments, scope
from liuqing.registry.queries.comparisons import comparison
from liuqing.registry.queries.files import FileRow, KeptRow, visible_files
from liuqing.registry.queries.held import held_row
from liuqing.registry.queries.pages import Page
from liuqing.registry.services import files as inbox
from liuqing.registry.services.doubting import answers
from liuqing.web import jobs
from liuqing.web.pages import mapping, turning
from liuqing.web.paths import Step
from liuqing.workflow import rights
from liuqing.workflow.rights import Right

LARGEST = 20 * 1024 * 1024
"""Bytes of one file."""
MOST = 50
"""Files of one upload."""
ENDINGS = {".xlsx", ".xls", ".xlsb", ".ods", ".csv"}
BUSY = {"received", "loading"}
CORRECTABLE = {"unmapped", "failed", "asked", "stopped"}
"""States in which a file's headings may still be put right: nothing of it was taken."""


@login_required
def files(request: HttpRequest) -> HttpResponse:
    """The files that concern the user, and the place to hand in more."""
    rights.require(request.user, Right.SEE_FILES)
    found = queries.files(request.user, turning.number(request))
    may_compare = rights.can(request.user, Right.SEE_HOUSEHOLDS)
    return render(request, "web/files.html", {
        "files": found.rows,
        "turn": turning.turn(request, found),
        "may_load": rights.can(request.user, Right.LOAD_LISTS),
        "to_assess": _to_assess(request.user),
        "may_compare": may_compare,
        "ledgers_of": scope.area(request.user, None, Right.SEE_HOUSEHOLDS).code if may_compare else "",
        "path": [Step(_("数据交换"))],
    })  # fmt: skip


def _to_assess(user: Any) -> int | None:
    """How many lists wait for an assessment; None for who cannot assess."""
    return assessments.waiting(scope.latest_snapshot()) if assessments.may_take(user) else None


@login_required
@require_POST
def upload(request: HttpRequest) -> HttpResponse:
    """Take files in; they are read in the background. One bad file does not stop the others."""
    rights.require(request.user, Right.LOAD_LISTS)
    rows, faults = [], []
    for sent in request.FILES.getlist("files")[:MOST]:
        try:
            rows.append(queries.file(request.user, _take(sent, request.user).pk))
        except Problem as problem:
            faults.append(problem)
    jobs.reader.wake()
    if request.htmx:
        return render(request, "web/parts/uploaded.html", {"files": rows, "faults": faults})
    for fault in faults:
        messages.warning(request, fault.sentence(), extra_tags="bad")
    return redirect("files")


@login_required
@never_cache
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """How far the reading is: the file's line, or its part on its own page."""
    file = queries.file(request.user, pk)
    whole = request.GET.get("whole") == "1"
    answer = render(
        request, "web/parts/file_now.html" if whole else "web/parts/file_row.html", {"file": file}
    )
    if whole and file.state not in BUSY:
        answer.headers["HX-Refresh"] = "true"  # rows and mapping have come in meanwhile
    return answer


def _take(sent: UploadedFile, user: Any) -> Any:
    name = PurePath(sent.name or "").name
    if PurePath(name).suffix.lower() not in ENDINGS:
        raise Problem(
            "files.not_a_table",
            "这不是表格文件",
            "请交 .xlsx、.xls、.xlsb、.ods 或 .csv 文件。",
            Where(file=name),
        )
    if (sent.size or 0) > LARGEST:
        raise Problem("files.too_large", "文件超过 20 MB", "请分成几个文件再交。", Where(file=name))
    with tempfile.NamedTemporaryFile(prefix="liuqing-", suffix=PurePath(name).suffix) as copy:
        for piece in sent.chunks():
            copy.write(piece)
        copy.flush()
        return inbox.receive(Path(copy.name), name=name, by=user)


@login_required
@never_cache
def file(request: HttpRequest, pk: int) -> HttpResponse:
    """One file: what became of it, rows to decide, rows refused, what its headings were taken for."""
    one = queries.file(request.user, pk)
    held = queries.kept_rows(request.user, pk, verdict="held", page=turning.number(request), size=10)
    decides = rights.can(request.user, Right.DECIDE_HELD_ROWS)
    refused = queries.kept_rows(request.user, pk, verdict="refused", size=60)
    return render(request, "web/file.html", {
        "file": one,
        "path": [Step(_("数据交换"), reverse("files")), Step(one.name)],
        "comparison": comparison(request.user, pk),
        "may_load": rights.can(request.user, Right.LOAD_LISTS),
        "held": _waiting(request.user, held, decides),
        "held_total": held.total,
        "turn": turning.turn(request, held),
        "refused": refused,
        "sheets": mapping.sheets(one),
        "kinds": mapping.kinds(),
        "may_map": rights.can(request.user, Right.LOAD_LISTS) and one.state in CORRECTABLE,
        "may_decide": decides,
        "may_answer": _may_answer(request.user, one),
    })  # fmt: skip


def _may_answer(user: Any, file: FileRow) -> bool:
    """Whether the user may say that a doubted list is read all the same, or not."""
    departments: list[str | None] = [*file.department_of_kinds] or [None]
    return all(rights.can(user, Right.LOAD_LISTS, department=one) for one in departments)


@login_required
@require_POST
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """A person's answer to what looked wrong with a list: go on, stop, or look at it again."""
    queries.file(request.user, pk)
    one = visible_files(request.user).get(pk=pk)
    act = {"go-on": answers.go_on, "stop": answers.stop, "again": answers.look_again}
    said = request.POST.get("answer", "")
    if said in act:
        act[said](one, by=request.user)
    jobs.reader.wake()
    return redirect("file", pk)


def _waiting(user: Any, page: Page[KeptRow], decides: bool) -> list[Any]:
    """The held rows: whole and beside their candidates for who decides, else only what is wrong."""
    return [held_row(user, row.pk) for row in page.rows] if decides else list(page.rows)
