"""The marks that number a plan: 第一章, 一、, （一）, 1., （1）, ①. And the lines that are no part of the numbering.

"1.5万人" is a figure and "2.2018年" a mark with a year glued to it: where a figure follows the point at once,
only the sequence can tell (``glued``), so the outline decides. 一是, 二是 are words of a sentence, no marks.
"""

import re
from dataclasses import dataclass

from liuqing.plans.structure.cleaning import HAN

_HAN_NUMBER = "一二三四五六七八九十百零〇"
_KINDS = {
    "annex": rf"附[件表录](?:\s?(\d{{1,2}}|[{_HAN_NUMBER}]{{1,3}})(?=[《（{HAN}]{{2,30}}$)(?![所中为是的列])|\s?(\d{{1,2}}|[{_HAN_NUMBER}]{{1,3}})?(?:[：:、.](?!\d)|\s|$))",
    "part": rf"第([{_HAN_NUMBER}]{{1,4}}|\d{{1,2}})(?:部分|[篇编])",
    "chapter": rf"第([{_HAN_NUMBER}]{{1,4}}|\d{{1,2}})章",
    "section": rf"第([{_HAN_NUMBER}]{{1,4}}|\d{{1,2}})节",
    "article": rf"第([{_HAN_NUMBER}]{{1,4}}|\d{{1,3}})条(?=[ :：、]|[{HAN}])",
    "han": rf"([{_HAN_NUMBER}]{{1,3}})(?:[、．]|\.(?!\d))(?![{_HAN_NUMBER}]{{1,2}}、)",
    "han_bracket": rf"[（(〔]([{_HAN_NUMBER}]{{1,3}})[）)〕][、.．，]?",
    "dotted": rf"(\d{{1,2}}(?:\.\d{{1,2}}){{1,3}})(?:[、.] ?| |(?=[{HAN}]))",
    "bare": rf"(\d{{1,2}}) (?=[{HAN}]{{2}}[^。；，：]{{0,20}}$)",
    "digit": r"(\d{1,2})(?:[.．、](?!\d))",
    "digit_glued": r"(\d{1,2})[.．、](?=\d)",
    "digit_bracket": r"(?:[（(](\d{1,2})[）)]|(\d{1,2})[）)])[、.．]?",
    "circle": r"([①-⑳])[、.．]?",
}  # fmt: skip
_MARK = re.compile("|".join(f"(?P<{kind}>{pattern})" for kind, pattern in _KINDS.items()))
RANKS = {
    "annex": -1.0, "part": 0.0, "chapter": 1.0, "section": 2.0, "article": 2.5, "han": 3.0, "han_bracket": 4.0,
    "digit": 5.0, "digit_bracket": 6.0, "circle": 7.0,
}  # fmt: skip
"""Which mark stands above which, where the text does not say otherwise."""


_LONGEST_ANNEX = 60
"""Characters: "附件1：项目资金表" is a heading; a sentence about an annex is none."""


@dataclass(frozen=True)
class Mark:
    """A numbering mark at the start of a paragraph: its kind, its value (1 for 一、), its printed form."""

    kind: str
    value: int
    printed: str
    glued: bool = False
    """A figure follows at once: "2.2018年", or it is the figure "1.5" itself."""
    path: tuple[int, ...] = ()
    """All numbers of a mark such as 2.1.3."""


def read(text: str) -> Mark | None:
    """The mark a line begins with, if it looks like one."""
    found = _MARK.match(text)
    if not found or found.lastgroup is None:
        return None
    kind = found.lastgroup
    if kind == "annex" and (len(text) > _LONGEST_ANNEX or text.endswith("。")):
        return None
    groups = zip(_MARK_GROUPS, found.groups(), strict=True)
    value = next((group for name, group in groups if not name and group), "1")
    if kind in ("dotted", "bare"):
        return _dotted(found[0])
    plain = "digit" if kind == "digit_glued" else kind
    return Mark(plain, number(value), found[0], glued=kind == "digit_glued")


_NAMES = {at: name for name, at in _MARK.groupindex.items()}
_MARK_GROUPS = [_NAMES.get(at, "") for at in range(1, _MARK.groups + 1)]


def _dotted(printed: str) -> Mark:
    """2.1 is a mark of the second depth, or a figure, or "2." with a year behind it; "3 保障" counts along."""
    path = tuple(int(part) for part in printed.rstrip("、. ").split("."))
    return Mark("dotted", path[-1], printed, glued=True, path=path)


def first_of(text: str) -> Mark | None:
    """The mark of a glued line taken as a list number alone: "2." of "2.2018年"."""
    found = re.match(_KINDS["digit_glued"], text)
    return Mark("digit", int(found[1]), found[0], glued=True) if found else None


def number(text: str) -> int:
    """The value of a numeral in a mark: 十二 is 12, ③ is 3. 0 where it is none."""
    if text.isascii():
        return int(text)
    if "①" <= text <= "⑳":
        return ord(text) - ord("①") + 1
    digits = {mark: at for at, mark in enumerate("〇一二三四五六七八九")} | {"零": 0}
    value, last = 0, 0
    for mark in text:
        if mark in digits:
            last = digits[mark]
        else:
            value += (last or 1) * (10 if mark == "十" else 100)
            last = 0
    return value + last


# Lines that are neither headings nor go on

_RESPONSIBLE = re.compile(
    r"[（(]?(?:责任|牵头|配合|参与|实施|承办|协办|主管|分管|建设|监督|帮扶|挂钩|联系|业主|主办|填报|编制)(?:单位|人|领导|部门|主体)[^：:。]{0,12}[：:]"
)
_DATE = re.compile(
    r"[（(]?(?:\d{4}|[一二三四五六七八九〇○零OoＯ０]{4})年(?:\d{1,2}|[一二三四五六七八九十]{1,3})月(?:(?:\d{1,2}|[一二三四五六七八九十]{1,3})日)?[）)]?\s*"
)
_NUMBER_OF_DOCUMENT = re.compile(
    r"[^\s，。；：]{1,16}[〔【\[（(﹝]\s?(?:19|20)\d\d\s?[〕】\]）)﹞]\s?(?:第)?\d{1,5}\s?号"
)
_CAPTION = re.compile(r"附?[表图] ?\d{1,2}(?:[-—.]\d{1,2})?(?![\d年月日个户人元万亿%])")
_RUN_IN = re.compile(r"(?:[一二三四五六七八九十]{1,2}是|第[一二三四五六七八九十]{1,2}[，、]|——|——|--)")
_ADDRESS = re.compile(r"[^。；]{4,200}：$")


def is_responsible(text: str) -> bool:
    """Does the line say who answers for the item above ("责任单位：…")?"""
    return _RESPONSIBLE.match(text) is not None


def is_date(text: str) -> bool:
    """Is the line a date and nothing else?"""
    return _DATE.fullmatch(text) is not None


def is_document_number(text: str) -> bool:
    """Is the line the number of an official document ("示例发〔2018〕1号") and nothing else?"""
    return len(text) <= 40 and _NUMBER_OF_DOCUMENT.fullmatch(text) is not None


def is_run_in(text: str) -> bool:
    """Does the line begin with a mark of a sentence (一是, ——), which is no numbering?"""
    return _RUN_IN.match(text) is not None


def is_caption(text: str) -> bool:
    """Is the line the caption of a table or a picture ("表3 投资估算表（单位：万元）")?"""
    return len(text) <= 60 and "。" not in text and _CAPTION.match(text) is not None
