"""The twenty-one rules that are timed beside OpenFisca, by the names that ours have."""

WANTED = {
    "person": ("insured", "pension_secured", "schooling_secured", "stable_transfer", "not_insured",
               "transport_subsidy", "preschool_aid", "nutrition_aid", "textbooks_aid", "yulu_aid",
               "dibao_amount", "premium_aid"),
    "household": ("net_income", "income_per_person", "exit_income", "exit_schooling", "exit_medical",
                  "exit_pension", "exit_housing", "near_line"),
}  # fmt: skip
