"""A share of an amount that is told as an amount, too."""

import pytest

from tests.plans.judged import alarms, said

pytestmark = pytest.mark.one_database


@pytest.mark.parametrize(
    ("text", "total"),
    [
        ("预计收益12万元左右，30%归村集体，年均集体收入增加3.6万元。", "3.6万元"),
        ("养殖场年收益80万元，提取其中的20%，即16万元。", "16万元"),
        ("覆盖4个村，收益80万元的20%分给村集体，每村4万元。", "4万元"),
        ("发放贷款500万元，按年利率5%贴息，贴息25万元。", "25万元"),
    ],
)
def test_an_amount_that_is_its_share_of_another_holds(text: str, total: str) -> None:
    assert ("product", total, "holds") in said(text)


def test_about_so_much_does_not_excuse_a_share_that_is_a_third_of_it() -> None:
    assert alarms("预计收益12万元左右，30%归村集体，年均集体收入增加1.2万元。") != []
    assert alarms("预计收益12万元左右，30%归村集体，年均集体收入增加3.5万元。") == []


@pytest.mark.parametrize(
    "text",
    [
        "收益16万元，20%用于公益事业，2018年已支出1万元。",
        "预计收益12万元左右，30%归村集体，每户增收1200元。",
        "每户年收益2000元，30%归村集体，年均集体收入增加900元。",
        "总投资100万元，增长20%，投入村集体60万元。",
        "收益80万元的20%分给村集体，每村4万元。",
    ],
)
def test_another_amount_behind_a_share_is_not_accused(text: str) -> None:
    assert alarms(text) == []
