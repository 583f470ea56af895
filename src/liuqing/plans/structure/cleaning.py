"""Mends one line of a plan: what scanning, web pages and word processors leave behind goes, figures stay.

Nothing is guessed. A blank between two figures stays, for in a pasted table it divides them; only where one
reading is possible ("2 018年", "164. 00万元") is it taken out. All characters of a line share its number, so
that a mend may change the length of a line.
"""

import html
import re
import unicodedata

HAN = r"\u3007\u3400-\u9fff\U00020000-\U0003134f"
_PUNCTUATION = r"，。、；：？！“”‘’《》〈〉（）【】「」『』〔〕…—"
_HAN = re.compile(f"[{HAN}]")


_RADICALS = "⺠民⻅见⻆角⻉贝⻋车⻓长⻔门⻘青⻙韦⻚页⻛风⻜飞⻝食⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻬齐⻮齿⻰龙⻳龟⺟母⼾户⻄西⺩王⺁厂⺝月⺢水⺫目⺮竹⺶羊⺻聿⺼肉⻁虎⻑長⽶米"
"""Radicals and the characters they stand for, where Unicode itself does not say so or says the traditional one."""


def _table() -> dict[int, str | None]:
    """Characters that are another one, or none, wherever they stand."""
    invisible = [*range(0x20), *range(0x7F, 0xA0), 0xAD, *range(0x200B, 0x2010), *range(0x202A, 0x202F)]
    invisible += [*range(0x2060, 0x2070), 0x180E, *range(0xFE00, 0xFE10), 0xFEFF]
    table: dict[int, str | None] = dict.fromkeys(invisible)
    blanks = [0x09, 0x0B, 0x0C, 0x20, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000]
    table.update(dict.fromkeys(blanks, " "))
    wide = [*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B), 0xFF05, 0xFF0B, 0xFF1D]
    table.update({code: chr(code - 0xFEE0) for code in wide})
    # PDF fonts give radicals and compatibility forms for common characters: ⼈ is 人.
    odd = [*range(0x2E80, 0x2FE0), *range(0xF900, 0xFB00), 0x338F, 0x339E, 0x33A1, 0x33A5]
    table.update({code: unicodedata.normalize("NFKC", chr(code)) for code in odd})
    table.update({ord(radical): sign for radical, sign in zip(_RADICALS[::2], _RADICALS[1::2], strict=True)})
    table.update({0x33A1: "m²", 0x33A5: "m³"})
    # Numbers of lists that are one character: ㈠ ⑴ ⒈.
    table.update({0x3220 + at: f"（{number}）" for at, number in enumerate("一二三四五六七八九十")})
    table.update(
        {0x2474 + at: f"（{at + 1}）" for at in range(20)} | {0x2488 + at: f"{at + 1}." for at in range(20)}
    )
    return table


_CHARACTERS = _table()
_THIN = re.compile(r"(?<=\d)[\u2006\u2008\u2009\u202f](?=\d{3}(?!\d))")
_STARS = re.compile(r"\*\*|(?<![A-Za-z0-9_])__(?=[^_\s])|(?<=[^_\s])__(?![A-Za-z0-9_])")
_ESCAPED = re.compile(r"\\([*_.#()\[\]+\-])")
_BEGINS = re.compile(
    r"^\s*(?:#{1,6}(?!\d)\s*|>\s+|[*+•●■◆▪◼➢✓\uf06c\uf0d8\uf0b7-]\s+|[•●■◆▪◼➢✓\uf06c\uf0d8\uf0b7])"
)
_NOTE_KEY = re.compile(r" ?\[(?:[a-z]{1,3}|\d{1,2}|注\d{0,2})\]")
_WIDE_COMMAS = re.compile(r"(?<![\d.，])\d{1,3}(?:，\d{3})+(?=\.\d+ ?[万亿]?元)")
_THOUSANDS = re.compile(r"(?<![\d.,])(\d{1,3}(?:,\d{3})+)(?![\d,])")
_RESPECTIVELY = re.compile(r"分别|依次|各为")
_UNIT = r"(?:万|亿|元|%|个百分点|公里|千米|平方|亩|吨|户|人|米)"
_ODD_DOT = re.compile(rf"(?<=\d)[·•‧∙⋅･｡](?=\d+ ?{_UNIT})")
_STOP_AS_DOT = re.compile(r"(?<=\d)。(?=\d{1,4} ?(?:万元|亿元|万|亿|%|个百分点))")
_WIDE_DOT = re.compile(r"(?<=\d)．")
_LOOSE_DOT = re.compile(rf"(?<!^)(?<=\d)(?: \. ?| ?\. )(?=\d{{1,4}} ?{_UNIT})")
_LOOSE_YEAR = re.compile(r"(?<![\d.])(?:2 0\d\d|20 \d\d|20\d \d|1 9\d\d|19 \d\d|199 \d|2 0 \d \d)(?= ?年)")
_LOOSE_YEARS = re.compile(r"(?<=(?<!\d)\d{4}) ?([-－—–~～―]{1,2}) ?(?=\d{4} ?年)")
_BLANKS = re.compile(r" {2,}")
_DROPPED = re.compile(
    rf"(?<=[{_PUNCTUATION}]) +| +(?=[{_PUNCTUATION}])|(?<=[\dA-Za-z%‰℃²³]) +(?=[{HAN}%‰℃])|(?<=[{HAN}]) +(?=[\dA-Za-z])"
    rf"|(?<=[{HAN}]) +(?=[（(])|(?<=[.、,:;)]) +(?=[{HAN}])|(?<=\d) +(?=(?:km|cm|mm|m|kg|kWh|kW|kVA|kV|KV|MW|GB|t|L)[²³]?(?![A-Za-z]))"
)
_SPACED_TITLE = re.compile(rf"^([{HAN}]) ([{HAN}])$")
_NO_UNIT = r"(?!万|亿|元|个|公里|千米|公顷|平方|立方|亩|吨|户|人次|人[，。；、（）均以]|名|只|头|座|处|件|台|条|所|项|倍|年|月|日|天|%|米)"
_COUNTED = re.compile(
    rf"^(\d{{1,2}}(?:\.\d{{1,2}}){{1,3}}|\d{{1,2}}(?= +[{HAN}A-Z][^。；，：]{{1,22}}$)) +(?={_NO_UNIT}[{HAN}A-Z])"
)
_LOOSE_MARK = re.compile(r"(?<=^\d) (?=[.、．])|(?<=^\d\d) (?=[.、．])")
_NUMBERED = re.compile(r"^(\d{1,3}[.、．])\s+(?=\d)")
_HALF = str.maketrans({"(": "（", ")": "）", ";": "；", "?": "？", "!": "！"})
_COMMA = re.compile(r",(?!\d{3}(?!\d))|(?<!\d),|(?<=[^\d.]),(?=\d)")
_COLON = re.compile(r"(?<!\d):|:(?!\d)")
_PLAIN = re.compile(rf"(?:[{HAN}A-Za-z0-9、]|。(?!\d)|，(?!\d{{3}}))*\Z")


def mend(text: str) -> str:
    """The line without marks and stray blanks, its digits and points as people type them."""
    if _PLAIN.match(text):
        return text
    text = _characters(text)
    text = _figures(text)
    text = _blanks(text)
    return _signs(text) if _HAN.search(text) else text


def _characters(text: str) -> str:
    if "&" in text and ";" in text:
        text = html.unescape(text)
    text = _THIN.sub("", text).translate(_CHARACTERS)
    text = _BEGINS.sub("", text)
    if "[" in text:
        text = _NOTE_KEY.sub("", text)
    if "*" in text or "_" in text or "`" in text or "\\" in text:
        text = _STARS.sub("", _ESCAPED.sub(r"\1", text)).replace("`", "")
    return _BLANKS.sub(" ", text).strip(" ")


def _figures(text: str) -> str:
    text = _WIDE_DOT.sub(".", text)
    text = _ODD_DOT.sub(".", text)
    text = _STOP_AS_DOT.sub(".", text)
    text = _WIDE_COMMAS.sub(lambda found: found[0].replace("，", ""), text)
    if " " in text:
        text = _LOOSE_YEAR.sub(lambda found: found[0].replace(" ", ""), text)
        text = _LOOSE_YEARS.sub(r"\1", text)
        text = _loose_points(text)
    return _THOUSANDS.sub(_without_commas, text) if "," in text else text


def _loose_points(text: str) -> str:
    """Blanks about a decimal point; after the number of a list ("1. 5万元") they say that it is none."""
    numbered = _NUMBERED.match(text)
    head = numbered[0] if numbered else ""
    return head + _LOOSE_DOT.sub(".", text[len(head) :])


def _without_commas(found: re.Match[str]) -> str:
    before = found.string[max(0, found.start() - 16) : found.start()]
    # "分别为100,200,300户" are three figures, not one.
    return found[0] if _RESPECTIVELY.search(before) and "." not in found[0] else found[1].replace(",", "")


def _blanks(text: str) -> str:
    if " " not in text:
        return text
    spaced = _SPACED_TITLE.match(text)
    if spaced:
        return spaced[1] + spaced[2]
    text = _LOOSE_MARK.sub("", text)
    numbered = _NUMBERED.match(text)
    if numbered:
        return f"{numbered[1]} {_DROPPED.sub('', text[numbered.end() :])}"
    counted = _COUNTED.match(text)
    # "2.1 道路建设": the blank shows that the number counts a heading.
    return f"{counted[1]} {_DROPPED.sub('', text[counted.end() :])}" if counted else _DROPPED.sub("", text)


def _signs(text: str) -> str:
    """Half-width stops and brackets of Chinese text, so that a clause ends with one sign and not with two."""
    text = text.translate(_HALF)
    if "," in text:
        text = _COMMA.sub("，", text)
    return _COLON.sub("：", text) if ":" in text else text


def unreadable(text: str) -> int:
    """How many characters no reader can know: replacement marks, private ones, and what wrong decoding makes."""
    return len(_UNREADABLE.findall(text))


_UNREADABLE = re.compile(r"[\ufffd\ue000-\uf8ff\U000f0000-\U0010fffd]|锟斤拷|烫烫|[\u0080-\u009f]")
