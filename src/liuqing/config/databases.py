"""How the record is opened: SQLite bound so that it cannot corrupt, or PostgreSQL by URL.

Why these settings and no others: docs/decisions/0002-sqlite-settings.md. ``mmap_size`` stays 0,
connections persist, and WAL is used only where SQLite is free of the WAL-reset bug (fixed in
3.51.3, 3.50.7 and 3.44.6).
"""

import sqlite3
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit


def wal_is_safe(version: tuple[int, int, int] = sqlite3.sqlite_version_info) -> bool:
    """Whether this SQLite may use write-ahead logging."""
    return version >= (3, 51, 3) or (3, 50, 7) <= version < (3, 51, 0) or (3, 44, 6) <= version < (3, 45, 0)


def sqlite(path: Path) -> dict[str, Any]:
    """Settings for the embedded database."""
    journal = (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
        if wal_is_safe()
        else "PRAGMA journal_mode=TRUNCATE; PRAGMA synchronous=FULL;"
    )
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "timeout": 10,
            "transaction_mode": "IMMEDIATE",
            "init_command": journal + " PRAGMA mmap_size=0; PRAGMA temp_store=MEMORY;"
            " PRAGMA cache_size=-16000; PRAGMA foreign_keys=ON;",
        },
    }


def postgres(url: str) -> dict[str, Any]:
    """Settings for a PostgreSQL URL (postgresql://user:password@host:port/name)."""
    parts = urlsplit(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or "") or _socket(parts.query),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
    }


def choose(url: str, folder: Path) -> dict[str, Any]:
    """The database of a workspace."""
    return (
        postgres(url)
        if url.startswith(("postgres://", "postgresql://"))
        else sqlite(folder / "county.sqlite3")
    )


def _socket(query: str) -> str:
    return unquote(query.removeprefix("host=")) if query.startswith("host=") else ""
