"""A county that nobody foresaw: a folder outside the package, and not a line of Python."""

from datetime import date
from pathlib import Path

import pytest

from liuqing.compute.backends import DuckDB
from liuqing.policy import place
from liuqing.policy.differences import differences
from liuqing.policy.place import Place
from liuqing.policy.tables import INCOME_ITEMS
from tests.compute.snapshots import write
from tests.policy.reading import rows

FILES = {
    "place.yaml": """
extends: china
code: "999900"
label: 草海旗
names: {province: 北原自治区, city: 白水盟, county: 草海旗}
words: {city: 盟, county: 旗, county_government: 旗人民政府, town: 苏木（镇）, village: 嘎查, hamlet: 独贵龙}
town_kinds: [苏木, 镇, 牧场]
village_kinds: [嘎查, 分场]
phases: {冲刺期: [register, measures, exits, tiers]}
phase: 冲刺期
poverty_line: {scope: 县定, said: 旗定标准}
causes: {codes: [因灾, 因病, 缺牧草], several: true}
fund_sources: [京蒙协作资金, 旗级资金]
departments:
  旗乡村振兴局: {aliases: [乡村振兴局], formerly: [{name: 旗扶贫办, how: 更名, until: "2021"}]}
approximations: {大体: {operator: "~", tolerance: 3}}
""",
    "areas.csv": """code,name,level,parent,kind
999900,草海旗,county,,旗
999900101,甲苏木,town,999900,苏木
999900101201,甲一嘎查,village,999900101,嘎查
999900401,国营牧场,town,999900,牧场
999900401501,牧场一分场,village,999900401,分场
""",
    "targets.csv": """metric,dimension,year,value,unit,source,word
unexited_persons,,2018,0,人,草海旗规划·目标,
incidence,,2018,0.5,%,草海旗规划·目标,大体
""",
    "parameters/exits/income_line.yaml": """
label: 旗定退出线
unit: 元
values:
  2018-01-01: {value: 5000, source: {document: 草海旗规划, clause: 一}}
""",
    "parameters/exits/household_criteria.yaml": """
label: 户退出条件
unit: 条件
values:
  2018-01-01: {value: [exit_income, exit_water], source: {document: 草海旗规划, clause: 二}}
""",
}
DAY = date(2018, 12, 31)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    at = tmp_path_factory.mktemp("banner")
    for name, text in FILES.items():
        (at / name).parent.mkdir(parents=True, exist_ok=True)
        (at / name).write_text(text.lstrip(), "utf-8")
    return at


@pytest.fixture(scope="module")
def banner(folder: Path) -> Place:
    return place.load(str(folder))


def test_it_has_no_fault(folder: Path) -> None:
    assert place.check(folder) == []


def test_it_speaks_its_own_words(banner: Place) -> None:
    assert (banner.words["village"], banner.words["county"], banner.words["country"]) == (
        "嘎查",
        "旗",
        "国家",
    )
    assert [area.kind for area in banner.areas() if area.level == "town"] == ["苏木", "牧场"]
    assert banner.department("旗扶贫办") == "旗乡村振兴局"
    assert banner.fund_sources == ["京蒙协作资金", "旗级资金"]


def test_a_phase_of_its_own_switches_the_work(banner: Place) -> None:
    assert banner.modules == ["register", "measures", "exits", "tiers"]


def test_all_42_dimensions_are_told_of_it_too(banner: Place) -> None:
    told = differences(banner)
    assert len(told) == 42
    assert "嘎查 2" in told["E04"] and "5000" in told["E08"] and "缺牧草" in told["E13"]


def test_its_word_for_about_has_its_own_tolerance(banner: Place) -> None:
    assert [(t.operator, t.tolerance) for t in banner.targets()] == [("=", 0), ("~", 3)]


def test_its_numbers_stand_in_front_of_the_nations(banner: Place) -> None:
    numbers = banner.parameters(DAY)
    assert numbers["exits.income_line"] == 5000
    assert numbers["schooling.starting_age"] == place.load("china").parameters(DAY)["schooling.starting_age"]


@pytest.mark.parametrize(
    ("income", "water", "ready"),
    [(5000, True, True), (4999, True, False), (5000, False, False), (5000, None, None)],
)
def test_the_rules_use_its_line_and_its_list_of_criteria(
    folder: Path, tmp_path: Path, income: int, water: bool | None, ready: bool | None
) -> None:
    facts = {"wage_fen": income * 100, "water_safe": water, "standing": "registered"}
    rest = {f"{item}_fen": 0 for item in INCOME_ITEMS}
    household = {"household_id": 1, "household_village_id": 1} | rest | facts
    member = {"person_id": 1, "household_id": 1, "person_village_id": 1}
    write(tmp_path, [{"village_id": 1}], [household], [member])
    with DuckDB() as running:
        found = rows(running, tmp_path, DAY, ("exits",), str(folder))["household"]
    assert found.column("exits")[0].as_py() is ready
