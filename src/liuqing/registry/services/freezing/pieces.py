"""Reading by the key in pieces and writing them as Parquet: never more than one piece in memory.

Every piece is a short read, so that writers never wait for a snapshot.
"""

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from django.db import connection

from liuqing.registry.services.freezing.asked import Asked

PIECE = 25_000

KEY = "id"
"""A key by which rows are read but that the snapshot does not have."""

_MILLIONTH = Decimal("0.000001")

Table = dict[str, pa.Array]
Progress = Callable[[int], None]


def write(
    out: Path, schema: pa.Schema, statement: str, asked: Asked,
    finish: Callable[[Table], Table] = lambda table: table, progress: Progress = lambda rows: None,
) -> int:  # fmt: skip
    """Run a statement whose first column is its ascending key; returns the number of rows.

    The statement reads ``after`` and ``piece`` besides the parameters of ``asked``; ``finish`` adds
    the columns that it does not give.
    """
    return save(out, schema, (finish(columns(schema, *piece)) for piece in read(statement, asked)), progress)


def save(
    out: Path, schema: pa.Schema, tables: Iterable[Table], progress: Progress = lambda rows: None
) -> int:
    """Write pieces one after the other; returns the number of rows. What the schema lacks is left out."""
    written = 0
    with pq.ParquetWriter(out, schema, compression="zstd") as writer:
        for table in tables:
            whole = pa.table([table[field.name] for field in schema], schema=schema)
            writer.write_table(whole)
            written += whole.num_rows
            progress(written)
    return written


def rows(statement: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
    """The rows of one statement."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())


def columns(schema: pa.Schema, names: list[str], found: list[tuple[Any, ...]]) -> Table:
    """Rows of the database as columns of the schema; both databases give days as text, flags as 0/1.

    What the schema does not name is only read to be worked on: it stays as the database gives it.
    """
    return {
        name: _column(schema.field(name).type, values) if name in schema.names else _raw(values)
        for name, values in zip(names, zip(*found, strict=True), strict=True)
        if name != KEY
    }


def _raw(values: tuple[Any, ...]) -> pa.Array:
    return pa.array([bytes(value) if isinstance(value, memoryview) else value for value in values])


def _column(kind: pa.DataType, values: tuple[Any, ...]) -> pa.Array:
    if pa.types.is_boolean(kind):
        return pa.array(values, pa.int8()).cast(kind)
    if pa.types.is_date(kind):
        return pa.array(values, pa.string()).cast(kind)
    if pa.types.is_decimal(kind):
        return pa.array([Decimal(str(value)).quantize(_MILLIONTH) for value in values], kind)
    return pa.array(values, kind)


def read(statement: str, asked: Asked) -> Iterator[tuple[list[str], list[tuple[Any, ...]]]]:
    """The pieces of a statement: the names of its columns, and the rows."""
    after = 0
    while True:
        with connection.cursor() as cursor:
            cursor.execute(statement, {**asked.values, "after": after, "piece": PIECE})
            names = [column[0] for column in cursor.description]
            found = cursor.fetchall()
        if found:
            yield names, found
            after = found[-1][0]
        if len(found) < PIECE:
            return


def among(keys: Iterable[int]) -> str:
    """Our own keys as the inside of an ``IN (…)``; never text from outside."""
    return ", ".join(str(int(key)) for key in sorted(keys)) or "NULL"
