"""Reading (读取): the place's terms, and which loans a user may see."""

from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from liuqing.errors import Problem
from liuqing.planning.models import Loan
from liuqing.policy import lending, place
from liuqing.policy.lending import Terms
from liuqing.registry.queries import scope
from liuqing.workflow import rights
from liuqing.workflow.rights import Right

REPAID, EXTENDED, COMPENSATED, BAD, RECOVERED = "repaid", "extended", "compensated", "bad", "recovered"
EVENTS = {REPAID: "还款", EXTENDED: "展期", BAD: "认定不良", COMPENSATED: "风险补偿", RECOVERED: "追回"}
OPEN = (Loan.State.RUNNING, Loan.State.EXTENDED, Loan.State.BAD, Loan.State.COMPENSATED)
SEEING = (Right.SEE_HOUSEHOLDS, Right.SEE_PAYEES)
"""A loan is about a household's money: who sees households there, or who is paid, sees it."""


def terms(on: date) -> Terms:
    """The place's terms of a day."""
    here = place.load(settings.WORKSPACE.place)
    return lending.terms(here.parameters(on), here.files)


def visible(user: Any) -> QuerySet[Loan]:
    """The loans of the households in the user's areas."""
    paths = [path for right in SEEING for path in rights.areas_of(user, right)]
    seen = rights.areas_of(user, Right.SEE_PROJECTS)
    allowed = [
        path for path in paths if any(rights.covers(one, path) or rights.covers(path, one) for one in seen)
    ]
    found = Loan.objects.filter(scope.within(allowed, "household__village__path"))
    return found.select_related("household__village__parent", "person")


def loan(user: Any, pk: int) -> Loan:
    """The loan. Problem ``planning.no_such_loan`` if there is none or not the user's."""
    found = visible(user).filter(pk=pk).first()
    if found is None:
        raise Problem("planning.no_such_loan", "您的范围内没有这笔贷款", "请从贷款台账进入。")
    return found


def in_order(use: str, used_by: str, terms: Terms) -> bool:
    """Whether the use of a loan lets its interest be aided."""
    return not any(word in use for word in terms.forbidden) and (terms.firm_aided or not used_by)


def of_households(loans: "QuerySet[Loan]") -> "QuerySet[Loan]":
    """Every loan of the households of these: the limit is of the household."""
    return Loan.objects.filter(household__in=loans.order_by().values("household"))
