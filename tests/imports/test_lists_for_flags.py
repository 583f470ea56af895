"""The lists on which flags stand: monitored households, committees, signals, villages, other names."""

from decimal import Decimal

from liuqing.policy.lists import BY_KEY
from liuqing.policy.tables import PERSON_EXPORT
from liuqing.registry.models import Area, Entry, Person, VillageYear
from tests.imports import county

MONITORED = [fact.label for fact in BY_KEY["monitored"].columns]
VILLAGE = [fact.label for fact in BY_KEY["register_villages"].columns]


def monitored(folder, clerk, *rows, name="监测对象2018.xlsx"):
    cells = [[{"监测对象类别": "边缘易致贫户", **row}.get(heading) for heading in MONITORED] for row in rows]
    return county.load(county.book(folder / name, {"监测": (MONITORED, cells)}), clerk)


def values(person):
    return Entry.objects.get(kind="monitored", person__person_no=person).values


def test_a_household_is_found_by_its_own_number_and_its_head_speaks_for_it(register, clerk, tmp_path):
    file = monitored(tmp_path, clerk, {"户编号": "H1", "户主姓名": "赵示例", "识别监测时间": "201803"})
    assert (file.kind, file.accepted, file.held, file.refused) == ("monitored", 1, 0, 0)
    told = values("P1")
    assert (told["identified_on"], told["monitor_kind"]) == ("2018-03-01", "边缘易致贫户")
    assert "赵示例" not in str(told)


def test_a_household_is_found_by_its_heads_identity_number(register, clerk, tmp_path):
    row = {"户主姓名": "孙示例", "户主证件号码": county.number(3), "识别监测时间": "201803"}
    assert monitored(tmp_path, clerk, row).accepted == 1
    assert values("P3")["identified_on"] == "2018-03-01"


def test_a_number_of_no_household_finds_nobody(register, clerk, tmp_path):
    file = monitored(tmp_path, clerk, {"户编号": "H9", "户主姓名": "周示例", "识别监测时间": "201803"})
    assert (file.accepted, file.refused) == (0, 1)
    assert not Entry.objects.filter(kind="monitored").exists()


def test_risks_are_known_by_all_their_names_and_both_blocks_are_read(register, clerk, tmp_path):
    row = {
        "户编号": "H1", "户主姓名": "赵示例", "识别监测时间": "2018-03", "致贫/返贫风险1": "务工就业不稳",
        "致贫/返贫风险2": "因灾", "识别时工资性收入": 50, "消除时工资性收入": "1,200", "识别时是否住房出现安全问题": "否",
        "风险是否已消除": "是", "风险消除方式": "帮扶消除", "风险消除时间": "2018.10",
    }  # fmt: skip
    monitored(tmp_path, clerk, row)
    told = values("P1")
    assert (told["risk_1"], told["risk_2"]) == ("因务工就业不稳", "因自然灾害")
    assert (told["identified_wage"], told["removed_wage"]) == ("50.00", "1200.00")
    assert (told["identified_house_unsafe"], told["removed_on"]) == (False, "2018-10-01")


def test_a_newer_list_of_the_year_takes_the_place_of_an_older_one(register, clerk, tmp_path):
    for month, risk in (("6", "因病"), ("9", "因房")):
        row = {"户编号": "H1", "户主姓名": "赵示例", "识别监测时间": "201803", "致贫/返贫风险1": risk}
        monitored(tmp_path, clerk, row, name=f"监测对象2018年{month}月.xlsx")
    assert values("P1")["risk_1"] == "因房"


def test_signals_of_two_days_stand_beside_each_other(register, clerk, tmp_path):
    headings = ["姓名", "身份证号", "类别", "说明", "发现日期"]
    for number, day in enumerate(("2018-05-01", "2018-07-01")):
        row = ["赵示例", county.number(1), "赌博" if number else "空挂户", "无", day]
        file = county.load(
            county.book(tmp_path / f"线索2018-{number}.xlsx", {"线索": (headings, [row])}), clerk
        )
        assert file.kind == "signals"
    said = {one.values["signal"] for one in Entry.objects.filter(kind="signals", person__person_no="P1")}
    assert said == {"空挂户", "赌博"}


def test_the_committees_say_who_came_and_who_left(register, clerk, tmp_path):
    headings = ["乡镇", "村", "姓名", "身份证号", "任职职务", "任职日期", "卸任时间"]
    row = ["甲镇", "东村", "赵示例", county.number(1), "村委委员", "2016.4.1", "2018.6.30"]
    file = county.load(county.book(tmp_path / "两委2018.xlsx", {"名册": (headings, [row])}), clerk)
    told = Entry.objects.get(kind="cadres").values
    assert (file.kind, told["since"], told["left_on"]) == ("cadres", "2016-04-01", "2018-06-30")


def test_a_village_keeps_water_houses_land_and_road(register, clerk, tmp_path):
    row = {
        "村代码": "990101001001", "村属性": "贫困村", "总户数": 120, "年度": 2018, "未实现饮水安全户数": 3, "危房户数": 0,
        "耕地面积(亩)": 812.5, "到乡镇是否通沥青(水泥)路": "否",
    }  # fmt: skip
    cells = [[row.get(heading) for heading in VILLAGE]]
    file = county.load(county.book(tmp_path / "村2018.xlsx", {"村": (VILLAGE, cells)}), clerk)
    kept = VillageYear.objects.get(area=Area.objects.get(code="990101001001"))
    assert (file.kind, file.accepted, kept.households) == ("register_villages", 1, 120)
    assert (kept.other["water_unsafe_households"], kept.other["dilapidated_households"]) == (3, 0)
    assert (Decimal(kept.other["village_land"]), kept.other["hardened_road"]) == (Decimal("812.5"), False)


def with_other_name(folder, clerk, name, other, at):
    headings = (*PERSON_EXPORT, "曾用名")
    row = [*county.person("P1", "H1", 1, 姓名=name), other]
    return county.load(county.book(folder / f"人员{at}.xlsx", {"导出": (headings, [row])}), clerk)


def test_the_other_name_of_a_person_is_kept_and_the_former_one_where_none_is_stated(
    register, clerk, tmp_path
):
    with_other_name(tmp_path, clerk, "赵示例", "小赵", "2018年11月")
    assert Person.objects.get(person_no="P1").other_name == "小赵"
    county.load(
        county.book(
            tmp_path / "人员2018年12月.xlsx",
            {"导出": (PERSON_EXPORT, [county.person("P3", "H2", 3, 姓名="孙改名")])},
        ),
        clerk,
    )
    renamed = Person.objects.get(person_no="P3")
    assert (renamed.name, renamed.other_name) == ("孙改名", "孙示例")


def test_the_police_list_tells_former_names_of_the_register_and_of_others(register, clerk, tmp_path):
    headings = (*county.POLICE, "曾用名")
    rows = [
        [
            "B1",
            "赵示例",
            "男",
            county.number(1),
            "1970-01-01",
            "汉族",
            "户主",
            "甲镇",
            "东村",
            "东村",
            "农业",
            "小赵",
        ],
        [
            "B2",
            "周示例",
            "男",
            county.number(9),
            "1970-01-01",
            "汉族",
            "户主",
            "甲镇",
            "东村",
            "东村",
            "农业",
            "小周",
        ],
    ]
    county.load(county.book(tmp_path / "户籍2018.xlsx", {"户籍": (headings, rows)}), clerk)
    assert {p.name: p.other_name for p in Person.objects.exclude(other_name="")} == {
        "赵示例": "小赵",
        "周示例": "小周",
    }
