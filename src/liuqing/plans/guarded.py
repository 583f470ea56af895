"""A stranger's plan checked at arm's length: in a process of its own, with limits, a few at a time."""

import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

import liuqing
from liuqing.errors import Problem, Where
from liuqing.plans import child

TOGETHER = 2
"""Plans checked at once; the others wait."""
PATIENCE = 30
"""Seconds that one waits for its turn."""
CLOCK = 90
"""Seconds that a check may take by the clock."""

_turns = threading.BoundedSemaphore(TOGETHER)


def look(path: Path, name: str) -> dict[str, Any]:
    """Check a file: {"view": the values of ``showing.View``, "carried": the document for a later ``report``}."""
    return _ask(path, want="view", name=name)


def report(carried: str, out: Path, want: Literal["page", "book"]) -> str:
    """Write the page or the workbook of a document that ``look`` gave; its name as people know it."""
    with tempfile.TemporaryDirectory(prefix="liuqing-") as folder:
        path = Path(folder) / "carried"
        # What is not ASCII is damaged; the child says so.
        path.write_text(carried, encoding="ascii", errors="replace")
        return str(_ask(path, want=want, out=str(out), carried="yes")["name"])


def _ask(path: Path, *, want: str, name: str = "", out: str = "", carried: str = "") -> dict[str, Any]:
    request = {"path": str(path.resolve()), "name": name, "want": want, "out": out, "carried": carried}
    with _turn(name):
        answer = _answer(request)
    if "problem" in answer:
        code, what, remedy = answer["problem"]
        raise Problem(code, what, remedy, Where(file=name))
    return answer


@contextmanager
def _turn(name: str) -> Iterator[None]:
    if not _turns.acquire(timeout=PATIENCE):
        raise Problem("plan.busy", "现在查的人多，还没有轮到", "请过一会儿再查。", Where(file=name))
    try:
        yield
    finally:
        _turns.release()


def _answer(request: dict[str, str]) -> dict[str, Any]:
    """Run the child; only our own package is on its path, not the current folder."""
    env = {
        **os.environ,
        "PYTHONPATH": str(Path(liuqing.__file__).parent.parent),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    try:
        done = subprocess.run(
            [sys.executable, "-P", "-m", "liuqing.plans.child"], input=json.dumps(request).encode() + b"\n",
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            env=env, timeout=CLOCK, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return _death(-signal.SIGTERM)
    try:
        answer: dict[str, Any] = json.loads(done.stdout)
    except ValueError:
        return _death(done.returncode)
    return answer


def _death(code: int) -> dict[str, Any]:
    """Why the child ended without a word: out of time, out of memory, or the reader broke."""
    if code in (-signal.SIGTERM, -getattr(signal, "SIGXCPU", 24), -getattr(signal, "SIGKILL", 9)):
        what = f"查了超过 {child.SECONDS} 秒，已停止"
        return {"problem": ["plan.too_slow", what, "请把文件按章节拆开，分别来查。"]}
    if code in (-6, -11):
        return {"problem": list(child.too_large())}
    return {"problem": list(child.broken())}
