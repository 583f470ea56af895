"""规划核对: a plan handed in, its figures marked in place; nothing of it is kept."""

import tempfile
from functools import cache
from pathlib import Path, PurePath
from typing import Any, Literal

from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_POST, require_safe

from liuqing import plans
from liuqing.errors import Problem, Where
from liuqing.plans import guarded
from liuqing.web.pages.papers import KINDS
from liuqing.web.paths import Step
from liuqing.web.problems import Told

LARGEST = 20 * 1024 * 1024
"""Bytes of a plan."""
ENDINGS = ".docx,.pdf,.txt,.htm,.html"
SHOWN = 400_000
"""Characters of a text shown on the page; the report has all of them."""
STYLE = Path(plans.__file__).parent / "templates/found.css"


@login_required
@never_cache
def plan_check(request: HttpRequest) -> HttpResponse:
    """The place to hand a plan in; handed in, what was found."""
    if request.method != "POST":
        return _page(request)
    try:
        return _page(request, _look(request))
    except Problem as problem:
        told = Told(problem.what, problem.remedy, problem.code, str(problem.where))
        return _page(request, problem=told, status=422)


@login_required
@require_POST
@never_cache
def report(request: HttpRequest) -> HttpResponse:
    """The marked text as one file, of what the page carries."""
    return _taken(request, "page", "html", _("规划核对"))


@login_required
@require_POST
@never_cache
def book(request: HttpRequest) -> HttpResponse:
    """Every figure as a workbook, of what the page carries."""
    return _taken(request, "book", "xlsx", _("规划里的数"))


@require_safe
@cache_control(max_age=3600)
def style(request: HttpRequest) -> HttpResponse:
    """The style of the marks, the same as in the report."""
    return HttpResponse(_style(), content_type="text/css; charset=utf-8")


@cache
def _style() -> bytes:
    return STYLE.read_bytes()


def _page(
    request: HttpRequest,
    found: dict[str, Any] | None = None,
    *,
    problem: Told | None = None,
    status: int = 200,
) -> HttpResponse:
    view = found["view"] if found else None
    part = "web/parts/plan_found.html" if getattr(request, "htmx", False) else "web/plan_check.html"
    return render(request, part, {
        "view": view,
        "carried": found["carried"] if found else "",
        "is_whole": not view or view["characters"] <= SHOWN,
        "problem": problem,
        "pasted": request.POST.get("text", "") if problem else "",
        "endings": ENDINGS,
        "path": [Step(_("规划核对"))],
    }, status=status)  # fmt: skip


def _look(request: HttpRequest) -> dict[str, Any]:
    sent, text = request.FILES.get("plan"), request.POST.get("text", "")
    if sent is None and not text.strip():
        raise Problem("plan.no_file", "没有选文件，也没有粘贴文字", "请选一份规划，或把文字粘贴进来。")
    with tempfile.TemporaryDirectory(prefix="liuqing-") as folder:
        if sent is not None:
            return guarded.look(_received(sent, Path(folder)), PurePath(sent.name or "").name)
        path = Path(folder) / "plan.txt"
        path.write_text(text, encoding="utf-8", newline="")
        return guarded.look(path, _("粘贴的文字.txt"))


def _received(sent: UploadedFile, folder: Path) -> Path:
    name = PurePath(sent.name or "").name
    if (sent.size or 0) > LARGEST:
        raise Problem(
            "plan.too_large", "文件超过 20 MB", "请删去图片，或把文件按章节拆开。", Where(file=name)
        )
    path = folder / f"plan{PurePath(name).suffix.lower()}"
    with path.open("wb") as copy:
        for piece in sent.chunks():
            copy.write(piece)
    return path


def _taken(request: HttpRequest, want: Literal["page", "book"], form: str, label: str) -> HttpResponse:
    with tempfile.TemporaryDirectory(prefix="liuqing-") as folder:
        out = Path(folder) / f"out.{form}"
        name = guarded.report(request.POST.get("carried", ""), out, want)
        handle = out.open("rb")  # stays readable after the folder is gone
    return FileResponse(
        handle,
        as_attachment=True,
        filename=f"{label}-{PurePath(name).stem}.{form}",
        content_type=KINDS.get(form, "text/html; charset=utf-8"),
    )
