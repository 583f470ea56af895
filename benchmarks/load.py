"""Loading: a 100,000 x 47 workbook against a bare calamine read of the same file, and a county.

``python -m benchmarks.load [--rows N] [--county DIR] [--json]``. The county is a folder of the
sample's workbooks (``liuqing sample --households all``); without it only the workbook is measured.
The workspace lies in a temporary folder, on SQLite, or on PostgreSQL by ``LIUQING_DATABASE``.
"""

import argparse
import json
import os
import platform
import random
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

BUDGETS = {"times": 8.0, "memory": 1024, "county": 300, "police": 120}


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rows", type=int, default=100_000)
    options.add_argument("--county", type=Path)
    options.add_argument("--json", action="store_true")
    given = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="liuqing-benchmark-") as folder:
        results = measure(Path(folder), given.rows, given.county)
    machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    if given.json:
        print(json.dumps({"benchmark": "load", "machine": machine, "results": results}, ensure_ascii=False))
        return
    print(machine)
    for one in results:
        ratio = f"{one['ratio']:.2f} x" if one["ratio"] else ""
        print(f"{one['what']:<44}{one['value']:>10.1f} {one['unit']:<5}{one['yardstick']:<28}{ratio}")


def measure(folder: Path, rows: int, county: Path | None) -> list[dict[str, Any]]:
    """The workbook, then the county if there is one."""
    by = open_workspace(folder / "county")
    homes, people = workbooks(folder, rows)
    floor = bare(people)
    results = [result("bare calamine read", floor, "s")]
    load([homes], by)
    with memory() as peak, lock() as longest:
        taken = load([people], by)
    results += [
        result(f"load {rows:,} x 47 to accepted rows", taken, "s", "bare calamine read", taken / floor),
        result("memory of it, reading process included", peak[0], "MiB", f"{BUDGETS['memory']} MiB"),
        result("longest transaction", longest[0], "s", "2 s", longest[0] / 2),
    ]
    if county:
        results += whole(county, by)
    return results


def whole(county: Path, by: Any) -> list[dict[str, Any]]:
    """All files of a county, and its largest."""
    paths = sorted(path for path in county.iterdir() if path.is_file())
    with memory() as peak, lock() as longest:
        taken = load(paths, by)
    return [
        result(f"load {len(paths)} files of a county", taken, "s", "300 s", taken / BUDGETS["county"]),
        result("memory of it", peak[0], "MiB", f"{BUDGETS['memory']} MiB"),
        result("longest transaction", longest[0], "s", "2 s", longest[0] / 2),
    ]


def result(
    what: str, value: float, unit: str, yardstick: str = "", ratio: float | None = None
) -> dict[str, Any]:
    """One line of the answer."""
    return {"what": what, "value": value, "unit": unit, "yardstick": yardstick, "ratio": ratio}


def open_workspace(folder: Path) -> Any:
    """An empty workspace of a sample county, and who loads."""
    from liuqing.config import workspace

    workspace.create(folder, place="fuyuan", demo=True)
    os.environ["LIUQING_WORKSPACE"] = str(folder)
    os.environ["DJANGO_SETTINGS_MODULE"] = "liuqing.config.settings"
    import django

    django.setup()
    from django.contrib.auth.models import User
    from django.core.management import call_command

    from liuqing.policy import place
    from liuqing.registry.services import areas
    from liuqing.workflow.models import Appointment

    call_command("migrate", verbosity=0)
    areas.plant(place.load("fuyuan"))
    user = User.objects.create(username="benchmark")
    Appointment.objects.create(user=user, role="county_analyst", area_path="")
    return user


def load(paths: list[Path], by: Any) -> float:
    """Seconds from the file to accepted rows; every file must have been loaded."""
    from liuqing.registry.services import loading

    begin = time.perf_counter()
    told = loading.load_paths(paths, by=by)
    taken = time.perf_counter() - begin
    failed = [one for one in told if one["state"] not in ("loaded", "superseded")]
    if failed:
        sys.exit(f"not loaded: {failed}")
    return taken


def bare(path: Path) -> float:
    """Seconds of a bare read, in a process of its own, the better of two."""
    program = (
        "import time, python_calamine as c, sys; b = time.perf_counter();"
        "c.CalamineWorkbook.from_path(sys.argv[1]).get_sheet_by_index(0).to_python();"
        "print(time.perf_counter() - b)"
    )
    command = [sys.executable, "-c", program, str(path)]
    return min(float(subprocess.run(command, capture_output=True, check=True).stdout) for _ in range(2))


@contextmanager
def memory() -> Iterator[list[float]]:
    """The most memory of this process and its children at one moment, MiB."""
    import psutil

    peak, over = [0.0], threading.Event()
    me = psutil.Process()

    def watch() -> None:
        while not over.wait(0.1):
            try:
                every = [me, *me.children(recursive=True)]
                peak[0] = max(peak[0], sum(one.memory_info().rss for one in every) / 2**20)
            except psutil.NoSuchProcess:
                continue

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield peak
    finally:
        over.set()
        watcher.join()
        peak[0] = max(peak[0], resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


@contextmanager
def lock() -> Iterator[list[float]]:
    """The longest time for which a piece held the write lock, seconds."""
    from liuqing.registry.services import bulk

    usual, longest = bulk.piece, [0.0]

    @contextmanager
    def timed() -> Iterator[bulk.Writes]:
        begin = time.perf_counter()
        with usual() as writes:
            yield writes
        longest[0] = max(longest[0], time.perf_counter() - begin)

    bulk.piece = timed
    try:
        yield longest
    finally:
        bulk.piece = usual


def workbooks(folder: Path, rows: int) -> tuple[Path, Path]:
    """A household and a person export of invented people with sound numbers nobody can have."""
    import xlsxwriter

    from liuqing.policy.tables import PERSON_EXPORT

    headings = ("乡", "村", "户编号", "户主姓名", "主要致贫原因", "脱贫属性", "识别年度", "年度")
    paths = folder / "户信息.xlsx", folder / "人员信息.xlsx"
    homes = (
        ["中安街道", "清溪社区", f"H{i}", "赵示例", "因病", "未脱贫", 2014, 2018]
        for i in range(rows // 4 + 1)
    )
    people = (person(i) for i in range(rows))
    for path, names, every in zip(paths, (headings, PERSON_EXPORT), (homes, people), strict=True):
        with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
            sheet = book.add_worksheet("导出")
            sheet.write_row(0, 0, names)
            for at, row in enumerate(every, 1):
                sheet.write_row(at, 0, row)
    return paths


def person(serial: int) -> list[Any]:
    """A row of 47 cells, nearly all filled."""
    from liuqing.policy import identity_numbers
    from liuqing.policy.tables import PERSON_EXPORT

    chance = random.Random(serial)
    first = f"9903{serial // 700_000:02d}19{50 + serial // 12_000 % 50:02d}{serial // 1000 % 12 + 1:02d}01{serial % 1000:03d}"
    name = (
        chance.choice("赵钱孙李周吴郑王")
        + chr(0x4E00 + chance.randrange(3000))
        + chr(0x4E00 + chance.randrange(3000))
    )
    usual: dict[str, Any] = {
        "省": "云南省", "市": "曲靖市", "县": "富源县", "乡": "中安街道", "村": "清溪社区", "户编号": f"H{serial // 4}",
        "人口编号": f"P{serial}", "姓名": name, "性别": "男" if int(first[16]) % 2 else "女",
        "出生日期": f"{first[6:10]}-{first[10:12]}-01", "证件类型": "居民身份证",
        "证件号码": first + identity_numbers.check_digit(first), "民族": "汉族", "户联系电话": "13000000000", "年度": 2018,
        "与户主关系": "其他" if serial % 4 else "户主", "文化程度": "初中", "劳动技能": "普通劳动力", "务工时间（月）": 6,
        "健康状况": "健康", "政治面貌": "群众", "产业分类": "种植业", "务工所在地": "县内", "户主姓名": name,
        "识别标准": "国家标准",
    }  # fmt: skip
    return [usual.get(heading, "否" if heading.startswith("是否") else "") for heading in PERSON_EXPORT]


if __name__ == "__main__":
    main()
