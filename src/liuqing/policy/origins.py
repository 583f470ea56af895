"""Who says a fact of the snapshot: the register, or which list; and where it can be corrected.

A flag is only as good as the two facts that disagree. To cite them (list, row, day) a page needs
to know where each column of the snapshot came from.
"""

from liuqing.policy import tables
from liuqing.policy.lists import BY_KEY

OWN = {
    "died_on": "police_deaths",
    "list_insured": "medical_insured",
    "premium_aid_fen": "medical_insured",
    "list_enrolled": "school_roll",
    "boarding": "school_roll",
    "private_school": "school_roll",
    "admission": "school_roll",
    "central_university": "school_roll",
    "schooling_cost_fen": "school_roll",
    "student_loan_fen": "school_roll",
    "school_aid_kind": "school_roll",
    "schooled_elsewhere": "school_roll",
    "work_region": "work",
    "list_work_months": "work",
    "employer_id": "work",
    "contract_kind": "work",
    "contract_months": "work",
    "newly_hired": "work",
    "work_started": "work",
    "wants_work": "wishes",
    "wants_training": "wishes",
    "training_kind": "training",
    "post_kind": "public_posts",
    "post_months": "public_posts",
    "disability_kind": "disabled",
    "disability_grade": "disabled",
    "illness": "health",
    "illness_treated": "health",
    "illness_contracted": "health",
    "dibao_monthly_fen": "dibao",
    "dibao_since": "dibao",
    "loan_fen": "microcredit",
    "loan_days": "microcredit",
    "loan_term_days": "microcredit",
    "loan_overdue": "microcredit",
    "loan_use": "microcredit",
    "list_house_grade": "housing",
    "renovated": "housing",
    "housing_paid_fen": "housing",
    "housing_times": "housing",
    "build_self_fen": "housing",
    "build_debt_fen": "housing",
    "disaster_loss_fen": "disasters",
    "hukou_others": "police_residents",
    "police_listed": "police_residents",
    "police_relation": "police_residents",
    "vehicles": "vehicles",
    "property_uses": "property",
    "companies": "companies",
    "payroll_kind": "payroll",
    "on_payroll": "payroll",
    "village_cadre": "cadres",
    "signals": "signals",
    "monitored_listed": "monitored",
    "monitored_on": "monitored",
    "monitor_kind": "monitored",
    "risks": "monitored",
    "monitor_stated": "monitored",
    "monitor_wage_fen": "monitored",
    "monitor_self_paid_fen": "monitored",
    "risk_removed_on": "monitored",
    "removal_way": "monitored",
    "removal_stated": "monitored",
    "removal_business_fen": "monitored",
    "monitored_day": "monitored",
    "monitoring_differs": "monitored",
    "removal_dropout": "monitored",
    "removal_house_unsafe": "monitored",
    "removal_water_unsafe": "monitored",
    "removal_uninsured": "monitored",
    "removal_net_least_fen": "monitored",
    "removal_net_most_fen": "monitored",
    "removal_persons": "monitored",
    "removal_income_until": "monitored",
    "removal_self_paid_fen": "monitored",
    "removal_claims_fen": "monitored",
}
"""Columns of one list each; ``<list>_times`` and ``<list>_paid_fen`` name their list themselves."""

FACTS = {
    "land_cultivated_cmu": "land_cultivated",
    "land_forest_cmu": "land_forest",
    "land_returned_cmu": "land_returned_forest",
    "road_metres": "road_distance",
    "phone_digits": "phone",
    "phone_households": "phone",
    "id_length": "id_no",
    "id_birth": "id_no",
    "id_sex": "id_no",
    "id_class": "id_no",
    "id_valid": "id_no",
    "age": "birth",
    "causes": "main_cause",
}
"""Columns that are read out of a fact of another name."""

_REGISTER = {fact.name for fact in (*tables.PERSON, *tables.HOUSEHOLD, *tables.VILLAGE)}


def list_of(column: str) -> str:
    """The kind of list that says this; "" if the register itself does."""
    if column in OWN:
        return OWN[column]
    kind = column.removesuffix("_times").removesuffix("_paid_fen")
    return kind if kind != column and kind in BY_KEY else ""


def fact_of(column: str) -> str:
    """The fact of the register behind a column; "" if a list says it, or the record itself does."""
    if list_of(column):
        return ""
    name = FACTS.get(column, column.removesuffix("_fen"))
    return name if name in _REGISTER else ""
