"""Kept rows: a row that was held or refused, read once more as it stood in its file."""

import json

from liuqing.policy.lists import BY_KEY, ListKind
from liuqing.registry import secrets
from liuqing.registry.imports.recognise import map_columns
from liuqing.registry.imports.rows import RowReader, TypedRow
from liuqing.registry.models import SourceRow


def read_again(row: SourceRow) -> tuple[TypedRow, ListKind]:
    """The row with typed values, and the kind of its list."""
    whole = json.loads(secrets.decrypt(row.cells))
    kind = BY_KEY[whole["kind"]]
    mapped = row.file.mapping.get(row.sheet, {}).get("columns") or map_columns(kind, whole["headings"], {})
    reader = RowReader(kind, whole["headings"], mapped, row.sheet)
    return reader.read(row.row, whole["cells"]), kind
