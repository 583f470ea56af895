"""Rows that wait for a decision or a correction, by the person whom they may mean.

Of the register's exports those that wait for a decision are counted. A department's list may name
the person in such a row, or does so in one that was refused for another fault: until somebody has
decided or put it right, the list does not leave that person out.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from liuqing.registry import merged
from liuqing.registry.models import SourceFile
from liuqing.registry.services.freezing import pieces
from liuqing.registry.services.freezing.asked import BEFORE, NOW, PAST, Asked

_STATEMENT = """
SELECT r.file_id, r.sheet, CAST(r.candidates AS TEXT) FROM registry_sourcerow r
WHERE r.verdict IN ({verdicts}) AND r.resolved_at IS NULL AND r.file_id IN ({files})
"""
REGISTER = "register_persons"
_HELD, _OPEN = "'held'", "'held', 'refused'"


def rows(asked: Asked) -> Counter[int]:
    """How many rows wait by the key of a person; of the files up to the day."""
    waiting = _waiting(asked.files(REGISTER, NOW, BEFORE, PAST), _HELD)
    return Counter(person for _, _, people in waiting for person in people)


def lists(asked: Asked, when: str = NOW) -> dict[int, set[str]]:
    """The kinds of lists of this time that have a row waiting which may mean the person."""
    files = [
        file for file, kinds in asked.kinds.items() if asked.when(file) == when and REGISTER not in kinds
    ]
    sheets = _sheets(asked, files)
    found: dict[int, set[str]] = defaultdict(set)
    for file, sheet, people in _waiting(files, _OPEN):
        for person in people:
            found[person] |= sheets.get((file, sheet), asked.kinds[file])
    return dict(found)


def _sheets(asked: Asked, files: Iterable[int]) -> dict[tuple[int, str], set[str]]:
    """The list on each sheet of a workbook with several; a row keeps 64 characters of the name."""
    several = [file for file in files if len(asked.kinds[file]) > 1]
    mappings = SourceFile.objects.filter(pk__in=several).values_list("pk", "mapping")
    return {
        (file, sheet[:64]): {said["kind"]}
        for file, mapping in mappings
        for sheet, said in mapping.items()
        if said.get("kind")
    }


def _waiting(files: Iterable[int], verdicts: str) -> Iterator[tuple[int, str, set[int]]]:
    """File, sheet and the persons, as the record counts them today, of every row that waits."""
    every = tuple(files)
    statement = _STATEMENT.format(files=pieces.among(every), verdicts=verdicts)
    found = pieces.rows(statement, {}) if every else []
    counting = merged.roots() if found else {}
    for file, sheet, text in found:
        yield file, sheet, {counting.get(key, key) for key in _keys(text)}


def _keys(text: str) -> Iterable[int]:
    told: Any = json.loads(text) if text else ()
    return (key for key in told if isinstance(key, int)) if isinstance(told, list) else ()
