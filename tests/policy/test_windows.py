"""The calendar of windows: a proposal by place and year, with its source."""

from datetime import date

import pytest

from liuqing.policy import place, windows

EVERY = place.known()


@pytest.mark.parametrize("key", EVERY)
def test_every_county_gets_a_calendar_whose_stages_follow_one_another(key):
    for year in (2018, 2019, 2020, 2024):
        (proposal,) = windows.proposals(place.load(key), year).values()
        assert [stage.key for stage in proposal.stages] == list(windows.STAGES)
        days = [day for stage in proposal.stages for day in (stage.first, stage.last)]
        assert days == sorted(days)
        assert {day.year for day in days} == {year}
        assert proposal.source


def test_only_the_year_and_province_of_the_document_are_verified():
    shandong, yunnan = (place.load(one) for one in ("china/shandong/wenchanghu", "china/yunnan/fuyuan"))
    assert not windows.proposals(shandong, 2020)["yearly"].unverified
    assert windows.proposals(shandong, 2019)["yearly"].unverified
    assert windows.proposals(yunnan, 2020)["yearly"].unverified


def made(tmp_path, stages):
    (tmp_path / "place.yaml").write_text(
        "extends: china/yunnan\nlabel: 我县\nwords: {village: 村}\n", "utf-8"
    )
    (tmp_path / "windows.yaml").write_text(
        "windows:\n  spring:\n    label: 春季\n    versions:\n      2016-01-01:\n"
        f"        source: {{document: 某通知, clause: 第一条}}\n        stages: {stages}\n",
        "utf-8",
    )
    return place.load(str(tmp_path))


def test_the_last_of_february_is_a_leap_day_only_in_a_leap_year(tmp_path):
    own = made(tmp_path, '{collection: {label: 采集, first: "02-01", last: "02-29"}}')
    assert windows.proposals(own, 2020)["spring"].closes_on == date(2020, 2, 29)
    assert windows.proposals(own, 2019)["spring"].closes_on == date(2019, 2, 28)


def test_a_stage_may_go_over_new_year(tmp_path):
    own = made(tmp_path, '{collection: {label: 采集, first: "12-20", last: "01-10"}}')
    spring = windows.proposals(own, 2019)["spring"]
    assert (spring.opens_on, spring.closes_on) == (date(2019, 12, 20), date(2020, 1, 10))


def test_nothing_is_proposed_before_the_first_version(tmp_path):
    own = made(tmp_path, '{collection: {label: 采集, first: "02-01", last: "02-10"}}')
    assert "spring" not in windows.proposals(own, 2015)


@pytest.mark.parametrize(
    ("stages", "told"),
    [
        ('{collection: {label: 采集, first: "13-01", last: "02-10"}}', "13-01"),
        ('{collection: {label: 采集, first: "2-1", last: "02-10"}}', "2-1"),
        ('{picnic: {label: 野餐, first: "02-01", last: "02-10"}}', "picnic"),
        ("{}", "stages"),
    ],
)
def test_a_faulty_calendar_is_told_with_file_and_line(tmp_path, stages, told):
    own = made(tmp_path, stages)
    faults = windows.check(own)
    assert faults and told in faults[0].what
    assert faults[0].where.file.endswith("windows.yaml") and faults[0].where.row


def test_the_shipped_calendars_are_sound():
    for key in EVERY:
        for folder in place.load(key).lineage:
            assert windows.check(place.load(str(folder))) == []
