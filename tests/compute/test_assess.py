"""An assessment: complete files, totals that equal their parts, and a flag that stops and asks."""

from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from liuqing.compute import assess, findings
from liuqing.compute.assess import Assessment
from liuqing.compute.figures import SHARES
from liuqing.compute.snapshot import TABLES
from liuqing.errors import Problem
from liuqing.policy.place import load
from liuqing.policy.rules import RULES
from tests.compute.snapshots import DAY, random_county, write

NOT_ADDED = ("incidence", "rural_population", "household_share", "person_share")
ADDITIVE = {metric for metric in findings.METRICS if metric not in NOT_ADDED}


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return random_county(tmp_path_factory.mktemp("county"), households=1200)


@pytest.fixture(scope="module")
def done(county: Path) -> Assessment:
    return assess.run(county, place="fuyuan", on=DAY)


def _rows(county: Path, table: str) -> list[dict[str, Any]]:
    return pq.read_table(county / f"{table}.parquet").to_pylist()


@pytest.fixture(scope="module")
def figures(county: Path, done: Assessment) -> dict[tuple[str, str, str], Decimal | None]:
    rows = _rows(county, "findings/areas")
    return {(row["area_code"], row["metric"], row["dimension"]): row["value"] for row in rows}


def test_every_household_has_one_row_with_every_rule_in_its_own_type(county: Path, done: Assessment) -> None:
    table = pq.read_table(county / "findings/households.parquet")
    rules = [rule for rule in RULES.values() if rule.entity == "household"]
    assert table.column_names == ["household_id", *(rule.name for rule in rules)]
    kinds = {"boolean": "bool", "int64": "int64", "string": "string"}
    assert all(str(table.schema.field(rule.name).type) == kinds[rule.type] for rule in rules)
    assert table["household_id"].to_pylist() == [row["household_id"] for row in _rows(county, "households")]


def test_the_counts_of_an_assessment_are_those_of_its_file(county: Path, done: Assessment) -> None:
    inside = [row for row in _rows(county, "findings/households") if row["registered"]]
    assert done.households == len(inside)
    for rule in ("exits", "exit_water", "complete"):
        told = Counter(row[rule] for row in inside)
        assert done.findings[rule] == {"true": told[True], "false": told[False], "unknown": told[None]}


def test_persons_are_written_only_where_a_flag_is_true_or_not_known(county: Path, done: Assessment) -> None:
    rows = _rows(county, "findings/persons")
    flags = [name for name in pq.read_schema(county / "findings/persons.parquet").names if name in RULES]
    assert len(flags) > 20 and rows
    for row in rows:
        assert any(row[flag] or (row[flag] is None and RULES[flag].asks) for flag in flags)
    for flag in flags:
        told = Counter(row[flag] for row in rows)
        assert told[True] == done.findings[flag]["true"]
        assert told[None] == done.findings[flag]["unknown"] or not RULES[flag].asks


def test_nobody_outside_the_register_is_written(county: Path, done: Assessment) -> None:
    registered = {row["household_id"] for row in _rows(county, "households") if row["standing"]}
    assert {row["household_id"] for row in _rows(county, "findings/persons")} <= registered


def test_every_figure_is_a_known_metric_of_a_known_area(county: Path, done: Assessment) -> None:
    rows = _rows(county, "findings/areas")
    assert pq.read_schema(county / "findings/areas.parquet").equals(findings.AREAS)
    of_areas = {r.name for r in RULES.values() if r.entity == "area" and r.kind == "count"} | set(SHARES)
    assert {row["metric"] for row in rows} == findings.METRICS.keys() | of_areas
    assert {row["level"] for row in rows} == {"village", "town", "county"}
    assert {row["area_code"] for row in rows if row["level"] == "county"} == {"530325"}


def test_a_total_equals_its_parts_at_every_level(figures: dict[tuple[str, str, str], Decimal | None]) -> None:
    for level, codes in ((9, "530325"), (12, "530325")):
        for (area, metric, dimension), value in figures.items():
            if area == codes and metric in ADDITIVE:
                parts = [
                    v for (a, m, d), v in figures.items() if len(a) == level and (m, d) == (metric, dimension)
                ]
                assert sum(part or 0 for part in parts) == value, (metric, dimension)


def test_figures_are_those_counted_by_hand(county: Path, figures: Any) -> None:
    standing = {row["household_id"]: row for row in _rows(county, "households")}
    people = Counter(row["household_id"] for row in _rows(county, "persons") if row["household_id"])
    left = [n for n, row in standing.items() if row["standing"] in ("registered", "relapsed")]
    out = [n for n, row in standing.items() if row["standing"] == "exited"]
    of_2017 = [n for n in out if standing[n]["exit_year"] == 2017]
    ill = [n for n in left if standing[n]["main_cause"] == "因病"]
    on_dibao = [
        row for row in _rows(county, "persons") if row["on_dibao"] and row["household_id"] in left + out
    ]
    expected = {
        ("dibao_persons", ""): len(on_dibao),
        ("dibao_households", ""): len({row["household_id"] for row in on_dibao}),
        ("unexited_households", ""): len(left),
        ("unexited_persons", ""): sum(people[n] for n in left),
        ("exited_persons", ""): sum(people[n] for n in out),
        ("exited_households", "exit_year=2017"): len(of_2017),
        ("exited_persons", "exit_year=2017"): sum(people[n] for n in of_2017),
        ("unexited_persons", "cause=因病"): sum(people[n] for n in ill),
        ("registered_population", ""): sum(row["died_on"] is None for row in _rows(county, "persons")),
    }
    assert {key: figures["530325", *key] for key in expected} == expected


def test_an_area_without_the_base_of_one_village_has_no_incidence(county: Path, figures: Any) -> None:
    villages = _rows(county, "villages")
    for town in {row["town_code"] for row in villages}:
        bases = [row["rural_population"] for row in villages if row["town_code"] == town]
        assert (figures[town, "incidence", ""] is None) == (None in bases or not sum(bases))
        assert figures[town, "rural_population", ""] == (None if None in bases else sum(bases))


def test_incidence_is_worked_out_from_the_sums_and_not_from_the_shares(tmp_path: Path) -> None:
    villages = [_village(1, base=100), _village(2, base=587_700 + 100_000)]
    homes = [_home(n, village=2) for n in range(1, 10_318)]
    write(tmp_path, villages, homes, [_member(n) for n in range(1, 10_318)])
    assess.run(tmp_path, place="fuyuan", on=DAY)
    rows = _rows(tmp_path, "findings/areas")
    county = {
        row["metric"]: row["value"] for row in rows if row["level"] == "county" and not row["dimension"]
    }
    assert (county["unexited_persons"], county["rural_population"]) == (10_317, 687_800)
    assert county["incidence"] == Decimal("1.5")


def test_without_the_police_list_nobody_claims_to_know_the_population(tmp_path: Path) -> None:
    write(tmp_path, [_village(1)], [_home(1, village=1)], [_member(1)])
    assess.run(tmp_path, place="fuyuan", on=DAY)
    assert "registered_population" not in {row["metric"] for row in _rows(tmp_path, "findings/areas")}


def _county_of_the_dead(folder: Path, dead: int, of: int = 400) -> Path:
    members = [_member(n) | ({"died_on": date(2018, 5, 1)} if n <= dead else {}) for n in range(1, of + 1)]
    return write(folder, [_village(1)], [_home(n, village=1) for n in range(1, of + 1)], members)


def test_a_flag_that_matches_more_than_it_expects_is_withheld_and_said(tmp_path: Path) -> None:
    done = assess.run(_county_of_the_dead(tmp_path, dead=21), place="fuyuan", on=DAY)
    assert [(over.rule, over.matched, over.of) for over in done.over_expectation] == [
        ("dead_but_active", 21, 400)
    ]
    assert done.over_expectation[0].problem().code == "compute.over_expectation"
    assert "dead_but_active" not in pq.read_schema(tmp_path / "findings/persons.parquet").names
    assert done.findings["dead_but_active"]["true"] == 21


def test_a_confirmed_flag_is_written_whatever_it_matches(tmp_path: Path) -> None:
    folder = _county_of_the_dead(tmp_path, dead=21)
    done = assess.run(folder, place="fuyuan", on=DAY, confirmed=["dead_but_active"])
    assert done.over_expectation == []
    assert sum(bool(row["dead_but_active"]) for row in _rows(folder, "findings/persons")) == 21


def test_a_few_matches_never_stop_a_rule(tmp_path: Path) -> None:
    assert assess.run(_county_of_the_dead(tmp_path, 20, of=30), place="fuyuan", on=DAY).over_expectation == []


def test_a_number_not_in_force_is_said_and_answers_nothing(county: Path, tmp_path: Path) -> None:
    for table in TABLES:
        (tmp_path / f"{table}.parquet").write_bytes((county / f"{table}.parquet").read_bytes())
    done = assess.run(tmp_path, place="fuyuan", on=date(2021, 6, 30))
    assert done.not_in_force["exit_income"] == "exits.income_line"
    assert done.findings["exit_income"]["true"] == done.findings["exit_income"]["false"] == 0
    assert done.findings["exits"]["true"] == 0


def test_assessing_twice_gives_the_same_bytes_of_answers(county: Path, done: Assessment) -> None:
    before = [pq.read_table(path).to_pylist() for path in done.files]
    again = assess.run(county, place="fuyuan", on=DAY)
    assert again == done
    after = [pq.read_table(path).to_pylist() for path in again.files]
    assert before[:2] == after[:2]
    assert sorted(map(str, before[2])) == sorted(map(str, after[2]))


def test_an_empty_record_can_be_assessed(tmp_path: Path) -> None:
    done = assess.run(write(tmp_path, [_village(1)], [], []), place="fuyuan", on=DAY)
    assert done.households == 0 and done.findings["exits"] == {"true": 0, "false": 0, "unknown": 0}


def test_a_missing_table_is_a_problem(tmp_path: Path) -> None:
    with pytest.raises(Problem) as raised:
        assess.run(tmp_path, place="fuyuan", on=DAY)
    assert raised.value.code == "compute.no_snapshot" and raised.value.where.file == "villages.parquet"


def test_an_engine_that_nobody_knows_is_a_problem(county: Path) -> None:
    with pytest.raises(Problem, match="abacus"):
        assess.run(county, place="fuyuan", on=DAY, backend="abacus")


def test_the_version_of_the_rules_changes_with_a_number(tmp_path: Path) -> None:
    from liuqing.compute.version import rules_version

    own = tmp_path / "ours"
    (own / "parameters" / "exits").mkdir(parents=True)
    (own / "place.yaml").write_text("extends: fuyuan\nlabel: 我县\n", "utf-8")
    assert rules_version(load(str(own))) == rules_version(load("fuyuan"))
    load.cache_clear()
    (own / "parameters" / "exits" / "income_line.yaml").write_text(
        "label: 线\nunit: 元\nvalues: {2018-01-01: {value: 1, source: {document: 甲, clause: 乙}}}", "utf-8"
    )
    assert rules_version(load(str(own))) != rules_version(load("fuyuan"))


def _village(number: int, base: int = 1000) -> dict[str, Any]:
    return {
        "village_id": number,
        "village_code": f"53032510000{number}",
        "town_code": "530325100",
        "rural_population": base,
    }


def _home(number: int, village: int) -> dict[str, Any]:
    return {"household_id": number, "household_village_id": village, "standing": "registered"}


def _member(number: int) -> dict[str, Any]:
    return {"person_id": number, "household_id": number, "person_village_id": 1}


def test_shares_of_areas_come_from_the_sums_of_their_level(figures: Any) -> None:
    county = {
        metric: value
        for (area, metric, dimension), value in figures.items()
        if area == "530325" and not dimension
    }
    for share, part, whole in (
        ("weak_share", "weak_persons", "registered_persons"),
        ("loan_access_rate", "loan_households", "may_borrow_households"),
    ):
        if county[whole]:
            assert abs(county[share] - 100 * county[part] / county[whole]) < Decimal("0.0001")


def test_the_shares_of_the_causes_are_those_of_all_who_are_left(figures: Any) -> None:
    county = {(m, d): value for (area, m, d), value in figures.items() if area == "530325"}
    for what in ("household", "person"):
        told = {d: value for (m, d), value in county.items() if m == f"{what}_share"}
        assert told
        for dimension, share in told.items():
            part, whole = county[f"unexited_{what}s", dimension], county[f"unexited_{what}s", ""]
            assert abs(share - 100 * part / whole) < Decimal("0.000001")
