"""When years that do not add up are a failure: all of them are there, or there is more than the total."""

import re
from dataclasses import replace

from liuqing.plans.claims import Part, Relation
from liuqing.plans.quantity import Quantity
from liuqing.plans.relations.cells import same_noun
from liuqing.plans.relations.rounding import computed
from liuqing.plans.relations.within.one_slip import is_one_slip
from liuqing.plans.relations.within.scope import Scope
from liuqing.plans.relations.within.series import Series, clause_words
from liuqing.plans.relations.within.year_totals import is_joined, is_like, is_of_the_source

UNLISTED = "所列年份未必齐全"
STRONG = re.compile(r"合计|共计|总计|总共|一共|年共|年累计")
PLANNED = re.compile(r"总投资|计划|规划|概算|估算|预算|共需|需要?投入|需资金")
SO_FAR = re.compile(r"累计|已|截至|完成|到位|支付|拨付|新增")
CHANGE = re.compile(r"减少|下降|降低|增加|增长|净增")


def relation(total: Quantity, of: Series) -> Relation:
    """The total beside its years."""
    parts = tuple(Part(f"{q.year}年", q) for q in of.figures)
    return Relation("year_sum", total, parts)


def missed(
    scope: Scope, of: Series, total: Quantity, sure: bool, span: tuple[int, int] | None
) -> Relation | None:
    """A failure if all years are known to be there, or there is more than the total; else a doubt at most."""
    like = is_like(total, of) or is_joined(scope, total, of) or scope.group(of.first) >= 0
    if not is_of_the_source(total, of) or not like or _counts_up(total, of):
        return None
    if sure and of.is_split and total.source:
        return relation(total, of)
    if len(of.cells) < 2 or not _covers(total, of):
        return None
    made, fills = relation(total, of), _fills(of, span)
    if _is_next(scope, total, of) and is_one_slip(made):
        return made
    if not (sure or _is_meant(scope, total, of, fills)):
        return None
    whole = (
        sure
        or _says_span(total)
        or fills
        or _is_bracketed(scope, of)
        or total.start > of.last.end
        or _is_planned(scope, total, of)
        or "分年度" in scope.before(of.first, 12)
    )
    return made if whole or _is_more(made) else replace(made, is_whole=False, missing=UNLISTED)


def _is_next(scope: Scope, total: Quantity, of: Series) -> bool:
    """No other figure of the kind stands between the total and its years."""
    low, high = (
        sorted((total.end, of.first.start)) if total.end <= of.first.start else (of.last.end, total.start)
    )
    return not any(low <= q.start < high and q.dimension == total.dimension for q in scope.figures) and _same(
        total, of
    )


def _is_planned(scope: Scope, total: Quantity, of: Series) -> bool:
    """A planned total in its years; what was done in some of them may be less."""
    words = [clause_words(scope, q) for q in (total, *of.figures)]
    return bool(PLANNED.search(words[0])) and not any(SO_FAR.search(w) for w in words)


def _counts_up(total: Quantity, of: Series) -> bool:
    """Each year has all that there is by then: the last is the total."""
    return len(of.cells) > 1 and of.last.value == total.value


def _is_more(made: Relation) -> bool:
    return computed(made) > made.total.value


def _is_meant(scope: Scope, total: Quantity, of: Series, fills: bool) -> bool:
    if total.start > of.last.end:
        return _sums_up(scope, total, of, fills)
    if (
        fills
        and _same(total, of)
        and (_is_next(scope, total, of) or PLANNED.search(clause_words(scope, total)))
    ):
        return True
    stands = len(of.cells) > 2 and _is_next(scope, total, of) and _is_planned(scope, total, of)
    return stands or _is_marked(scope, total, of) or (_says_span(total) and _same(total, of))


def _fills(of: Series, span: tuple[int, int] | None) -> bool:
    """The years are those of the plan, every one."""
    return (
        bool(span) and (of.years[0], of.years[-1]) == span and len(of.years) == of.years[-1] - of.years[0] + 1
    )


def _sums_up(scope: Scope, total: Quantity, of: Series, fills: bool) -> bool:
    """合计 or 三年共 behind the years, of the same thing: what was 减少 is not the sum of what was left."""
    words = re.split(r"[。；]", scope.before(total, 40))[-1]
    turned = CHANGE.search(words) and not CHANGE.search(clause_words(scope, of.last))
    near = len(of.cells) > 2 and total.sentence == of.first.sentence and _is_next(scope, total, of)
    return not turned and bool(
        STRONG.search(words) or (fills and "累计" in words) or (near and "共" in words)
    )


def _covers(total: Quantity, of: Series) -> bool:
    """Every year of the total is there; where it names none, the years must follow each other."""
    years = of.years
    if total.years:
        return total.years == (years[0], years[-1]) and len(years) == years[-1] - years[0] + 1
    if total.span:
        return total.span == len(years)
    return years[-1] - years[0] + 1 == len(years)


def _says_span(total: Quantity) -> bool:
    return bool(total.span or total.years)


def _is_bracketed(scope: Scope, of: Series) -> bool:
    """The years stand in a bracket that says nothing of being only some."""
    opening = scope.group(of.first)
    return opening >= 0 and "其中" not in scope.text[opening : of.first.start]


def _is_marked(scope: Scope, total: Quantity, of: Series) -> bool:
    """A bracket, or 其中 or 分别 with no other figure of the kind between."""
    if scope.group(of.first) >= 0:
        return True
    between = scope.between(total, of.first)
    others = any(
        total.end <= q.start < of.first.start and q.dimension == total.dimension for q in scope.figures
    )
    return (
        not others
        and any(mark in between for mark in ("其中", "分别", "分年度"))
        and "。" not in between.lstrip("。")
    )


def _same(total: Quantity, of: Series) -> bool:
    """Both sides name the same thing, money of one source or one noun."""
    if total.dimension == "money":
        return total.source == of.source
    return all(same_noun(total.what, q.what) or not q.what for q in of.figures)
