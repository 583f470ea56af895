"""Gathered (汇集): what gates and delays look at, of one project or of thousands, each table read once and only
when somebody asks.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db.models import Sum

from liuqing.planning.models import (
    Account,
    Asset,
    Attachment,
    Claim,
    Contract,
    Duty,
    Funding,
    Line,
    Milestone,
    Payment,
    Progress,
    Project,
    Quantity,
    Refund,
    Stage,
)

NOTHING = Decimal("0.00")
OPEN_CLAIMS = (Claim.State.SUBMITTED, Claim.State.RETURNED, Claim.State.APPROVED)
FORWARD = (Stage.Outcome.DONE, Stage.Outcome.AGREED)


class Gathered:
    """What the record says of some projects, by the key of the project."""

    def __init__(self, projects: Iterable[Project]) -> None:
        self.projects = list(projects)
        self._keys = [one.pk for one in self.projects]

    def _of(self, model: Any, path: str = "project") -> Any:
        # One project by its key, all by a sub-select: a list of thousands of keys is too long for a database.
        if len(self._keys) <= MANY:
            return model.objects.filter(**{f"{path}__in": self._keys})
        return model.objects.filter(**{f"{path}__gte": min(self._keys), f"{path}__lte": max(self._keys)})

    @cached_property
    def fundings(self) -> dict[int, list[tuple[int, Decimal, Decimal]]]:
        """Year, need and what is secured as stated, of each funding."""
        return _lists(self._of(Funding).values_list("project", "year", "need", "secured"))

    @cached_property
    def lines(self) -> dict[int, list[tuple[int, Decimal]]]:
        """The budget lines with what was put on them and not taken back."""
        money = _sums(
            self._of(Account, "line__project").exclude(kind=Account.Kind.OUTSIDE), "line", "balance"
        )
        rows = self._of(Line).values_list("project", "pk")
        return _lists((project, pk, money.get(pk, NOTHING)) for project, pk in rows)

    @cached_property
    def paid(self) -> dict[int, Decimal]:
        """What was paid out, less what came back, without what was reversed."""
        payments = self._of(Payment, "line__project").filter(voucher__reversed_by=None)
        refunds = self._of(Refund, "payment__line__project").filter(voucher__reversed_by=None)
        paid = _sums(payments, "line__project", "amount")
        back = _sums(refunds, "payment__line__project", "amount")
        return {pk: amount - back.get(pk, NOTHING) for pk, amount in paid.items()}

    @cached_property
    def retained(self) -> dict[int, Decimal]:
        """What is kept back for quality."""
        kept = self._of(Account, "line__project").filter(kind=Account.Kind.RETAINED)
        return _sums(kept, "line__project", "balance")

    @cached_property
    def open_claims(self) -> dict[int, list[tuple[str]]]:
        """The numbers of claims that are neither paid nor refused."""
        found = self._of(Claim, "line__project").filter(state__in=OPEN_CLAIMS)
        return _lists(found.values_list("line__project", "no"))

    @cached_property
    def contracts(self) -> dict[int, list[Contract]]:
        """The contracts."""
        return _models(self._of(Contract).order_by("pk"))

    @cached_property
    def attachments(self) -> dict[int, list[Attachment]]:
        """Papers and photos."""
        return _models(self._of(Attachment).order_by("pk"))

    @cached_property
    def duties(self) -> dict[int, list[Duty]]:
        """Who answers for the quality."""
        return _models(self._of(Duty).order_by("pk"))

    @cached_property
    def reports(self) -> dict[int, list[Progress]]:
        """The reports of progress, in the order of days."""
        return _models(self._of(Progress).order_by("on", "pk"))

    @cached_property
    def progresses(self) -> dict[int, list[tuple[date, int]]]:
        """Day and per cent of each report, in the order of days."""
        return {pk: [(one.on, one.percent) for one in told] for pk, told in self.reports.items()}

    @cached_property
    def assets(self) -> dict[int, list[tuple[str, str, Decimal]]]:
        """Number, owner and value of the assets made with it."""
        return _lists(self._of(Asset).values_list("project", "no", "owner", "value"))

    @cached_property
    def unpriced(self) -> set[int]:
        """The projects with a quantity of which nobody knows what it costs."""
        return set(self._of(Quantity).filter(amount=None).values_list("project", flat=True))

    @cached_property
    def stages(self) -> dict[int, list[Stage]]:
        """Every stage in its order."""
        return _models(self._of(Stage).order_by("project", "ordinal"))

    @cached_property
    def milestones(self) -> dict[int, dict[str, tuple[date, date]]]:
        """By stage: the planned day, and the day planned at first."""
        found: dict[int, dict[str, tuple[date, date]]] = defaultdict(dict)
        for project, key, planned, first in self._of(Milestone).values_list(
            "project", "key", "planned_on", "first_on"
        ):
            found[project][key] = (planned, first)
        return found

    def need(self, project: Project, year: int | None = None) -> Decimal | None:
        """What it needs in all (up to a year); None where nobody has said."""
        rows = [need for of, need, _ in self.fundings.get(project.pk, []) if year is None or of <= year]
        return sum(rows, NOTHING) if rows else None

    def secured(self, project: Project) -> Decimal | None:
        """What is secured: by the book once it has a line, until then as stated; None where nobody has said."""
        if project.pk in self.lines:
            return sum((amount for _, amount in self.lines[project.pk]), NOTHING)
        stated = [secured for _, _, secured in self.fundings.get(project.pk, [])]
        return sum(stated, NOTHING) if stated else None

    def contracted(self, project: Project) -> Decimal:
        """What its contracts come to."""
        return sum((one.amount for one in self.contracts.get(project.pk, [])), NOTHING)

    def percent(self, project: Project) -> int | None:
        """How far the work is by the latest report."""
        told = self.reports.get(project.pk)
        return told[-1].percent if told else None

    def figures(self, project: Project) -> dict[str, Any]:
        """What was filled in at the stages of this round, the latest of each."""
        told: dict[str, Any] = {}
        for one in self.stages.get(project.pk, []):
            if one.round == project.round and one.outcome in FORWARD:
                told |= one.figures
        return told

    def reached(self, project: Project) -> dict[str, date]:
        """On which day each stage of this round was reached, the latest of each."""
        found = self.stages.get(project.pk, [])
        return {one.key: one.on for one in found if one.round == project.round and one.outcome in FORWARD}


MANY = 500
"""Above so many projects everything between the first and the last key is read."""


def _lists(rows: Iterable[tuple[Any, ...]]) -> dict[int, Any]:
    found: dict[int, list[Any]] = defaultdict(list)
    for key, *rest in rows:
        found[key].append(tuple(rest))
    return dict(found)


def _models(rows: Iterable[Any]) -> dict[int, Any]:
    found: dict[int, list[Any]] = defaultdict(list)
    for one in rows:
        found[one.project_id].append(one)
    return dict(found)


def _sums(rows: Any, by: str, field: str) -> dict[int, Decimal]:
    return dict(rows.order_by().values_list(by).annotate(total=Sum(field)).values_list(by, "total"))
