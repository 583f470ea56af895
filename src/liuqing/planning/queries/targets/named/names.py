"""Names (数的名称): what a figure is called in people's own texts, and what it is in the record."""

from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from typing import Literal

from liuqing.planning.queries.matrix.dimensions import MEASURES
from liuqing.policy.indicators import INDICATORS
from liuqing.policy.metrics import metrics, names
from liuqing.registry.queries import words

Kind = Literal["figure", "exits", "money", "indicator", "planned"]
EXITS = {"exits_in_year_households": ("当年脱贫户", "户"), "exits_in_year_persons": ("当年脱贫人口", "人")}
COUNTED = (
    "area_rangers", "area_post_holders", "area_transferred", "area_new_jobs", "area_trainings", "area_loans", "loan_households",
    "insured_share", "treatment_rate", "training_coverage", "dibao_share_of_register",
)  # fmt: skip
"""Figures of rules that texts ask for, besides the headline ones."""


@dataclass(frozen=True)
class Name:
    """A figure by its name: of which kind it is, its key there, its unit, its other names."""

    label: str
    kind: Kind
    key: str
    unit: str
    others: tuple[str, ...] = ()


@lru_cache(maxsize=1)
def every() -> tuple[Name, ...]:
    """All names, those of the register first."""
    told = names()
    figures = [Name(*_figure(key), others=told.get(key, ())) for key in (*words.METRICS, *COUNTED)]
    exits = [Name(label, "exits", key, unit, told.get(key, ())) for key, (label, unit) in EXITS.items()]
    money = [
        Name(told[key][0], "money", key, one.unit, (*told[key][1:], one.label))
        for key, one in MEASURES.items()
    ]
    indicators = [
        Name(one.label, "indicator", one.name, one.unit)
        for one in INDICATORS.values()
        if one.kind != "yes_no"
    ]
    return (*figures, *exits, *money, *indicators)


@lru_cache(maxsize=1)
def planned() -> dict[str, str]:
    """The metrics of plans by their names."""
    return {plain(one.label): key for key, one in metrics().items()}


def find(said: str) -> Name | None:
    """The figure of that name; None if nobody calls one so."""
    return _by_name().get(plain(said))


def nearest(said: str, *, of_plan: bool = False, many: int = 3) -> list[str]:
    """The names that look most like it."""
    known = {plain(one.label): one.label for one in metrics().values()} if of_plan else _labels()
    text = plain(said)
    close = get_close_matches(text, known, n=many, cutoff=0.4)
    within = [name for name in known if text and (text in name or name in text)]
    return list(dict.fromkeys(known[name] for name in (*close, *within)))[:many]


def plain(text: str) -> str:
    """A name without blanks and brackets, and without the 数 or 数量 at its end."""
    short = "".join(text.split()).split("（")[0].split("(")[0]
    return short.removesuffix("数量").removesuffix("数") if len(short) > 2 else short


@lru_cache(maxsize=1)
def _by_name() -> dict[str, Name]:
    found: dict[str, Name] = {}
    for one in every():
        for said in (one.label, *one.others):
            found.setdefault(plain(said), one)
    return found


@lru_cache(maxsize=1)
def _labels() -> dict[str, str]:
    return {plain(said): said for one in every() for said in (one.label, *one.others)}


def _figure(key: str) -> tuple[str, Kind, str, str]:
    label, unit = words.metric(key)
    short = label.split("（")[0]
    return short if len(short) > 1 else names()[key][0], "figure", key, unit
