"""Twenty-one of our rules written for OpenFisca-core, to be timed beside our own.

Run by a Python of its own that has ``openfisca-core`` and ``pyarrow`` and nothing of ours, so that
its licence (AGPL) stays where it is: ``python benchmarks/openfisca_subset.py --folder SNAPSHOT
--numbers numbers.json --out FOLDER`` (``benchmarks/assess.py --openfisca PYTHON`` does it).

OpenFisca has no "not known". An answer is 0 for no, 1 for not known and 2 for yes, so that "and" is
the smaller and "or" the larger of two; of a whole number the smallest int32 is "not known".
"""

import argparse
import json
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from memory import peak_mib
from openfisca_core.entities import Entity, GroupEntity
from openfisca_core.periods import DateUnit
from openfisca_core.simulation_builder import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable
from openfisca_names import WANTED

NO, UNKNOWN, YES = 0, 1, 2
NONE = np.iinfo(np.int32).min
FLAGS = ("resident_medical", "list_insured", "employee_medical", "resident_pension", "employee_pension",
         "list_enrolled", "house_dilapidated")  # fmt: skip
INCOME = ("wage_fen", "business_fen", "dividend_fen", "property_other_fen", "transfer_family_planning_fen",
          "transfer_dibao_fen", "transfer_tekun_fen", "transfer_pension_fen", "transfer_eco_fen",
          "transfer_other_fen")  # fmt: skip
WORDS = ("school_status", "education", "dropout_reason", "work_region", "house_grade", "standing")
FACTS = {
    "person": ("resident_medical", "list_insured", "employee_medical", "resident_pension", "employee_pension",
               "list_enrolled", "age", "birth", "died_on", "dibao_since", "dibao_times", "dibao_monthly_fen",
               "work_times", "list_work_months", "school_status", "education", "dropout_reason", "work_region"),
    "household": ("house_dilapidated", "business_expense_fen", "house_grade", "standing", *INCOME),
}  # fmt: skip
ANSWERS = ("insured", "pension_secured", "schooling_secured", "stable_transfer", "not_insured", "exit_income",
           "exit_schooling", "exit_medical", "exit_pension", "exit_housing", "near_line")  # fmt: skip
KEYS = {"person": "person_id", "household": "household_id"}

Numbers = dict[str, Any]
Codes = dict[str, list[str]]
"""Of each text fact its words; a word's code is its place, and -1 is "not known"."""


def system(numbers: Numbers, codes: Codes) -> TaxBenefitSystem:
    """The facts and the rules as variables of a year."""
    person = Entity("person", "persons", "", "")
    household = GroupEntity("household", "households", "", "", roles=[{"key": "member"}])
    rules = TaxBenefitSystem([person, household])
    entities = {"person": person, "household": household}
    for entity, names in FACTS.items():
        for name in names:
            rules.add_variable(_variable(name, entities[entity], None))
    for entity, formulas in (
        ("person", _of_persons(numbers, codes)),
        ("household", _of_households(numbers, codes)),
    ):
        for name, formula in formulas.items():
            rules.add_variable(_variable(name, entities[entity], formula))
    return rules


def _variable(name: str, entity: Entity, formula: Any) -> type[Variable]:
    said = {"value_type": int, "entity": entity, "definition_period": DateUnit.YEAR, "label": name}
    if formula is not None:
        said["formula"] = formula
    return type(name, (Variable,), said)


def negated(answer: np.ndarray) -> np.ndarray:
    """Not."""
    return YES - answer


def stated(condition: np.ndarray) -> np.ndarray:
    """A condition that is always known."""
    return np.where(condition, YES, NO)


def compared(condition: np.ndarray, *needs: np.ndarray) -> np.ndarray:
    """A condition over whole numbers, not known where one of them is not."""
    unknown = np.logical_or.reduce([need == NONE for need in needs])
    return np.where(unknown, UNKNOWN, stated(condition))


def witnessed(register: np.ndarray, listed: np.ndarray) -> np.ndarray:
    """The register's word beside a list's."""
    yes = (listed == YES) | ((register == YES) & (listed == UNKNOWN))
    return np.select([yes, register == NO], [YES, NO], UNKNOWN)


def _of_persons(n: Numbers, codes: Codes) -> dict[str, Any]:  # noqa: C901 - one formula after the other
    def resident_cover(person: Any, period: Any) -> Any:
        return witnessed(person("resident_medical", period), person("list_insured", period))

    def insured(person: Any, period: Any) -> Any:
        return np.maximum(person("employee_medical", period), person("resident_cover", period))

    def pension_secured(person: Any, period: Any) -> Any:
        age, status = person("age", period), person("school_status", period)
        due = np.minimum(compared(age >= n["pension_age"], age), stated(status < 0))
        schemes = np.maximum(person("resident_pension", period), person("employee_pension", period))
        return np.maximum(negated(due), schemes)

    def schooling_secured(person: Any, period: Any) -> Any:
        birth, status = person("birth", period), person("school_status", period)
        of_age = compared((birth <= n["born_by"]) & (birth > n["born_after"]), birth)
        before = np.isin(status, _codes(codes["school_status"], ["学龄前儿童", "学前教育"]))
        at_school = np.select([before, status >= 0, person("education", period) >= 0], [NO, YES, NO], UNKNOWN)
        unable = np.isin(
            person("dropout_reason", period), _codes(codes["dropout_reason"], n["exempt_reasons"])
        )
        schooled = witnessed(at_school, person("list_enrolled", period))
        return np.maximum(np.maximum(negated(of_age), schooled), stated(unable))

    def registered(person: Any, period: Any) -> Any:
        return stated(person.household("standing", period) >= 0)

    def stable_transfer(person: Any, period: Any) -> Any:
        times, months = person("work_times", period), person("list_work_months", period)
        listed = np.minimum(compared(times >= 1, times), compared(months >= n["stable_months"], months))
        return np.minimum(person("registered", period), listed)

    def transport_subsidy(person: Any, period: Any) -> Any:
        stable, region = person("stable_transfer", period), person("work_region", period)
        rates = {_code(codes["work_region"], where): fen for where, fen in n["transport_rates"].items()}
        return np.select(
            [stable == NO, *((stable == YES) & (region == at) for at in rates)], [0, *rates.values()], NONE
        )

    def school_stage(person: Any, period: Any) -> Any:
        status = person("school_status", period)
        at_none = (person("education", period) >= 0) & (person("list_enrolled", period) != YES)
        found = [np.isin(status, _codes(codes["school_status"], years)) for years in n["stages"].values()]
        return np.select([*found, (status >= 0) | at_none], range(len(found) + 1), -1)

    def item(name: str) -> Any:
        paid = [n["stage_items"].get(stage, {}).get(name, 0) for stage in (*n["stages"], "不在校")]

        def formula(person: Any, period: Any) -> Any:
            if not any(paid):
                return np.zeros(person.count, dtype=np.int32)
            stage = person("school_stage", period)
            fen = np.where(stage >= 0, np.array(paid, dtype=np.int32)[stage], NONE)
            return np.where(person("registered", period) == YES, fen, 0)

        return formula

    def dibao_amount(person: Any, period: Any) -> Any:
        since, died = person("dibao_since", period), person("died_on", period)
        last = np.where(died == NONE, n["month"], np.where(died <= n["day"], _month(died, n), n["month"]))
        last = np.where((died != NONE) & (died < n["new_year"]), 0, last)
        months = np.where(
            since > n["day"], 0, last - np.where(since < n["new_year"], 1, _month(since, n)) + 1
        )
        months = np.maximum(months, 0)
        times, monthly = person("dibao_times", period), person("dibao_monthly_fen", period)
        granted = np.minimum(monthly, n["dibao_standard"]) * months
        granted = np.where((monthly == NONE) | (since == NONE), NONE, granted)
        found = np.select([times == NONE, times == 0], [NONE, 0], granted)
        return np.where(person("registered", period) == YES, found, 0)

    def premium_aid(person: Any, period: Any) -> Any:
        employee, resident = person("employee_medical", period), person("resident_cover", period)
        none = (employee == YES) | (resident == NO)
        due = np.select([none, (resident == YES) & (employee == NO)], [0, n["premium_aid"]], NONE)
        return np.where(person("registered", period) == YES, due, 0)

    def not_insured(person: Any, period: Any) -> Any:
        listed, resident = person("list_insured", period), person("resident_medical", period)
        by_register = np.minimum(negated(resident), stated(listed == UNKNOWN))
        missing = np.maximum(negated(listed), by_register)
        others = np.minimum(missing, negated(person("employee_medical", period)))
        return np.minimum(person("registered", period), others)

    items = {"preschool_aid": "学前教育资助", "nutrition_aid": "营养改善计划", "textbooks_aid": "免费教科书",
             "yulu_aid": "雨露计划补助"}  # fmt: skip
    formulas = (resident_cover, insured, pension_secured, schooling_secured, registered, stable_transfer,
                transport_subsidy, school_stage, dibao_amount, premium_aid, not_insured)  # fmt: skip
    return {one.__name__: one for one in formulas} | {name: item(word) for name, word in items.items()}


def _of_households(n: Numbers, codes: Codes) -> dict[str, Any]:  # noqa: C901 - as above
    def income_known(household: Any, period: Any) -> Any:
        items = (household(name, period) for name in INCOME)
        return sum(np.where(item == NONE, 0, item) for item in items)

    def income_items_missing(household: Any, period: Any) -> Any:
        return sum((household(name, period) == NONE).astype(np.int32) for name in INCOME)

    def net_income(household: Any, period: Any) -> Any:
        expense, missing = (
            household("business_expense_fen", period),
            household("income_items_missing", period),
        )
        known = (missing == 0) & (expense != NONE)
        return np.where(known, household("income_known", period) - expense, NONE)

    def share(household: Any, sums: Any) -> Any:
        size = household.nb_persons()
        return np.where((sums == NONE) | (size == 0), NONE, sums // np.maximum(size, 1))

    def income_per_person(household: Any, period: Any) -> Any:
        return share(household, household("net_income", period))

    def income_at_least(household: Any, period: Any) -> Any:
        expense = household("business_expense_fen", period)
        return share(household, np.where(expense == NONE, NONE, household("income_known", period) - expense))

    def income_at_most(household: Any, period: Any) -> Any:
        expense = household("business_expense_fen", period)
        most = household("income_known", period) - np.where(expense == NONE, 0, expense)
        return share(household, np.where(household("income_items_missing", period) == 0, most, NONE))

    def against(household: Any, period: Any, line: float) -> Any:
        least, most = household("income_at_least", period), household("income_at_most", period)
        return np.select(
            [(least != NONE) & (least >= line), (most != NONE) & (most < line)], [YES, NO], UNKNOWN
        )

    def exit_income(household: Any, period: Any) -> Any:
        return against(household, period, n["income_line"])

    def near_line(household: Any, period: Any) -> Any:
        exited = household("standing", period) == _code(codes["standing"], "exited")
        return np.minimum(stated(exited), negated(against(household, period, n["near_line"])))

    def everybody(name: str) -> Any:
        def formula(household: Any, period: Any) -> Any:
            answer = household.members(name, period)
            no, unknown = household.sum(answer == NO), household.sum(answer == UNKNOWN)
            return np.select([no > 0, unknown > 0, household.nb_persons() > 0], [NO, UNKNOWN, YES], UNKNOWN)

        return formula

    def exit_housing(household: Any, period: Any) -> Any:
        grade, bad = household("house_grade", period), household("house_dilapidated", period)
        safe = np.where(
            grade < 0, UNKNOWN, stated(np.isin(grade, _codes(codes["house_grade"], n["safe_grades"])))
        )
        return np.select([(safe == NO) | (bad == YES), (safe == YES) | (bad == NO)], [NO, YES], UNKNOWN)

    formulas = (income_known, income_items_missing, net_income, income_per_person, income_at_least,
                income_at_most, exit_income, near_line, exit_housing)  # fmt: skip
    of_members = {
        "exit_schooling": "schooling_secured",
        "exit_medical": "insured",
        "exit_pension": "pension_secured",
    }
    return {one.__name__: one for one in formulas} | {new: everybody(old) for new, old in of_members.items()}


def _month(days: np.ndarray, n: Numbers) -> np.ndarray:
    """The month of a day of the year of the assessment; others do not matter."""
    return np.searchsorted(np.array(n["months"]), days, side="right")


def _code(words: list[str], word: str) -> int:
    return words.index(word) if word in words else -2


def _codes(words: list[str], wanted: list[str]) -> list[int]:
    return [_code(words, word) for word in wanted]


def _read(folder: Path, entity: str, codes: Codes) -> dict[str, np.ndarray]:
    names = FACTS[entity]
    keys = [KEYS[entity], *(["household_id"] if entity == "person" else [])]
    words = [name for name in names if name in WORDS]
    table = pq.read_table(folder / f"{entity}s.parquet", columns=[*keys, *names], read_dictionary=words)
    return {name: _column(table[name], name, codes) for name in (*keys, *names)}


def _column(column: pa.ChunkedArray, name: str, codes: Codes) -> np.ndarray:
    if name in WORDS:
        whole = column.unify_dictionaries().combine_chunks()
        whole = pa.concat_arrays(whole.chunks) if isinstance(whole, pa.ChunkedArray) else whole
        codes[name] = whole.dictionary.to_pylist()
        return whole.indices.fill_null(-1).to_numpy(zero_copy_only=False)
    if name in FLAGS:
        return pc.fill_null(pc.if_else(column, YES, NO), UNKNOWN).to_numpy().astype(np.int32)
    if pa.types.is_date32(column.type):
        column = column.cast(pa.int32())
    kept = np.int64 if name in KEYS.values() else np.int32
    return pc.fill_null(column, int(NONE)).to_numpy().astype(kept)


def _write(path: Path, key: str, ids: np.ndarray, answers: dict[str, np.ndarray]) -> None:
    columns = {key: pa.array(ids)}
    for name, values in answers.items():
        if name in ANSWERS:
            columns[name] = pa.array(values == YES, mask=values == UNKNOWN)
        else:
            columns[name] = pa.array(values.astype(np.int64), mask=values == NONE)
    pq.write_table(pa.table(columns), path, compression="zstd")


def main() -> None:
    """Read, work out, write; print the peak of memory."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("folder", "numbers", "out"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    options = parser.parse_args()
    numbers = json.loads(options.numbers.read_text("utf-8"))
    year, codes = str(date.fromisoformat(numbers["on"]).year), Codes()
    facts = {entity: _read(options.folder, entity, codes) for entity in FACTS}
    builder = SimulationBuilder()
    rules = system(numbers, codes)
    builder.create_entities(rules)
    builder.declare_person_entity("person", facts["person"]["person_id"])
    homes = builder.declare_entity("household", facts["household"]["household_id"])
    roles = np.full(len(facts["person"]["person_id"]), "member")
    builder.join_with_persons(homes, facts["person"]["household_id"], roles=roles)
    simulation = builder.build(rules)
    for entity, names in FACTS.items():
        for name in names:
            simulation.set_input(name, year, facts[entity].pop(name))
    for entity, wanted in WANTED.items():
        answers = {name: simulation.calculate(name, year) for name in wanted}
        key = KEYS[entity]
        _write(options.out / f"{entity}s.parquet", key, facts[entity][key], answers)
    print(json.dumps({"peak_mib": peak_mib()}))


if __name__ == "__main__":
    main()
