"""How fast a stranger's workbook is read and given back, against the bare parser and the bare writer.

``python -m benchmarks.sheets_read [--rows 100000] [--columns 47] [--runs 3] [--json]``: writes one
workbook of invented cells, then times whole processes, start included; medians. Reading: the
guard, the child process, the tables, every row; yardstick: python-calamine over the same rows.
Errors book: one row in ten faulty; yardstick: xlsxwriter writing as many constant cells.
Budgets: 3 × for reading, 25 s for an errors book of 100,000 rows.
"""

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import psutil

from benchmarks.report import Result, show
from liuqing.sheets.write import Book, Column

KNOWN = "known = lambda heading: heading.startswith('列')"
BARE = """
import sys, python_calamine
sheet = python_calamine.load_workbook(sys.argv[1]).get_sheet_by_index(0)
print(sum(1 for row in sheet.iter_rows()))
"""
READ = f"""
import sys
from pathlib import Path
from liuqing.sheets.read import read_tables
{KNOWN}
print(sum(1 for table in read_tables(Path(sys.argv[1]), known=known) for row in table.rows))
"""
CONSTANT = """
import sys, xlsxwriter
rows, columns = int(sys.argv[2]), int(sys.argv[3])
book = xlsxwriter.Workbook(sys.argv[1] + ".constant.xlsx", {"constant_memory": True})
sheet = book.add_worksheet()
for row in range(rows):
    for column in range(columns):
        sheet.write_string(row, column, "甲乙丙丁")
book.close()
"""
ERRORS = f"""
import sys
from pathlib import Path
from liuqing.sheets.errors_book import RowFault, write
{KNOWN}
faults = (RowFault("表", row, ("列1", "列3"), "号码不对", "请改正") for row in range(2, int(sys.argv[2]), 10))
write(Path(sys.argv[1]), Path(sys.argv[1] + ".errors.xlsx"), faults, known=known)
"""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--columns", type=int, default=47)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--json", action="store_true")
    told = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "名单.xlsx"
        make(path, told.rows, told.columns)
        show("sheets_read", measure(path, told.rows, told.columns, told.runs), as_json=told.json)


def make(path: Path, rows: int, columns: int) -> None:
    """Cells as registers have them: yes and no, words, numbers of 18 digits, amounts, blanks."""
    kinds: list[Callable[[int], object]] = [
        lambda row: f"99325119{row % 100:02d}0101{row % 10000:04d}",
        lambda row: "是" if row % 3 else "否",
        lambda row: row % 1000 / 10,
        lambda row: "某乡某村某组",
        lambda row: None,
    ]
    with Book(path) as book:
        sheet = book.sheet("表", [Column(f"列{at}") for at in range(columns)])
        for row in range(rows):
            sheet.row([kinds[at % 5](row + at) for at in range(columns)])  # type: ignore[misc]


def measure(path: Path, rows: int, columns: int, runs: int) -> list[Result]:
    """Seconds and memory of each way, beside its yardstick."""
    sizes = (str(rows), str(columns))
    bare, _ = median(BARE, path, sizes, runs)
    read, memory = median(READ, path, sizes, runs)
    constant, _ = median(CONSTANT, path, sizes, 1)
    errors, errors_memory = median(ERRORS, path, sizes, 1)
    return [
        Result("read, whole path", read, "s", f"python-calamine alone {bare:.2f} s", read / bare),
        Result("memory while reading, child included", memory, "MiB"),
        Result(
            "errors book, reading included",
            errors,
            "s",
            f"xlsxwriter alone {constant:.2f} s",
            errors / constant,
        ),
        Result("memory while writing it, child included", errors_memory, "MiB"),
    ]


def median(program: str, path: Path, sizes: tuple[str, ...], runs: int) -> tuple[float, float]:
    """Median seconds of a program in a process of its own, and the most memory seen."""
    seen = [_run(program, path, sizes) for _ in range(runs)]
    return statistics.median(one[0] for one in seen), max(one[1] for one in seen)


def _run(program: str, path: Path, sizes: tuple[str, ...]) -> tuple[float, float]:
    start = time.perf_counter()
    process = subprocess.Popen([sys.executable, "-c", program, str(path), *sizes], stdout=subprocess.DEVNULL)
    most = 0.0
    while process.poll() is None:
        most = max(most, _memory(process.pid))
        time.sleep(0.05)
    if process.returncode:
        raise SystemExit(f"benchmark failed with {process.returncode}")
    return time.perf_counter() - start, most


def _memory(pid: int) -> float:
    """MiB held by a process and its children."""
    try:
        process = psutil.Process(pid)
        family = [process, *process.children(recursive=True)]
        return sum(one.memory_info().rss for one in family) / 2**20
    except psutil.NoSuchProcess:
        return 0.0


if __name__ == "__main__":
    main()
