"""Flags (疑点): which members of the register look wrong, because two facts disagree?

Source: the catalogues of checks that counties use: XD-01, HS-02, ED-02. A flag proves nothing:
about two in three are explained when somebody looks. It never changes the record by itself.

A flag that matches more of the register than it expects stops and asks: then more likely a list
is wrong than so many people.
"""

from fractions import Fraction

from liuqing.policy.dated import Parameters
from liuqing.policy.rule import Column, flag


@flag(
    "person",
    label="已死亡仍在册",
    source="疑点规则 XD-01",
    department="县公安局",
    severity="red",
    disagree=("建档立卡在册成员", "公安死亡注销名单"),
    check="入户核实；确已死亡的，办理人口自然减少，并查注销后是否仍在领取补助。",
    closes="成员已按死亡减少，或公安名单中没有本人",
    expects=Fraction(3, 100),
)
def dead_but_active(registered: Column, died_on: Column, p: Parameters) -> Column:
    """A member whom the police list reports dead by the day. Not in the list means no."""
    return registered & (died_on <= p.on).fill_null(False)


@flag(
    "person",
    label="未参加基本医疗保险",
    source="疑点规则 HS-02",
    department="县医保局",
    severity="red",
    disagree=("全员参保的要求和台账登记", "医保局当年参保名单"),
    check="核对参保险种和参保地；在外地或以职工身份参保的，补凭证；确未参保的，协助参保。",
    closes="当年参保名单中有本人，或台账改为参加职工医保",
    expects=Fraction(10, 100),
)
def not_insured(
    registered: Column,
    resident_medical: Column,
    employee_medical: Column,
    list_insured: Column,
) -> Column:
    """Missing in the list of the year, or by the register in no scheme, and not insured at work."""
    missing = ~list_insured | (~resident_medical & list_insured.isnull())
    return registered & missing & ~employee_medical


@flag(
    "person",
    label="适龄儿童未在校",
    source="疑点规则 ED-02",
    department="县教育局",
    severity="red",
    disagree=("出生日期（义务教育阶段）", "在校生状况、学籍名单"),
    check="核对学籍；在外地就读的，补学籍证明；确已辍学的，劝返复学；因身体原因的，写明原因。",
    closes="学籍名单中有本人，或写明了失学或辍学原因",
    expects=Fraction(3, 100),
)
def compulsory_not_in_school(
    registered: Column,
    compulsory_age: Column,
    at_school: Column,
    list_enrolled: Column,
    dropout_reason: Column,
) -> Column:
    """Of compulsory age, not on the roll (or, without a roll, by the register not at school), no reason.

    The roll is asked first: a child whom the register still sends to school although no school
    has it is the one whom nobody else finds.
    """
    away = ~list_enrolled.fill_null(at_school)
    return registered & compulsory_age & away & dropout_reason.isnull()
