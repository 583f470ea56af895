"""Every name with its present value (取数表): what a clerk may put into a template, for one area."""

from dataclasses import dataclass
from typing import Any

from liuqing.planning.queries.targets.actual import Actual
from liuqing.planning.queries.targets.named.marks import Asked
from liuqing.planning.queries.targets.named.names import EXITS, Name, every
from liuqing.planning.queries.targets.named.taking import Taker
from liuqing.registry.models import Area
from liuqing.registry.queries import scope
from liuqing.workflow.rights import Right


@dataclass(frozen=True)
class Listed:
    """A name, the mark to copy, and the value it gives now."""

    name: Name
    mark: str
    actual: Actual


def listing(user: Any, code: str | None) -> tuple[Area, list[Listed]]:
    """The names for an area, those that have a value first. Problem ``registry.no_such_area``."""
    area = scope.area(user, code, Right.EXPORT)
    taker = Taker(user, area)
    found = [_listed(taker, one) for one in every()]
    return area, sorted(found, key=lambda one: one.actual.value is None)


def _listed(taker: Taker, one: Name) -> Listed:
    year = taker.year if one.key in EXITS else None
    asked = Asked(one, years=(year, year) if year else None)
    return Listed(one, f"{{{{ 数:{one.label}{f'|{year}年' if year else ''} }}}}", taker.value(asked).actual)
