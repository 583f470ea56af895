"""Which list is this? A table is known by its headings.

A kind fits when every group of its marks has a heading in the table; of several that fit the
one wins that knows the largest share of the headings. What a person once corrected
(``HeadingMap``) comes before everything else.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from liuqing.policy.lists import BY_KEY, LISTS, ListKind
from liuqing.policy.tables import Fact
from liuqing.sheets.headings import normal_heading

Remembered = dict[tuple[str, str], str]
"""{(kind, plain heading): fact name, or "" for "leave it out"} as people corrected it."""

CORRECTION = ("行号", "问题", "怎么改")
"""The three columns on the left of an errors book."""


@dataclass(frozen=True)
class Recognised:
    """What a table was taken for: its kind ("" if unsure), the best guess, its columns.

    ``columns`` is {heading: fact name, or "" if no fact was found for it}.
    """

    kind: str
    guess: str
    columns: dict[str, str] = field(default_factory=dict)
    share: float = 0.0

    def as_dict(self) -> dict[str, object]:
        """The same for ``SourceFile.mapping``."""
        return {
            "kind": self.kind,
            "guess": self.guess,
            "columns": self.columns,
            "share": round(self.share, 2),
        }


def plain(heading: object) -> str:
    """A heading without what differs from hand to hand: blanks, width, stars, its unit."""
    return _plain(str(heading))


def recognise(headings: Sequence[str], remembered: Remembered | None = None) -> Recognised:
    """The kind of a table with these headings, or the best guess."""
    named = [h for h in headings if h and plain(h) not in CORRECTION]
    remembered = remembered or {}
    tries = [(kind, map_columns(kind, named, remembered)) for kind in LISTS]
    fitting = [(k, c) for k, c in tries if _marked(k, named, c)]
    best, columns = max(fitting or tries, key=lambda one: _share(one[1]))
    share = _share(columns)
    if not fitting and share == 0:
        return Recognised("", "", dict.fromkeys(named, ""))
    return Recognised(best.key if fitting else "", best.key, columns, share)


def map_columns(kind: ListKind, headings: Iterable[str], remembered: Remembered) -> dict[str, str]:
    """Which heading feeds which fact of the kind; a fact is fed by one column only."""
    named = list(headings)
    found: dict[str, str] = {}
    for source in (_as_remembered(kind, remembered), _labels(kind).get, _synonyms(kind).get):
        for heading in named:
            fact = source(plain(heading))
            if heading not in found and fact is not None and (fact == "" or fact not in found.values()):
                found[heading] = fact
    return {heading: found.get(heading, "") for heading in named}


def known(remembered: Remembered | None = None) -> Callable[[str], bool]:
    """Whether a text is a heading that somebody knows."""
    more = {heading for _, heading in remembered or {}}

    def is_known(heading: str) -> bool:
        key = plain(heading)
        return key in _all() or key in more

    return is_known


def _as_remembered(kind: ListKind, remembered: Remembered) -> Callable[[str], str | None]:
    return lambda heading: remembered.get((kind.key, heading))


def _marked(kind: ListKind, headings: list[str], columns: dict[str, str]) -> bool:
    present = {plain(h) for h in headings}
    facts = set(columns.values())
    return all(_has(kind, group, present, facts) for group in kind.marks)


def _has(kind: ListKind, group: tuple[str, ...], present: set[str], facts: set[str]) -> bool:
    wanted = {plain(mark) for mark in group}
    # A heading that a person mapped to the marking fact marks the table as well.
    owners = {f.name for f in kind.columns if wanted & {plain(h) for h in f.all_headings()}}
    return bool(wanted & present) or bool(owners & facts)


def _share(columns: dict[str, str]) -> float:
    return sum(bool(fact) for fact in columns.values()) / max(len(columns), 1)


@lru_cache(maxsize=64)
def _labels_of(key: str) -> dict[str, str]:
    return _first((fact.label, fact) for fact in BY_KEY[key].columns)


@lru_cache(maxsize=64)
def _synonyms_of(key: str) -> dict[str, str]:
    return _first((heading, fact) for fact in BY_KEY[key].columns for heading in fact.headings)


def _labels(kind: ListKind) -> dict[str, str]:
    return _labels_of(kind.key)


def _synonyms(kind: ListKind) -> dict[str, str]:
    return _synonyms_of(kind.key)


def _first(pairs: Iterable[tuple[str, Fact]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for heading, fact in pairs:
        found.setdefault(plain(heading), fact.name)
    return found


@lru_cache(maxsize=1)
def _all() -> frozenset[str]:
    every = (h for kind in LISTS for fact in kind.columns for h in fact.all_headings())
    return frozenset(plain(h) for h in (*every, *_COMMON))


@lru_cache(maxsize=4096)
def _plain(heading: str) -> str:
    return normal_heading(heading)


# Headings that every list has and that say nothing: they help to find the heading row.
_COMMON = ("序号", "编号", "备注", "填表人", "填报单位")
