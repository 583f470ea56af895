"""Shares whose whole the words name: "占全县10000人的30%", 完成率, 贫困发生率."""

import re
from decimal import Decimal

from liuqing.plans.claims import Part, Relation
from liuqing.plans.quantity import Quantity
from liuqing.plans.relations.cells import is_plain
from liuqing.plans.relations.rounding import adds_up, half
from liuqing.plans.relations.within.scope import Scope

OF = re.compile(r"占(?!地|用|有|道|补)[^，。；]{0,16}$")
LEFT = re.compile(r"未脱贫|剩余|尚有|未退出|现有贫困")
FINISHED = re.compile(
    r"完成率|到位率|支付率|拨付率|开工率|完工率|竣工率|完成计划的|完成任务的|占计划的|占任务的"
)
HUNDRED = Decimal(100)


def share(percent: Quantity, part: Quantity, whole: Quantity) -> Relation:
    """A share beside its part and its whole; cut off instead of rounded is still right."""
    value = part.value / whole.value * HUNDRED
    cut_off = percent.step if value > percent.value else percent.step / 2
    slack = cut_off + (half(part) / whole.value + part.value * half(whole) / whole.value**2) * HUNDRED
    return Relation(
        "percent", percent, (Part("部分", part), Part("总数", whole)), formula=f"{part.text}÷{whole.text}",
        computed=value, slack=slack,
    )  # fmt: skip


def of_stated(scope: Scope, at: int, percent: Quantity) -> Relation | None:
    """ "3000人，占全县10000人的30%": the whole stands between 占 and the share, the part before 占."""
    whole = scope.figures[at - 1] if at else None
    if whole is None or not is_plain(whole) or not scope.between(whole, percent).strip().startswith("的"):
        return None
    if len(scope.between(whole, percent)) > 4 or not OF.search(
        scope.text[max(0, whole.start - 24) : whole.start]
    ):
        return None
    before = [q for q in scope.figures[: at - 1] if q.dimension == whole.dimension and is_plain(q)]
    part = before[-1] if before and before[-1].sentence == whole.sentence else None
    return share(percent, part, whole) if part and whole.value else None


def of_plan(scope: Scope, at: int, percent: Quantity) -> Relation | None:
    """ "计划建设1609口，已建成1464口，完成率91.0%": the two figures before it in its sentence."""
    words = re.split(r"[，。；]", scope.before(percent, 16))[-1]
    near = scope.figures[max(0, at - 2) : at]
    if (
        not FINISHED.search(words)
        or len(near) < 2
        or not (near[0].sentence == near[1].sentence == percent.sentence)
    ):
        return None
    plan, done = near
    if plan.dimension != done.dimension or not (is_plain(plan) and is_plain(done)) or not plan.value:
        return None
    told = re.split(r"[，。；、]", scope.before(done, 16))[-1]
    return share(percent, done, plan) if re.search(r"已|完成|实际|到位|支付", told) else None


def of_people(scope: Scope, at: int, percent: Quantity) -> Relation | None:
    """贫困发生率: those not yet out of poverty of all rural people, where the paragraph tells both once."""
    words = re.split(r"[，。；]", scope.before(percent, 16))[-1]
    whole = scope.figures[at - 1] if at else None
    if (
        "发生率" not in words
        or whole is None
        or whole.dimension != "persons"
        or whole.sentence != percent.sentence
    ):
        return None
    if not re.search(r"农业人口|农村人口|乡村人口|总人口|农业户籍", scope.before(whole, 10)):
        return None
    left = [
        q for q in scope.figures[: at - 1]
        if q.dimension == "persons" and LEFT.search(re.split(r"[，。；、：]", scope.before(q, 16))[-1])
    ]  # fmt: skip
    made = [share(percent, q, whole) for q in left[-1:]]
    return next((r for r in made if adds_up(r) or len(left) == 1), None)
