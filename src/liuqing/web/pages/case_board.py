"""核实进度: where the cases stand, how old they are, what was a false alarm; and striking off."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.cache import never_cache

from liuqing.registry.queries import cases as asked
from liuqing.registry.queries import scope
from liuqing.registry.services import cases as acts
from liuqing.web import paths
from liuqing.workflow import rights
from liuqing.workflow.rights import Right

TABS = {
    "places": _lazy("按地方"),
    "departments": _lazy("按部门"),
    "rules": _lazy("按疑点"),
    "alarms": _lazy("误报"),
}


@login_required
@never_cache
def board(request: HttpRequest, code: str) -> HttpResponse:
    """The cases of an area: by place, department or rule, in fixed order; or the false alarms."""
    if request.method == "POST":
        done = acts.close_reviewed(by=request.user, area_code=code)
        messages.success(request, _("已销号 %(n)s 条") % {"n": done}, extra_tags="good")
        return redirect("case-board", code)
    found = asked.board(request.user, code)
    tab = request.GET.get("by", "") if request.GET.get("by") in TABS else "places"
    alarms = asked.false_alarms(request.user, code) if tab == "alarms" else None
    return render(request, "web/case_board.html", {
        "found": found, "tab": tab, "tabs": TABS.items(), "lines": getattr(found, tab, ()),
        "alarms": alarms, "alarm_tables": _tables(alarms), "states": _states(found.total),
        "may_send": rights.can(request.user, Right.SEND_CASES, scope.area(request.user, code).path),
        "path": paths.below(request.user, found.area, _("核实进度")),
    })  # fmt: skip


def _states(total: asked.Load) -> list[tuple[str, int]]:
    """From found to struck off, in the order in which a case goes."""
    return [
        ("待派发", total.found), ("待核实", total.sent), ("待审核", total.answered), ("待销号", total.reviewed),
        ("已销号", total.closed),
    ]  # fmt: skip


def _tables(alarms: asked.FalseAlarms | None) -> list[tuple[str, tuple[asked.Alarms, ...]]]:
    return [(_("按疑点"), alarms.rules), (_("按名单"), alarms.lists)] if alarms else []
