"""The route map: the sum of its villages and of the township itself, and in its place in the county's figures."""

import json
from datetime import date
from decimal import Decimal

import pypdfium2
import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from liuqing import reports
from liuqing.errors import Problem
from liuqing.planning.models import Beneficiary, Funding, Project
from liuqing.planning.queries.plans.county_served import Reach
from liuqing.planning.queries.plans.shares import shares, whole
from liuqing.planning.queries.plans.town import town_plan
from liuqing.planning.queries.plans.village import village_plan
from liuqing.planning.queries.plans.village_measures import total
from liuqing.plans import checking, reading
from liuqing.registry.models import (
    Area,
    AreaStanding,
    ExitPlan,
    Household,
    Measure,
    Membership,
    Person,
    Receipt,
    Snapshot,
    Standing,
)
from liuqing.registry.queries import scope
from liuqing.registry.services import recoding
from liuqing.reports import town_plan as written
from liuqing.reports import village_plan as village_paper
from liuqing.reports.plan_paper import cell_text, plain
from liuqing.reports.report import Request
from tests import county as making
from tests.planning import building
from tests.planning.conftest import place  # noqa: F401 - the small county's classes and sources
from tests.registry.test_recoding import NEW

pytestmark = pytest.mark.django_db
TOWNS = ("990101001", "990101002")
VILLAGES = ("990101001001", "990101001002", "990101002001")


@pytest.fixture(autouse=True)
def day(county):
    """The county was assessed on the last day of 2018."""
    return Snapshot.objects.create(on=making.ON, folder="test", rules_version="test", complete=True)


def made(user, code=TOWNS[0]):
    return written.build(Request(user, code, "", None))


def rows(paper, name):
    found = next(one for one in paper.grids if one.caption.endswith(name))
    return [[cell_text(cell) for cell in row] for row in found.rows]


def needing(county, need, **more):
    """A project with this need, whatever its quantities come to."""
    one = building.project(county, **({"state": "begun"} | more))
    one.fundings.update(need=Decimal(need))
    return one


# --- what is in it ------------------------------------------------------------------------


def test_poor_villages_come_first_then_where_most_are_still_to_leave(county, cast):
    AreaStanding.objects.create(
        area=county.villages[1], status="listed", since=date(2016, 1, 1), file=county.register
    )
    making.household(county, county.villages[0], "H0010", size=9)
    told = rows(made(cast.county_approver), "各村脱贫先后")
    assert [row[1:3] for row in told[:2]] == [["乙村", "未出列"], ["甲村", "不是"]]
    AreaStanding.objects.update(status="exited")
    assert [row[1] for row in rows(made(cast.county_approver), "各村脱贫先后")[:2]] == ["甲村", "乙村"]


def test_the_route_says_who_leaves_when_and_in_which_villages(county, cast):
    late = making.household(county, county.villages[1], "H0011")
    never = making.household(county, county.villages[1], "H0012", size=2)
    ExitPlan.objects.filter(household=late).update(year=2017)
    ExitPlan.objects.filter(household=never).delete()
    assert rows(made(cast.county_approver), "逐年脱贫的户和村") == [
        ["2019年脱贫", "2", "7", "乙村、甲村"], ["计划年度已过", "1", "3", "乙村"], ["没有排年度", "1", "2", "乙村"], ["合计", "4", "12", ""],
    ]  # fmt: skip


def test_money_of_villages_and_of_the_township_itself_is_all_of_it(county, cast):
    needing(county, "100000.01")
    needing(county, "200000.02", area=county.villages[1], year=2019)
    needing(county, "300000.03", area=county.towns[0], department="县交通局")
    needing(county, "7.00", area=county.villages[2])
    paper = made(cast.county_approver)
    told = {row[0]: row[1:] for row in rows(paper, "各村项目需要的资金")}
    assert told["甲镇本级"] == ["1", "30.000003", "—", "—", "30.000003"]
    assert told["合计"] == ["3", "40.000004", "20.000002", "—", "60.000006"]
    assert rows(paper, "各部门的任务")[-1][1:] == told["合计"]
    assert rows(paper, "各类项目")[-1][1:] == told["合计"]
    assert rows(paper, "分年度分来源需要的资金")[-1][1:] == told["合计"][1:]


def test_what_a_project_of_the_county_records_for_households_is_named_and_not_added(county, cast):
    one = needing(county, "50000.00", area=county.county, name="县里的项目", reach="household")
    Beneficiary.objects.create(
        project=one, household=county.households[0], since=date(2018, 1, 1), amount=Decimal("600.50")
    )
    paper = made(cast.county_approver)
    assert [row[5] for row in rows(paper, "上级和外地项目")] == ["600.50"]
    assert "没有填报资金的项目" in "\n".join(plain(paper))
    assert rows(paper, "各村的到户措施")[-1][4] == "600.50"


def test_a_township_without_anything_has_a_route_map_that_says_so(county, cast):
    bare = making._area("990101003", "丙镇", "town", county.county)
    text = "\n".join(plain(made(cast.county_approver, bare.code)))
    for said in ("辖村（社区）0个", "没有建档立卡户", "没有本级的在库项目", "没有在库项目"):
        assert said in text


def test_projects_and_households_of_merged_villages_stand_in_their_heir(county, cast, tmp_path):
    old = needing(county, "90000.00", area=county.villages[1])
    paper = tmp_path / "区划.csv"
    paper.write_text(NEW, encoding="utf-8")
    recoding.recode(paper, on=date(2018, 6, 1), by=cast.administrator)
    plan = town_plan(cast.county_approver, "990101101")
    assert [
        (line.name, [one.no for one in line.works], line.registered.households) for line in plan.lines
    ] == [("甲村", [old.no], 3)]
    assert whole(cast.county_approver, "990101101").total == 9_000_000


# --- rights and papers ------------------------------------------------------------------


def test_only_who_sees_the_whole_township_has_its_route_map(county, cast, tmp_path):
    for part in ("township_reviewer", "county_approver", "inspector", "county_leader"):
        reports.write(
            "town-plan", user=cast.everybody()[part], area=TOWNS[0], format="html", out=tmp_path / part
        )
    for part in ("village_officer", "outsider", "finance", "department_officer", "nobody"):
        with pytest.raises(Problem):
            reports.write(
                "town-plan", user=cast.everybody()[part], area=TOWNS[0], format="html", out=tmp_path / part
            )


def test_the_plans_of_all_villages_of_a_township_come_as_one_pack(county, cast, tmp_path):
    out = reports.write(
        "village-plan", user=cast.township_reviewer, area=TOWNS[0], format="pdf", out=tmp_path / "p"
    )
    text = "".join(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(out))
    assert (
        "甲镇甲村脱贫攻坚村级施工图" in text and "甲镇乙村脱贫攻坚村级施工图" in text and "丙村" not in text
    )


def test_the_json_has_every_figure_with_its_place_in_the_product(county, cast, tmp_path):
    out = reports.write(
        "town-plan", user=cast.township_reviewer, area=TOWNS[0], format="json", out=tmp_path / "p"
    )
    told = json.loads(out.read_text(encoding="utf-8"))
    assert told["title"] == "甲镇脱贫攻坚路线图"
    assert {one["what"]: one["value"] for one in told["figures"]}["甲镇未脱贫户数"] == 2


# --- it adds up, whatever there is --------------------------------------------------------

CLASSES, SOURCES, STATES = ("产业扶贫", "基础设施和公共服务", "别处的类"), ("涉农整合资金", "县级自筹资金", "别处来的"), ("filed", "pooled", "begun", "cancelled")  # fmt: skip
fen = st.integers(0, 10**11)
money = st.lists(
    st.tuples(st.sampled_from((2018, 2019, 2020, 2021)), st.sampled_from(SOURCES), fen), max_size=3, unique_by=lambda one: one[:2]
)  # fmt: skip
projects = st.lists(
    st.tuples(
        st.sampled_from(CLASSES), st.integers(0, 5), st.sampled_from(STATES), st.booleans(), money,
        st.sets(st.integers(0, 5)), st.none() | fen, st.none() | st.integers(0, 5),
    ),
    max_size=5,
)  # fmt: skip
homes = st.lists(
    st.tuples(
        st.integers(0, 2), st.sampled_from(("registered", "exited", "relapsed", "")), st.none() | st.integers(2016, 2021), st.integers(0, 3),
        st.none() | st.integers(1, 10**7), st.integers(0, 2),
    ),
    min_size=6, max_size=6,
)  # fmt: skip


def plant(county, told_homes, told_projects):
    """Six households, some with members and lists, and projects with their money and whom they serve."""
    src = {"file": county.register, "row": 1, "said_on": making.ON}
    made_homes = [_home(county, src, n, *told) for n, told in enumerate(told_homes)]
    _pool(county, made_homes, told_projects)


def _home(county, src, n, village, status, planned, lists, paid, size):
    home = Household.objects.create(no=f"R{n}", village=county.villages[village], hamlet="一组")
    for at in range(size):
        person = Person.objects.create(name="测", village=home.village)
        Membership.objects.create(
            household=home, person=person, relation=("户主", "配偶")[at], since=date(2014, 1, 1), **src
        )
    if status:
        Standing.objects.create(household=home, status=status, since=date(2017, 3, 1), **src)
    if planned:
        ExitPlan.objects.create(household=home, year=planned, **src)
    for title in ("健康帮扶", "参保", "体检")[:lists]:
        Measure.objects.create(household=home, code="健康帮扶", title=title, year=2018, **src)
    if paid:
        Receipt.objects.create(household=home, item="低保金", amount=Decimal(paid) / 100, year=2018, **src)
    return home


def _pool(county, made_homes, told_projects):
    areas = [*county.villages, *county.towns, county.county]
    for class_one, area, state, reach, amounts, served, share, covered in told_projects:
        one = building.project(
            county,
            class_one=class_one,
            area=areas[area],
            state=state,
            reach="household" if reach else "shared",
            need="0.00",
        )
        Funding.objects.filter(project=one).delete()
        for year, source, need in amounts:
            Funding.objects.create(project=one, year=year, source=source, need=Decimal(need) / 100)
        for at in served:
            Beneficiary.objects.create(
                project=one,
                household=made_homes[at],
                since=date(2018, 1, 1),
                amount=None if share is None else Decimal(share) / 100,
            )
        if covered is not None:
            Beneficiary.objects.create(project=one, area=areas[covered], since=date(2018, 1, 1))


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(told_homes=homes, told_projects=projects)
def test_every_measure_and_every_fen_stands_once_from_village_to_county(
    county, cast, told_homes, told_projects
):
    with transaction.atomic():
        plant(county, told_homes, told_projects)
        user = cast.county_approver
        villages = [village_plan(user, code) for code in VILLAGES]
        towns = [town_plan(user, code) for code in TOWNS]
        _measures_once(villages, towns)
        _money_once(user, villages, towns)
        _households_once(villages, towns)
        transaction.set_rollback(True)


def _measures_once(villages, towns):
    of_villages = [one.key for plan in villages for one in plan.given]
    assert len(of_villages) == len(set(of_villages))
    assert sorted(of_villages) == sorted(one.key for plan in towns for one in plan.given)
    linked = Beneficiary.objects.filter(project__state__in=Project.IN_POOL, household__in=_here())
    assert {(one.household, one.project) for plan in villages for one in plan.given if one.project} == set(
        linked.values_list("household", "project__no")
    )
    recorded = total(linked.values_list("amount", flat=True))
    assert recorded == total(one.share for plan in villages for one in plan.given)
    paid = total(Receipt.objects.filter(household__in=_here()).values_list("amount", flat=True))
    assert paid == total(one.got for plan in towns for one in plan.given)


def _money_once(user, villages, towns):
    by_code = {plan.area.code: sum(plan.need.values()) for plan in (*villages, *towns)}
    for town in towns:
        for share in shares(user, town.area.code):
            line = next(
                (one for one in town.lines if (one.area.code, one.own) == (share.code, share.own)), None
            )
            assert Decimal(share.total) / 100 == (line.need if line else 0)
            assert share.own or Decimal(share.total) / 100 == by_code[share.code]
        told = {key: int(need * 100) for key, need in town.need.items()}
        assert told == dict(whole(user, town.area.code).need)
    for share in shares(user, "990101"):
        assert share.own or Decimal(share.total) / 100 == by_code[share.code]
    assert len({work.no for town in towns for work in town.works}) == sum(len(town.works) for town in towns)


def _households_once(villages, towns):
    pks = [home.pk for plan in villages for home in plan.homes]
    assert len(pks) == len(set(pks)) and sorted(pks) == sorted(
        home.pk for plan in towns for home in plan.homes
    )
    assert set(pks) == set(_here())
    for town in towns:
        left = [home for home in town.homes if home.left]
        planned = [home for year in town.years for home in left if home.planned == year]
        assert len(planned) + len(town.overdue) + sum(not home.planned for home in left) == len(left)
    served = {(work.no, pk) for town in towns for work in (*town.works, *town.named) for pk in work.homes}
    works = {work.no: work.pk for town in towns for work in (*town.works, *town.named)}
    reach = Reach(Area.objects.get(code="990101"), making.ON)
    registered = set(scope.registered(Household.objects.all(), making.ON).values_list("pk", flat=True))
    for no, pk in works.items():
        here = {home for told, home in served if told == no}
        linked = Beneficiary.objects.filter(project=pk).values_list("household", flat=True)
        assert len(here) == reach.of([pk]).households - len(set(linked) - registered - {None})


def _here():
    """The households of the register on the day."""
    return list(scope.registered(Household.objects.all(), making.ON).values_list("pk", flat=True))


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(told_homes=homes, told_projects=projects)
def test_no_plan_contradicts_itself(county, cast, tmp_path, told_homes, told_projects):
    with transaction.atomic():
        plant(county, told_homes, told_projects)
        papers = [village_paper.build(Request(cast.county_approver, code, "", None)) for code in VILLAGES]
        papers += [made(cast.county_approver, code) for code in TOWNS]
        for paper in papers:
            found = checking.check(reading.text("\n".join(plain(paper))))
            assert [one.text for one in found.claims if one.verdict == "fails"] == []
        transaction.set_rollback(True)


@pytest.mark.parametrize("form", ["docx", "pdf", "html"])
def test_no_file_of_a_plan_contradicts_itself(form, county, cast, tmp_path):
    for n in range(3):
        needing(county, f"{n + 1}23456.78", area=county.villages[0], year=2018 + n)
        needing(county, f"{n + 1}0000.00", area=county.towns[0], reach="household", source="县级自筹资金")
    for report, code in (("village-plan", VILLAGES[0]), ("town-plan", TOWNS[0])):
        out = reports.write(report, user=cast.township_reviewer, area=code, format=form, out=tmp_path / f"{report}.{form}")  # fmt: skip
        found = checking.check(reading.read(out))
        assert sum(one.verdict == "holds" for one in found.claims) >= 5
        assert [one.text for one in found.claims if one.verdict == "fails"] == []
