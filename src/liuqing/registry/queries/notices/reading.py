"""How notices are read: whose they are, which proceedings of a sheet still stand on it."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet

from liuqing.errors import Problem
from liuqing.policy import place, public_notices
from liuqing.policy.hanging import Pause
from liuqing.policy.public_notices import Terms
from liuqing.registry.models import Area, Notice, Noticed, Proceeding
from liuqing.registry.queries import scope
from liuqing.registry.services.standing import frozen
from liuqing.workflow import rights
from liuqing.workflow.rights import Right

LIVE = (Notice.State.DRAWN, Notice.State.HANGING, Notice.State.PAUSED)
"""The states of a notice that is not over."""
UP = (Notice.State.HANGING, Notice.State.PAUSED)
"""The states in which a sheet is on the wall."""
ACTING = (Right.PROPOSE_STANDING, Right.REVIEW_STANDING, Right.APPROVE_STANDING, Right.ANSWER_OBJECTIONS)
"""Rights by which somebody works with notices."""


def of_user(user: Any, *wanted: Right) -> QuerySet[Notice]:
    """The notices of the areas for which the user holds one of the rights (to see households)."""
    areas = Q(pk__in=())
    for right in wanted or (Right.SEE_HOUSEHOLDS,):
        for path in rights.areas_of(user, right):
            areas |= Q(area__path__startswith=path)
    return Notice.objects.filter(areas).select_related("area__parent__parent")


def seen(user: Any, pk: int) -> Notice:
    """One notice. Problem ``notices.no_such_notice`` if there is none or it is not the user's."""
    found = of_user(user).filter(pk=pk).first()
    if found is None:
        raise Problem("notices.no_such_notice", "您的范围内没有这份公示", "请从公示公告进入。")
    return found


def on_sheet(notice: Notice) -> list[Noticed]:
    """What is on the sheet, in its order."""
    return list(notice.noticed.select_related("proceeding__household", "proceeding__area").order_by("line"))


def stands(notice: Notice, row: Noticed) -> bool:
    """Whether a line still waits for this notice, or was carried by it to the next step."""
    one = row.proceeding
    if notice.state == Notice.State.ENDED:
        return any(act.proceeding_id == one.pk and act.outcome == "done" for act in notice.acts.all())
    here = one.area.path.startswith(notice.area.path)
    return here and one.state == Proceeding.State.OPEN and one.step == notice.step and one.round == row.round


def here() -> place.Place:
    """The place of the workspace."""
    return place.load(settings.WORKSPACE.place)


def terms(on: date) -> Terms:
    """The place's terms of a day."""
    return public_notices.terms(here().parameters(on))


def pauses(notice: Notice) -> list[Pause]:
    """The days on which the clock stood still."""
    return [
        (date.fromisoformat(one["from"]), date.fromisoformat(one["to"]) if one["to"] else None)
        for one in notice.pauses
    ]


def is_shown(notice: Notice, today: date) -> bool:
    """Whether the public may read the lines: while it hangs, and some days after its end."""
    if notice.state in UP:
        return True
    if notice.state != Notice.State.ENDED or notice.ended_on is None:
        return False
    return today <= notice.ended_on + timedelta(days=terms(today).shown_days)


def town(area: Area) -> str:
    """The name of the township of an area; "" for the county."""
    above = area if area.level == Area.Level.TOWN else area.parent
    return above.name if above and above.level == Area.Level.TOWN else ""


def area(user: Any, code: str | None) -> Area:
    """The area of that code, or the user's highest."""
    return scope.area(user, code, Right.SEE_HOUSEHOLDS)


def levels(notices: Iterable[Notice]) -> dict[int, str]:
    """At which level each notice hangs and ends, by key: the level of its step."""
    first = Noticed.objects.filter(notice__in=list(notices), line=1).select_related("proceeding", "notice")
    return {row.notice_id: frozen.of(row.proceeding).step(row.notice.step).level for row in first}
