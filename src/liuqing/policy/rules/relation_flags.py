"""Relation and sex (关系与性别): can somebody of this sex be this to the head?

Source: the catalogue of checks, ID-06. Requirement R386.
"""

from fractions import Fraction

import ibis

from liuqing.policy.dated import Parameters
from liuqing.policy.rule import Column, flag


@flag(
    "person",
    label="与户主关系和性别不符",
    source="疑点规则 ID-06",
    severity="orange",
    disagree=("成员的与户主关系", "成员的性别"),
    check="看身份证和户口簿：性别登错的改正性别，关系登错的改正关系。",
    closes="与户主关系和性别相符",
    expects=Fraction(3, 100),
    department="县扶贫办",
    topic="身份信息",
    asks=False,
)
def relation_not_of_sex(registered: Column, relation: Column, sex: Column, p: Parameters) -> Column:
    """A son who is a woman, a mother who is a man; only where relation and sex are both stated.

    Relations that both sexes may have (兄弟姐妹, 叔伯, 其他) are in neither list.
    """
    a_man, a_woman = relation.isin(p["flags.male_relations"]), relation.isin(p["flags.female_relations"])
    return registered & ibis.cases(
        (relation.isnull() | sex.isnull(), ibis.null("boolean")),
        ((a_man & (sex == "女")) | (a_woman & (sex == "男")), True),
        else_=False,
    )
