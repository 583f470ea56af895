"""A copy of the record beside itself, made by SQLite's own backup: whole, while others read and write."""

import os
import sqlite3
from pathlib import Path

from django.db import connection


def beside(what: str) -> Path:
    """Copy the SQLite record to ``county.sqlite3.<what>``, readable by its owner only."""
    source = Path(connection.settings_dict["NAME"])
    copy = source.with_name(f"{source.name}.{what}")
    os.close(os.open(copy, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600))
    connection.ensure_connection()
    into = sqlite3.connect(copy)
    try:
        connection.connection.backup(into)
    finally:
        into.close()
    return copy
