"""Words that make of one number two things: 收入 is never 支出, 计划 never 完成, though the figure be the same."""

from collections.abc import Iterable

from liuqing.plans.quantity import Quantity

PAIRS = (
    (("收入", "财力"), ("支出", "开支", "成本", "投入")),
    (("投入", "投资"), ("产出", "产值", "收益", "增收")),
    (("出口",), ("进口",)),
    (("新增", "增加"), ("减少", "退出", "注销")),
    (("迁入", "流入"), ("迁出", "流出")),
    (("出生",), ("死亡",)),
    (("限额",), ("余额",)),
    (("一般债",), ("专项债",)),
    (("计划", "预算数"), ("完成", "决算")),
)  # fmt: skip
"""What one side says the other must not; a figure named with words of both sides is of neither."""


def opposed(one: Quantity, other: Quantity) -> bool:
    """One is called what the other cannot be called."""
    return any(_side(one, *pair) * _side(other, *pair) < 0 for pair in PAIRS)


def mixes(figures: Iterable[Quantity]) -> bool:
    """Income and spending stand among them, which are never added."""
    return {1, -1} <= {_side(q, *PAIRS[0]) for q in figures}


def _side(quantity: Quantity, first: tuple[str, ...], second: tuple[str, ...]) -> int:
    """1 for the first side, -1 for the second, 0 for neither or both."""
    said = quantity.what
    return any(word in said for word in first) - any(word in said for word in second)
