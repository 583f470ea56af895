"""How fast the six clears of a county become a workbook, against xlsxwriter and constant cells.

``python -m benchmarks.six_clears_book WORKSPACE [--json]``: writes the workbook of the whole county of
a workspace made by ``liuqing demo``. Yardstick: xlsxwriter in constant memory writing the same
constant text into as many cells of as many rows. Whole processes. Budgets: 2 × the yardstick,
512 MiB.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.report import Result, show

RATIO, MEMORY = 2, 512


def main() -> None:
    """Measure, print; exit 1 over budget."""
    options = _options()
    if options.child:
        _child(options)
        return
    ours = _run("ours", options.workspace)
    constant = _run("constant", options.workspace, json.dumps(ours["shape"]))
    ratio = ours["seconds"] / constant["seconds"]
    cells = sum(rows * columns for rows, columns in ours["shape"])
    show("six_clears_book", [
        Result(f"workbook, {ours['households']:,} households, {cells:,} cells", ours["seconds"], "s",
               f"constant cells {constant['seconds']:.1f} s", ratio),
        Result("peak memory", ours["memory"], "MiB", f"budget {MEMORY} MiB", ours["memory"] / MEMORY),
        Result("size of the file", ours["size"] / 2**20, "MiB"),
    ], as_json=options.json)  # fmt: skip
    sys.exit(ratio > RATIO or ours["memory"] > MEMORY)


def _run(what: str, workspace: Path, shape: str = "") -> dict:
    command = [
        sys.executable,
        "-m",
        "benchmarks.six_clears_book",
        str(workspace),
        "--child",
        what,
        "--shape",
        shape,
    ]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def _child(options: argparse.Namespace) -> None:
    with tempfile.TemporaryDirectory(prefix="liuqing-bench-") as folder:
        out = Path(folder) / "book.xlsx"
        begun = time.perf_counter()
        told = _ours(options.workspace, out) if options.child == "ours" else _constant(options.shape, out)
        seconds = time.perf_counter() - begun
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        told |= {"seconds": seconds, "memory": memory, "size": out.stat().st_size}
        if options.child == "ours":
            told["shape"] = _shape(out)
        print(json.dumps(told))


def _ours(workspace: Path, out: Path) -> dict:
    os.environ["LIUQING_WORKSPACE"] = str(workspace)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "liuqing.config.settings")
    import django

    django.setup()
    from liuqing.registry.queries import exports
    from liuqing.registry.services import accounts
    from liuqing.reports import six_clears_book
    from liuqing.reports.report import Request

    user = accounts.operator()
    what = exports.extent(user)
    return {"households": six_clears_book.write(Request(user, what.area.code, "", out, "测速"), what)}


def _constant(shape: str, out: Path) -> dict:
    import xlsxwriter

    with xlsxwriter.Workbook(str(out), {"constant_memory": True}) as book:
        for rows, columns in json.loads(shape):
            sheet = book.add_worksheet()
            for row in range(rows):
                for column in range(columns):
                    sheet.write_string(row, column, "示例文字")
    return {}


def _shape(out: Path) -> list[tuple[int, int]]:
    """Rows and columns of every sheet."""
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_path(str(out))
    sheets = [book.get_sheet_by_name(name) for name in book.sheet_names]
    return [(sheet.total_height, sheet.total_width) for sheet in sheets]


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("workspace", type=Path)
    parser.add_argument("--child", choices=("ours", "constant"), default="", help=argparse.SUPPRESS)
    parser.add_argument("--shape", default="", help=argparse.SUPPRESS)
    parser.add_argument("--json", action="store_true")
    return parser.parse_args()


if __name__ == "__main__":
    main()
