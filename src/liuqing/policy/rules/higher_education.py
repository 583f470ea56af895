"""Higher education (高等教育): who gets the tuition award, and how much may a student borrow?

Source: 富源县规划, 教育扶贫 5. The award is for students of the register whom a college of the first
batch admitted (preparatory years included), for peoples who came to the present directly (直过民族)
from junior college upwards, and for those at institutions of the central ministries. Admission and
institution come from the school roll: a student of whom it does not tell is not known.
"""

from ibis import cases, null

from liuqing.policy.dated import Parameters
from liuqing.policy.rule import Column, amount, condition
from liuqing.policy.rules.education import item, only_if

SOURCE = "富源县规划，教育扶贫（5.高等教育）"


@condition("person", label="直过民族学生", requirements=("B067",))
def direct_transition(ethnicity: Column, p: Parameters) -> Column:
    """Of one of the peoples whom the province lists."""
    return ethnicity.isin(p["education.direct_transition_peoples"])


@condition("person", label="符合学费奖励条件", requirements=("B067",))
def award_qualified(
    registered: Column,
    school_stage: Column,
    admission: Column,
    central_university: Column,
    direct_transition: Column,
    p: Parameters,
) -> Column:
    """At college, and admitted in a batch, of a people or to an institution that the award is for.

    A household of the register counts as hard up (家庭经济困难). Junior college is enough only for
    the peoples who came directly.
    """
    at_college = school_stage.isin(["专科", "本科"])
    batch = admission.isin(p["education.award_admissions"])
    central = central_university & ((school_stage == "本科") | (admission == "预科"))
    return registered & at_college & (direct_transition | batch | central)


@amount("person", label="学费奖励", unit="fen", requirements=("B067",))
def tuition_award(registered: Column, school_stage: Column, award_qualified: Column, p: Parameters) -> Column:
    """Paid every year at college, the preparatory year included."""
    return only_if(award_qualified, item(p["education.stage_items"], "学费奖励", registered, school_stage))


@amount("person", label="助学贷款最高额度", unit="fen", requirements=("B065",))
def student_loan_limit(school_stage: Column, p: Parameters) -> Column:
    """What a student at this stage may borrow a year; 0 below college."""
    limits = p.fens("education.loan_limits").items()
    return cases(
        *((school_stage == stage, fen) for stage, fen in limits),
        (school_stage.notnull(), 0),
        else_=null("int64"),
    )


@condition("person", label="助学贷款在额度内", requirements=("B065",))
def student_loan_within_limit(
    registered: Column, student_loan_fen: Column, student_loan_limit: Column
) -> Column:
    """The loan of the year is not above the limit; without a statement not known."""
    return registered & (student_loan_fen <= student_loan_limit)
