"""What was measured as people read it on a terminal: sentences, then tables of text."""

from collections.abc import Iterator

from liuqing.compute.poverty.groups import Figure, Measured
from liuqing.compute.poverty.measures import DECOMPOSED, FGT0, FGT1, FGT2, GINI, MEAN, MEASURES, SST, WATTS
from liuqing.compute.poverty.measuring import DEFINITIONS, ERRORS, NO_ERRORS, Done
from liuqing.compute.poverty.reading import REASONS

Table = tuple[tuple[str, ...], list[tuple[str, ...]]]
"""Headings and rows."""


def rows_of(done: Done) -> Iterator[str]:
    """Where the numbers come from, and how many rows are in them."""
    columns = "，".join(f"{_WORDS[key]}「{name}」" for key, name in done.asked.columns().items())
    yield f"{done.taken.file}：{columns}，贫困线 {done.line.value:,.10g}"
    left = "，".join(f"{REASONS[key]} {n:,} 行" for key, n in done.taken.left_out.items())
    yield f"读到 {done.taken.rows:,} 行，用了 {done.whole.rows:,} 行" + (f"；没有用：{left}" if left else "")


def tables(done: Done) -> Iterator[Table]:
    """Everybody; the groups; what each group makes up."""
    yield ("指标", "值", "标准误", "95% 区间"), [_line(key, done.whole.figures[key]) for key in MEASURES]
    if done.parts:
        yield _groups(done.parts, (FGT0, FGT1, FGT2))
        yield _groups(done.parts, (GINI, WATTS, SST, MEAN))
        yield _shares(done.parts)


def remarks(done: Done) -> Iterator[str]:
    """What must be known beside the numbers."""
    for notice in done.notices:
        yield f"注意：{notice}。"
    for key, words in DEFINITIONS.items():
        yield f"{MEASURES[key]}：{words}。"
    yield f"{NO_ERRORS if done.taken.sample.drawn.census else ERRORS}。"


_WORDS = {"welfare": "福利值", "weight": "权重", "by": "分组", "strata": "层", "psu": "抽样单元"}


def _line(key: str, one: Figure) -> tuple[str, ...]:
    limits = " ～ ".join(_number(key, limit) for limit in one.interval) if one.interval else ""
    return MEASURES[key], _number(key, one.value), _number(key, one.error), limits


def _groups(parts: tuple[Measured, ...], keys: tuple[str, ...]) -> Table:
    rows = [
        (
            part.label,
            f"{part.rows:,}",
            f"{part.weight:,.10g}",
            *(_cell(key, part.figures[key]) for key in keys),
        )
        for part in parts
    ]
    return ("组", "行数", "权重和", *(MEASURES[key] for key in keys)), rows


def _shares(parts: tuple[Measured, ...]) -> Table:
    heads = ("组", "占全部权重", "占贫困人口", "占全部缺口", "占贫困强度")
    rows = [
        (part.label, f"{part.share:.2%}", *(_percent(part.figures[key].share) for key in DECOMPOSED))
        for part in parts
    ]
    return heads, rows


def _number(key: str, value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:,.2f}" if key == MEAN else f"{value:.6f}"


def _cell(key: str, one: Figure) -> str:
    """The measure and its standard error: ``0.2189±0.0005``."""
    places = 2 if key == MEAN else 4
    if one.value is None:
        return ""
    return f"{one.value:,.{places}f}" + ("" if one.error is None else f"±{one.error:,.{places}f}")


def _percent(share: float | None) -> str:
    return "" if share is None else f"{share:.2%}"
