"""户: the list of households, and the page of one with its six clears."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from liuqing.registry import queries
from liuqing.registry.models import Household
from liuqing.registry.queries import boards, cases, reasons, scope, standing, words
from liuqing.registry.services import identities
from liuqing.web import paths
from liuqing.web.pages import areas, filters, turning
from liuqing.web.paths import Step
from liuqing.workflow import rights, seen
from liuqing.workflow.rights import Right

PURPOSES = ("核对部门名单", "入户核实", "办理待遇", "答复本人查询")
"""Why a whole identity number may be shown."""
STARTING = (Right.PROPOSE_STANDING, Right.REVIEW_STANDING, Right.APPROVE_STANDING)
"""Whoever may begin some procedure or other."""
SECONDS = 60
"""How long it stays on the screen."""


@login_required
def households(request: HttpRequest, code: str) -> HttpResponse:
    """The households of an area, narrowed, sixty a page."""
    chosen = filters.read(request.GET)
    where = scope.area(request.user, code, Right.SEE_HOUSEHOLDS)
    found = queries.households(request.user, code, filters=chosen, page=turning.number(request))
    head = boards.area_head(where)
    return render(request, "web/households.html", {
        "area": head,
        "path": paths.below(request.user, head, _("户名单")),
        "found": found,
        "turn": turning.turn(request, found),
        "filters": filters.shown(chosen, sorted(words.flags())),
        "filtered": bool(chosen.told()),
        "may": areas.may_here(request.user, where.path),
    })  # fmt: skip


@login_required
@never_cache
def household(request: HttpRequest, no: str) -> HttpResponse:
    """One household: its six clears in order, then what the rules found and why."""
    home = scope.household(request.user, no)
    card, where = queries.card_of(home, reasons=False), home.village
    request.day = card.on
    seen.once(request.user, f"household:{card.household_id}")
    return render(request, "web/household.html", {
        "card": card,
        "cases": cases.of_household(card.household_id),
        "proceedings": standing.of_household(card.household_id),
        "may_start": any(rights.can(request.user, right, where.path) for right in STARTING),
        "flags": words.flags(),
        "path": paths.below(request.user, boards.area_head(where), card.no),
        "may": areas.may_here(request.user, where.path),
        "reveal": _reveal_choices(request.user, home),
    })  # fmt: skip


@login_required
@never_cache
def why(request: HttpRequest, no: str, rule: str) -> HttpResponse:
    """The reasons for one finding: every condition, its value, the number used and its source.

    Asked for only when somebody opens it, because it is computed afresh from the snapshot.
    """
    found = reasons.why(request.user, no, rule)
    request.day = found.on  # type: ignore[attr-defined]
    template = "web/parts/reasons.html" if request.htmx else "web/why.html"
    path = [Step(no, reverse("household", args=[no])), Step(_("为什么"))]
    return render(request, template, {"found": found, "path": path})


@login_required
@require_POST
@never_cache
def reveal(request: HttpRequest, no: str) -> HttpResponse:
    """A member's whole identity number, for a stated purpose, for sixty seconds, on record."""
    member = (
        _members(scope.household(request.user, no)).filter(pk=_whole(request.POST.get("person", ""))).first()
    )
    if member is None:
        raise scope.no_such_household()
    number = identities.reveal(person=member.person, by=request.user, purpose=request.POST.get("purpose", ""))
    template = "web/parts/revealed.html" if request.htmx else "web/revealed.html"
    return render(
        request, template, {"name": member.person.name, "number": number, "seconds": SECONDS, "no": no}
    )


def _reveal_choices(user: Any, home: Household) -> dict[str, Any] | None:
    if not rights.can(user, Right.REVEAL_IDENTITY, home.village.path):
        return None
    return {"people": _members(home), "purposes": PURPOSES}


def _members(home: Household) -> Any:
    """The memberships of a household."""
    return home.memberships.filter(until=None).select_related("person").order_by("pk")


def _whole(said: str) -> int:
    return int(said) if said.isdecimal() and len(said) < 16 else 0
