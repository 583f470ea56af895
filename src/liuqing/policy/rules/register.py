"""The register (建档立卡): is this household in it on the day, has it left, how many members?

A household without a standing on the day is not in the register: that is known, not missing.
A household that fell back (返贫) counts as not exited.
"""

from liuqing.policy.rule import Column, amount, condition, count
from liuqing.policy.three_valued import tally

SOURCE = "全国扶贫开发信息系统，脱贫属性（AAR010）、人员状态（AAB015）"


@condition("household", label="在册", requirements=("B001",))
def registered(standing: Column) -> Column:
    """In the register on the day, exited or not."""
    return standing.isin(["registered", "exited", "relapsed"]).fill_null(False)


@condition("household", label="已脱贫", requirements=("B001",))
def exited(standing: Column) -> Column:
    """Has left poverty and not fallen back."""
    return (standing == "exited").fill_null(False)


@condition("household", label="未脱贫", requirements=("B001",))
def unexited(registered: Column, exited: Column) -> Column:
    """In the register and not exited, or fallen back."""
    return registered & ~exited


@count("household", label="家庭人口（在册成员）", unit="人")
def household_size(person_id: Column) -> Column:
    """Members in force on the day; what the household form states is not used."""
    return person_id.count()


@condition("person", label="享受农村低保", requirements=("B024",))
def receives_dibao(on_dibao: Column) -> Column:
    """The register says that this member receives dibao."""
    return on_dibao


@count("household", label="享受低保人数", unit="人")
def dibao_members(receives_dibao: Column) -> Column:
    """Members who receive dibao."""
    return tally(receives_dibao)


@amount("household", label="户内在册人数", unit="人")
def registered_members(registered: Column, household_size: Column) -> Column:
    """The members if the household is in the register, else 0."""
    return registered.ifelse(household_size, 0)


@amount("household", label="户内未脱贫人数", unit="人")
def unexited_members(unexited: Column, household_size: Column) -> Column:
    """The members if the household has not exited, else 0."""
    return unexited.ifelse(household_size, 0)
