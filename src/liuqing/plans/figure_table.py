"""All figures of a checked plan as a workbook: figures, relations, causes, and how it was checked."""

from collections.abc import Iterator
from pathlib import Path

from liuqing.plans.checked import Checked
from liuqing.plans.claims import KINDS, VERDICTS
from liuqing.plans.quantity import Quantity
from liuqing.plans.showing.findings import causes_in_order
from liuqing.plans.showing.marks import WORST, Marks
from liuqing.plans.showing.sums import short
from liuqing.plans.showing.words import HEDGES, MOODS, Places, per, when
from liuqing.sheets.rows_xml import Value
from liuqing.sheets.write import Book, Column

Row = tuple[Value, ...]
FIGURES = (
    Column("序号", "int"), Column("位置（页/行）", width=14), Column("原文", width=16), Column("数值", "number", 14),
    Column("单位", width=10), Column("基本单位数值", "number", 16), Column("计的是什么", width=20), Column("谁", width=14),
    Column("哪里", width=12), Column("年份", width=12), Column("计划/事实", width=9), Column("来源", width=14),
    Column("约/以上", width=8), Column("章节", width=32), Column("在哪些关系里", width=14), Column("结论", width=9),
)  # fmt: skip
RELATIONS = (
    Column("序号", "int"), Column("结论", width=12), Column("种类", width=12), Column("位置（页/行）", width=14),
    Column("原文", width=40), Column("文中写", "number", 14), Column("算出来", "number", 14), Column("相差", "number", 12),
    Column("单位", width=8), Column("算式", width=44), Column("请看什么", width=50), Column("原因", "int"),
)  # fmt: skip
CAUSES = (
    Column("原因", "int"),
    Column("请看什么", width=60),
    Column("处数", "int"),
    Column("在哪些关系里", width=24),
)
TOLD = {"fails": "对不上", "unclear": "说不准", "holds": "一致", "": ""}
LIMITS = (
    ("数值、单位", "文中印的数和单位；“基本单位数值”换算成元、人、户、米、亩、千克等，区间取低的一头"),
    ("结论", "这个数所在的关系里最差的一个；空着，是没有别的数可以对"),
    ("说不准", "文中少写了一项、写的是约数，或者看不出各项是不是全部：不算错，请人看一眼"),
    ("查不了", "数字本身是不是事实；只写了一次的数；口号；图片和扫描件里的字"),
)


def figure_rows(checked: Checked) -> Iterator[Row]:
    """A row for every figure in the order of the lines; the columns are ``FIGURES``."""
    marks, places = Marks(checked, {}), Places(checked.document)
    for n, q in enumerate(marks.all, 1):
        claims = marks.claims_of(q)
        tones = {marks.tone_of(at) for at in claims}
        yield (
            n, places.place(q), q.text, q.stated, q.unit, q.value, q.what, _whom(q), q.where, when(q),
            MOODS.get(q.mood, ""), q.source, HEDGES.get(q.hedge, ""), places.section(q),
            "、".join(str(at + 1) for at in claims), TOLD[next((one for one in WORST if one in tones), "")],
        )  # fmt: skip


def relation_rows(checked: Checked) -> Iterator[Row]:
    """A row for every claim; the columns are ``RELATIONS``, the causes numbered as on the page."""
    causes = {at: n for n, cause in enumerate(causes_in_order(checked), 1) for at in reversed(cause.claims)}
    places = Places(checked.document)
    for at, claim in enumerate(checked.claims):
        yield (
            at + 1, VERDICTS[claim.verdict], KINDS[claim.kind], places.place(claim.relation.total), claim.text,
            claim.stated, claim.computed, claim.difference, claim.unit, short(claim),
            claim.why, causes.get(at),
        )  # fmt: skip


def cause_rows(checked: Checked) -> Iterator[Row]:
    """A row for every cause, the worst first."""
    for n, cause in enumerate(causes_in_order(checked), 1):
        yield n, cause.what, len(cause.claims), "、".join(str(at + 1) for at in cause.claims)


def write(checked: Checked, path: Path) -> None:
    """The workbook; no text of the plan becomes a formula or a link."""
    with Book(path) as book:
        book.sheet("数", FIGURES).rows(figure_rows(checked))
        book.sheet("关系", RELATIONS).rows(relation_rows(checked))
        book.sheet("原因", CAUSES).rows(cause_rows(checked))
        notes = book.sheet("说明", (Column("项目", width=16), Column("内容", width=90)))
        notes.row(("文件", checked.document.name))
        notes.rows(LIMITS)
        notices = checked.notices or checked.document.notices
        notes.rows(("读取时", f"第 {one.line} 行：{one.what}" if one.line else one.what) for one in notices)


def _whom(q: Quantity) -> str:
    return " · ".join(part for part in (q.whom, per(q)) if part)
