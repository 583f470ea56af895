"""Land as plans divide it: what measures a whole area, what is a part of it, and which parts leave no doubt to be apart."""

import re
from decimal import Decimal

from liuqing.plans.claims import Part, Relation
from liuqing.plans.quantity import Quantity
from liuqing.plans.relations.within.listing import label
from liuqing.plans.relations.within.scope import Scope
from liuqing.plans.relations.within.series import clause_words

WHOLE = re.compile(
    r"(?:总|国土|辖区|区域|幅员|土地|行政区划|行政区域|土地总|全[县区市镇乡村])面积[一-龥]{0,3}$|^(?:其?面积|总面积)[一-龥]{0,2}$"
)
APART = (
    "耕地",
    "林地|山场|森林",
    "草地|草场|草原|牧草",
    "水域|水面",
    "园地|果园|茶园",
    "建设用地",
    "荒山|荒地",
    "滩涂",
    "沙地",
)
"""Kinds of land that never cover the same ground."""
DIMENSIONS = frozenset({"area", "land"})
MU = Decimal(2000) / 3
"""Square metres."""


def is_whole(words: str) -> bool:
    """ "总面积", "国土面积"."""
    return bool(WHOLE.search(words)) and kind(words) is None


def kind(words: str) -> str | None:
    """Which kind of land the words name: one of ``APART``."""
    return next((one for one in APART if re.search(rf"(?:{one})(?:总?面积)?[一-龥]{{0,3}}$", words)), None)


def factor(part: Quantity, whole: Quantity) -> Decimal:
    """Mu in square metres, square metres in mu."""
    if part.dimension == whole.dimension:
        return Decimal(1)
    return MU if part.dimension == "land" else 1 / MU


def one_of_each(scope: Scope, figures: list[Quantity]) -> list[Quantity]:
    """The first figure of every kind of land, in the order of the text."""
    kinds = {named: q for q in reversed(figures) if (named := kind(clause_words(scope, q)))}
    return sorted(kinds.values(), key=lambda q: q.start)


def limit(scope: Scope, whole: Quantity, parts: list[Quantity]) -> Relation:
    """The parts are together not above the whole, each in the unit of the whole."""
    listed = tuple(Part(label(scope, q), q, factor=factor(q, whole)) for q in parts)
    return Relation("limit", whole, listed, bound="most")
