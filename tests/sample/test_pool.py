"""The sample pool: 2,732 projects that add up to the plan of Fuyuan (富源县脱贫攻坚规划 2018—2020年), fen by fen."""

from collections import Counter, defaultdict
from decimal import Decimal
from random import Random

import pytest

from liuqing.policy import place as places
from liuqing.sample import calibration, geography, pool, pool_figures

PLACES = ("fuyuan", "songming", "menghai", "xinping", "wenchanghu")

# 主要任务
PROJECTS = {2018: 1503, 2019: 779, 2020: 450}
YEARS = {2018: "103454.17", 2019: "60978.53", 2020: "56016.27"}
SOURCES = {
    "行业部门资金": "35285.07",
    "涉农整合资金": "174891.90",
    "县级自筹资金": "3272.00",
    "上海帮扶资金": "7000.00",
}
CELLS = {
    (2018, "涉农整合资金"): "77544.73", (2018, "县级自筹资金"): "3272.00", (2018, "上海帮扶资金"): "2360.00",
    (2019, "行业部门资金"): "7418.31", (2019, "涉农整合资金"): "49580.22", (2019, "上海帮扶资金"): "3980.00",
    (2020, "涉农整合资金"): "47766.95", (2020, "上海帮扶资金"): "660.00",
}  # fmt: skip
"""Every cell of year and source but the two that contradict the plan's own sums by 0.01."""
CLASSES = {
    "产业扶贫": "82198.77", "就业扶贫": "8861.04", "教育扶贫": "0.00", "健康扶贫": "291.60", "农村危房改造": "35931.20",
    "生态保护扶贫": "2376.00", "综合保障扶贫": "455.00", "基础设施和公共服务": "90335.36",
}  # fmt: skip
COUNTS = {"产业扶贫": 559, "生态保护扶贫": 54, "综合保障扶贫": 111, "基础设施和公共服务": 1313}
ITEMS = {
    "规模化种植": (176, "63602.30"), "规模化养殖": (24, "4143.97"), "龙头企业": (171, "4375.00"), "小额信贷": (None, "5157.50"),
    "村集体经济": (53, "3710.00"), "农业发展项目": (74, "1210.00"), "转移就业交通补助": (None, "2416.54"),
    "技能培训": (None, "180.00"), "公益性岗位": (None, "2739.30"), "扶贫工厂奖补": (None, "745.80"),
    "扶贫工厂培训": (None, "1960.80"), "本地企业吸纳奖补": (None, "750.60"), "村医队伍": (None, "244.08"),
    "拆除重建": (None, "4449.90"), "维修加固": (None, "27287.40"), "兜底建房": (None, "921.90"), "非四类对象": (None, "3272.00"),
    "退耕还林": (None, "16.00"), "陡坡地治理": (None, "600.00"), "生态护林员": (None, "1260.00"), "太阳能热水器": (None, "500.00"),
    "残疾人补贴": (None, "455.00"), "村组动力电": (12, "3952.47"), "农村饮水": (451, "18084.58"), "教育设施": (676, "21686.80"),
    "人居环境": (34, "4124.70"), "卫生室": (64, "4334.70"),
}  # fmt: skip
"""Each item of the plan: how many projects, if it tells, and 万元."""
QUANTITIES = {
    "蔬菜种植": "124279.95", "辣椒种植": "96574.11", "食用菌种植": "120.00", "生猪养殖": "154031", "摩山鸡养殖": "22560",
    "山羊养殖": "2755", "能繁母牛养殖": "858", "蜜蜂养殖": "342", "省外务工交通补助": "42274", "D级危房拆除重建": "2119",
    "C级危房维修加固": "12994", "特困户兜底建房": "439", "非四类对象危房改造": "3272", "选聘生态护林员": "1575",
    "农村太阳能热水器": "5000", "村组道路建设": "539.50", "道路安防工程": "768.84", "自然村村内道路硬化": "846077.98",
    "农网改造": "190.80", "村级光伏扶贫电站": "53",
}  # fmt: skip


def made(name, seed=2018):
    where, figures = places.load(name), calibration.load(name)
    villages = geography.villages(where, figures, Random(f"{seed}/villages"))
    return pool.make(pool_figures.load(name), villages, where.code, Random(f"{seed}/pool"))


@pytest.fixture(scope="module")
def fuyuan():
    return made("fuyuan")


def fen(text):
    return int(Decimal(text) * 1_000_000)


def test_there_are_2732_projects_in_three_years(fuyuan):
    assert len(fuyuan) == 2732
    assert Counter(one.year for one in fuyuan) == PROJECTS


def test_the_whole_is_the_plans_to_the_fen(fuyuan):
    assert sum(one.amount for one in fuyuan) == fen("220448.97")


def test_years_sources_and_classes_are_the_plans_to_the_fen(fuyuan):
    years, sources, classes, cells = Counter(), Counter(), Counter(), Counter()
    for one in fuyuan:
        years[one.year] += one.amount
        classes[one.item.class_one] += one.amount
        sources.update(one.sources)
        cells.update({(one.year, source): amount for source, amount in one.sources.items()})
    assert years == {year: fen(money) for year, money in YEARS.items()}
    assert sources == {source: fen(money) for source, money in SOURCES.items()}
    assert classes == {name: fen(money) for name, money in CLASSES.items() if fen(money)}
    assert {key: cells[key] for key in CELLS} == {key: fen(money) for key, money in CELLS.items()}


def test_each_class_has_as_many_projects_as_the_plan_tells(fuyuan):
    counted = Counter(one.item.class_one for one in fuyuan)
    assert {name: counted[name] for name in COUNTS} == COUNTS


def test_what_needs_no_money_is_not_in_the_pool(fuyuan):
    assert all(one.amount > 0 for one in fuyuan)
    assert {one.item.class_one for one in fuyuan} == set(CLASSES) - {"教育扶贫"}


@pytest.mark.parametrize("item", ITEMS)
def test_each_item_is_the_plans_to_the_fen(fuyuan, item):
    projects = [one for one in fuyuan if one.item.class_two == item]
    count, money = ITEMS[item]
    assert sum(one.amount for one in projects) == fen(money)
    assert count is None or len(projects) == count


def test_what_the_plan_leaves_outside_its_items_is_shown_as_that(fuyuan):
    rest = {
        name: sum(one.amount for one in fuyuan if one.item.class_one == name and not one.item.class_two)
        for name in CLASSES
    }
    assert {name: money for name, money in rest.items() if money} == {
        "就业扶贫": fen("68.00"),
        "健康扶贫": fen("47.52"),
    }


@pytest.mark.parametrize("name", QUANTITIES)
def test_quantities_add_up_to_the_plans(fuyuan, name):
    assert sum(one.quantity for one in fuyuan if one.strand.name == name) == Decimal(QUANTITIES[name])


def test_quantity_times_unit_cost_is_the_amount_and_sources_are_the_amount(fuyuan):
    for one in fuyuan:
        assert one.unit_cost is None or one.quantity * one.unit_cost == one.amount
        assert sum(one.sources.values()) == one.amount
    assert sum(one.unit_cost is None for one in fuyuan) < 40


def test_every_place_is_a_real_one_and_every_village_has_a_project(fuyuan):
    rows = places.load("fuyuan").areas()
    towns = {row.code: row.name for row in rows if row.level == "town"}
    villages = {(towns[row.parent], row.name) for row in rows if row.level == "village"}
    there = {(one.site.town, one.site.village) for one in fuyuan}
    assert villages <= there
    assert there - villages <= {(town, "") for town in (*towns.values(), "")}


def test_classes_and_sources_are_those_of_the_place():
    for name in PLACES:
        where = places.load(name)
        for one in made(name):
            assert not one.item.class_two or one.item.class_two in where.project_classes[one.item.class_one]
            assert set(one.sources) <= set(where.fund_sources)
            assert one.item.office.department in where.departments


@pytest.mark.parametrize("name", PLACES)
def test_numbers_and_names_are_given_once(name):
    projects = made(name)
    assert len({one.no for one in projects}) == len({one.name for one in projects}) == len(projects) > 50


def test_the_same_seed_gives_the_same_pool_and_another_seed_the_same_sums(fuyuan):
    again, other = made("fuyuan"), made("fuyuan", seed=7)
    assert [(one.no, one.name, one.amount) for one in again] == [
        (one.no, one.name, one.amount) for one in fuyuan
    ]
    assert [one.name for one in other] != [one.name for one in fuyuan]
    assert sum(one.amount for one in other) == fen("220448.97")


def test_every_known_contradiction_of_the_plan_is_told_with_a_reason():
    told = {one["what"]: one for one in pool_figures.load("fuyuan").differences}
    assert told["就业扶贫六项之和"]["plan"] == "8793.04"
    assert all(one["plan"] and one["pool"] and one["why"] for one in told.values())


def test_the_pool_of_songming_is_its_plan_project_by_project():
    """嵩明县规划，三、建设任务；its 29 village projects add up to 2,597.50, where the plan states 3,069.50."""
    money = defaultdict(int)
    for one in made("songming"):
        money[one.item.class_one] += one.amount
    stated = {
        "易地扶贫搬迁工程": "2162.00", "产业扶贫工程": "640.12", "危房改造工程": "9780.70", "贫困村脱贫振兴工程": "2597.50",
        "就业扶贫工程": "194.85",
    }  # fmt: skip
    assert {name: money[name] for name in stated} == {name: fen(amount) for name, amount in stated.items()}


def test_no_person_is_named(fuyuan):
    posts = {one.item.office.lead for one in fuyuan} | {one.item.office.leader for one in fuyuan}
    assert all(post.endswith(("长", "任", "记", "部长")) for post in posts)
