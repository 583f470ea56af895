"""核实表: paper and workbooks out to the villages, filled workbooks back in."""

import tempfile
from pathlib import Path, PurePath

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from liuqing.errors import Problem, Where
from liuqing.registry.queries import verification
from liuqing.registry.services import answers_in
from liuqing.registry.services.answers_in import Taken
from liuqing.web.paths import Step
from liuqing.web.problems import Told
from liuqing.workflow import rights
from liuqing.workflow.rights import Right

LARGEST = 10 * 1024 * 1024
"""Bytes of a workbook that comes back."""
SHOWN = 60
"""Faults shown on the page; all stand in the errors book."""


@login_required
@never_cache
def sheets(request: HttpRequest) -> HttpResponse:
    """What can be taken to the village, and the place to hand it in again."""
    if not rights.can(request.user, Right.ANSWER_CASES):
        rights.require(request.user, Right.EXPORT)
    if request.method != "POST":
        return _page(request)
    rights.require(request.user, Right.ANSWER_CASES)
    try:
        return _page(request, _take(request))
    except Problem as problem:
        told = Told(problem.what, problem.remedy, problem.code, str(problem.where))
        return _page(request, problem=told, status=422)


def _page(
    request: HttpRequest, taken: Taken | None = None, *, problem: Told | None = None, status: int = 200
) -> HttpResponse:
    return render(request, "web/sheets.html", {
        "places": verification.waiting(request.user) if rights.can(request.user, Right.EXPORT) else (),
        "may_answer": rights.can(request.user, Right.ANSWER_CASES),
        "taken": taken,
        "faults": taken.faults[:SHOWN] if taken else (),
        "problem": problem,
        "path": [Step(_("核实表"))],
    }, status=status)  # fmt: skip


def _take(request: HttpRequest) -> Taken:
    sent = request.FILES.get("sheet")
    if sent is None:
        raise Problem("answers.no_file", "没有选填好的核实表", "请选填好的那份 Excel。")
    with tempfile.TemporaryDirectory(prefix="liuqing-") as folder:
        return answers_in.take(
            _received(sent, Path(folder)), request.user, name=PurePath(sent.name or "").name
        )


def _received(sent: UploadedFile, folder: Path) -> Path:
    name = PurePath(sent.name or "").name
    if (sent.size or 0) > LARGEST:
        raise Problem(
            "files.too_large", "文件超过 10 MB", "核实表不会这么大，请确认选对了文件。", Where(file=name)
        )
    path = folder / f"sheet{PurePath(name).suffix.lower()}"
    with path.open("wb") as copy:
        for piece in sent.chunks():
            copy.write(piece)
    return path


@login_required
@never_cache
def errors_book(request: HttpRequest, pk: int) -> HttpResponse:
    """The sender's own sheet with what is wrong in it."""
    name, place = verification.errors_book(request.user, pk)
    book = Path(settings.WORKSPACE.folder) / place
    return FileResponse(book.open("rb"), as_attachment=True, filename=f"错误表-{PurePath(name).stem}.xlsx")
