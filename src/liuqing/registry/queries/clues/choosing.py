"""What an officer chooses from on a round: the own villages, and the households of one of them."""

from dataclasses import dataclass
from typing import Any

from liuqing.policy.clues import HAPPENED, SEEN
from liuqing.registry.models import Area
from liuqing.registry.queries import scope
from liuqing.workflow.rights import Right

MOST = 1_500
"""So many households are offered while one types; a village has some hundred."""


@dataclass(frozen=True)
class Offered:
    """A household as it is offered: its number, head and hamlet."""

    no: str
    head: str
    hamlet: str


def villages(user: Any) -> list[Area]:
    """The villages for which the user takes in clues."""
    return list(scope.visible_villages(user, Right.HANDLE_CLUES).select_related("parent"))


def village(user: Any, code: str) -> Area:
    """One of them. Problem ``registry.no_such_area``."""
    return scope.area(user, code, Right.HANDLE_CLUES)


def households(user: Any, where: Area) -> list[Offered]:
    """The households of a village, in the order of their heads."""
    seen = (
        scope.visible_households(user, Right.HANDLE_CLUES).filter(village=where).order_by("head_name", "no")
    )
    return [Offered(*row) for row in seen.values_list("no", "head_name", "hamlet")[:MOST]]


def happened(*, officer: bool) -> list[tuple[str, str]]:
    """What may be ticked: (code, label)."""
    return [(code, one.label) for code, one in (SEEN if officer else HAPPENED).items()]
