"""The cells of village and township plans: figures for tables, amounts in 万元, and where they are clicked down."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from urllib.parse import urlencode

from liuqing.planning.models import Project
from liuqing.planning.queries.plans.village_homes import Home
from liuqing.registry.queries.exits import Count
from liuqing.reports.plan_paper import UNKNOWN, Cell, Heading, Run, Taken, Text, amount, counted

WAN = "万元"
POOL = ",".join(Project.IN_POOL)
"""The states of the projects that a plan counts."""


def text(*runs: Run) -> Text:
    """A paragraph."""
    return Text(runs)


def first(numeral: str, title: str) -> Heading:
    """A heading of the first level: 一、…"""
    return Heading(1, f"{numeral}、", title)


def second(numeral: str, title: str) -> Heading:
    """A heading of the second level: （一）…"""
    return Heading(2, f"（{numeral}）", title)


def many(value: Decimal | int | None, link: str = "") -> Cell:
    """A number for a column whose head names the unit; what is not known is said so."""
    if value is None:
        return UNKNOWN
    return counted(value, link=link)


def lacking(homes: Iterable[Home]) -> str:
    """The note below a table of persons where households have no members recorded; "" where all have."""
    bare = sum(not one.size for one in homes)
    return f"有{bare}户没有登记家庭成员，人数只是已经登记的。" if bare else ""


def counted_homes(
    taken: Taken, what: str, told: Count, *, rule: str, link: str = "", members: bool
) -> Iterator[Run]:
    """So many households, and their members if all of them have ``members`` recorded."""
    yield taken.figure(f"{what}户数", told.households, "户", rule=rule, link=link)
    if members:
        yield taken.figure(f"{what}人数", told.persons, "人", rule=rule, link=link)


def known(homes: Iterable[Home]) -> bool:
    """Whether every household has members recorded."""
    return all(one.size for one in homes)


def money(yuan: Decimal | None, link: str = "") -> Cell:
    """An amount for a column in 万元; what is not known is said so."""
    return UNKNOWN if yuan is None else amount(yuan, link=link)


def some(yuan: Decimal | None, link: str = "") -> Cell:
    """An amount in 万元 where there is one, else nothing: a year without money."""
    return money(yuan, link) if yuan else None


def yuan(recorded: Decimal | None) -> Cell:
    """An amount for a column in yuan; None where nobody recorded one."""
    return None if recorded is None else counted(recorded, places=2)


def of_area(code: str, page: str = "", **asked: object) -> str:
    """The address of a page of an area."""
    return _asked(f"/area/{code}/{page}", asked)


def projects(code: str, **asked: object) -> str:
    """The address of the list of an area's projects that a plan counts."""
    return _asked("/projects/", {"area": code, "state": POOL, **asked})


def project(no: str) -> str:
    """The address of a project."""
    return f"/projects/{no}/"


def household(no: str) -> str:
    """The address of a household."""
    return f"/household/{no}/"


def joined(words: Iterable[str], nothing: str = "") -> str:
    """Words in one sentence, none twice."""
    return "、".join(dict.fromkeys(one for one in words if one)) or nothing


def _asked(path: str, asked: Mapping[str, object]) -> str:
    told = {key: value for key, value in asked.items() if value not in ("", None)}
    return f"{path}?{urlencode(told)}" if told else path
