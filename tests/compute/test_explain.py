"""An explanation says what the assessment said, and why, without a name."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from liuqing.compute import assess, words
from liuqing.compute.explain import ASKED, SHOWN, entitlements, explain, trees
from liuqing.errors import Problem
from liuqing.policy.programmes import PROGRAMMES
from liuqing.policy.rules import RULES
from tests.compute.snapshots import DAY, random_county, write


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = random_county(tmp_path_factory.mktemp("county"), households=400, seed=7)
    assess.run(folder, place="fuyuan", on=DAY, confirmed=list(RULES))
    return folder


def _nodes(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield node
    for child in node["children"]:
        yield from _nodes(child)


def test_it_agrees_with_the_assessment_in_every_condition_and_amount(county: Path) -> None:
    rules = {rule.label: rule for rule in RULES.values() if rule.entity == "household"}
    for row in pq.read_table(county / "findings/households.parquet").to_pylist()[::33]:
        for tree in explain(county, row["household_id"], place="fuyuan", on=DAY):
            for node in _nodes(tree):
                if node["label"] in rules:
                    rule = rules[node["label"]]
                    shown = words.result(row[rule.name], rule.unit)
                    if node["value"].startswith(words.NOT_IN_FORCE):
                        shown = words.NOT_IN_FORCE
                        assert row[rule.name] is None
                    assert node["value"].partition("（")[0] == shown, (row["household_id"], rule.name)
                    assert node["verdict"] is (row[rule.name] if rule.yes_or_no else None)


def test_it_agrees_with_the_assessment_in_every_flag(county: Path) -> None:
    flags = [
        name for name, rule in RULES.items() if rule.kind == "flag" and rule.entity == "person" and rule.asks
    ]
    flagged: dict[int, list[dict[str, Any]]] = {}
    for row in pq.read_table(county / "findings/persons.parquet").to_pylist():
        flagged.setdefault(row["household_id"], []).append(row)
    for household, rows in list(flagged.items())[:12]:
        told = trees(county, household, place="fuyuan", on=DAY)
        for flag in flags:
            verdicts = sorted(str(child["verdict"]) for child in told[flag]["children"])
            assert verdicts == sorted(str(row[flag]) for row in rows if row[flag] is not False)


def _one(folder: Path, household: dict[str, Any], *members: dict[str, Any]) -> Path:
    keys = {"household_id": 1, "household_village_id": 1}
    persons = [m | {"person_id": n, "household_id": 1} for n, m in enumerate(members)]
    return write(folder, [{"village_id": 1}], [keys | household], persons)


def test_the_line_is_cited_with_value_day_source_and_doubt(tmp_path: Path) -> None:
    folder = _one(tmp_path, {"standing": "registered"}, {})
    [tree] = explain(folder, 1, place="fuyuan", on=DAY, rule="exit_income")
    line = next(node for node in _nodes(tree) if node["label"] == "人均纯收入退出线")
    assert line["value"] == "3,500 元"
    assert line["source"] == "云南省贫困退出标准，2018年度；自 2018-01-01 起；未核实"


def test_a_missing_fact_is_named(tmp_path: Path) -> None:
    folder = _one(tmp_path, {"standing": "registered"}, {})
    [tree] = explain(folder, 1, place="fuyuan", on=DAY, rule="exit_water")
    assert (tree["verdict"], tree["value"]) == (None, "不明（缺：是否解决安全饮用水）")


def test_two_lists_that_disagree_are_not_called_missing(tmp_path: Path) -> None:
    member = {"resident_medical": True, "employee_medical": False, "list_insured": False}
    [tree] = explain(_one(tmp_path, {}, member), 1, place="fuyuan", on=DAY, rule="exit_medical")
    node = next(node for node in _nodes(tree) if node["label"] == "参加城乡居民医保")
    assert node["value"] == "不明（两处说法不一致）"


def test_money_is_shown_in_yuan_and_answers_in_words(tmp_path: Path) -> None:
    folder = _one(tmp_path, {"wage_fen": 123_456_789, "water_safe": False}, {})
    told = [
        node
        for rule in ("exit_income", "exit_water")
        for node in _nodes(explain(folder, 1, place="fuyuan", on=DAY, rule=rule)[0])
    ]
    shown = {node["label"]: node["value"] for node in told}
    assert shown["工资性收入"] == "1,234,567.89 元"
    assert shown["饮水安全有保障"] == "否"


def test_a_child_out_of_school_is_told_by_relation_sex_and_age(tmp_path: Path) -> None:
    child = {"relation": "之女", "sex": "女", "age": 10, "birth": date(2008, 3, 1), "education": "小学"}
    folder = _one(tmp_path, {}, child, {"relation": "户主", "birth": date(1980, 1, 1), "age": 38})
    [tree] = explain(folder, 1, place="fuyuan", on=DAY, rule="exit_schooling")
    who = [node["label"] for node in _nodes(tree) if node["label"].startswith("成员")]
    assert who == ["成员：之女，女，10 岁"]


def test_a_number_not_in_force_is_said(tmp_path: Path) -> None:
    folder = _one(tmp_path, {"standing": "registered"}, {})
    [tree] = explain(folder, 1, place="fuyuan", on=date(2021, 6, 30), rule="exit_income")
    assert tree["verdict"] is None
    assert "当日没有生效的标准" in {node["value"] for node in _nodes(tree)}


def test_every_verdict_and_flag_is_explained_when_none_is_asked_for(county: Path) -> None:
    asked = {
        name
        for name, rule in RULES.items()
        if rule.kind in ("verdict", "flag") and rule.asks and rule.entity in ASKED
    }
    assert asked <= set(SHOWN) == trees(county, 1, place="fuyuan", on=DAY).keys()


def test_every_node_has_the_five_parts_of_the_contract_first(county: Path) -> None:
    more = {"unit", "from", "unverified", "missing", "rule", "changes"}
    for tree in explain(county, 3, place="fuyuan", on=DAY, rule="exits"):
        for node in _nodes(tree):
            assert list(node)[:5] == ["label", "verdict", "value", "source", "children"]
            assert set(node) - set(list(node)[:5]) <= more
            assert node["label"] and node["value"]


def test_a_number_says_its_unit_first_day_and_doubt_and_the_results_above_it_doubt_too(
    tmp_path: Path,
) -> None:
    [tree] = explain(_one(tmp_path, {}, {}), 1, place="fuyuan", on=DAY, rule="exit_income")
    line = next(node for node in _nodes(tree) if node["label"] == "人均纯收入退出线")
    assert (line["unit"], line["from"], line["unverified"]) == ("元", "2018-01-01", True)
    assert (tree["rule"], tree["unverified"]) == ("exit_income", True)
    assert tree["missing"] == ["生产经营性支出"]


def test_a_rule_that_is_not_in_force_says_so(tmp_path: Path) -> None:
    [tree] = explain(_one(tmp_path, {}, {}), 1, place="fuyuan", on=date(2021, 6, 30), rule="exit_income")
    assert tree["verdict"] is None and tree["value"] == "不适用（没有「人均纯收入退出线」）"


def test_a_rule_of_a_person_is_shown_for_every_member(tmp_path: Path) -> None:
    members = (
        {"relation": "户主", "sex": "男", "age": 50, "employee_medical": True},
        {"sex": "女", "age": 8},
    )
    [tree] = explain(_one(tmp_path, {}, *members), 1, place="fuyuan", on=DAY, rule="insured")
    assert [child["label"] for child in tree["children"]] == ["成员：户主，男，50 岁", "成员：女，8 岁"]
    assert [child["verdict"] for child in tree["children"]] == [True, None]
    assert tree["value"] == "1 人，1 人不明"


def test_a_rule_of_bills_is_shown_for_every_bill_with_what_came_before(tmp_path: Path) -> None:
    bills = [
        {"bill_id": 7, "bill_person_id": 0, "discharged": date(2018, 3, 1), "bill_total_fen": 100_000},
        {"bill_id": 8, "bill_person_id": 0, "discharged": date(2018, 9, 1), "bill_total_fen": 50_000},
    ]
    home = {"household_id": 1, "household_village_id": 1, "standing": "registered"}
    person = {"person_id": 0, "household_id": 1, "relation": "户主"}
    write(tmp_path, [{"village_id": 1}], [home], [person], bills)
    for rule in [one for one in RULES.values() if one.entity == "bill"]:
        [tree] = explain(tmp_path, 1, place="fuyuan", on=DAY, rule=rule.name)
        labels = [child["label"] for child in tree["children"]]
        assert labels == ["成员：户主，单据：2018-03-01", "成员：户主，单据：2018-09-01"], rule.name


def test_what_came_before_a_bill_is_shown_by_the_earlier_bills(tmp_path: Path) -> None:
    days = (date(2018, 9, 1), date(2018, 3, 1), date(2018, 12, 1))
    bills = [
        {"bill_id": n, "bill_person_id": 0, "discharged": day, "covered_fen": 100_000}
        for n, day in enumerate(days)
    ]
    home = {"household_id": 1, "household_village_id": 1, "standing": "registered"}
    write(tmp_path, [{"village_id": 1}], [home], [{"person_id": 0, "household_id": 1}], bills)
    [tree] = explain(tmp_path, 1, place="fuyuan", on=DAY, rule="remaining_before")
    shown = {child["label"]: [one["label"] for one in child["children"]] for child in tree["children"]}
    assert shown == {
        "成员：情况不明，单据：2018-09-01": ["单据：2018-03-01"],
        "成员：情况不明，单据：2018-03-01": [],
        "成员：情况不明，单据：2018-12-01": ["单据：2018-03-01", "单据：2018-09-01"],
    }


def test_a_rule_met_again_in_the_tree_is_not_a_missing_fact(tmp_path: Path) -> None:
    [tree] = explain(_one(tmp_path, {"standing": "registered"}, {}), 1, place="fuyuan", on=DAY, rule="exits")
    rules = {rule.label for rule in RULES.values()}
    assert tree["missing"] and not set(tree["missing"]) & rules


def test_a_number_that_only_other_places_have_is_called_by_its_label(tmp_path: Path) -> None:
    [tree] = explain(_one(tmp_path, {}, {}), 1, place="menghai", on=DAY, rule="transport_subsidy")
    [number] = [node for node in _nodes(tree) if node["value"] == "本地没有这项标准"][:1]
    assert number["label"] == "转移就业交通补助标准（每人每年）"


def test_what_somebody_is_entitled_to_is_shown_with_how_it_was_calculated(county: Path) -> None:
    for key, tree in entitlements(county, 3, place="fuyuan", on=DAY).items():
        assert tree["rule"] == PROGRAMMES[key].amount
        assert (
            "合计" in tree["value"] or tree["value"].startswith(("0 人", words.UNKNOWN)) or tree["children"]
        )


def test_of_a_number_by_keys_only_the_entry_that_applies_is_shown() -> None:
    told = words.applying({"县内": 100, "省外": 300}, ["省外", True])
    assert words.number(told, "元", {}) == "省外 300 元"


def test_a_number_by_keys_is_shown_whole_where_nothing_is_known() -> None:
    assert (
        words.number(words.applying({"县内": 100, "省外": 300}, []), "元", {}) == "县内 100 元；省外 300 元"
    )


def test_a_question_asked_by_name_says_what_would_change_its_answer(tmp_path: Path) -> None:
    [tree] = explain(_one(tmp_path, {"water_safe": False}, {}), 1, place="fuyuan", on=DAY, rule="exit_water")
    assert [one["sentence"] for one in tree["changes"]] == ["是否解决安全饮用水 由 否 改为 是 → 达到"]


def test_no_fact_is_shown_under_its_column_name(county: Path) -> None:
    labels = {
        node["label"]
        for n in range(1, 9)
        for t in explain(county, n, place="fuyuan", on=DAY)
        for node in _nodes(t)
    }
    assert not [label for label in labels if label.isascii()]


@pytest.mark.parametrize(
    ("household", "rule", "code"), [(10**9, None, "no_household"), (1, "magic", "no_rule")]
)
def test_what_is_not_there_is_a_problem(county: Path, household: int, rule: str | None, code: str) -> None:
    with pytest.raises(Problem) as raised:
        explain(county, household, place="fuyuan", on=DAY, rule=rule)
    assert raised.value.code == f"compute.{code}"
