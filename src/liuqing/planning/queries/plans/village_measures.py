"""A household's measures (到户措施): what it gets or is to get, each once.

Two books tell of them: projects of the pool that are linked to the household, and the departments' lists. A
line of the register that only names the class of a measure (健康帮扶) says nothing that a list of the same
class and year does not say better, and is not told beside it. Members with the same help are one line.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Q

from liuqing.planning.models import Beneficiary, Funding, Project
from liuqing.registry.models import Area, Measure, Receipt

Amounts = list[Decimal | None]


@dataclass(frozen=True)
class Given:
    """A measure of a household. ``project`` is a project's number ("" : of a list); ``years`` those it is of.

    ``code`` is the class of a measure or of a project, ``title`` the list's or the project's own words;
    ``persons`` so many members (0: the household). ``share`` is what of the project is recorded for the
    household, ``got`` what the lists say was paid, in yuan; None: nobody has said.
    """

    household: int
    code: str
    title: str
    project: str
    years: tuple[int, ...]
    persons: int
    share: Decimal | None
    got: Decimal | None
    unit: str

    @property
    def key(self) -> tuple[int, str, str, str, str, tuple[int, ...]]:
        """What makes it one measure: no household has two with the same key."""
        return self.household, self.project, self.code, self.title, self.unit, self.years


def measures(where: Area, homes: Iterable[int], on: date, first: int) -> dict[int, tuple[Given, ...]]:
    """The measures of these households at or below an area: projects first, then lists (five queries).

    Of lists those of a year from ``first`` on, and older ones whose stated end is still to come.
    """
    found: dict[int, list[Given]] = {pk: [] for pk in homes}
    for one in (*_of_projects(where), *_of_lists(where, on, first)):
        if one.household in found:
            found[one.household].append(one)
    return {pk: tuple(some) for pk, some in found.items()}


def total(amounts: Iterable[Decimal | None]) -> Decimal | None:
    """The sum of what is known; None where nothing is."""
    known = [one for one in amounts if one is not None]
    return sum(known, Decimal("0.00")) if known else None


# --- projects -----------------------------------------------------------------------------


def _of_projects(where: Area) -> Iterator[Given]:
    links = Beneficiary.objects.filter(
        household__village__path__startswith=where.path, project__state__in=Project.IN_POOL
    )
    years = _years(links)
    columns = ("household", "project", "project__no", "project__name", "project__class_one", "project__class_two",
               "project__year", "project__unit", "project__department")  # fmt: skip
    told: dict[tuple[Any, ...], list[tuple[int | None, Decimal | None]]] = defaultdict(list)
    ordered = links.order_by("project__no", "pk")
    for *key, person, amount in ordered.values_list(*columns, "person", "amount"):
        told[tuple(key)].append((person, amount))
    for (home, pk, no, name, one, two, year, unit, office), linked in told.items():
        span = years.get(pk) or ((year,) if year else ())
        people = sum(person is not None for person, _ in linked)
        yield Given(
            home, f"{one}·{two}" if two else one, name, no, span, people, _share(linked), None, unit or office
        )


def _share(linked: list[tuple[int | None, Decimal | None]]) -> Decimal | None:
    """What is recorded for the household as a whole, else for its members; members' parts are in the whole."""
    whole = [amount for person, amount in linked if person is None]
    return total(whole) if total(whole) is not None else total(amount for _, amount in linked)


def _years(links: Any) -> dict[int, tuple[int, ...]]:
    """The years of each project's money."""
    found: dict[int, set[int]] = defaultdict(set)
    money = Funding.objects.filter(project__in=links.order_by().values("project"))
    for pk, year in money.order_by().values_list("project", "year"):
        found[pk].add(year)
    return {pk: tuple(sorted(years)) for pk, years in found.items()}


# --- lists --------------------------------------------------------------------------------


def _of_lists(where: Area, on: date, first: int) -> Iterator[Given]:
    told, money = _lists(where, on, first), _receipts(where, on)
    loose: dict[tuple[Any, ...], Amounts] = defaultdict(list)
    for row in money.pop(0, []):
        loose[row[1:5]].append(row[5])
    better = {(home, code, year) for home, code, title, _, year in told if title != code}
    for (home, code, title, office, year), rows in told.items():
        if (home, code, year) in better and _bare((home, code, title, office, year), rows, money):
            continue
        persons = len({person for _, person in rows if person})
        got = total(amount for pk, _ in rows for *_, amount in money.get(pk, ()))
        yield Given(home, code, title, "", (year,), persons, None, got, office)
    for (home, item, office, year), amounts in loose.items():
        if year >= first:
            yield Given(home, item, item, "", (year,), 0, None, total(amounts), office)


Listed = dict[tuple[int, str, str, str, int], list[tuple[int, int | None]]]


def _lists(where: Area, on: date, first: int) -> Listed:
    """By household, class, words, office and year: the measures with the member they are for."""
    # One of an earlier year goes on only if its end is stated: a house that was mended is mended.
    wanted = Q(year__gte=first) | Q(until__gt=on)
    begun = Q(since=None) | Q(since__lte=on)
    rows = Measure.objects.filter(wanted, begun, household__village__path__startswith=where.path)
    found: Listed = defaultdict(list)
    columns = ("household", "code", "title", "department", "year", "pk", "person")
    for *key, pk, person in rows.order_by("year", "code", "title", "pk").values_list(*columns):
        found[tuple(key)].append((pk, person))
    return found


def _receipts(where: Area, on: date) -> dict[int, list[tuple[Any, ...]]]:
    """What was paid by the measure it belongs to (0: none): (measure, household, item, office, year, amount)."""
    paid = Q(on__lte=on) | Q(on=None, year__lte=on.year)
    rows = Receipt.objects.filter(paid, household__village__path__startswith=where.path).order_by("pk")
    found: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
    for row in rows.values_list("measure", "household", "item", "department", "year", "amount"):
        found[row[0] or 0].append(row)
    return found


def _bare(key: tuple[int, str, str, str, int], rows: Any, money: Mapping[int, Any]) -> bool:
    """Whether a line names a class and nothing else: neither words of its own, nor a member, nor money."""
    _, code, title, *_ = key
    return title == code and not any(person or pk in money for pk, person in rows)
