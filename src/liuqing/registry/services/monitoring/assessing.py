"""The two assessments (识别、消除时的核实): what was found of the household, for a proceeding under way.

An answer is yes (there is a problem), no, or not known; not known is never a no. An assessment is
written again as often as something was found out, until the proceeding is closed; the last one counts,
the earlier ones stay.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction

from liuqing.errors import Problem
from liuqing.policy.worksheet import FEN, MOST
from liuqing.registry.models import Assessed, Proceeding, Worksheet
from liuqing.workflow import clock, rights, trail
from liuqing.workflow.rights import Right

GUARANTEES = {
    "dropout": "义务教育阶段适龄儿童少年失学辍学",
    "house_unsafe": "住房出现安全问题",
    "water_unsafe": "饮水出现安全问题",
    "uninsured": "有成员未参加基本医保",
}
"""What is asked of a household at either end, in the words of the form."""
PHASES = {
    "watch": Assessed.Phase.IDENTIFIED,
    "help": Assessed.Phase.IDENTIFIED,
    "watch_again": Assessed.Phase.IDENTIFIED,
    "remove_risk": Assessed.Phase.REMOVED,
}
"""By the effect of the proceeding: at which end of the monitoring it stands."""
_OPEN = Proceeding.OPEN_STATES


@transaction.atomic
def assess(
    *, proceeding: Proceeding, by: Any, guarantees: Mapping[str, bool | None], claims: Decimal | None = None,
    self_paid: Decimal | None = None, worksheet: Worksheet | None = None, on: date | None = None,
) -> Assessed:  # fmt: skip
    """Keep what was found on a day (today). The phase is that of the proceeding's effect.

    Problems ``workflow.not_allowed``, ``monitoring.no_assessment`` (another kind of procedure, or closed),
    ``monitoring.day``, ``monitoring.amount``, ``monitoring.worksheet`` (of another household).
    """
    household = _household(proceeding)
    rights.require(by, Right.PROPOSE_STANDING, household.village.path)
    made = Assessed.objects.create(
        proceeding=proceeding, household=household, phase=PHASES[proceeding.effect], on=_day(on, proceeding),
        **{name: guarantees.get(name) for name in GUARANTEES}, claims=_amount(claims), self_paid=_amount(self_paid),
        worksheet=_sheet(worksheet, household.pk), by=by.get_username(), at=clock.now(),
    )  # fmt: skip
    detail = {"proceeding": proceeding.no, "phase": made.phase}
    trail.record("monitoring.assessed", subject=household.no, by=by, detail=detail)
    return made


def may_assess(user: Any, proceeding: Proceeding) -> bool:
    """Whether the user may assess for this proceeding now."""
    home = proceeding.household
    open_ = home is not None and proceeding.effect in PHASES and proceeding.state in _OPEN
    return open_ and rights.can(user, Right.PROPOSE_STANDING, home.village.path)


def _household(proceeding: Proceeding) -> Any:
    if proceeding.effect in PHASES and proceeding.state in _OPEN and proceeding.household is not None:
        return proceeding.household
    raise Problem(
        "monitoring.no_assessment",
        "这件事不需要监测评估，或已经办结",
        "监测评估在「纳入监测」或「风险消除」办理中填写。",
    )


def _day(on: date | None, proceeding: Proceeding) -> date:
    today = clock.today()
    day = on or today
    if proceeding.opened_on <= day <= today:
        return day
    raise Problem(
        "monitoring.day",
        "评估日期早于这件事开始的日期，或晚于今天",
        f"请填 {proceeding.opened_on} 到今天之间的日期。",
    )


def _amount(said: Decimal | None) -> Decimal | None:
    if said is None or (said.is_finite() and 0 <= said <= MOST and said == said.quantize(FEN)):
        return said
    raise Problem("monitoring.amount", "金额要在 0 到 99999999.99 元之间，写到分", "请改正；不知道的空着。")


def _sheet(sheet: Worksheet | None, household: int) -> Worksheet | None:
    if sheet is not None and sheet.household_id != household:
        raise Problem("monitoring.worksheet", "这张收入核算表不是这一户的", "请选这一户的收入核算表。")
    return sheet
