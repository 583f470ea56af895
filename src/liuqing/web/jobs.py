"""What pages start and do not wait for: reading lists, one after the other, and the assessment.

One daemon thread a server process; the record itself is the queue: whatever stands as received
or loading is still to be done. A server that was killed finds it there when it starts again, and
reading is idempotent, so nothing is lost and nothing is doubled. Why no broker and no job table:
docs/decisions/0004-background-work.md. An assessment is not taken up again: what a killed one
left is swept away, and whoever wants it presses the button again.
"""

import logging
import threading
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.db import close_old_connections, connections
from django.utils import timezone

from liuqing.errors import Problem
from liuqing.registry.models import SourceFile
from liuqing.registry.services import accounts, clues, comparisons, loading, pairs, snapshots
from liuqing.workflow import rights
from liuqing.workflow.rights import Right

log = logging.getLogger(__name__)
WAITING = (SourceFile.State.RECEIVED, SourceFile.State.LOADING)


class Reader:
    """Reads the files that wait until none is left, then sleeps until it is woken."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._again = False
        self._given_up: set[int] = set()
        self._turns: dict[int, tuple[int, date]] = {}

    def wake(self) -> None:
        """There may be something to read."""
        with self._lock:
            self._again = True
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="liuqing-reader", daemon=True)
                self._thread.start()

    def wait(self, seconds: float) -> bool:
        """Whether everything was read within the time. For whoever stops the server in order."""
        thread = self._thread
        if thread is not None:
            thread.join(seconds)
        return self._thread is None

    def _run(self) -> None:
        try:
            while self._still_wanted():
                self._read_all()
        finally:
            connections.close_all()

    def _still_wanted(self) -> bool:
        with self._lock:
            wanted, self._again = self._again, False
            if not wanted:
                self._thread = None
            return wanted

    def _read_all(self) -> None:
        while (file := self._next()) is not None:
            try:
                loading.load(file, by=_sender(file))
            except Problem as problem:
                # What is wrong with the file stands at the file; this is about who may load it.
                log.warning("file %s not read: %s", file.pk, problem.code)
                self._given_up.add(file.pk)
            except Exception as fault:
                # A fault of the program must not stop the files behind this one. Its message may
                # quote a cell, so only its kind is logged.
                log.error("file %s not read: %s", file.pk, type(fault).__name__)
                self._given_up.add(file.pk)
            self._turns.pop(file.pk, None)
            close_old_connections()

    def _next(self) -> SourceFile | None:
        waiting = SourceFile.objects.filter(state__in=WAITING).exclude(pk__in=self._given_up)
        return min(waiting, key=self._turn, default=None)

    def _turn(self, file: SourceFile) -> tuple[int, date, int]:
        """Lists build upon each other: the register is read before what speaks of its people."""
        if file.pk not in self._turns:
            self._turns[file.pk] = loading.turn(file)
        return (*self._turns[file.pk], file.pk)


def _sender(file: SourceFile) -> object:
    return get_user_model().objects.get(username=file.by)


reader = Reader()
"""The one reader of this server process."""


@dataclass(frozen=True)
class Run:
    """An assessment started on a page: what it is doing, and how it ended.

    ``step`` is what ``services.snapshots`` last said of itself; ``snapshot`` is what came of it.
    """

    on: date
    started: datetime
    step: str = ""
    running: bool = True
    snapshot: int | None = None
    problem: Problem | None = None


class Assessor:
    """Takes one snapshot at a time; who asks meanwhile sees the one that is running."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._run: Run | None = None

    @property
    def run(self) -> Run | None:
        """The assessment that is running or was the last; None since the server started."""
        return self._run

    def start(self, *, on: date, by: Any, confirmed: Collection[str] = ()) -> bool:
        """Begin an assessment, unless one is running; returns whether it was begun."""
        with self._lock:
            if self._run is not None and self._run.running:
                return False
            self._run = Run(on, timezone.now())
            # The person is read again in the thread: a request's user must not outlive its request.
            self._thread = threading.Thread(
                target=self._work, args=(on, by.pk, tuple(confirmed)), name="liuqing-assessor", daemon=True
            )
            self._thread.start()
            return True

    def wait(self, seconds: float) -> bool:
        """Whether nothing runs any more within the time."""
        thread = self._thread
        if thread is not None:
            thread.join(seconds)
        return thread is None or not thread.is_alive()

    def _work(self, on: date, by: int, confirmed: tuple[str, ...]) -> None:
        try:
            ended = self._take(on, by, confirmed)
        finally:
            connections.close_all()
        self._change(running=False, **ended)

    def _take(self, on: date, by: int, confirmed: tuple[str, ...]) -> dict[str, Any]:
        try:
            person = get_user_model().objects.get(pk=by)
            made = snapshots.take(on=on, by=person, confirmed=confirmed, progress=self._tell)
        except Problem as problem:
            return {"problem": problem}
        except Exception as fault:
            # Its message may quote what it was working on, so only its kind is logged.
            log.error("assessment not taken: %s", type(fault).__name__)
            return {"problem": _unfinished()}
        self._tell("查找重复登记的人")
        _look_for_pairs(person)
        return {"snapshot": made.pk}

    def _tell(self, step: str) -> None:
        self._change(step=step)

    def _change(self, **more: Any) -> None:
        if self._run is not None:
            self._run = replace(self._run, **more)


def _look_for_pairs(person: Any) -> None:
    """Who may be registered twice is asked after each assessment; a fault there does not spoil it."""
    if not rights.can(person, Right.DECIDE_IDENTITIES):
        return
    try:
        pairs.find(by=person)
    except Exception as fault:
        log.error("pairs not looked for: %s", type(fault).__name__)


def _unfinished() -> Problem:
    return Problem(
        "snapshots.unfinished",
        "测算没有完成，原来的结果没有变",
        "请稍后再试；仍不行时告诉系统管理员发生的时间。",
    )


A_DAY = 24 * 60 * 60.0
"""Seconds between two rounds of the housekeeper."""


class Housekeeper:
    """Once a day lets go of what the record need not keep: borrowed lists whose time is over."""

    def __init__(self) -> None:
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self, every: float = A_DAY) -> None:
        """Begin: the first round at once, then one a day, as long as the server runs."""
        self._stop.clear()
        self._thread = threading.Thread(
            target=self._rounds, args=(every,), name="liuqing-housekeeper", daemon=True
        )
        self._thread.start()

    def stop(self) -> None:
        """End after the round that is running."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join()

    def _rounds(self, every: float) -> None:
        try:
            while not self._stop.is_set():
                self._round()
                self._stop.wait(every)
        finally:
            connections.close_all()

    def _round(self) -> None:
        try:
            comparisons.purge(on=timezone.localdate(), by=accounts.operator())
            clues.forget(by=accounts.operator())
        except Exception as fault:
            # Tomorrow is another day; a full disk or a busy database must not end the rounds.
            log.error("round of the house not finished: %s", type(fault).__name__)
        close_old_connections()


housekeeper = Housekeeper()
"""The one housekeeper of this server process."""

assessor = Assessor()
"""The one assessor of this server process."""
