"""Papers: what is printed or taken away as a file. Made by reports, from the same source as the page."""

import tempfile
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache

from liuqing import reports
from liuqing.registry import queries
from liuqing.registry.queries.files import visible_files

KINDS = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@login_required
@never_cache
def household_card(request: HttpRequest, no: str, form: str) -> HttpResponse:
    """The household's sheet (明白卡) as PDF or Word."""
    if form not in ("pdf", "docx"):
        raise Http404
    queries.household(request.user, no)
    return send(request, "six-clears", f"明白卡-{no}", form, household=no)


@login_required
@never_cache
def evidence(request: HttpRequest, no: str) -> HttpResponse:
    """The household's whole story on paper (佐证卷)."""
    queries.household(request.user, no)
    return send(request, "evidence", f"佐证卷-{no}", "pdf", household=no)


@login_required
@never_cache
def six_clears(request: HttpRequest, code: str) -> HttpResponse:
    """The six clears of every household of an area as a workbook."""
    area = queries.area(request.user, code)
    return send(request, "six-clears", f"六清-{area.name}", "xlsx", area=code)


@login_required
@never_cache
def flag_lists(request: HttpRequest, code: str) -> HttpResponse:
    """Every flag of an area as a workbook, a sheet a department."""
    area = queries.area(request.user, code)
    return send(request, "flags", f"需核实的名单-{area.name}", "xlsx", area=code)


@login_required
@never_cache
def verification(request: HttpRequest, code: str, form: str) -> HttpResponse:
    """The open questions of an area to be written on (核实对照表): PDF, Word, or the workbook that comes back."""
    if form not in KINDS:
        raise Http404
    area = queries.area(request.user, code)
    return send(request, "verification", f"核实表-{area.name}", form, area=code)


def send(request: HttpRequest, report: str, name: str, form: str, **what: Any) -> HttpResponse:
    """A report as a file to be taken away; right and trail are its own."""
    folder = tempfile.TemporaryDirectory(prefix="liuqing-")
    out = Path(folder.name) / f"paper.{form}"
    with folder:
        reports.write(report, user=request.user, format=form, out=out, **what)
        handle = out.open("rb")  # stays readable after the folder is gone
    return FileResponse(handle, as_attachment=True, filename=f"{name}.{form}", content_type=KINDS[form])


@login_required
@never_cache
def errors_book(request: HttpRequest, pk: int) -> HttpResponse:
    """The sender's own workbook with what is wrong in it."""
    file = queries.file(request.user, pk)
    if not file.has_errors_book:
        raise Http404
    book = Path(settings.WORKSPACE.folder) / visible_files(request.user).get(pk=pk).errors_book
    return FileResponse(book.open("rb"), as_attachment=True, filename=f"错误表-{Path(file.name).stem}.xlsx")
