"""Which facts of the record were put right by an agreed answer, and which answer that was."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from liuqing.policy import correctable
from liuqing.registry.models import Answer


@dataclass(frozen=True)
class Correction:
    """An agreed answer that said a fact: its key, who looked, and on which day."""

    answer: int
    case: int
    by: str
    on: date | None
    value: str


Key = tuple[str, int, str]
"""("person", "household" or "village"; the key; the name of the fact in ``policy.tables``)."""


def corrected(
    *, persons: Collection[int] = (), households: Collection[int] = (), villages: Collection[int] = ()
) -> dict[Key, Correction]:
    """The last agreed correction of each fact of these subjects (of the members of households, too)."""
    asked = Q(case__person__in=persons) | Q(case__household__in=households) | Q(case__village__in=villages)
    agreed = Answer.objects.filter(asked, verdict=Answer.Verdict.AGREED).exclude(corrections={})
    found: dict[Key, Correction] = {}
    for answer in agreed.select_related("case").order_by("reviewed_at", "pk"):
        case = answer.case
        homes = {"household": case.household_id, "village": case.village_id}
        for key, change in answer.corrections.items():
            target = correctable.target(key, person=case.person_id, household=case.household_id)
            if target is None:
                continue
            kind, person, fact = target
            whose = person if person is not None else homes[kind]
            value = "" if fact.name in correctable.HIDDEN else change["is"]
            on = answer.visited_on
            found[kind, whose, fact.name] = Correction(answer.pk, case.pk, answer.by, on, value)
    return found
