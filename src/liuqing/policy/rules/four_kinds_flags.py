"""Doubts between three offices (四类对象疑点): do register, civil affairs and disabled federation agree?

Source: 嵩明县规划, （三）贫困现状 1 (the four classes are told differently by the three offices) and 5
(dibao files in which the registered are not marked); 新平县规划, the same matching.

One person, two statements: the register's mark and the other office's list of the year. Without a
list, or without a mark, nothing is known. Innocent and left out: the dead; a household of which
another member is in the list (some offices list the applicant only); tekun listed instead of dibao;
a member whom the register itself names by a disability card.
"""

from fractions import Fraction
from typing import Any

from liuqing.policy.rule import Column, count, flag
from liuqing.policy.three_valued import nobody, tally, tally_unknown

SOURCE = "嵩明县规划，（三）贫困现状 1、5（R249、R385）"
CIVIL, DISABLED = "县民政局", "县残联"
COMMON: dict[str, Any] = {"topic": "四类对象", "asks": False}


@count("household", label="在低保名册的人数", unit="人")
def dibao_listed_members(dibao_times: Column) -> Column:
    """Members in the dibao list of the year; without a list 0."""
    return tally(dibao_times >= 1)


@count("household", label="在特困名册的人数", unit="人")
def tekun_listed_members(tekun_times: Column) -> Column:
    """Members in the tekun list of the year; without a list 0."""
    return tally(tekun_times >= 1)


@count("household", label="是否在低保名册不明的人数", unit="人")
def dibao_listed_unclear(dibao_times: Column) -> Column:
    """Members of whom the dibao list of the year says nothing yet: a row waits, or there is no list."""
    return tally_unknown(dibao_times >= 1)


@count("household", label="是否在特困名册不明的人数", unit="人")
def tekun_listed_unclear(tekun_times: Column) -> Column:
    """Members of whom the tekun list of the year says nothing yet: a row waits, or there is no list."""
    return tally_unknown(tekun_times >= 1)


@flag(
    "person",
    label="低保名册有而台账未标注",
    severity="orange",
    disagree=("农村低保对象花名册（有本人）", "台账（是否享受低保：否）"),
    check="看低保证和发放记录：正在享受的，台账改为是；已停发的，报民政局更新花名册。",
    closes="台账改为享受低保，或花名册中没有本人",
    expects=Fraction(10, 100),
    department=CIVIL,
    **COMMON,
)
def dibao_unmarked(registered: Column, on_dibao: Column, dibao_times: Column, dead: Column) -> Column:
    """In the list of the year and not marked in the register."""
    return registered & ~dead & (dibao_times >= 1) & ~on_dibao


@flag(
    "person",
    label="台账标注低保而名册没有",
    severity="orange",
    disagree=("台账（是否享受低保：是）", "农村低保对象花名册（没有本人和本户成员）"),
    check="看低保证和发放记录：在外地或城市享受的，写明；已停发的，台账改为否；漏登的，报民政局补花名册。",
    closes="台账改为不享受低保，或花名册中有本人或本户成员",
    expects=Fraction(10, 100),
    department=CIVIL,
    **COMMON,
)
def dibao_unlisted(
    registered: Column,
    on_dibao: Column,
    tekun_times: Column,
    dibao_listed_members: Column,
    dibao_listed_unclear: Column,
    household_size: Column,
    dead: Column,
) -> Column:
    """Marked, and neither the member nor another of the household is in the list."""
    tekun = (tekun_times >= 1).fill_null(False)
    missing = nobody(dibao_listed_members, dibao_listed_unclear, household_size)
    return registered & ~dead & ~tekun & on_dibao & missing


@flag(
    "person",
    label="特困名册有而台账未标注",
    severity="orange",
    disagree=("特困供养人员花名册（有本人）", "台账（是否特困供养人员：否）"),
    check="看特困供养证：正在供养的，台账改为是；已退出的，报民政局更新花名册。",
    closes="台账改为特困供养人员，或花名册中没有本人",
    expects=Fraction(5, 100),
    department=CIVIL,
    **COMMON,
)
def tekun_unmarked(registered: Column, on_tekun: Column, tekun_times: Column, dead: Column) -> Column:
    """In the list of the year and not marked in the register."""
    return registered & ~dead & (tekun_times >= 1) & ~on_tekun


@flag(
    "person",
    label="台账标注特困而名册没有",
    severity="orange",
    disagree=("台账（是否特困供养人员：是）", "特困供养人员花名册（没有本人和本户成员）"),
    check="看特困供养证：转为低保或已退出的，台账改为否；漏登的，报民政局补花名册。",
    closes="台账改为不是特困供养人员，或花名册中有本人或本户成员",
    expects=Fraction(5, 100),
    department=CIVIL,
    **COMMON,
)
def tekun_unlisted(
    registered: Column,
    on_tekun: Column,
    tekun_listed_members: Column,
    tekun_listed_unclear: Column,
    household_size: Column,
    dead: Column,
) -> Column:
    """Marked, and neither the member nor another of the household is in the list."""
    missing = nobody(tekun_listed_members, tekun_listed_unclear, household_size)
    return registered & ~dead & on_tekun & missing


@flag(
    "person",
    label="残疾人名册有而台账未标注",
    severity="orange",
    disagree=("持证残疾人名册（有本人）", "台账（健康状况没有残疾）"),
    check="看残疾人证：在有效期的，台账健康状况补上残疾；已注销的，报残联更新名册。",
    closes="健康状况补上残疾，或名册中没有本人",
    expects=Fraction(10, 100),
    department=DISABLED,
    **COMMON,
)
def disability_unmarked(registered: Column, health: Column, disabled_times: Column, dead: Column) -> Column:
    """A card holder whose health in the register says nothing of it."""
    return registered & ~dead & (disabled_times >= 1) & ~health.contains("残疾")


@flag(
    "person",
    label="台账标注残疾而名册没有",
    severity="yellow",
    disagree=("台账（健康状况：残疾）", "持证残疾人名册（没有本人）"),
    check="问有没有残疾人证：有的，看证号和办证地；没有的，符合条件就协助办证，不符合的改正健康状况。",
    closes="名册中有本人，或健康状况已改正",
    expects=Fraction(10, 100),
    department=DISABLED,
    **COMMON,
)
def disability_unlisted(
    registered: Column, health: Column, disabled_times: Column, id_class: Column, dead: Column
) -> Column:
    """Stated disabled without being in the list; a card number in the register is a card."""
    return registered & ~dead & id_class.isnull() & health.contains("残疾") & (disabled_times == 0)
