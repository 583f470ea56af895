"""The quotas as data: who, what, how often, since when; and faulty files."""

from datetime import date
from pathlib import Path

import pytest

from liuqing.errors import Problem
from liuqing.policy import place
from liuqing.policy.quotas import ACTIVITIES, catalogue, check, declared, offices, periods, roles

PLACES = ("fuyuan", "xinping", "songming", "menghai", "wenchanghu")

EXPECTED = {
    "B043": ("menghai", "farm_training", "每年", 2),
    "B074": ("songming", "mandarin_class", "每年", 1),
    "B139": ("xinping", "village_study", "每月", 1),
    "B140": ("xinping", "county_heads_visit_towns", "每月", 1),
    "B141": ("xinping", "linked_leaders_visit", "每季度", 1),
    "B142": ("xinping", "town_heads_visit_villages", "每月", 1),
    "B143": ("xinping", "department_heads_survey", "每季度", 1),
    "B144": ("xinping", "village_report", "每月", 1),
    "B145": ("fuyuan", "department_report", "每月", 1),
    "B146": ("fuyuan", "secretary_visits_villages", "每年", 1),
    "B147": ("menghai", "department_report", "每季度", 1),
    "B148": ("songming", "dispatch_meeting", "每半月", 1),
    "B149": ("menghai", "special_inspection", "每年", 1),
    "B150": ("wenchanghu", "helper_coverage", "每年", 1),
    "B151": ("menghai", "helper_coverage", "每年", 1),
    "B152": ("songming", "helper_coverage", "每年", 1),
    "B154": ("xinping", "cadre_training", "每年", 1),
    "B155": ("fuyuan", "secretary_training", "每年", 1),
    "B157": ("fuyuan", "plan_filed_by_towns", "10-30", 1),
    "B158": ("xinping", "plan_filed_by_towns", "2018-11-25", 1),
}


@pytest.mark.parametrize("requirement", EXPECTED)
def test_a_requirement_is_a_quota_with_the_plans_rhythm(requirement: str) -> None:
    where, name, every, minimum = EXPECTED[requirement]
    shown = {one["name"]: one for one in catalogue(place.load(where), date(2018, 12, 31))}[name]
    assert requirement in shown["requirements"]
    assert (shown["every"], shown["parameters"][0]["value"]) == (every, minimum)
    assert shown["kind"] == "quota" and shown["source"] and shown["label"]


def test_the_shipped_quotas_have_no_faults() -> None:
    folders = [path.parent for path in place.PLACES.rglob("quotas.yaml")]
    assert len(folders) == 5
    assert [problem.sentence() for folder in folders for problem in check(folder)] == []


def test_the_filing_before_its_own_document_is_kept_as_it_is_and_marked() -> None:
    xinping = place.load("xinping")
    filing = declared(xinping).quotas["plan_filed_by_departments"]
    issued, due = date.fromisoformat(xinping.told.plan.issued), date.fromisoformat(filing.deadline)
    assert (issued - due).days == 3 and "早3天" in filing.note
    assert xinping.told.plan.filed_by == filing.deadline


def test_a_filing_without_a_year_is_not_confirmed() -> None:
    shown = {one["name"]: one for one in catalogue(place.load("fuyuan"), date(2018, 12, 31))}
    assert shown["plan_filed_by_towns"]["parameters"][0]["unverified"] is True


@pytest.mark.parametrize("county", PLACES)
def test_the_rhythm_of_a_place_is_that_of_its_quotas(county: str) -> None:
    words = {"meeting": "会议", "report": "报告"}
    stated = {(one.activity, one.every) for one in declared(place.load(county)).quotas.values()}
    for beat in place.load(county).told.rhythm:
        if (beat.what, beat.every) != ("report", "half_month"):  # 嵩明's reports have no minimum of their own
            assert (words[beat.what], beat.every) in stated, beat


@pytest.mark.parametrize("county", PLACES)
def test_roles_are_offices_or_posts_that_people_can_write(county: str) -> None:
    named = roles(place.load(county))
    assert len(named) == len(set(named)) and all(
        "一" <= letter <= "鿿" or letter in "（）、" for role in named for letter in role
    )
    assert len(set(ACTIVITIES)) == len(ACTIVITIES)


def test_offices_count_apart_or_together() -> None:
    fuyuan = place.load("fuyuan")
    told = declared(fuyuan).quotas
    assert offices(fuyuan, told["county_study"]) == [("县委", "县人民政府")]
    assert len(offices(fuyuan, told["department_report"])) == len(fuyuan.departments)


def test_periods_begin_with_the_quota_and_end_with_the_day() -> None:
    one = declared(place.load("fuyuan")).quotas["town_report"]
    found = periods(one, date(2018, 3, 1), date(2018, 2, 1))
    assert [(p.first, p.last) for p in found] == [
        (date(2018, 2, 1), date(2018, 2, 28)),
        (date(2018, 3, 1), date(2018, 3, 31)),
    ]


FAULTY = """\
quotas:
  a: {label: 一, activity: 喝茶, at: county, roles: [书记], every: month, values: {2018-01-01: {value: 1, source: {document: 甲, clause: 乙}}}}
  b: {label: 二, activity: 会议, at: county, every: month, values: {2018-01-01: {value: 1, source: {document: 甲, clause: 乙}}}}
  c: {label: 三, activity: 会议, at: county, roles: [书记], every: week, values: {2018-01-01: {value: 1, source: {document: 甲, clause: 乙}}}}
  d: {label: 四, activity: 会议, at: county, roles: [书记], every: month, values: {2018-01-01: {value: 0.5, source: {document: 甲, clause: 乙}}}}
  e: {label: 五, activity: 会议, at: county, roles: [书记], every: month, values: {2018-01-01: {value: 1}}}
  f: {label: 六, activity: 报送方案, at: county, roles: [书记], every: once, deadline: "02-30", values: {2018-01-01: {value: 1, source: {document: 甲, clause: 乙}}}}
  g: {label: 七, activity: 会议, at: county, roles: [书记], every: month, values: {2019-01-01: {value: 1, source: {document: 甲, clause: 乙}}, 2018-01-01: {value: 1, source: {document: 甲, clause: 乙}}}}
  h: {label: 八, activity: 结对, at: county, roles: [书记], every: year, values: {2018-01-01: {value: 1, source: {document: 甲, clause: 乙}}}}
"""


def test_every_fault_is_told_at_once_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "quotas.yaml").write_text(FAULTY, "utf-8")
    found = check(tmp_path)
    assert {problem.where.row for problem in found} == set(range(2, 10))
    said = "".join(problem.sentence() for problem in found)
    for word in ("喝茶", "roles", "every", "整数", "source", "02-30", "先后", "结对"):
        assert word in said, word


def test_a_faulty_file_stops_the_place_with_a_problem(tmp_path: Path) -> None:
    (tmp_path / "place.yaml").write_text("label: 某县\nextends: china\nwords: {village: 屯}\n", "utf-8")
    (tmp_path / "quotas.yaml").write_text(FAULTY, "utf-8")
    with pytest.raises(Problem):
        declared(place.load(str(tmp_path)))
