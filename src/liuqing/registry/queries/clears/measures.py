"""3 帮扶措施清: what help the household gets."""

from liuqing.policy.tables import CLEARS
from liuqing.registry.card import Clear, Grid
from liuqing.registry.queries.gathering import Row, Told

_HEADINGS = ("年度", "措施", "内容", "享受人", "部门", "起止")


def clear(told: Told) -> Clear:
    """The measures, this year's first."""
    grid = Grid(
        "帮扶措施",
        _HEADINGS,
        tuple(_row(told, measure) for measure in told.measures),
        tuple(told.sources.of(measure) for measure in told.measures),
    )
    gaps = (
        ()
        if any(current(measure, told) for measure in told.measures)
        else (f"{told.on.year} 年没有帮扶措施",)
    )
    return Clear("measures", CLEARS["measures"], grids=(grid,), gaps=gaps)


def current(measure: Row, told: Told) -> bool:
    """Of the year of the day, or begun before and not ended."""
    open_still = measure.since is not None and (measure.until is None or measure.until > told.on)
    return measure.year == told.on.year or open_still


def _row(told: Told, measure: Row) -> tuple[str, ...]:
    days = f"{measure.since or ''} — {measure.until or ''}" if measure.since or measure.until else ""
    return (
        str(measure.year),
        measure.code,
        measure.title if measure.title != measure.code else "",
        measure.person__name or "全户",
        measure.department or told.sources.department(measure),
        days,
    )
