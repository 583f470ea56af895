"""Rows that wait for a person: what the list says beside whom it may mean, and the decision."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from liuqing.registry.queries import held as held_rows
from liuqing.registry.services import held as deciding
from liuqing.workflow import rights
from liuqing.workflow.rights import Right


@login_required
@require_POST
@never_cache
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """It is this person, it is none of them, or it is to be tried again."""
    rights.require(request.user, Right.DECIDE_HELD_ROWS)
    row = held_rows.held(request.user, pk)
    said = request.POST.get("person", "")
    person = held_rows.candidate(request.user, row, int(said)) if said.isdecimal() else None
    row = deciding.decide(row, by=request.user, person=person, refuse=request.POST.get("refuse") == "1")
    if request.htmx:
        return render(request, "web/parts/decided.html", {"row": row})
    return redirect("file", row.file_id)
