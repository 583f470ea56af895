"""发起: which procedures may begin for a household or an area, and the draft of the one that is chosen."""

from typing import Any
from uuid import uuid4

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from liuqing.policy.effects import GROUPS
from liuqing.registry.models import Area, Household
from liuqing.registry.queries import clues, scope
from liuqing.registry.queries import standing as asked
from liuqing.registry.queries.standing import Startable
from liuqing.registry.services import standing as acts
from liuqing.web.pages import standing_form, step_form
from liuqing.web.paths import Step
from liuqing.workflow.rights import Right


@login_required
@never_cache
def start(request: HttpRequest) -> HttpResponse:
    """Choose a procedure, fill in its form; a draft comes out, which is looked at before it is submitted."""
    said = request.POST if request.method == "POST" else request.GET
    home, area = _about(request.user, said)
    known = asked.startable(request.user, home, area=area)
    chosen = next((one for one in known if one.procedure == said.get("procedure")), None)
    clue = clues.clue(request.user, int(said["clue"])).record if said.get("clue", "").isdecimal() else None
    if request.method == "POST" and chosen and request.POST.get("do") != "find":
        draft = acts.open(
            by=request.user, procedure=chosen.procedure, household=home, area=area, clue=clue,
            payload=standing_form.read(chosen.effect, request.POST), ground=request.POST.get("ground", ""),
            uuid=step_form.uuid(request.POST),
        )  # fmt: skip
        return redirect("proceeding", draft.no)
    return render(request, "web/standing_start.html", {
        "home": home, "area": area, "groups": _grouped(known), "chosen": chosen, "clue": clue, "said": said,
        "fields": _fields(request, chosen, home) if chosen else (), "uuid": uuid4(), "today": timezone.localdate(),
        "path": _path(home, area),
    })  # fmt: skip


def _about(user: Any, said: Any) -> tuple[Household | None, Area | None]:
    if said.get("household"):
        return scope.household(user, said["household"][:30]), None
    return None, scope.area(user, said.get("area", "")[:20] or None, Right.SEE_HOUSEHOLDS)


def _grouped(known: tuple[Startable, ...]) -> list[tuple[str, list[Startable]]]:
    """Under the headings of what they change, those that may begin first."""
    groups: dict[str, list[Startable]] = {}
    for one in known:
        groups.setdefault(one.group, []).append(one)
    return [(label, groups[key]) for key, label in GROUPS.items() if key in groups]


def _fields(request: HttpRequest, chosen: Startable, home: Household | None) -> list[standing_form.Asked]:
    posted = request.method == "POST"
    said = standing_form.read(chosen.effect, request.POST) if posted else {}
    wanted = request.POST.get("find", "")[:40] if posted else ""
    return standing_form.asked(request.user, chosen.effect, home, said, wanted)


def _path(home: Household | None, area: Area | None) -> list[Step]:
    about = Step(home.no, reverse("household", args=[home.no])) if home else Step(area.name if area else "")
    return [Step(_("办理"), reverse("standing")), about, Step(_("发起"))]
