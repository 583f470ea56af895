"""Which figure may be the total of a series of years."""

import re

from liuqing.plans.quantity import Quantity
from liuqing.plans.relations.cells import is_plain, nouns_agree, same_family
from liuqing.plans.relations.within.scope import Scope
from liuqing.plans.relations.within.series import Series, is_grand

ON_TOP = re.compile(r"又|再|另|还")
REACH = 24
"""How many figures back a total may stand."""


def candidates(scope: Scope, of: Series) -> list[Quantity]:
    """What may be the total of a series, the likeliest first: before its bracket, before it, or 合计 after it."""
    group = scope.group(of.first)
    if group >= 0:
        return [q for q in _before_bracket(scope, group) if _is_whole_of(q, of)]
    before = [q for q in scope.figures if q.end <= of.first.start][-REACH:]
    before = [
        q for q in before if scope.item(q) in (0, scope.item(of.first)) and not _is_of_others(scope, q, of)
    ]
    nearest = [q for q in reversed(before) if _stands_with(scope, q, of) and _may_be(q, of)]
    named = [q for q in before if scope.group(q) == group and _may_be_of_it(q, of) and q not in nearest]
    after = [q for q in scope.figures if q.start >= of.last.end][:6]
    grand = [q for q in after if scope.group(q) == group and _is_behind(scope, q, of)]
    grand = [q for q in grand if is_like(q, of) or _is_in_one_sentence(scope, q, of)]
    named += [q for q in after if scope.group(q) == group and q.span == len(of.years) and _is_bare(q, of)]
    joined = [q for q in reversed(before) if is_joined(scope, q, of)]
    return list(dict.fromkeys([*nearest, *joined, *grand, *named]))


def _is_bare(total: Quantity, of: Series) -> bool:
    """ "两年共15个村2000户7600人": the span says what the noun does not."""
    return total.dimension == of.first.dimension != "money" and is_plain(total) and not total.each_year


def is_joined(scope: Scope, total: Quantity, of: Series) -> bool:
    """ "培训农民1万人次，其中2018年培训3000人次": 其中 joins what the nouns do not."""
    between = scope.text[total.end : of.first.start]
    others = any(
        total.end <= q.start < of.first.start and q.dimension == total.dimension for q in scope.figures
    )
    return (
        same_family(total, of.first) and total.dimension != "money" and is_plain(total) and total.year is None
        and not total.each_year and "其中" in between and "。" not in between and not others
    )  # fmt: skip


def _is_in_one_sentence(scope: Scope, total: Quantity, of: Series) -> bool:
    """ "2018年迁出262户，2019年迁出811户，共搬迁1073户": 共 in one sentence says what the nouns do not."""
    like = total.dimension == of.first.dimension != "money" and is_plain(total)
    return like and is_grand(scope, total) and of.first.sentence == total.sentence


def _stands_with(scope: Scope, total: Quantity, of: Series) -> bool:
    """In the same bracket, or none; the sources of a total may stand in a bracket behind it."""
    group = scope.group(total)
    return group == scope.group(of.first) or bool(of.source and total.source == of.source)


def _is_of_others(scope: Scope, total: Quantity, of: Series) -> bool:
    """ "减贫39621人，2016年、2017年又分别减贫…": what comes on top is no part; nor years before or after its own."""
    words = scope.text[total.end : of.first.start]
    years = total.years
    return bool(ON_TOP.search(words[-24:])) or bool(
        years and not years[0] <= of.years[0] <= of.years[-1] <= years[1]
    )


def _is_behind(scope: Scope, total: Quantity, of: Series) -> bool:
    """合计 behind the years, or "三年…" with just as many of them."""
    span = total.span or (total.years[1] - total.years[0] + 1 if total.years else 0)
    return is_grand(scope, total) or span == len(of.years)


def _before_bracket(scope: Scope, group: int) -> list[Quantity]:
    """The figures right before a bracket: "25728户111138人（…" has two."""
    found: list[Quantity] = []
    edge = group
    for q in reversed(scope.figures):
        if q.end > edge:
            continue
        if any(c in "，。；、,;）)" for c in scope.text[q.end : edge]) or edge - q.end > 12:
            break
        found.append(q)
        edge = q.start
    return found


def _is_whole_of(total: Quantity, of: Series) -> bool:
    """Of the dimension; in a bracket the place says enough of what is counted."""
    return same_family(total, of.first) and is_plain(total) and is_of_the_source(total, of)


def _may_be(total: Quantity, of: Series) -> bool:
    """Of no single year, or counted up to the last one."""
    if total.each_year or not is_like(total, of):
        return False
    return total.year is None or (total.as_of and total.year >= of.years[-1])


def _may_be_of_it(total: Quantity, of: Series) -> bool:
    """ "30个贫困村中，2016年退出5个…": another noun, but one sentence, one unit and three years at least."""
    return (
        total.year is None and not total.each_year and total.unit == of.first.unit and is_plain(total)
        and total.sentence == of.last.sentence and len(of.cells) > 2 and total.dimension != "money"
    )  # fmt: skip


def is_like(total: Quantity, of: Series) -> bool:
    """Of the series' dimension, and of its source or noun as far as both are said."""
    if total.dimension != of.first.dimension or not is_plain(total):
        return False
    if total.dimension == "money":
        return not of.source or not total.source or total.source == of.source
    return all(nouns_agree(total.what, q.what) for q in of.figures)


def is_of_the_source(total: Quantity, of: Series) -> bool:
    """The money of one source has its own total."""
    return not of.source or total.source == of.source
