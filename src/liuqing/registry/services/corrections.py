"""Corrections: an errors book that comes back replaces the file it was made for.

It holds every row of that file in its place, so whatever is still open stands in the new file's
own rows; the old file's open rows are settled by it.
"""

from datetime import UTC, datetime
from pathlib import PurePath

from liuqing.registry.models import SourceFile, SourceRow


def original(file: SourceFile, kind: str) -> SourceFile | None:
    """The file whose errors book this is: same kind, has an errors book, best of the same name."""
    older = [
        one
        for one in SourceFile.objects.exclude(pk=file.pk).exclude(errors_book="").order_by("-pk")
        if kind in one.kind.split("+") and one.state == SourceFile.State.LOADED
    ]
    stem = PurePath(file.name).stem
    return max(older, key=lambda one: (_likeness(one, stem), one.pk), default=None)


def settle(file: SourceFile) -> None:
    """Settle the open rows of the file that this one replaces, if it is an errors book."""
    replaced = {sheet.get("replaces") for sheet in file.mapping.values()} - {0, None}
    for old in SourceFile.objects.filter(pk__in=replaced):
        SourceRow.objects.filter(file=old, resolved_at=None).update(resolved_at=datetime.now(UTC))
        SourceFile.objects.filter(pk=old.pk).update(state=SourceFile.State.SUPERSEDED)


def _likeness(one: SourceFile, stem: str) -> int:
    if PurePath(one.errors_book).stem == stem:
        return 2
    return int(stem.startswith(PurePath(one.name).stem) or PurePath(one.name).stem.startswith(stem))
