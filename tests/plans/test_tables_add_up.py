"""Tables with totals: in rows, in columns, with subtotals, pasted as text."""

import pytest

from tests.plans.judged import alarms, claims

pytestmark = pytest.mark.one_database

TABLE = """资金计划表（单位：万元）
项目\t合计\t2018年\t2019年\t2020年
种植\t600\t200\t200\t200
养殖\t900\t300\t300\t300
加工\t700\t200\t250\t250
合计\t2200\t700\t750\t750
"""


def found(text: str) -> dict[str, str]:
    """What a table's totals were found to be: the words beside each, and the verdict."""
    return {c.relation.total.what: c.verdict for c in claims(text) if c.kind == "table"}


def test_rows_and_columns_that_add_up_hold() -> None:
    verdicts = [c.verdict for c in claims(TABLE) if c.kind == "table"]
    assert verdicts == ["holds"] * 8


def test_a_wrong_cell_fails_in_its_row_and_its_column() -> None:
    wrong = [
        what
        for what, verdict in found(TABLE.replace("养殖\t900\t300\t300", "养殖\t900\t300\t330")).items()
        if verdict == "fails"
    ]
    assert sorted(wrong) == ["养殖合计", "合计2019年"]


def test_the_unit_is_read_from_the_caption() -> None:
    [claim] = [
        c for c in claims(TABLE.replace("合计\t2200", "合计\t2300")) if c.relation.total.what == "合计合计"
    ][:1]
    assert (claim.unit, claim.verdict) == ("万元", "fails")


def test_subtotals_are_not_added_twice() -> None:
    text = "乡镇\t户数\t人数\n甲镇\t100\t400\n乙镇\t200\t800\n小计\t300\t1200\n丙乡\t50\t210\n丁乡\t70\t290\n小计\t120\t500\n合计\t420\t1700\n"
    verdicts = [c.verdict for c in claims(text) if c.kind == "table"]
    assert verdicts == ["holds"] * 6


def test_a_column_of_rates_is_not_added() -> None:
    text = "乡镇\t户数\t人数\t覆盖率\n甲镇\t100\t400\t90\n乙镇\t200\t800\t80\n丙乡\t50\t210\t70\n合计\t350\t1410\t81\n"
    assert alarms(text) == []


def test_a_table_whose_last_row_is_no_total_is_left_alone() -> None:
    text = "乡镇\t户数\t人数\n甲镇\t100\t400\n乙镇\t200\t800\n丙乡\t50\t210\n丁乡\t351\t1405\n"
    assert found(text) == {}


def test_a_column_beside_others_that_hold_fails_alone() -> None:
    text = "乡镇\t户数\t人数\t资金（万元）\n甲镇\t100\t400\t50.5\n乙镇\t200\t800\t60.5\n丙乡\t50\t210\t20\n合计\t350\t1400\t131\n"
    assert found(text) == {"合计户数": "holds", "合计人数": "fails", "合计资金（万元）": "holds"}
