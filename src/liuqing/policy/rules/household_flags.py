"""Households (户内关系): do head, spouse and members of a household fit together?

Source: the catalogue of checks, ID-05 to ID-07. Requirement R386.

A member of whom the relation or the sex is not stated speaks neither for nor against. Sexes are
held against relations only where both are stated; relations that both sexes may have (兄弟姐妹, 叔伯,
其他) never.
"""

from fractions import Fraction

import ibis

from liuqing.policy.rule import Column, condition, count, flag
from liuqing.policy.three_valued import tally, tally_unknown

TOPIC = "身份信息"
SOURCE = "疑点规则 ID-05、ID-06"
OFFICE = "县扶贫办"
COUPLE = ("户主", "配偶")


@condition("person", label="户主的配偶")
def is_spouse(relation: Column) -> Column:
    """The spouse of the head."""
    return relation == "配偶"


@condition("person", label="户主或配偶，男")
def man_of_couple(relation: Column, sex: Column) -> Column:
    """Head or spouse, and a man."""
    return relation.isin(COUPLE) & (sex == "男")


@condition("person", label="户主或配偶，女")
def woman_of_couple(relation: Column, sex: Column) -> Column:
    """Head or spouse, and a woman."""
    return relation.isin(COUPLE) & (sex == "女")


@count("household", label="配偶人数", unit="人")
def spouses(is_spouse: Column) -> Column:
    """Members called the head's spouse."""
    return tally(is_spouse)


@count("household", label="与户主关系不明人数", unit="人")
def relations_unclear(is_head: Column) -> Column:
    """Members of whom no relation is stated."""
    return tally_unknown(is_head)


@count("household", label="户主和配偶中的男性", unit="人")
def men_of_couple(man_of_couple: Column) -> Column:
    """Men among head and spouse."""
    return tally(man_of_couple)


@count("household", label="户主和配偶中的女性", unit="人")
def women_of_couple(woman_of_couple: Column) -> Column:
    """Women among head and spouse."""
    return tally(woman_of_couple)


@flag(
    "household",
    label="没有户主或不止一个户主",
    source="疑点规则 ID-05",
    severity="red",
    disagree=("成员的与户主关系", "一户有且只有一个户主"),
    check="对照户口簿确定户主：户主去世或迁出的，推选新户主并改正其他成员的关系；误登的，改正。",
    closes="本户在册成员中正好一人的与户主关系是户主",
    expects=Fraction(3, 100),
    department=OFFICE,
    topic=TOPIC,
    asks=False,
)
def not_one_head(
    registered: Column, heads: Column, relations_unclear: Column, household_size: Column
) -> Column:
    """Several heads; or none, though of every member the relation is stated."""
    several, one, stated = heads > 1, heads == 1, (relations_unclear == 0) & (household_size > 0)
    return registered & ibis.cases((several, True), (one, False), (stated, True))


@flag(
    "household",
    label="不止一个配偶",
    source="疑点规则 ID-05",
    severity="red",
    disagree=("一名成员登记为配偶", "另一名成员也登记为配偶"),
    check="对照户口簿、结婚证：儿媳、女婿误登为配偶的，改正关系；已离婚或去世的，办理减少。",
    closes="本户在册成员中至多一人的与户主关系是配偶",
    expects=Fraction(3, 100),
    department=OFFICE,
    topic=TOPIC,
    asks=False,
)
def several_spouses(
    registered: Column, spouses: Column, relations_unclear: Column, household_size: Column
) -> Column:
    """More than one member is called the head's spouse."""
    stated = (relations_unclear == 0) & (household_size > 0)
    return registered & ibis.cases((spouses > 1, True), (stated, False))


@flag(
    "household",
    label="户主和配偶性别相同",
    source="疑点规则 ID-06",
    severity="orange",
    disagree=("户主的性别", "配偶的性别"),
    check="看户主和配偶的身份证：性别登错的改正性别，关系登错的改正关系。",
    closes="户主和配偶一男一女，或关系已改正",
    expects=Fraction(2, 100),
    department=OFFICE,
    topic=TOPIC,
    asks=False,
)
def couple_of_one_sex(
    registered: Column, heads: Column, spouses: Column, men_of_couple: Column, women_of_couple: Column
) -> Column:
    """One head and one spouse, both men or both women; several of either are told by themselves."""
    a_couple, told = (heads == 1) & (spouses == 1), men_of_couple + women_of_couple == 2
    same = (men_of_couple == 2) | (women_of_couple == 2)
    return registered & ibis.cases((~a_couple, False), (told, same))
