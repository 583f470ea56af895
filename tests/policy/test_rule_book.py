"""The papers of the reference say what the code does, to the letter."""

import re
from datetime import date

import pytest

from liuqing.policy import place
from liuqing.policy.headings import FILES, ORDER, OTHER, heading
from liuqing.policy.rule_book import DAY, DOCS, IDS, as_text, catalogue, covered, papers, reasons
from liuqing.policy.rules import RULES
from liuqing.policy.topics import TOPICS


@pytest.fixture(scope="module")
def written() -> dict[str, str]:
    return papers()


def test_the_committed_papers_are_those_that_the_code_writes(written: dict[str, str]) -> None:
    """If not: ``python -m liuqing.policy.rule_book``."""
    stale = [name for name, text in written.items() if _committed(name) != text]
    assert not stale


def _committed(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8") if (DOCS / name).is_file() else ""


def test_every_rule_and_every_number_of_a_place_is_in_the_papers(written: dict[str, str]) -> None:
    for name, rule in RULES.items():
        assert f"### {rule.label}\n" in written["rules.md"] and f"`{name}`" in written["rules.md"]
    for key in place.known():
        county = place.load(key)
        paper = written[f"rules-{county.folder.name}.md"]
        for name, number in county.files.items():
            rows = [line for line in paper.splitlines() if f"| `{name}` |" in line]
            assert len(rows) == len(number.values)
            assert all(
                value.source.replace("|", "／") in row for value, row in zip(number.values, rows, strict=True)
            )


def test_what_nobody_could_confirm_is_marked(written: dict[str, str]) -> None:
    line = next(
        line
        for line in written["rules-fuyuan.md"].splitlines()
        if "exits.income_line" in line and "2018" in line
    )
    assert "3,500 元（未核实）" in line


def test_no_name_of_a_column_is_shown_to_a_clerk(written: dict[str, str]) -> None:
    looked = re.findall(r"^- 看：(.*)$", written["rules.md"], re.MULTILINE)
    assert looked and not [line for line in looked if re.search(r"[a-z]+_[a-z]+", line)]


def test_every_rule_has_a_heading(written: dict[str, str]) -> None:
    assert not [rule.name for rule in RULES.values() if heading(rule) == OTHER]
    assert {heading(rule) for rule in RULES.values()} <= set(ORDER)
    files = {rule.fn.__module__.rpartition(".")[2] for rule in RULES.values()}
    assert set(FILES) <= files and not set(FILES) & set(TOPICS)


def test_each_rule_of_the_plans_is_computed_or_says_why_not() -> None:
    found, why = covered(), reasons()
    assert set(found) == set(IDS)
    assert [one for one in IDS if not found[one] and not why.get(one)] == []
    assert [one for one in why if found[one]] == []


@pytest.mark.parametrize("key", place.known())
def test_the_catalogue_of_a_place_names_label_source_and_numbers(key: str) -> None:
    found = catalogue(place.load(key), DAY)
    assert {rule["name"] for rule in found["rules"]} == set(RULES)
    for kind, entries in found.items():
        for entry in entries:
            assert entry["label"] and entry["source"], (kind, entry["name"])
            for number in entry["parameters"]:
                assert number.keys() >= {"name", "value", "unit", "from", "source", "unverified"}


def test_people_read_the_number_its_first_day_and_source() -> None:
    text = "\n".join(as_text(catalogue(place.load("songming"), date(2017, 6, 1))))
    assert "人均纯收入退出线：3,200 元（2017-01-01 起" in text
    assert "【退出标准】" in text and "【标准】" in text


def test_people_read_that_a_number_is_not_in_force() -> None:
    assert "人均纯收入退出线：本地当日没有生效" in "\n".join(
        as_text(catalogue(place.load("fuyuan"), date(2022, 1, 1)))
    )
