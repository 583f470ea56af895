"""The process that meets a stranger's plan on the server: ``python -m liuqing.plans.child``.

It takes one request on standard input, limits its own memory and processor time, reads and checks the plan,
and answers with one JSON document on standard output. Whatever the file does to it, the server lives.
"""

import contextlib
import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from liuqing.errors import Problem

MEMORY = 1536 * 1024 * 1024
"""Bytes. Reading a plan of 300 pages takes about a tenth of it."""
SECONDS = 60
"""Of processor time."""


def main() -> None:
    """Answer one request, then end."""
    request = json.loads(sys.stdin.buffer.readline())
    _bind()
    try:
        answer = _answer(request)
    except Problem as problem:
        answer = {"problem": [problem.code, problem.what, problem.remedy]}
    except MemoryError:
        answer = {"problem": list(too_large())}
    except RecursionError:
        answer = {"problem": list(broken())}
    sys.stdout.write(json.dumps(answer))


def too_large() -> tuple[str, str, str]:
    """Code, what and remedy when the plan does not fit into the memory it may have."""
    return "plan.too_large", "文件的内容太多，读的时候超出了内存上限", "请把文件按章节拆开，分别来查。"


def broken() -> tuple[str, str, str]:
    """Code, what and remedy when a reader broke on the file."""
    return (
        "plan.broken",
        "文件读到一半出错，可能已经损坏",
        "请用 Word 或 WPS 打开，另存一份再查；或把文字粘贴进来。",
    )


def _bind() -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limits; there the parent's clock must do
        return
    bounds = ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CPU, SECONDS), (resource.RLIMIT_CORE, 0))
    for what, most in bounds:
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(what, (most, most))


def _answer(request: dict[str, str]) -> dict[str, Any]:
    from liuqing.plans import carried, checking, reading, showing

    path = Path(request["path"])
    is_carried = request["carried"] == "yes"
    document = (
        carried.unpack(path.read_text("ascii"))
        if is_carried
        else reading.read(path, name=request["name"], apart=False)
    )
    checked = checking.check(document)
    if request["want"] == "page":
        from liuqing.plans.page import page

        Path(request["out"]).write_text(page(checked), encoding="utf-8")
    elif request["want"] == "book":
        from liuqing.plans import figure_table

        figure_table.write(checked, Path(request["out"]))
    else:
        return {"view": asdict(showing.show(checked)), "carried": carried.pack(document)}
    return {"name": document.name}


if __name__ == "__main__":
    main()
