"""项目: one project whole: where its money came from and went, how far it is, what was applied for, whom it serves."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.cache import never_cache

from liuqing.planning.models import Project
from liuqing.planning.queries import announcements, funds, life, performance, pool, scope
from liuqing.planning.queries.funds import ProjectMoney
from liuqing.planning.services import pool as acts
from liuqing.registry.queries import boards
from liuqing.web import paths
from liuqing.web.paths import Step
from liuqing.web.templatetags.liuqing import share
from liuqing.workflow.rights import Right

MADE = (Project.State.ACCEPTED, Project.State.SETTLED)
"""When what was made is there and has to be written down as an asset."""


@dataclass(frozen=True)
class Bar:
    """A station of the money: how much of the project's need has come so far; ``width`` in thousandths."""

    label: str
    amount: Decimal
    width: int


@login_required
@never_cache
def project(request: HttpRequest, no: str) -> HttpResponse:
    """The project of that number with everything that is known of it."""
    told = pool.application(request.user, no)
    made, money = told.project, funds.of_project(request.user, told.project)
    # What one part has read, the others need not read again.
    story = life.story(request.user, made)
    spent = performance.Spent(money.secured, money.paid)
    stages = [one.stage for one in story.done]
    return render(request, "web/project.html", {
        "told": told, "project": made, "money": money, "way": _way(money),
        "story": story, "assets": made.assets.all(),
        "performance": performance.of_project(request.user, made, spent),
        "announcements": announcements.of_project(request.user, made, stages),
        "may_own": made.state in MADE and scope.may(request.user, Right.MANAGE_ASSETS, made),
        "may_choose": _may_choose(request.user, made), "stopped": Project.OUT, "path": _path(request.user, made),
    })  # fmt: skip


def _may_choose(user: Any, made: Project) -> bool:
    """Whoever files while the application is open; afterwards who runs the project."""
    right = Right.FILE_PROJECTS if made.state in acts.OPEN else Right.RUN_PROJECTS
    return made.state not in Project.OUT and scope.may(user, right, made)


def _way(money: ProjectMoney) -> list[Bar]:
    """Need, allocated, claimed, paid: each at most what came before it."""
    claimed = money.claimed + money.retained + money.paid
    stations = (
        (_lazy("需要"), money.need), (_lazy("已安排"), money.secured), (_lazy("已报账"), claimed),
        (_lazy("已支付"), money.paid),
    )  # fmt: skip
    most = max(amount for _label, amount in stations)
    return [Bar(str(label), amount, share(amount * 10, most)) for label, amount in stations]


def _path(user: Any, made: Project) -> list[Step]:
    return [
        Step(_("项目库"), f"{reverse('projects')}?area={made.area.code}"),
        *paths.below(user, boards.area_head(made.area), made.no),
    ]
