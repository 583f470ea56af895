"""Read a file in a process of its own, with limits on memory and time: the parent's side."""

import json
import os
import signal
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

import liuqing
from liuqing.errors import Problem
from liuqing.plans.reading.child import too_much
from liuqing.plans.reading.extract import Extract
from liuqing.plans.reading.kinds import corrupt
from liuqing.sheets.limits import Limits


def read(path: Path, kind: str, limits: Limits) -> Extract:
    """The text of a Word file, a PDF or a web page. Raises the ``plan.*`` Problem the child met, or why it died."""
    request = {"path": str(path.resolve()), "kind": kind, "limits": asdict(limits)}
    # Only our own package and the parsers are on its path, not the current folder.
    env = {
        **os.environ,
        "PYTHONPATH": str(Path(liuqing.__file__).parent.parent),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    try:
        ended = subprocess.run(
            [sys.executable, "-P", "-m", "liuqing.plans.reading.child"],
            input=json.dumps(request).encode() + b"\n", stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            env=env, timeout=4 * limits.seconds, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise _too_slow(limits) from None
    if ended.returncode:
        raise _death(ended.returncode, limits)
    return _extract(ended.stdout)


def _extract(answer: bytes) -> Extract:
    plain = json.loads(answer)
    if "problem" in plain:
        raise Problem(*plain["problem"])
    return Extract.of_plain(plain)


def _death(code: int, limits: Limits) -> Problem:
    """Why the child ended without a word: out of time, out of memory, or the parser broke."""
    if code in (-getattr(signal, "SIGXCPU", 24), -signal.SIGTERM):
        return _too_slow(limits)
    return too_much() if code in (-6, -9) else corrupt()


def _too_slow(limits: Limits) -> Problem:
    what = f"读取用了超过 {limits.seconds} 秒，已停止"
    return Problem("plan.too_slow", what, "请分成几个文件后分别检查。")
