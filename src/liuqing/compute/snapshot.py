"""The record frozen as of a day: Parquet tables and a manifest.

``villages`` ← ``households`` ← ``persons`` ← ``bills``; ``employers`` stand beside the persons who
work for them. Money is whole fen (int64). NULL means "not known". A person outside the register
has no household. No name and no identity number is in here.

``indicators`` and ``activities`` are what people report of areas and offices; they are read by the
standards and quotas, not by the rules.
"""

import pyarrow as pa

VILLAGES = pa.schema(
    [
        ("village_id", pa.int64()),
        ("village_code", pa.string()),
        ("town_code", pa.string()),
        ("poor_village", pa.bool_()),  # was ever listed as poor
        ("village_exited", pa.bool_()),  # and has exited by the day
        ("village_exit_year", pa.int64()),  # the year of that exit
        ("rural_population", pa.int64()),
        ("collective_income_fen", pa.int64()),
        ("households_stated", pa.int64()),  # of the village's own yearly record, as are the next four
        ("water_unsafe_households", pa.int64()),
        ("dilapidated_households", pa.int64()),
        ("village_land_cmu", pa.int64()),  # cultivated land in hundredths of a mu
        ("hardened_road", pa.bool_()),  # to the township
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
        ("causes", pa.string()),  # all causes in force as |因病|因学|; NULL: none stated
        ("cause_count", pa.int64()),
        ("food_secure", pa.bool_()),
        ("clothing_secure", pa.bool_()),
        ("water_safe", pa.bool_()),
        ("house_grade", pa.string()),
        ("house_dilapidated", pa.bool_()),
        ("house_area", pa.int64()),  # whole square metres
        ("list_house_grade", pa.string()),  # the grade in the housing list; NULL: not in it, or no list
        ("renovated", pa.bool_()),  # finished by the day, as the housing list says; NULL: no list
        ("housing_paid_fen", pa.int64()),  # paid by the housing list, all years; NULL: no list
        ("housing_times", pa.int64()),  # rows of the household in the housing list; NULL: no list
        ("build_self_fen", pa.int64()),  # own money put into the building
        ("build_debt_fen", pa.int64()),  # borrowed for the building
        ("cooperative", pa.bool_()),
        ("disaster_loss_fen", pa.int64()),  # stated by the disaster list; 0: not in it; NULL: no list
        ("measures", pa.string()),  # codes in the year of the day or open as |产业帮扶|健康帮扶|; "|": none
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
        ("net_income_before_fen", pa.int64()),  # net income of the year before; NULL: an item is missing
        ("phone_digits", pa.int64()),  # digits of the phone number; NULL: none stated
        ("phone_households", pa.int64()),  # households with that number, this one included; NULL: none stated
        ("domestic_power", pa.bool_()),
        ("road_type", pa.string()),
        ("road_metres", pa.int64()),  # to the village's main road; NULL: empty or not a number
        ("land_cultivated_cmu", pa.int64()),  # hundredths of a mu, as are the next two
        ("land_forest_cmu", pa.int64()),
        ("land_returned_cmu", pa.int64()),  # farmland returned to forest
        (
            "hukou_others",
            pa.int64(),
        ),  # living persons in a member's household book who are no members; NULL: no list
        # By a procedure of our own record, else in the list of monitored households; NULL: neither, no list.
        ("monitored_listed", pa.bool_()),
        ("monitored_on", pa.date32()),  # identified; of the same, as are the next nine; NULL: not monitored
        ("monitor_kind", pa.string()),
        ("risks", pa.string()),  # |因病|因学|; "|": none stated
        ("monitor_stated", pa.bool_()),  # time, wage, risk, three guarantees and water all stated
        ("monitor_wage_fen", pa.int64()),
        ("monitor_self_paid_fen", pa.int64()),
        ("risk_removed_on", pa.date32()),
        ("removal_way", pa.string()),  # 帮扶消除, 自然消除
        ("removal_stated", pa.bool_()),  # three guarantees, incomes, self-paid at removal all stated
        ("removal_business_fen", pa.int64()),
        ("monitored_day", pa.date32()),  # the very day, where a procedure says it; a list says months only
        ("monitored_measures", pa.string()),  # codes since the year it was identified in; "|": none
        ("monitoring_differs", pa.string()),  # where the list says other than our procedure; NULL: only one
        ("removal_dropout", pa.bool_()),  # a problem at the removal's assessment, as are the next three
        ("removal_house_unsafe", pa.bool_()),
        ("removal_water_unsafe", pa.bool_()),
        ("removal_uninsured", pa.bool_()),
        ("removal_net_least_fen", pa.int64()),  # net income of the removal's twelve months, at least
        ("removal_net_most_fen", pa.int64()),  # and at most
        ("removal_persons", pa.int64()),
        ("removal_income_until", pa.date32()),  # the first day of the last of the twelve months
        ("removal_self_paid_fen", pa.int64()),
        ("removal_claims_fen", pa.int64()),  # paid by insurers
    ]
)

RECEIVED = (
    "dibao", "tekun", "disabled", "pension", "school_roll", "work", "training", "public_posts", "rangers",
    "microcredit",
)  # fmt: skip
"""The lists of people who get something. Each gives a person ``<list>_times`` (rows in the lists of
the year; 0: not in them; NULL: no list of the year) and ``<list>_paid_fen`` (what they say was paid
in the year; 0 without a row; NULL: no list, or a row without an amount)."""

PERSONS = pa.schema(
    [
        ("person_id", pa.int64()),
        ("household_id", pa.int64()),  # NULL: not in the register on the day
        ("person_village_id", pa.int64()),
        ("relation", pa.string()),
        ("sex", pa.string()),
        ("birth", pa.date32()),
        ("age", pa.int64()),  # full years on the day; NULL without a birth date
        ("ethnicity", pa.string()),
        ("id_valid", pa.bool_()),
        ("education", pa.string()),
        ("school_status", pa.string()),
        ("dropout_reason", pa.string()),
        ("labour", pa.string()),
        ("work_months", pa.int64()),
        ("worked_before", pa.bool_()),  # worked away in the year before; NULL: nothing known of that year
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
        (
            "premium_aid_fen",
            pa.int64(),
        ),  # paid for the person, as that list says; 0: not in it; NULL: no list
        ("list_enrolled", pa.bool_()),  # on the school roll; NULL: no list
        ("boarding", pa.bool_()),  # of the school roll, as are the next five
        ("private_school", pa.bool_()),
        ("admission", pa.string()),  # 一本, 二本, 专科, 预科 …
        ("central_university", pa.bool_()),
        ("schooling_cost_fen", pa.int64()),  # borne by the family in the year
        ("student_loan_fen", pa.int64()),
        ("work_region", pa.string()),  # 县内, 县外省内, 省外, by the work list
        ("list_work_months", pa.int64()),
        ("employer_id", pa.int64()),
        ("contract_kind", pa.string()),  # 劳动合同, 就业协议
        ("contract_months", pa.int64()),
        ("newly_hired", pa.bool_()),  # began in the year of the day
        ("wants_work", pa.bool_()),  # of the list of wishes, as is the next
        ("wants_training", pa.bool_()),
        ("training_kind", pa.string()),  # 技能培训, 引导性培训
        ("post_kind", pa.string()),
        ("post_months", pa.int64()),  # months on a public post in the year
        ("disability_kind", pa.string()),  # of the disabled list, as is the next
        ("disability_grade", pa.int64()),  # 1 (worst) to 4
        ("illness", pa.string()),  # of the list of the seriously and chronically ill
        ("illness_treated", pa.bool_()),
        ("illness_contracted", pa.bool_()),
        ("dibao_monthly_fen", pa.int64()),
        ("dibao_since", pa.date32()),
        ("loan_fen", pa.int64()),  # lent and not due before the year of the day
        ("loan_days", pa.int64()),  # days of the year up to the day for which it ran
        ("loan_term_days", pa.int64()),
        ("loan_overdue", pa.bool_()),
        ("loan_use", pa.string()),
        ("id_length", pa.int64()),  # characters of the number as written; NULL: none
        ("id_birth", pa.date32()),  # the birth date it tells; NULL: none, or no day of the calendar
        ("id_sex", pa.string()),
        ("id_class", pa.int64()),  # 19th character of a disability card; NULL: no card
        ("rows_waiting", pa.int64()),  # rows of the register's exports that wait and may mean this person
        ("work_place", pa.string()),  # of the register, as are the next two
        ("public_post", pa.string()),
        ("public_post_months", pa.int64()),
        ("work_started", pa.date32()),  # of the work list
        ("school_aid_kind", pa.string()),  # of the school roll, as is the next
        ("schooled_elsewhere", pa.bool_()),
        (
            "vehicles",
            pa.string(),
        ),  # kinds of those in use |小型轿车|; "|": none; NULL: no list; so are the next two
        ("property_uses", pa.string()),
        ("companies", pa.string()),  # kinds of those not cancelled
        ("payroll_kind", pa.string()),  # NULL: not in the payroll, or no list
        ("on_payroll", pa.bool_()),  # NULL: no list, as the next two
        ("village_cadre", pa.bool_()),
        ("police_listed", pa.bool_()),  # among the registered residents
        ("police_relation", pa.string()),  # to the head of the household book
        (
            "signals",
            pa.string(),
        ),  # kinds of what departments report |空挂户|自费留学|; "|": none; NULL: no list
        *((f"{key}_times", pa.int64()) for key in RECEIVED),
        *((f"{key}_paid_fen", pa.int64()) for key in RECEIVED),
    ]
)

BILLS = pa.schema(
    [
        ("bill_id", pa.int64()),
        ("bill_person_id", pa.int64()),
        ("discharged", pa.date32()),
        ("hospital_level", pa.string()),  # 乡镇, 县, 市, 省
        ("bill_kind", pa.string()),  # 住院, 门诊, 特殊病门诊
        ("referred", pa.bool_()),  # by the rules of referral, or in the own county
        ("bill_total_fen", pa.int64()),
        ("covered_fen", pa.int64()),  # within the policy's range
        ("stated_basic_fen", pa.int64()),
        ("stated_serious_fen", pa.int64()),
        ("stated_aid_fen", pa.int64()),
        ("stated_backstop_fen", pa.int64()),
        ("stated_self_paid_fen", pa.int64()),
    ]
)
"""The settled bills of members of the register, of the year of the day up to it."""

EMPLOYERS = pa.schema([("employer_key", pa.int64()), ("employer_kind", pa.string())])
"""Who employs members of the register by the work list of the year: 扶贫工厂, 本地企业, 其他."""

INDICATORS = pa.schema(
    [
        ("area_code", pa.string()),
        ("indicator", pa.string()),
        ("year", pa.int64()),
        ("value", pa.decimal128(20, 6)),
    ]
)
"""What offices report of an area and year; the latest statement up to the day."""

ACTIVITIES = pa.schema(
    [
        ("on", pa.date32()),
        ("activity", pa.string()),  # 会议, 走访, 调研, 报告, 培训, 检查 …
        ("role", pa.string()),  # the office or post that acted; never a name
        ("area_code", pa.string()),  # where, or whose
        ("household_id", pa.int64()),
        ("times", pa.int64()),
    ]
)
"""What offices did, up to the day."""

TABLES = {
    "villages": VILLAGES,
    "households": HOUSEHOLDS,
    "persons": PERSONS,
    "bills": BILLS,
    "employers": EMPLOYERS,
}
"""The tables that rules read, parents first: ``<folder>/<table>.parquet``."""

REPORTED = {"indicators": INDICATORS, "activities": ACTIVITIES}
"""The tables that standards and quotas read."""
