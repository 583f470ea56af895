"""Text as people type or export it: its encoding, its lines, and how far each is set in."""

import codecs
import re
from pathlib import Path

from liuqing.errors import Problem
from liuqing.plans.reading.extract import Extract
from liuqing.plans.structure.lines import Line

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"),
)  # fmt: skip
_HEADING = re.compile(r"(#{1,6}) {0,3}[^#\s].{0,60}$")
_COMMON = re.compile(r"[的一是在不了有和人这中大为上个国年，。、元万户县乡村贫困扶资金项目]")


def read(path: Path) -> Extract:
    """The lines of a text file."""
    return Extract(lines_of(decode(path.read_bytes())))


def lines_of(content: str) -> list[Line]:
    """The lines of a text, numbered from 1 as an editor numbers them, empty ones too."""
    content = content.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    return [
        Line(number, text, indent=indent_of(text), style=_level(text))
        for number, text in enumerate(content.split("\n"), 1)
    ]


def _level(text: str) -> int:
    """The level of a heading marked as in Markdown ("## 投资估算"), 0 for anything else."""
    found = _HEADING.match(text) if text[:1] == "#" else None
    return len(found[1]) if found else 0


def indent_of(text: str) -> int:
    """How far a line is set in, in half characters: a wide blank counts two, a tab four."""
    blank = text[: len(text) - len(text.lstrip())]
    return sum({"\u3000": 2, "\t": 4}.get(mark, 1) for mark in blank)


def decode(data: bytes) -> str:
    """The text of these bytes: UTF-8, GB18030 or UTF-16, with or without a mark.

    Raises ``plan.encoding`` where none of them gives a text. A few broken bytes stay as "\ufffd".
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace")
    if b"\0" in data[:4096]:
        even, odd = data[0:4096:2].count(0), data[1:4096:2].count(0)
        return data.decode("utf-16-be" if even > odd else "utf-16-le", "replace")
    return _proven(data)


def _proven(data: bytes) -> str:
    """UTF-8 if it is, else what reads more like Chinese: one broken byte must not turn a text into another."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        readings = [data.decode(encoding, "replace") for encoding in ("utf-8", "gb18030")]
    best = max(readings, key=_likeness)
    foreign = sum(1 for mark in best[:50_000] if mark > "\x7f")
    if best.count("\ufffd") > len(best) // 5 or (
        foreign > 0.3 * len(best[:50_000]) and _likeness(best) < 0.03
    ):
        raise Problem(
            "plan.encoding", "文字编码认不出来（不是 UTF-8，也不是 GBK、GB18030）",
            "请用记事本打开，另存为“UTF-8”，或另存为 Word 文档（.docx）后再检查。",
        )  # fmt: skip
    return best


def _likeness(text: str) -> float:
    """How much a reading looks like Chinese: its common characters, less what could not be read."""
    sample = text[:50_000]
    return (len(_COMMON.findall(sample)) - 3 * sample.count("\ufffd")) / max(len(sample), 1)
