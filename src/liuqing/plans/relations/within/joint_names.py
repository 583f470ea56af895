"""Names that run into their number without 个: "柳湾、石桥、桃坪三县", "川黔两省", "…和某某预算四本预算".

Claimed only where they come out: where such a list begins, nothing says.
"""

import re
from collections.abc import Iterator

from liuqing.plans.claims import Relation
from liuqing.plans.figures.numbers import number
from liuqing.plans.quantity import Quantity
from liuqing.plans.relations.within.counted import COUNTED
from liuqing.plans.relations.within.enumerated import clause_start, items, relation, run_of
from liuqing.plans.relations.within.stand_in import stand_in
from liuqing.plans.text import Document, Paragraph

PLACES = "省|市|县|区|州|盟|旗|镇|乡|村|街|校|队|厂|园|局|本预算|本账|[名位](?:同志|老师|村民|党员|干部|代表|专家|医生)"
"""Behind a list they count it, be the number 三 or 3."""
KINDS = "国|地|方面|方|者|族|组|部|院|馆|站|社|所|家|江|河|湖|海|峡|岛|港|路|线|桥|账|税|费|证|票|金|险|本|支|片|块|宗|门|篇|座|条|处|种|套|版|环|层|段|端|翼|轴|圈|关"
"""Behind a list they count it if the number is a word: "山羊、黄牛两种"; "培训、观摩2处" may be other places."""
TIMES = "名|位|次|期|批|届|场|轮|步|户|季|台|辆|只|头|张|株|棵|份|栋|幢|盏|枚|艘|架|" + KINDS
"""Count a list whose names end alike: "春季、秋季两期"; "购置水泵、电热毯两台" may be two of each."""
SPOKEN = r"(?<![第〇零一二两三四五六七八九十百千几数])(?:[两二三四五六七八九]|十[一二三四]?)"
PRINTED = r"(?<![\d.、])1?\d"
NUMBER = re.compile(rf"(?P<count>{SPOKEN}|{PRINTED})(?P<unit>{PLACES}|{TIMES})")
PROVINCES = "京津沪渝冀豫云滇辽黑湘皖鲁新苏浙赣鄂桂甘陇晋蒙陕秦吉闽贵黔粤青藏川蜀宁琼港澳台"
STOPS = "，。；：:;！？（(）)"
SPLIT = r"、|和|与|(?<!涉)及|(?<=”)(?=“)"
LEAD = re.compile(r"^[^、]*[与和同](?=[^、]*、)")
""" "南部与柳湾、石桥两镇接壤": 与 before the first 、 joins no names."""
OPEN = re.compile(r"(?:[、和与及的约每余多]|其他|其余|另外|\d)$")
SENTENCE = re.compile(r"\d|[了把被将使让为]|分别|其中|以及")
NAME, REACH = 12, 120
"""The names behind the first are no longer; the first has its verb before it: "位于柳湾"."""


def find(document: Document, quantities: tuple[Quantity, ...]) -> Iterator[Relation]:
    """Every number with so many names right before it; what is counted in 个 is looked at in ``counted``."""
    figures = {(q.paragraph, q.start): q for q in quantities}
    for paragraph in document.paragraphs:
        for found in NUMBER.finditer(paragraph.text):
            figure = figures.get((paragraph.index, found.start()))
            if figure is None or figure.unit not in COUNTED:
                yield from _of(paragraph, found, figure)


def _of(paragraph: Paragraph, found: re.Match[str], figure: Quantity | None) -> Iterator[Relation]:
    count, start = int(number(found["count"])), clause_start(paragraph.text, found.start(), STOPS, REACH)
    words = paragraph.text[start : found.start()]
    if count < 2 or OPEN.search(words) or not (_are_names(words, count, found) or _are_letters(words, count)):
        return
    total = figure or stand_in(paragraph, found.start(), found.end(), count, "个")
    yield relation(paragraph, total, start, found.start())


def _are_names(words: str, count: int, found: re.Match[str]) -> bool:
    """A list of so many, with nothing but names behind its first 、, and a unit that counts such a list."""
    names = items(words, SPLIT)
    if len(names) > count:
        names = items(LEAD.sub("", words), SPLIT)
    if len(names) != count or any(len(n) > NAME or SENTENCE.search(n) for n in names[1:]):
        return False
    sure = PLACES if found["count"].isdigit() else f"{PLACES}|{KINDS}"
    return bool(re.fullmatch(sure, found["unit"])) or len({n.strip("“”")[-1] for n in names}) == 1


def _are_letters(words: str, count: int) -> bool:
    """ "川黔", "京津冀": every letter a province."""
    return run_of(words, PROVINCES) == count
