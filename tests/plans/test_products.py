"""Unit prices, means, yearly figures and percentages of amounts."""

import pytest

from tests.plans.judged import alarms, claims, said

pytestmark = pytest.mark.one_database

HOLDING = [
    ("种植核桃2000亩，按照每亩补助300元的标准，需资金60万元。", "60万元"),
    ("热水器5000台，补助1000元/台。计划投入资金500.00万元。", "500.00万元"),
    ("危房改造3272户，按每户补助1万元标准测算，共需投入资金3272.00万元。", "3272.00万元"),
    ("招录乡村医生113人，按每人每月600元补助，每年需投入资金81.36万元。", "81.36万元"),
    ("设置保洁员392人，每人每月600元，月需资金235200元。", "235200元"),
    ("护林员1575人，每人每年0.8万元，3年共需3780万元。", "3780万元"),
    ("每村补助5万元，补助10个贫困村，共50万元。", "50万元"),
    ("每个村安排20万元，30个村共600万元。", "600万元"),
    ("培训4500人次（每年1500人），按照人均400元标准，计划投入180.00万元。", "180.00万元"),
    ("投资3000万元，建设冷链物流中心3个，每个1000万元。", "3000万元"),
    ("C级危房500户、每户补助1万元，D级危房300户、每户补助3万元，共需补助资金1400万元。", "1400万元"),
    ("C级危房每户补助1万元，D级危房每户补助3万元。改造C级危房500户、D级危房300户，需补助资金1400万元。", "1400万元"),
    ("发放产业奖补资金414.12万元，惠及812户，户均5100元。", "5100元"),
    ("硬化道路长1223米、宽3米，面积3669平方米。", "3669平方米"),
    ("每年需投入资金81.36万元，三年共需投入资金244.08万元。", "244.08万元"),
    ("每月需资金18.84万元，全年需资金226.08万元。", "226.08万元"),
    ("开展培训4500人次（每年1500人）。", "4500人次"),
    ("2018—2020年，每年投入300万元，共投入900万元。", "900万元"),
    ("光伏电站年收益50万元，其中5%用于公益岗位，即2.5万元。", "2.5万元"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "total"), HOLDING)
def test_an_amount_that_is_rate_times_count_holds(text: str, total: str) -> None:
    assert ("product", total, "holds") in said(text)


FAILING = [
    ("种植核桃2000亩，按照每亩补助300元的标准，需资金66万元。", "66万元"),
    ("聘用护林员500名，人均年补助1万元，共需资金600万元。", "600万元"),
    ("按每人每月1000元的标准给予2个月的生活补贴。两年需培训12016人，计划投入1960.80万元。", "1960.80万元"),
    ("补助标准为每人次1000元。2018年656人次，资金65.6万元；2019年857人次、85.7万元；2020年1553人次、135.5万元。", "135.5万元"),
    ("每年培训500人，三年共培训1600人。", "1600人"),
    ("2018—2020年，每年投入300万元，共投入1000万元。", "1000万元"),
    ("发放资金414.12万元，惠及812户，户均5010元。", "5010元"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "total"), FAILING)
def test_an_amount_that_is_not_rate_times_count_fails(text: str, total: str) -> None:
    found = [c.relation.total.text for c in claims(text) if c.verdict == "fails" and c.kind == "product"]
    assert found == [total]


def test_a_whole_row_of_years_that_misses_the_price_fails_year_by_year() -> None:
    text = (
        "按每人每月1000元的标准给予2个月的生活补贴。两年需培训12016人（2019年6160人、2020年5856人），"
        "计划投入1960.80万元，其中2019年995.60万元，2020年965.20万元。"
    )
    found = [c.relation.total.text for c in claims(text) if c.verdict == "fails"]
    assert found == ["1960.80万元", "995.60万元", "965.20万元"]


def test_the_formula_says_what_was_multiplied() -> None:
    [claim] = claims("按每人每月1000元的标准给予2个月补贴。需培训12016人，计划投入1960.80万元。")
    assert claim.relation.formula == "12016人×1000元×2个月"
    assert "2403.2万元" in claim.why


QUIET = [
    "每户补助不超过2万元，改造300户，安排资金500万元。",
    "带动500户，户均增收3000元，总产值2000万元。",
    "每人每年缴纳180元，参保10000人，财政补助60元，共补助50万元。",
    "按每人每天30元标准补助，培训500人，每人培训不少于10天，安排资金20万元。",
    "每个贫困村安排资金100万元，共有贫困村30个，2018年安排20个村2000万元。",
    "吸纳5人以上的每人补助1000元；吸纳10人以上的每人补助2000元。两年共吸纳11604人，计划投入745.80万元。",
    "年净收益50万元，比上年增长10%，贷款5万元。",
]


@pytest.mark.parametrize("text", QUIET)
def test_rates_of_something_else_raise_no_alarm(text: str) -> None:
    assert alarms(text) == []


def test_an_amount_below_the_lowest_tier_is_a_doubt() -> None:
    text = "吸纳5人以上的，每人补助1000元；吸纳10人以上的，每人补助2000元。两年共吸纳11604人，计划投入745.80万元。"
    assert [v for kind, _, v in said(text) if kind == "product"] == ["unclear"]


def test_a_sum_written_out_is_worked_out() -> None:
    assert ("product", "3346万元", "holds") in said("需资金：5975户×5600元/户=3346万元。")
    assert ("product", "3446万元", "fails") in said("需资金：5975户×5600元/户=3446万元。")


@pytest.mark.parametrize(
    "text",
    [
        "按每人840元的标准，对910人生态护林员给予补助，需资金764.40万元。",
        "每户补助110元。2017年3740户，资金411.4万元；2018年1152户，资金126.72万元；2019年2937户，资金323.07万元。",
    ],
)
def test_a_price_that_all_amounts_contradict_fails(text: str) -> None:
    assert {kind for kind, _, verdict in said(text) if verdict == "fails"} == {"product"}


@pytest.mark.parametrize(
    ("text", "total"),
    [
        ("一是每年争取专项资金600万元，三年计1800万元。", "1800万元"),
        ("公益岗位200个，每人每月500元，年需资金120万元。", "120万元"),
        ("种植蔬菜300亩，亩产值5000元，年产值150万元。", "150万元"),
        ("按每村30万元的标准，对12个贫困村给予补助，共360万元。", "360万元"),
    ],
)
def test_posts_plain_totals_and_yields_are_multiplied_too(text: str, total: str) -> None:
    assert ("product", total, "holds") in said(text)
