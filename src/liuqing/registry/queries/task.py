"""A task (待办): something that waits for a user, with a count and the place where it is done."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Task:
    """Something that waits. ``kind`` and ``target`` say where it is done:

    refused_lists → files; refused, unmapped, failed, asked → file (``pk``); held → the page of identities; flags → flags (``area``);
    answer, review, close, send, threads → the pages of the cases;
    gaps → households (``area``); assess → nothing; over_expectation → the rule that stopped (``rule``);
    step, returned, draft → standing; clues (``which``); notices_… → notices; window_… → window (``pk``);
    monitoring (``area``, ``show``); visits, evaluation_… → evaluation (``pk``).
    """

    kind: str
    title: str
    count: int
    detail: str = ""
    target: dict[str, Any] = field(default_factory=dict)
