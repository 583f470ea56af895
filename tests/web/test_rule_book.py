"""规则手册: every rule is in it once, with numbers of the day and sources; what is sought stays out of addresses."""

import re
from urllib.parse import quote

import pytest

from liuqing.policy import estimates
from liuqing.policy.headings import ORDER, heading
from liuqing.policy.place import load
from liuqing.policy.rules import RULES
from liuqing.registry.models import Snapshot
from tests import county as making

pytestmark = pytest.mark.django_db


@pytest.fixture
def day(county):
    """An assessment of the day; the book reads nothing else of it."""
    return Snapshot.objects.create(on=making.ON, folder="none", rules_version="", complete=True)


def page(client, topic=""):
    answer = client.get(f"/rules/?topic={quote(topic)}")
    assert answer.status_code == 200
    return answer.content.decode()


def sought(client, text):
    answer = client.post("/rules/", {"q": text})
    assert answer.status_code == 200
    return answer.content.decode()


def test_every_rule_is_under_its_topic_with_its_source(seen_by, day):
    client = seen_by("village_officer")
    for topic in {heading(rule) for rule in RULES.values()}:
        shown = page(client, topic)
        rules = {rule.name for rule in RULES.values() if heading(rule) == topic}
        assert set(re.findall(r'<article id="(\w+)"', shown)) == rules
        assert shown.count("<dt>依据</dt>") == len(rules) and topic in ORDER


def test_the_book_opens_at_the_exit_with_the_number_its_day_and_the_doubt(seen_by, day):
    shown = page(seen_by("county_leader"))
    line = re.search(r'id="exit_income".*?</article>', shown, re.DOTALL)[0]
    assert "3,500 元" in line and "2018-01-01 起" in line and "未核实" in line
    assert shown.index('id="exits"') < shown.index('id="exit_income"')


def test_a_number_shows_all_its_days(seen_by, day):
    numbers = page(seen_by("county_leader"), "退出标准").partition('id="numbers"')[2]
    assert "3,200 元" in numbers and "3,750 元" in numbers and "不再生效" in numbers


def test_a_rule_that_this_place_has_not_says_so_in_words(seen_by, day):
    shown = page(seen_by("county_leader"))
    debt = re.search(r'id="exit_building_debt".*?</article>', shown, re.DOTALL)[0]
    assert "本地没有这项政策" in debt and "housing." not in debt


@pytest.mark.parametrize(
    "text, found", [("饮水", "exit_water"), ("B025", "transport_subsidy"), ("交通 补助", "transport_subsidy")]
)
def test_a_search_finds_words_and_numbers_of_the_plans_rules(seen_by, day, text, found):
    assert f'id="{found}"' in sought(seen_by("county_leader"), text)


def test_a_search_leaves_no_word_in_any_address(seen_by, day):
    shown = sought(seen_by("county_leader"), "某某某")
    assert "没有找到" in shown
    assert not any("某" in href or quote("某") in href for href in re.findall(r'href="([^"]*)', shown))


def test_sums_of_the_plan_that_do_not_come_out_are_listed_first(seen_by, day):
    shown = page(seen_by("county_leader"), "estimates").partition('id="wrong"')[2].partition("<details>")[0]
    checked = estimates.check(load("fuyuan"))
    assert all((one.label in shown) == (one.verdict == "fails") for one in checked)


def test_standards_and_quotas_are_in_the_book(seen_by, day):
    client = seen_by("county_leader")
    assert "贫困村集体经济收入达到5万元" in page(client, "standards")
    assert "县委书记遍访贫困村" in page(client, "quotas")


def test_who_sees_no_board_finds_no_book(seen_by, day):
    for part in ("department_officer", "nobody"):
        assert seen_by(part).get("/rules/").status_code == 404
    assert seen_by("finance").get("/rules/").status_code == 200


def test_before_the_first_assessment_the_book_is_there(seen_by, county):
    assert "退出标准" in page(seen_by("county_leader"))


def test_the_procedures_of_the_day_stand_with_their_steps_and_what_nobody_could_confirm(seen_by, day):
    shown = page(seen_by("village_officer"), "procedures")
    exits = re.search(r'<section class="sheet" id="household_exit">.*?</section>', shown, re.DOTALL)[0]
    labels = re.findall(r"<li>(\S+?)<small>", exits)
    assert labels == [
        "村级提名", "民主评议", "入户核实", "户主签字认可", "村内公示", "乡镇审核", "县级审定", "公告退出并销号",
    ]  # fmt: skip
    assert "公示 7 天（日历天）" in exits and "未核实" in exits and "达到脱贫退出标准" in exits
    # Nobody was monitored in 2018: the page says from when.
    assert 'id="monitoring_in"' not in shown and "监测对象纳入" in shown and "2020-03-20" in shown
