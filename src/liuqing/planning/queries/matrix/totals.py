"""What an area's money comes to: needed, secured, allocated, paid, and how many projects there are."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from liuqing.planning.queries.matrix import counting
from liuqing.planning.queries.matrix.dimensions import MEASURES
from liuqing.planning.queries.matrix.table import ask


def totals(user: Any, area_code: str | None, **narrowed: Any) -> dict[str, Decimal | None]:
    """By the key of each measure; None where there is no row at all. Problems as of ``matrix``."""
    need = ask(user, area_code, MEASURES["need"], narrowed)
    found: dict[str, Decimal | None] = {}
    for key, counted in MEASURES.items():
        asked = replace(need, measure=counted)
        told = counting.amounts(asked.projects(user), counted, (), asked.rest)
        found[key] = told.get((), None)
    return found
