"""The county's plan: everything printed adds up, nothing is told twice, and what the record does not know is said."""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from urllib.parse import urlparse

import docx
import pytest
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as hypothesis
from hypothesis import strategies as st

from liuqing import reports
from liuqing.errors import Problem
from liuqing.planning.models import Beneficiary, Funding, Quantity
from liuqing.planning.queries.plans.county import county_plan
from liuqing.plans import checking, reading
from liuqing.registry.models import Figure, Snapshot
from liuqing.reports import county_plan as paper
from liuqing.reports import plan_paper_html, plan_paper_pdf, plan_paper_word
from liuqing.reports.plan_paper import Figure as Printed
from liuqing.reports.plan_paper import Heading, Text, plain
from liuqing.reports.report import Request
from tests.county import ON
from tests.planning import building
from tests.planning.conftest import place  # noqa: F401 - the small county's classes and sources
from tests.planning.test_matrix_properties import plant, projects

COUNTY = "990101"
REGISTER = {
    ("registered_households", ""): 5, ("registered_persons", ""): 15, ("exited_households", ""): 2, ("exited_persons", ""): 6,
    ("unexited_households", ""): 3, ("unexited_persons", ""): 9, ("rural_population", ""): 600, ("registered_population", ""): 900,
    ("incidence", ""): "1.5", ("poor_villages", ""): 2, ("poor_villages_exited", ""): 1, ("poor_villages_left", ""): 1,
    ("exited_households", "exit_year=2017"): 1, ("exited_persons", "exit_year=2017"): 3, ("exited_households", "exit_year=2018"): 1,
    ("exited_persons", "exit_year=2018"): 3, ("registered_households", "cause=因病"): 4, ("registered_persons", "cause=因病"): 12,
    ("unexited_households", "cause=因病"): 2, ("unexited_persons", "cause=因病"): 6,
}  # fmt: skip
"""Of one household nobody has written down the cause."""


@pytest.fixture
def register(county):
    """The figures of an assessment: the county and its two townships."""
    snapshot = Snapshot.objects.create(on=ON, folder="t", rules_version="t", complete=True)
    homes = ("registered_households", "registered_persons", "exited_households", "exited_persons", "unexited_households", "unexited_persons")  # fmt: skip
    figures = [(county.county, key, value) for key, value in REGISTER.items()]
    for town, parts in zip(county.towns, ((3, 9, 1, 3, 2, 6), (2, 6, 1, 3, 1, 3)), strict=True):
        figures += [(town, (metric, ""), value) for metric, value in zip(homes, parts, strict=True)]
    for area, (metric, dimension), value in figures:
        Figure.objects.create(
            snapshot=snapshot, area=area, metric=metric, dimension=dimension, value=Decimal(value)
        )
    return snapshot


@pytest.fixture
def pool(county):
    """Two classes, two years, two sources, three levels; one project is only applied for."""
    first = building.project(county, need="100000.00", state="pooled")
    building.serves(first, county.households[0], county.households[1])
    road = building.project(
        county, need="250001.00", state="planned", year=2019, source="县级自筹资金", area=county.towns[1],
        class_one="基础设施和公共服务", class_two="道路建设", department="县交通局",
    )  # fmt: skip
    Funding.objects.create(
        project=road, year=2018, source="涉农整合资金", need=Decimal("1234.56"), secured=Decimal("1000.00")
    )
    Beneficiary.objects.create(project=road, area=county.villages[0], since=ON)
    whole = building.project(county, need="80000.00", state="begun", area=county.county, class_two="", department="")  # fmt: skip
    building.project(county, need="999999.00", state="filed")
    return first, road, whole


def built(user, area=COUNTY):
    return paper.build(Request(user, area, "", Path()))


def text_of(made):
    return "\n".join(plain(made))


def grid(made, caption):
    """A table of the plan by the beginning of its caption, as lists of texts."""
    found = next(one for one in made.grids if one.caption.startswith(caption))
    return found, [[one if isinstance(one, str) else one and one.text for one in row] for row in found.rows]


def value(one):
    return one.value if isinstance(one, Printed) else Decimal(0)


# --- what is in it ----------------------------------------------------------------------------


def test_the_order_is_that_of_such_plans(register, pool, cast):
    titles = [one.text for one in built(cast.county_approver).headings if one.level == 1]
    assert titles == [
        "一、基本情况", "二、总体要求", "三、主要任务", "四、资金", "五、保障措施", "附件1　分乡镇投资", "附件2　项目库",
    ]  # fmt: skip


def test_the_situation_is_the_register_of_the_last_assessment(register, pool, cast):
    said = text_of(built(cast.county_approver))
    assert "在册建档立卡户5户15人，其中已脱贫2户6人，未脱贫3户9人。" in said
    assert "贫困发生率1.50%（未脱贫人口除以乡村户籍人口）" in said
    assert "乡村户籍人口600人" in said
    assert "贫困村2个，已出列1个，未出列1个" in said


def test_figures_of_the_register_bear_the_day_of_the_assessment(register, pool, cast):
    days = {one.what: one.day for one in built(cast.county_approver).sources}
    assert days["未脱贫户数"] == ON
    assert days["全部项目投资"] != ON


def test_causes_that_do_not_make_up_the_whole_leave_a_line_that_says_so(register, pool, cast):
    _, rows = grid(built(cast.county_approver), "在册和未脱贫的户、人口，按主要致贫原因")
    assert rows == [
        ["因病", "4", "12", "2", "6"], ["没有写明原因", "1", "3", "1", "3"], ["合计", "5", "15", "3", "9"]
    ]  # fmt: skip


def test_a_class_tells_projects_money_years_sources_units_works_and_whom_it_serves(register, pool, cast):
    said = text_of(built(cast.county_approver))
    assert "项目1个，投资25.123556万元；分年度：2018年0.123456万元、2019年25.0001万元；" in said
    assert "分来源：涉农整合资金0.123456万元、县级自筹资金25.0001万元。" in said
    assert "工程量：种植100亩。责任单位：县交通局。" in said
    # The village as a whole: two registered households with three members each.
    assert said.count("受益的建档立卡户2户6人") >= 2


def test_what_only_waits_for_the_pool_is_said_and_counted_nowhere(register, pool, cast):
    made = built(cast.county_approver)
    assert "另有1个项目已经申报、没有入库，不在以上各数里。" in text_of(made)
    assert "99.9999" not in text_of(made)


def test_households_of_several_items_are_not_added(county, register, pool, cast):
    again = building.project(county, need="5000.00", state="pooled", class_two="规模化养殖")
    building.serves(again, county.households[0])
    _, rows = grid(built(cast.county_approver), "产业扶贫：")
    assert rows[-1][-2:] == ["不相加", "不相加"]
    plan = county_plan(cast.county_approver, COUNTY)
    planting = plan.pool.classes[0]
    assert [item.served.households for item in planting.items] == [2, 1, 0]
    assert planting.served.households == 2


def test_the_count_of_whom_a_class_serves_is_that_of_the_pool_page(register, pool, cast):
    from liuqing.planning.models import Project
    from liuqing.planning.queries.pool import served

    plan = county_plan(cast.county_approver, COUNTY)
    for one in plan.pool.classes:
        page = served(Project.objects.filter(class_one=one.name, state__in=Project.IN_POOL), plan.on)
        assert (one.served.households, one.served.persons) == (page.households, page.persons)


def test_goals_stand_with_where_they_were_promised_and_facts_are_no_goals(place, register, pool, cast):  # noqa: F811 - the fixture
    (place / "targets.csv").write_text(
        "metric,dimension,year,value,unit,source,word,kind\n"
        "unexited_households,,2020,0,户,示例县规划·目标,,promise\n"
        "unexited_households,,2018,3,户,示例县规划·现状,,fact\n"
        "planned_exit_households,statement=目标段,2020,9,户,示例县规划·另一处,,promise\n"
        "collective_income_min,level=贫困村,2020,50000,元,示例县规划·目标,以上,promise\n",
        encoding="utf-8",
    )
    _, rows = grid(built(cast.county_approver), "主要目标")
    assert rows == [
        ["2020年", "未脱贫户", "全县", "0", "户", "示例县规划·目标"],
        ["2020年", "村集体经济收入下限", "贫困村", "50000", "元以上", "示例县规划·目标"],
    ]  # fmt: skip


def test_secured_and_gap_are_what_the_projects_say(register, pool, cast):
    _, rows = grid(built(cast.county_approver), "落实情况：按来源")
    assert rows[-1] == ["合计", "43.123556", "0.10", "43.023556"]


def test_a_project_of_a_merged_village_stands_in_the_township_of_its_heir(county, register, pool, cast):
    old, heir = county.villages[0], county.villages[2]
    old.until, old.successor = date(2018, 12, 1), heir
    old.save()
    _, rows = grid(built(cast.county_approver), "分乡镇的项目和投资")
    assert [row[:2] for row in rows] == [["甲镇", "0"], ["乙镇", "2"], ["示例县本级", "1"], ["合计", "3"]]


# --- what the record does not know ------------------------------------------------------------


def test_without_an_assessment_the_plan_says_so(pool, cast):
    said = text_of(built(cast.county_approver))
    assert "台账还没有测算过" in said
    assert "贫困发生率0" not in said


def test_without_a_pool_the_plan_says_so(county, register, cast):
    made = built(cast.county_approver)
    assert "项目库还没有入库的项目。" in text_of(made)
    assert not [one for one in made.headings if one.text.startswith("附件")]


def test_what_nobody_stated_is_said_and_is_no_zero(county, register, cast):
    silent = building.project(county, state="pooled", class_one="别处的类", class_two="", department="")
    silent.year = None
    silent.save()
    silent.fundings.all().delete()
    Quantity.objects.filter(project=silent).delete()
    Figure.objects.filter(metric__in=("rural_population", "incidence")).delete()
    said = text_of(built(cast.county_approver))
    for line in (
        "台账没有乡村户籍人口，算不出贫困发生率。", "项目1个，没有写明资金需求。", "项目没有写明工程量。责任单位：没有写明。受益的建档立卡户没有写明。",
        "未列计划",
    ):  # fmt: skip
        assert line in said
    assert "0.00万元" not in said


# --- sums -------------------------------------------------------------------------------------


def sums(made):
    """Every table with a total: each column of amounts is the sum of what is printed above it."""
    for one in made.grids:
        for total in one.total_rows:
            for column in range(1, len(one.head)):
                cells = [row[column] for row in one.rows[:total]]
                if isinstance(one.rows[total][column], Printed):
                    yield (
                        one.caption,
                        column,
                        sum(map(value, cells), Decimal(0)),
                        value(one.rows[total][column]),
                    )


def across(made):
    """Every table of money that ends with 合计: each row is the sum of its own cells."""
    for one in made.grids:
        if one.head[-1] == "合计":
            for row in one.rows:
                yield one.caption, sum(map(value, row[1:-1]), Decimal(0)), value(row[-1])


def sentences(made):
    """「投资T；分年度：…；分来源：…。」 of every group: the total, its years, its sources."""
    found = re.compile(r"投资([\d.]+)万元；分年度：([^。：]*万元)；分来源：(.*?万元)(?:。|另有|$)")
    for block in made.blocks:
        said = "".join(run if isinstance(run, str) else run.printed for run in block.runs) if isinstance(block, Text) else ""  # fmt: skip
        for total, *splits in found.findall(re.sub(r"截至[^，]*，", "", said)):
            for split in splits:
                yield Decimal(total), sum(map(Decimal, re.findall(r"([\d.]+)万元", split)), Decimal(0))


def every_sum(made):
    for caption, column, parts, total in sums(made):
        assert parts == total, (caption, column)
    for caption, parts, total in across(made):
        assert parts == total, caption
    for total, parts in sentences(made):
        assert parts == total


def test_everything_printed_adds_up_to_the_fen(register, pool, cast):
    made = built(cast.county_approver)
    assert len(list(sums(made))) > 40
    assert len(list(across(made))) >= 10
    assert len(list(sentences(made))) >= 8
    every_sum(made)


pools = st.lists(projects, min_size=1, max_size=2).map(lambda many: [one for some in many for one in some])
anything = hypothesis(
    max_examples=12, deadline=None, phases=(Phase.explicit, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)  # fmt: skip


def of(county, user, told):
    """The plan of a pool that is taken back again."""
    with transaction.atomic():
        plant(county, told)
        made = built(user)
        transaction.set_rollback(True)
    return made


@anything
@given(pools)
def test_any_pool_makes_a_plan_that_adds_up(register, county, cast, told):
    every_sum(of(county, cast.county_approver, told))


@hypothesis(anything, max_examples=8, derandomize=True)
@given(pools)
def test_plans_of_odd_pools_pass_the_check(register, county, cast, told):
    assert failures(reading.text(text_of(of(county, cast.county_approver, told)))) == []


def failures(document):
    """What the checker finds wrong, in its own words."""
    return [one.why for one in checking.check(document).claims if one.verdict == "fails"]


@pytest.mark.parametrize(
    ("form", "write"),
    [("docx", plan_paper_word.write), ("pdf", plan_paper_pdf.write), ("html", plan_paper_html.write)],
)
def test_the_plan_passes_its_own_check_in_every_form(tmp_path, register, pool, cast, form, write):
    out = tmp_path / f"plan.{form}"
    write(built(cast.county_approver), out)
    found = checking.check(reading.read(out))
    assert [one.why for one in found.claims if one.verdict == "fails"] == []
    assert sum(one.verdict == "holds" for one in found.claims) >= 8


def test_a_plan_of_ours_with_one_figure_changed_does_not_pass(register, pool, cast):
    said = text_of(built(cast.county_approver))
    assert "项目1个，投资25.123556万元" in said
    assert failures(reading.text(said.replace("投资25.123556万元", "投资26.123556万元")))


# --- the way back, and who may have it ---------------------------------------------------------


def test_every_link_of_the_plan_opens(county, register, pool, cast):
    client = Client()
    client.force_login(cast.county_approver, backend="django.contrib.auth.backends.ModelBackend")
    made = built(cast.county_approver)
    links = {one.link for one in made.sources} | {
        one.link for grid in made.grids for row in grid.rows for one in row if isinstance(one, Printed)
    }
    assert len(links) > 30
    kinds = {
        re.sub(r"\d", "", urlparse(link).path) + urlparse(link).query[:40]: link for link in links if link
    }
    for link in kinds.values():
        assert client.get(link).status_code == 200, link


def test_the_figures_of_a_plan_taken_from_the_web_lead_back_to_it(register, pool, cast):
    client = Client()
    client.force_login(cast.county_approver, backend="django.contrib.auth.backends.ModelBackend")
    taken = docx.Document(BytesIO(client.get(f"/plans/{COUNTY}.docx").getvalue()))
    links = [one.target_ref for one in taken.part.rels.values() if one.reltype.endswith("hyperlink")]
    assert links
    assert all(one.startswith("http://testserver/") and "//" not in one[7:] for one in links)


def test_behind_an_amount_is_that_amount(register, pool, cast):
    from urllib.parse import parse_qsl

    from liuqing.planning.queries.matrix import behind

    made = built(cast.county_approver)
    asked = [one for one in made.sources if "/money/behind/" in one.link and one.unit in ("万元", "个")]
    assert len(asked) > 15
    for one in asked:
        told = dict(parse_qsl(urlparse(one.link).query))
        found = behind(cast.county_approver, COUNTY, what=told.pop("what"), **told).total
        assert found == (one.value * 10_000 if one.unit == "万元" else one.value), one.what


@pytest.mark.parametrize("form", ["docx", "pdf", "xlsx", "html", "json"])
def test_every_format_is_written_with_a_line_in_the_trail(tmp_path, register, pool, cast, form):
    from liuqing.workflow.models import Event

    out = tmp_path / f"plan.{form}"
    reports.write("county-plan", user=cast.county_leader, area=COUNTY, format=form, out=out)
    assert out.stat().st_size > 3_000
    assert Event.objects.filter(act="reports.written").last().subject == COUNTY


def test_who_sees_a_part_of_the_county_gets_no_county_plan(tmp_path, county, register, pool, cast):
    bound = building.actors(county).agriculture

    def refused(user, **where):
        with pytest.raises(Problem) as told:
            reports.write("county-plan", user=user, format="docx", out=tmp_path / "a.docx", **where)
        assert not (tmp_path / "a.docx").exists()
        return told.value.code

    assert refused(cast.township_reviewer) == "plans.wrong_level"
    assert refused(cast.township_reviewer, area=COUNTY) == "registry.no_such_area"
    with pytest.raises(Problem):
        built(bound)


def test_no_name_of_a_person_stands_in_it(county, register, pool, cast):
    said = text_of(built(cast.county_approver))
    for home in county.households:
        assert home.head_name not in said
        assert home.no not in said


def test_a_demo_says_on_every_page_that_it_is_one(settings, register, pool, cast):
    settings.WORKSPACE = replace(settings.WORKSPACE, demo=True)
    assert "演示数据" in built(cast.county_approver).mark


def test_headings_are_counted_without_a_gap(register, pool, cast):
    made = built(cast.county_approver)
    tasks = [one.number for one in made.blocks if isinstance(one, Heading) and one.level == 2]
    assert tasks[:4] == ["（一）", "（二）", "（三）", "（四）"]
