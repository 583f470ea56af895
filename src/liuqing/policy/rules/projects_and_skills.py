"""One project and one skill (户有项目、人有技能): has each household what the plan promises it?

Source: 勐海县规划, industry (by 2020 a project for every household with labour, a skill for every
household willing to train).

A project is an industry measure in the year. A skill is what the register says of the labourer, or
a training of the year. Who is willing is what the list of wishes says.
"""

import ibis

from liuqing.policy.dated import Parameters
from liuqing.policy.rule import Column, condition, count
from liuqing.policy.three_valued import has, nobody, tally, tally_unknown

SOURCE = "勐海县规划，（一）全力推进产业脱贫行动"


@condition("household", label="有产业帮扶措施", requirements=("B044",))
def has_industry(measures: Column) -> Column:
    """An industry measure in the year or still open."""
    return has(measures, "产业帮扶")


@condition("household", label="有劳动力户有产业增收项目", requirements=("B044",))
def project_per_household(has_labour: Column, has_industry: Column, p: Parameters) -> Column:
    """A household with labour has a project; one without labour need not."""
    return ~has_labour | (has_industry.cast("int64") >= p["industry.projects_per_household"])


@condition("person", label="愿意参加培训的成员", requirements=("B044",))
def willing_to_train(wants_training: Column) -> Column:
    """As the list of wishes says; not known without it."""
    return wants_training


@condition("person", label="掌握技能的成员", requirements=("B044",))
def skilled(labour: Column, trained: Column) -> Column:
    """A skilled labourer by the register, or trained in the year."""
    return (labour == "技能劳动力") | trained


@count("household", label="户内愿意培训人数", unit="人")
def members_willing(willing_to_train: Column) -> Column:
    """Members willing to train."""
    return tally(willing_to_train)


@count("household", label="户内培训意愿不明人数", unit="人")
def members_willing_unclear(willing_to_train: Column) -> Column:
    """Members of whom it is not known."""
    return tally_unknown(willing_to_train)


@count("household", label="户内掌握技能人数", unit="人", requirements=("B044",))
def members_skilled(skilled: Column) -> Column:
    """Members with a skill."""
    return tally(skilled)


@count("household", label="户内是否掌握技能不明人数", unit="人")
def members_skilled_unclear(skilled: Column) -> Column:
    """Members of whom it is not known."""
    return tally_unknown(skilled)


@condition("household", label="有培训意愿户掌握一门技能", requirements=("B044",))
def skill_per_household(
    members_willing: Column,
    members_willing_unclear: Column,
    members_skilled: Column,
    members_skilled_unclear: Column,
    household_size: Column,
    p: Parameters,
) -> Column:
    """Somebody knows a skill if somebody is willing to train; enough skill decides by itself."""
    wanted = p["industry.skills_per_household"]
    enough = ibis.cases(
        (members_skilled >= wanted, True), (members_skilled + members_skilled_unclear < wanted, False)
    )
    return nobody(members_willing, members_willing_unclear, household_size) | enough
