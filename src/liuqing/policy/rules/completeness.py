"""Completeness (六清): how many of a household's six clears are in the record, 0 to 6?

Source: 措施户户清 of the plans (R052). What counts for each clear is ours and stated here.

A clear is complete or not; a missing fact makes it not complete, so these are never unknown.
"""

from liuqing.policy.rule import Column, amount, condition, count, verdict
from liuqing.policy.three_valued import known, tally, tally_no

SOURCE = "措施户户清（R052）；每一清怎样算齐全由本系统规定"

CLEAR = "措施户户清（六清）"


@condition("person", label="成员信息齐全")
def person_recorded(
    relation: Column,
    sex: Column,
    birth: Column,
    id_valid: Column,
    education: Column,
    school_status: Column,
    health: Column,
) -> Column:
    """Relation, sex, birth, a valid identity number, education or school year, and health."""
    stated = known(relation) & known(sex) & known(birth) & known(health)
    return stated & (known(education) | known(school_status)) & id_valid.fill_null(False)


@condition("person", label="户主")
def is_head(relation: Column) -> Column:
    """The head of the household."""
    return relation == "户主"


@count("household", label="户主人数", unit="人")
def heads(is_head: Column) -> Column:
    """Heads; exactly one is right."""
    return tally(is_head)


@count("household", label="信息不全的成员", unit="人")
def members_unrecorded(person_recorded: Column) -> Column:
    """Members of whom something is missing."""
    return tally_no(person_recorded)


@condition("household", label="家底清", requirements=("B013",), source=CLEAR)
def clear_members(
    heads: Column, members_unrecorded: Column, household_size: Column, size_stated: Column
) -> Column:
    """One head, every member recorded, and as many members as the household form states."""
    agrees = (size_stated == household_size).fill_null(False)
    return (heads == 1) & (members_unrecorded == 0) & agrees


@condition("household", label="致贫原因清", source=CLEAR)
def clear_causes(main_cause: Column, cause_count: Column) -> Column:
    """A main cause."""
    return known(main_cause) & (cause_count >= 1).fill_null(False)


@condition("household", label="帮扶措施清", source=CLEAR)
def clear_measures(measure_count: Column) -> Column:
    """A measure this year, or one still open."""
    return (measure_count >= 1).fill_null(False)


@condition("household", label="投入产出清", source=CLEAR)
def clear_ledger(receipt_count: Column, income_items_missing: Column, business_expense_fen: Column) -> Column:
    """What was put in (a payment) and what came of it (every income item and the expense)."""
    put_in = (receipt_count >= 1).fill_null(False)
    return put_in & (income_items_missing == 0) & known(business_expense_fen)


@condition("household", label="帮扶责任清", source=CLEAR)
def clear_officers(officer_count: Column) -> Column:
    """Somebody is responsible on the day."""
    return (officer_count >= 1).fill_null(False)


@condition("household", label="脱贫时序清", source=CLEAR)
def clear_exits(
    registered: Column,
    exited: Column,
    identified_year: Column,
    exit_year: Column,
    planned_exit_year: Column,
) -> Column:
    """When identified, and when exited or planned to."""
    when = exited.ifelse(known(exit_year), known(planned_exit_year))
    return registered & known(identified_year) & when


@amount("household", label="六清完整度", unit="项", requirements=("B013",), source=CLEAR)
def completeness(
    clear_members: Column,
    clear_causes: Column,
    clear_measures: Column,
    clear_ledger: Column,
    clear_officers: Column,
    clear_exits: Column,
) -> Column:
    """How many of the six are complete."""
    clears = (clear_members, clear_causes, clear_measures, clear_ledger, clear_officers, clear_exits)
    return sum(clear.cast("int64") for clear in clears)


@verdict("household", label="六清齐全", source=CLEAR)
def complete(registered: Column, completeness: Column) -> Column:
    """In the register and all six are complete."""
    return registered & (completeness == 6)
