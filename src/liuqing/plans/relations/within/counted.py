"""Does a list have as many items as it says? "以下三项：一是…二是…三是…", "3个搬迁点（甲、乙、丙）", "甲、乙、丙三个"."""

import re
from collections.abc import Iterator
from decimal import Decimal

from liuqing.plans.claims import Part, Relation
from liuqing.plans.quantity import Quantity
from liuqing.plans.relations.within import listed_names
from liuqing.plans.relations.within.scope import Scope
from liuqing.plans.relations.within.stand_in import stand_in

ORDINALS = "一二三四五六七八九十"
ANNOUNCED = re.compile(r"^[^，。；：（]{0,12}[:：]")
FOLLOWING = re.compile(r"以下|下列|如下")
STEP = re.compile(
    r"(?:^|[，。；：:;、“])\s*(?:([一二三四五六七八九十])[是要]|第([一二三四五六七八九十])[，、,]|[（(]([一二三四五六七八九十\d])[）)]|([1-9])[.、．](?!\d))"
)
LISTED = re.compile(
    r"[^，。；：、（(]{0,10}(?:[（(]([^（()）]{5,200})[）)]|(?:，?(?:分别)?(?:是|为|即)|[:：])([^，。；：（(]{5,200})(?=[。；，]))"
)
NAMED = re.compile(r"^[一-龥A-Za-z0-9·“”]{2,14}$")
COUNTED = frozenset(
    {
        "个",
        "项",
        "件",
        "所",
        "座",
        "处",
        "类",
        "种",
        "条",
        "家",
        "大",
        "大类",
        "村",
        "镇",
        "乡",
        "社区",
        "街道",
        "部",
        "套",
    }
)
PLACE = re.compile(r"[镇乡村县]$|街道$|社区$")
JOINED = re.compile(r"[、和与及]$")
""" "四个乡镇、五类人员、六家企业": what is counted is itself one of the list."""
DIVISION = re.compile(r"乡镇|乡（镇）|镇（街道）|乡镇（街道）")


def in_scope(scope: Scope) -> Iterator[Relation]:
    """Counts of a list in the same paragraph."""
    for q in scope.figures:
        if division := _divisions(scope, q):
            yield division
        elif listed_names.is_count(q):
            made = _of(scope, q) or listed_names.of(scope, q)
            if made:
                yield made


def _of(scope: Scope, total: Quantity) -> Relation | None:
    """The list a count is of, right or wrong."""
    if total.unit not in COUNTED:
        return None
    return (
        _summed_up(scope, total) or _steps(scope, total) or _in_bracket(scope, total) or _before(scope, total)
    )


def _relation(total: Quantity, count: int, listed: Quantity | None = None) -> Relation:
    """The count beside what is listed, which is quoted where it stands in one place."""
    why = (
        f"第{total.line}行写“{total.text}”，但所列只有{count}项；请核对是漏列还是个数写错。"
        if count < total.value
        else f"第{total.line}行写“{total.text}”，但所列有{count}项；请核对个数。"
    )
    parts = (Part("列举", listed),) if listed else ()
    return Relation(
        "count_sum",
        total,
        parts,
        formula=f"逐项点数{count}",
        computed=Decimal(count),
        slack=Decimal(0),
        why=why,
    )


def _steps(scope: Scope, total: Quantity) -> Relation | None:
    """一是, 二是, … behind "N项：" up to the end of the paragraph; a failure only where 以下 announces them."""
    colon = ANNOUNCED.match(scope.after(total, 16))
    if not colon:
        return None
    marks = [
        next(m for m in found.groups() if m)
        for found in STEP.finditer(scope.text, total.end + colon.end() - 1)
    ]
    count = _consecutive(marks)
    if count < 2:
        return None
    announced = FOLLOWING.search(scope.before(total, 12)) or FOLLOWING.search(colon[0])
    return _relation(total, count) if count == total.value or (announced and count == len(marks)) else None


def _summed_up(scope: Scope, total: Quantity) -> Relation | None:
    """ "（1）…；（2）…。两项合计…": the steps before it, counted from one without a gap."""
    if not re.match(r"(?:工程|项目|措施)?(?:合计|共计|总计|共|每年需|工程)", scope.after(total, 8)):
        return None
    begins = re.search(r"(?:^|[。；，])(?:以上|上述)?$", scope.before(total, 4))
    marks = [next(m for m in found.groups() if m) for found in STEP.finditer(scope.text, 0, total.start)]
    if scope.paragraph.number and marks[:1] in (["2"], ["二"]):
        marks.insert(0, "1")  # cut off as the number of the paragraph
    count = _consecutive(marks)
    return _relation(total, count) if begins and count == len(marks) == total.value and count > 1 else None


def _consecutive(marks: list[str]) -> int:
    """How far the marks count from one."""
    count = 0
    for mark in marks:
        number = int(mark) if mark.isdigit() else ORDINALS.index(mark) + 1
        if number != count + 1:
            break
        count += 1
    return count


def _in_bracket(scope: Scope, total: Quantity) -> Relation | None:
    """ "3个搬迁点（甲、乙、丙）", "3个搬迁点：甲、乙、丙": names only, nothing left out by 等."""
    found = LISTED.match(scope.text[total.end : total.end + 260])
    group = next((n for n in (1, 2) if found and found[n]), 0)
    words = found[group] if found and group else ""
    if found is None or not words or "等" in words or re.search(r"\d|其中|含|包括|以下简称", words):
        return None
    items = re.split(r"[、，,]|和(?=[^、]*$)|及(?=[^、]*$)", words)
    if len(items) < 3 or not all(NAMED.match(item) for item in items):
        return None
    near = abs(len(items) - total.value) == 1 and _are_alike(items)
    listed = stand_in(
        scope.paragraph, total.end + found.start(group), total.end + found.end(group), len(items), "项"
    )
    return _relation(total, len(items), listed) if len(items) == total.value or near else None


def _are_alike(items: list[str]) -> bool:
    """All end alike ("…村", "…局") or are about as long: a list of names, not an explanation."""
    return len({item[-1] for item in items}) == 1


def _before(scope: Scope, total: Quantity) -> Relation | None:
    """ "昆明、贵阳、南宁三个省会城市": claimed where it comes out; else only of places, for a list may begin anywhere."""
    words = re.split(r"[，。；：（）:;]", scope.before(total, 160))[-1]
    start, open_list = total.start - len(words), words.endswith("等")
    words = re.sub(r"(?:等|共|这|的|，)+$", "", words)
    items = _items(words, total)
    if len(items) < 2 or re.search(r"\d", words) or JOINED.search(words) or len(items[-1]) > 14:
        return None
    listed = stand_in(scope.paragraph, start, total.start, len(items), "项")
    if len(items) == total.value:
        return _relation(total, len(items), listed)
    more = len(items) - int(total.value)
    places = len(items) > 2 and all(PLACE.search(item) and len(item) <= 10 for item in items)
    return (
        _relation(total, len(items), listed)
        if places and (more == 1 or (more == -1 and not open_list))
        else None
    )


def _items(words: str, total: Quantity) -> list[str]:
    """The names of a list; 太和村 and 普及站 are one name each where the list then comes out."""
    readings = [
        [item for item in re.split(split, words) if item]
        for split in (r"、|和|(?<!涉)及|与|(?<=”)(?=“)", r"、|(?<=”)(?=“)")
    ]
    fitting = [items for items in readings if len(items) == total.value]
    named = [items for items in readings if all(PLACE.search(item) for item in items)]
    return next(iter(fitting + named + readings))


def _divisions(scope: Scope, total: Quantity) -> Relation | None:
    """ "辖3镇3乡，共6个乡镇": figures that run into each other, each of its own kind of division."""
    if not DIVISION.match(scope.after(total, 8)) or "共" not in scope.before(total, 6):
        return None
    found: list[Quantity] = []
    for q in reversed([q for q in scope.figures if q.end <= total.start]):
        if q.unit not in ("镇", "乡", "街道", "个") or (
            found and q.end != found[0].start and scope.between(q, found[0]) not in ("、", "镇", "乡")
        ):
            break
        found.insert(0, q)
    if len(found) < 2:
        return None
    value = sum((q.value for q in found), Decimal(0))
    return Relation(
        "count_sum", total, tuple(Part(q.unit, q) for q in found), computed=value, slack=Decimal(0)
    )
