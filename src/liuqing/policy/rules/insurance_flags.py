"""Doubts about cover (参保疑点): who is in two schemes, in half a scheme, or in no pension scheme?

Source: the catalogue of checks HS-01, HS-02, XD-12. That somebody is in no medical scheme at all is
asked in ``flags.py``.

Innocent and left out: who changed from the residents' to the employees' scheme within the year (only
the register's own two statements are held against each other); employees, whose scheme has no
residents' critical illness cover; who already draws a pension; the dead.
"""

from fractions import Fraction

import ibis

from liuqing.policy.dated import Parameters
from liuqing.policy.rule import Column, condition, flag

TOPIC = "参保"
OFFICE = "县医保局"


@condition("person", label="截至当日已死亡", source="疑点规则 XD-01")
def dead(died_on: Column, p: Parameters) -> Column:
    """The police list reports a death by the day; not in the list means no."""
    return (died_on <= p.on).fill_null(False)


@flag(
    "person",
    label="居民医保和职工医保同时登记",
    source="疑点规则 HS-01",
    severity="orange",
    disagree=("台账（参加城乡居民医保：是）", "台账（参加职工医保：是）"),
    check="查医保参保凭证，问清现在用哪一种结算。",
    closes="两项参保登记只留实际参加的一项",
    expects=Fraction(3, 100),
    department=OFFICE,
    topic=TOPIC,
    asks=False,
)
def two_medical_schemes(registered: Column, resident_medical: Column, employee_medical: Column) -> Column:
    """The register says yes to both; not known while one is missing and the other is not no."""
    return registered & resident_medical & employee_medical


@flag(
    "person",
    label="参加居民医保而没有大病保险",
    source="疑点规则 HS-02",
    severity="red",
    disagree=("台账或医保局当年参保名单（参加城乡居民医保）", "台账（参加大病保险：否）"),
    check="查医保凭证：居民医保随带大病保险，多为台账漏填；确未参加的，联系医保局补办。",
    closes="台账大病保险改为是，或居民医保改为否并写明参保险种",
    expects=Fraction(10, 100),
    department=OFFICE,
    topic=TOPIC,
    asks=False,
)
def no_serious_illness_cover(
    registered: Column,
    resident_cover: Column,
    employee_medical: Column,
    critical_illness_cover: Column,
    dead: Column,
) -> Column:
    """In the residents' scheme, and by the register not in its critical illness cover.

    Some offices list the employees' scheme in the same list: who is in it needs no such cover.
    """
    resident = resident_cover & ~employee_medical.fill_null(False)
    return registered & ~dead & resident & ~critical_illness_cover


@condition("person", label="领取城乡居民养老金", source="疑点规则 XD-12")
def draws_pension(age: Column, pension_times: Column, p: Parameters) -> Column:
    """In the list of the year; who is too young for a pension draws none, whatever the list says not."""
    young = age < p["pension.payment_age"]
    return ibis.cases((pension_times >= 1, True), (young, False), (pension_times == 0, False))


@flag(
    "person",
    label="应参保而未参加养老保险",
    source="疑点规则 XD-12",
    severity="yellow",
    disagree=(
        "台账和学籍名单（年满 16 岁、不在校）",
        "台账（居民养老、职工养老都未参加）和养老金发放名册（没有本人）",
    ),
    check="查养老保险参保凭证；在外地或单位参保的，补凭证；确未参保的，讲清政策、协助参保。",
    closes="台账养老保险一项改为是，或在校生状况补填",
    expects=Fraction(30, 100),
    department="县人社局",
    topic=TOPIC,
    asks=False,
)
def no_pension_scheme(
    registered: Column, pension_secured: Column, list_enrolled: Column, draws_pension: Column, dead: Column
) -> Column:
    """Old enough, at no school, in neither scheme; who draws a pension is in one.

    Whom the school roll has is at school, also if the register has left the school year blank.
    """
    learns = list_enrolled.fill_null(False)
    return registered & ~dead & ~learns & ~draws_pension & ~pension_secured
