"""Rows that wait for a person: what the list says beside whom it may mean."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST


def side_by_side(user: Any, pk: int) -> Any:
    """The row's own words and its candidates."""
    from liuqing.registry import queries

    return queries.held_row(user, pk)


@login_required
@require_POST
@never_cache
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """It is this person, or none of them."""
    from liuqing.registry.services import deciding

    said = request.POST.get("person", "")
    row = deciding.decide(row_pk=pk, person_pk=int(said) if said.isdecimal() else None, by=request.user)
    return render(request, "web/parts/decided.html", {"row": row})
