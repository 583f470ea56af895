"""The working plan of a village: every measure once, every sum from what is printed, unknown said as unknown."""

import json
from datetime import date
from decimal import Decimal

import docx
import openpyxl
import pypdfium2
import pytest

from liuqing import reports
from liuqing.errors import Problem
from liuqing.planning.models import Beneficiary, Funding
from liuqing.planning.queries.plans.village import village_plan
from liuqing.registry.models import (
    Assignment,
    Cause,
    ExitPlan,
    Household,
    Indicator,
    Measure,
    Membership,
    Monitoring,
    Receipt,
    Snapshot,
    Standing,
    VillageYear,
)
from liuqing.registry.services import recoding
from liuqing.reports import village_plan as written
from liuqing.reports.plan_paper import UNKNOWN, Grid, Text, cell_text, plain
from liuqing.reports.report import Request
from liuqing.workflow.models import Event
from tests import county as making
from tests.planning import building
from tests.planning.conftest import place  # noqa: F401 - the small county's classes and sources
from tests.registry.test_recoding import NEW

pytestmark = pytest.mark.django_db
VILLAGE = "990101001001"


@pytest.fixture(autouse=True)
def day(county):
    """The county was assessed on the last day of 2018."""
    return Snapshot.objects.create(on=making.ON, folder="test", rules_version="test", complete=True)


def shared(county, *, need="100000.00", **more):
    """A project of village 甲 for everybody."""
    facts = {"state": "begun", "reach": "shared", "class_one": "基础设施和公共服务", "class_two": "道路建设"}
    return needing(building.project(county, **(facts | more)), need)


def needing(made, need):
    """The same project with this need, whatever its quantities come to."""
    made.fundings.update(need=Decimal(need))
    return made


def to_homes(county, *homes, amount=None, need="100000.00", **more):
    """A project of village 甲 for households."""
    made = needing(building.project(county, **({"state": "pooled", "reach": "household"} | more)), need)
    for home in homes:
        Beneficiary.objects.create(project=made, household=home, since=date(2018, 1, 1), amount=amount)
    return made


def homes_of(county):
    return [one for one in county.households if one.village_id == county.villages[0].pk]


def made(user, code=VILLAGE):
    return written.build(Request(user, code, "", None))


def grid(paper, name):
    return next(one for one in paper.grids if one.caption.endswith(name))


def texts(one):
    return [[cell_text(cell) for cell in row] for row in one.rows]


# --- what is in it ------------------------------------------------------------------------


def test_the_register_of_the_village_is_told_by_standing_and_cause(county, cast):
    paper = made(cast.county_approver)
    text = "\n".join(plain(paper))
    assert "建档立卡户2户6人，其中已脱贫1户3人，未脱贫（含返贫）1户3人。" in text
    rows = texts(grid(paper, "主要致贫原因"))
    assert rows == [
        ["因病", "1", "3", "1", "3"],
        ["缺技术", "1", "3", "0", "0"],
        ["合计", "2", "6", "1", "3"],
    ]


def test_every_household_leaves_in_one_year_and_the_years_are_all_of_them(county, cast):
    first = county.villages[0]
    making.household(county, first, "H0010", standing="relapsed", exit_year=2020)
    late, never = (making.household(county, first, no) for no in ("H0011", "H0012"))
    ExitPlan.objects.filter(household=late).update(year=2016)
    ExitPlan.objects.filter(household=never).delete()
    rows = texts(grid(made(cast.county_approver), "未脱贫户的脱贫时序"))
    assert [row[0] for row in rows] == ["计划2019年脱贫", "计划2020年脱贫", "计划年度已过", "没有排年度", "合计"]  # fmt: skip
    assert sum(int(row[1]) for row in rows[:-1]) == int(rows[-1][1]) == 4


def test_a_household_s_measures_are_its_projects_and_its_lists_each_once(county, cast):
    home, other = homes_of(county)
    project = to_homes(county, home, amount=Decimal("3000.50"), name="示例养殖")
    person = home.memberships.order_by("pk").first().person
    Beneficiary.objects.create(project=project, household=home, person=person, since=date(2018, 1, 1))
    for member in home.memberships.all():
        Measure.objects.create(household=home, person=member.person, code="健康帮扶", title="医保参保", department="县医保局", year=2018)  # fmt: skip
    plan = village_plan(cast.county_approver, VILLAGE)
    told = [(one.title, one.project, one.persons, one.share) for one in plan.measures[home.pk]]
    # The register's bare 健康帮扶 says nothing beside the list; the receipt without a measure stands for itself.
    assert told == [
        ("示例养殖", project.no, 1, Decimal("3000.50")), ("医保参保", "", 3, None), ("农村低保金", "", 0, None),
    ]  # fmt: skip
    assert len({one.key for one in plan.given}) == len(plan.given)
    assert [one.title for one in plan.measures[other.pk]] == ["健康帮扶", "农村低保金"]


def test_why_is_the_cause_that_asks_for_the_measure(county, cast):
    home, _ = homes_of(county)
    plan = village_plan(cast.county_approver, VILLAGE)
    ill = next(one for one in plan.homes if one.pk == home.pk)
    [health] = [one for one in plan.measures[home.pk] if one.code == "健康帮扶"]
    assert plan.why(ill, health) == "因病"
    rows = texts(grid(made(cast.county_approver), "每户的帮扶措施"))
    assert any("健康帮扶（对应因病）" in row for row in rows)


def test_measures_of_earlier_years_are_over_unless_their_end_is_still_to_come(county, cast):
    home, _ = homes_of(county)
    for title, until in (("修好的房", None), ("还在贷的款", date(2999, 1, 1))):
        Measure.objects.create(household=home, code="金融帮扶", title=title, year=2015, since=date(2015, 1, 1), until=until)  # fmt: skip
    told = [one.title for one in village_plan(cast.county_approver, VILLAGE).measures[home.pk]]
    assert "还在贷的款" in told and "修好的房" not in told


def test_works_stand_with_quantity_unit_cost_years_sources_and_stage(county, cast):
    road = shared(county, need="250000.01", name="示例道路")
    Funding.objects.create(project=road, year=2019, source="县级自筹资金", need=Decimal("1.01"))
    Beneficiary.objects.create(project=road, area=county.villages[0], since=date(2018, 1, 1))
    table = grid(made(cast.county_approver), "公益共享项目")
    row = texts(table)[0]
    assert row[1] == f"示例道路（{road.no}）"
    assert row[3] == "种植100亩，单价1000元"
    assert row[4:8] == ["25.000102", "25.000001", "0.000101", "—"]
    assert row[8:] == ["涉农整合资金、县级自筹资金", "建档立卡户2户", "甲村合作社、县农业局", "在建"]


def test_money_is_the_sum_of_the_projects_printed_to_the_fen(county, cast):
    shared(county, need="100000.01")
    to_homes(county, *homes_of(county), need="300000.02", year=2019, source="县级自筹资金")
    building.project(county, need="9.00", state="filed")
    building.project(county, need="7.00", state="pooled", area=county.towns[0])
    paper = made(cast.county_approver)
    assert texts(grid(paper, "分年度分来源需要的资金"))[-1] == [
        "合计",
        "10.000001",
        "30.000002",
        "—",
        "40.000003",
    ]
    printed = [texts(grid(paper, name))[-1][4] for name in ("公益共享项目", "甲村到户项目")]
    assert sum(map(Decimal, printed)) == Decimal("40.000003")
    assert "正在申报、还没有入库的项目有1个，没有计入。" in "\n".join(plain(paper))


def test_projects_of_others_that_serve_the_village_are_named_and_not_added(county, cast):
    home, _ = homes_of(county)
    of_town = to_homes(
        county, home, amount=Decimal("500.00"), need="80000.00", area=county.towns[0], name="镇的项目"
    )
    of_county = building.project(county, state="pooled", area=county.county, name="县的项目")
    Beneficiary.objects.create(project=of_county, area=county.towns[0], since=date(2018, 1, 1))
    elsewhere = building.project(county, state="pooled", area=county.villages[2], name="别村的项目")
    paper = made(cast.county_approver)
    rows = texts(grid(paper, "上级和外地项目"))
    assert {row[1] for row in rows} == {f"镇的项目（{of_town.no}）", f"县的项目（{of_county.no}）"}
    assert [row[5] for row in rows if row[1].startswith("镇")] == ["500.00"]
    assert elsewhere.no not in "\n".join(plain(paper))
    assert "没有填报资金的项目" in "\n".join(plain(paper))  # the village has none of its own


def test_offices_and_helpers_stand_without_names(county, cast):
    shared(county)
    paper = made(cast.county_approver)
    assert texts(grid(paper, "负责的项目"))[0][:3] == ["县农业局", "甲村合作社", "1"]
    assert texts(grid(paper, "单位和职务")) == [["示例县测试局", "科员", "2"]]
    assert "冯试一" not in "\n".join(plain(paper))


def test_the_quarters_of_a_project_are_those_of_its_days(county, cast):
    shared(county)
    shared(county, starts_on=None, ends_on=None)
    table = grid(made(cast.county_approver), "项目时间表")
    assert len(table.rows) == 1 and len(table.head) == 14
    assert texts(table)[0][1:6] == ["■", "■", "■", "■", ""]
    assert "有1个项目没有填报开工和完工的日子" in "\n".join(plain(made(cast.county_approver)))


def test_indicators_that_nobody_stated_are_named_as_such(county, cast):
    village = county.villages[0]
    src = {"file": county.register, "row": 1, "said_on": making.ON}
    VillageYear.objects.create(area=village, year=2018, households=300, rural_population=1200, **src)
    Indicator.objects.create(area=village, name="road_hardened", year=2018, value=1, **src)
    paper = made(cast.county_approver)
    text = "\n".join(plain(paper))
    assert "总户数300户（2018年的数），乡村户籍人口1200人（2018年的数）。自然村（组）、村集体经济收入台账没有记载。" in text  # fmt: skip
    told = grid(paper, "甲村的指标")
    assert [row[1] for row in texts(told)] == ["是"]
    assert "没有填报的指标还有" in told.note


# --- bad input --------------------------------------------------------------------------


def test_a_village_where_nobody_lives_has_a_plan_that_says_so(cast, county):
    empty = making._area("990101001009", "空村", "village", county.towns[0])
    paper = made(cast.county_approver, empty.code)
    text = "\n".join(plain(paper))
    for said in (
        "没有建档立卡户。",
        "没有到户措施",
        "项目库中没有本村的在库项目",
        "没有资金可列",
        "没有时间可排",
    ):
        assert said in text
    assert not [one for one in paper.grids if one.total_rows]


def test_a_household_without_measure_or_officer_is_listed_as_a_gap(county, cast):
    home, _ = homes_of(county)
    Measure.objects.filter(household=home).delete()
    Receipt.objects.filter(household=home).delete()
    Assignment.objects.filter(household=home).delete()
    Cause.objects.filter(household=home).delete()
    paper = made(cast.county_approver)
    assert [row[1] for row in texts(grid(paper, "没有任何措施的户"))] == ["钱初九 H0001"]
    assert [row[1] for row in texts(grid(paper, "没有帮扶责任人的户"))] == ["钱初九 H0001"]
    [row] = [row for row in texts(grid(paper, "每户的帮扶措施")) if row[1] == "钱初九 H0001"]
    assert (row[2], row[4], row[5]) == ("没有填写", "没有帮扶责任人", "没有措施")
    assert texts(grid(paper, "主要致贫原因"))[-2][0] == "没有填写"


def test_a_monitored_household_outside_the_register_has_its_line(county, cast):
    home = making.household(county, county.villages[0], "H0020", head="郑二十")
    Standing.objects.filter(household=home).delete()
    Monitoring.objects.create(household=home, kind="边缘易致贫户", risks=["因病"], since=date(2018, 1, 1), file=county.register)  # fmt: skip
    gone = making.household(county, county.villages[0], "H0021")
    Standing.objects.filter(household=gone).delete()
    paper = made(cast.county_approver)
    assert "监测对象1户3人，其中不是建档立卡户的1户3人。" in "\n".join(plain(paper))
    nos = {row[1] for row in texts(grid(paper, "每户的帮扶措施"))}
    assert "郑二十 H0020" in nos and not any("H0021" in no for no in nos)


def test_money_that_nobody_stated_is_unknown_and_no_nothing(county, cast):
    made_without = shared(county)
    Funding.objects.filter(project=made_without).delete()
    paper = made(cast.county_approver)
    assert texts(grid(paper, "公益共享项目"))[0][4] == UNKNOWN
    assert "有1个项目没有填报资金，金额不明，没有计入。" in "\n".join(plain(paper))


@pytest.fixture
def merged(county, cast, tmp_path):
    """乙村 was merged into 甲村."""
    paper = tmp_path / "区划.csv"
    paper.write_text(NEW, encoding="utf-8")
    recoding.recode(paper, on=date(2018, 6, 1), by=cast.administrator)
    return county


def test_a_merged_village_has_no_plan_and_its_heir_has_its_households_and_projects(merged, cast):
    road = shared(merged, area=merged.villages[1], name="乙村的路")
    with pytest.raises(Problem) as said:
        made(cast.county_approver, "990101001002")
    assert said.value.code == "plans.merged" and "990101101001" in said.value.remedy
    plan = village_plan(cast.county_approver, "990101101001")
    assert {one.no for one in plan.homes} == {"H0001", "H0002", "H0003"}
    assert [one.no for one in plan.works] == [road.no]


def test_a_household_is_in_the_plan_of_the_village_where_it_lives_now(county, cast):
    home, _ = homes_of(county)
    Household.objects.filter(pk=home.pk).update(village=county.villages[1])
    plans = [village_plan(cast.county_approver, one.code) for one in county.villages]
    assert [home.pk in {one.pk for one in plan.homes} for plan in plans] == [False, True, False]


# --- rights and traces ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("part", "sees"),
    [("village_officer", True), ("township_reviewer", True), ("county_approver", True), ("county_leader", True), ("inspector", True),
     ("outsider", False), ("finance", False), ("department_officer", False), ("administrator", False), ("evaluator", False), ("nobody", False)],
)  # fmt: skip
def test_who_sees_the_village_has_its_plan_and_nobody_else(part, sees, county, cast, tmp_path):
    user, out = cast.everybody()[part], tmp_path / "plan.html"
    if sees:
        reports.write("village-plan", user=user, area=VILLAGE, format="html", out=out)
        assert "钱初九 H0001" in out.read_text(encoding="utf-8")
    else:
        with pytest.raises(Problem):
            reports.write("village-plan", user=user, area=VILLAGE, format="html", out=out)
        assert not out.exists() and not Event.objects.filter(act="reports.written").exists()


def test_everybody_who_may_have_it_gets_the_same_plan(county, cast):
    to_homes(county, *homes_of(county), area=county.towns[0])
    shared(county)
    told = {tuple(plain(made(user))) for user in (cast.village_officer, cast.township_reviewer, cast.county_approver)}  # fmt: skip
    assert len(told) == 1


def test_names_stay_away_from_who_may_not_take_them(county, cast):
    plan = village_plan(cast.county_approver, VILLAGE)
    text = "\n".join(plain(written.written(plan, names=False)))
    assert "H0001" in text and "钱初九" not in text


def test_a_plan_written_leaves_its_trace(county, cast, tmp_path):
    reports.write(
        "village-plan", user=cast.village_officer, area=VILLAGE, format="json", out=tmp_path / "p.json"
    )
    [event] = Event.objects.filter(act="reports.written")
    assert event.detail["households"] == 2 and event.detail["report"] == "village-plan"


def test_a_county_or_a_town_is_told_that_it_has_no_working_plan(county, cast):
    for code in ("990101", "990101001"):
        with pytest.raises(Problem) as said:
            made(cast.county_approver, code)
        assert said.value.code == "plans.wrong_level"


# --- the formats ------------------------------------------------------------------------


def test_every_format_says_the_same(county, cast, tmp_path):
    home, _ = homes_of(county)
    to_homes(county, home, amount=Decimal("3000.50"))
    shared(county, need="120000.10")
    out = {}
    for form in ("docx", "pdf", "xlsx", "html", "json"):
        out[form] = reports.write("village-plan", user=cast.village_officer, area=VILLAGE, format=form, out=tmp_path / f"p.{form}")  # fmt: skip
    document = docx.Document(str(out["docx"]))
    word = "".join(p.text for p in document.paragraphs) + "".join(
        cell.text for table in document.tables for row in table.rows for cell in row.cells
    )
    pdf = pypdfium2.PdfDocument(out["pdf"])
    printed = "".join(page.get_textpage().get_text_bounded() for page in pdf)
    book = openpyxl.load_workbook(out["xlsx"])
    cells = {str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row}
    told = json.loads(out["json"].read_text(encoding="utf-8"))
    for text in (word, printed, out["html"].read_text(encoding="utf-8")):
        assert "12.00001" in text and "3000.50" in text and "村级施工图" in text
    assert {"12.00001", "3000.5"} <= cells
    assert told["figures"] and all(one["link"].startswith("/") for one in told["figures"])


def test_nothing_personal_but_head_and_number_of_the_household_is_in_it(county, cast):
    text = "\n".join(plain(made(cast.county_approver)))
    for member in Membership.objects.select_related("person"):
        if member.relation != "户主":
            assert member.person.name not in text
    assert "990101196" not in text
    assert isinstance(grid(made(cast.county_approver), "每户的帮扶措施"), Grid)
    assert any(isinstance(one, Text) for one in made(cast.county_approver).blocks)
