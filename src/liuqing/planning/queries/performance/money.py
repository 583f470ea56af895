"""How far the money of projects is: what was allocated and what was paid of it, as the book has it."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q, Sum

from liuqing.planning.models import Account, Project
from liuqing.planning.models.money import Yuan

ALLOCATED = (Account.Kind.LINE, Account.Kind.CLAIMED, Account.Kind.RETAINED, Account.Kind.PAID)
ZERO = Decimal(0)


@dataclass(frozen=True)
class Spent:
    """Yuan: ``allocated`` and not taken back, ``paid`` of it and not come back."""

    allocated: Decimal = ZERO
    paid: Decimal = ZERO

    @property
    def share(self) -> Decimal | None:
        """What was paid of what was allocated; None if nothing was."""
        return self.paid / self.allocated if self.allocated > 0 else None


def execution(project: Project) -> Decimal | None:
    """The share of a project's money that was paid; None if none was allocated."""
    return spent([project]).get(project.pk, Spent()).share


def spent_of(projects: Iterable[int]) -> Spent:
    """The same of several projects together."""
    told = spent(projects).values()
    return Spent(sum((one.allocated for one in told), ZERO), sum((one.paid for one in told), ZERO))


def spent(projects: Iterable[Project | int]) -> dict[int, Spent]:
    """By project: the balances of its lines' accounts."""
    held = Account.objects.filter(line__project__in=list(projects), kind__in=ALLOCATED).order_by()
    told = held.values_list("line__project").annotate(
        all=Sum("balance", output_field=Yuan()),
        paid=Sum("balance", filter=Q(kind=Account.Kind.PAID), output_field=Yuan()),
    )
    return {key: Spent(all_ or ZERO, paid or ZERO) for key, all_, paid in told}
