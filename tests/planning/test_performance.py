"""Performance: promised before it is planned, looked at by its own and by others, and what follows from it."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest

from liuqing.errors import Problem
from liuqing.planning.models import Account, Line, Review
from liuqing.planning.queries import performance as asked
from liuqing.planning.services import performance
from tests.planning.building import document, project
from tests.registry.noticing import at

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
JULY, DECEMBER = date(2018, 7, 1), date(2018, 12, 20)
NEXT = date(2019, 3, 1)


@pytest.fixture
def one(county, cast):
    made = project(county, state="begun", starts_on=date(2018, 1, 1), ends_on=date(2018, 12, 31))
    paid(made)
    return made


def paid(made, share="1"):
    """Everything of its money allocated, a share of it paid."""
    line = Line.objects.create(project=made, document=document(no=f"文{made.no}"), year=2018)
    whole, part = Decimal("100000.00"), Decimal("100000.00") * Decimal(share)
    for kind, amount in (("line", whole - part), ("paid", part)):
        Account.objects.create(
            key=f"{kind}:{line.pk}", kind=kind, document=line.document, line=line, balance=amount
        )


def look(made, by, kind, actual, on, year=2018, **more):
    with at(on):
        values = {target.pk: {"actual": actual} for target in made.targets.all()}
        more = {"uuid": uuid4(), **more}
        return performance.review(made, by=by, kind=kind, values=values, year=year, **more)


def both(made, cast, actors, actual):
    look(made, actors.agriculture, "self", actual, DECEMBER)
    return look(made, cast.county_approver, "outside", actual, DECEMBER)


TARGETS = (
    {"kind": "产出数量", "name": "种植面积", "value": "100", "unit": "亩"},
    {"kind": "成本", "name": "每亩成本", "value": "1000", "unit": "元", "least": False},
    {"kind": "满意度", "name": "群众满意度", "value": "95", "unit": "%", "weight": "10"},
)


def test_targets_are_replaced_as_a_whole_or_not_at_all(county, cast):
    made = project(county)
    performance.set_targets(made, by=cast.village_officer, targets=TARGETS)
    assert [t.name for t in made.targets.all()] == ["种植面积", "每亩成本", "群众满意度"]
    faulty = [*TARGETS, {"kind": "心情", "name": "种植面积", "value": "很多", "unit": "亩", "weight": "101"}]
    with pytest.raises(Problem) as told:
        performance.set_targets(made, by=cast.village_officer, targets=faulty)
    for what in ("第 4 条没有选指标类别", "目标值不是数", "「种植面积」写了两次", "权重应在"):
        assert what in told.value.what
    assert made.targets.count() == 3


def test_targets_are_fixed_once_the_project_is_planned(county, cast):
    with pytest.raises(Problem, match="不能再改"):
        performance.set_targets(project(county, state="planned"), by=cast.county_approver, targets=TARGETS)


def test_a_strangers_project_has_no_targets_of_ours(county, cast):
    with pytest.raises(Problem):
        performance.set_targets(project(county), by=cast.outsider, targets=TARGETS)


def test_half_a_year_with_a_fifth_reached_is_a_grave_warning_and_says_what_to_do(one, actors):
    found = look(one, actors.agriculture, "midyear", "20", JULY)
    [line] = found.values.values()
    assert line["warning"] == "严重偏离" and "暂停拨款" in line["do"]
    assert (found.score, found.grade) == (None, "")


def test_half_a_year_with_half_reached_is_no_warning(one, actors):
    [line] = look(one, actors.agriculture, "midyear", "50", JULY).values.values()
    assert line["warning"] == ""


def test_everything_reached_and_paid_is_a_hundred_and_half_of_both_is_fifty(one, actors, county):
    assert look(one, actors.agriculture, "self", "100", DECEMBER).score == 100
    half = project(county, state="begun")
    paid(half, "0.5")
    found = look(half, actors.agriculture, "self", "50", DECEMBER)
    assert (found.score, found.grade) == (50, "差")


def test_what_nobody_knows_leaves_no_score_and_no_grade(county, actors):
    made = project(county, state="begun")
    found = look(made, actors.agriculture, "self", "100", DECEMBER)
    assert (found.score, found.grade) == (None, "")
    assert performance.consequence(made, 2019) is None


def test_others_look_only_after_the_office_itself_and_are_other_people(one, cast, actors):
    with pytest.raises(Problem, match="自评"):
        look(one, cast.county_approver, "outside", "100", DECEMBER)
    look(one, cast.county_approver, "self", "100", DECEMBER)
    with pytest.raises(Problem, match="另一位"):
        look(one, cast.county_approver, "outside", "100", DECEMBER)
    assert look(one, actors.second_analyst, "outside", "90", DECEMBER).score == Decimal("91.67")


def test_who_filed_a_project_does_not_judge_it(county, cast, actors):
    made = project(county, state="begun", maker="county-approver")
    paid(made)
    look(made, actors.agriculture, "self", "100", DECEMBER)
    with pytest.raises(Problem, match="另一位"):
        look(made, cast.county_approver, "outside", "100", DECEMBER)


def test_the_same_click_twice_is_one_look_and_another_is_refused(one, actors):
    uuid = uuid4()
    first = look(one, actors.agriculture, "self", "100", DECEMBER, uuid=uuid)
    assert look(one, actors.agriculture, "self", "1", DECEMBER, uuid=uuid).pk == first.pk
    with pytest.raises(Problem, match="已经做过"):
        look(one, actors.agriculture, "self", "100", DECEMBER)


def test_another_department_and_a_project_not_begun_are_refused(one, county, actors):
    with pytest.raises(Problem):
        look(one, actors.other_department, "self", "100", DECEMBER)
    with pytest.raises(Problem, match="还不能做"):
        look(project(county, state="planned"), actors.agriculture, "self", "100", DECEMBER)


def test_a_project_graded_poor_is_not_in_next_years_plan(one, cast, actors):
    both(one, cast, actors, "10")
    found = performance.consequence(one, 2019)
    assert (found.grade, found.excluded, found.share, found.outside) == ("差", True, 0, True)
    assert "不列入" in found.means and found.source and found.unverified
    assert performance.consequence(one, 2018) is None


def test_what_others_said_goes_before_what_the_office_said_of_itself(one, cast, actors):
    look(one, actors.agriculture, "self", "100", DECEMBER)
    assert performance.consequence(one, 2019).grade == "优"
    look(one, cast.county_approver, "outside", "80", DECEMBER)
    assert performance.consequence(one, 2019).score == Decimal("83.33")


def test_an_office_is_graded_by_the_money_of_its_projects(one, county, cast, actors):
    both(one, cast, actors, "100")
    small = project(county, state="begun", need="25000.00")
    paid(small)
    both(small, cast, actors, "50")
    found = performance.consequence("县农业局", 2019)
    assert (found.score, found.grade, found.projects) == (Decimal("91.67"), "优", 2)
    assert performance.consequence("县交通局", 2019) is None


def test_the_year_shows_offices_in_order_and_the_five_elements(one, county, cast, actors):
    both(one, cast, actors, "60")
    project(county, state="planned", department="县交通局")
    with at(NEXT):
        found = asked.of_area(cast.county_leader, None, 2018)
    assert [(office.name, office.rank) for office in found.offices] == [("县农业局", 1), ("县交通局", None)]
    assert {e.label: (e.done, e.all) for e in found.elements} == {
        "有目标": (2, 2), "有计划": (2, 2), "有措施": (2, 2), "有检查": (0, 2), "有奖惩": (1, 2),
    }  # fmt: skip
    rows = {row.no: row for row in found.rows.rows}
    assert rows[one.no].others == Decimal("66.67") and rows[one.no].grade == "中"
    progress = {line.key: line for line in found.funds}["progress"]
    assert progress.share == 1 and progress.points is None and progress.unverified


def test_a_department_sees_its_own_projects_only(one, county, actors):
    project(county, state="planned", department="县交通局")
    with at(NEXT):
        found = asked.of_area(actors.agriculture, None, 2018)
    assert [row.no for row in found.rows.rows] == [one.no]


def test_what_is_due_waits_for_whom_it_is_due(one, cast, actors):
    def kinds(by, on):
        with at(on):
            return [(task.kind, task.count) for task in asked.tasks(by)]

    assert kinds(actors.agriculture, date(2018, 6, 30)) == []
    assert kinds(actors.agriculture, JULY) == [("performance_midyear", 1)]
    look(one, actors.agriculture, "midyear", "50", JULY)
    assert kinds(actors.agriculture, DECEMBER) == [("performance_self", 1)]
    look(one, actors.agriculture, "self", "100", DECEMBER)
    assert kinds(cast.county_approver, NEXT) == [("performance_outside", 1)]
    assert kinds(actors.agriculture, NEXT) == [] and kinds(cast.nobody, NEXT) == []
    look(one, cast.county_approver, "outside", "100", NEXT)
    assert kinds(cast.county_approver, NEXT) == []
    assert Review.objects.count() == 3
