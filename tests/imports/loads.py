"""A program of its own for the test of sudden death: load files, or print the whole record.

Used as ``python -m tests.imports.loads load FILE…`` and ``… dump``; the workspace is named by
``LIUQING_WORKSPACE``.
"""

import json
import os
import sys
from pathlib import Path
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "liuqing.config.settings")
django.setup()

from django.contrib.auth.models import User  # noqa: E402
from django.core.management import call_command  # noqa: E402

from liuqing.registry import models, secrets  # noqa: E402
from liuqing.registry.services import loading  # noqa: E402
from tests import cast  # noqa: E402
from tests.imports import county  # noqa: E402

TOLD_APART = {"received_at", "resolved_at", "at", "made_at"}


def prepare() -> None:
    call_command("migrate", verbosity=0)
    county.plant()
    cast.user("clerk", "county_analyst", "990101/")


def load(paths: list[str]) -> None:
    loading.PIECE = dict.fromkeys(loading.PIECE, 9)
    loading.OTHERS = 9
    print("begin", flush=True)
    loading.load_paths([Path(path) for path in paths], by=User.objects.get(username="clerk"))


def dump() -> dict[str, list[Any]]:
    """Every table, with ciphers opened and ids replaced by their rank."""
    tables = [getattr(models, name) for name in models.__all__]
    ranks = {
        model: {
            pk: rank for rank, pk in enumerate(model.objects.order_by("pk").values_list("pk", flat=True), 1)
        }
        for model in tables
    }
    return {model.__name__: [_row(one, ranks) for one in model.objects.order_by("pk")] for model in tables}


def _row(one: Any, ranks: dict[Any, dict[int, int]]) -> dict[str, Any]:
    row: dict[str, Any] = {}
    for field in one._meta.concrete_fields:
        value = getattr(one, field.attname)
        owner = field.related_model or (type(one) if field.primary_key else None)
        if field.name in TOLD_APART:
            value = value is not None
        elif isinstance(value, bytes | memoryview):
            value = secrets.decrypt(value)
        elif owner in ranks and value is not None:
            value = ranks[owner][value]
        row[field.attname] = value
    row.pop("candidates", None)  # ids inside JSON: compared by their number only
    return row


if __name__ == "__main__":
    if sys.argv[1] == "load":
        load(sys.argv[2:])
    elif sys.argv[1] == "prepare":
        prepare()
    else:
        print(json.dumps(dump(), default=str, ensure_ascii=False, sort_keys=True))
