"""Announcements of money and projects: drawn up from the record, hung for their days, answered, proven."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from liuqing.errors import Problem
from liuqing.planning.models import Announcement, Batch, Due, Stage
from liuqing.planning.queries import announcements as asked
from liuqing.planning.services import announcements
from liuqing.planning.services.announcements import proof
from liuqing.workflow import clock
from tests.planning.building import project, serves
from tests.registry.noticing import at

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

MONDAY = date(2026, 3, 2)
DAY = timedelta(days=1)


def drawn(by, one, kind="application", area=None, on=MONDAY, **more):
    with at(on):
        return announcements.draw(by=by, kind=kind, area=area or one.area, projects=[one], **more)


def hung_through(by, one, kind="application", area=None):
    """A sheet that hung for its days and was ended, or that hangs for good."""
    sheet = drawn(by, one, kind, area)
    with at(MONDAY):
        sheet = announcements.hang(sheet, by=by)
    if sheet.until is None:
        return sheet
    with at(sheet.until + DAY):
        return announcements.end(sheet, by=by)


@pytest.fixture
def one(county, cast):
    return project(county, state="filed", households_said=5, persons_said=20)


def test_a_sheet_tells_what_the_place_asks_for(one, cast):
    sheet = drawn(cast.village_officer, one)
    [line] = sheet.lines
    told = dict(line)
    assert told["项目名称"] == one.name and told["负责人（职务）"] == "甲村党总支书记"
    assert told["资金（万元）"] == "10.00" and told["资金来源和安排"] == "2018年涉农整合资金 10.00万元"
    assert told["受益户数、人数"] == "5 户、20 人" and told["实施地点"] == "甲镇甲村"
    assert (sheet.days, sheet.level, sheet.issuer) == (10, "village", "甲村村民委员会")
    assert sheet.phone == "12317"


def test_what_should_stand_there_and_is_not_known_is_told_before_it_is_drawn_up(county, cast):
    with pytest.raises(Problem, match="受益户数"):
        drawn(cast.village_officer, project(county, state="filed"))


def test_what_is_not_filled_in_is_left_out_if_wanted_and_stays_to_be_announced(one, county, cast):
    other = project(county, state="filed")
    with at(MONDAY):
        sheet = announcements.draw(
            by=cast.village_officer, kind="application", area=one.area, projects=[one, other], leave_out=True
        )
        announcements.hang(sheet, by=cast.village_officer)
        left = asked.checked(cast.village_officer, None).rows.rows
    assert [row.project for row in sheet.announced.all()] == [one] and len(sheet.lines) == 1
    assert [(row.no, row.kind) for row in left] == [(other.no, "application")]


def test_ten_days_are_over_only_after_the_last_of_them(one, cast):
    sheet = drawn(cast.village_officer, one)
    with at(MONDAY):
        sheet = announcements.hang(sheet, by=cast.village_officer)
    assert sheet.until == MONDAY + 10 * DAY
    with at(sheet.until), pytest.raises(Problem, match="公示到 2026-03-12"):
        announcements.end(sheet, by=cast.village_officer)
    assert not announcements.hung(one, "application")
    with at(sheet.until + DAY):
        announcements.end(sheet, by=cast.village_officer)
        assert announcements.hung(one, "application")


def test_the_portal_counts_from_its_first_day_and_stays_for_good(one, cast, county):
    sheet = drawn(cast.county_approver, one, "targets", county.county)
    assert not announcements.hung(one, "targets")
    with at(MONDAY):
        sheet = announcements.hang(sheet, by=cast.county_approver)
    assert sheet.until is None and announcements.hung(one, "targets")
    with at(MONDAY + 400 * DAY), pytest.raises(Problem, match="长期公开"):
        announcements.end(sheet, by=cast.county_approver)


def test_it_is_announced_only_when_every_board_had_it(one, cast, county):
    hung_through(cast.county_approver, one, "year_plan", county.county)
    assert not announcements.hung(one, "year_plan")
    hung_through(cast.township_reviewer, one, "year_plan", county.towns[0])
    assert announcements.hung(one, "year_plan")


def test_what_a_village_would_hang_hangs_at_the_township_of_a_project_of_the_township(county, cast):
    one = project(county, state="filed", area=county.towns[0], households_said=5)
    assert not announcements.hung(one, "application")
    hung_through(cast.township_reviewer, one, "application")
    assert announcements.hung(one, "application")


def test_what_was_announced_before_it_was_sent_back_is_not_announced_any_more(one, cast):
    hung_through(cast.village_officer, one)
    with at(MONDAY + 20 * DAY):
        Stage.objects.create(
            project=one, uuid=uuid4(), ordinal=1, key="reviewed", label="审核", decides=True, outcome="returned",
            maker=one.maker, by="township-reviewer", on=clock.today(), entered_on=clock.today(), at=clock.now(), seal="",
        )  # fmt: skip
    assert not announcements.hung(one, "application")


def test_a_sheet_taken_down_announced_nothing(one, cast):
    sheet = drawn(cast.village_officer, one)
    with at(MONDAY):
        announcements.hang(sheet, by=cast.village_officer)
        announcements.take_down(sheet, by=cast.village_officer, reason="内容有误")
    assert not announcements.hung(one, "application")


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("content", "给钱初九家建圈舍"),
        ("leader", "村支书，电话 13987654321"),
        ("content", "户主证件 99010119800101001X"),
    ],
)
def test_a_sheet_with_a_name_or_a_number_is_refused_whoever_wrote_it(county, cast, field, text):
    one = project(county, state="filed", households_said=1, **{field: text})
    serves(one, county.households[0])
    with pytest.raises(Problem) as told:
        drawn(cast.village_officer, one)
    assert told.value.code == "announcements.shows_too_much"
    assert "钱初九" not in told.value.what and "13987654321" not in told.value.what
    assert not Announcement.objects.exists()


def test_the_name_of_a_village_in_which_a_persons_is_hidden_is_no_name(county, cast):
    county.villages[0].name = "钱初九村"
    county.villages[0].save()
    one = project(county, state="filed", households_said=1, area=county.villages[0])
    serves(one, county.households[0])
    assert drawn(cast.village_officer, one).state == "drawn"


def test_a_list_of_people_shows_a_family_name_an_amount_and_the_sum(county, cast):
    first, second = county.households[0], county.households[1]
    batch = Batch.objects.create(
        no="B1", uuid=uuid4(), label="产业奖补", period="2018", area=county.villages[0], by="x", on=MONDAY,
        at="2026-03-01T00:00:00Z",
    )  # fmt: skip
    for n, (home, amount) in enumerate(((first, "1200.50"), (second, "800.00")), start=1):
        person = home.memberships.get(relation="户主").person
        Due.objects.create(batch=batch, order=n, household=home, person=person, amount=amount)
    with at(MONDAY):
        sheet = announcements.draw(
            by=cast.village_officer, kind="payment", area=county.villages[0], subject="batch:B1"
        )
    assert [dict(line)["户"] for line in sheet.lines] == ["钱某某", "孙某某", "2 笔"]
    assert dict(sheet.lines[-1])["金额（元）"] == "2,000.50"
    text = str(sheet.lines)
    assert first.head_name not in text and second.head_name not in text


def test_whoever_has_no_right_for_the_board_draws_and_hangs_nothing(one, cast, actors, county):
    for by in (cast.outsider, cast.inspector, cast.finance, actors.other_department, cast.nobody):
        with pytest.raises(Problem):
            drawn(by, one)
    with pytest.raises(Problem):
        drawn(cast.village_officer, one, "pool", county.county)


def test_a_changed_sheet_is_hung_by_nobody_and_announces_nothing(one, cast):
    sheet = hung_through(cast.village_officer, one)
    Announcement.objects.filter(pk=sheet.pk).update(lines=[[["序", "1"], ["项目名称", "别的"]]])
    assert not announcements.hung(one, "application")
    second = drawn(cast.village_officer, one, on=MONDAY + 20 * DAY)
    Announcement.objects.filter(pk=second.pk).update(title="别的")
    with at(MONDAY + 20 * DAY), pytest.raises(Problem, match="有人改动过记录"):
        announcements.hang(second, by=cast.village_officer)


def test_a_day_of_hanging_that_the_trail_does_not_tell_announces_nothing(one, cast):
    sheet = hung_through(cast.village_officer, one)
    Announcement.objects.filter(pk=sheet.pk).update(hung_on=MONDAY - 30 * DAY)
    assert not proof.sound(Announcement.objects.get(pk=sheet.pk))
    assert not announcements.hung(one, "application")


def test_an_opinion_is_sealed_holds_up_the_end_and_is_answered_by_another(one, cast):
    sheet = drawn(cast.village_officer, one)
    with at(MONDAY):
        announcements.hang(sheet, by=cast.village_officer)
        made = announcements.opine(sheet, said="面积不对", contact="13900000000", by=cast.township_reviewer)
    assert "面积不对".encode() not in bytes(made.said) and announcements.said(made) == "面积不对"
    assert announcements.contact(made) == "13900000000"
    with at(MONDAY + 20 * DAY):
        with pytest.raises(Problem, match="没有答复"):
            announcements.end(sheet, by=cast.village_officer)
        with pytest.raises(Problem, match="您登记的"):
            announcements.answer(made, by=cast.township_reviewer, answer="已核实")
        with pytest.raises(Problem):
            announcements.answer(made, by=cast.village_officer, answer="已核实")
        announcements.answer(made, by=cast.county_approver, answer="已核实，面积属实")
        announcements.end(sheet, by=cast.village_officer)
        assert announcements.hung(one, "application")
        with pytest.raises(Problem, match="不在公示期内"):
            announcements.opine(sheet, said="迟了")


def test_the_check_list_counts_days_from_the_stage_and_forgets_nothing(county, cast):
    one = project(county, state="planned")
    with at(MONDAY):
        for n, key in enumerate(("filed", "planned"), start=1):
            Stage.objects.create(
                project=one, uuid=uuid4(), ordinal=1 if n == 1 else 2, key=key, label=key, outcome="done", maker=one.maker,
                by="x", on=MONDAY, entered_on=MONDAY, at=clock.now(), seal="",
                previous=one.stages.first() if n > 1 else None,
            )  # fmt: skip
    with at(MONDAY + 30 * DAY):
        found = {(row.kind, row.level): row for row in asked.checked(cast.county_leader, None).rows.rows}
    assert set(found) == {
        ("application", "village"), ("review", "town"), ("pool", "county"), ("year_plan", "county"),
        ("year_plan", "town"), ("targets", "county"),
    }  # fmt: skip
    assert found["application", "village"].late == 30
    # Twenty working days after Monday, 2 March 2026.
    assert found["targets", "county"].due_on == date(2026, 3, 30) and found["targets", "county"].late == 2
    assert found["pool", "county"].due_on is None and found["pool", "county"].late is None


def test_whoever_may_hang_at_a_board_is_told_what_to_draw_there(one, cast, actors):
    with at(MONDAY):
        assert [(w.kind, w.area.code, w.projects) for w in asked.drawable(cast.village_officer)] == [
            ("application", "990101001001", (one.pk,))
        ]
        assert asked.drawable(cast.county_leader) == () == asked.drawable(cast.outsider)
        assert [task.kind for task in asked.tasks(cast.village_officer)] == ["announcements_draw"]
    drawn(cast.village_officer, one)
    with at(MONDAY):
        assert [task.kind for task in asked.tasks(cast.village_officer)] == ["announcements_hang"]


def test_a_long_number_in_a_long_plan_is_found_among_many_lines(county, cast):
    many = [project(county, state="filed", households_said=1) for _ in range(30)]
    many[17].content = "请打 壹叁玖 八七六五 四三二一 幺"
    many[17].save()
    with at(MONDAY), pytest.raises(Problem, match="第 18 行「建设内容」"):
        announcements.draw(
            by=cast.village_officer, kind="application", area=county.villages[0], projects=many
        )


def test_a_years_plan_holds_one_year_and_says_which(county, cast):
    made = [project(county, state="planned", year=year, households_said=1) for year in (2018, 2019)]
    with at(MONDAY):
        waits = {(w.kind, w.year): w.projects for w in asked.drawable(cast.county_approver)}
        assert waits["year_plan", 2018] == (made[0].pk,) and waits["year_plan", 2019] == (made[1].pk,)
        more = {"by": cast.county_approver, "kind": "year_plan", "area": county.county}
        with pytest.raises(Problem, match="按年度分别公示"):
            announcements.draw(projects=made, **more)
        assert announcements.draw(projects=made[:1], **more).title == "示例县2018年度资金项目计划公告"
