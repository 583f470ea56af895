"""Compulsory schooling (义务教育): is every child of compulsory age at school?

Source: 义务教育法, articles 2 (nine years) and 11 (children who have reached six).

A child counts who on the last 31 August had reached the starting age and not yet finished the
compulsory years. The register writes either the school year (在校生状况) or the education
reached (文化程度): the second alone says that the member is at no school.
"""

from datetime import date

import ibis

from liuqing.policy.dated import Parameters
from liuqing.policy.rule import Column, condition, count
from liuqing.policy.three_valued import tally_no, tally_unknown, witnessed

SOURCE = "义务教育法，第二条、第十一条"


def born_by(age: int, counted_on: str, on: date) -> Column:
    """The last birth date of somebody who was ``age`` on the last counting day (08-31)."""
    month, day = map(int, counted_on.split("-"))
    year = on.year if on >= date(on.year, month, day) else on.year - 1
    return ibis.date(year - age, month, day)


@condition("person", label="义务教育阶段适龄", requirements=("B011",))
def compulsory_age(birth: Column, p: Parameters) -> Column:
    """Of compulsory age on the last counting day; not known without a birth date."""
    first = p["schooling.starting_age"]
    last = first + p["schooling.compulsory_years"]
    day = p["schooling.age_counted_on"]
    return (birth <= born_by(first, day, p.on)) & (birth > born_by(last, day, p.on))


@condition("person", label="台账登记在校")
def at_school(school_status: Column, education: Column) -> Column:
    """The register says: at primary school or above; only an education reached means no."""
    before_school = school_status.isin(["学龄前儿童", "学前教育"])
    return ibis.cases(
        (before_school, False),
        (school_status.notnull(), True),
        (education.notnull(), False),
        else_=ibis.null("boolean"),
    )


@condition("person", label="在校就读")
def schooled(at_school: Column, list_enrolled: Column) -> Column:
    """By the register and the school roll together."""
    return witnessed(at_school, list_enrolled)


@condition("person", label="因身体原因不具备学习条件")
def unable_to_learn(dropout_reason: Column, p: Parameters) -> Column:
    """A reason that is no drop-out; no reason stated is none."""
    return dropout_reason.isin(p["schooling.exempt_reasons"]).fill_null(False)


@condition("person", label="义务教育有保障", requirements=("B011",))
def schooling_secured(compulsory_age: Column, schooled: Column, unable_to_learn: Column) -> Column:
    """Not of compulsory age, at school, or unable to learn."""
    return ~compulsory_age | schooled | unable_to_learn


@count("household", label="适龄未在校人数", unit="人")
def children_out_of_school(schooling_secured: Column) -> Column:
    """Children of compulsory age who are at no school."""
    return tally_no(schooling_secured)


@count("household", label="就读情况不明人数", unit="人")
def children_unclear(schooling_secured: Column) -> Column:
    """Members of whom it is not known."""
    return tally_unknown(schooling_secured)
