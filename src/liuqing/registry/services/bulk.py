"""Bulk writing: many records in one short transaction, the same on SQLite and PostgreSQL.

``executemany`` or COPY instead of the ORM row by row (834,404 rows: seconds instead of a
minute). A piece holds the write lock for at most about two seconds, so that people at their
screens do not wait for an import.
"""

import json

# ruff: noqa: S608 - tables and columns come from the models, values are always parameters
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from django.db import connection, transaction
from django.db.models import Model

Row = tuple[Any, ...]
_BULK_LOCK = 6_201_8  # any number that nobody else uses: one bulk writer at a time


@contextmanager
def piece() -> Iterator["Writes"]:
    """One transaction of bulk writing; what was collected is written when the block ends."""
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_BULK_LOCK])
        writes = Writes()
        yield writes
        writes.apply()


@contextmanager
def roomy() -> Iterator[None]:
    """A larger page cache while a file is loaded (SQLite only).

    A piece touches pages all over the indexes. If they do not fit, SQLite writes them in the
    middle of the transaction, some of them many times.
    """
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        usual = cursor.execute("PRAGMA cache_size").fetchone()[0]
        cursor.execute("PRAGMA cache_size=-196608")
        try:
            yield
        finally:
            cursor.execute(f"PRAGMA cache_size={int(usual)}")


class Writes:
    """Records to be written in the open transaction, each with the id it will have."""

    def __init__(self) -> None:
        self._inserts: dict[tuple[type[Model], tuple[str, ...]], list[Row]] = {}
        self._updates: dict[tuple[type[Model], tuple[str, ...]], list[Row]] = {}
        self._deletes: dict[type[Model], list[int]] = {}
        self._ids: dict[type[Model], Iterator[int]] = {}

    def insert(self, model: type[Model], columns: tuple[str, ...], row: Row) -> int:
        """Take a new record (without its id) and return the id that it gets."""
        ids = self._ids.get(model)
        if ids is None:
            ids = self._ids[model] = _ids(model)
        pk = next(ids)
        key = (model, columns)
        rows = self._inserts.get(key)
        if rows is None:
            rows = self._inserts[key] = []
        rows.append((pk, *row))
        return pk

    def update(self, model: type[Model], columns: tuple[str, ...], row: Row, pk: int) -> None:
        """Take new values for the columns of a record."""
        self._updates.setdefault((model, columns), []).append((*row, pk))

    def delete(self, model: type[Model], pk: int) -> None:
        """Take a record away."""
        self._deletes.setdefault(model, []).append(pk)

    def apply(self) -> None:
        """Write everything: what goes, what changes, what is new, parents before children."""
        for model, pks in self._deletes.items():
            _delete(model, pks)
        for (model, columns), rows in self._updates.items():
            _update(model, columns, rows)
        for (model, columns), rows in self._inserts.items():
            _insert(model, ("id", *columns), rows)


def find(
    model: type[Model], column: str, values: Iterable[Any], columns: tuple[str, ...],
    also: str = "", among: Iterable[Any] = (),
) -> list[Row]:  # fmt: skip
    """The records whose column holds one of the values (all texts, or all numbers).

    ``also`` names a second column that must hold one of ``among``.
    """
    wanted = list(values)
    if not wanted:
        return []
    conditions, values_given = [], []
    for name, some in ((column, wanted), (also, list(among))):
        if name:
            one, many = _among(model, name, some)
            conditions.append(f"{_name(name)} {one}")
            values_given.append(many)
    sql = f"SELECT {_names(columns)} FROM {_table(model)} WHERE {' AND '.join(conditions)} ORDER BY id"
    with connection.cursor() as cursor:
        cursor.execute(sql, values_given)
        return list(cursor.fetchall())


def all_of(model: type[Model], columns: tuple[str, ...], where: str = "", *values: Any) -> list[Row]:
    """The named columns of every record, or of those for which the SQL condition holds."""
    sql = f"SELECT {_names(columns)} FROM {_table(model)} {'WHERE ' + where if where else ''} ORDER BY id"
    with connection.cursor() as cursor:
        cursor.execute(sql, list(values))
        return list(cursor.fetchall())


def _among(model: type[Model], column: str, values: list[Any]) -> tuple[str, Any]:
    if connection.vendor == "postgresql":
        kind = model._meta.get_field(column.removesuffix("_id")).db_type(connection)
        return f"= ANY(%s::{kind.split(' ')[0]}[])" if "(" not in kind else "= ANY(%s::text[])", values
    return "IN (SELECT value FROM json_each(%s))", json.dumps(values)


def _ids(model: type[Model]) -> Iterator[int]:
    return _from_sequence(model) if connection.vendor == "postgresql" else _after_last(model)


def _after_last(model: type[Model]) -> Iterator[int]:
    # The write lock is ours from BEGIN IMMEDIATE on, so nobody else can take these ids.
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT coalesce(max(id), 0) FROM {_table(model)}")
        last = int(cursor.fetchone()[0])
    while True:
        last += 1
        yield last


def _from_sequence(model: type[Model], block: int = 1000) -> Iterator[int]:
    table = model._meta.db_table
    while True:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [table, block]
            )
            found = [int(row[0]) for row in cursor.fetchall()]
        yield from found


def _insert(model: type[Model], columns: tuple[str, ...], rows: list[Row]) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.cursor.copy(f"COPY {_table(model)} ({_names(columns)}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            marks = ", ".join(["?"] * len(columns))
            sql = f"INSERT INTO {_table(model)} ({_names(columns)}) VALUES ({marks})"
            _many(sql, rows)


def _update(model: type[Model], columns: tuple[str, ...], rows: list[Row]) -> None:
    mark = "%s" if connection.vendor == "postgresql" else "?"
    parts = ", ".join(f"{_name(column)} = {mark}" for column in columns)
    sql = f"UPDATE {_table(model)} SET {parts} WHERE id = {mark}"
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.executemany(sql, rows)
    else:
        _many(sql, rows)


def _delete(model: type[Model], pks: list[int]) -> None:
    one, many = _among(model, "id", pks)
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {_table(model)} WHERE id {one}", [many])


def _many(sql: str, rows: list[Row]) -> None:
    # The driver's own cursor: Django's wrapper rewrites the placeholders of every call.
    connection.ensure_connection()
    connection.connection.cursor().executemany(sql, (_plain(row) for row in rows))


def _plain(row: Row) -> Row:
    return tuple([value.isoformat() if isinstance(value, date) else value for value in row])


def _table(model: type[Model]) -> str:
    return _name(model._meta.db_table)


def _names(columns: tuple[str, ...]) -> str:
    return ", ".join(_name(column) for column in columns)


def _name(name: str) -> str:
    return connection.ops.quote_name(name)
