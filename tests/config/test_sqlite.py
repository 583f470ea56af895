"""SQLite as the county runs it: each cure of a known way to lose data, read back from a connection.

Take one of the settings away and the test of its name is red.
"""

import ast
import re
import sqlite3
import threading
import time
from pathlib import Path

import pytest
from django.db import IntegrityError
from django.db.utils import ConnectionHandler

import liuqing
from liuqing.config import databases

SOURCE = Path(liuqing.__file__).parent


@pytest.fixture
def unblocked(django_db_blocker):
    """These tests have databases of their own, which pytest-django would keep shut."""
    with django_db_blocker.unblock():
        yield


@pytest.fixture
def handler(tmp_path, unblocked):
    """Connections as the product opens them, to a database of this test."""
    made = ConnectionHandler({"default": databases.sqlite(tmp_path / "county.sqlite3")})
    yield made
    made.close_all()


@pytest.fixture
def connection(handler):
    return handler["default"]


def _ask(connection, sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchone()[0]


@pytest.mark.parametrize(
    "version,safe",
    [
        ((3, 7, 0), False),
        ((3, 40, 1), False),
        ((3, 44, 5), False),
        ((3, 44, 6), True),
        ((3, 44, 99), True),
        ((3, 45, 0), False),
        ((3, 50, 6), False),
        ((3, 50, 7), True),
        ((3, 50, 99), True),
        ((3, 51, 0), False),
        ((3, 51, 2), False),
        ((3, 51, 3), True),
        ((3, 54, 1), True),
        ((4, 0, 0), True),
    ],
)
def test_write_ahead_logging_only_where_its_reset_bug_is_fixed(version, safe):
    assert databases.wal_is_safe(version) is safe


@pytest.mark.parametrize("safe,journal,synchronous", [(True, "WAL", "NORMAL"), (False, "TRUNCATE", "FULL")])
def test_the_journal_follows_the_version(monkeypatch, safe, journal, synchronous, tmp_path, unblocked):
    monkeypatch.setattr(databases, "wal_is_safe", lambda *_: safe)
    made = ConnectionHandler({"default": databases.sqlite(tmp_path / "x.sqlite3")})
    try:
        assert _ask(made["default"], "PRAGMA journal_mode") == journal.lower()
        assert _ask(made["default"], "PRAGMA synchronous") == {"NORMAL": 1, "FULL": 2}[synchronous]
    finally:
        made.close_all()


def test_this_machines_journal_is_the_right_one_for_its_sqlite(connection):
    expected = "wal" if databases.wal_is_safe(sqlite3.sqlite_version_info) else "truncate"
    assert _ask(connection, "PRAGMA journal_mode") == expected


def test_the_file_is_never_mapped_into_memory(connection, tmp_path):
    assert _ask(connection, "PRAGMA mmap_size") == 0
    assert "mmap_size=0" in databases.sqlite(tmp_path)["OPTIONS"]["init_command"]


def test_connections_stay_open(handler):
    assert handler.settings["default"]["CONN_MAX_AGE"] is None
    connection = handler["default"]
    connection.ensure_connection()
    raw = connection.connection
    connection.close_if_unusable_or_obsolete()
    assert connection.connection is raw


def test_the_products_own_settings_are_these(settings):
    default = settings.DATABASES["default"]
    if default["ENGINE"].endswith("sqlite3"):
        wanted = databases.sqlite(Path(default["NAME"]))
        assert {key: default[key] for key in ("CONN_MAX_AGE", "OPTIONS")} == {
            key: wanted[key] for key in ("CONN_MAX_AGE", "OPTIONS")
        }
    else:
        assert default["CONN_HEALTH_CHECKS"] is True


@pytest.mark.parametrize("pragma,value", [("foreign_keys", 1), ("temp_store", 2), ("cache_size", -16000)])
def test_a_setting_holds_on_a_real_connection(connection, pragma, value):
    assert _ask(connection, f"PRAGMA {pragma}") == value


def test_a_row_without_its_parent_is_refused(connection):
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE a (id INTEGER PRIMARY KEY)")
        cursor.execute("CREATE TABLE b (a INTEGER NOT NULL REFERENCES a (id))")
        with pytest.raises(IntegrityError):
            cursor.execute("INSERT INTO b VALUES (7)")


def test_a_transaction_takes_the_write_lock_when_it_begins(handler, tmp_path):
    """Deferred transactions fail half-way when two of them want to write: these never do."""
    assert databases.sqlite(tmp_path)["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    connection = handler["default"]
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE t (n INTEGER)")
    other = sqlite3.connect(tmp_path / "county.sqlite3", timeout=0.1)
    with _Atomic(connection), pytest.raises(sqlite3.OperationalError, match="locked"):
        other.execute("BEGIN IMMEDIATE")
    other.close()


def test_a_writer_waits_ten_seconds_for_another(connection):
    assert _ask(connection, "PRAGMA busy_timeout") == 10_000


def test_ten_threads_reading_and_writing_lose_nothing(handler, tmp_path):
    """Every acknowledged write is there afterwards, and the file is whole."""
    with handler["default"].cursor() as cursor:
        cursor.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, thread INTEGER, text TEXT)")
        cursor.execute("CREATE INDEX t_text ON t (text)")
    written, faults, stop = [0] * 10, [], time.monotonic() + 3

    def work(number):
        connection = handler["default"]  # one for each thread, and it stays open
        try:
            while time.monotonic() < stop:
                with _Atomic(connection), connection.cursor() as cursor:
                    for _ in range(5):
                        cursor.execute("INSERT INTO t (thread, text) VALUES (%s, %s)", [number, "字" * 200])
                written[number] += 5
                with connection.cursor() as cursor:
                    cursor.execute("SELECT COUNT(*), MAX(text) FROM t WHERE thread = %s", [number])
                    assert cursor.fetchone()[0] == written[number]
        except Exception as fault:
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=(n,)) for n in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert _ask(handler["default"], "PRAGMA integrity_check") == "ok"
    assert _ask(handler["default"], "SELECT COUNT(*) FROM t") == sum(written) > 0


def test_no_code_gives_the_live_file_to_another_sqlite():
    """DuckDB brings a second SQLite, whose closing handle would drop the locks of ours."""
    forbidden = re.compile(
        r"sqlite_scan|sqlite_attach|TYPE\s+SQLITE|INSTALL\s+sqlite|LOAD\s+sqlite", re.IGNORECASE
    )
    found = [str(p) for p in _sources() if forbidden.search(p.read_text(encoding="utf-8"))]
    assert found == []


def test_duckdb_is_only_opened_in_memory():
    calls = []
    for path in _sources():
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and ast.unparse(call.func) in (
                "duckdb.connect",
                "ibis.duckdb.connect",
            ):
                given = [*call.args[:1], *(k.value for k in call.keywords if k.arg == "database")]
                calls += [
                    f"{path.name}: {ast.unparse(g)}"
                    for g in given
                    if ast.unparse(g) not in ("':memory:'", "''")
                ]
    assert calls == []


def test_only_django_opens_the_database_file():
    """A second handle on the file, closed again, drops SQLite's locks in this process.

    ``backup`` and ``doctor`` may use the standard library's own handle in a process of their own.
    """
    # Limits count the doors of the public in a file of their own, beside the record.
    allowed = {"doctor.py", "backup.py", "backups.py", "limits.py"}
    found = [p.name for p in _sources() if "sqlite3.connect" in p.read_text(encoding="utf-8")]
    assert set(found) <= allowed


def _sources():
    return sorted(SOURCE.rglob("*.py"))


class _Atomic:
    """``transaction.atomic`` for a connection that is not among Django's own."""

    def __init__(self, connection):
        self.connection = connection

    def __enter__(self):
        self.connection.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)

    def __exit__(self, kind, *_):
        self.connection.rollback() if kind else self.connection.commit()
        self.connection.set_autocommit(True)
