"""The main job from end to end: a county's workbooks in, the six clears of every household out."""

import csv
import hashlib
import re
from pathlib import Path

import pytest

from liuqing.policy.identity_numbers import fault

ON = "2018-12-31"


def _figures(liuqing, folder):
    rows = liuqing("figures", folder, "--on", ON, "--json").json
    return {(r["metric"], r["dimension"], r["year"]): r for r in rows}


def _truth(folder: Path) -> dict[tuple[str, str], int]:
    with (folder / "lists" / "truth" / "figures.csv").open(encoding="utf-8-sig") as file:
        return {(r["metric"], r["dimension"]): r["value"] for r in csv.DictReader(file)}


def test_the_demo_prints_accounts_and_leaves_papers(demo_county):
    assert (demo_county / "accounts.txt").is_file()
    papers = {p.suffix for p in (demo_county / "out").iterdir() if p.is_file()}
    assert {".xlsx", ".pdf"} <= papers


def test_a_second_demo_does_not_make_the_county_again(liuqing, demo_county):
    before = hashlib.sha256((demo_county / "county.sqlite3").read_bytes()).hexdigest()
    assert liuqing("demo", demo_county, "--no-serve").code == 0
    assert hashlib.sha256((demo_county / "county.sqlite3").read_bytes()).hexdigest() == before


def test_the_register_has_the_households_that_were_asked_for(liuqing, demo_county):
    found = _figures(liuqing, demo_county)
    assert float(found["registered_households", "", 2018]["value"]) == 240


def test_loading_the_same_files_again_changes_nothing(liuqing, demo_county):
    files = sorted(p for p in (demo_county / "lists").iterdir() if p.is_file())
    before = _figures(liuqing, demo_county)
    again = liuqing("load", demo_county, *files, "--json")
    assert again.code == 0
    assert _figures(liuqing, demo_county) == before


def test_every_row_is_accepted_held_or_refused(liuqing, demo_county):
    files = sorted(p for p in (demo_county / "lists").iterdir() if p.is_file())
    for file in liuqing("load", demo_county, *files, "--json").json["files"]:
        assert file["rows"] == file["accepted"] + file["held"] + file["refused"], file["file"]
        assert file["accepted"] > 0 or file["rows"] == 0, file["file"]


def test_assess_answers_in_the_words_of_the_contract(liuqing, demo_county):
    result = liuqing("assess", demo_county, "--on", ON, "--json").json
    assert {"snapshot", "rules", "households", "findings"} <= result.keys()
    assert result["households"] == 240
    for counts in result["findings"].values():
        assert counts.keys() >= {"true", "false", "unknown"}


def test_explain_gives_a_tree_with_numbers_and_sources(liuqing, demo_county):
    number = _any_household(demo_county)
    trees = liuqing("explain", demo_county, number, "--rule", "exits", "--json").json
    root = trees[0] if isinstance(trees, list) else trees
    assert root.keys() >= {"label", "verdict", "value", "source", "children"}
    assert len(root["children"]) >= 6


def test_an_unknown_household_is_a_problem_in_one_sentence(liuqing, demo_county):
    ran = liuqing("explain", demo_county, "0000-none")
    assert ran.code == 1
    assert "Traceback" not in ran.err
    assert ran.err.strip()


def test_wrong_usage_exits_with_two(liuqing):
    assert liuqing("assess").code == 2
    assert liuqing("sample", "--households", "many", "--out", "x").code == 2


def test_a_folder_with_content_is_never_touched(liuqing, tmp_path):
    (tmp_path / "letter.txt").write_text("keep me")
    ran = liuqing("new", tmp_path)
    assert ran.code == 1
    assert [p.name for p in tmp_path.iterdir()] == ["letter.txt"]


def test_rules_name_their_numbers_first_days_and_sources(liuqing):
    found = liuqing("rules", "--place", "fuyuan", "--on", ON, "--json").json["rules"]
    names = {rule["name"] for rule in found}
    assert {"exits", "completeness", "dead_but_active", "not_insured", "compulsory_not_in_school"} <= names
    for rule in found:
        assert rule["source"], rule["name"]
        for number in rule["parameters"]:
            # What other counties have stands in the list with no value.
            assert number["value"] is None or (number["from"] and number["source"]), (rule["name"], number)


def test_the_doctor_finds_nothing_bad_in_a_fresh_county(liuqing, demo_county):
    ran = liuqing("doctor", demo_county, "--json")
    assert ran.code == 0, ran.out
    assert {check["level"] for check in ran.json["checks"]} <= {"good", "warn"}


@pytest.mark.parametrize("form", ["xlsx", "pdf", "docx", "html", "json"])
def test_six_clears_of_a_household_in_every_form(liuqing, demo_county, tmp_path, form):
    arguments = () if form == "xlsx" else ("--household", _any_household(demo_county))
    target = tmp_path / f"six.{form}"
    ran = liuqing("report", demo_county, "six-clears", *arguments, "--format", form, "--out", target)
    assert ran.code == 0, ran.err
    assert target.stat().st_size > 500


def test_no_identity_number_is_in_the_database_the_inbox_or_the_output(liuqing, demo_county):
    """Promise two: the files of the workspace hold no readable identity number."""
    for path in [*demo_county.glob("*.sqlite3"), *(demo_county / "inbox").rglob("*")]:
        if path.is_file():
            assert _numbers(path.read_bytes()) == [], path.name
    ran = liuqing("figures", demo_county, "--on", ON)
    assert _numbers((ran.out + ran.err).encode()) == []


def _numbers(content: bytes) -> list[bytes]:
    candidates = re.findall(rb"(?<![0-9A-Za-z])99\d{15}[0-9X](?![0-9A-Za-z])", content)
    return [c for c in candidates if not fault(c.decode())]


def _any_household(folder: Path) -> str:
    import sqlite3

    with sqlite3.connect(f"file:{folder / 'county.sqlite3'}?mode=ro", uri=True) as connection:
        return connection.execute("select no from registry_household order by no limit 1").fetchone()[0]
