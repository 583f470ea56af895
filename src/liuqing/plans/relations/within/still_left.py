"""What is still left of a number told before: "贫困户236户940人，未脱贫的仍有87户315人", "危房120户，尚有30户未改造"."""

import re
from collections.abc import Iterator

from liuqing.plans.claims import Part, Relation
from liuqing.plans.quantity import Quantity
from liuqing.plans.relations.cells import is_plain, nouns_agree, same_noun
from liuqing.plans.relations.rounding import adds_up
from liuqing.plans.relations.within.scope import Scope
from liuqing.plans.relations.within.series import clause_words

LEFT = re.compile(
    r"(?:仍|尚|还|现|目前|至今)(?:有|剩|余|存)[一-龥]{0,6}$|未[一-龥]{1,6}的?(?:仍|尚|还)?(?:有|剩)[一-龥]{0,4}$"
)
SURELY = re.compile(r"(?:仍|尚)有?[一-龥]{0,6}$")
OPEN = re.compile(r"[未没无待欠]")
DONE = re.compile(
    r"已|完成|建成|实现|脱贫(?!攻坚|任务)|退出|出列|摘帽|改造|新建|减少|解决|落实|整改|投入|搬迁(?!户|人口|对象)|达标|通过"
)
ALL = re.compile(r"[共有总应辖需]|计划|任务|建档立卡|识别|列入|涉及|现有|登记|排查|贫困|危房")
CLAUSES = 4


def in_scope(scope: Scope) -> Iterator[Relation]:
    """Every figure that is still left beside the last one of its kind that tells of all."""
    for part in scope.figures:
        if is_plain(part) and not part.hedge and _is_left(scope, part):
            whole = _whole(scope, part)
            if whole is not None:
                made = Relation("limit", whole, (Part("仍有", part),), bound="most")
                if adds_up(made) or _is_sure(scope, whole, part):
                    yield made


def _is_left(scope: Scope, part: Quantity) -> bool:
    """Still so many, and something not done with them."""
    words = _words(scope, part)
    clause = words + re.split(r"[，。；：（]", scope.after(part, 16))[0]
    return bool(LEFT.search(words) and OPEN.search(clause))


def _words(scope: Scope, quantity: Quantity) -> str:
    """The words of its clause; persons right behind households share theirs."""
    return clause_words(scope, scope.households(quantity) or quantity)


def _whole(scope: Scope, part: Quantity) -> Quantity | None:
    """The nearest figure before it in the same unit, if it tells of all and not of what is done."""
    before = [
        q for q in scope.figures
        if q.end <= part.start and q.unit == part.unit and is_plain(q) and part.clause - q.clause <= CLAUSES
        and scope.group(q) == scope.group(part) and part.sentence - q.sentence <= 1
    ]  # fmt: skip
    if not before:
        return None
    words = _words(scope, before[-1])
    noun = words + before[-1].what
    fits = ALL.search(noun) and not DONE.search(words) and not LEFT.search(words)
    return before[-1] if fits and nouns_agree(before[-1].what, _noun(scope, part)) else None


def _noun(scope: Scope, part: Quantity) -> str:
    """What is named behind the figure; the words before it say only that it is left."""
    return "" if part.what in _words(scope, part) or OPEN.match(part.what) else part.what


def _is_sure(scope: Scope, whole: Quantity, part: Quantity) -> bool:
    """仍有 or 尚有 of the same noun, in one sentence and of one year."""
    return bool(
        SURELY.search(_words(scope, part)) and whole.sentence == part.sentence and whole.year == part.year
        and same_noun(whole.what, _noun(scope, part))
    )  # fmt: skip
