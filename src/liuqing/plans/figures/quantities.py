"""Every figure of a plan with its coordinates: how much of what, whose money, whom, where, when, and the place."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import accumulate

from liuqing.plans.figures import names, nouns, respective, sources, units
from liuqing.plans.figures.numbers import ARABIC, CHINESE, number, places
from liuqing.plans.figures.times import Time, times
from liuqing.plans.quantity import Hedge, Mood, Quantity
from liuqing.plans.text import Document, Paragraph

COUNTED = "|".join(
    sorted(
        (c for c in units.COUNTERS if c not in ("个", "次", "年", "点", "对", "级", "届", "步", "期", "例")),
        key=len,
        reverse=True,
    )
)
PER = rf"(?P<per>\s*/\s*(?:人次|人|户|亩|个|名|生|公里|千米|平方米|立方米|米|吨|年|月|天|学年|次|公顷|{COUNTED})(?:\s*[•·.・/、每]?\s*(?:年|月|天|学年|次))?)?"
FIGURE = re.compile(
    rf"(?<![\dA-Za-z.〔\[（(第])(?P<low>{ARABIC})(?:(?P<lowunit>{units.PATTERN})?\s*(?:[-—–－~～]+|至)\s*(?P<high>{ARABIC}))?"
    rf"\s*(?P<hedge>余|多|来)?\s*(?P<magnitude>{units.MAGNITUDE})(?P<more>余|多)?(?:口(?=人))?(?P<unit>{units.PATTERN}){PER}"
)
BRACKETED = re.compile(
    rf"(?<=[（(])(?P<low>{ARABIC})\s*(?P<magnitude>{units.MAGNITUDE})(?P<unit>{units.PATTERN}){PER}"
)
UNITLESS = re.compile(
    rf"(?<![\dA-Za-z.〔\[（(第])(?P<low>{ARABIC})\s*(?P<magnitude>万|亿)(?P<unit>)(?=[，。；：、（）()\s]|$)"
)
"""Money written without 元: "投资396.12万，". """
PEOPLE = re.compile(
    rf"(?:(?<=人口|人数)|(?<=动力)|(?<=(?:人口|人数|动力)[约为达近有共数]))(?P<low>{ARABIC})\s*(?P<magnitude>万)(?P<more>余|多)?(?P<people>)(?=[，。；：、（）()\s]|$)"
)
""" "人口9万，其中白族人口2.4万". """
MONEY = re.compile(r"资金|投资|投入|经费|概算|预算|产值|收入|支出|增加值|总额|贷款|贴息|补助|奖补")
SPOKEN = re.compile(
    rf"(?<![第一-龥“])(?P<low>{CHINESE})(?P<magnitude>{units.MAGNITUDE})(?:口(?=人))?(?P<unit>{units.PATTERN})"
    r"|(?<=[^第“])(?P<low2>[二三四五六七八九]?十[一二三四五六七八九]?|[二两三四五六七八九])(?P<unit2>大类|类|项|个|件|道|级|大)"
)
BIG = re.compile(r"(?<![\d.])(?P<low>\d{1,2})\s*(?P<unit2>大类|大)(?=[一-龥])")
""" "5大工程" beside "五大工程". """
SENTENCE = re.compile(r"[^。；！？;!?]{0,4000}[。；！？;!?]?")
"""Cut at 4,000 characters too, so that a text without a full stop costs no more than its length."""
CLAUSE_END = "，、：,:（）()"
SENTENCE_END = "。；！？;!?"
ABOUT = re.compile(r"(?:约|近|大约|将近|接近|左右)$")
FLOOR = re.compile(r"(?:不低于|不少于|不小于|至少|超过|突破|高于|大于|最低|(?<=.)以上)$")
CEILING = re.compile(r"(?:不超过|不高于|不大于|(?<!不)低于|(?<!不)小于|最高|以内|控制在)$")
AFTER_ABOUT = re.compile(r"^(?:左右|上下)")
AFTER_FLOOR = re.compile(r"^(?:及|\(?含?\d*\)?)?以上")
AFTER_CEILING = re.compile(r"^(?:及)?(?:以内|以下|之内)")
PLANNED = re.compile(r"计划|规划|拟|预计|力争|确保|将|目标|需要?投入|到20\d\d年")
DONE = re.compile(r"累计|已|完成了?|建成|投入使用|实现了|减少|降至|截至|至20\d\d年|20\d\d年(?:末|底)")
ONES = rf"人次|人|户|村|亩|公里|千米|平方米|立方米|米|吨|名|学生|生|{COUNTED}"
EACH = re.compile(
    rf"每(?:一|[一-龥]{{0,6}}一)?(?P<one>{ONES}|个(?!月)(?:村委会|村小组|行政村|自然村|贫困村|村|乡镇|镇|项目|点|合作社)?)?[一-龥]{{0,6}}?(?:每(?P<time>年|月|天|学年|学期|次))?"
    r"(?=[一-龥的按给予补助奖]{0,24}$)"
)
LISTED = re.compile(r"分来源[:：]|按来源分?[:：]|资金来源[:：]")
SUMMED = re.compile(r"累计|合计|共计|总计|共|总投资")
EVERY = re.compile(r"每|年均")
MEAN = re.compile(
    r"(?P<one>人|户|亩|村)均[一-龥]{0,10}$|(?P<land>亩)(?:产值|产|收益|投入|补助)(?:约|为|达)?$"
)


@dataclass
class _At:
    """Where the finder stands: a sentence of a paragraph, with the clause and the depth of every character."""

    paragraph: Paragraph
    start: int
    text: str
    number: int
    clauses: list[int]
    depths: list[int]


def find(document: Document) -> tuple[Quantity, ...]:
    """Every figure with a unit, in the order of the text; ids count from 0."""
    found = (q for p in document.paragraphs for q in in_paragraph(p))
    return tuple(replace(q, id=n) for n, q in enumerate(found))


def in_paragraph(paragraph: Paragraph) -> Iterator[Quantity]:
    """The figures of one paragraph; ids are given by ``find``."""
    text = paragraph.text
    clauses = list(accumulate((c in CLAUSE_END or c in SENTENCE_END for c in text), initial=0))
    depths = list(
        accumulate(
            ((c in "（(") - (c in "）)") for c in text), lambda deep, step: max(0, deep + step), initial=0
        )
    )
    for n, sentence in enumerate(s for s in SENTENCE.finditer(text) if s[0]):
        yield from _in_sentence(_At(paragraph, sentence.start(), sentence[0], n, clauses, depths))


def _in_sentence(at: _At) -> Iterator[Quantity]:
    named = times(at.text)
    taken = [(t.start, t.end) for t in named if not t.span]
    found: list[Quantity] = []
    for match in _figures(at.text, taken, bool(MONEY.search(at.paragraph.text))):
        found.append(_quantity(at, match, named, found[-1] if found else None))
    yield from respective.spread(at.text, at.start, found)


def _figures(text: str, taken: list[tuple[int, int]], is_money: bool) -> list[re.Match[str]]:
    """The matches that are not years, nor parts of each other, in order."""
    kept: list[re.Match[str]] = []
    end = 0
    patterns = (FIGURE, BRACKETED, SPOKEN, BIG, PEOPLE, *((UNITLESS,) if is_money else ()))
    said = [m for pattern in patterns for m in pattern.finditer(text) if not names.is_name(text, m)]
    matches = said + respective.shared(text)
    for m in sorted(matches, key=lambda m: (m.start(), -m.end())):
        if m.start() >= end and not any(m.start() < e and s < m.end() for s, e in taken):
            kept.append(m)
            end = m.end()
    return kept


def _quantity(at: _At, match: re.Match[str], named: list[Time], previous: Quantity | None) -> Quantity:
    groups = match.groupdict()
    low = groups.get("low") or groups["low2"]
    unit = units.unit(groups.get("magnitude") or "", _unit_name(groups))
    start, end = match.span()
    when = _when(at.text, start, named)
    words = _words_before(at.text, start, named, at.start, previous)
    what = _what(words, at.text, match, previous, at.start)
    offset = at.start + start
    high = number(groups["high"]) * unit.scale if groups.get("high") else None
    return Quantity(
        id=0, stated=number(low), unit=unit.name, value=number(low) * unit.scale, dimension=unit.dimension,
        step=places(low) * unit.scale, paragraph=at.paragraph.index, start=offset, end=at.start + end,
        line=at.paragraph.line(offset), text=match[0], what=what,
        source=_source(words, what, at.text[:start]) if unit.dimension == "money" else "",
        year=when.year if when else None, years=when.years if when else None,
        span=when.span if when else None, each_year=bool(when and when.each_year),
        as_of=bool(when and when.as_of), moment=when.moment if when else "",
        per=_per(groups.get("per"), at.text[:start]), whom=nouns.group(at.text[max(0, start - 40) : start] + nouns.after(at.text[end : end + 12])),
        where=nouns.place(at.text[max(0, start - 30) : start]), mood=_mood(at.text, start), hedge=_hedge(at.text, match), high=high,
        sentence=at.number, clause=at.clauses[offset], depth=at.depths[offset],
    )  # fmt: skip


def _source(words: str, what: str, before: str) -> str:
    """Whose money; in a list "分来源：" every entry is a source, known or not."""
    known = sources.source(words)
    return known or (what if LISTED.search(before) and not SUMMED.search(words) else "")


def _unit_name(groups: dict[str, str | None]) -> str:
    """The unit as printed; where only 万 or 亿 is, people or money; and 项 for the 大 of "四大工程"."""
    if "people" in groups:
        return "人"
    if groups.get("unit") == "":
        return "元"
    return groups.get("unit") or (groups.get("unit2") or "").replace("大", "") or "项"


def _when(text: str, start: int, named: list[Time]) -> Time | None:
    """The last naming of a year before the figure that still reaches it: a bracket shuts its years in."""
    reach = _open_bracket(text, start)
    said = [t for t in named if t.end <= start]
    inside = [t for t in said if t.start >= reach]
    outside = [t for t in said if t.start < reach or _same_depth(text, t.end, start)]
    kept = inside or outside
    kept = [t for t in kept if _same_depth(text, t.end, start) or t.start < reach]
    return _reaching(text, start, kept)


def _reaching(text: str, start: int, named: list[Time]) -> Time | None:
    """The last one named; but "每年300万元，共900万元" is not so much a year."""
    words = re.split(r"[，。；：]", text[:start])[-1]
    if named and named[-1].each_year and SUMMED.search(words) and not EVERY.search(words):
        earlier = [t for t in named if not t.each_year]
        return earlier[-1] if earlier else None
    return named[-1] if named else None


def _open_bracket(text: str, start: int) -> int:
    """Where the innermost bracket open at ``start`` begins, or 0."""
    depth = 0
    for i in range(start - 1, -1, -1):
        if text[i] in "）)":
            depth += 1
        elif text[i] in "（(":
            if depth == 0:
                return i
            depth -= 1
    return 0


def _same_depth(text: str, earlier: int, later: int) -> bool:
    """No bracket that was open at ``earlier`` has been shut before ``later``."""
    depth = 0
    for c in text[earlier:later]:
        depth += (c in "（(") - (c in "）)")
        if depth < 0:
            return False
    return True


def _words_before(text: str, start: int, named: list[Time], offset: int, previous: Quantity | None) -> str:
    """The words from the last mark, year or figure up to the figure."""
    marks = [i + 1 for i in range(start) if text[i] in CLAUSE_END]
    ends = [t.end for t in named if t.end <= start]
    figure = [previous.end - offset] if previous else []
    return text[max([0, *marks, *ends, *figure]) : start]


def _what(words: str, text: str, match: re.Match[str], previous: Quantity | None, offset: int) -> str:
    """The noun; "户" and "人" written together share the noun of the first."""
    counted = nouns.after(text[match.end() :]) if _counts(match) else ""
    noun = nouns.before(words)
    if counted:
        return counted
    if (
        not noun
        and previous
        and previous.end - offset == match.start()
        and previous.dimension in ("households", "persons")
    ):
        return previous.what
    return noun


def _counts(match: re.Match[str]) -> bool:
    name = match.groupdict().get("unit") or match.groupdict().get("unit2") or ""
    return units.KNOWN.get(name, ("",))[0].startswith("count:") or name in ("人", "名", "户")


def _per(after: str | None, before: str) -> str:
    """What it is a rate of: from "元/人·年" behind it or "每人每月" before it."""
    if after:
        return re.sub(r"[\s/•・.、每]+", "·", after).strip("·")
    clause = re.split(r"[，。；：、（）]", before)[-1]
    if mean := MEAN.search(clause):
        return mean["one"] or mean["land"]
    each = EACH.search(clause)
    if not each:
        return ""
    one = _one(each["one"] or "")
    lead = re.match(r"每(年|月|天)", each[0])
    return "·".join(part for part in (one, each["time"] or (lead[1] if lead and not one else "")) if part)


def _one(words: str) -> str:
    """Whom a rate is for, in its shortest name: "名" and "学生" are 人, "个贫困村" is 村."""
    if words in ("名", "生", "学生"):
        return "人"
    if words.startswith("个"):
        return "村" if "村" in words else "镇" if "镇" in words else "个"
    return words


def _mood(text: str, start: int) -> Mood:
    planned, done = _last(PLANNED, text[:start]), _last(DONE, text[:start])
    if planned == done:
        return ""
    return "plan" if planned > done else "fact"


def _last(pattern: re.Pattern[str], text: str) -> int:
    return max((m.start() for m in pattern.finditer(text)), default=-1)


def _hedge(text: str, match: re.Match[str]) -> Hedge:
    before, after = text[max(0, match.start() - 4) : match.start()], text[match.end() : match.end() + 8]
    groups = match.groupdict()
    if CEILING.search(before) or AFTER_CEILING.match(after):
        return "at_most"
    if FLOOR.search(before) or AFTER_FLOOR.match(after):
        return "at_least"
    if ABOUT.search(before) or AFTER_ABOUT.match(after) or groups.get("hedge") or groups.get("more"):
        return "about"
    return ""
