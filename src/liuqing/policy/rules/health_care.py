"""Health care (大病救治、慢病签约): is everybody who is ill being looked after?

Source: 富源县规划, health item 4 (the seriously ill are treated); 新平县规划, health (the chronically
ill sign with a doctor); 文昌湖规划, chapter 6 (shares of the task to be done by each year).

Who is ill is said by the register (健康状况) and by the health office's list of the ill. A list that
is not there, or in which a member is missing, says nothing: then the register decides, and without
it nothing is known.
"""

from fractions import Fraction

import ibis

from liuqing.policy.dated import Parameters
from liuqing.policy.rule import Column, amount, condition, count, flag
from liuqing.policy.three_valued import tally

SOURCE = "富源县规划，健康扶贫行动（4.大病集中救治）；文昌湖规划，第六章"


def _ill(listed: Column, illness: Column, health: Column, word: str) -> Column:
    return ibis.cases(
        (listed, True),
        (health.notnull(), health.contains(word)),
        (illness.notnull(), False),
        else_=ibis.null("boolean"),
    )


@condition("person", label="病种属于大病", requirements=("B083", "B087"))
def illness_serious(illness: Column, p: Parameters) -> Column:
    """The illness in the list contains one of the place's words; not known without an illness."""
    found = ibis.literal(False)
    for word in p["health.serious_illnesses"]:
        found = found | illness.contains(word)
    return ibis.ifelse(illness.notnull(), found, ibis.null("boolean"))


@condition("person", label="患有大病", requirements=("B087",))
def seriously_ill(illness_serious: Column, illness: Column, health: Column) -> Column:
    """By the list, else by the register."""
    return _ill(illness_serious, illness, health, "患有大病")


@condition("person", label="患有慢性病", requirements=("B087",))
def chronically_ill(illness_serious: Column, illness: Column, health: Column) -> Column:
    """In the list with another than a serious illness, else by the register."""
    return _ill(~illness_serious, illness, health, "长期慢性病")


@condition("person", label="大病已救治", requirements=("B087",))
def serious_illness_treated(seriously_ill: Column, illness_treated: Column) -> Column:
    """Seriously ill and treated, as the list says."""
    return seriously_ill & illness_treated


@flag(
    "person",
    label="大病患者未救治",
    requirements=("B087",),
    severity="red",
    disagree=("健康状况或患者名单（患有大病）", "患者名单的救治情况（未救治）"),
    check="入户问清病情和不治的原因，联系定点医院；已治的，补登救治情况。",
    closes="患者名单的救治情况改为已救治，或不再登记为大病",
    expects=Fraction(10, 100),
    department="县卫计局",
    topic="健康扶贫",
    asks=False,
)
def serious_untreated(registered: Column, seriously_ill: Column, illness_treated: Column) -> Column:
    """Seriously ill and not treated."""
    return registered & seriously_ill & ~illness_treated


@flag(
    "person",
    label="慢性病患者未签约",
    requirements=("B087",),
    severity="yellow",
    disagree=("健康状况或患者名单（患有慢性病）", "患者名单的家庭医生签约（未签约）"),
    check="由村医上门签约并建立随访记录；已签约的，补登。",
    closes="患者名单登记已签约",
    expects=Fraction(30, 100),
    department="县卫计局",
    topic="健康扶贫",
    source="新平县规划，健康扶贫巩固提升行动（慢性病签约服务管理）",
    asks=False,
)
def chronic_uncontracted(registered: Column, chronically_ill: Column, illness_contracted: Column) -> Column:
    """Chronically ill and without a contract with a doctor."""
    return registered & chronically_ill & ~illness_contracted


@count("household", label="患大病成员", unit="人", requirements=("B087",))
def members_seriously_ill(seriously_ill: Column) -> Column:
    """Members who are seriously ill."""
    return tally(seriously_ill)


@count("household", label="是否患大病不明的成员", unit="人")
def members_illness_unclear(seriously_ill: Column) -> Column:
    """Members of whom it is not known."""
    return seriously_ill.isnull().cast("int64").sum()


@count("household", label="大病已救治成员", unit="人", requirements=("B087",))
def members_treated(serious_illness_treated: Column) -> Column:
    """Seriously ill members who are treated."""
    return tally(serious_illness_treated)


@amount("household", label="在册患大病成员", unit="人", requirements=("B087",))
def registered_seriously_ill(registered: Column, members_seriously_ill: Column) -> Column:
    """The seriously ill of a household in the register, else 0."""
    return registered.ifelse(members_seriously_ill, 0)


@amount("household", label="在册大病已救治成员", unit="人", requirements=("B087",))
def registered_treated(registered: Column, members_treated: Column) -> Column:
    """Those of them who are treated, else 0."""
    return registered.ifelse(members_treated, 0)


@count("area", label="患大病贫困人口", unit="人", requirements=("B087",))
def area_seriously_ill(registered_seriously_ill: Column) -> Column:
    """Members of the register who are seriously ill."""
    return registered_seriously_ill.sum()


@count("area", label="已救治贫困人口", unit="人", requirements=("B087",))
def area_treated(registered_treated: Column) -> Column:
    """Those of them who are treated by the day."""
    return registered_treated.sum()


@amount("area", label="大病救治率", unit="ppm", requirements=("B087",))
def treatment_rate(area_treated: Column, area_seriously_ill: Column) -> Column:
    """The treated per million seriously ill, half up; not known where nobody is ill."""
    base = area_seriously_ill.nullif(0)
    return (area_treated * 2_000_000 + base) // (base * 2)


@condition(
    "area", label="大病救治达到年度进度", requirements=("B087",), source="文昌湖规划，第六章（442进度）"
)
def treatment_on_schedule(area_treated: Column, area_seriously_ill: Column, p: Parameters) -> Column:
    """The share treated so far has reached what is to be done by the end of the year."""
    due = p.ppm("health.treatment_target")
    return area_treated * 1_000_000 >= area_seriously_ill.nullif(0) * due
