"""The yardstick of check-plan must itself be true: the hand-made annotations and the plans that never were."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from benchmarks import plan_corpus
from benchmarks.plan_corpus import matching
from benchmarks.plan_corpus.making import make
from benchmarks.plan_corpus.planting import plant
from liuqing.plans import checking, reading

pytestmark = pytest.mark.one_database

FILES = sorted(Path(plan_corpus.__file__).parent.glob("*.jsonl"))
ROWS = [json.loads(line) for file in FILES for line in file.read_text().splitlines()]
SEEDS = range(40)


def added_up(row):
    """The parts in the total's own unit, for what is simply added."""
    return sum((Decimal(str(part["value"])) for part in row["parts"]), Decimal(0))


def is_plainly_added(row):
    units = {part["unit"] for part in row["parts"]} | {row["total"]["unit"]}
    return row["kind"] in ("sum", "year_sum", "source_sum") and len(units) == 1


def test_three_plans_are_annotated_and_every_relation_has_an_id_of_its_own():
    assert len(FILES) == 3
    assert len({row["id"] for row in ROWS}) == len(ROWS) > 120


@pytest.mark.parametrize("row", [row for row in ROWS if is_plainly_added(row)], ids=lambda row: row["id"])
def test_what_an_annotation_adds_up_adds_up(row):
    assert abs(added_up(row) - Decimal(str(row["computed"]))) < Decimal("0.0001")


def test_the_verdict_of_an_annotation_follows_from_its_difference():
    for row in ROWS:
        off = Decimal(str(row["computed"])) - Decimal(str(row["total"]["value"]))
        assert off == Decimal(str(row["difference"])), row["id"]
        if row["verdict"] == "holds":
            assert off == 0, row["id"]
        assert row["contradiction"] == (row["verdict"] == "fails") == bool(row.get("root")), row["id"]
        assert row["scope"] == "local" or len(row["lines"]) > 1, row["id"]


def test_the_annotations_carry_figures_and_no_sentence_of_the_plans():
    for row in ROWS:
        assert "text" not in row
        assert all(len(part["label"]) <= 40 and part["label"].isascii() for part in row["parts"]), row["id"]


@pytest.mark.parametrize("seed", SEEDS)
def test_everything_an_invented_plan_says_about_its_figures_is_so(seed):
    paper = make(seed)
    lines = paper.text().splitlines()
    assert len(paper.bonds) > 20
    for bond in paper.bonds:
        assert bond.verdict() in ("holds", "holds_rounded"), (bond.kind, bond.total)
        for mark in bond.marks:
            assert paper.manner.printed(mark) in lines[mark.line - 1]


def test_the_same_seed_writes_the_same_plan_and_another_seed_another():
    assert make(5).text() == make(5).text()
    assert len({make(seed).text() for seed in SEEDS}) == len(SEEDS)


def test_the_manners_differ():
    manners = [make(seed).manner for seed in SEEDS]
    for trait in ("headings", "money", "brackets", "totals_last", "fund_table", "page_breaks", "blank"):
        assert len({getattr(manner, trait) for manner in manners}) > 1, trait


@pytest.mark.parametrize("scope", ["local", "cross"])
def test_a_planted_error_is_one_figure_that_breaks_what_it_stands_in(scope):
    planted = [found for seed in SEEDS if (found := plant(seed, scope))]
    assert len(planted) > 35
    for one in planted:
        broken = [bond for bond in one.paper.bonds if bond.verdict() == "fails"]
        assert broken == list(one.broken)
        assert all(one.mark in bond.marks for bond in broken)
        reach = {bond.scope() for bond in broken}
        assert "local" in reach if scope == "local" else reach == {"cross"}
        clean, wrong = make(one.paper.seed).text().splitlines(), one.text.splitlines()
        differs = [at for at, (a, b) in enumerate(zip(clean, wrong, strict=True), 1) if a != b]
        assert differs == [one.mark.line]


def money(value):
    return {"value": value, "unit": "万元"}


def row(total, *parts, lines=(1,), verdict="holds"):
    """A row of a truth file: sources of money."""
    return {
        "kind": "source_sum", "total": money(total), "parts": [{"label": "", **money(part)} for part in parts],
        "computed": sum(parts), "verdict": verdict, "lines": list(lines), "contradiction": verdict == "fails",
    }  # fmt: skip


def claims(text):
    return checking.check(reading.text(text)).claims


def test_a_claim_is_the_row_that_has_its_figures_and_its_line():
    said = claims("总投资100万元，其中中央财政资金60万元、县级自筹资金40万元。")
    assert matching.agrees(row(100, 60, 40), matching.found(row(100, 60, 40), said))


@pytest.mark.parametrize("other", [row(100, 70, 30), row(90, 60, 40), row(100, 60, 40, lines=(2,))])
def test_a_claim_is_not_the_row_of_other_parts_or_another_line(other):
    said = claims("总投资100万元，其中中央财政资金60万元、县级自筹资金40万元。")
    assert matching.found(other, said) is None


def test_a_failure_is_a_false_alarm_unless_it_holds_the_figures_of_the_contradiction():
    said = claims("资金来源为中央财政资金60万元，县级自筹资金30万元，合计100万元。")
    fails = [claim for claim in said if claim.verdict == "fails"]
    assert fails
    assert matching.reported(row(100, 60, 30, verdict="fails"), fails)
    assert not matching.reported(row(80, 50, 20, verdict="fails"), fails)
