"""Comparisons: what was lent for a comparison is kept on stated terms, and deleted in time.

Rows about people outside the register were never kept. What stays for good is what matched a
person of the register or contradicts it (entries), and rows that somebody must still look at.
What goes when its time is over: the file as received, its errors book, and the cells of rows that
were refused or settled; where they stood and why they were not taken stays.
"""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from liuqing.errors import Problem
from liuqing.policy import comparing, place
from liuqing.policy.lists import BY_KEY
from liuqing.registry.models import Comparison, Entry, SourceFile, SourceRow
from liuqing.registry.services import areas, files
from liuqing.workflow import rights, trail
from liuqing.workflow.rights import Right

DONE = (SourceFile.State.LOADED, SourceFile.State.SUPERSEDED)


@transaction.atomic
def record(file: SourceFile, *, by: Any) -> Comparison | None:
    """Write down on what terms a file that was read is compared; None for the office's own lists.

    Reading it again (a correction, a file taken up where it stopped) only brings the counts up to date.
    """
    today = timezone.localdate()
    numbers = place.load(settings.WORKSPACE.place).parameters(today)
    terms = comparing.terms(file.kind.split("+"), numbers)
    if terms is None:
        return None
    counts = {"rows": file.rows, "kept": Entry.objects.filter(file=file).count()}
    said = {
        "ground": terms.ground[:40],
        "purpose": terms.purpose[:200],
        "by": by.get_username(),
        "at": timezone.now(),
    }
    found, new = Comparison.objects.get_or_create(
        file=file, defaults={**counts, **said, "delete_on": today + timedelta(days=terms.keep_days)}
    )
    if not new:
        Comparison.objects.filter(pk=found.pk).update(**counts)
    else:
        detail = {"ground": found.ground, "purpose": found.purpose, **counts, "delete_on": found.delete_on}
        trail.record("comparisons.recorded", subject=f"file:{file.pk}", by=by, detail=detail)
    return found


@transaction.atomic
def state(comparison: Comparison, *, by: Any, ground: str, purpose: str) -> Comparison:
    """Say another ground or purpose than the usual one. Problem ``comparisons.nothing_said``."""
    file = comparison.file
    rights.require(by, Right.LOAD_LISTS, department=BY_KEY[file.kind.split("+")[0]].department)
    ground, purpose = ground.strip(), purpose.strip()
    if not ground or not purpose or trail.looks_like_identity(ground + purpose):
        raise Problem(
            "comparisons.nothing_said", "没有写明依据或用途", "请写清凭什么比对、作什么用，不要写姓名和号码。"
        )
    comparison.ground, comparison.purpose = ground[:40], purpose[:200]
    comparison.save(update_fields=("ground", "purpose"))
    detail = {"ground": comparison.ground, "purpose": comparison.purpose}
    trail.record("comparisons.stated", subject=f"file:{file.pk}", by=by, detail=detail)
    return comparison


def purge(*, on: date, by: Any) -> list[int]:
    """Delete what is due by the day; the keys of the files concerned. Doing it again changes nothing."""
    rights.require(by, Right.TAKE_SNAPSHOT, areas.root_path())
    due = Comparison.objects.filter(deleted_at=None, delete_on__lte=on, file__state__in=DONE)
    gone = []
    for comparison in due.select_related("file").order_by("pk"):
        _purge(comparison, by)
        gone.append(comparison.file_id)
    return gone


@transaction.atomic
def _purge(comparison: Comparison, by: Any) -> None:
    file = comparison.file
    open_rows = SourceRow.objects.filter(file=file, verdict=SourceRow.Verdict.HELD, resolved_at=None)
    # Whom a refused row may mean stays: without it that person would count as missing from the list.
    cleared = SourceRow.objects.filter(file=file).exclude(pk__in=open_rows).update(cells=b"")
    files.stored(file).unlink(missing_ok=True)
    if file.errors_book:
        (Path(settings.WORKSPACE.folder) / file.errors_book).unlink(missing_ok=True)
        SourceFile.objects.filter(pk=file.pk).update(errors_book="")
    Comparison.objects.filter(pk=comparison.pk).update(deleted_at=timezone.now())
    detail = {"rows_cleared": cleared, "rows_open": open_rows.count()}
    trail.record("comparisons.purged", subject=f"file:{file.pk}", by=by, detail=detail)
