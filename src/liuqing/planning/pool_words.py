"""The words of a place's pool: its classes of projects and its sources of money, and what comes near."""

import re
from collections.abc import Iterable

from django.conf import settings
from rapidfuzz import process

from liuqing.policy import place, pool, pool_columns
from liuqing.registry.services.standing.faults import Fault
from liuqing.workflow import trail

_NUMBER = re.compile(r"[0-9A-Za-z_-]{1,30}")


def classes() -> dict[str, list[str]]:
    """The place's classes with their items."""
    return place.load(settings.WORKSPACE.place).project_classes


def sources() -> tuple[str, ...]:
    """Where money may come from: the place's sources and what is inside them, then those of any place."""
    told = place.load(settings.WORKSPACE.place).told.fund_sources
    inside = (part for parts in told.values() for part in parts)
    everywhere = (pool_columns.SOURCES[key][0] for key in pool_columns.EVERYWHERE)
    return tuple(dict.fromkeys((*told, *inside, *everywhere)))


def told() -> pool.Told:
    """What the place says of its pool: steps, checklist, trees, maps."""
    return pool.of(place.load(settings.WORKSPACE.place))


def states_of(step: str) -> tuple[str, ...]:
    """The states of projects in a step of the pool (建、管、用、出库); () for a step that nobody knows."""
    found = told().steps.get(step)
    return tuple(found.states) if found else ()


def may_be_number(no: str) -> bool:
    """Whether a project may bear this number: it stands in addresses and in the trail."""
    return bool(_NUMBER.fullmatch(no)) and not trail.looks_like_identity(no)


def near(said: str, known: Iterable[str]) -> str:
    """「是不是：…？」 for the words that come near one that nobody knows; nothing if none does."""
    found = [name for name, _, _ in process.extract(said, list(known), limit=3, score_cutoff=50)]
    return f"是不是：{'、'.join(found)}？" if found else ""


def about_class(one: str, two: str) -> list[Fault]:
    """What is wrong with a class and its item in this place."""
    known = classes()
    if one not in known:
        return [
            (
                "class_one",
                f"项目类别「{one}」不在本县的类别表中。{near(one, known) or '可选：' + '、'.join(known)}",
            )
        ]
    if two and known[one] and two not in known[one]:
        others = [name for name, items in known.items() if two in items]
        hint = (
            f"它属于：{'、'.join(others)}"
            if others
            else near(two, known[one]) or f"可选：{'、'.join(known[one])}"
        )
        return [("class_two", f"「{one}」下没有子类型「{two}」。{hint}")]
    return []


def about_source(said: str, field: str = "fundings") -> list[Fault]:
    """What is wrong with a source of money in this place."""
    known = sources()
    if said in known:
        return []
    return [
        (field, f"资金来源「{said}」不在本县的资金来源中。{near(said, known) or '可选：' + '、'.join(known)}")
    ]
