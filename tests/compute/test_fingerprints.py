"""Fingerprints: the same facts, the same print; another fact, another print."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from liuqing.compute import fingerprints
from liuqing.compute.snapshot import TABLES
from liuqing.policy.rules import RULES
from tests.compute.snapshots import random_county, write

FLAGS = [
    name for name, rule in RULES.items() if rule.kind == "flag" and rule.entity in ("person", "household")
]
VILLAGE = {"village_id": 1, "village_code": "990101001001"}
HOME = {
    "household_id": 1, "household_village_id": 1, "standing": "registered", "wage_fen": 120050, "causes": "|因病|",
    "list_house_grade": "D", "renovated": False, "housing_paid_fen": 0,
}  # fmt: skip
HEAD = {
    "person_id": 1, "household_id": 1, "birth": date(1980, 5, 6), "age": 38, "labour": "普通劳动力", "list_insured": False,
    "resident_medical": None, "employee_medical": False, "dibao_times": 0, "loan_fen": 5_000_000, "loan_days": 120,
    "loan_overdue": False, "loan_term_days": 365, "loan_use": "养殖", "microcredit_paid_fen": 100,
}  # fmt: skip
CHILD = {"person_id": 2, "household_id": 1, "birth": date(2008, 5, 6), "age": 10, "school_status": "小学"}
BILL = {"bill_id": 1, "bill_person_id": 1, "bill_total_fen": 500000, "stated_self_paid_fen": 100000}


def prints(folder, *, home=None, head=None, child=None, bill=None, rule, key=1):
    """The print of a subject of one small household, with some facts changed."""
    people = [{**HEAD, **(head or {})}, {**CHILD, **(child or {})}]
    write(folder, [VILLAGE], [{**HOME, **(home or {})}], people, [{**BILL, **(bill or {})}])
    return fingerprints.of(folder, {rule: [key]})[rule][key]


def test_a_print_is_64_hex_digits_for_each_subject_that_is_there(tmp_path):
    write(tmp_path, [VILLAGE], [HOME], [HEAD, CHILD])
    found = fingerprints.of(tmp_path, {"not_insured": [1, 2, 99], "heavy_spending": [1], "no_such_rule": [1]})
    assert set(found) == {"not_insured", "heavy_spending"}
    assert set(found["not_insured"]) == {1, 2}
    assert all(len(one) == 64 and int(one, 16) >= 0 for told in found.values() for one in told.values())


def test_the_same_facts_on_another_day_have_the_same_print(tmp_path):
    """A year later everybody is older and every loan ran longer: no fact has changed."""
    folder = random_county(tmp_path / "now", households=40, seed=3)
    asked = {name: range(1, 200) for name in FLAGS}
    before = fingerprints.of(folder, asked)
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    people = pq.read_table(folder / "persons.parquet")
    for name in ("age", "loan_days"):
        people = people.set_column(people.schema.get_field_index(name), name, pc.add(people[name], 1))
    pq.write_table(people, folder / "persons.parquet")
    assert fingerprints.of(folder, asked) == before


def test_the_order_of_rows_is_no_fact(tmp_path):
    write(tmp_path, [VILLAGE], [HOME], [HEAD, CHILD])
    one = fingerprints.of(tmp_path, {"lost_work": [1]})
    write(tmp_path, [VILLAGE], [HOME], [CHILD, HEAD])
    assert fingerprints.of(tmp_path, {"lost_work": [1]}) == one


@pytest.mark.parametrize(
    ("rule", "change"),
    [
        ("not_insured", {"head": {"list_insured": True}}),
        ("not_insured", {"head": {"resident_medical": False}}),
        ("loan_over_limit", {"head": {"loan_fen": 5_000_001}}),
        ("dibao_overlooked", {"home": {"wage_fen": 120051}}),
        ("dibao_overlooked", {"head": {"birth": date(1980, 5, 7)}}),
        ("dangerous_house_open", {"home": {"renovated": None}}),
        ("heavy_spending", {"bill": {"stated_self_paid_fen": 100001}}),
        ("lost_work", {"child": {"school_status": "七年级"}}),
        ("interest_missing", {"head": {"microcredit_paid_fen": 0}}),
        ("interest_missing", {"head": {"microcredit_paid_fen": None}}),
        ("near_line", {"home": {"standing": "exited"}}),
    ],
)
def test_a_changed_fact_is_another_print(tmp_path, rule, change):
    assert prints(tmp_path, rule=rule) != prints(tmp_path, rule=rule, **change)


@pytest.mark.parametrize(
    ("rule", "change"),
    [
        ("loan_over_limit", {"head": {"loan_days": 150, "age": 39}}),
        ("interest_missing", {"head": {"microcredit_paid_fen": 250}}),
        ("not_insured", {"home": {"standing": "exited"}}),
        ("not_insured", {"child": {"list_insured": True}}),
        ("not_insured", {"home": {"wage_fen": 1}}),
    ],
)
def test_what_runs_by_itself_or_is_not_asked_is_no_change(tmp_path, rule, change):
    assert prints(tmp_path, rule=rule) == prints(tmp_path, rule=rule, **change)


def test_not_known_nought_and_an_empty_text_are_three_things(tmp_path):
    said = [
        prints(tmp_path, rule="loan_misused", head={"loan_use": use, "loan_fen": 5})
        for use in (None, "", "0", "NULL")
    ]
    said += [prints(tmp_path, rule="loan_over_limit", head={"loan_fen": fen}) for fen in (None, 0)]
    assert len(set(said)) == 6


def test_one_more_member_is_a_change_where_members_count(tmp_path):
    write(tmp_path, [VILLAGE], [HOME], [HEAD])
    alone = fingerprints.of(tmp_path, {"near_line": [1], "dangerous_house_open": [1]})
    write(tmp_path, [VILLAGE], [HOME], [HEAD, CHILD])
    both = fingerprints.of(tmp_path, {"near_line": [1], "dangerous_house_open": [1]})
    assert alone["near_line"] != both["near_line"]
    assert alone["dangerous_house_open"] == both["dangerous_house_open"]


def test_a_snapshot_of_an_earlier_version_has_prints_too(tmp_path):
    import pyarrow.parquet as pq

    write(tmp_path, [VILLAGE], [HOME], [HEAD, CHILD])
    people = pq.read_table(tmp_path / "persons.parquet")
    pq.write_table(people.drop_columns(["list_insured"]), tmp_path / "persons.parquet")
    assert len(fingerprints.of(tmp_path, {"not_insured": [1, 2]})["not_insured"]) == 2


def test_every_flag_stands_on_some_fact():
    columns = {entity: set(TABLES[table].names) for entity, table in fingerprints.TABLE.items()}
    for rule in FLAGS:
        assert fingerprints.leaves(rule), rule
        assert all(leaf.fact in columns[leaf.target] for leaf in fingerprints.leaves(rule)), rule


@settings(max_examples=20, deadline=None)
@given(st.data())
def test_any_fact_of_any_flag_changes_its_print(tmp_path_factory, data):
    """Whichever flag, whichever of its facts: a new value is a new print, and the old one comes back."""
    rule = data.draw(st.sampled_from(FLAGS))
    leaf = data.draw(st.sampled_from(fingerprints.leaves(rule)))
    if leaf.fact in fingerprints.KEYS or leaf.target == "area":
        return
    part = {"household": "home", "person": "head", "bill": "bill"}[leaf.target]
    kind = str(TABLES[fingerprints.TABLE[leaf.target]].field(leaf.fact).type)
    values = {"bool": [None, False, True], "string": [None, "甲", "乙"], "int64": [None, 0, 7],
              "date32[day]": [None, date(2000, 1, 1), date(2000, 1, 1) + timedelta(1)]}[kind]  # fmt: skip
    first, second = data.draw(st.permutations(values))[:2]
    folder = tmp_path_factory.mktemp("facts")
    one, other, again = (
        prints(folder, rule=rule, **{part: {leaf.fact: said}}) for said in (first, second, first)
    )
    assert one == again
    assert one != other
