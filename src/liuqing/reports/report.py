"""What a report is: a name, the formats it comes in, and one function for each.

A new report is one file in this folder that defines ``REPORT``; nothing else needs to change.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Request:
    """What was asked for, already allowed. ``household`` is a number, or "" for all of the area.

    ``area`` is the code of the area, or of the household's village; ``only`` the number of the one
    thing that is wanted of many (a notice). ``address`` is where a code on paper leads (``https://…``), if
    the workspace does not say.
    """

    user: Any
    area: str
    household: str
    out: Path
    purpose: str = ""
    only: str = ""
    address: str = ""


Maker = Callable[[Request], int]
"""Writes ``request.out`` and returns how many households are in it."""


@dataclass(frozen=True)
class Report:
    """A report: ``area`` and ``household`` say by format how it is made for either."""

    name: str
    label: str
    area: Mapping[str, Maker] = field(default_factory=dict)
    household: Mapping[str, Maker] = field(default_factory=dict)
