"""A missing fact never turns an entitlement round: what was due becomes not known, or stays."""

import random
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from liuqing.compute.backends import DuckDB
from liuqing.policy.place import known
from liuqing.policy.rules import RULES
from liuqing.policy.tables import LABOUR, SCHOOL_STATUS
from tests.compute.snapshots import DAY, write
from tests.policy.reading import rows

Row = dict[str, Any]
RULES_ASKED = (
    "award_qualified", "tuition_award", "school_aid", "dibao_months", "dibao_amount", "disabled",
    "severely_disabled", "disability_living_due", "disability_subsidy", "rehabilitation_due", "pension_age",
    "pension_age_reached", "pension_months", "pension_due_amount", "premium_aid", "tekun_labour", "tekun_kind",
    "tekun_qualified", "tekun_due", "tekun_amount", "low_income_vulnerable", "hardly_able", "dibao_overlooked",
    "student_loan_within_limit", "income_tier", "no_own_income", "nobody_able", "below_dibao",
    *(f"{key}_{what}" for key in ("school", "dibao", "tekun", "disability", "pension", "premium")
      for what in ("missing", "unentitled", "twice") if f"{key}_{what}" in RULES),
)  # fmt: skip
KEYS = ("person_id", "household_id", "person_village_id", "household_village_id")
SILENT = (
    "standing",
    "died_on",
    "school_status",
    "education",
    "list_enrolled",
    "resident_medical",
    "list_insured",
)
"""Facts whose gap has a meaning of its own: not in the register, alive, at no school, no list."""
PEOPLE = 500


def _person(number: int, dice: random.Random) -> Row:
    born = date(1935, 1, 1) + timedelta(days=dice.randrange(83 * 365))
    status = dice.choice((None, None, *SCHOOL_STATUS))
    times = {
        f"{key}_times": dice.choice((0, 0, 1, 1, 2)) for key in ("dibao", "tekun", "disabled", "pension")
    }
    paid = ("dibao", "tekun", "disabled", "pension", "school_roll")
    return times | {
        "person_id": number, "household_id": number // 2, "person_village_id": 1,
        "birth": born, "age": DAY.year - born.year - ((born.month, born.day) > (DAY.month, DAY.day)),
        "school_status": status, "education": None if status else "小学", "list_enrolled": bool(status),
        "boarding": dice.random() < 0.5, "admission": dice.choice(("一本", "二本", "专科", "预科")),
        "ethnicity": dice.choice(("汉族", "拉祜族")), "central_university": dice.random() < 0.3,
        "student_loan_fen": dice.choice((0, 800_000, 900_000)), "labour": dice.choice(LABOUR),
        "on_dibao": dice.random() < 0.4, "dibao_monthly_fen": dice.choice((10_000, 40_000)),
        "dibao_since": date(dice.choice((2016, 2018, 2019)), dice.randint(1, 12), 1),
        "disability_grade": dice.randint(1, 4), "resident_pension": dice.random() < 0.8,
        "employee_pension": dice.random() < 0.2, "employee_medical": dice.random() < 0.2,
        "resident_medical": True, "list_insured": True, "premium_aid_fen": dice.choice((0, 18_000)),
        "died_on": dice.choice((None, None, None, date(2017, 5, 1), date(2018, 5, 1))),
        "school_roll_times": dice.choice((0, 1, 2)), "public_posts_times": 0, "rangers_times": 0,
        **{f"{key}_paid_fen": dice.choice((0, 50_000)) for key in paid},
    }  # fmt: skip


def _household(number: int, dice: random.Random) -> Row:
    items = ("wage", "business", "dividend", "property_other", "business_expense")
    transfers = ("family_planning", "dibao", "tekun", "pension", "eco", "other")
    return {
        "household_id": number, "household_village_id": 1, "standing": dice.choice(("registered", "exited")),
        **{f"{item}_fen": dice.choice((0, 0, 100_000, 400_000, 900_000)) for item in items},
        **{f"transfer_{item}_fen": dice.choice((0, 100_000)) for item in transfers},
    }  # fmt: skip


def _with_gaps(row: Row, dice: random.Random) -> Row:
    kept = (*KEYS, *SILENT)
    return {name: v if name in kept or dice.random() < 0.75 else None for name, v in row.items()}


def _told(folder: Path, place: str, homes: list[Row], people: list[Row]) -> dict[str, dict[int, Row]]:
    write(folder, [{"village_id": 1}], homes, people)
    with DuckDB() as running:
        found = rows(running, folder, DAY, RULES_ASKED, place)
    return {
        entity: {row[f"{entity}_id"]: row for row in found[entity].to_pylist()}
        for entity in ("person", "household")
    }


@pytest.mark.parametrize("place", known())
def test_an_answer_with_gaps_is_the_whole_answer_or_not_known(place: str, tmp_path: Path) -> None:
    dice = random.Random(place)
    people = [_person(number, dice) for number in range(PEOPLE)]
    homes = [_household(number, dice) for number in range(PEOPLE // 2)]
    whole = _told(tmp_path / "whole", place, homes, people)
    gaps = _told(
        tmp_path / "gaps", place, [_with_gaps(h, dice) for h in homes], [_with_gaps(p, dice) for p in people]
    )
    for name in RULES_ASKED:
        entity = RULES[name].entity
        for key, row in gaps[entity].items():
            assert row[name] in (whole[entity][key][name], None), (name, key)


def test_each_rule_of_it_answers_somebody(tmp_path: Path) -> None:
    dice = random.Random(1)
    people = [_person(number, dice) for number in range(PEOPLE)]
    homes = [_household(number, dice) for number in range(PEOPLE // 2)]
    answered: set[str] = set()
    for place in ("fuyuan", "wenchanghu"):
        found = _told(tmp_path / place, place, homes, people)
        answered |= {
            n for n in RULES_ASKED if any(row[n] not in (None, 0) for row in found[RULES[n].entity].values())
        }
    # The tiers are of a zone whose plan gives no standard; cases suppose one.
    assert answered >= set(RULES_ASKED) - {"income_tier", "low_income_vulnerable"}
