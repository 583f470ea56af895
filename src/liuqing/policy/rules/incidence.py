"""Incidence (贫困发生率): what share of an area's rural people is registered and not exited?

Source: 富源县规划, 贫困状况. Denominator: the rural registered population of the year, not the
whole registered population; it is kept with every result. An area of which one village's base is
missing has no base. What a sample adds to it (omitted, wrongly exited) is in ``policy/quality.py``.
"""

from liuqing.policy.rule import Column, amount, condition, count

SOURCE = "富源县规划，贫困状况"


@count("area", label="在册户数", unit="户", requirements=("B001",))
def registered_households(registered: Column) -> Column:
    """Households in the register."""
    return registered.cast("int64").sum()


@count("area", label="在册人数", unit="人", requirements=("B001",))
def registered_persons(registered_members: Column) -> Column:
    """Their members."""
    return registered_members.sum()


@count("area", label="未脱贫户数", unit="户", requirements=("B001",))
def unexited_households(unexited: Column) -> Column:
    """Households that have not exited, or fell back."""
    return unexited.cast("int64").sum()


@count("area", label="未脱贫人数", unit="人", requirements=("B001",))
def unexited_persons(unexited_members: Column) -> Column:
    """Their members."""
    return unexited_members.sum()


@amount("area", label="已脱贫户数", unit="户", requirements=("B001",))
def exited_households(registered_households: Column, unexited_households: Column) -> Column:
    """Households that have exited."""
    return registered_households - unexited_households


@amount("area", label="已脱贫人数", unit="人", requirements=("B001",))
def exited_persons(registered_persons: Column, unexited_persons: Column) -> Column:
    """Their members."""
    return registered_persons - unexited_persons


@condition("household", label="返贫户", requirements=("B008",))
def relapsed(standing: Column) -> Column:
    """Left and fell back; a household without a standing has not."""
    return (standing == "relapsed").fill_null(False)


@amount("household", label="户内返贫人数", unit="人", requirements=("B008",))
def relapsed_members(relapsed: Column, household_size: Column) -> Column:
    """The members if the household fell back, else 0."""
    return relapsed.ifelse(household_size, 0)


@count(
    "area", label="返贫人数", unit="人", requirements=("B008",), source="嵩明县规划，（二）6.贫困退出政策标准"
)
def relapsed_persons(relapsed_members: Column) -> Column:
    """People of households that left and fell back: the return rate is their share of all who ever left."""
    return relapsed_members.sum()


@amount("area", label="贫困发生率", unit="ppm", requirements=("B001", "B002"))
def incidence(unexited_persons: Column, rural_population: Column) -> Column:
    """Persons not exited per million rural people, half up; not known without a base."""
    base = rural_population.nullif(0)
    return (unexited_persons * 2_000_000 + base) // (base * 2)
