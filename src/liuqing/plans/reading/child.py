"""The process that meets the stranger's file: ``python -m liuqing.plans.reading.child``.

One request comes on standard input, limits bind the process, and what was read goes out as JSON. Whatever the
file does to the parser, the parent lives and says so.
"""

import json
import sys
from pathlib import Path
from typing import Any

from liuqing.errors import Problem
from liuqing.plans.reading.extract import Extract
from liuqing.plans.reading.kinds import corrupt
from liuqing.sheets.child import bind
from liuqing.sheets.limits import Limits


def main() -> None:
    """Answer one request, then end."""
    request = json.loads(sys.stdin.buffer.readline())
    limits = Limits(**request["limits"])
    bind(limits)
    answer = _answer(Path(request["path"]), request["kind"], limits)
    sys.stdout.buffer.write(json.dumps(answer, ensure_ascii=True).encode())


def _answer(path: Path, kind: str, limits: Limits) -> dict[str, Any]:
    try:
        return extract(path, kind, limits).as_plain()
    except Problem as problem:
        return _said(problem)
    except (MemoryError, RecursionError):
        return _said(too_much())
    except Exception:
        return _said(corrupt())


def _said(problem: Problem) -> dict[str, Any]:
    return {"problem": [problem.code, problem.what, problem.remedy]}


def too_much() -> Problem:
    """The file holds more than a machine can keep at once."""
    return Problem(
        "plan.too_large", "文件内容太多，读取时超出了上限", "请删去图片，或分成几个文件后分别检查。"
    )


def extract(path: Path, kind: str, limits: Limits) -> Extract:
    """The text of a file of a known kind. Each parser is loaded only for its own files."""
    if kind == "word":
        from liuqing.plans.reading import word

        return word.read(path, limits)
    if kind == "pdf":
        from liuqing.plans.reading import pdf

        return pdf.read(path)
    from liuqing.plans.reading import web

    return web.read(path)


if __name__ == "__main__":
    main()
