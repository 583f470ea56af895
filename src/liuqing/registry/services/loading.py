"""Loading: a file that was received becomes records, row by row accepted, held or refused.

A file is read in pieces; each piece is one short transaction that also says how far the file was
read. A process that dies in the middle is simply started again: it goes on after the last piece,
and the result is the same as if it had never died. A file whose content is known changes nothing.
"""

import gc
import json
import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from itertools import chain, islice
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from liuqing.errors import Problem
from liuqing.policy.lists import BY_KEY, ListKind
from liuqing.registry import problems, secrets
from liuqing.registry.imports import period
from liuqing.registry.imports.finding import Register
from liuqing.registry.imports.importers import importer, needs_register
from liuqing.registry.imports.recognise import CORRECTION, Recognised, Remembered, known, plain, recognise
from liuqing.registry.imports.rows import RowReader
from liuqing.registry.imports.verdicts import HELD, REFUSED, Importer, Source, Verdict
from liuqing.registry.imports.villages import Villages
from liuqing.registry.models import Area, HeadingMap, Membership, SourceFile, SourceRow
from liuqing.registry.problems import Doubt
from liuqing.registry.services import bulk, comparisons, corrections, files
from liuqing.registry.services.doubting import Look, answers
from liuqing.sheets import errors_book
from liuqing.sheets.read import Table, read_tables
from liuqing.workflow import rights, trail
from liuqing.workflow.rights import Right

Progress = Callable[[str, int, int | None], None]
"""Called with the file's name, the rows done and the rows in all (None: not known yet)."""

PIECE = {
    "police_residents": 10_000,
    "register_households": 4_000,
    "register_persons": 8_000,
    "spending": 2_000,
}
"""Rows written in one transaction, so that the write lock is held for less than two seconds."""

OTHERS = 10_000
"""The same for all other lists."""

State = SourceFile.State
_KEPT = ("file_id", "sheet", "row", "verdict", "problems", "cells", "village_id", "candidates")
_log = logging.getLogger(__name__)


def load(
    source_file: SourceFile, *, by: Any, progress: Progress | None = None, shared: "Shared | None" = None
) -> SourceFile:
    """Read a received file into the record; what went wrong stands in its state and problem.

    A file that was loaded before is returned as it is. One that looks wrong as a whole is not read
    but ``ASKED``, with its doubts, until somebody says to go on (``doubting.answers``). ``shared``
    keeps what several files of one run need.
    """
    rights.require(by, Right.LOAD_LISTS)
    file = SourceFile.objects.get(pk=source_file.pk)
    if file.state in (State.LOADED, State.SUPERSEDED):
        return file
    try:
        with files.opened(file) as path, bulk.roomy(), _rarely_collecting():
            _Loading(file, path, by, progress or _silent, shared or Shared()).run()
    except Problem as problem:
        _stop(file, problem)
    except Exception as error:
        # A fault of ours must not take the other files with it. The text of the error may hold
        # a cell's content: only its kind is said.
        _log.error("loading file %s failed: %s", file.pk, type(error).__name__)
        if settings.DEBUG or _raising():
            raise
        _stop(file, problems.broken(file.name, type(error).__name__))
    file.refresh_from_db()
    return file


def load_paths(
    paths: Iterable[Path], *, by: Any, progress: Progress | None = None, go_on: bool = False
) -> list[dict[str, Any]]:
    """Receive and load files in the order in which lists build upon each other; one dict a file.

    ``go_on`` reads those that were doubted before all the same. Keys: file, kind, rows, accepted,
    held, refused, errors_book, remarks, state, problem, doubts.
    """
    told: dict[int, dict[str, Any]] = {}
    received: list[tuple[int, SourceFile]] = []
    for index, path in enumerate(paths):
        try:
            received.append((index, files.receive(path, name=path.name, by=by)))
        except Problem as problem:
            told[index] = _failed(path.name, problem)
    shared = Shared()
    for index, file in sorted(received, key=lambda one: _rank(one[1], alone=len(received) == 1)):
        told[index] = summary(_loaded(file, by=by, progress=progress, shared=shared, go_on=go_on))
    return [told[index] for index in sorted(told)]


def _loaded(
    file: SourceFile, *, by: Any, progress: Progress | None, shared: "Shared", go_on: bool
) -> SourceFile:
    """Load a file; one that is doubted is read all the same where the caller has said so."""
    done = load(file, by=by, progress=progress, shared=shared)
    if go_on and done.state == State.ASKED:
        done = load(answers.go_on(done, by=by), by=by, progress=progress, shared=shared)
    return done


def summary(file: SourceFile) -> dict[str, Any]:
    """What became of a file, as the command prints it."""
    book = Path(settings.WORKSPACE.folder) / file.errors_book if file.errors_book else None
    return {
        "file": file.name,
        "kind": file.kind,
        "rows": file.rows,
        "accepted": file.accepted,
        "held": file.held,
        "refused": file.refused,
        "remarks": file.kept_rows.filter(verdict=SourceRow.Verdict.ACCEPTED).count(),
        "errors_book": str(book) if book else "",
        "state": file.state,
        "problem": file.problem,
        "doubts": file.doubts if file.state in (State.ASKED, State.STOPPED) else [],
    }


@transaction.atomic
def correct_mapping(
    file: SourceFile, *, by: Any, sheet: str, kind: str, columns: dict[str, str]
) -> SourceFile:
    """Say what a sheet is and what its columns mean, remember it for next time; then load again.

    ``columns`` is {heading: fact name, or "" to leave it out}. Problem ``loading.no_such_fact``.
    """
    rights.require(by, Right.LOAD_LISTS)
    facts = {fact.name for fact in BY_KEY[kind].columns} if kind in BY_KEY else set()
    if not facts or set(columns.values()) - facts - {""}:
        raise Problem("loading.no_such_fact", "栏目对应有误：没有这种名单或这个栏目", "请重新选择后再保存。")
    for heading, fact in columns.items():
        HeadingMap.objects.update_or_create(
            kind=kind, heading=plain(heading)[:120], defaults={"fact": fact, "by": by.get_username()}
        )
    mapping = {**file.mapping, sheet: {**file.mapping.get(sheet, {}), "kind": kind, "columns": columns}}
    SourceFile.objects.filter(pk=file.pk).update(
        mapping=mapping, state=State.RECEIVED, problem=None, doubts=[]
    )
    detail = {"kind": kind, "columns": len(columns)}
    trail.record("files.mapping_corrected", subject=f"file:{file.pk}", by=by, detail=detail)
    file.refresh_from_db()
    return file


def remembered() -> Remembered:
    """What people said about headings before."""
    return {(one.kind, one.heading): one.fact for one in HeadingMap.objects.all()}


def look(file: SourceFile) -> dict[str, dict[str, object]]:
    """What each sheet of a received file is taken for, without loading it."""
    memory = remembered()
    with files.opened(file) as path, read_tables(path, known=known(memory), name=file.name) as tables:
        return {table.sheet: _recognised(file, table, memory).as_dict() for table in tables}


@dataclass
class _Counts:
    rows: int = 0
    accepted: int = 0
    held: int = 0
    refused: int = 0


class Shared:
    """The register in memory, for as long as no list changes who belongs to it."""

    def __init__(self) -> None:
        self._register: Register | None = None

    def register(self, kind: str) -> Register | None:
        """The register for a list of this kind; None where the list itself changes it."""
        if not needs_register(kind):
            self._register = None
            return None
        self._register = self._register or Register()
        return self._register


class _Loading:
    """One file on its way into the record."""

    def __init__(self, file: SourceFile, path: Path, by: Any, progress: Progress, shared: Shared) -> None:
        self.file, self.path, self.by, self.progress, self.shared = file, path, by, progress, shared
        self.memory = remembered()
        self.villages = Villages()
        self.allowed = _allowed(by)
        self.seen = 0
        self.kinds: list[str] = []

    def run(self) -> None:
        """Look at the file as a whole; if nothing is doubted, read every sheet and make its errors book."""
        if self.file.done_rows or self.file.go_on_by:
            with read_tables(self.path, known=known(self.memory), name=self.file.name) as tables:
                self._tables(tables)
        elif not self._looked_at():
            return
        if not self.kinds:
            raise problems.not_recognised(self.file.name)
        book = self._errors_book()
        with transaction.atomic():
            corrections.settle(self.file)
            SourceFile.objects.filter(pk=self.file.pk).update(
                state=State.LOADED, errors_book=book, problem=None
            )
            self._trail()
            comparisons.record(self.file, by=self.by)

    def _looked_at(self) -> bool:
        """Whether the file was read: not, if it looks wrong as a whole and somebody must be asked."""
        look = Look(self.file, self.path.parent, self.villages)
        try:
            with read_tables(self.path, known=known(self.memory), name=self.file.name) as tables:
                for table in tables:
                    look.take(table, _recognised(self.file, table, self.memory))
            self._note(look)
            doubts = [] if self._corrects(look) else look.judge()
            if doubts:
                self._ask(look, doubts)
            else:
                self._tables(look.tables())
            return not doubts
        finally:
            look.close()

    def _note(self, look: Look) -> None:
        told = look.told()
        for sheet, found in look.found.items():
            before = self.file.mapping.get(sheet, {})
            rows = {"told": {found.kind: told[found.kind]}} if found.kind else {}
            self.file.mapping = {**self.file.mapping, sheet: {**before, **found.as_dict(), **rows}}

    def _corrects(self, look: Look) -> bool:
        """Whether this is an errors book that comes back: its rows were looked at when they first came."""
        return any({plain(one) for one in CORRECTION} <= look.headings[sheet] for sheet in look.found)

    def _ask(self, look: Look, doubts: list[Doubt]) -> None:
        kinds = "+".join(look.tallies)[:200]
        rights_of = (BY_KEY[kind].department for kind in look.tallies)
        for department in rights_of:
            rights.require(self.by, Right.LOAD_LISTS, department=department)
        told = [doubt.as_dict() for doubt in doubts]
        with transaction.atomic():
            SourceFile.objects.filter(pk=self.file.pk, done_rows=0).update(
                state=State.ASKED, kind=kinds, doubts=told, mapping=self.file.mapping, problem=None
            )
            detail = {"kind": kinds, "doubts": [doubt.code for doubt in doubts]}
            trail.record("files.doubted", subject=f"file:{self.file.pk}", by=self.by, detail=detail)

    def _tables(self, tables: Iterable[Table]) -> None:
        for table in tables:
            found = _recognised(self.file, table, self.memory)
            before = self.file.mapping.get(table.sheet, {})
            self.file.mapping = {**self.file.mapping, table.sheet: {**before, **found.as_dict()}}
            if found.kind:
                self._table(table, BY_KEY[found.kind], found)
            SourceFile.objects.filter(pk=self.file.pk).update(mapping=self.file.mapping)

    def _table(self, table: Table, kind: ListKind, found: Recognised) -> None:
        rights.require(self.by, Right.LOAD_LISTS, department=kind.department)
        reader = RowReader(kind, table.headings, found.columns, table.sheet)
        first = list(islice(table.rows, 200))
        replaces = self._replaces(table, kind)
        self.file.mapping[table.sheet]["replaces"] = replaces.pk if replaces else 0
        self._settle_day(table, reader, first, replaces)
        self._begin(kind)
        source = Source(
            self.file.pk, kind, self.file.on or date.today(), self.villages,
            replaces.pk if replaces else 0, self.allowed,
            self.shared.register(kind.key),
        )  # fmt: skip
        taker = importer(source)
        rows = ((row.number, row.cells) for row in chain(first, table.rows))
        for piece in _pieces(rows, PIECE.get(kind.key, OTHERS)):
            self._piece(piece, reader, taker)

    def _begin(self, kind: ListKind) -> None:
        if needs_register(kind.key) and not Membership.objects.exists():
            raise problems.register_first(self.file.name)
        self.kinds += [] if kind.key in self.kinds else [kind.key]
        self.file.kind = "+".join(self.kinds)[:200]
        SourceFile.objects.filter(pk=self.file.pk).update(
            kind=self.file.kind, on=self.file.on, mapping=self.file.mapping, state=State.LOADING, problem=None
        )

    def _replaces(self, table: Table, kind: ListKind) -> SourceFile | None:
        before = self.file.mapping[table.sheet].get("replaces")
        if before:  # found before the process died
            return SourceFile.objects.get(pk=before)
        headings = {plain(heading) for heading in table.headings}
        if not headings.issuperset(plain(one) for one in CORRECTION):
            return None
        return corrections.original(self.file, kind.key)

    def _settle_day(
        self, table: Table, reader: RowReader, rows: list[Any], replaces: SourceFile | None
    ) -> None:
        if self.file.on is not None:
            return
        if replaces is not None:
            self.file.on = replaces.on
            return
        said = [reader.read(row.number, row.cells).values for row in rows]
        years = (values.get("data_year") or values.get("year") for values in said)
        texts = (*table.titles, self.file.name, table.sheet)
        self.file.on = period.of_list(texts, [year for year in years if year], _workspace_day())

    def _piece(self, piece: list[tuple[int, list[Any]]], reader: RowReader, taker: Importer) -> None:
        begin, self.seen = self.seen, self.seen + len(piece)
        if self.seen <= self.file.done_rows:
            return  # done before the process died
        rows = [reader.read(number, cells) for number, cells in piece]
        taker.prepare(rows)
        with bulk.piece() as writes:
            verdicts = taker.take(rows, writes)
            self._keep(verdicts, reader, writes)
            self._advance(begin, verdicts)
        self.progress(self.file.name, self.seen, None)

    def _keep(self, verdicts: list[Verdict], reader: RowReader, writes: bulk.Writes) -> None:
        for verdict in verdicts:
            if verdict.kept:
                writes.insert(SourceRow, _KEPT, _kept(self.file.pk, verdict, reader))

    def _advance(self, begin: int, verdicts: list[Verdict]) -> None:
        held = sum(v.verdict == HELD for v in verdicts)
        refused = sum(v.verdict == REFUSED for v in verdicts)
        file = self.file
        new = {
            "done_rows": self.seen,
            "rows": file.rows + len(verdicts),
            "accepted": file.accepted + len(verdicts) - held - refused,
            "held": file.held + held,
            "refused": file.refused + refused,
        }
        # Whoever else reads the same file has moved the mark: then this piece must not be written.
        if not SourceFile.objects.filter(pk=file.pk, done_rows=begin).update(**new):
            raise problems.being_loaded(file.name)
        for name, value in new.items():
            setattr(file, name, value)

    def _errors_book(self) -> str:
        faults = list(_row_faults(self.file))
        if not faults:
            return ""
        book = f"out/errors/{Path(self.file.name).stem}-{self.file.sha256[:8]}.xlsx"
        out = Path(settings.WORKSPACE.folder) / book
        out.parent.mkdir(parents=True, exist_ok=True)
        errors_book.write(self.path, out, faults, name=self.file.name, known=known(self.memory))
        out.chmod(0o600)
        return book

    def _trail(self) -> None:
        counts = ("kind", "rows", "accepted", "held", "refused")
        detail = {name: getattr(self.file, name) for name in counts}
        trail.record("files.loaded", subject=f"file:{self.file.pk}", by=self.by, detail=detail)


def _recognised(file: SourceFile, table: Table, memory: Remembered) -> Recognised:
    before = file.mapping.get(table.sheet, {})
    if before.get("kind") in BY_KEY and before.get("columns"):
        return Recognised(before["kind"], before["kind"], dict(before["columns"]), before.get("share", 1.0))
    return recognise(table.headings, memory)


def _pieces(rows: Iterable[tuple[int, list[Any]]], size: int) -> Iterator[list[tuple[int, list[Any]]]]:
    rows = iter(rows)
    while piece := list(islice(rows, size)):
        yield piece


def _kept(file: int, verdict: Verdict, reader: RowReader) -> tuple[Any, ...]:
    row = verdict.row
    whole = {"kind": reader.kind.key, "headings": reader.headings, "cells": row.raw}
    return (
        file, row.sheet[:64], row.number, verdict.verdict,
        json.dumps([fault.as_dict() for fault in verdict.faults], ensure_ascii=False),
        secrets.encrypt(json.dumps(whole, ensure_ascii=False, default=str)),
        verdict.village, json.dumps(verdict.candidates),
    )  # fmt: skip


def _row_faults(file: SourceFile) -> Iterator[errors_book.RowFault]:
    words = {"accepted": errors_book.REMARK, "held": errors_book.HELD, "refused": errors_book.REFUSED}
    rows = file.kept_rows.order_by("sheet", "row").values_list("sheet", "row", "verdict", "problems")
    for sheet, row, verdict, faults in rows.iterator(chunk_size=5000):
        for fault in faults:
            columns = (fault["column"],) if fault["column"] else ()
            yield errors_book.RowFault(sheet, row, columns, fault["what"], fault["remedy"], words[verdict])


def turn(file: SourceFile) -> tuple[int, date]:
    """When it is a file's turn: lists build upon each other, and of one kind the older comes first."""
    order = list(BY_KEY)
    try:
        kind = _first_kind(file)
    except Problem:
        kind = ""  # loading it will say what is wrong
    return (order.index(kind) if kind else len(order), period.day_in(file.name) or date.max)


def _rank(file: SourceFile, *, alone: bool) -> tuple[int, date, int]:
    if alone or file.state in (State.LOADED, State.SUPERSEDED):
        return (-1, date.min, file.pk)
    return (*turn(file), file.pk)


def _first_kind(file: SourceFile) -> str:
    """The kind of the first sheet that is recognised; no more of the file is read than needed."""
    memory = remembered()
    with files.opened(file) as path, read_tables(path, known=known(memory), name=file.name) as tables:
        return next((one.kind for one in (_recognised(file, t, memory) for t in tables) if one.kind), "")


def _allowed(by: Any) -> tuple[str, ...]:
    paths = rights.areas_of(by, Right.LOAD_LISTS)
    counties = Area.objects.filter(level=Area.Level.COUNTY).values_list("path", flat=True)
    everywhere = all(any(rights.covers(path, county) for path in paths) for county in counties)
    return ("",) if everywhere else tuple(paths)


def _workspace_day() -> date:
    """The day to which the record was last brought by a register file, else today."""
    register = (
        SourceFile.objects.filter(kind__startswith="register_", on__isnull=False).order_by("-on").first()
    )
    return register.on if register and register.on else date.today()


def _stop(file: SourceFile, problem: Problem) -> None:
    """Write at the file why it stopped; where another process is reading it, that one decides."""
    if problem.code == "loading.busy":
        return
    state = State.UNMAPPED if problem.code == "loading.not_recognised" else State.FAILED
    SourceFile.objects.filter(pk=file.pk).update(state=state, problem=problem.as_dict(), mapping=file.mapping)


def _failed(name: str, problem: Problem) -> dict[str, Any]:
    counts = {"rows": 0, "accepted": 0, "held": 0, "refused": 0, "remarks": 0}
    return {
        "file": name, "kind": "", **counts, "errors_book": "", "state": str(State.FAILED), "problem": problem.as_dict(),
        "doubts": [],
    }  # fmt: skip


@contextmanager
def _rarely_collecting() -> Iterator[None]:
    """Millions of cells come and go without cycles: looking for them costs a tenth of the time."""
    usual = gc.get_threshold()
    gc.set_threshold(200_000, 20, 100)
    try:
        yield
    finally:
        gc.set_threshold(*usual)


def _silent(name: str, done: int, total: int | None) -> None:
    """Nobody is watching."""


def _raising() -> bool:
    """Whether a developer asked to see faults of the program as they are."""
    import os

    return bool(os.environ.get("LIUQING_RAISE"))
