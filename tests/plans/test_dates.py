"""Times that cannot be, and years that do not go together."""

import pytest

from tests.plans.judged import alarms, claims, said

pytestmark = pytest.mark.one_database


@pytest.mark.parametrize(
    "text", ["2019年2月30日前报送。", "2019年13月1日前报送。", "4月31日召开会议。", "2019年2月29日验收。"]
)
def test_a_day_the_calendar_lacks_fails(text: str) -> None:
    assert [kind for kind, _, verdict in said(text) if verdict == "fails"] == ["dates"]


@pytest.mark.parametrize(
    "text", ["2020年2月29日前报送。", "12月31日前完成。", "2018年至2020年实施。", "2018-2020年实施。"]
)
def test_a_day_and_a_period_that_can_be_are_not_mentioned(text: str) -> None:
    assert claims(text) == []


def test_a_period_that_ends_before_it_begins_fails() -> None:
    [why] = alarms("2020年至2018年实施项目。")
    assert "终止年份早于起始年份" in why


def test_a_deadline_before_the_issue_fails() -> None:
    text = "某县脱贫攻坚实施方案\n\n各乡镇须于2018年10月30日前报送方案。\n\n某县人民政府\n2019年3月1日\n"
    assert any("落款" in why for why in alarms(text))


def test_what_was_done_before_the_issue_is_no_deadline() -> None:
    text = "某县脱贫攻坚实施方案\n\n全县已于2018年10月30日前完成报送。\n\n某县人民政府\n2019年3月1日\n"
    assert alarms(text) == []


def test_two_rows_of_two_years_that_are_not_the_same_years_fail() -> None:
    text = "两年需培训12016人（2018年6160人、2020年5856人），计划投入1960.80万元，其中2019年995.60万元，2020年965.20万元。"
    [claim] = [c for c in claims(text) if c.kind == "other"]
    assert (claim.verdict, claim.stated, claim.computed) == ("fails", 2018, 2019)
