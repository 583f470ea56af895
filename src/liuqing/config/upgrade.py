"""Upgrade (升级): bring a workspace of an earlier version of the program to this one.

The record's tables change between versions. Whoever opens an older workspace gets it brought up to
date; before that its SQLite file is copied beside itself, so that the older program can go on with it.
"""

from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from liuqing.config import backup


def bring_up_to_date() -> Path | None:
    """Apply what this version adds; the copy that was made of an older record, None if there was none."""
    steps = _waiting()
    if not steps:
        return None
    copy = backup.beside("before-upgrade") if connection.vendor == "sqlite" and _holds_a_record() else None
    call_command("migrate", verbosity=0)
    return copy


def _waiting() -> list[Any]:
    executor = MigrationExecutor(connection)
    return executor.migration_plan(executor.loader.graph.leaf_nodes())


def _holds_a_record() -> bool:
    return "registry_area" in connection.introspection.table_names()
