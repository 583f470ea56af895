"""The same work twice in the pool (R073): names, areas and quantities that come near, above all across classes.

Names are compared without what differs from hand to hand (blanks, numerals' width, words like 项目, 建设,
the names of town and village). Only projects of one village (or of the same wider area) are compared.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.conf import settings
from rapidfuzz import fuzz

from liuqing.planning.models import Funding, Project, Quantity
from liuqing.planning.queries import scope
from liuqing.planning.queries.pool.listing import filtered
from liuqing.policy import place, pool
from liuqing.registry.queries import scope as places
from liuqing.workflow.rights import Right

_FILLERS = re.compile(
    r"项目|工程|建设|新建|改建|扩建|续建|实施|(?:20\d\d)年?度?|县|镇|乡|街道|村委会|居委会|社区|行政村"
)
_DIGITS = re.compile(r"\d+")
_LEAST = 60
"""Below this nothing is the same work, whatever a place says."""


@dataclass(frozen=True)
class Side:
    """One of two projects."""

    no: str
    name: str
    class_one: str
    class_two: str
    area: str
    state: str
    year: int | None
    need: Decimal


@dataclass(frozen=True)
class Pair:
    """Two projects that may be one work. ``score`` 0–100; ``classes`` True: they stand in two classes or items."""

    one: Side
    other: Side
    score: int
    classes: bool
    same_quantity: bool

    @property
    def same_year(self) -> bool:
        """Whether both are for one year, as far as it is known."""
        return self.one.year == self.other.year


def similar(user: Any, area_code: str | None, on: date, **filters: str) -> list[Pair]:
    """The pairs of an area, those across two classes first, then the surest."""
    where = places.area(user, area_code, Right.SEE_PROJECTS)
    found = filtered(scope.visible(user), filters | {"area": where.code}).exclude(state__in=Project.OUT)
    return _pairs(list(found.select_related("area__parent")), _least(on))


def of_project(user: Any, project: Project, on: date) -> list[Pair]:
    """The pairs in which one project stands, as its own page shows them."""
    beside = scope.visible(user).filter(area=project.area_id).exclude(state__in=Project.OUT)
    # Of two years no pair is shown, and only this project's own pairs are wanted.
    of_year = beside.filter(year=project.year).select_related("area__parent")
    least, name = _least(on), plain(project.name, project.area.name)
    near = [
        one for one in of_year
        if one.pk == project.pk or fuzz.ratio(name, plain(one.name, one.area.name), score_cutoff=least) >= least
    ]  # fmt: skip
    pairs = _pairs(near if len(near) > 1 else [], least)
    return [_turned(pair, project.no) for pair in pairs if project.no in (pair.one.no, pair.other.no)]


def _turned(pair: Pair, no: str) -> Pair:
    """The pair with the project of that number first."""
    return pair if pair.one.no == no else replace(pair, one=pair.other, other=pair.one)


def plain(name: str, area: str = "") -> str:
    """A name without what differs from hand to hand."""
    text = "".join(unicodedata.normalize("NFKC", name).split()).lower()
    short = _FILLERS.sub("", text.replace(_FILLERS.sub("", area), "") if area else text)
    return short or text


def _least(on: date) -> int:
    numbers = place.load(settings.WORKSPACE.place).parameters(on)
    return max(_LEAST, int(numbers[pool.SIMILAR])) if numbers.has(pool.SIMILAR) else 100


def _pairs(projects: list[Project], least: int) -> list[Pair]:
    places: dict[int, list[tuple[Project, str]]] = defaultdict(list)
    for one in projects:
        places[one.area_id].append((one, plain(one.name, one.area.name)))
    near = [(a, b, score) for several in places.values() for a, b, score in _near(several, least)]
    quantities = _quantities(project for a, b, _ in near for project in (a, b))
    needs = _needs(project for a, b, _ in near for project in (a, b))
    pairs = [_pair(a, b, score, quantities, needs) for a, b, score in near]
    # What comes again every year, or is built in parts, is no doubt worth a look.
    telling = [pair for pair in pairs if pair.same_year and (pair.classes or pair.same_quantity)]
    return sorted(
        telling, key=lambda pair: (not pair.classes, not pair.same_quantity, -pair.score, pair.one.no)
    )


def _near(several: list[tuple[Project, str]], least: int) -> Iterable[tuple[Project, Project, int]]:
    for at, (one, name) in enumerate(several):
        for other, second in several[at + 1 :]:
            score = int(fuzz.ratio(name, second, score_cutoff=least))
            # Numbers tell parts of one thing apart: （2） and （3）.
            if score >= least and _DIGITS.findall(name) == _DIGITS.findall(second):
                yield one, other, score


def _quantities(projects: Iterable[Project]) -> dict[int, set[tuple[Decimal, str]]]:
    told: dict[int, set[tuple[Decimal, str]]] = defaultdict(set)
    rows = Quantity.objects.filter(project__in={one.pk for one in projects})
    for project, quantity, unit in rows.values_list("project", "quantity", "unit"):
        told[project].add((quantity, unit))
    return told


def _needs(projects: Iterable[Project]) -> dict[int, Decimal]:
    told: dict[int, Decimal] = defaultdict(Decimal)
    rows = Funding.objects.filter(project__in={one.pk for one in projects})
    for project, need in rows.values_list("project", "need"):
        told[project] += need
    return told


def _pair(
    one: Project,
    other: Project,
    score: int,
    quantities: dict[int, set[tuple[Decimal, str]]],
    needs: dict[int, Decimal],
) -> Pair:
    same = bool(quantities[one.pk] & quantities[other.pk])
    classes = (one.class_one, one.class_two) != (other.class_one, other.class_two)
    return Pair(_side(one, needs), _side(other, needs), score, classes, same)


def _side(one: Project, needs: dict[int, Decimal]) -> Side:
    return Side(
        one.no, one.name, one.class_one, one.class_two, one.area.name, str(one.get_state_display()), one.year, needs[one.pk]
    )  # fmt: skip
