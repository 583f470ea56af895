"""The register: a household export and a person export become the record."""

from datetime import date

from liuqing.registry import secrets
from liuqing.registry.models import (
    AreaStanding,
    Assignment,
    Cause,
    ExitPlan,
    Household,
    HouseholdYear,
    IncomeYear,
    Measure,
    Membership,
    Person,
    PersonYear,
    Standing,
    VillageYear,
)
from tests.imports import county


def counts(file):
    return (file.state, file.rows, file.accepted, file.held, file.refused)


def test_every_row_of_a_clean_register_is_accepted(register):
    assert [counts(file) for file in register] == [("loaded", 2, 2, 0, 0), ("loaded", 3, 3, 0, 0)]
    assert (Household.objects.count(), Person.objects.count(), Membership.objects.count()) == (2, 3, 3)


def test_a_row_gives_all_six_clears(register):
    one = Household.objects.get(no="H1")
    assert secrets.decrypt(one.phone) == "13000000000"
    year = HouseholdYear.objects.get(household=one)
    assert (year.year, year.water_safe, year.house_grade, year.toilet) == (2018, True, "B", None)
    assert set(Cause.objects.filter(household=one).values_list("code", "main")) == {
        ("因病", True), ("缺技术", False), ("缺劳力", False),
    }  # fmt: skip
    assert set(Measure.objects.filter(household=one).values_list("code", flat=True)) == {
        "产业帮扶",
        "健康帮扶",
    }
    income = IncomeYear.objects.get(household=one)
    assert (str(income.wage), str(income.business_expense), income.business) == ("12000.50", "1000.00", None)
    assert Assignment.objects.get(household=one).officer.unit == "示例单位"
    assert ExitPlan.objects.get(household=one).year == 2019
    assert Standing.objects.get(household=one).since == date(2014, 1, 1)


def test_every_fact_says_where_it_comes_from(register):
    fact = PersonYear.objects.get(person__person_no="P2")
    assert (fact.file.name, fact.row, fact.said_on) == ("人员信息2018.xlsx", 3, date(2018, 12, 31))


def test_a_person_can_be_found_by_number_and_initials(register):
    one = Person.objects.get(id_hash=secrets.blind_index(county.number(3)))
    assert (one.person_no, one.initials, secrets.decrypt(one.id_cipher)) == ("P3", "ssl", county.number(3))


def test_a_village_is_found_under_its_other_names(register):
    assert Household.objects.get(no="H2").village.code == "990101001002"
    assert Household.objects.get(no="H1").village.code == "990101001001"


def test_loading_the_same_file_twice_changes_nothing(register, clerk, tmp_path):
    before = [list(m.objects.order_by("pk").values()) for m in (Person, PersonYear, Standing, Measure)]
    again = county.register(tmp_path, clerk)
    assert [file.pk for file in again] == [file.pk for file in register]
    assert before == [
        list(m.objects.order_by("pk").values()) for m in (Person, PersonYear, Standing, Measure)
    ]


def again(folder, clerk, year, households=None, persons=None):
    """A newer export of the same county."""
    folder = folder / str(year)
    folder.mkdir()
    first = county.load(
        county.book(folder / f"户信息{year}.xlsx", {"导出": (county.HOUSEHOLD, households)}), clerk
    )
    if persons:
        county.load(
            county.book(folder / f"人员{year}.xlsx", {"导出": (county.PERSON_EXPORT, persons)}), clerk
        )
    return first


def test_a_household_that_exited_keeps_its_past(register, clerk, tmp_path):
    again(tmp_path, clerk, 2019, [county.household("H1", 年度=2019, 脱贫属性="已脱贫", 脱贫年度=2019)])
    told = Standing.objects.filter(household__no="H1").values_list("status", "since", "until")
    assert list(told) == [
        ("registered", date(2014, 1, 1), date(2019, 12, 31)),
        ("exited", date(2019, 12, 31), None),
    ]
    assert list(HouseholdYear.objects.filter(household__no="H1").values_list("year", flat=True)) == [
        2018,
        2019,
    ]


def test_an_exited_household_has_both_standings_from_the_first_export_on(clerk, tmp_path):
    county.register(tmp_path, clerk, households=[county.household("H1", 脱贫属性="已脱贫", 脱贫年度=2016)])
    told = Standing.objects.values_list("status", "since", "until")
    assert list(told) == [
        ("registered", date(2014, 1, 1), date(2016, 12, 31)),
        ("exited", date(2016, 12, 31), None),
    ]


def test_a_person_who_moved_leaves_one_household_for_the_other(register, clerk, tmp_path):
    again(
        tmp_path, clerk, 2019,
        [county.household("H1", 年度=2019)],
        [county.person("P2", "H2", 2, 姓名="李示例", 与户主关系="之女", 年度=2019)],
    )  # fmt: skip
    told = Membership.objects.filter(person__person_no="P2").order_by("since")
    assert [(m.household.no, m.until) for m in told] == [("H1", date(2019, 12, 31)), ("H2", None)]


def test_an_older_export_that_comes_late_changes_no_standing(register, clerk, tmp_path):
    again(tmp_path, clerk, 2017, [county.household("H1", 年度=2017, 脱贫属性="已脱贫", 脱贫年度=2017)])
    assert Standing.objects.get(household__no="H1").status == "registered"


def test_a_cause_that_is_gone_is_closed_and_a_new_one_opened(register, clerk, tmp_path):
    again(
        tmp_path, clerk, 2019, [county.household("H1", 年度=2019, 主要致贫原因="因残", 其他致贫原因="缺技术")]
    )
    open_now = Cause.objects.filter(household__no="H1", until=None).values_list("code", "main", "since")
    assert set(open_now) == {("因残", True, date(2019, 12, 31)), ("缺技术", False, date(2014, 1, 1))}


def test_a_wrong_optional_cell_is_a_remark_and_the_fact_stays_unknown(clerk, tmp_path):
    file, _ = county.register(tmp_path, clerk, households=[county.household("H1", 是否解决安全饮用水="大概")])
    assert counts(file) == ("loaded", 1, 1, 0, 0)
    assert HouseholdYear.objects.get().water_safe is None
    assert file.kept_rows.get().verdict == "accepted"


def test_an_unknown_village_is_refused_with_the_nearest_names(clerk, tmp_path):
    file, _ = county.register(tmp_path, clerk, households=[county.household("H1", 村="西村村委会")])
    assert counts(file) == ("loaded", 1, 0, 0, 1)
    assert "东村" in file.kept_rows.get().problems[0]["remedy"]
    assert not Household.objects.exists()


def test_a_message_never_shows_a_sensitive_value(clerk, tmp_path):
    _, file = county.register(tmp_path, clerk, persons=[county.person("P1", "H1", 1, 健康状况="某秘密病")])
    assert "某秘密病" not in str(file.kept_rows.get().problems)


def test_a_village_and_its_figures(clerk, tmp_path):
    headings = (
        "乡",
        "村",
        "村代码",
        "村属性",
        "贫困村识别年度",
        "出列年度",
        "乡村人口数",
        "村集体经济收入(万元)",
        "年度",
    )
    row = ["甲镇", "东村", "990101001001", "贫困村", 2014, 2017, 1500, 3.5, 2018]
    file = county.load(county.book(tmp_path / "村2018.xlsx", {"1": (headings, [row])}), clerk)
    assert counts(file) == ("loaded", 1, 1, 0, 0)
    year = VillageYear.objects.get()
    assert (year.rural_population, str(year.collective_income)) == (1500, "35000.00")
    told = AreaStanding.objects.order_by("since").values_list("status", "since", "until")
    assert list(told) == [
        ("listed", date(2014, 1, 1), date(2017, 12, 31)),
        ("exited", date(2017, 12, 31), None),
    ]
