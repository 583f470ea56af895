"""Which lines are headings though nothing numbers them, and what the title of a numbered line is.

A plan that lost its numbers ("基本情况", "全力推进就业扶贫行动") still has short lines that stand alone before the
text. Names of offices at the end, dates, addressees and 责任单位 lines are not headings.
"""

import re

from liuqing.plans.structure import marks
from liuqing.plans.structure.cleaning import HAN

LONGEST_TITLE = 30
"""Characters of a run-in title: "规模化种植" in "1.规模化种植。按照……"."""
LONGEST_PLAIN = 28
_TOP = re.compile(
    r"(?:前言|引言|序言|绪论|概述|总则|附则|目录|结语|(?:基本|总体)(?:情况|县情|概况|要求|思路)|(?:规划|编制|项目)?背景|现状分析|发展基础|面临形势"
    r"|(?:主要|重点|工作|建设|具体)(?:任务|措施|举措|工作|内容)|(?:政策|保障|组织|工作)(?:支撑|措施|保障|支持|机制|实施|领导)|(?:投资|资金)(?:估算|概算|规模|筹措|来源|安排|测算)(?:及资金筹措|与资金来源|和资金来源)?"
    r"|(?:实施|工作|方法)步骤|(?:时间|进度)安排|(?:效益|风险)(?:分析|评价|评估)|监督(?:检查|考核|管理)|附件|附表)"
)  # fmt: skip
_STOPS = re.compile(r"[。；，！？：:,;!?…]")
_YEARS = re.compile(r"(?:19|20)\d\d(?:年度?|(?=[-—－–~～至]))(?:[-—－–~～至]{1,2}(?:19|20)\d\d(?:年度?)?)?")
_ORDINALS = re.compile(r"\d+(?=[类个]?(?:重点对象|工程|行动))|\d+类|“[^”]{1,12}”|第\d+|\d+[+＋]\w")
_SIGNED = re.compile(
    r"(?:政府|委员会|办公室|领导小组|县委|市委|区委|省委|州委|党委|党工委|管委会|指挥部|水利局|局|厅|中心|站|公司|（代章）|（印章）|（盖章）|签字|签章|文件)$"
)
TITLE_END = re.compile(
    r"(?:通知|方案|规划|计划|纲要|意见|决定|办法|报告|施工图|路线图|清单|细则)(?:（[^）]{1,30}）)?$"
)
_NAME_AND_POST = re.compile(rf"[{HAN}] ?[{HAN}]{{1,2}} +[{HAN}]+")
_CAPTION = re.compile(
    r"(?:附?表|图)\s*[\d一二三四五六七八九十]|单位：|附件\s*[\d：:]|注：|说明：|来源：|制表|填表|第\s*\d+\s*页|\d+$"
)


_AMOUNT = re.compile(r"([^。；，：（]{2,30})（([^（）。]*\d[^（）。]*)）")


def has_figure(title: str) -> bool:
    """Does the title hold a figure? Years, and numbers that are part of a name, are none."""
    return any(mark.isdigit() for mark in _ORDINALS.sub("", _YEARS.sub("", title)))


def is_plain(text: str) -> bool:
    """Could this unnumbered line be a heading, seen by itself? It may hold an amount in brackets."""
    amount = _AMOUNT.fullmatch(text)
    text = amount[1] if amount and amount[2].endswith("元") else text
    # "年度 目标 单位" heads a table, "（个）" is part of such a head.
    if text.count(" ") >= 2 or text[:1] in "（—-":
        return False
    if not 2 <= len(text) <= LONGEST_PLAIN or _STOPS.search(text) or has_figure(text):
        return False
    if (
        marks.is_responsible(text)
        or marks.is_run_in(text)
        or marks.is_date(text)
        or marks.is_document_number(text)
    ):
        return False
    if _SIGNED.search(text) or _CAPTION.match(text) or _NAME_AND_POST.fullmatch(text):
        return False
    return sum(1 for mark in text if mark > "\u2e7f") >= max(2, len(text) // 2)


def is_top(text: str) -> bool:
    """Is it one of the headings that plans have at the highest level ("总体要求", "保障措施")?"""
    return _TOP.fullmatch(text) is not None


def is_title(text: str) -> bool:
    """Is it the title of a whole document ("示例县脱贫攻坚三年行动实施方案")?"""
    return (
        6 <= len(text) <= 90 and TITLE_END.search(text) is not None and "。" not in text and "：" not in text
    )


def title_of(text: str) -> tuple[str, bool]:
    """The title of a numbered line, and whether the line is nothing but it. ``text`` has lost its mark.

    "生态扶贫行动（6523.93万元）" has the title without its amount, and is more than its title.
    """
    bare = text.rstrip(" ")
    amount = _AMOUNT.fullmatch(bare)
    if amount and not has_figure(amount[1]):
        return amount[1], False
    if "。" not in bare[:-1] and "：" not in bare[:-1] and "；" not in bare:
        return _whole(bare.rstrip("。：:"), is_sentence=bare.endswith("。"))
    stop = re.search(r"[。：]", bare)
    title = bare[: stop.start()] if stop else bare
    if stop and stop[0] == "：" and "，" in title:
        title = title[: title.index("，")]
    if len(title) > LONGEST_TITLE or has_figure(title) or not title:
        return "", False
    return title.strip(), False


def _whole(bare: str, *, is_sentence: bool) -> tuple[str, bool]:
    """A line without a stop inside: a heading, unless it is a sentence that says something by itself."""
    longest = LONGEST_TITLE if is_sentence else LONGEST_TITLE + 12
    if not bare or has_figure(bare) or len(bare) > longest:
        return "", False
    return bare.strip(), not (is_sentence and len(bare) > 20)


_RUN_IN = re.compile(r"([^。，；：！？,;:]{4,26})。(?=.)")


def run_in(text: str) -> str:
    """The title a body paragraph begins with ("扎实推进产业扶贫行动。坚持……"), or ""."""
    found = _RUN_IN.match(text)
    return found[1] if found and not has_figure(found[1]) and not marks.is_run_in(text) else ""
