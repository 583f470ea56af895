"""A checked plan as plain values: the verdict first, then what supports it, then the text."""

from collections import Counter
from collections.abc import Iterator, Mapping

from liuqing.plans.checked import Checked
from liuqing.plans.showing.findings import Showing, causes_in_order, numbers
from liuqing.plans.showing.marks import Marks, blocks
from liuqing.plans.showing.view import NoticeShown, Share, View

BAR = (
    ("holds", "一致", ("holds", "holds_rounded")),
    ("unclear", "说不准", ("unclear",)),
    ("fails", "对不上", ("fails",)),
)
NO_TEXT = "没有读出文字"
NO_FIGURES = "没有找到带单位的数"
NO_RELATIONS = "有数，但没有两处可以互相核对的数"


def show(checked: Checked) -> View:
    """Everything a page says of a checked plan."""
    ordered = causes_in_order(checked)
    named = numbers(checked, ordered)
    marks = Marks(checked, named)
    showing = Showing(checked, named, marks)
    counts: Counter[str] = Counter(claim.verdict for claim in checked.claims)
    causes = tuple(showing.causes(ordered))
    return View(
        name=checked.document.name,
        state="fails" if counts["fails"] else "clean" if checked.claims else "nothing",
        why_nothing=_why_nothing(checked),
        characters=checked.document.characters,
        figures=len(marks.all),
        relations=len(checked.claims),
        holding_count=counts["holds"] + counts["holds_rounded"],
        fails=counts["fails"],
        unclear_count=counts["unclear"],
        bar=tuple(_bar(counts)),
        causes=causes,
        unclear=showing.of("unclear"),
        holding=showing.of("holds", "holds_rounded"),
        notices=tuple(NoticeShown(n.what, n.line) for n in checked.notices or checked.document.notices),
        blocks=tuple(blocks(checked, marks)),
    )


def _why_nothing(checked: Checked) -> str:
    if checked.claims:
        return ""
    if not checked.document.characters:
        return NO_TEXT
    return NO_RELATIONS if checked.quantities else NO_FIGURES


def _bar(counts: Mapping[str, int]) -> Iterator[Share]:
    """In thousandths of the whole; a verdict that nothing has takes no room."""
    whole = sum(counts.values())
    start = 0.0
    for key, label, verdicts in BAR:
        count = sum(counts.get(one, 0) for one in verdicts)
        if count:
            length = round(1000 * count / whole, 1)
            yield Share(key, label, count, round(start, 1), length)
            start += length
