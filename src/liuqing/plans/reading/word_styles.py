"""What styles say about a paragraph: that it is a heading, a line of the contents, part of a list."""

import re
from dataclasses import dataclass, field
from typing import Any

from liuqing.plans.reading.word_xml import attribute, child, children

_HEADING = re.compile(r"(?:heading|标题)\s*([1-9])$", re.I)
_CONTENTS = re.compile(r"(?:toc|目录)\s*\d*$|toc heading$|table of figures$", re.I)


@dataclass(frozen=True)
class Style:
    """The level of a heading (0 for body), whether it is a line of the contents, its list and level in it."""

    level: int = 0
    is_contents: bool = False
    list_number: str = ""
    list_level: int = 0


@dataclass
class Styles:
    """The styles of a document by their ids, each with what it takes from the one it is based on."""

    elements: dict[str, Any] = field(default_factory=dict)
    known: dict[str, Style] = field(default_factory=dict)

    def of(self, key: str) -> Style:
        """The style of that id; body text if there is none."""
        if key not in self.known:
            self.known[key] = Style()  # a style based on itself ends here
            self.known[key] = self._read(key)
        return self.known[key]

    def _read(self, key: str) -> Style:
        element = self.elements.get(key)
        if element is None:
            return Style()
        name = attribute(child(element, "name"), "val")
        base = self.of(attribute(child(element, "basedOn"), "val"))
        heading = _HEADING.match(name.strip())
        properties = child(element, "pPr")
        outline = outline_level(properties)
        level = int(heading[1]) if heading else base.level if outline is None else outline
        number, depth = list_of(properties)
        return Style(
            level,
            bool(_CONTENTS.match(name.strip())),
            number or base.list_number,
            depth if depth is not None else base.list_level,
        )


def read(root: Any) -> Styles:
    """The styles of ``styles.xml``; none if it is missing."""
    if root is None:
        return Styles()
    return Styles({attribute(one, "styleId"): one for one in children(root, "style")})


def outline_level(properties: Any) -> int | None:
    """The level of the outline that a paragraph or style sets, from 1; 0 is body text; None if it says nothing."""
    value = attribute(child(properties, "outlineLvl"), "val")
    if not value.isdigit():
        return None
    return int(value) + 1 if int(value) < 9 else 0


def list_of(properties: Any) -> tuple[str, int | None]:
    """The number of the list and the level in it ("", None if it says nothing)."""
    found = child(properties, "numPr")
    if found is None:
        return "", None
    level = attribute(child(found, "ilvl"), "val")
    return attribute(child(found, "numId"), "val"), int(level) if level.isdigit() else None
