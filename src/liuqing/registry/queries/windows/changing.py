"""Who came and who went: the households and persons behind a number of the balance."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from liuqing.registry.models import Area, Household, Person, Proceeding, SourceFile, Window
from liuqing.registry.queries import scope
from liuqing.registry.queries.pages import Page
from liuqing.registry.queries.windows.balances import walked_through
from liuqing.registry.queries.windows.kinds import KINDS, REGISTERS
from liuqing.registry.queries.windows.sealing import unsealed
from liuqing.registry.queries.windows.walking import Change
from liuqing.workflow.rights import Right

SIZE = 60
"""Rows a page."""
_PIECE = 500


@dataclass(frozen=True)
class Row:
    """One change in words. ``sign`` is + where somebody came, − where somebody went, → within the area.

    ``source`` is the procedure's number and label, or the list; ``because`` what somebody wrote of a
    change that nothing explains.
    """

    unit: str
    key: int
    who: str
    household_no: str
    town: str
    village: str
    other: str
    sign: str
    register: str
    kind: str
    label: str
    word: str
    day: date | None
    late: str
    proceeding_no: str
    source: str
    because: str


@dataclass(frozen=True)
class Wanted:
    """What a list is narrowed to; "" means everything."""

    register: str = ""
    unit: str = ""
    kind: str = ""


def changes(user: Any, window: Window, area: str | None, wanted: Wanted, number: int = 1) -> Page[Row]:
    """A page of the changes of an area, by day. Problem ``registry.no_such_area``."""
    found = tuple(crossing(user, window, area, wanted))
    number = min(max(1, number), max(1, -(-len(found) // SIZE)))
    here = found[(number - 1) * SIZE : number * SIZE]
    return Page(
        list(told(window, [one for one, _ in here], dict(enumerate(s for _, s in here)))),
        len(found),
        number,
        SIZE,
    )


def all_changes(user: Any, window: Window, area: str | None) -> Iterable[Row]:
    """Every change of an area, for a workbook."""
    found = tuple(crossing(user, window, area, Wanted()))
    for start in range(0, len(found), _PIECE):
        piece = found[start : start + _PIECE]
        yield from told(window, [one for one, _ in piece], dict(enumerate(s for _, s in piece)))


def crossing(user: Any, window: Window, area: str | None, wanted: Wanted) -> Iterable[tuple[Change, str]]:
    """The changes that cross the border of the area, each with its sign."""
    where = scope.area(user, area, Right.SEE_HOUSEHOLDS)
    inside = set(Area.objects.filter(path__startswith=where.path).values_list("pk", flat=True))
    for one in walked_through(window).changes:
        came, went = one.target in inside, one.source in inside
        if not _fits(one, wanted):
            continue
        if came != went:
            yield one, "+" if came else "−"
        elif came and wanted.kind == "unexplained":
            # It changes no number here and has to be explained all the same.
            yield one, "→"


def _fits(one: Change, wanted: Wanted) -> bool:
    pairs = ((wanted.register, one.register), (wanted.unit, one.unit), (wanted.kind, one.cause.kind))
    return all(not asked or asked == said for asked, said in pairs)


def told(window: Window, found: list[Change], signs: dict[int, str]) -> Iterable[Row]:
    """Changes in words, in a fixed number of queries."""
    homes = Household.objects.in_bulk({one.household for one in found})
    people = Person.objects.filter(pk__in={one.key for one in found if one.unit == "person"}).in_bulk()
    places = Area.objects.select_related("parent").in_bulk(
        {v for one in found for v in (one.source, one.target) if v}
    )
    acts = Proceeding.objects.in_bulk({one.cause.proceeding for one in found if one.cause.proceeding})
    files = SourceFile.objects.in_bulk({one.cause.file for one in found if one.cause.file})
    explained = window.balance.get("explained", {})
    for n, one in enumerate(found):
        home, sign = homes.get(one.household), signs[n]
        here, there = (one.source, one.target) if sign == "−" else (one.target, one.source)
        place, other = places.get(here or 0), places.get(there or 0)
        act, file = acts.get(one.cause.proceeding or 0), files.get(one.cause.file or 0)
        said = explained.get(f"{one.unit}:{one.key}")
        yield Row(
            one.unit, one.key, _who(one, home, people), home.no if home else "",
            place.parent.name if place and place.parent else "", place.name if place else "",
            other.name if other else "", sign, REGISTERS[one.register].label, one.cause.kind,
            KINDS[one.cause.kind], one.cause.word, one.day, one.late, act.no if act else "",
            f"{act.no} {act.label}" if act else f"名单「{file.name}」" if file else "",
            unsealed(said["said"]) if said else "",
        )  # fmt: skip


def _who(one: Change, home: Household | None, people: dict[int, Person]) -> str:
    if one.unit == "person":
        return people[one.key].name if one.key in people else ""
    return home.head_name if home else ""


__all__ = ["Row", "Wanted", "all_changes", "changes"]
