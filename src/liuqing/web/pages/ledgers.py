"""账账相符: book beside book, our record beside the next national export, the export in its headings."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path, PurePath
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from liuqing import reports
from liuqing.errors import Problem, Where
from liuqing.registry.queries import boards, comparing, national, scope
from liuqing.registry.queries import ledgers as books
from liuqing.registry.queries.ledger_lines import GIVEN, Line
from liuqing.reports import register_diff
from liuqing.web import paths
from liuqing.web.pages import turning
from liuqing.web.pages.files import ENDINGS, LARGEST
from liuqing.web.pages.papers import KINDS
from liuqing.web.paths import Step
from liuqing.workflow import rights
from liuqing.workflow.rights import Right

PURPOSES = ("录入全国系统", "上报备份", "与全国系统核对")
"""For what whole numbers may leave in the national headings."""
EXPORTS = {"persons": "人员信息", "households": "户信息", "villages": "村信息"}
SHOWN = 200
"""Differences on the page; the workbook has all."""
_CSV = {"csv": "text/csv; charset=utf-8", "xlsx": KINDS["xlsx"]}


@dataclass(frozen=True)
class Group:
    """Ledgers of one kind under their heading; ``folded`` are the many that agree."""

    label: str
    lines: list[Line]
    folded: list[Line]


def _group(label: str, lines: list[Line]) -> Group:
    folds = label == GIVEN
    return Group(
        label,
        [one for one in lines if not (folds and one.agree)],
        [one for one in lines if folds and one.agree],
    )


@login_required
@never_cache
def ledgers(request: HttpRequest, code: str) -> HttpResponse:
    """The books of an area; with ``ledger`` and ``side`` the people of whom they disagree."""
    found = books.ledgers(request.user, code)
    key, side = request.GET.get("ledger", ""), request.GET.get("side", "")
    line = next((one for one in found.lines if one.key == key), None)
    page = books.differing(request.user, code, key, side, turning.number(request)) if line else None
    path = found.area.path
    return render(request, "web/ledgers.html", {
        "found": found,
        "path": paths.below(request.user, boards.area_head(found.area), _("账账相符")),
        "groups": [_group(label, list(lines)) for label, lines in groupby(found.lines, key=lambda one: one.group)],
        "line": line,
        "side": side,
        "page": page,
        "turn": turning.turn(request, page) if page else None,
        "purposes": PURPOSES,
        "exports": EXPORTS,
        "may_export": rights.can(request.user, Right.EXPORT, path) and rights.can(request.user, Right.REVEAL_IDENTITY, path),
    })  # fmt: skip


@login_required
@require_POST
def register(request: HttpRequest, code: str) -> HttpResponse:
    """One of the three national lists of the area, for a stated purpose, with whole numbers."""
    kind, form = request.POST.get("list", ""), request.POST.get("form", "")
    purpose = request.POST.get("purpose", "")
    if kind not in EXPORTS or form not in _CSV or purpose not in PURPOSES:
        raise Http404
    area = scope.area(request.user, code, Right.EXPORT)
    with tempfile.TemporaryDirectory(prefix="liuqing-") as folder:
        out = Path(folder) / f"register.{form}"
        reports.write(f"register-{kind}", user=request.user, area=code, format=form, out=out, purpose=purpose)
        handle = out.open("rb")  # stays readable after the folder is gone
    name = f"{EXPORTS[kind]}-{area.name}.{form}"
    return FileResponse(handle, as_attachment=True, filename=name, content_type=_CSV[form])


@login_required
@never_cache
def compare(request: HttpRequest) -> HttpResponse:
    """Our record beside the export that is handed in here; the export is not kept and not read in."""
    area = scope.area(request.user, None, Right.SEE_HOUSEHOLDS)
    found, problem = None, None
    sent = request.FILES.get("file")
    if request.method == "POST" and sent is not None:
        try:
            with _copied(sent) as (copy, name):
                found = comparing.compare(request.user, copy, name)
                if request.POST.get("as") == "xlsx":
                    return _workbook(request.user, found)
        except Problem as fault:
            problem = fault
    return render(request, "web/compare.html", {
        "found": found,
        "problem": problem,
        "shown": found.differences[:SHOWN] if found else (),
        "path": [
            Step(_("账账相符"), reverse("ledgers", args=[area.code])),
            Step(_("与全国系统导出比对")),
        ],
        "most": SHOWN,
        "kinds": national.KINDS,
        "may_export": rights.can(request.user, Right.EXPORT),
    })  # fmt: skip


@contextmanager
def _copied(sent: UploadedFile) -> Iterator[tuple[Path, str]]:
    name = PurePath(sent.name or "").name
    if PurePath(name).suffix.lower() not in ENDINGS:
        raise Problem(
            "files.not_a_table", "这不是表格文件", "请交 .xlsx、.xls、.xlsb、.ods 或 .csv 文件。", Where(name)
        )
    if (sent.size or 0) > LARGEST:
        raise Problem("files.too_large", "文件超过 20 MB", "请分成几个文件再比对。", Where(name))
    with tempfile.NamedTemporaryFile(prefix="liuqing-", suffix=PurePath(name).suffix) as copy:
        for piece in sent.chunks():
            copy.write(piece)
        copy.flush()
        yield Path(copy.name), name


def _workbook(user: Any, found: comparing.Compared) -> HttpResponse:
    with tempfile.TemporaryDirectory(prefix="liuqing-") as folder:
        handle = register_diff.write(found, user=user, out=Path(folder) / "differences.xlsx").open("rb")
    name = f"账账相符-{found.label}.xlsx"
    return FileResponse(handle, as_attachment=True, filename=name, content_type=KINDS["xlsx"])
