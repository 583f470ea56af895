"""The questions about one household and its members, open ones first: for its own page."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from liuqing.registry.models import Case, Membership
from liuqing.registry.queries import words


@dataclass(frozen=True)
class OfHome:
    """One question: what, about whom, where it stands."""

    pk: int
    label: str
    person: str
    state: str
    outcome: str
    opened_on: date
    closed: bool


def of_household(household: int) -> tuple[OfHome, ...]:
    """By the household's key, for whoever has been shown its card: asks no right again."""
    members = Membership.objects.filter(household=household, until=None).values("person")
    cases = Case.objects.filter(Q(household=household) | Q(person__in=members)).select_related("person")
    return tuple(sorted((_row(case) for case in cases.order_by("pk")), key=lambda row: row.closed))


def _row(case: Case) -> OfHome:
    return OfHome(
        case.pk, words.rule(case.rule), case.person.name if case.person else "", Case.State(case.state).label,
        Case.Outcome(case.outcome).label if case.outcome else "", case.opened_on, case.state == Case.State.CLOSED,
    )  # fmt: skip
