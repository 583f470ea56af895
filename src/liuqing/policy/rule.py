"""How a rule is written: a plain function over columns, whose argument names are the graph.

::

    @condition("household", label="饮水安全", requirements=("B011",), source="嵩明县规划，退出标准")
    def exit_water(water_safe: Column) -> Column:
        return water_safe

The name of an argument is a fact of the snapshot, another rule, or a parent's fact or rule.
``p`` (``Parameters``) gives the place's numbers on the day. A rule answers true, false or NULL
(not known); a rule whose number is not in force on the day answers NULL. It knows no engine.
"""

import inspect
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import Any

Column = Any
"""An Ibis column expression (Ibis has no types that mypy could use)."""

Written = Callable[..., Column]
ENTITIES = ("bill", "person", "household", "area", "employer")
"""Who is asked about, children first. An area is a village, a town or the county; a bill is one
settled medical bill of a person; an employer is counted over the persons who work for it."""


@cache
def _arguments(fn: Written) -> tuple[str, ...]:
    """The names of a function's arguments: asked thousands of times in one assessment."""
    return tuple(inspect.signature(fn).parameters)


@dataclass(frozen=True)
class Rule:
    """One named question.

    ``kind``: ``verdict`` (an answer people act upon), ``condition`` (a step of one), ``flag``
    (something looks wrong), ``amount`` (a number of the entity itself), ``count`` (a reduction
    over the entity's children), ``running`` (what the person's earlier bills of the year add up
    to), ``choice`` (one of ``options``, or joined codes if there are none). ``unit`` is fen, 人,
    户, 项, ppm or empty. ``expects`` is the largest share of the register that a flag may match
    before it stops and asks; ``asks`` says whether its "not known" is somebody's task.
    ``department`` answers for a flag, ``topic`` is the heading under which it is listed, ``check``
    what to look at in the village, ``closes`` what has to be in the record for it to be gone.
    ``source`` is the rule's own or else the ``SOURCE`` of its file: a file without either does
    not load. ``reads`` names numbers that cannot be seen in the function's own text.
    """

    name: str
    entity: str
    kind: str
    label: str
    fn: Written
    source: str
    requirements: tuple[str, ...] = ()
    unit: str = ""
    severity: str = ""
    disagree: tuple[str, str] = ("", "")
    check: str = ""
    closes: str = ""
    expects: Fraction | None = None
    asks: bool = True
    department: str = ""
    topic: str = ""
    options: tuple[str, ...] = ()
    reads: tuple[str, ...] = ()

    @property
    def needs(self) -> tuple[str, ...]:
        """The facts and rules it is made from: its arguments, without the numbers."""
        return tuple(name for name in _arguments(self.fn) if name != "p")

    @property
    def reads_numbers(self) -> bool:
        """It asks for the place's numbers."""
        return "p" in _arguments(self.fn)

    @property
    def numbers(self) -> tuple[str, ...]:
        """The names of the numbers it reads, as written in it (``exits.income_line``)."""
        words = (word for word in self.fn.__code__.co_consts if isinstance(word, str))
        written = tuple(word for word in words if re.fullmatch(r"[a-z_]+(\.[a-z_]+)+", word))
        return tuple(dict.fromkeys(self.reads + written))

    @property
    def yes_or_no(self) -> bool:
        """Its answer is true, false or not known."""
        return self.kind in ("verdict", "condition", "flag")

    @property
    def type(self) -> str:
        """What its column holds: ``boolean``, ``string`` or ``int64``."""
        return "boolean" if self.yes_or_no else "string" if self.kind == "choice" else "int64"


RULES: dict[str, Rule] = {}
"""Every rule by name, in the order in which the files state them."""

_BOOK: ContextVar[dict[str, Rule]] = ContextVar("book", default=RULES)


@contextmanager
def apart() -> Iterator[dict[str, Rule]]:
    """Rules written meanwhile go into a book of their own (those of a reform)."""
    book: dict[str, Rule] = {}
    before = _BOOK.set(book)
    try:
        yield book
    finally:
        _BOOK.reset(before)


def verdict(entity: str, **said: Any) -> Callable[[Written], Written]:
    """An answer that people act upon."""
    return _written(entity, "verdict", said)


def condition(entity: str, **said: Any) -> Callable[[Written], Written]:
    """One step of an answer: true, false or not known."""
    return _written(entity, "condition", said)


def flag(entity: str, **said: Any) -> Callable[[Written], Written]:
    """Something looks wrong: two facts disagree, and somebody must look."""
    return _written(entity, "flag", said)


def amount(entity: str, **said: Any) -> Callable[[Written], Written]:
    """A whole number of the entity itself; money in fen."""
    return _written(entity, "amount", said)


def count(entity: str, **said: Any) -> Callable[[Written], Written]:
    """A sum over the entity's children; 0 where there are none."""
    return _written(entity, "count", said)


def running(**said: Any) -> Callable[[Written], Written]:
    """What the same person's earlier bills of the year add up to; 0 for the first bill."""
    return _written("bill", "running", said)


def choice(entity: str, **said: Any) -> Callable[[Written], Written]:
    """One of ``options``; without options, codes joined as ``|a|b|``."""
    return _written(entity, "choice", said)


def _written(entity: str, kind: str, said: dict[str, Any]) -> Callable[[Written], Written]:
    def keep(fn: Written) -> Written:
        book = _BOOK.get()
        if fn.__name__ in book or entity not in ENTITIES:
            raise ValueError(f"rule {fn.__name__} of {entity}")
        source = said.pop("source", "") or fn.__globals__["SOURCE"]
        book[fn.__name__] = Rule(fn.__name__, entity, kind, fn=fn, source=source, **said)
        return fn

    return keep
