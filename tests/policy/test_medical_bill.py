"""The five lines of defence: the closed forms equal a year settled bill after bill."""

import random
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path
from typing import Any

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, given, settings

from liuqing.compute.backends import DuckDB
from liuqing.compute.plan import Plan
from liuqing.compute.snapshot import TABLES
from liuqing.policy.dated import Parameter, Parameters, Value
from liuqing.policy.place import load
from tests.compute.snapshots import write

DAY = date(2019, 12, 31)
LINES = ("bill_basic", "bill_serious", "bill_aid", "bill_backstop", "bill_temporary")
WANTED = (*LINES, "bill_self_paid", "bill_own", "bill_topup")
CEILING = 1_247_300
ALL_LINES = "all lines"
"""An invented county in which every line has a number, with a cap of serious illness and 90 %."""


def _number(name: str, value: Any, unit: str) -> Parameter:
    return Parameter(name, name, unit, (Value(date(2016, 1, 1), value, "测试，虚构"),))


def _numbers(place: str) -> Parameters:
    if place != ALL_LINES:
        return load(place).parameters(DAY)
    added = [
        _number("health.serious_cap", 8_000, "元"),
        _number("health.aid_rates", {"低保对象、特困人员": 75, "其他救助对象": 40}, "%"),
        _number("health.aid_caps", {"低保对象、特困人员": 15_000, "其他救助对象": 3_000}, "元"),
        _number("health.backstop_ratio", 90, "%"),
        _number("health.deductibles", {"乡镇": 0, "县": 200, "市": 800}, "元"),
    ]
    return Parameters({**load("fuyuan").files, **{number.name: number for number in added}}, DAY)


@cache
def _plan(place: str) -> Plan:
    return Plan(_numbers(place), WANTED)


def _part(fen: int, percent: int) -> int:
    return int((Decimal(fen) * percent / 100).quantize(Decimal(1), ROUND_HALF_UP))


@dataclass
class Year:
    """A person's year at one counter, as a clerk keeps it: what was left and paid so far."""

    place: str
    neediest: bool
    left_by_basic: int = 0
    paid_by_serious: int = 0
    left_by_both: int = 0
    paid_by_aid: int = 0
    own: int = 0

    def settle(self, bill: dict[str, Any]) -> dict[str, int]:
        total, covered = bill["bill_total_fen"], min(bill["covered_fen"], bill["bill_total_fen"])
        basic = self._basic(bill, covered)
        serious = self._serious(covered - basic)
        aid = self._aid(covered - basic - serious, bill)
        backstop = self._backstop(bill, covered if self.place != "menghai" else total, basic + serious + aid)
        paid = dict(zip(LINES, (basic, serious, aid, backstop, 0), strict=True))
        return paid | {"bill_self_paid": total - sum(paid.values())}

    def _basic(self, bill: dict[str, Any], covered: int) -> int:
        rate = {"乡镇": 90, "县": 85, "市": 70}.get(bill["hospital_level"])
        if bill["bill_kind"] != "住院" or rate is None:
            return int(min(bill["stated_basic_fen"], covered))
        deductible = {"县": 20_000, "市": 80_000}.get(bill["hospital_level"], 0)
        return _part(max(0, covered - (deductible if self.place == ALL_LINES else 0)), rate)

    def _serious(self, remaining: int) -> int:
        self.left_by_basic += remaining
        owed = _part(max(0, self.left_by_basic - 500_000), 70)
        owed = min(owed, 800_000) if self.place == ALL_LINES else owed
        now, self.paid_by_serious = owed - self.paid_by_serious, owed
        return now

    def _aid(self, left: int, bill: dict[str, Any]) -> int:
        if self.place != ALL_LINES:
            return int(min(bill["stated_aid_fen"], left))
        self.left_by_both += left
        rate, cap = (75, 1_500_000) if self.neediest else (40, 300_000)
        owed = min(_part(self.left_by_both, rate), cap)
        now, self.paid_by_aid = owed - self.paid_by_aid, owed
        return now

    def _backstop(self, bill: dict[str, Any], base: int, paid: int) -> int:
        if not bill["referred"]:
            return 0
        ratio, ceiling = self.place != "fuyuan", self.place != "menghai"
        missing = max(0, _part(base, 90) - paid) if ratio and bill["bill_kind"] == "住院" else 0
        above = max(0, self.own + base - paid - CEILING) if ceiling else 0
        backstop = max(missing, above)
        self.own += base - paid - backstop
        return backstop


FEN = st.one_of(st.integers(0, 20_000), st.integers(0, 3_000_000), st.integers(0, 40_000_000))
BILL = st.fixed_dictionaries(
    {
        "discharged": st.integers(0, 364).map(lambda n: date(2019, 1, 1) + timedelta(days=n)),
        "hospital_level": st.sampled_from(("乡镇", "县", "市", "市", "省")),
        "bill_kind": st.sampled_from(("住院", "住院", "住院", "门诊", "特殊病门诊")),
        "referred": st.sampled_from((True, True, False)),
        "bill_total_fen": FEN,
        "covered_fen": FEN,
        "stated_basic_fen": FEN,
        "stated_aid_fen": st.one_of(st.just(0), FEN),
    }
)
PERSON = st.tuples(st.booleans(), st.lists(BILL, min_size=1, max_size=8))
PEOPLE = st.lists(PERSON, min_size=5, max_size=30)
Told = list[tuple[bool, list[dict[str, Any]]]]


def _found(folder: Path, people: Told, place: str) -> list[list[dict[str, Any]]]:
    """What the rules say of every bill of every person, in the order in which they were told."""
    persons = [
        {"person_id": n, "household_id": 1, "person_village_id": 1, "on_dibao": dibao, "on_tekun": False}
        for n, (dibao, _) in enumerate(people)
    ]
    bills = [
        bill | {"bill_id": n * 100 + i, "bill_person_id": n}
        for n, (_, told) in enumerate(people)
        for i, bill in enumerate(told)
    ]
    home = {"household_id": 1, "household_village_id": 1, "standing": "registered"}
    write(folder, [{"village_id": 1}], [home], persons, bills)
    plan = _plan(place)
    with DuckDB() as running:
        for table in TABLES:
            running.see(table, folder / f"{table}.parquet")
        for step in plan.steps:
            running.keep(step.name, step.relation)
        rows = {row["bill_id"]: row for row in running.rows(plan.tables["bill"]).to_pylist()}
    return [[rows[n * 100 + i] for i in range(len(told))] for n, (_, told) in enumerate(people)]


def _settled(place: str, neediest: bool, bills: list[dict[str, Any]]) -> list[dict[str, int]]:
    """Bill after bill in the order of discharge, given back in the order in which they were told."""
    year, order = Year(place, neediest), sorted(range(len(bills)), key=lambda i: (bills[i]["discharged"], i))
    done = {i: year.settle(bills[i]) for i in order}
    return [done[i] for i in range(len(bills))]


@pytest.mark.parametrize("place", ["fuyuan", "menghai", ALL_LINES])
@settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck))
@given(people=PEOPLE)
def test_a_year_of_bills_comes_out_as_if_settled_one_after_the_other(
    place: str, people: Told, tmp_path_factory: Any
) -> None:
    found = _found(tmp_path_factory.mktemp("bills"), people, place)
    for (neediest, bills), rows in zip(people, found, strict=True):
        expected = _settled(place, neediest, bills)
        assert [{name: row[name] for name in (*LINES, "bill_self_paid")} for row in rows] == expected


@pytest.mark.parametrize("place", ["fuyuan", "menghai", "wenchanghu", ALL_LINES])
@settings(max_examples=3, deadline=None, suppress_health_check=list(HealthCheck))
@given(people=PEOPLE, stated=FEN)
def test_the_parts_are_never_negative_and_add_up_to_the_whole(
    place: str, people: Told, stated: int, tmp_path_factory: Any
) -> None:
    told = [
        (dibao, [bill | {"stated_serious_fen": stated, "stated_backstop_fen": stated} for bill in bills])
        for dibao, bills in people
    ]
    for (_, bills), rows in zip(told, _found(tmp_path_factory.mktemp("bills"), told, place), strict=True):
        for bill, row in zip(bills, rows, strict=True):
            parts = [row[name] for name in (*LINES, "bill_self_paid")]
            assert min(parts) >= 0 and sum(parts) == bill["bill_total_fen"]


@settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck))
@given(people=PEOPLE)
def test_nobody_pays_more_than_the_ceiling_for_treatment_by_referral(
    people: Told, tmp_path_factory: Any
) -> None:
    found = _found(tmp_path_factory.mktemp("bills"), people, "fuyuan")
    for (_, bills), rows in zip(people, found, strict=True):
        kept = [row["bill_own"] - row["bill_backstop"] for row in rows]
        assert sum(own for own, bill in zip(kept, bills, strict=True) if bill["referred"]) <= CEILING


FACTS = ("hospital_level", "bill_kind", "referred", "bill_total_fen", "covered_fen", "stated_basic_fen",
         "stated_aid_fen")  # fmt: skip


@pytest.mark.parametrize("place", ["fuyuan", "songming", "menghai", ALL_LINES])
@settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck))
@given(people=PEOPLE, seed=st.integers(0, 2**32))
def test_a_gap_makes_an_answer_unknown_or_leaves_it_as_it_is(
    place: str, people: Told, seed: int, tmp_path_factory: Any
) -> None:
    dice = random.Random(seed)
    gaps = [
        (
            dibao,
            [
                {k: None if k in FACTS and dice.random() < 0.08 else v for k, v in bill.items()}
                for bill in bills
            ],
        )
        for dibao, bills in people
    ]
    whole = _found(tmp_path_factory.mktemp("whole"), people, place)
    for full, rows in zip(whole, _found(tmp_path_factory.mktemp("gaps"), gaps, place), strict=True):
        for known, row in zip(full, rows, strict=True):
            for name in WANTED:
                assert row[name] is None or known[name] in (row[name], None), name


def test_a_year_of_three_bills_as_the_plan_of_the_county_has_it(tmp_path: Path) -> None:
    # 100,000 yuan at the city's hospital: 70,000, then 70 % of 25,000; of the 12,500 left 27 are above
    # the ceiling of 12,473. The same again: 70 % of all 30,000, and everything left is above it.
    stay = {"hospital_level": "市", "bill_kind": "住院", "referred": True, "bill_total_fen": 10_000_000,
            "covered_fen": 10_000_000, "stated_aid_fen": 0}  # fmt: skip
    bills = [stay | {"discharged": date(2019, month, 1)} for month in (2, 5)]
    bills.append(stay | {"discharged": date(2019, 8, 1), "referred": False})
    lines = [
        [row[name] // 100 for name in (*LINES, "bill_self_paid")]
        for row in _found(tmp_path, [(False, bills)], "fuyuan")[0]
    ]
    assert lines == [
        [70_000, 17_500, 0, 27, 0, 12_473],
        [70_000, 21_000, 0, 9_000, 0, 0],
        [70_000, 21_000, 0, 0, 0, 9_000],
    ]
