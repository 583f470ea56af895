"""The record frozen as of a day: three Parquet tables and a manifest.

``villages`` ← ``households`` ← ``persons``. Money is whole fen (int64). NULL means "not known".
A person outside the register has no household. No name and no identity number is in here.
"""

import pyarrow as pa

VILLAGES = pa.schema(
    [
        ("village_id", pa.int64()),
        ("village_code", pa.string()),
        ("town_code", pa.string()),
        ("poor_village", pa.bool_()),  # was ever listed as poor
        ("village_exited", pa.bool_()),  # and has exited by the day
        ("rural_population", pa.int64()),
        ("collective_income_fen", pa.int64()),
    ]
)

HOUSEHOLDS = pa.schema(
    [
        ("household_id", pa.int64()),
        ("household_no", pa.string()),
        ("household_village_id", pa.int64()),
        ("standing", pa.string()),  # registered, exited, relapsed; NULL: none on that day
        ("identified_year", pa.int64()),
        ("exit_year", pa.int64()),
        ("planned_exit_year", pa.int64()),
        ("category", pa.string()),
        ("size_stated", pa.int64()),
        ("main_cause", pa.string()),
        ("cause_count", pa.int64()),
        ("food_secure", pa.bool_()),
        ("clothing_secure", pa.bool_()),
        ("water_safe", pa.bool_()),
        ("house_grade", pa.string()),
        ("house_dilapidated", pa.bool_()),
        ("measure_count", pa.int64()),  # measures in the year of the day or open
        ("receipt_count", pa.int64()),  # receipts up to the day
        ("receipts_fen", pa.int64()),  # received in the year of the day
        ("officer_count", pa.int64()),  # assignments in force on the day
        ("wage_fen", pa.int64()),
        ("business_fen", pa.int64()),
        ("dividend_fen", pa.int64()),
        ("property_other_fen", pa.int64()),
        ("transfer_family_planning_fen", pa.int64()),
        ("transfer_dibao_fen", pa.int64()),
        ("transfer_tekun_fen", pa.int64()),
        ("transfer_pension_fen", pa.int64()),
        ("transfer_eco_fen", pa.int64()),
        ("transfer_other_fen", pa.int64()),
        ("business_expense_fen", pa.int64()),
    ]
)

PERSONS = pa.schema(
    [
        ("person_id", pa.int64()),
        ("household_id", pa.int64()),  # NULL: not in the register on the day
        ("person_village_id", pa.int64()),
        ("relation", pa.string()),
        ("sex", pa.string()),
        ("birth", pa.date32()),
        ("age", pa.int64()),  # full years on the day; NULL without a birth date
        ("id_valid", pa.bool_()),
        ("education", pa.string()),
        ("school_status", pa.string()),
        ("dropout_reason", pa.string()),
        ("labour", pa.string()),
        ("work_months", pa.int64()),
        ("health", pa.string()),
        ("resident_medical", pa.bool_()),
        ("employee_medical", pa.bool_()),
        ("critical_illness_cover", pa.bool_()),
        ("resident_pension", pa.bool_()),
        ("employee_pension", pa.bool_()),
        ("on_dibao", pa.bool_()),
        ("on_tekun", pa.bool_()),
        ("died_on", pa.date32()),  # as the police list says; NULL: not in the list
        ("list_insured", pa.bool_()),  # in the medical insurance list of the year; NULL: no list
        ("list_enrolled", pa.bool_()),  # on the school roll; NULL: no list
    ]
)

TABLES = {"villages": VILLAGES, "households": HOUSEHOLDS, "persons": PERSONS}
"""The tables of a snapshot, parents first: ``<folder>/<table>.parquet``."""
