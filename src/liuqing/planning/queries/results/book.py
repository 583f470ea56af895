"""Input and output of an area for a workbook: the sums, and every line of every household."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from liuqing.planning.queries.results import incomes
from liuqing.planning.queries.results.places import AreaResults, of_area
from liuqing.planning.queries.results.putting import HOW, puts
from liuqing.registry.models import Household


@dataclass(frozen=True)
class ResultsBook:
    """Everything in the workbook; ``lines`` are the rows of the households."""

    area: str
    results: AreaResults
    lines: Iterator[list[object]]


def book(user: Any, code: str) -> ResultsBook:
    """The results of an area. Problem ``registry.no_such_area``."""
    found = of_area(user, code)
    return ResultsBook(found.area.name, found, _lines(found))


def _lines(found: AreaResults) -> Iterator[list[object]]:
    within = Q(household__village__path__startswith=found.area.path)
    homes = {pk: told for pk, *told in Household.objects.filter(village__path__startswith=found.area.path).values_list(
        "pk", "no", "head_name", "village__name")}  # fmt: skip
    nets = incomes.nets(within, (found.before, found.after)) if found.before and found.after else {}
    for one in sorted(puts(within), key=lambda put: (homes[put.household][0], put.year, put.measure)):
        yield [*homes[one.household], one.measure, HOW[one.how], one.year, one.amount, one.what, one.project or None,
               *nets.get(one.household, (None, None))]  # fmt: skip
