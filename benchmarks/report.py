"""How a benchmark says what it measured: a table for people, one JSON document for machines."""

import json
import os
import platform
from dataclasses import asdict, dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table


@dataclass(frozen=True)
class Result:
    """One measurement: ``ratio`` is value ÷ yardstick of the same run, None without one."""

    what: str
    value: float
    unit: str
    yardstick: str = ""
    ratio: float | None = None


def show(benchmark: str, results: list[Result], *, as_json: bool) -> None:
    """Print the results."""
    if as_json:
        told = {"benchmark": benchmark, "machine": machine(), "results": [asdict(r) for r in results]}
        print(json.dumps(told, ensure_ascii=False, indent=1))
        return
    table = Table("what", "value", "unit", "yardstick", "ratio", title=f"{benchmark} · {machine()}")
    for result in results:
        ratio = "" if result.ratio is None else f"{result.ratio:.2f} ×"
        table.add_row(result.what, f"{result.value:,.2f}", result.unit, result.yardstick, ratio)
    Console().print(table)


def machine() -> str:
    """Cores, memory, processor and Python of this machine."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{os.cpu_count()} cores, {memory:.0f} GiB, {_processor()}, Python {platform.python_version()}"


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    lines = info.read_text().splitlines() if info.exists() else []
    return next(
        (line.partition(":")[2].strip() for line in lines if line.startswith("model name")),
        platform.machine(),
    )
