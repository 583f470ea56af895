"""The numbers Word prints itself: 一、 and （一） that stand in no text but in the numbering of the document.

Source: ECMA-376 part 1, 17.9 (numbering) and 17.18.59 (number formats).
"""

import re
from dataclasses import dataclass, field
from typing import Any

from liuqing.plans.reading.word_xml import attribute, child, children, local

_HAN = "〇一二三四五六七八九"
_HAN_FORMATS = ("chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCounting", "taiwaneseCountingThousand", "ideographDigital", "chineseLegalSimplified")  # fmt: skip
_PLACE = re.compile(r"%(\d)")
_SILENT = ("bullet", "none")


@dataclass(frozen=True)
class _Level:
    format: str
    text: str
    start: int


@dataclass
class Numbering:
    """The lists of a document and how far each has counted."""

    levels: dict[str, dict[int, _Level]] = field(default_factory=dict)
    """For the number of a list: its levels."""
    counters: dict[str, dict[int, int]] = field(default_factory=dict)
    abstracts: dict[str, str] = field(default_factory=dict)
    """For the number of a list: the definition it shares its counting with."""

    def next(self, number: str, level: int) -> str:
        """The number the next paragraph of this list has, as printed; "" for a bullet or an unknown list."""
        levels = self.levels.get(number, {})
        if level not in levels:
            return ""
        counter = self.counters.setdefault(self.abstracts.get(number, number), {})
        counter[level] = counter.get(level, levels[level].start - 1) + 1
        for deeper in [one for one in counter if one > level]:
            del counter[deeper]
        if levels[level].format in _SILENT:
            return ""
        return _marked(
            _PLACE.sub(lambda found: _shown(int(found[1]) - 1, levels, counter), levels[level].text)
        )


def _shown(level: int, levels: dict[int, _Level], counter: dict[int, int]) -> str:
    if level not in levels:
        return ""
    return printed(counter.get(level, levels[level].start), levels[level].format)


def _marked(text: str) -> str:
    """A mark that the outline knows; a bare figure gets its point, and a blank keeps it off the text."""
    text = text.strip()
    if re.fullmatch(r"\d{1,2}|[一二三四五六七八九十]{1,3}", text):
        text += "、" if not text.isdigit() else "."
    return f"{text} " if text else ""


def printed(value: int, form: str) -> str:
    """A number in one of Word's formats; unknown formats come as digits."""
    if form in _HAN_FORMATS:
        return _han(value)
    if form.startswith("decimalEnclosedCircle") and 1 <= value <= 20:
        return chr(ord("①") + value - 1)
    if form in ("lowerLetter", "upperLetter") and 1 <= value <= 26:
        return chr((ord("a") if form == "lowerLetter" else ord("A")) + value - 1)
    return str(value)


def _han(value: int) -> str:
    if not 0 < value < 100:
        return str(value)
    tens, ones = divmod(value, 10)
    head = "" if tens == 0 else "十" if tens == 1 else f"{_HAN[tens]}十"
    return head + (_HAN[ones] if ones else "")


def read(root: Any) -> Numbering:
    """The lists of ``numbering.xml``; an empty one if there is none."""
    numbering = Numbering()
    if root is None:
        return numbering
    abstract = {attribute(one, "abstractNumId"): _levels(one) for one in children(root, "abstractNum")}
    for one in children(root, "num"):
        number, link = attribute(one, "numId"), child(one, "abstractNumId")
        shared = attribute(link, "val") if link is not None else ""
        levels = dict(abstract.get(shared, {}))
        restarts = _override(one, levels)
        numbering.levels[number] = levels
        # A list whose start is set anew counts by itself.
        numbering.abstracts[number] = f"num{number}" if restarts else f"abstract{shared}"
    return numbering


def _levels(element: Any) -> dict[int, _Level]:
    return {_number(attribute(level, "ilvl")): _level(level) for level in children(element, "lvl")}


def _level(element: Any) -> _Level:
    said = {local(one): attribute(one, "val") for one in element}
    return _Level(said.get("numFmt", "decimal"), said.get("lvlText", "%1."), _number(said.get("start", "1")))


def _override(element: Any, levels: dict[int, _Level]) -> bool:
    restarts = False
    for one in children(element, "lvlOverride"):
        at = _number(attribute(one, "ilvl"))
        level, start = child(one, "lvl"), child(one, "startOverride")
        if level is not None:
            levels[at] = _level(level)
        if start is not None and at in levels:
            levels[at] = _Level(levels[at].format, levels[at].text, _number(attribute(start, "val")))
            restarts = True
    return restarts


def _number(text: str) -> int:
    return int(text) if text.isdigit() else 0
