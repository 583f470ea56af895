"""In which order rows and columns stand: as the place names its classes and sources, the unknown last."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from liuqing.planning.models import Project
from liuqing.planning.queries.matrix.dimensions import PLACES
from liuqing.planning.queries.matrix.places import Tree
from liuqing.policy import place as places


@dataclass(frozen=True)
class Head:
    """The head of a row or column. ``known`` False: a name that the place's own list does not have."""

    key: str
    label: str
    known: bool = True


def heads(dimension: str, keys: Iterable[Any], tree: Tree, under: str = "") -> tuple[Head, ...]:
    """The heads of the keys that have any money, in the office's order.

    ``under`` narrows items to those of one class, so that they stand in its order.
    """
    found = {text(key) for key in keys}
    if dimension in PLACES:
        return tuple(Head(key, tree.name(key)) for key in sorted(found, key=lambda k: (tree.only(k), k)))
    if dimension == "year":
        return tuple(
            Head(key, f"{key}年" if key else "没有年度", bool(key)) for key in sorted(found, key=_last)
        )
    names = _names(dimension, under)
    known = [Head(key, label) for key, label in names.items() if key in found]
    strange = sorted(found - names.keys(), key=_last)
    return (*known, *(Head(key, key or "未填", known=False) for key in strange))


def whole(dimension: str) -> list[str]:
    """The names of which a table shows all, with money or without."""
    return list(_names(dimension, "")) if dimension in ("class_one", "source") else []


def text(key: Any) -> str:
    """A key as it stands in an address; "" for nothing."""
    return "" if key is None else str(key)


def _last(key: str) -> tuple[bool, str]:
    return (not key, key)


def _names(dimension: str, under: str) -> dict[str, str]:
    """The names that the place or the office has, in their order, with their words."""
    here = places.load(settings.WORKSPACE.place)
    if dimension == "state":
        return {str(state.value): str(state.label) for state in Project.State}
    if dimension == "reach":
        return {str(reach.value): str(reach.label) for reach in Project.Reach}
    if dimension == "class_two":
        classes = here.project_classes
        items = classes.get(under, []) if under else [item for one in classes.values() for item in one]
        return {item: item for item in items}
    known: dict[str, list[str]] = {
        "class_one": list(here.project_classes),
        "source": here.fund_sources,
        "department": list(here.departments),
    }
    return {name: name for name in known[dimension]}
