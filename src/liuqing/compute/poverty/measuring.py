"""A file measured, and everything that must be said beside the numbers."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from liuqing.compute.poverty import groups, lines, reading
from liuqing.compute.poverty.groups import Measured
from liuqing.compute.poverty.lines import Line
from liuqing.compute.poverty.measures import GINI, MEASURES, WATTS
from liuqing.compute.poverty.reading import REASONS, Asked, Taken

DEFINITIONS = {
    "fgt0": "福利值低于贫困线的人占多少；正好在线上的不算（Foster–Greer–Thorbecke，α=0）",
    "fgt1": "人均缺口占贫困线的比例，不贫困的缺口为 0（α=1）",
    "fgt2": "缺口比例平方的平均（α=2）",
    "gini": "两人之差的平均 ÷（2 × 平均值），不乘 n/(n-1)",
    "watts": "ln(贫困线 ÷ 福利值) 的平均，不贫困的为 0；福利值为 0 或负数的对数没有定义，按 0 计入分母",
    "sst": "两人中较大缺口比例的平均 = 贫困深度 ×（1 + 全体缺口的基尼系数）（Shorrocks 1995）",
    "mean": "加权平均",
}
"""What each measure is, in one line."""
ERRORS = "标准误：线性化（影响函数），抽样单元按层内有放回抽取；区间 95%"
NO_ERRORS = "全数调查，没有抽样，因此没有标准误"


@dataclass(frozen=True)
class Done:
    """What was measured: everybody, the groups, what was read, and what a person must know."""

    taken: Taken
    asked: Asked
    line: Line
    whole: Measured
    parts: tuple[Measured, ...]
    notices: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """The document of ``liuqing measure --json``."""
        taken = self.taken
        return {
            "file": taken.file, "sheet": taken.sheet, "line": self.line.value, "line_share_of_median": self.line.share,
            "median": self.line.median, **self.asked.columns(),
            "rows": {
                "read": taken.rows, "used": self.whole.rows,
                "left_out": [{"why": key, "label": REASONS[key], "rows": n} for key, n in taken.left_out.items()],
            },
            "faults": [fault.as_dict() for fault in taken.faults],
            "notices": list(self.notices),
            "definitions": DEFINITIONS,
            "standard_errors": NO_ERRORS if taken.sample.drawn.census else ERRORS,
            "overall": _group(self.whole),
            "groups": [_group(part) for part in self.parts],
        }  # fmt: skip


def measure(path: Path, asked: Asked, line: float | str, *, counted: bool = False, name: str = "") -> Done:
    """Every measure of a file's column, overall and by group.

    ``line`` is a sum in the unit of the column, or per cent of its median (``60%``).

    Problems ``measure.line`` (not above 0) and those of ``reading.read``. Cells that cannot be read are in
    ``taken.faults``: it is for the caller to go on without their rows or not.
    """
    taken = reading.read(path, asked, counted=counted, name=name)
    found = lines.line(line, taken.sample.welfare, taken.sample.weight)
    whole, parts = groups.measured(taken.sample, found.value)
    return Done(taken, asked, found, whole, parts, tuple(_notices(taken, asked, found, whole)))


def _group(found: Measured) -> dict[str, Any]:
    return {
        "group": found.label, "rows": found.rows, "weight": found.weight, "share": found.share,
        "poor_rows": found.poor_rows, "poor_weight": found.poor_weight,
        "negative_rows": found.negative, "zero_rows": found.zero, "watts_rows": found.watts_rows,
        **{
            key: {
                "label": MEASURES[key], "value": one.value, "standard_error": one.error,
                "interval": list(one.interval) if one.interval else None, "share": one.share,
            }
            for key, one in found.figures.items()
        },
    }  # fmt: skip


def _notices(taken: Taken, asked: Asked, line: Line, whole: Measured) -> Iterator[str]:
    if line.share is not None:
        yield f"贫困线是中位数 {line.median:,.10g} 的 {line.share:.4g}，也是估计出来的；标准误把它当作固定的线"
    if not asked.weight:
        yield "没有给权重：每行算 1"
    if unit := taken.units.get("welfare"):
        yield f"福利值的单位是{unit}，贫困线也按{unit}算"
    if whole.negative:
        yield f"{whole.negative:,} 行福利值是负数：照样计入，因此贫困深度、强度和基尼系数可能大于 1"
    if whole.rows != whole.watts_rows:
        left = whole.rows - whole.watts_rows
        yield f"{left:,} 行福利值是 0 或负数，对数没有定义：沃茨指数里它们按 0 计入分母，因此偏低"
    if whole.rows and whole.figures[GINI].value is None:
        yield "平均值不大于 0，基尼系数没有定义"
    if whole.rows and whole.figures[WATTS].value is None:
        yield "没有一行福利值大于 0，沃茨指数没有定义"
    drawn = taken.sample.drawn
    if drawn.lonely and not drawn.census:
        yield f"{drawn.lonely:,} 个层里只有一个抽样单元，标准误算不出来；请合并这些层"
