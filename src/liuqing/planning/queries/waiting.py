"""Waiting (待办的数): lines of my work whose counts are asked together, one question for all of them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Count, IntegerField, QuerySet, Value

from liuqing.registry.queries.task import Task


@dataclass(frozen=True)
class Waits:
    """A line whose count is that of ``of``."""

    task: Task
    of: "QuerySet[Any]"


def told(lines: Iterable[Task | Waits]) -> list[Task]:
    """The lines of which something waits, in their order."""
    known = list(lines)
    counts = _counts([one.of for one in known if isinstance(one, Waits)])
    found = (_counted(one, counts) if isinstance(one, Waits) else one for one in known)
    return [one for one in found if one.count]


def _counted(one: Waits, counts: Iterable[int]) -> Task:
    count = next(iter(counts))
    return replace(one.task, count=count)


def _counts(asked: "list[QuerySet[Any]]") -> Iterable[int]:
    """How many different rows each of the sets has, in their order."""
    if not asked:
        return iter(())
    first, *rest = [_counting(at, of) for at, of in enumerate(asked)]
    found = dict(first.union(*rest, all=True))
    return iter([found.get(at, 0) for at in range(len(asked))])


def _counting(at: int, of: "QuerySet[Any]") -> "QuerySet[Any]":
    which = Value(at, output_field=IntegerField())
    return (
        of.order_by()
        .values(which=which)
        .annotate(many=Count("pk", distinct=True))
        .values_list("which", "many")
    )
