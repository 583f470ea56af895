"""Where a paragraph may end: stops, open brackets, words that cannot stand last, lines that begin anew."""

import re

from liuqing.plans.structure import headings, marks
from liuqing.plans.structure.marks import Mark

_CLOSERS = "”’」』】》〉）)]\"'"
_ENDS = "。！？；：…!?;"
_OPEN_SENTENCE = re.compile(r"[。；，、：]")
_MID = re.compile(r"[，、（《“‘〔—和与及或的]$|[-—－至~～/×+=]$")
_TITLE_END = re.compile(
    r"(?:通知|方案|规划|计划|意见|决定|办法|报告|纲要|细则|总结|清单|目录|批复|请示|公告|要点)(?:（[^）]*）)?$"
)
_SIGNED = re.compile(
    r"(?:政府|委员会|办公室|领导小组|县委|市委|区委|省委|州委|党委|党工委|管委会|指挥部|局|（代章）|（印章）|（盖章）)$"
)
_COMPLETE = re.compile(
    r"\d[\d.]*[万亿千百]?(?:[元人户亩个只头座处件台米倍条所名项次吨套株口盏辆家村年月日]|人次|公里|平方米|立方米|%)）?$"
)
_PAIRS = (("（", "）"), ("《", "》"), ("“", "”"), ("〔", "〕"))
_TAIL = 1_500
"""Characters at the end of a paragraph that are looked at, so that time stays linear however long it grows."""
LONGEST_HEADING = 45
"""Characters: a numbered line without a stop that is longer than this is a sentence that breaks off."""


def starts(text: str, mark: Mark | None, before: str) -> bool:
    """Must this line begin a paragraph, whatever stands before it?"""
    if mark:
        return not (mark.glued and not ends_sentence(before) and _torn(before[-_TAIL:]))
    if len(before) > 12 and open_bracket(before):
        return False
    return (
        marks.is_responsible(text)
        or marks.is_date(text)
        or marks.is_run_in(text)
        or marks.is_document_number(text)
        or marks.is_caption(text)
    )


def breaks_off(said: str, text: str, *, is_item: bool) -> bool:
    """Does a paragraph stop in the middle of a sentence that this text may finish?"""
    said = said[-_TAIL:]
    if is_open(said):
        return True
    if (
        ends_sentence(said)
        or marks.is_responsible(said)
        or marks.is_date(said)
        or (_TITLE_END.search(said) and "。" not in said)
    ):
        return False
    if (open_bracket(said) and len(said) > 12) or _within_figure(said, text):
        return True
    if _is_line_of_its_own(text):
        return _MID.search(said) is not None and len(said) > LONGEST_HEADING
    return _item_breaks_off(said) if is_item else _torn(said)


_CUT_UNIT = re.compile(r"\d(?:平方?|立方?|公|千|个百分?|百分)$")
_REST_OF_FIGURE = re.compile(r"[万亿元户人个公千平立亩吨米%.]")


def _within_figure(said: str, text: str) -> bool:
    """Does the page end between a figure and its unit, or within the unit ("2114平" | "方公里")?"""
    return _CUT_UNIT.search(said) is not None or (
        said[-1].isdigit() and _REST_OF_FIGURE.match(text) is not None
    )


def _torn(said: str) -> bool:
    if _SIGNED.search(said) and len(said) < 40 and "。" not in said:
        return False
    long = len(said) >= 30 and _OPEN_SENTENCE.search(said) is not None
    # A heading has no figures: a shorter line with a comma and a figure breaks off, unless it ends with one.
    has_both = len(said) >= 8 and ("，" in said or "、" in said) and headings.has_figure(said)
    short = has_both and not _COMPLETE.search(said[-16:])
    return long or short or (_MID.search(said) is not None and len(said) >= 8) or "。" in said[:-1]


def _item_breaks_off(said: str) -> bool:
    """A numbered line without a stop is a heading, unless it is too long for one or stops at a comma."""
    return "。" in said or len(said) > LONGEST_HEADING or said[-1] in "，、"


def _is_line_of_its_own(text: str) -> bool:
    """A short line without any stop: a heading or a signature rather than the rest of a sentence."""
    return len(text) <= 14 and not any(mark in text for mark in "。，；：、）") and not text[0].isdigit()


def ends_sentence(text: str) -> bool:
    """Does the text end with a stop, closing brackets and quotes not counted?"""
    text = text[-_TAIL:]
    bare = text.rstrip(_CLOSERS)
    if bare and bare[-1] in _ENDS:
        return True
    if not text.endswith(("）", ")")):
        return False
    # "…。（责任单位：县农业局）": the bracket itself is the last sentence.
    opens = max(text.rfind("（"), text.rfind("("))
    return opens == 0 or (opens > 0 and text[opens - 1] in _ENDS + _CLOSERS)


def is_open(text: str) -> bool:
    """ "（牵头单位：县扶贫办，责任单位：": a colon within a bracket ends nothing."""
    return text.endswith("：") and open_bracket(text)


def open_bracket(text: str) -> bool:
    """Is a bracket or a quotation still open at the end?"""
    text = text[-_TAIL:]
    return any(
        text.count(opens) > text.count(closes) and text.rfind(opens) > text.rfind(closes)
        for opens, closes in _PAIRS
    )


def is_sure(said: str) -> bool:
    """Did the text surely break off: running text, or a last word that nothing ends with?"""
    return "。" in said[-_TAIL:] or _MID.search(said[-4:]) is not None
