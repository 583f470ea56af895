"""The terms of a comparison: on what ground a list was compared, and for what."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from liuqing.errors import Problem
from liuqing.registry.queries.comparisons import comparison
from liuqing.registry.services import comparisons


@login_required
@require_POST
def state(request: HttpRequest, pk: int) -> HttpResponse:
    """Say another ground or purpose than the usual one."""
    found = comparison(request.user, pk)
    if found is None:
        raise Problem("registry.no_such_file", "这个文件没有比对", "请从数据交换进入。")
    comparisons.state(
        found, by=request.user, ground=request.POST.get("ground", ""), purpose=request.POST.get("purpose", "")
    )
    return redirect("file", pk)
