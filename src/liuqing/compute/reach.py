"""Which facts of the snapshot people can change, which they can only check, and to what.

An answer that a person was born in another year helps nobody: facts of who somebody is, and the
standing itself, are never suggested. What a list or a settled bill says can be checked, and
corrected if it is wrong. Everything else can be acted upon: water, a house, a job, an insurance.
"""

from typing import Any

from liuqing.compute.snapshot import BILLS, HOUSEHOLDS, PERSONS, RECEIVED
from liuqing.policy import tables

FIXED = frozenset(
    (
        "household_id", "household_no", "household_village_id", "standing", "identified_year", "exit_year",
        "planned_exit_year", "category", "person_id", "person_village_id", "relation", "sex", "birth", "age",
        "ethnicity", "id_valid", "employer_id", "bill_id", "bill_person_id", "discharged",
    )
)  # fmt: skip
"""Never suggested: who somebody is, the standing, and the keys of the tables."""

CHECKED = frozenset(
    (
        "size_stated", "main_cause", "causes", "cause_count", "list_house_grade", "renovated", "housing_paid_fen",
        "housing_times", "house_area", "build_self_fen", "build_debt_fen", "disaster_loss_fen",
        "net_income_before_fen", "receipt_count", "receipts_fen", "education", "dropout_reason", "labour",
        "health", "worked_before", "died_on", "list_insured", "premium_aid_fen", "list_enrolled",
        "private_school", "admission", "central_university", "schooling_cost_fen", "student_loan_fen",
        "list_work_months", "newly_hired", "disability_kind", "disability_grade", "illness",
        "dibao_monthly_fen", "dibao_since", "loan_fen", "loan_days", "loan_term_days", "loan_overdue",
        *(f"{key}_times" for key in RECEIVED),
        *(f"{key}_paid_fen" for key in RECEIVED),
        *(name for name in BILLS.names if name not in FIXED),
    )
)  # fmt: skip
"""需核实: what a list, a bill or a survey says; it changes only if it was wrong or is not known."""

ACTED = frozenset((*HOUSEHOLDS.names, *PERSONS.names)) - FIXED - CHECKED
"""行动可及: what a household, or those who help it, can change."""

JOINED = {"causes": tables.CAUSES, "measures": tables.MEASURES}
"""Facts that hold several codes (``|因病|因学|``): one is added or taken away."""

CODES: dict[str, tuple[Any, ...]] = {
    "main_cause": tables.CAUSES,
    "house_grade": tables.HOUSE_GRADES,
    "list_house_grade": tables.HOUSE_GRADES,
    "education": tables.EDUCATION,
    "school_status": tables.SCHOOL_STATUS,
    "labour": tables.LABOUR,
    "health": tables.HEALTH,
    "work_region": ("县内", "县外省内", "省外"),
    "contract_kind": ("劳动合同", "就业协议"),
    "training_kind": ("技能培训", "引导性培训"),
    "disability_grade": (1, 2, 3, 4),
    "hospital_level": ("乡镇", "县", "市", "省"),
    "bill_kind": ("住院", "门诊", "特殊病门诊"),
    "died_on": (None,),
}
"""What a fact may be; of others, the words that the rules themselves and their numbers use."""


DEED, DOUBT = "行动可及", "需核实"


def word(name: str) -> str:
    """行动可及 or 需核实."""
    return DEED if name in ACTED else DOUBT
