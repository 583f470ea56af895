"""Rows of the register's exports that wait for a decision, by the person whom they may mean."""

import json
from collections import Counter
from collections.abc import Iterable
from typing import Any

from liuqing.registry.services.freezing import pieces
from liuqing.registry.services.freezing.asked import BEFORE, NOW, PAST, Asked

_STATEMENT = """
SELECT CAST(r.candidates AS TEXT) FROM registry_sourcerow r
WHERE r.verdict = 'held' AND r.resolved_at IS NULL AND r.file_id IN ({files})
"""


def rows(asked: Asked) -> Counter[int]:
    """How many rows wait by the key of a person; of the files up to the day."""
    files = asked.files("register_persons", NOW, BEFORE, PAST)
    found = pieces.rows(_STATEMENT.format(files=pieces.among(files)), {}) if files else []
    return Counter(key for (text,) in found for key in set(_keys(text)))


def _keys(text: str) -> Iterable[int]:
    told: Any = json.loads(text) if text else ()
    return (key for key in told if isinstance(key, int)) if isinstance(told, list) else ()
