"""The loop from the command line: where the flags stand, what would be sent, sending."""

from datetime import date, timedelta

import pytest

SOON = (date.today() + timedelta(days=10)).isoformat()
RULE = "dead_but_active"


@pytest.fixture(scope="module")
def before(liuqing, demo_county):
    return {one["key"]: one for one in liuqing("cases", demo_county, "--json").json["rules"]}


def test_an_assessment_leaves_every_flag_as_a_case_to_be_sent(before):
    assert before[RULE]["found"] > 0
    assert all(one["sent"] == one["closed"] == 0 for one in before.values())


def test_what_would_be_sent_is_seen_before_anything_is(liuqing, demo_county, before):
    seen = liuqing("send", demo_county, "--due", SOON, "--rules", RULE, "--dry-run", "--json").json
    assert (seen["total"], seen["sent"]) == (before[RULE]["found"], False)
    assert sum(one["count"] for one in seen["villages"]) == seen["total"]
    again = liuqing("cases", demo_county, "--json").json["rules"]
    assert next(one for one in again if one["key"] == RULE)["found"] == seen["total"]


def test_what_was_sent_waits_for_its_villages_and_is_sent_once(liuqing, demo_county, before):
    done = liuqing("send", demo_county, "--due", SOON, "--rules", RULE)
    assert f"已派发 {before[RULE]['found']} 条" in done.out
    now = next(one for one in liuqing("cases", demo_county, "--json").json["rules"] if one["key"] == RULE)
    assert (now["found"], now["sent"]) == (0, before[RULE]["found"])
    refused = liuqing("send", demo_county, "--due", SOON, "--rules", RULE)
    assert (refused.code, "没有待派发的疑点" in refused.err) == (1, True)


def test_a_day_that_is_past_is_refused(liuqing, demo_county):
    refused = liuqing("send", demo_county, "--due", "2018-01-01")
    assert (refused.code, "已经过去" in refused.err) == (1, True)
