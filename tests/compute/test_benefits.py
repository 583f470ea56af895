"""One household's benefits, read from the findings: what is due, what was paid, and every bill's lines."""

from datetime import date
from pathlib import Path

import pytest

from liuqing.compute import assess
from liuqing.compute.benefits import Benefits, benefits
from liuqing.errors import Problem
from tests.compute.snapshots import write

DAY = date(2018, 12, 31)
LISTS = ("dibao", "tekun", "disabled", "pension", "school_roll", "work", "training", "public_posts", "rangers",
         "microcredit")  # fmt: skip
SETTLED = {"age": 40, "relation": "户主", "labour": "普通劳动力", "on_dibao": False, "on_tekun": False,
           "list_insured": False, "premium_aid_fen": 0, "list_enrolled": False, "loan_fen": 0, "work_months": 0,
           "list_work_months": 0, "health": "健康", "loan_days": 0} | {
    f"{key}_{what}": 0 for key in LISTS for what in ("times", "paid_fen")}  # fmt: skip
"""Somebody of whom every list says: nothing."""


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A boy at a boarding school who got nothing, his mother with two bills; and the neighbours."""
    boy = {"relation": "之子", "age": 9, "school_status": "小学", "boarding": True, "list_enrolled": True,
           "school_roll_times": 0, "school_roll_paid_fen": 0}  # fmt: skip
    mother = {"relation": "户主", "age": 40, "on_dibao": False, "on_tekun": False}
    paid = {"person_id": 4, "household_id": 3} | SETTLED | {"work_times": 1, "work_paid_fen": 30_000}
    bill = {"bill_person_id": 2, "bill_kind": "住院", "hospital_level": "乡镇", "referred": True}
    folder = write(
        tmp_path_factory.mktemp("snapshot"),
        [{"village_id": 1, "village_code": "530325001001", "town_code": "530325001"}],
        [{"household_id": n, "household_village_id": 1, "standing": "registered"} for n in (1, 2, 3)],
        [boy | {"person_id": 1, "household_id": 1}, mother | {"person_id": 2, "household_id": 1},
         {"person_id": 3, "household_id": 2}, paid],
        [bill | {"bill_id": 1, "discharged": date(2018, 9, 1), "bill_total_fen": 500_000, "covered_fen": 400_000,
                 "stated_aid_fen": 0, "stated_backstop_fen": 0, "stated_self_paid_fen": 300_000},
         bill | {"bill_id": 2, "discharged": date(2018, 3, 1), "bill_total_fen": 0, "covered_fen": 0,
                 "stated_aid_fen": 0, "stated_backstop_fen": 0}],
    )  # fmt: skip
    assess.run(folder, place="fuyuan", on=DAY)
    return folder


@pytest.fixture(scope="module")
def found(snapshot: Path) -> Benefits:
    return benefits(snapshot, 1, place="fuyuan", on=DAY)


def test_what_is_due_stands_beside_what_was_paid(found: Benefits) -> None:
    school = next(one for one in found.dues if one.programme.key == "school")
    assert (school.person, school.entitled, school.paid) == (1, (600 + 90 + 800 + 1000) * 100, 0)


def test_the_lines_of_every_bill_and_the_rest_are_the_whole(found: Benefits) -> None:
    assert [bill.discharged for bill in found.bills] == [date(2018, 3, 1), date(2018, 9, 1)]
    for bill in found.bills:
        assert sum(fen or 0 for _name, _label, fen in bill.lines) + (bill.self_paid or 0) == bill.total
    assert {name: fen for name, _label, fen in found.bills[1].lines}["bill_basic"] == 360_000


def test_who_got_something_and_is_due_nothing_is_said_to_be_due_nothing(snapshot: Path) -> None:
    transport = [
        one for one in benefits(snapshot, 3, place="fuyuan", on=DAY).dues if one.programme.key == "transport"
    ]
    assert [(one.entitled, one.paid) for one in transport] == [(0, 30_000)]


def test_nobody_elses_benefits_are_read(snapshot: Path) -> None:
    other = benefits(snapshot, 2, place="fuyuan", on=DAY)
    assert not other.bills and {one.person for one in other.dues} <= {3, None}


def test_a_household_that_the_snapshot_does_not_have_is_said(snapshot: Path) -> None:
    with pytest.raises(Problem, match="没有这一户"):
        benefits(snapshot, 99, place="fuyuan", on=DAY)


def test_findings_of_an_earlier_version_ask_for_a_new_assessment(tmp_path: Path) -> None:
    with pytest.raises(Problem, match="重新测算"):
        benefits(tmp_path, 1, place="fuyuan", on=DAY)
