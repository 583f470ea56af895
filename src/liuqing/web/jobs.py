"""Lists handed in on a page are read in the background, one after the other.

One daemon thread a server process; the record itself is the queue: whatever stands as received
or loading is still to be done. A server that was killed finds it there when it starts again, and
reading is idempotent, so nothing is lost and nothing is doubled. Why no broker and no job table:
docs/decisions/0004-background-work.md.
"""

import logging
import threading

from django.contrib.auth import get_user_model
from django.db import close_old_connections, connections

from liuqing.errors import Problem
from liuqing.policy.lists import BY_KEY
from liuqing.registry.models import SourceFile
from liuqing.registry.services import loading

log = logging.getLogger(__name__)
WAITING = (SourceFile.State.RECEIVED, SourceFile.State.LOADING)


class Reader:
    """Reads the files that wait until none is left, then sleeps until it is woken."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._again = False
        self._given_up: set[int] = set()
        self._turns: dict[int, int] = {}

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

    def _turn(self, file: SourceFile) -> tuple[int, int]:
        """Lists build upon each other: the register is read before what speaks of its people."""
        if file.pk not in self._turns:
            self._turns[file.pk] = _turn(file)
        return self._turns[file.pk], file.pk


def _turn(file: SourceFile) -> int:
    try:
        kinds = [str(sheet["kind"]) for sheet in loading.look(file).values() if sheet["kind"]]
    except Problem:
        kinds = []  # loading it will say what is wrong
    return min((list(BY_KEY).index(kind) for kind in kinds), default=len(BY_KEY))


def _sender(file: SourceFile) -> object:
    return get_user_model().objects.get(username=file.by)


reader = Reader()
"""The one reader of this server process."""
