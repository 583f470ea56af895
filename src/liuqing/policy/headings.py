"""Headings (标题): under which topic each rule is listed, in the order in which people read them.

A rule belongs where its file does: as it is said here, or with the flags (``labour_flags``), or to the
topic with which the file's name begins (``dibao_of_area``: dibao), or to that of the numbers that it
reads.
"""

from liuqing.policy.rule import Rule
from liuqing.policy.topics import TOPICS, label

REGISTER, CLEARS, FLAGS, OTHER = "建档立卡", "六清", "疑点", "其他"
FILES = {
    "register": REGISTER,
    "completeness": CLEARS,
    "assets_flags": FLAGS,
    "building_debt": TOPICS["exits"],
    "category_flags": FLAGS,
    "causes": TOPICS["measures"],
    "entitled_sums": TOPICS["entitlements"],
    "exit_plan": TOPICS["exits"],
    "four_kinds_flags": FLAGS,
    "hardship": TOPICS["measures"],
    "health_care": TOPICS["health"],
    "higher_education": TOPICS["education"],
    "housing_aid": TOPICS["housing"],
    "hukou_flags": FLAGS,
    "income_item_flags": FLAGS,
    "income_tiers": TOPICS["dibao"],
    "jump_flags": FLAGS,
    "land_flags": FLAGS,
    "leading_loans": TOPICS["loans"],
    "loan_access": TOPICS["loans"],
    "loan_flags": TOPICS["loans"],
    "measures_fit": TOPICS["measures"],
    "medical_backstop": TOPICS["health"],
    "medical_bill": TOPICS["health"],
    "medical_shares": TOPICS["health"],
    "medical_year": TOPICS["health"],
    "monitored": TOPICS["monitoring"],
    "premiums": TOPICS["insurance"],
    "projects_and_skills": TOPICS["industry"],
    "proposed_measures": TOPICS["measures"],
    "removal": TOPICS["monitoring"],
    "schooling_cost": TOPICS["exits"],
    "school_stage": TOPICS["education"],
    "signal_flags": FLAGS,
    "support_tier": TOPICS["support"],
    "training_coverage": TOPICS["training"],
    "two_lines": TOPICS["dibao"],
    "village_flags": FLAGS,
}
"""Files whose name is no topic."""
ORDER = tuple(dict.fromkeys((REGISTER, CLEARS, *TOPICS.values(), FLAGS, OTHER)))


def heading(rule: Rule) -> str:
    """The topic under which the rule is listed."""
    file = rule.fn.__module__.rpartition(".")[2]
    if file.endswith("_flags") and file not in FILES:
        return FLAGS
    while file:
        if file in FILES or file in TOPICS:
            return FILES.get(file) or TOPICS[file]
        file = file.rpartition("_")[0]
    said = label(rule.numbers[0]) if rule.numbers else OTHER
    return said if said in ORDER else OTHER
