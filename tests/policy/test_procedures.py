"""The shipped procedures: which steps in which order, who takes them, in how many days.

``STEPS`` is what an official can check against the document: the label of each step and who takes it.
"""

from datetime import date
from typing import Any

import pytest

from liuqing.policy import place, procedures
from liuqing.policy.effects import EFFECTS
from liuqing.policy.procedures import InForce, in_force, stated
from liuqing.policy.rules import RULES
from liuqing.policy.standards import declared

NOW = date(2023, 6, 1)
COUNTIES = ("fuyuan", "xinping", "songming", "menghai", "wenchanghu")

STEPS: dict[str, str] = {
    # 程序: 每一步（谁）
    "identification": "农户申请（农户、村民小组）→ 入户核实（村两委、驻村工作队）→ 民主评议（村民代表会议）→ "
    "第一次公示（村两委）→ 乡镇审核（乡镇人民政府）→ 第二次公示（乡镇人民政府）→ 县级复审（县扶贫办）→ 公告（村两委）",
    "relapse": "村级提出（村两委、驻村工作队）→ 入户核实（村两委、驻村工作队）→ 民主评议（村民代表会议）→ "
    "第一次公示（村两委）→ 乡镇审核（乡镇人民政府）→ 第二次公示（乡镇人民政府）→ 县级审定（县扶贫办）→ 公告（村两委）",
    "strike_off": "提出清退（村两委、驻村工作队）→ 入户核实（乡镇工作组）→ 民主评议（村民代表会议）→ 村内公示（村两委）→ "
    "乡镇审核（乡镇人民政府）→ 县级审定（县扶贫开发领导小组）→ 公告（村两委）",
    "household_exit": "村级提名（村两委）→ 民主评议（村民代表会议）→ 入户核实（村两委、驻村工作队）→ 户主签字认可（户主）→ "
    "村内公示（村两委）→ 乡镇审核（乡镇人民政府）→ 县级审定（县扶贫开发领导小组）→ 公告退出并销号（村两委）",
    "take_back_exit": "提出回退（村两委、驻村工作队）→ 入户核实（乡镇工作组）→ 村内公示（村两委）→ 乡镇审核（乡镇人民政府）→ "
    "县级审定（县扶贫开发领导小组）→ 公告（村两委）",
    "village_exit": "村级申请（村两委）→ 乡镇初验（乡镇人民政府）→ 乡镇审核（乡镇人民政府）→ 乡镇内公示（乡镇人民政府）→ "
    "县级行业部门核查（县直行业部门）→ 县级审定（县扶贫开发领导小组）→ 公告出列（县扶贫开发领导小组）",
    "township_exit": "乡镇自查申请（乡镇人民政府）→ 县级初验（县扶贫开发领导小组）→ 县级审核（县扶贫开发领导小组）→ "
    "市（州）核查（市（州）扶贫开发领导小组）→ 公示（市（州）扶贫开发领导小组）→ 市（州）批准退出（市（州）扶贫开发领导小组）→ "
    "公告退出（县扶贫开发领导小组）",
    "county_delisting": "县级自评并申请（县扶贫开发领导小组）→ 市级核查（市（州）扶贫开发领导小组）→ "
    "市级公示（市（州）扶贫开发领导小组）→ 省级第三方专项评估（省扶贫开发领导小组）→ 省级公示（省扶贫开发领导小组）→ "
    "省人民政府批准退出（省人民政府）→ 公告退出（县人民政府）",
    "monitoring_in": "风险预警（村两委、驻村工作队）→ 入户核查（村两委、驻村工作队）→ 承诺授权（户主）→ "
    "信息比对（县乡村振兴局会同行业部门）→ 民主评议（村民代表会议）→ 村级公示（村两委）→ 镇级审核（乡镇人民政府）→ 县级审定（县乡村振兴局）",
    "monitoring_out": "提出名单（村两委、驻村工作队）→ 入户核实（村两委、驻村工作队）→ 民主评议（村民代表会议）→ 村级公示（村两委）→ "
    "镇级审核（乡镇人民政府）→ 县级审定（县乡村振兴局）",
    "watch_again": "提出（村两委、驻村工作队）→ 入户核查（村两委、驻村工作队）→ 民主评议（村民代表会议）→ 村级公示（村两委）→ "
    "镇级审核（乡镇人民政府）→ 县级审定（县级主管部门）",
    "take_back_removal": "提出回退（村两委、驻村工作队）→ 入户核实（村两委、驻村工作队）→ 镇级审核（乡镇人民政府）→ 县级审定（县级主管部门）",
    "green_channel": "报告情况（村两委、驻村工作队）→ 乡镇同意先行帮扶（乡镇人民政府）→ 补入户核查（村两委、驻村工作队）→ "
    "补承诺授权（户主）→ 补民主评议（村民代表会议）→ 补村级公示（村两委）→ 县级审定（县级主管部门）",
    "member_joins": "村级上报（村两委）→ 乡镇审核（乡镇人民政府）",
    "member_leaves": "村级上报（村两委）→ 乡镇审核（乡镇人民政府）",
    "head_change": "村级上报（村两委）→ 乡镇审核（乡镇人民政府）",
    "split": "村级上报（村两委）→ 入户核实（村两委、驻村工作队）→ 乡镇审核（乡镇人民政府）→ 县级审定（县扶贫办）",
    "merge": "村级上报（村两委）→ 入户核实（村两委、驻村工作队）→ 乡镇审核（乡镇人民政府）→ 县级审定（县扶贫办）",
    "move": "迁出村上报（迁出村村两委）→ 乡镇审核（乡镇人民政府）→ 县级审定（县扶贫办）",
}
EFFECT = {
    "identification": "register", "relapse": "relapse", "strike_off": "strike", "household_exit": "exit",
    "take_back_exit": "take_back_exit", "village_exit": "area_exit", "township_exit": "area_exit",
    "county_delisting": "county_exit", "monitoring_in": "watch", "monitoring_out": "remove_risk",
    "watch_again": "watch_again", "take_back_removal": "take_back_removal", "green_channel": "help",
    "member_joins": "join", "member_leaves": "leave", "head_change": "change_head", "split": "split",
    "merge": "merge", "move": "move",
}  # fmt: skip


def _told(one: InForce) -> str:
    return "→ ".join(f"{step.label}（{step.who}）" for step in one.steps)


@pytest.fixture(scope="module")
def yunnan() -> dict[str, InForce]:
    return in_force(place.load("fuyuan"), NOW)


@pytest.fixture(scope="module")
def shandong() -> dict[str, InForce]:
    return in_force(place.load("wenchanghu"), NOW)


@pytest.mark.parametrize("key", STEPS)
def test_the_steps_stand_in_their_order_with_who_takes_them(yunnan: dict[str, InForce], key: str) -> None:
    assert _told(yunnan[key]) == STEPS[key]
    assert yunnan[key].procedure.effect == EFFECT[key]


def test_every_shipped_procedure_is_written_down_here_and_every_effect_has_one(yunnan: Any) -> None:
    assert set(yunnan) == set(STEPS)
    assert {one.procedure.effect for one in yunnan.values()} == set(EFFECTS)


@pytest.mark.parametrize("name", ["china", "china/shandong", "china/yunnan", *COUNTIES])
def test_nothing_is_wrong_with_the_files_of_a_place(name: str) -> None:
    assert procedures.check(place.load(name)) == []


@pytest.mark.parametrize("name", COUNTIES)
def test_what_stops_a_procedure_is_a_rule_or_a_set_of_the_place(name: str) -> None:
    county = place.load(name)
    sets = declared(county).sets
    for key, one in stated(county).items():
        households = EFFECTS[one.effect].about == ("household",)
        for needed in [*one.needs, *one.hints]:
            assert (RULES[needed].entity == "household") if households else needed in sets, (key, needed)
            assert not households or RULES[needed].yes_or_no


@pytest.mark.parametrize("name", COUNTIES)
def test_every_version_names_its_source_and_a_doubtful_one_says_what_is_doubtful(name: str) -> None:
    for key, one in stated(place.load(name)).items():
        assert one.requirements, key
        for version in one.versions.values():
            assert version.source.document and version.source.clause
            assert not version.unverified or version.unsure, key


def test_a_household_exit_has_appraisal_verification_consent_notice_approval_and_announcement(
    yunnan: dict[str, InForce],
) -> None:
    steps = yunnan["household_exit"].steps
    assert [step.kind for step in steps] == [
        "propose", "meeting", "record", "consent", "notice", "decide", "decide", "notice",
    ]  # fmt: skip
    assert [step.level for step in steps] == ["village"] * 5 + ["town", "county", "village"]
    assert yunnan["household_exit"].procedure.needs == ["exits"]
    assert yunnan["household_exit"].step("consent").signatures == ["户主"]


def test_an_exit_is_appraised_by_two_thirds_and_agreed_by_more_than_half(yunnan: dict[str, InForce]) -> None:
    quorum = yunnan["household_exit"].step("appraisal").quorum
    assert quorum is not None and [str(share) for share in quorum.shares()] == ["2/3", "1/2"]


def test_monitoring_in_takes_eight_steps_in_fifteen_days_with_one_notice_of_five_in_the_village(
    yunnan: dict[str, InForce],
) -> None:
    one = yunnan["monitoring_in"]
    assert len(one.steps) == 8 and (one.version.days, one.version.count) == (15, "calendar")
    assert [(step.notice.days, step.notice.at) for step in one.steps if step.notice] == [(5, ["village"])]


def test_monitoring_out_takes_six_steps_and_waits_for_the_rule(yunnan: dict[str, InForce]) -> None:
    one = yunnan["monitoring_out"]
    assert len(one.steps) == 6 and one.procedure.needs == ["removal_ready"]
    assert one.procedure.starts == ["monitored"]


def test_help_comes_first_and_the_papers_have_fifteen_days(yunnan: dict[str, InForce]) -> None:
    one = yunnan["green_channel"]
    assert [step.kind for step in one.steps][:2] == ["propose", "decide"] and one.version.days == 15


def test_in_shandong_two_appraise_two_notices_hang_one_comparison_one_announcement(
    shandong: dict[str, InForce],
) -> None:
    for key in ("identification", "relapse"):
        kinds = [step.kind for step in shandong[key].steps]
        notices = [step.notice.days for step in shandong[key].steps if step.notice]
        assert kinds.count("meeting") == 2 and kinds.count("compare") == 1
        assert [bool(days) for days in notices] == [True, True, False]


def test_in_shandong_one_appraisal_one_notice_one_announcement_lead_out(shandong: dict[str, InForce]) -> None:
    steps = shandong["household_exit"].steps
    assert [step.kind for step in steps].count("meeting") == 1
    assert [bool(step.notice.days) for step in steps if step.notice] == [True, False]
    assert [step.kind for step in steps][:3] == ["propose", "record", "meeting"]


def test_townships_leave_in_yunnan_only(yunnan: Any, shandong: Any) -> None:
    assert "township_exit" in yunnan and "township_exit" not in shandong


def test_a_village_of_yunnan_needs_the_ten_criteria_of_the_province(yunnan: Any, shandong: Any) -> None:
    assert yunnan["village_exit"].procedure.needs == ["村出列10条"]
    assert shandong["village_exit"].procedure.needs == ["贫困村出列"]


@pytest.mark.parametrize(
    ("name", "key", "day", "steps"),
    [
        ("fuyuan", "monitoring_in", "2020-03-19", None),
        ("fuyuan", "monitoring_in", "2020-03-20", 4),
        ("fuyuan", "monitoring_in", "2021-05-13", 4),
        ("fuyuan", "monitoring_in", "2021-05-14", 8),
        ("wenchanghu", "identification", "2017-12-31", 8),
        ("wenchanghu", "identification", "2018-01-01", 10),
        ("fuyuan", "identification", "2018-01-01", 8),
        ("fuyuan", "household_exit", "2016-04-22", None),
        ("fuyuan", "household_exit", "2016-04-23", 8),
    ],
)
def test_the_version_of_the_day_counts(name: str, key: str, day: str, steps: int | None) -> None:
    found = in_force(place.load(name), date.fromisoformat(day)).get(key)
    assert (len(found.steps) if found else None) == steps


@pytest.mark.parametrize("name", COUNTIES)
def test_nobody_decides_alone_and_the_maker_takes_no_decision(name: str) -> None:
    for one in in_force(place.load(name), NOW).values():
        assert one.steps[0].kind == "propose" and any(step.kind == "decide" for step in one.steps[1:])
