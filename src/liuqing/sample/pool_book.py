"""The workbook 项目库 as a county keeps it: a sheet a year, titles above, headings in groups, money in 万元."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import groupby

from liuqing.policy.pool_columns import SOURCES
from liuqing.sample import cells
from liuqing.sample.pool import Single
from liuqing.sample.pool_figures import FEN
from liuqing.sample.workbooks import NOTE, Cells, Line, Sheet

MOST_NUMBERS = 60
"""Household numbers in one cell at most."""
_BEFORE = [
    "序号", "项目编号", "项目名称", "项目类别", "项目子类型", "建设性质", "乡镇", "村", "实施地点", "建设内容", "工程量名称", "数量",
    "单位", "单价（元）", "年度", "开工时间", "完工时间", "资金规模（合计）（万元）",
]  # fmt: skip
_AFTER = [
    "受益方式", "受益户数", "受益人数", "其中贫困户数", "其中贫困人数", "受益户编号", "绩效目标", "带贫减贫机制", "群众参与",
    "行业主管部门", "实施单位", "责任人职务", "责任领导职务", "一类项目", "群众票数", "县级评分", "当前状态", "入库日期", "备注",
]  # fmt: skip


def sheets(projects: Sequence[Single], label: str, sources: Sequence[str]) -> list[Sheet]:
    """A sheet for each year; every line carries its project."""
    named = [words[0] for key, words in SOURCES.items() if words[0] in sources or key in sources]
    money = [heading for source in named for heading in (f"{source}（万元）", f"已落实{source}（万元）")]
    headings = [*_BEFORE, *money, *_AFTER]
    groups = {len(_BEFORE): ("其中：各项资金", len(money)), headings.index("受益户数"): ("受益对象", 4)}
    by_year = groupby(sorted(projects, key=lambda one: (one.year, one.no)), key=lambda one: one.year)
    return [
        Sheet(
            f"{year}年", headings, _lines(list(found), named),
            [f"{label}脱贫攻坚项目库（{year}年度）（演示数据）", "填报单位：县扶贫办    金额单位：万元"], [NOTE], groups=groups,
        )
        for year, found in by_year
    ]  # fmt: skip


def _lines(projects: list[Single], sources: list[str]) -> Iterator[Line]:
    for order, one in enumerate(projects, 1):
        yield Line([*_what(order, one), *_money(one, sources), *_whom(one), *_who(one)], one)


def _what(order: int, one: Single) -> Cells:
    return [
        order, one.no, one.name, one.item.class_one, one.item.class_two, one.work.nature, one.site.town, one.site.village,
        one.where, content(one), one.strand.name, number(one.quantity), one.strand.unit, yuan(one.unit_cost), one.year,
        cells.plain(one.starts_on), cells.plain(one.ends_on), ten_thousand(one.amount),
    ]  # fmt: skip


def content(one: Single) -> str:
    """What is built, in a sentence."""
    return one.content or f"{one.strand.name} {one.quantity:,} {one.strand.unit}".replace(".00 ", " ")


def _money(one: Single, sources: list[str]) -> Iterator[object]:
    secured = one.secured
    for source in sources:
        yield ten_thousand(one.sources.get(source)) if source in one.sources else ""
        yield ten_thousand(secured.get(source)) if source in secured else ""


def _whom(one: Single) -> Cells:
    return [
        one.item.reach, _known(one.everybody), _known(one.everyone), _known(one.households), _known(one.persons),
        ",".join(one.serves[:MOST_NUMBERS]), "；".join(targets(one)), _mechanism(one), "村民（代表）会议评议、公示无异议",
    ]  # fmt: skip


def targets(one: Single) -> list[str]:
    """What the project promises."""
    promised = [f"{one.strand.name}数量≥{number(one.quantity):g}{one.strand.unit}", "按期完成率≥100%"]
    if one.households:
        promised.append(f"受益贫困户≥{one.households}户")
    return [*promised, "受益群众满意度≥90%"]


def _mechanism(one: Single) -> str:
    if one.item.reach == "到户":
        return "直接补助到户，优先安排有劳动力的贫困户"
    return "项目用工优先安排贫困劳动力，建成后归村集体" if one.item.asset else "公共服务，贫困户优先"


def _who(one: Single) -> Cells:
    office = one.item.office
    return [
        office.department, builder(one), office.lead, office.leader, "是", _known(one.votes), _known(one.score), one.state,
        cells.plain(one.pooled_on), "",
    ]  # fmt: skip


def builder(one: Single) -> str:
    """Who carries the project out: the department where it lies in no township."""
    if not one.site.town:
        return one.item.office.department
    return f"{one.site.town}{'办事处' if one.site.town.endswith('街道') else '人民政府'}"


def ten_thousand(fen: int | None) -> object:
    """Fen as 万元; "" for what is not known."""
    return "" if fen is None else number(Decimal(fen) / FEN)


def yuan(fen: int | None) -> object:
    """Fen as yuan; "" for what is not known."""
    return "" if fen is None else number(Decimal(fen) / 100)


def number(value: Decimal) -> int | float:
    """A number as a cell holds it."""
    return int(value) if value == value.to_integral_value() else float(value)


def _known(value: int | None) -> object:
    return "" if value is None else value
