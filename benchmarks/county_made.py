"""A frozen county of any size for benchmarks, made by DuckDB: every table, every fact, gaps in each.

Nothing in it is of a real person. Each fact is drawn by a hash of its name and row, so the same
size gives the same county. One fact in twenty is not known; of the lists of departments most
members are in none, as in a real county.
"""

from pathlib import Path

import duckdb
import pyarrow as pa

from liuqing.compute.snapshot import BILLS, EMPLOYERS, HOUSEHOLDS, PERSONS, RECEIVED
from liuqing.policy import tables

MEMBERS, VILLAGES = 4, 161
BILLS_EACH, WORKERS_EACH = 0.15, 40
"""Settled bills a person; persons an employer, were everybody employed."""
YEAR = 2019
CODES: dict[str, tuple[str | None, ...]] = {
    "standing": ("registered", "exited", "exited", "exited"),
    "category": tables.CATEGORIES,
    "main_cause": tables.CAUSES,
    "causes": ("|因病|", "|因学|因病|", "|缺劳力|", "|自身发展动力不足|缺资金|", "|因残|因灾|"),
    "measures": ("|产业帮扶|", "|综合保障|", "|健康帮扶|综合保障|", "|就业帮扶|义务教育保障|", "|"),
    "house_grade": ("A", "B", "B", "B", "C", "D"),
    "list_house_grade": (None, None, None, "C", "D", "B"),
    "relation": ("户主", "配偶", "之子", "之女"),
    "sex": tables.SEXES,
    "ethnicity": ("汉族", "汉族", "汉族", "彝族", "苗族"),
    "education": tables.EDUCATION,
    "school_status": (None,) * 16
    + ("学前教育", "小学", "七年级", "普通高中一年级", "中职二年级", "本科一年级"),
    "dropout_reason": (None,) * 40 + ("因残", "厌学"),
    "labour": ("普通劳动力", "普通劳动力", "技能劳动力", "弱劳动力或半劳动力", "丧失劳动力", "无劳动力"),
    "health": ("健康", "健康", "健康", "健康", "长期慢性病", "患有大病", "残疾"),
    "admission": (None,) * 40 + ("一本", "二本", "专科"),
    "work_region": (None, None, None, "县内", "县外省内", "省外"),
    "contract_kind": (None, None, None, "劳动合同", "就业协议"),
    "training_kind": (None,) * 6 + ("技能培训", "引导性培训"),
    "post_kind": (None,) * 30 + ("保洁员", "护路员"),
    "disability_kind": (None,) * 20 + ("肢体", "智力", "精神"),
    "illness": (None,) * 30 + ("尿毒症", "高血压", "儿童白血病"),
    "loan_use": (None,) * 10 + ("种植", "养殖", "建房"),
    "hospital_level": ("乡镇", "乡镇", "县", "县", "县", "市", "省"),
    "bill_kind": ("住院", "住院", "住院", "门诊", "特殊病门诊"),
    "employer_kind": ("扶贫工厂", "本地企业", "其他"),
}
SMALL = {
    "size_stated": 6, "cause_count": 4, "measure_count": 4, "receipt_count": 4, "officer_count": 3,
    "work_months": 13, "list_work_months": 13, "contract_months": 25, "post_months": 13,
    "disability_grade": 5, "loan_days": 366, "loan_term_days": 1096, "house_area": 150,
}  # fmt: skip
"""Whole numbers below this."""
SELDOM = ("on_dibao", "on_tekun", "house_dilapidated", "private_school", "central_university", "loan_overdue",
          "newly_hired", "wants_training", "employee_medical", "employee_pension")  # fmt: skip
"""Yes or no, and seldom yes; the others are seldom no."""
RARE_MONEY = ("student_loan_fen", "dibao_monthly_fen", "loan_fen", "disaster_loss_fen", "housing_paid_fen",
              "build_debt_fen", "schooling_cost_fen", *(f"{key}_paid_fen" for key in RECEIVED))  # fmt: skip
"""Money that most have none of."""
LAST = f"DATE '{YEAR}-12-31'"
BIRTH = f"{LAST} - CAST(hash(i, 'birth') % 30000 AS INTEGER)"
HOME = f"i // {MEMBERS}"


def make(folder: Path, *, persons: int, outside: int = 0) -> None:
    """A snapshot of so many persons in households of four, and ``outside`` more in no household."""
    homes = -(-persons // MEMBERS)
    bills, employers = int(persons * BILLS_EACH), persons // WORKERS_EACH + 1
    with duckdb.connect(config={"threads": 2, "memory_limit": "4GB"}) as engine:
        engine.execute("SET enable_progress_bar = false")
        engine.execute(f"SET temp_directory = '{folder}/spill'")
        of_person = _person_keys(persons, employers)
        _table(engine, folder / "households.parquet", HOUSEHOLDS, HOUSEHOLD_KEYS, homes)
        _table(engine, folder / "persons.parquet", PERSONS, of_person, persons + outside)
        _table(engine, folder / "bills.parquet", BILLS, _bill_keys(persons), bills)
        _table(engine, folder / "employers.parquet", EMPLOYERS, {"employer_key": "i"}, employers)
        _write(engine, _villages(), folder / "villages.parquet")


HOUSEHOLD_KEYS = {
    "household_id": "i",
    "household_no": "CAST(i AS VARCHAR)",
    "household_village_id": f"i % {VILLAGES}",
    "exit_year": "2014 + CAST(hash(i, 'exit_year') % 6 AS BIGINT)",
    "identified_year": "2014",
}


def _person_keys(inside: int, employers: int) -> dict[str, str]:
    return {
        "person_id": "i",
        "household_id": f"CASE WHEN i < {inside} THEN {HOME} END",
        "person_village_id": f"({HOME}) % {VILLAGES}",
        "birth": BIRTH,
        "age": f"CAST(datediff('year', {BIRTH}, {LAST}) AS BIGINT)",
        "died_on": _seldom("died", 200, f"DATE '{YEAR}-05-01'"),
        "dibao_since": _seldom("dibao_since", 20, "DATE '2017-01-01'"),
        "employer_id": _seldom("employer", 5, f"CAST(hash(i, 'by') % {employers} AS BIGINT)"),
    }


def _bill_keys(persons: int) -> dict[str, str]:
    return {
        "bill_id": "i",
        "bill_person_id": f"CAST(hash(i, 'whose') % {persons} AS BIGINT)",
        "discharged": f"{LAST} - CAST(hash(i, 'discharged') % 365 AS INTEGER)",
        "bill_total_fen": "CAST(hash(i, 'total') % 4000000 AS BIGINT)",
    }


def _seldom(name: str, times: int, value: str) -> str:
    return f"CASE WHEN hash(i, '{name}') % {times} = 0 THEN {value} END"


def _table(
    engine: duckdb.DuckDBPyConnection, path: Path, schema: pa.Schema, keys: dict[str, str], rows: int
) -> None:
    columns = ", ".join(f"{keys.get(f.name) or _fact(f)} AS {f.name}" for f in schema)
    _write(engine, f"SELECT {columns} FROM range({rows}) AS t(i)", path)


def _fact(fact: pa.Field) -> str:
    """A value in 19 of 20 rows."""
    seed = f"hash(i, '{fact.name}')"
    return f"CASE WHEN {seed} % 1009 >= 50 THEN {_value(fact, seed)} END"


def _value(fact: pa.Field, seed: str) -> str:
    name = fact.name
    if name in CODES:
        words = ", ".join("NULL" if word is None else f"'{word}'" for word in CODES[name])
        return f"([{words}])[1 + CAST({seed} % {len(CODES[name])} AS BIGINT)]"
    if pa.types.is_boolean(fact.type):
        return f"{seed} % 20 {'=' if name in SELDOM else '>'} 0"
    if name.endswith("_times") or name in RARE_MONEY:
        return f"CASE WHEN {seed} % 12 = 0 THEN {_sum(name, seed)} ELSE 0 END"
    return f"CAST({seed} % {SMALL.get(name, 1_500_000)} AS BIGINT)"


def _sum(name: str, seed: str) -> str:
    if name.endswith("_times"):
        return f"1 + CAST({seed} % 480 = 0 AS BIGINT)"
    return f"CAST(1 + {seed} % 7 AS BIGINT) * 60000"


def _villages() -> str:
    return (
        "SELECT i AS village_id, printf('530325%03d%03d', i % 12 + 100, i) AS village_code, "
        "printf('530325%03d', i % 12 + 100) AS town_code, i % 5 > 0 AS poor_village, "
        "i % 50 > 0 AS village_exited, 2018 AS village_exit_year, "
        "4000 + i AS rural_population, 5000000 AS collective_income_fen "
        f"FROM range({VILLAGES}) AS t(i)"
    )


def _write(engine: duckdb.DuckDBPyConnection, query: str, path: Path) -> None:
    engine.execute(f"COPY ({query}) TO '{path}' (FORMAT parquet, COMPRESSION zstd)")
