"""Slow money (支出慢): projects whose money is behind the month, each with what holds it up and whose it is.

The reason is found from what is missing in the project's life (domain: late planning, an immature project, a
late claim, a late payment, a late acceptance).
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from liuqing.planning.models import Account, Claim, Project
from liuqing.planning.queries.spending.look import Look
from liuqing.policy import spending
from liuqing.policy.spending import Life, Reason
from liuqing.registry.queries.pages import Page

SIZE = 50
State = Project.State
ORDER = tuple(Project.IN_POOL)


@dataclass(frozen=True)
class Slow:
    """A project behind the month: its money in yuan (``due`` should be paid by now), the reason, and who is to
    act (an office or a post)."""

    project: Project
    allocated: Decimal
    paid: Decimal
    due: Decimal
    reason: Reason
    who: str

    @property
    def unspent(self) -> Decimal:
        """What is not paid yet."""
        return self.allocated - self.paid

    @property
    def percent(self) -> Decimal:
        """Paid as per cent of what was allocated."""
        return 100 * self.paid / self.allocated


@dataclass(frozen=True)
class SlowList:
    """One page of them, the most unspent first; by reason how many, and yuan unspent of all."""

    page: Page[Slow]
    reasons: tuple[tuple[Reason, int, Decimal], ...]
    unspent: Decimal


def slow(
    user: Any, area_code: str | None = None, *, year: int | None = None, on: date | None = None, page: int = 1, reason: str = "",
    look: Look | None = None,
) -> SlowList:  # fmt: skip
    """The slow projects of an area on a day, for the money of a year (or of all years up to the day's)."""
    told = look or Look(user, area_code, year=year, on=on)
    found = sorted(_found(told), key=lambda one: (-one.unspent, one.pk))
    many = Counter(one.reason.key for one in found)
    reasons = tuple(
        (one, many[key], sum((s.unspent for s in found if s.reason is one), Decimal(0)))
        for key, one in spending.REASONS.items()
        if many[key]
    )
    shown = [one for one in found if not reason or one.reason.key == reason]
    number = min(max(1, page), max(1, -(-len(shown) // SIZE)))
    rows = _rows(shown[(number - 1) * SIZE : number * SIZE])
    return SlowList(
        Page(rows, len(shown), number, SIZE), reasons, sum((one.unspent for one in found), Decimal(0))
    )


class _Behind(NamedTuple):
    """A project behind the month, before it is read whole."""

    pk: int
    allocated: Decimal
    paid: Decimal
    due: Decimal
    reason: Reason

    @property
    def unspent(self) -> Decimal:
        return self.allocated - self.paid


def _found(look: Look) -> list[_Behind]:
    """Nobody is slow before the first month that has a milestone, or where the place has none."""
    due = look.dues("project")
    granted, spent = look.allocated("project"), look.paid("project")
    behind = {pk for pk, asked in due.items() if spent.get(pk, Decimal(0)) < asked}
    states, waiting = dict(look.projects.order_by().values_list("pk", "state")), _waiting(look.projects)
    return [
        _Behind(
            pk,
            granted[pk],
            spent.get(pk, Decimal(0)),
            due[pk],
            spending.reason(_life(states[pk], pk in waiting)),
        )
        for pk in behind
    ]


def _rows(shown: list[_Behind]) -> list[Slow]:
    held = Project.objects.select_related("area").in_bulk([one.pk for one in shown])
    return [
        Slow(held[one.pk], one.allocated, one.paid, one.due, one.reason, _who(held[one.pk], one.reason))
        for one in shown
    ]


def _waiting(projects: Any) -> set[int]:
    """Projects of which a claim waits to be judged, or money agreed to waits to be paid."""
    asked = Claim.objects.filter(state=Claim.State.SUBMITTED, line__project__in=projects.order_by())
    agreed = Account.objects.filter(
        kind=Account.Kind.CLAIMED, balance__gt=0, line__project__in=projects.order_by()
    )
    both = asked.order_by().values_list("line__project").union(agreed.order_by().values_list("line__project"))
    return {pk for (pk,) in both}


def _life(now: str, waiting: bool) -> Life:
    def reached(state: str) -> bool:
        return now in ORDER and ORDER.index(State(now)) >= ORDER.index(State(state))

    return Life(
        reached(State.PLANNED), reached(State.BEGUN), reached(State.COMPLETED), reached(State.ACCEPTED), waiting
    )  # fmt: skip


def _who(project: Project, why: Reason) -> str:
    """The office or post itself, where the project names it."""
    named = {"start": project.department, "claim": project.department or project.unit, "accept": project.lead}
    return named.get(why.key, "") or why.who
