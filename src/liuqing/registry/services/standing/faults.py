"""What is wrong with what was handed in: everything at once, each fault with the field it belongs to."""

from collections.abc import Iterable

from liuqing.errors import Problem

Fault = tuple[str, str]
"""The field (or part of the form) and one sentence about it."""


class Faults(Problem):
    """A Problem with all its parts: ``faults`` are (field, sentence), for a page that marks its fields."""

    def __init__(self, code: str, faults: Iterable[Fault], remedy: str):
        self.faults = tuple(faults)
        super().__init__(code, "；".join(what for _, what in self.faults), remedy)


def refuse(code: str, faults: Iterable[Fault], remedy: str = "请改正后再交，什么都没有改动。") -> None:
    """Raise them if there are any."""
    found = tuple(faults)
    if found:
        raise Faults(code, found, remedy)
