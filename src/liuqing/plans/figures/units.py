"""Units: what each measures and how many of its base unit it is. A unit that is not here makes no figure."""

import re
from dataclasses import dataclass
from decimal import Decimal

from liuqing.plans.figures.numbers import MYRIADS


@dataclass(frozen=True)
class Unit:
    """A unit as printed, its dimension, and how many base units one of it is."""

    name: str
    dimension: str
    scale: Decimal


BASES: dict[str, tuple[str, str]] = {
    "元": ("money", "1"),
    "人次": ("person_times", "1"), "人": ("persons", "1"), "名": ("persons", "1"), "位": ("persons", "1"),
    "股": ("shares", "1"),
    "户次": ("household_times", "1"), "户": ("households", "1"),
    "亩": ("land", "1"), "公顷": ("land", "15"),
    "平方公里": ("area", "1000000"), "平方千米": ("area", "1000000"), "平方米": ("area", "1"), "㎡": ("area", "1"),
    "立方米": ("volume", "1"), "方": ("volume", "1"),
    "公里": ("length", "1000"), "千米": ("length", "1000"), "米": ("length", "1"), "毫米": ("rain", "1"),
    "吨": ("weight", "1000"), "公斤": ("weight", "1"), "千克": ("weight", "1"), "斤": ("weight", "0.5"),
    "千瓦": ("power", "1"), "兆瓦": ("power", "1000"),
    "%": ("percent", "1"), "％": ("percent", "1"), "个百分点": ("points", "1"), "百分点": ("points", "1"), "‰": ("permille", "1"),
    "岁": ("age", "1"), "个月": ("months", "1"), "天": ("days", "1"), "个工作日": ("days", "1"), "小时": ("hours", "1"),
    "分钟": ("minutes", "1"), "倍": ("times", "1"),
}  # fmt: skip
COUNTERS = [
    "个",
    "所",
    "座",
    "件",
    "项",
    "类",
    "口",
    "眼",
    "台",
    "辆",
    "头",
    "只",
    "羽",
    "窝",
    "套",
    "家",
    "条",
    "处",
    "间",
    "栋",
    "幢",
    "株",
    "棵",
    "张",
    "册",
    "支",
    "期",
    "场",
    "批",
    "份",
    "块",
    "盏",
    "级",
    "道",
    "种",
    "轮",
    "尾",
    "匹",
    "箱",
    "盘",
    "孔",
    "门",
    "片",
    "根",
    "枚",
    "艘",
    "架",
    "部",
    "宗",
    "例",
    "篇",
    "届",
    "步",
    "对",
    "点",
    "次",
    "班",
    "队",
    "村",
    "镇",
    "乡",
    "街道",
    "村委会",
    "社区",
    "村民小组",
    "自然村",
    "乡镇",
]
"""Counters measure nothing but themselves: 座 are never added to 所 by the unit alone."""

KNOWN = {**BASES, **{name: (f"count:{name}", "1") for name in COUNTERS}}
MAGNITUDE = r"(?:百万|千万|万亿|亿|万|千|百)?"
PATTERN = "|".join(re.escape(name) for name in sorted(KNOWN, key=len, reverse=True))
SCALABLE = frozenset(
    {"money", "persons", "person_times", "households", "land", "area", "volume", "length", "weight", "power"}
)


def unit(magnitude: str, name: str) -> Unit:
    """The unit of "万" and "元": money, 10,000 yuan each. KeyError for an unknown name."""
    dimension, scale = KNOWN[name]
    return Unit(magnitude + name, dimension, Decimal(scale) * MYRIADS[magnitude])
