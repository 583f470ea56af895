"""The words of a claim: the places it quotes, and the sentence that tells an editor what to look at."""

from collections.abc import Iterable
from decimal import Decimal

from liuqing.plans.claims import Relation, Verdict
from liuqing.plans.quantity import Quantity
from liuqing.plans.text import Document

MARKS = "，。；：、（）,;()！？"
NEAR = 6
"""Two places that stand this close are quoted as one."""
QUOTED = 12
"""More places than these are not quoted: the report shows them in the text."""
SUMS = {
    "year_sum": "分年数之和", "source_sum": "各来源之和", "sum": "各部分之和", "count_sum": "逐项点数", "product": "按单价和数量计算",
    "percent": "按所列数计算", "growth": "按前后两数计算", "repeat": "另一处", "table": "表中各项之和", "limit": "所列部分", "other": "按所列数计算", "dates": "所列时间",
}  # fmt: skip
WAYS = {"taken": "按加减计算", "shared": "按总数和个数平均"}


def quote(relation: Relation, document: Document) -> str:
    """The places of a relation in the order of the text: "规划总投资100万元 … 资金投入60万元 … 资金投入40万元"."""
    figures = [relation.total, *(part.quantity for part in relation.parts)]
    texts = {q.paragraph: _text(document, q.paragraph) for q in figures}
    if not texts[relation.total.paragraph]:
        return " … ".join(f"{q.what}{q.text}{q.unit}" for q in figures[:QUOTED])
    spans = _joined(sorted({_span(q, texts[q.paragraph]) for q in figures if texts[q.paragraph]}), texts)
    return " … ".join(texts[paragraph][start:end] for paragraph, start, end in spans[:QUOTED])


def _text(document: Document, index: int) -> str:
    """The words of a paragraph, "" for the cells of a table; paragraphs stand in the place of their index."""
    found = document.paragraphs[index] if 0 <= index < len(document.paragraphs) else None
    if found is None or found.index == index:
        return found.text if found else ""
    return next((p.text for p in document.paragraphs if p.index == index), "")


def _span(quantity: Quantity, text: str) -> tuple[int, int, int]:
    """From the mark before a figure to the figure's end."""
    start = quantity.start
    while start > 0 and text[start - 1] not in MARKS and quantity.start - start < 24:
        start -= 1
    return quantity.paragraph, start, quantity.end


def _joined(spans: list[tuple[int, int, int]], texts: dict[int, str]) -> list[tuple[int, int, int]]:
    joined: list[tuple[int, int, int]] = []
    for paragraph, start, end in spans:
        if joined and joined[-1][0] == paragraph and start - joined[-1][2] <= NEAR:
            joined[-1] = (paragraph, joined[-1][1], max(end, joined[-1][2]))
        else:
            joined.append((paragraph, start, end))
    return joined


def why(relation: Relation, computed: Decimal, verdict: Verdict) -> str:
    """One sentence: both values, their difference, where they stand, and what to do."""
    if relation.why:
        return relation.why
    return _unclear(relation, computed) if verdict == "unclear" else _fails(relation, computed)


def _fails(relation: Relation, computed: Decimal) -> str:
    total = relation.total
    gap = computed - total.stated
    unit = "个百分点" if total.unit in ("%", "％") else total.unit
    said = f"{_where([total])}写“{total.text}”，{_sum(relation)}为{plain(computed)}{total.unit}"
    if relation.bound:
        return f"{said}，{'超出' if gap > 0 else '少于'}{plain(abs(gap))}{unit}；请核对{_parts(relation)}。"
    return f"{said}，{'多' if gap > 0 else '少'}{plain(abs(gap))}{unit}；请核对{_parts(relation)}。"


def _unclear(relation: Relation, computed: Decimal) -> str:
    total = relation.total
    reason = relation.missing or _hedges(relation) or "所列各项未必齐全"
    return (
        f"{_where([total])}的“{total.text}”与{_sum(relation)}{plain(computed)}{total.unit}不同，但{reason}，不能断定；"
        f"请确认{_parts(relation)}。"
    )


def _hedges(relation: Relation) -> str:
    hedged = [
        q for q in (relation.total, *(p.quantity for p in relation.parts)) if q.hedge or q.high is not None
    ]
    return f"“{hedged[0].text}”不是确数" if hedged else ""


def _sum(relation: Relation) -> str:
    added = relation.kind == "count_sum" and relation.computed is None
    said = WAYS.get(relation.way) or SUMS["sum" if added else relation.kind]
    return f"{said}（{relation.formula}）" if relation.formula else said


def _parts(relation: Relation) -> str:
    """ "2018年100万元、2019年80万元（第3、5行）", cut after six."""
    if not relation.parts:
        return "所列各项"
    named = [f"{part.label}{part.quantity.text}" for part in relation.parts[:6]]
    more = "等" if len(relation.parts) > 6 else ""
    return f"{'、'.join(named)}{more}（{_where(p.quantity for p in relation.parts)}）"


def _where(figures: Iterable[Quantity]) -> str:
    lines = sorted({q.line for q in figures})
    return f"第{'、'.join(str(n) for n in lines[:6])}行"


def plain(value: Decimal) -> str:
    """A value without needless noughts and never as a power of ten: "995.6", "1200"."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
