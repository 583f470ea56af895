"""What offices state of poor towns and of the county becomes their standing, and no more than that."""

from datetime import date
from uuid import uuid4

import pytest
from django.utils import timezone

from liuqing.registry.models import Area, AreaStanding
from liuqing.registry.queries.exits.listed import listed
from liuqing.registry.queries.standing import startable
from tests.imports import county
from tests.imports.test_people import codes, counts
from tests.imports.test_reported import STATED, TOWN, state, stated

COUNTY, POOR, OUT = "990101", "贫困乡镇", "贫困乡镇已退出"
FIRST_2014, LAST_2018 = date(2014, 1, 1), date(2018, 12, 31)


def spans(code=TOWN):
    told = AreaStanding.objects.filter(area__code=code).order_by("since", "pk")
    return list(told.values_list("status", "since", "until"))


def test_a_town_that_an_office_names_poor_is_listed_from_the_first_day_of_that_year(clerk, tmp_path):
    others = [stated(TOWN, "通硬化路", "是"), stated(COUNTY, "辍学率在规定范围内", "是")]
    file = state(tmp_path, clerk, stated(TOWN, POOR, "是", 2014), *others)
    assert counts(file) == ("loaded", 3, 3, 0, 0)
    one = AreaStanding.objects.get()
    assert (one.area.code, one.status, one.since, one.until) == (TOWN, "listed", FIRST_2014, None)
    assert (one.file, one.sheet, one.row, one.said_on) == (file, "表", 2, date(2018, 12, 31))
    assert one.proceeding is None


def test_the_county_is_listed_and_delisted_by_what_is_stated_of_it(clerk, tmp_path):
    state(tmp_path, clerk, stated(COUNTY, "贫困县", "是", 2014), stated(COUNTY, "贫困县已摘帽", "是", 2018))
    assert spans(COUNTY) == [("listed", FIRST_2014, LAST_2018), ("exited", LAST_2018, None)]


def test_a_town_named_not_poor_has_no_standing(clerk, tmp_path):
    state(tmp_path, clerk, stated(TOWN, POOR, "否"))
    assert spans() == []


def test_stated_again_in_a_later_list_it_is_listed_once_and_since_the_first_year(clerk, tmp_path):
    state(tmp_path, clerk, stated(TOWN, POOR, "是", 2016), name="指标2017年.xlsx")
    state(
        tmp_path,
        clerk,
        stated(TOWN, POOR, "是", 2014),
        stated(TOWN, POOR, "是", 2017),
        name="指标2018年.xlsx",
    )
    assert spans() == [("listed", FIRST_2014, None)]


def test_a_later_list_that_takes_it_back_takes_the_standing_back(clerk, tmp_path):
    state(tmp_path, clerk, stated(TOWN, POOR, "是", 2014), name="指标2017年.xlsx")
    state(tmp_path, clerk, stated(TOWN, POOR, "否", 2014), name="指标2018年.xlsx")
    assert spans() == []


def test_left_without_having_been_listed_is_no_standing(clerk, tmp_path):
    state(tmp_path, clerk, stated(TOWN, OUT, "是"))
    assert spans() == []


def test_the_exit_may_be_stated_before_the_listing_and_in_another_list(clerk, tmp_path):
    state(tmp_path, clerk, stated(TOWN, OUT, "是", 2018), name="指标2018年6月.xlsx")
    state(tmp_path, clerk, stated(TOWN, POOR, "是", 2014), name="指标2018年12月.xlsx")
    assert spans() == [("listed", FIRST_2014, LAST_2018), ("exited", LAST_2018, None)]


def test_a_corrected_errors_book_takes_its_standing_from_the_wrong_town(clerk, tmp_path):
    rows = [stated(TOWN, POOR, "是", 2014), stated(TOWN, "通硬化路", "部分")]
    first = state(tmp_path, clerk, *rows)
    mended = [stated("990101002", POOR, "是", 2014), stated(TOWN, "通硬化路", "是")]
    book = [[number, None, None, *row] for number, row in enumerate(mended, 2)]
    path = county.book(
        tmp_path / f"指标填报表2018-{first.sha256[:8]}.xlsx",
        {"表": (("行号", "问题", "怎么改", *STATED), book)},
    )
    county.load(path, clerk)
    assert (spans(), spans("990101002")) == ([], [("listed", FIRST_2014, None)])


@pytest.fixture
def left_by_procedure(clerk):
    """The town, listed and then out by a proceeding."""
    from liuqing.registry.models import Proceeding

    town = Area.objects.get(code=TOWN)
    AreaStanding.objects.create(area=town, status="listed", since=FIRST_2014, until=date(2017, 6, 1))
    one = Proceeding.objects.create(
        no="BJ2017-000001",
        procedure="township_exit",
        area=town,
        group="area",
        uuid=uuid4(),
        state="done",
        since=date(2016, 4, 23),
        opened_on=date(2017, 1, 5),
        opened_at=timezone.now(),
        payload_seal="x",
    )
    AreaStanding.objects.create(area=town, status="exited", since=date(2017, 6, 1), proceeding=one)
    return one


@pytest.mark.parametrize("said,remarks", [("是", []), ("否", ["row.set_by_procedure"])])
def test_what_a_procedure_has_set_stays_and_the_row_says_so_where_it_differs(
    left_by_procedure, clerk, tmp_path, said, remarks
):
    before = spans()
    file = state(tmp_path, clerk, stated(TOWN, POOR, said, 2018))
    assert spans() == before and codes(file) == remarks
    assert file.kept_rows.filter(verdict="accepted").count() == len(remarks)


def test_a_town_that_was_named_poor_may_begin_to_leave(clerk, tmp_path):
    town = Area.objects.get(code=TOWN)
    never = _why(clerk, town)
    state(tmp_path, clerk, stated(TOWN, POOR, "是", 2014))
    now = _why(clerk, town)
    # What is left: who may propose it, and its standards, of which nothing has been assessed here.
    begins = {why for why in never if "只能从" in why}
    assert begins and not begins & now


def _why(clerk, town):
    """Why the township's exit may not begin."""
    [one] = [one for one in startable(clerk, area=town) if one.procedure == "township_exit"]
    return set(one.why)


def test_poor_towns_are_told_by_year(clerk, tmp_path):
    state(
        tmp_path, clerk, stated(TOWN, POOR, "是", 2014), stated(TOWN, OUT, "是", 2018),
        stated("990101002", POOR, "是", 2017),
    )  # fmt: skip
    [towns] = listed(Area.objects.get(code=COUNTY), LAST_2018)
    told = {one.year: (one.listed, one.exited, one.left) for one in towns.years}
    assert told == {2014: (1, 0, 1), 2015: (0, 0, 1), 2016: (0, 0, 1), 2017: (1, 0, 2), 2018: (0, 1, 1)}
    assert towns.undated == () and towns.names == (("990101002", "乙乡"),)
