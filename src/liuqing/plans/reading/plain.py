"""Text as people type or export it: its lines, and how far each is set in."""

from liuqing.plans.joining import Line


def lines_of(content: str) -> list[Line]:
    """The lines of a text, numbered from 1 as an editor numbers them.

    A form feed begins a page; it stands at the start of a line and does not count as one.
    """
    content = content.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    return [Line(number, text, indent=indent_of(text)) for number, text in enumerate(content.split("\n"), 1)]


def indent_of(text: str) -> int:
    """How far a line is set in, in half characters: a wide blank counts two, a tab four."""
    blank = text[: len(text) - len(text.lstrip())]
    return sum({"\u3000": 2, "\t": 4}.get(mark, 1) for mark in blank)
