"""Snapshots (测算): the record frozen as of a day, the rules run over it, the findings kept.

A snapshot is invisible until it is whole: its files are written in a folder that is renamed at
the end, its findings in short transactions, and the last one marks it complete together with its
event in the trail. A process killed on the way leaves an incomplete snapshot that nobody reads
and that is swept away later. The rules never write to the record.
"""

import hashlib
import json
import secrets as randomness
import shutil
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
from django.conf import settings
from django.db import connection, transaction
from django.db.models import Sum
from django.utils import timezone

from liuqing.compute import assess, quotas, standards
from liuqing.errors import Problem
from liuqing.policy import place
from liuqing.registry.models import Area, Figure, Finding, Snapshot, SourceFile
from liuqing.registry.services import areas, bulk, cases, freezing, keeping
from liuqing.workflow import rights, trail
from liuqing.workflow.models import TrailHead
from liuqing.workflow.rights import Right

PIECE = 20_000
"""Findings written in one transaction: well below two seconds of write lock."""

ABANDONED = timedelta(hours=1)
"""An incomplete snapshot this old belongs to a process that died."""

Progress = Callable[[str], None]


def take(*, on: date, by: Any, progress: Progress | None = None, confirmed: Collection[str] = ()) -> Snapshot:
    """Freeze the record as of ``on``, run every rule, keep findings and figures.

    ``confirmed`` names flags that may match more people than they expect. Problems
    ``workflow.not_allowed``, ``snapshots.future`` (a day that has not come), ``snapshots.loading``
    (a list is being read), ``snapshots.disturbed`` (the record kept changing), and those of
    ``compute.assess``.
    """
    rights.require(by, Right.TAKE_SNAPSHOT, areas.root_path())
    _refuse_future(on)
    tell = progress or (lambda text: None)
    sweep()
    snapshot = Snapshot.objects.create(on=on, folder="", rules_version="")
    draft = _folder(_draft(snapshot))
    try:
        counts = _freeze(draft, on, tell)
        tell("测算规则")
        found = assess.run(draft, place=settings.WORKSPACE.place, on=on, confirmed=confirmed)
        judged = _judged(draft, on)
        snapshot.folder, snapshot.rules_version = _name(snapshot), found.rules_version
        snapshot.manifest = _manifest(draft, snapshot, counts, found, judged, confirmed)
        _keep(snapshot, draft, found, tell)
        draft.replace(_folder(snapshot.folder))
        _publish(snapshot, by)
        _refresh_statistics()
    except BaseException:
        discard(snapshot)
        raise
    tell("跟踪每条疑点")
    cases.follow(snapshot, by)
    return snapshot


def sweep(older: timedelta = ABANDONED) -> int:
    """Take away what killed processes left behind; returns how many."""
    left = Snapshot.objects.filter(complete=False, made_at__lt=datetime.now(UTC) - older)
    for snapshot in left:
        discard(snapshot)
    return len(left)


def discard(snapshot: Snapshot) -> None:
    """Take away an incomplete snapshot with its files; a complete one is never touched."""
    if not Snapshot.objects.filter(pk=snapshot.pk, complete=False).exists():
        return
    for name in (_draft(snapshot), snapshot.folder):
        if name:
            shutil.rmtree(_folder(name), ignore_errors=True)
    snapshot.delete()


def _refuse_future(on: date) -> None:
    if on > timezone.localdate():
        raise Problem("snapshots.future", f"{on.isoformat()} 还没有到，不能测算", "请选今天或以前的一天。")


def _freeze(draft: Path, on: date, tell: Progress) -> dict[str, int]:
    """Every table, of a record that did not change meanwhile."""
    for _ in range(3):
        before = _state()
        counts = _tables(draft, on, tell)
        if _state() == before:
            return counts
        tell("台账在冻结期间有变化，重新冻结")
    raise Problem("snapshots.disturbed", "台账一直在变化，没有测算", "请等正在进行的读取和修改结束后再测算。")


def _state() -> tuple[Any, ...]:
    """Changes whenever somebody acts on the record: every act ends in the trail."""
    loading = SourceFile.objects.filter(state=SourceFile.State.LOADING).first()
    if loading is not None:
        raise Problem("snapshots.loading", f"「{loading.name}」正在读取", "请等读取结束后再测算。")
    head = TrailHead.objects.filter(pk=1).values_list("events", "seal").first()
    return head, SourceFile.objects.aggregate(Sum("done_rows"))["done_rows__sum"]


def _tables(draft: Path, on: date, tell: Progress) -> dict[str, int]:
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(parents=True)
    said = {"households": "户", "persons": "人"}
    progress = {name: _counting(tell, word) for name, word in said.items()}
    return freezing.freeze(draft, freezing.asked(on), progress)


def _counting(tell: Progress, word: str) -> Callable[[int], None]:
    return lambda rows: tell(f"冻结 {rows:,} {word}")


def _judged(draft: Path, on: date) -> dict[str, Any]:
    """Standards of areas and quotas of offices: how many hold, fail or are not known."""
    place_of = settings.WORKSPACE.place
    return {
        "standards": standards.run(draft, place=place_of, on=on).sets,
        "quotas": quotas.run(draft, place=place_of, on=on).quotas,
    }


def _manifest(
    draft: Path,
    snapshot: Snapshot,
    counts: dict[str, int],
    found: assess.Assessment,
    judged: dict[str, Any],
    confirmed: Collection[str],
) -> dict[str, Any]:
    manifest = {
        "on": snapshot.on.isoformat(),
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "place": settings.WORKSPACE.place,
        "program": version("liuqing"),
        "rules": found.rules_version,
        "rows": counts,
        "files": {str(p.relative_to(draft)): _sha256(p) for p in sorted(draft.rglob("*.parquet"))},
        "households": found.households,
        "findings": found.findings,
        **judged,
        "over_expectation": [asdict(one) for one in found.over_expectation],
        "confirmed": sorted(confirmed),
        "not_in_force": found.not_in_force,
        "lists": freezing.asked(snapshot.on).lists(),
    }
    (draft / "manifest.json").write_text(json.dumps(manifest, ensure_ascii=False, indent=1), encoding="utf-8")
    return manifest


def _keep(snapshot: Snapshot, draft: Path, found: assess.Assessment, tell: Progress) -> None:
    tell("保存测算结果")
    numbers = place.load(settings.WORKSPACE.place).parameters(snapshot.on)
    findings = keeping.Assessed(draft, numbers, {one.rule for one in found.over_expectation})
    for rows in _pieces(findings.rows()):
        with bulk.piece() as writes:
            for row in rows:
                writes.insert(Finding, _FINDING, (snapshot.pk, *row))
    by_code = dict(Area.objects.values_list("code", "pk"))
    figures = pq.read_table(draft / "findings" / "areas.parquet").to_pylist()
    for pieces in _pieces(_figure(snapshot, by_code, one) for one in figures if one["area_code"] in by_code):
        with bulk.piece() as writes:
            for row in pieces:
                writes.insert(Figure, _FIGURE, row)


_FINDING = ("snapshot_id", *keeping.COLUMNS)
_FIGURE = ("snapshot_id", "area_id", "metric", "dimension", "value")


def _figure(snapshot: Snapshot, areas: dict[str, int], one: dict[str, Any]) -> tuple[Any, ...]:
    value = None if one["value"] is None else str(one["value"])
    return snapshot.pk, areas[one["area_code"]], one["metric"], one["dimension"], value


def _pieces(rows: Iterable[Any]) -> Iterator[list[Any]]:
    piece: list[Any] = []
    for row in rows:
        piece.append(row)
        if len(piece) == PIECE:
            yield piece
            piece = []
    if piece:
        yield piece


@transaction.atomic
def _publish(snapshot: Snapshot, by: Any) -> None:
    snapshot.complete = True
    snapshot.save()
    trail.record(
        "snapshots.taken", subject=f"snapshot:{snapshot.pk}", by=by,
        detail={"on": snapshot.on, "rules": snapshot.rules_version, "rows": snapshot.manifest["rows"],
                "confirmed": snapshot.manifest["confirmed"]},
    )  # fmt: skip


def _refresh_statistics() -> None:
    """Let the database count its indexes again: without it SQLite guesses, and guesses wrong."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA analysis_limit = 1000")
        cursor.execute("ANALYZE")


def _draft(snapshot: Snapshot) -> str:
    return f".making-{snapshot.pk}"


def _name(snapshot: Snapshot) -> str:
    # The random part keeps a database restored from a backup from meeting the folders of its future.
    return f"{snapshot.on.isoformat()}-{snapshot.pk:04d}-{randomness.token_hex(3)}"


def _folder(name: str) -> Path:
    return Path(settings.WORKSPACE.folder) / "snapshots" / name


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
