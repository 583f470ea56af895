"""Found (核实情况): what was seen at the door and why a clue was closed, sealed with the clue."""

import json
from typing import Any, TypedDict

from liuqing.registry import secrets
from liuqing.registry.models import Clue


class Visit(TypedDict):
    """One visit: the day, who went, what was found (``policy.clues.FOUND``), in words."""

    on: str
    by: str
    found: str
    said: str


class Notes(TypedDict):
    """Every visit, the newest last, and the reason of the end."""

    visits: list[Visit]
    reason: str


def read(clue: Clue) -> Notes:
    """What is kept of a clue."""
    if not clue.found:
        return {"visits": [], "reason": ""}
    told: Any = json.loads(secrets.decrypt(clue.found, about=_about(clue)))
    return {"visits": list(told["visits"]), "reason": str(told["reason"])}


def keep(clue: Clue, notes: Notes) -> None:
    """Seal it again; the clue is not saved here."""
    clue.found = secrets.encrypt(json.dumps(notes, ensure_ascii=False), about=_about(clue))


def _about(clue: Clue) -> str:
    return f"clue/{clue.pk}/found"
