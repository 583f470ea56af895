"""比较两次快照: who came, who went, whose facts changed between two frozen days."""

import tempfile
from pathlib import Path

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from liuqing.registry.queries.windows import differences as asking
from liuqing.reports import snapshot_diff
from liuqing.web.pages import turning
from liuqing.web.pages.papers import KINDS
from liuqing.web.paths import Step
from liuqing.workflow import rights
from liuqing.workflow.rights import Right


@login_required
@never_cache
def snapshots(request: HttpRequest) -> HttpResponse:
    """Choose two of the frozen days."""
    found = asking.snapshots(request.user)
    chosen = [request.GET.get(name, "") for name in ("a", "b")]
    if all(one.isascii() and one.isdigit() for one in chosen):
        return redirect("snapshot-diff", *chosen)
    return render(request, "web/snapshots.html", {"found": found, "path": [_up(), Step(_("比较两次快照"))]})


@login_required
@never_cache
def difference(request: HttpRequest, earlier: int, later: int) -> HttpResponse:
    """Counts by field; the rows of one field for who may see households."""
    area, entity, field = (request.GET.get(name, "") for name in ("area", "entity", "field"))
    found = asking.summary(request.user, earlier, later, area or None)
    place = "".join(f"{code}/" for code, _name in found.area.trail)
    may_see = rights.can(request.user, Right.SEE_HOUSEHOLDS, place)
    page = None
    if field:
        page = asking.rows(request.user, earlier, later, area or None, entity, field, turning.number(request))
    return render(request, "web/snapshot_diff.html", {
        "found": found, "groups": _groups(found), "page": page, "field": asking.label(field) if field else "", "may_see": may_see,
        "may_export": rights.can(request.user, Right.EXPORT, place),
        "turn": turning.turn(request, page) if page else None, "code": area,
        "path": [_up(), Step(_("比较两次快照"), reverse("snapshots")), Step(f"{found.earlier.on} – {found.later.on}")],
    })  # fmt: skip


@login_required
@never_cache
def book(request: HttpRequest, earlier: int, later: int) -> HttpResponse:
    """The same as a workbook, every difference a row."""
    found = asking.summary(request.user, earlier, later, request.GET.get("area") or None)
    with tempfile.TemporaryDirectory(prefix="liuqing-") as folder:
        out = Path(folder) / "differences.xlsx"
        handle = snapshot_diff.write(found, user=request.user, out=out).open("rb")
    name = f"快照比较-{found.area.name}-{found.earlier.on}-{found.later.on}.xlsx"
    return FileResponse(handle, as_attachment=True, filename=name, content_type=KINDS["xlsx"])


def _groups(found: asking.Summary) -> list[tuple[str, list[asking.Field]]]:
    """What the register says first; a list that one of the two did not have yet differs for everybody."""
    own = [one for one in found.fields if not one.list]
    said = [one for one in found.fields if one.list]
    return [("", own), *([(_("部门名单带来的 %(n)s 项") % {"n": len(said)}, said)] if said else [])]


def _up() -> Step:
    return Step(_("动态调整"), reverse("windows"))
