"""What a reader must know before trusting the check: what could not be read, and what this file is not."""

import re

from liuqing.plans.structure import cleaning
from liuqing.plans.structure.joining import Joined
from liuqing.plans.structure.tables import Pasted
from liuqing.plans.text import Document, Notice

LONGEST = 5_000
"""Characters of one paragraph: more is a text whose lines were lost."""
_HAN = re.compile(f"[{cleaning.HAN}]")
_OTHER_SCRIPT = re.compile(r"[\u0530-\u1cff\ua000-\ua4cf\uac00-\ud7af]")
_LETTER = re.compile(r"[^\W\d_]")
_FIGURE = re.compile(r"\d+(?:\.\d+)?")
_PLAN_WORDS = re.compile(
    r"规划|方案|计划|目标|任务|措施|投资|资金|项目|脱贫|扶贫|贫困|振兴|产业|工程|实施|建设|责任单位|覆盖|巩固|预算|保障"
)
_SAMPLE = 20_000
"""Characters at either end that show which language a text is in."""
LEAST_WORDS = 4
LEAST_FIGURES = 8


def about(document: Document, joined: list[Joined], pasted: list[Pasted]) -> tuple[Notice, ...]:
    """The notices about a text that was read, the gravest first."""
    text = "\n".join(one.text for one in joined)
    cells = "\n".join(cell.text for table in document.tables for row in table.rows for cell in row)
    said = [
        _language(text),
        _unreadable(document, text),
        _script(document),
        _kind(text, cells),
        *_parts(document),
    ]
    said += [*_pasted(pasted), *_long(document)]
    return tuple(one for one in said if one)


def _language(text: str) -> Notice | None:
    sample = text if len(text) < 2 * _SAMPLE else text[:_SAMPLE] + text[-_SAMPLE:]
    letters = len(_LETTER.findall(sample))
    if letters < 20 or len(_HAN.findall(sample)) >= 0.3 * letters:
        return None
    what = "这份文件主要不是中文：只能核对中文写的数量关系，其余没有核对"
    return Notice("plan.not_chinese", what)


def _unreadable(document: Document, text: str) -> Notice | None:
    count = cleaning.unreadable(text)
    if count < max(3, len(text) // 2000):
        return None
    line = next((p.lines[0] for p in document.paragraphs if cleaning.unreadable(p.text)), None)
    share = f"{100 * count / max(len(text), 1):.1f}%" if count > len(text) // 1000 else ""
    what = f"有 {count} 个字符认不出来（乱码）{'，占 ' + share if share else ''}：这些地方的数字没有核对"
    return Notice("plan.unreadable", what, line)


def _script(document: Document) -> Notice | None:
    """Lines in another script: another language, or what recognition made of a stamp."""
    lines = [p.lines[0] for p in document.paragraphs if len(_OTHER_SCRIPT.findall(p.text)) >= 5]
    if not lines:
        return None
    more = f"等 {len(lines)} 处" if len(lines) > 1 else ""
    return Notice("plan.other_script", f"第 {lines[0]} 行{more}是别的文字，或识别错误：没有核对", lines[0])


def _kind(text: str, cells: str) -> Notice | None:
    if len(_HAN.findall(text[:_SAMPLE])) < 10 and not cells:
        return None
    words = set(_PLAN_WORDS.findall(text)) | set(_PLAN_WORDS.findall(cells))
    if len(words) < LEAST_WORDS:
        return Notice("plan.not_a_plan", "这份文件看不出是规划、方案或计划：只核对了能认出的数量关系")
    figures = len(_FIGURE.findall(text)) + len(_FIGURE.findall(cells))
    if figures < LEAST_FIGURES:
        return Notice("plan.few_figures", f"这份文件只有 {figures} 个数字，能核对的很少")
    return None


def _parts(document: Document) -> list[Notice]:
    said = []
    for number, start in enumerate(document.parts[1:], 2):
        line = document.paragraphs[start].lines[0]
        what = f"从第 {line} 行起像是第 {number} 份文件：几份分开核对，互相之间不比较"
        said.append(Notice("plan.several_plans", what, line))
    return said


def _pasted(pasted: list[Pasted]) -> list[Notice]:
    return [
        Notice(
            "plan.pasted_table",
            f"第 {one.rows[0][0].line} 行起的 {len(one.rows)} 行像是粘贴成文字的表格，已按表格核对，列的对应请看一眼",
            one.rows[0][0].line,
        )
        for one in pasted
    ]


def _long(document: Document) -> list[Notice]:
    return [
        Notice(
            "plan.long_paragraph",
            f"这一段有 {len(p.text):,} 个字，分行可能丢失了：段内的对应可能不准",
            p.lines[0],
        )
        for p in document.paragraphs
        if len(p.text) > LONGEST
    ]
