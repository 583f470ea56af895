"""填报表: a form that a superior sent is filled from the record, and what is not known is told."""

import tempfile
from pathlib import Path, PurePath
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from liuqing.errors import Problem, Where
from liuqing.planning.queries.targets import named
from liuqing.registry.queries import filling as asking
from liuqing.reports import filling, named_figures
from liuqing.reports.filling import Told
from liuqing.web.pages.papers import KINDS
from liuqing.web.paths import Step
from liuqing.workflow import rights
from liuqing.workflow.rights import Right

LARGEST = 10 * 1024 * 1024
"""Bytes of a template."""


@login_required
@never_cache
def fill(request: HttpRequest) -> HttpResponse:
    """The place to hand a template in; handed in, the filled copy."""
    rights.require(request.user, Right.EXPORT)
    if request.method != "POST":
        return _page(request)
    with tempfile.TemporaryDirectory(prefix="liuqing-") as folder:
        out = Path(folder) / "filled"
        told = _fill(request, Path(folder), out)
        handle = out.open("rb")  # stays readable after the folder is gone
    name = PurePath(told.template)
    kind = KINDS[name.suffix.lower().lstrip(".")]
    return FileResponse(handle, as_attachment=True, filename=f"已填-{name.name}", content_type=kind)


@login_required
@require_POST
def preview(request: HttpRequest) -> HttpResponse:
    """What would be filled and what is not known; nothing is written and nothing is kept."""
    rights.require(request.user, Right.EXPORT)
    with tempfile.TemporaryDirectory(prefix="liuqing-") as folder:
        told = _fill(request, Path(folder), None)
    if request.htmx:
        return render(request, "web/parts/fill_told.html", {"told": told})
    return _page(request, told)


@login_required
@never_cache
def figures(request: HttpRequest) -> HttpResponse:
    """Every name that may stand in a Word template, with the mark to copy and its present value."""
    rights.require(request.user, Right.EXPORT)
    area, listed = named.listing(request.user, request.GET.get("area", "")[:20] or None)
    return render(request, "web/figures.html", {
        "area": area,
        "places": asking.places(request.user),
        "known": [(one, _shown(one)) for one in listed if one.actual.value is not None],
        "unknown": [one for one in listed if one.actual.value is None],
        "path": [Step(_("填报表"), reverse("fill")), Step(_("数的名称"))],
    })  # fmt: skip


def _shown(one: named.Listed) -> tuple[str, str]:
    """The number and the unit in which a document would print it."""
    return named_figures.printed(one.actual)


def _page(request: HttpRequest, told: Told | None = None) -> HttpResponse:
    return render(request, "web/fill.html", {
        "places": asking.places(request.user),
        "area": request.POST.get("area") or request.GET.get("area", ""),
        "may_see_whole": rights.can(request.user, Right.REVEAL_IDENTITY),
        "told": told,
        "path": [Step(_("填报表"))],
    })  # fmt: skip


def _fill(request: HttpRequest, folder: Path, out: Path | None) -> Told:
    sent = request.FILES.get("template")
    if sent is None:
        raise Problem("filling.no_template", "没有选模板文件", "请选上级发的 .xlsx 或 .docx 表。")
    template = _received(sent, folder)
    asked: dict[str, Any] = {"household": request.POST.get("household", "").strip() or None}
    if not asked["household"]:
        asked["area"] = request.POST.get("area") or None
    return filling.fill(
        template, user=request.user, out=out, name=PurePath(sent.name or "").name,
        purpose=request.POST.get("purpose", ""), whole=request.POST.get("whole") == "1", **asked,
    )  # fmt: skip


def _received(sent: UploadedFile, folder: Path) -> Path:
    name = PurePath(sent.name or "").name
    if (sent.size or 0) > LARGEST:
        raise Problem("templates.too_large", "模板文件超过 10 MB", "请删去图片后再上传。", Where(file=name))
    template = folder / f"template{PurePath(name).suffix.lower()}"
    with template.open("wb") as copy:
        for piece in sent.chunks():
            copy.write(piece)
    return template
