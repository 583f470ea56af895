"""By what money can be laid out (维度), what can be laid out (口径), and where each is written."""

from dataclasses import dataclass

from liuqing.errors import Problem

OWN = "own"
"""The key of a township's or village's column for what is applied for above it: ``own:<code>``."""


@dataclass(frozen=True)
class Dimension:
    """One way to divide the projects. ``field`` of a project; "" where each measure has its own."""

    key: str
    label: str
    field: str = ""


@dataclass(frozen=True)
class Measure:
    """What is counted. ``pool``: only projects that stand in the pool, unless states are asked for."""

    key: str
    label: str
    unit: str
    pool: bool


DIMENSIONS = {
    one.key: one
    for one in (
        Dimension("class_one", "类别", "class_one"),
        Dimension("class_two", "子类", "class_two"),
        Dimension("year", "年度"),
        Dimension("source", "资金来源"),
        Dimension("town", "乡镇", "area_id"),
        Dimension("village", "村", "area_id"),
        Dimension("department", "行业部门", "department"),
        Dimension("state", "状态", "state"),
        Dimension("reach", "受益方式", "reach"),
    )
}
"""By their keys, in the order in which they are offered."""
PLACES = ("town", "village")
MEASURES = {
    one.key: one
    for one in (
        Measure("need", "需要", "元", pool=True),
        Measure("secured", "已落实", "元", pool=True),
        Measure("allocated", "已安排", "元", pool=False),
        Measure("paid", "已支付", "元", pool=False),
        Measure("projects", "项目数", "个", pool=True),
    )
}
"""By their keys, in the order of a yuan's way.

Money that was given out is shown whatever became of the project: it would vanish with a project that was
cancelled. What is needed is shown of the pool, as a plan counts it.
"""


def dimension(key: str) -> Dimension:
    """The dimension of that key. Problem ``planning.unknown_dimension``."""
    if key not in DIMENSIONS:
        raise Problem(
            "planning.unknown_dimension", "没有这种分法", f"可以按{'、'.join(d.label for d in DIMENSIONS.values())}来分。"
        )  # fmt: skip
    return DIMENSIONS[key]


def measure(key: str) -> Measure:
    """What is counted under that key. Problem ``planning.unknown_measure``."""
    if key not in MEASURES:
        raise Problem(
            "planning.unknown_measure", "没有这种口径", f"可以看{'、'.join(m.label for m in MEASURES.values())}。"
        )  # fmt: skip
    return MEASURES[key]
