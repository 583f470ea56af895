"""Hardship in the household (家庭困难): is somebody disabled, or seriously ill?

Source: 嵩明县规划, employment and dangerous houses (both give such households a place of their own).

The list of the disabled or the register is enough for a yes. Serious illness is what the register
says: the department's list does not tell serious from chronic illness.
"""

import ibis

from liuqing.policy.rule import Column, condition, count
from liuqing.policy.three_valued import nobody, tally, tally_unknown

SOURCE = "嵩明县规划，（九）就业扶贫工程（城乡公益服务岗位）"


@condition("person", label="残疾成员（名册或台账）", requirements=("B032", "B094"))
def disabled_told(disabled_times: Column, health: Column) -> Column:
    """In the list of the disabled, or so stated by the register; either is enough."""
    listed, stated = disabled_times >= 1, health.contains("残疾")
    return ibis.cases((listed | stated, True), (listed.notnull() | stated.notnull(), False))


@condition("person", label="患大病成员（台账）", requirements=("B032",))
def gravely_ill_told(health: Column) -> Column:
    """The register says so; the department's list does not tell serious from chronic illness."""
    return health.contains("患有大病")


@count("household", label="户内残疾人数", unit="人")
def disabled_in_household(disabled_told: Column) -> Column:
    """Disabled members."""
    return tally(disabled_told)


@count("household", label="户内是否残疾不明人数", unit="人")
def disabled_unclear(disabled_told: Column) -> Column:
    """Members of whom it is not known."""
    return tally_unknown(disabled_told)


@condition("household", label="有残疾成员", requirements=("B032", "B094"))
def has_disabled(disabled_in_household: Column, disabled_unclear: Column, household_size: Column) -> Column:
    """Somebody in the household is disabled."""
    return ~nobody(disabled_in_household, disabled_unclear, household_size)


@count("household", label="户内患大病人数", unit="人")
def gravely_ill_in_household(gravely_ill_told: Column) -> Column:
    """Seriously ill members."""
    return tally(gravely_ill_told)


@count("household", label="户内是否患大病不明人数", unit="人")
def gravely_ill_unclear(gravely_ill_told: Column) -> Column:
    """Members of whom it is not known."""
    return tally_unknown(gravely_ill_told)


@condition("household", label="有患大病成员", requirements=("B032",))
def has_gravely_ill(
    gravely_ill_in_household: Column, gravely_ill_unclear: Column, household_size: Column
) -> Column:
    """Somebody in the household is seriously ill."""
    return ~nobody(gravely_ill_in_household, gravely_ill_unclear, household_size)
