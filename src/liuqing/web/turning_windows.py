"""Opening and closing a window: the register is frozen meanwhile, so it is done in the background.

One at a time, like an assessment (``jobs.Assessor``); who asks meanwhile sees the one that is running.
What a killed server left is not taken up again: the window is still as it was, the button is pressed again.
"""

import logging
import threading
from dataclasses import dataclass, replace
from typing import Any

from django.contrib.auth import get_user_model
from django.db import connections

from liuqing.errors import Problem
from liuqing.registry.models import Window
from liuqing.registry.services import windows

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Turn:
    """What is being done to which window, what it last said of itself, and how it ended."""

    window: int
    act: str
    step: str = ""
    running: bool = True
    problem: Problem | None = None


class Turner:
    """Opens or closes one window at a time."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._turn: Turn | None = None

    def of(self, window: int) -> Turn | None:
        """What is being done to this window, or was done last; None since the server started."""
        return self._turn if self._turn and self._turn.window == window else None

    def start(self, window: int, act: str, by: Any) -> bool:
        """Begin, unless something is running; returns whether it was begun."""
        with self._lock:
            if self._turn is not None and self._turn.running:
                return False
            self._turn = Turn(window, act)
            self._thread = threading.Thread(
                target=self._work, args=(window, act, by.pk), name="liuqing-windows", daemon=True
            )
            self._thread.start()
            return True

    def wait(self, seconds: float) -> bool:
        """Whether nothing runs any more within the time."""
        thread = self._thread
        if thread is not None:
            thread.join(seconds)
        return thread is None or not thread.is_alive()

    def _work(self, window: int, act: str, by: int) -> None:
        try:
            problem = self._done(window, act, by)
        finally:
            connections.close_all()
        self._change(running=False, problem=problem)

    def _done(self, window: int, act: str, by: int) -> Problem | None:
        try:
            # The person is read again: a request's user must not outlive its request.
            person, found = get_user_model().objects.get(pk=by), Window.objects.get(pk=window)
            turn = windows.open_ if act == "open" else windows.close
            turn(found, by=person, progress=lambda step: self._change(step=step))
        except Problem as problem:
            return problem
        except Exception as fault:
            # Its message may quote what it was working on, so only its kind is logged.
            log.error("window not turned: %s", type(fault).__name__)
            return Problem(
                "windows.unfinished", "没有完成，窗口没有变", "请稍后再试；仍不行时告诉系统管理员发生的时间。"
            )
        return None

    def _change(self, **more: Any) -> None:
        if self._turn is not None:
            self._turn = replace(self._turn, **more)


turner = Turner()
"""The one turner of this server process."""
