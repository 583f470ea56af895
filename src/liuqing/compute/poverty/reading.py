"""A file into a sample: every row is used or left out, and why; every cell that cannot be read is named.

A blank is not known and leaves its row out. A text where a number should be, a negative weight, a number
beyond reason are faults: all of them are told at once, with row and column, and never their content.
A negative income is a loss and counts; a weight of 0 stands for nobody and leaves its row out.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from liuqing.compute.poverty import columns as reader
from liuqing.compute.poverty import groups
from liuqing.compute.poverty.columns import Columns
from liuqing.compute.poverty.design import Codes
from liuqing.compute.poverty.groups import Sample
from liuqing.compute.poverty.measures import Floats
from liuqing.errors import Problem, Where
from liuqing.sheets import cells
from liuqing.sheets.cells import CellFault
from liuqing.sheets.headings import heading_unit

Mask = npt.NDArray[np.bool_]
PLAIN = r"^-?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][-+]?[0-9]+)?$"
MISSING = cells.BLANKS | {"na", "n/a", ".", "..", "缺失", "不详", "不明"}
"""What statistical programs and offices write for "not known"."""
BEYOND = 1e15
MOST_GROUPS = 5_000
NO_GROUP = "（未填）"
REASONS = {
    "note": "合计、小计或备注行",
    "heading": "重复的表头",
    "fault": "有读不懂的单元格",
    "welfare": "福利值空白",
    "weight": "权重空白",
    "nobody": "权重为 0",
    "design": "层或抽样单元空白",
}
"""Why a row is left out, in the order in which it is asked."""


@dataclass(frozen=True)
class Asked:
    """The headings of what is asked for; "" where it is not."""

    welfare: str
    weight: str = ""
    by: str = ""
    strata: str = ""
    psu: str = ""

    def columns(self) -> dict[str, str]:
        """What each column is for, and its heading."""
        told = {
            "welfare": self.welfare, "weight": self.weight, "by": self.by,
            "strata": self.strata, "psu": self.psu,
        }  # fmt: skip
        return {key: name for key, name in told.items() if name}


@dataclass(frozen=True)
class Taken:
    """What came of a file: ``rows`` = the sample's rows + everything in ``left_out`` (by reason).

    ``faults`` are cells that cannot be read, by row; their rows are not in the sample.
    ``units`` are those of the headings in brackets, by what the column is for.
    """

    file: str
    sheet: str
    rows: int
    sample: Sample
    left_out: Mapping[str, int]
    faults: tuple[Problem, ...]
    units: Mapping[str, str]


@dataclass(frozen=True)
class _Numbers:
    values: Floats
    blank: Mask
    faults: dict[int, CellFault]


def read(path: Path, asked: Asked, *, counted: bool = False, name: str = "") -> Taken:
    """The sample of a file; ``counted``: its rows are everybody and not a sample.

    The Problems of ``columns.read``; ``measure.too_many_groups``; ``measure.nothing_left``.
    """
    found = reader.read(path, asked.columns(), name=name)
    welfare = _numbers(found.texts["welfare"])
    weight = _numbers(found.texts["weight"]) if asked.weight else None
    faults = _faults(found, welfare, weight)
    left, left_out = _left(found, welfare, weight, {number for number, _ in faults})
    problems = tuple(problem for _, problem in faults)
    if not left.any() and not problems:
        raise _nothing_left(found, left_out)
    taken = _sample(found, left, welfare.values, weight.values if weight else None, counted)
    units = {key: unit for key, text in found.heading.items() if (unit := heading_unit(text))}
    return Taken(found.file, found.sheet, len(found.numbers), taken, left_out, problems, units)


# Numbers


def _numbers(texts: Any) -> _Numbers:
    """Most cells are plain numbers and read at once; of the others each different text is read once."""
    trimmed = pc.utf8_trim_whitespace(texts)
    plain = pc.fill_null(pc.match_substring_regex(trimmed, PLAIN), False)
    nothing = pa.scalar(None, pa.string())
    values = _numpy(pc.cast(pc.if_else(plain, trimmed, nothing), pa.float64()))
    odd = pc.dictionary_encode(pc.if_else(plain, nothing, texts))
    told = [_other(text) for text in odd.dictionary.to_pylist()]
    codes = pc.fill_null(odd.indices, -1).to_numpy(zero_copy_only=False)
    faults = {}
    for at in np.flatnonzero(codes >= 0):
        one = told[codes[at]]
        if isinstance(one, CellFault):
            faults[int(at)] = one
        elif one is not None:
            values[at] = one
    for at in np.flatnonzero(np.abs(values) >= BEYOND):
        faults[int(at)] = CellFault("数字大得不合常理", "请核对后重填")
    blank = np.isnan(values)
    blank[list(faults)] = False
    return _Numbers(values, blank, faults)


def _numpy(column: Any) -> Floats:
    return np.array(column.to_numpy(zero_copy_only=False), np.float64)


def _other(text: str) -> float | CellFault | None:
    """``1,200元``, ``－３``, ``缺失``: a number, nothing, or what is wrong with it."""
    half = re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).lower().replace("−", "-")
    if half in MISSING:
        return None
    try:
        if half.startswith("-") and not half.startswith("--"):
            amount = cells.as_amount(half[1:])
            return None if amount is None else -float(amount)
        amount = cells.as_amount(text)
    except CellFault as fault:
        return fault
    return None if amount is None else float(amount)


# Rows


def _faults(found: Columns, welfare: _Numbers, weight: _Numbers | None) -> list[tuple[int, Problem]]:
    """Every cell that cannot be read, in the order of the rows; not those of sums and repeated headings."""
    passed = _passed(found)
    told = [(at, "welfare", fault) for at, fault in welfare.faults.items()]
    if weight is not None:
        told += [(at, "weight", fault) for at, fault in weight.faults.items()]
        negative = CellFault("权重不能是负数", "请核对后改为零或正数；不知道就留空")
        told += [(int(at), "weight", negative) for at in np.flatnonzero(weight.values < 0)]
    told = sorted((one for one in told if not passed[one[0]]), key=lambda one: (one[0], one[1]))
    return [(at, _problem(found, at, key, fault)) for at, key, fault in told]


def _problem(found: Columns, at: int, key: str, fault: CellFault) -> Problem:
    where = Where(found.file, found.sheet, int(found.numbers[at]), found.heading[key])
    return Problem("measure.cell", fault.what, f"{fault.remedy}。", where)


def _passed(found: Columns) -> Mask:
    """Rows that are no data: sums, remarks, and the headings once more."""
    return found.note | _headings(found)


def _headings(found: Columns) -> Mask:
    heading = found.heading["welfare"]
    same = pc.fill_null(pc.equal(pc.utf8_trim_whitespace(found.texts["welfare"]), heading), False)
    repeated: Mask = same.to_numpy(zero_copy_only=False)
    return repeated


def _left(
    found: Columns, welfare: _Numbers, weight: _Numbers | None, faulty: set[int]
) -> tuple[Mask, dict[str, int]]:
    """The rows that are used, and how many are not for each reason; a row has one reason."""
    rows = len(found.numbers)
    fault = np.zeros(rows, np.bool_)
    fault[list(faulty)] = True
    none = np.zeros(rows, np.bool_)
    reasons = {
        "note": found.note,
        "heading": _headings(found),
        "fault": fault,
        "welfare": welfare.blank,
        "weight": weight.blank if weight else none,
        "nobody": weight.values == 0 if weight else none,
        "design": _no_design(found, none),
    }
    left, counts = np.ones(rows, np.bool_), {}
    for key, out in reasons.items():
        counts[key] = int((left & out).sum())
        left &= ~out
    return left, {key: n for key, n in counts.items() if n}


def _no_design(found: Columns, none: Mask) -> Mask:
    blank = none
    for key in ("strata", "psu"):
        if key in found.texts:
            blank = blank | found.texts[key].is_null().to_numpy(zero_copy_only=False)
    return blank


def _nothing_left(found: Columns, left_out: Mapping[str, int]) -> Problem:
    why = "，".join(f"{REASONS[key]} {n:,} 行" for key, n in left_out.items()) or "一行也没有"
    return Problem(
        "measure.nothing_left",
        f"没有可以测算的行：{why}",
        "请核对列名和数据。",
        Where(found.file, found.sheet),
    )


# The sample


def _sample(found: Columns, left: Mask, welfare: Floats, weight: Floats | None, counted: bool) -> Sample:
    kept = pa.array(left)
    codes = {key: _codes(found, key, kept) for key in ("by", "strata", "psu") if key in found.texts}
    group, labels = codes.get("by", (None, ()))
    if len(labels) > MOST_GROUPS:
        what = f"「{found.heading['by']}」有 {len(labels):,} 个不同的值，最多按 {MOST_GROUPS:,} 组测算"
        where = Where(found.file, found.sheet, column=found.heading["by"])
        raise Problem("measure.too_many_groups", what, "请换一个分组的列。", where)
    return groups.sample(
        welfare[left], weight[left] if weight is not None else None, group=group, labels=labels,
        strata=codes.get("strata", (None,))[0], units=codes.get("psu", (None,))[0], counted=counted,
    )  # fmt: skip


def _codes(found: Columns, key: str, kept: Any) -> tuple[Codes, tuple[str, ...]]:
    """The place of each row's text among the different texts; in the order of numbers if all are."""
    told = pc.fill_null(pc.utf8_trim_whitespace(found.texts[key].filter(kept)), NO_GROUP)
    encoded = pc.dictionary_encode(told)
    texts = encoded.dictionary.to_pylist()
    order = sorted(range(len(texts)), key=lambda at: _rank(texts[at]))
    place = np.empty(len(texts), np.int64)
    place[order] = np.arange(len(texts))
    codes = place[encoded.indices.to_numpy(zero_copy_only=False)]
    return codes, tuple(texts[at] for at in order)


def _rank(text: str) -> tuple[int, float, str]:
    if text == NO_GROUP:
        return 2, 0, ""
    # Division codes are numbers of 12 digits; a longer one would lose its end as a float.
    return (0, float(text), text) if re.fullmatch(r"\d{1,15}", text) else (1, 0, text)
