"""Checked plans made by hand: what the checker would say of a few invented sentences."""

from array import array
from dataclasses import replace
from decimal import Decimal

from liuqing.plans.checked import Checked
from liuqing.plans.claims import Cause, Claim, Part, Relation
from liuqing.plans.quantity import Quantity
from liuqing.plans.text import Document, Notice, Paragraph, Section

SCALES = {"万元": Decimal(10_000), "亿元": Decimal(100_000_000), "元": Decimal(1), "户": Decimal(1)}
TEXT = (
    "一、投资概算",
    "2018至2020年投入资金1200万元，其中：2018年400万元，2019年400万元，2020年300万元。",
    "二、搬迁 <b>& 公式 =1+1</b>",
    "搬迁50户，其中甲村20户、乙村30户。",
    "全县投入资金0.15亿元。",
)


def document(*texts: str, name: str = "计划.txt", notices: tuple[Notice, ...] = ()) -> Document:
    """A document whose every text is a paragraph on a line of its own; "一、…" begins a section."""
    root = Section(0)
    paragraphs = []
    for n, written in enumerate(texts):
        heads = written[:1] in "一二三" and written[1:2] == "、"
        number, text = (written[:2], written[2:]) if heads else ("", written)
        lines = array("L", [n + 1] * len(text))
        paragraph = Paragraph(n, text, lines, number, 1 if heads else 0, text if heads else "", heads)
        paragraphs.append(paragraph)
        if heads:
            root.children.append(Section(1, number, text, parent=root))
        (root.children[-1] if root.children else root).paragraphs.append(paragraph)
    return Document(name, tuple(texts), tuple(paragraphs), root, notices=notices)


def figure(of: Document, text: str, paragraph: int, nth: int = 0, **more: object) -> Quantity:
    """The ``nth`` figure written so in a paragraph; its number and unit are read off its end."""
    start = -1
    for _ in range(nth + 1):
        start = of.paragraphs[paragraph].text.index(text, start + 1)
    unit = next(one for one in SCALES if text.endswith(one))
    stated = Decimal(text.removesuffix(unit))
    return Quantity(
        id=0, stated=stated, unit=unit, value=stated * SCALES[unit], dimension="households" if unit == "户" else "money",
        step=SCALES[unit], paragraph=paragraph, start=start, end=start + len(text),
        line=of.paragraphs[paragraph].line(start), text=text, **more,
    )  # fmt: skip


def claim(kind: str, total: Quantity, parts: tuple[Part, ...], verdict: str, why: str = "") -> Claim:
    """What a judge would say: the parts added, in the unit of the total."""
    relation = Relation(kind, total, parts)
    computed = sum(p.sign * p.quantity.value for p in parts) / SCALES[total.unit]
    lines = tuple(sorted({total.line, *(p.quantity.line for p in parts)}))
    return Claim(
        kind, total.text, lines[0], lines, total.stated, computed, computed - total.stated, total.unit,
        verdict, why, relation,
    )  # fmt: skip


def checked(**more: object) -> Checked:
    """One year's sum that fails, one of villages that holds, one statement that is not sure."""
    of = document(*TEXT)
    whole = figure(of, "1200万元", 1, what="投入资金", year=None, years=(2018, 2020), mood="plan")
    years = [("2018年", "400万元", 0), ("2019年", "400万元", 1), ("2020年", "300万元", 0)]
    parts = tuple(
        Part(label, figure(of, text, 1, nth, what="投入资金", year=int(label[:4])))
        for label, text, nth in years
    )
    homes = (
        Part("甲村", figure(of, "20户", 3, what="搬迁")),
        Part("乙村", figure(of, "30户", 3, what="搬迁")),
    )
    moved = figure(of, "50户", 3, what="搬迁")
    again = figure(of, "0.15亿元", 4, what="投入资金", hedge="about")
    failing = claim(
        "year_sum", whole, parts, "fails", "分年加起来是 1100 万元，不是 1200 万元，请核对哪一年写错了"
    )
    claims = (
        replace(failing, cause=1),
        claim("sum", moved, homes, "holds"),
        claim("repeat", again, (Part("第 2 行", whole),), "unclear", "没有写明是不是同一笔钱"),
    )
    quantities = (whole, *(p.quantity for p in parts), moved, *(p.quantity for p in homes), again)
    quantities = tuple(replace(q, id=n) for n, q in enumerate(quantities))
    causes = (Cause(1, "投资概算的分年数", (0,)),)
    return replace(Checked(of, quantities, claims, causes), **more)
