"""Metrics (指标名): what the figures of plans are called, how they are counted, and what of the record answers them.

``places/china/metrics.yaml`` has an entry for every metric of a ``targets.csv``. A dimension is the part of a
figure that narrows it (``crop=辣椒;period=2018-2020``); period and per belong to its time, not to its subject.
"""

import re
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, cast

from liuqing.policy import dated_file
from liuqing.policy.place import PLACES

FILE = PLACES / "china" / "metrics.yaml"
ANSWERS = ("figure", "exits", "standings", "money", "projects", "works", "reached", "loans", "received", "measured",
           "indicator", "share", "ratio", "income", "areas")  # fmt: skip
"""The kinds of answers that the record has."""
OF_TIME = ("period", "per")
When = Literal["end", "year", "since"]
Better = Literal["more", "less", "same"]
_BRACES = re.compile(r"\{(\w+)(?::([^}]*))?\}")


@dataclass(frozen=True)
class Topic:
    """A heading; ``office`` answers for what stands under it, in the rules' own word for it."""

    key: str
    label: str
    office: str


@dataclass(frozen=True)
class Metric:
    """A metric: its name, its heading, how it is counted in time, which side is good, what answers it ("" nothing)."""

    key: str
    label: str
    topic: Topic
    office: str
    when: When = "end"
    better: Better = "more"
    answer: str = ""

    def asks(self, subject: dict[str, str]) -> tuple[str, ...]:
        """The answer for a figure of this subject: its kind and its arguments; () if the record has none."""
        kind, _, rest = self.answer.partition(" ")
        used = {match[1] for match in _BRACES.finditer(rest)}
        if not kind or (kind not in OPEN and set(subject) - used):
            return ()
        filled: list[str] = []
        for match in _BRACES.finditer(rest):
            word = _word(subject.get(match[1], ""), match[2])
            if word is None:
                return ()
            filled.append(word)
        words = iter(filled)
        return (kind, *_BRACES.sub(lambda _: next(words), rest).split(None, MOST.get(kind, 2) - 1))


OPEN = ("figure", "exits", "standings", "money", "projects", "reached")
"""Answers that read the whole dimension themselves."""
MOST = {"works": 1, "money": 1, "projects": 1}
"""How many arguments an answer has at most; the last one may have blanks."""


def _word(said: str, choices: str | None) -> str | None:
    """What a word of the dimension means in the answer; None if nothing."""
    if choices is None:
        return said or None
    told = dict(one.split("=", 1) for one in choices.split(","))
    return told.get(said)


@cache
def topics() -> dict[str, Topic]:
    """Every heading, in the order of the file."""
    told = _read()["topics"]
    return {key: Topic(key, said["label"], said["office"]) for key, said in told.items()}


@cache
def metrics() -> dict[str, Metric]:
    """Every metric by its key, in the order of the file."""
    found = {}
    for key, said in _read()["metrics"].items():
        topic = topics()[said["topic"]]
        answer = said.get("answer", "")
        found[key] = Metric(
            key, said["label"], topic, said.get("office", topic.office), cast(When, said.get("when", "end")),
            cast(Better, said.get("better", "more")), f"figure {key}" if answer == "figure" else answer,
        )  # fmt: skip
    return found


@cache
def names() -> dict[str, tuple[str, ...]]:
    """The other names of the record's figures, by metric or measure."""
    return {key: tuple(said) for key, said in _read()["names"].items()}


def metric(key: str) -> Metric:
    """The metric of that key; one that nobody has named is shown under its key and has no answer."""
    known = metrics().get(key)
    return known or Metric(key, key, next(reversed(topics().values())), "")


def subject(dimension: str) -> dict[str, str]:
    """What a figure is narrowed to, without its time."""
    return {key: value for key, value in pairs(dimension).items() if key not in OF_TIME}


def pairs(dimension: str) -> dict[str, str]:
    """All parts of a dimension."""
    return dict(part.partition("=")[::2] for part in dimension.split(";") if part)


@cache
def _read() -> dict[str, dict[str, Any]]:
    told: dict[str, dict[str, Any]] = dated_file.plain(FILE.read_text(encoding="utf-8"))
    return told
