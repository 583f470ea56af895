"""Schooling as it is written (教育登记): do school year, education reached and school roll agree?

Source: the catalogue of checks, ED-01 and ED-03 to ED-06 (ED-02, children of compulsory age at no
school, is in ``flags.py``). Requirements R385, R386.

Children below school age are no case: many have both or neither, and nothing hangs on it. Who has
just left school, or enters at seven because of a birthday in autumn, is no case either.
"""

from fractions import Fraction
from functools import reduce
from operator import or_

import ibis

from liuqing.policy.dated import Parameters
from liuqing.policy.rule import Column, condition, flag
from liuqing.policy.rules.schooling import born_by

TOPIC = "教育"
OFFICE, SCHOOLS = "县扶贫办", "县教育局"


@flag(
    "person",
    label="在校生状况和文化程度没有只填一项",
    source="疑点规则 ED-01",
    severity="orange",
    disagree=("在校生状况（在校的填）", "文化程度（不在校的填）"),
    check="问清现在是否在校：在校的填在校生状况，不在校的填文化程度，另一项空着。",
    closes="在校生状况和文化程度正好填了一项",
    expects=Fraction(10, 100),
    department=OFFICE,
    topic="逻辑错误",
    asks=False,
)
def school_stated_twice(
    registered: Column, age: Column, school_status: Column, education: Column, p: Parameters
) -> Column:
    """Of school age or older, and both are stated or neither; not known without an age."""
    of_age = age >= p["schooling.starting_age"]
    here, there = school_status.isnull(), education.isnull()
    return registered & of_age & ((here & there) | (~here & ~there))


@flag(
    "person",
    label="因病因残未上学，健康状况却是健康",
    source="疑点规则 ED-03",
    severity="orange",
    disagree=("失学或辍学原因（身体原因）", "健康状况（健康）"),
    check="看病历或残疾人证：确因身体原因的，改正健康状况并安排送教；不是的，改正原因并劝返复学。",
    closes="失学或辍学原因与健康状况相符",
    expects=Fraction(2, 100),
    department=OFFICE,
    topic=TOPIC,
    asks=False,
)
def absent_ill_but_healthy(
    registered: Column, compulsory_age: Column, unable_to_learn: Column, health: Column
) -> Column:
    """Of compulsory age only: a reason that still stands with a healthy adult is an old one."""
    return registered & compulsory_age & unable_to_learn & (health == "健康")


@condition("person", label="登记健康，也不在残疾人和患者名单", source="疑点规则 ED-04、LB-02、LB-03、LB-14")
def told_healthy(health: Column, disabled_times: Column, illness: Column) -> Column:
    """Healthy by the register and in no list of the disabled or ill; a list that is not there is silent."""
    listed = (disabled_times > 0).fill_null(False) | illness.notnull()
    return (health == "健康") & ~listed


@flag(
    "person",
    label="已到入学年龄仍登记为学龄前",
    source="疑点规则 ED-04",
    severity="orange",
    disagree=("出生日期（已到小学年龄）", "在校生状况（学龄前儿童、学前教育）"),
    check="问清就读学校和年级：已上小学的，更新在校生状况；还没有上学的，送入学校。",
    closes="在校生状况改为实际年级，或写明未上学的原因",
    expects=Fraction(3, 100),
    department=SCHOOLS,
    topic=TOPIC,
    asks=False,
)
def preschool_too_old(
    registered: Column, birth: Column, school_status: Column, told_healthy: Column, p: Parameters
) -> Column:
    """Healthy, and on the last 31 August already of the age at which the last children enter."""
    of_age = birth <= born_by(p["flags.preschool_until"], p["schooling.age_counted_on"], p.on)
    return registered & of_age & school_status.isin(p["flags.preschool_words"]) & told_healthy


@condition("person", label="领取雨露计划补助", source="疑点规则 ED-05")
def receives_yulu(list_enrolled: Column, school_aid_kind: Column, p: Parameters) -> Column:
    """So says the school roll; who is not on it, or on it without such aid, gets none."""
    named = reduce(or_, [school_aid_kind.contains(word) for word in p["flags.yulu_words"]])
    return ibis.cases((list_enrolled, named.fill_null(False)), (~list_enrolled, False))


@flag(
    "person",
    label="领雨露计划补助但不是中职、高职在校生",
    source="疑点规则 ED-05",
    severity="yellow",
    disagree=("学籍名单的资助项目（雨露计划）", "台账的在校生状况（不是中职、高职）"),
    check="看学生证或录取通知：就读中职、高职的，更新在校生状况；不是的，由县教育局停发并查明原因。",
    closes="在校生状况是中职、高职（技师学院按中职），或资助项目不再是雨露计划",
    expects=Fraction(20, 100),
    department=SCHOOLS,
    topic=TOPIC,
    asks=False,
)
def yulu_wrong_stage(
    registered: Column, receives_yulu: Column, school_stage: Column, p: Parameters
) -> Column:
    """At a known stage that the programme is not for; without a school year somebody may just have left."""
    return registered & receives_yulu & school_stage.notin(p["flags.yulu_stages"])


@flag(
    "person",
    label="有学籍，台账却登记不在校",
    source="疑点规则 ED-06",
    severity="yellow",
    disagree=("学籍名单（在读，含外县就读）", "台账（只填了文化程度）"),
    check="问清在哪里就读：在读的，改填在校生状况；已毕业或退学的，请学校更新学籍。",
    closes="台账填了在校生状况，或学籍名单中不再有本人",
    expects=Fraction(5, 100),
    department=SCHOOLS,
    topic=TOPIC,
    asks=False,
)
def on_roll_not_at_school(
    registered: Column,
    compulsory_age: Column,
    list_enrolled: Column,
    schooled_elsewhere: Column,
    school_status: Column,
    education: Column,
) -> Column:
    """At school in another county, or of compulsory age on the own roll; the register sends them to none.

    Older pupils of the county itself are left alone: they may have finished since the roll was
    written. The reverse (by the register at school and on no roll) is ED-02.
    """
    away = ibis.cases((school_status.notnull(), False), (education.notnull(), True))
    enrolled = (list_enrolled & compulsory_age) | schooled_elsewhere.fill_null(False)
    return registered & enrolled & away
