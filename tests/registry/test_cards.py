"""Cards: the six clears of a household, from the record, with who says so."""

from datetime import date
from decimal import Decimal

import pytest

from liuqing.errors import Problem
from liuqing.policy.tables import CLEARS
from liuqing.registry import queries
from liuqing.registry.models import (
    Assignment,
    Cause,
    Entry,
    ExitPlan,
    HouseholdYear,
    IncomeYear,
    Measure,
    Membership,
    Receipt,
    SourceFile,
)
from liuqing.workflow import trail
from tests import county as making

pytestmark = pytest.mark.django_db
ON = date(2018, 12, 31)


@pytest.fixture
def card(cast):
    return lambda no="H0001", **more: queries.card(cast.county_approver, no, on=ON, **more)


def _clear(card, key):
    return next(clear for clear in card.clears if clear.key == key)


def _fact(card, key, label):
    return next(fact for fact in _clear(card, key).facts if fact.label == label)


def test_the_six_clears_come_in_their_official_order(card):
    assert [clear.title for clear in card().clears] == list(CLEARS.values())


def test_a_household_of_which_everything_is_known_has_six(card):
    shown = card()
    assert {clear.key: clear.gaps for clear in shown.clears if clear.gaps} == {}
    assert shown.score == 6


def test_the_head_of_the_card_says_where_and_who(card):
    shown = card("H0002")
    assert (shown.county, shown.town, shown.village, shown.hamlet) == ("示例县", "甲镇", "甲村", "一组")
    assert (shown.head, shown.size, shown.standing, shown.on, shown.demo) == ("孙十一", 3, "已脱贫", ON, True)


def test_every_fact_says_who_says_so(card):
    shown = card()
    known = [f for c in shown.clears for f in c.facts if f.value and f.label not in ("2018 年到户资金",)]
    assert [fact.label for fact in known if not fact.source] == []
    assert "县扶贫办" in known[0].source
    assert "第 12 行" in known[0].source
    assert all(len(grid.sources) == len(grid.rows) for c in shown.clears for grid in c.grids)


@pytest.mark.parametrize(("sheets", "cited"), [(("竹园镇", "富村镇"), True), (("竹园镇",), False)])
def test_the_sheet_is_cited_where_the_workbook_has_several(card, sheets, cited):
    SourceFile.objects.update(mapping={sheet: {} for sheet in sheets})
    HouseholdYear.objects.update(sheet="竹园镇")
    sources = [fact.source for fact in card().clears[0].facts if fact.source]
    assert sources
    assert any("「竹园镇」第 12 行" in source for source in sources) is cited


def test_a_member_is_shown_with_a_masked_number_only(card):
    shown = card()
    grid = _clear(shown, "members").grids[0]
    head = dict(zip(grid.headings, grid.rows[0], strict=True))
    assert head["姓名"] == "钱初九"
    assert head["年龄"] == "58"
    assert head["医保"] == "居民医保"
    assert head["证件号码"].startswith("*" * 16)
    assert not trail.looks_like_identity(repr(shown))


@pytest.mark.parametrize(
    "spoil,clear",
    [
        (lambda: Membership.objects.filter(relation="户主").update(relation="其他"), "members"),
        (lambda: HouseholdYear.objects.update(size_stated=9), "members"),
        (lambda: HouseholdYear.objects.update(size_stated=None), "members"),
        (lambda: Cause.objects.update(main=False), "causes"),
        (lambda: Measure.objects.update(year=2016), "measures"),
        (lambda: Receipt.objects.all().delete(), "ledger"),
        (lambda: IncomeYear.objects.update(wage=None), "ledger"),
        (lambda: IncomeYear.objects.update(year=2017), "ledger"),
        (lambda: Assignment.objects.update(until=date(2018, 6, 1)), "officers"),
        (lambda: ExitPlan.objects.all().delete(), "exits"),
    ],
)
def test_what_is_missing_is_said_in_the_clear_it_belongs_to(card, spoil, clear):
    spoil()
    shown = card()
    assert {c.key for c in shown.clears if c.gaps} == {clear}
    assert shown.score == 5


def test_a_head_count_that_differs_is_a_conflict_not_a_choice(card):
    HouseholdYear.objects.update(size_stated=5)
    fact = _fact(card(), "members", "家庭人口")
    assert fact.state == "conflict"
    assert "5" in fact.value and "3" in fact.value


def test_a_fact_that_nobody_stated_is_missing_and_not_no(card):
    HouseholdYear.objects.update(water_safe=None)
    fact = _fact(card(), "members", "是否解决安全饮用水")
    assert (fact.value, fact.state) == ("", "missing")


def test_a_member_whom_the_police_report_dead_is_marked(card):
    person = Membership.objects.get(household__no="H0001", relation="配偶").person
    police = SourceFile.objects.create(sha256="b" * 64, kind="police_deaths", state="loaded", on=ON)
    Entry.objects.create(
        kind="police_deaths", person=person, values={"died_on": "2018-05-03"}, file=police, row=7, said_on=ON
    )
    rows = _clear(card(), "members").grids[0].rows
    assert "2018-05-03" in rows[1][-1]
    assert rows[0][-1] == ""


def test_a_member_missing_in_the_insurance_list_is_marked_only_if_there_is_a_list(card):
    assert _clear(card(), "members").grids[0].rows[0][-1] == ""
    SourceFile.objects.create(sha256="c" * 64, kind="medical_insured", state="loaded", on=ON)
    assert "医保名单没有" in _clear(card(), "members").grids[0].rows[0][-1]


def test_the_housing_list_that_disagrees_is_shown_beside_the_register(card):
    person = Membership.objects.get(household__no="H0001", relation="户主").person
    Entry.objects.create(kind="housing", person=person, values={"house_grade": "D"}, said_on=ON)
    fact = _fact(card(), "members", "住房鉴定等级")
    assert fact.state == "conflict"
    assert "B" in fact.value and "D" in fact.value


def test_income_stands_by_item_for_this_year_and_last(card, county):
    making.income(county, county.households[0], 2017, 3, wage=Decimal("4000.00"))
    shown = card()
    grid = _clear(shown, "ledger").grids[0]
    assert grid.headings == ("项目", "2017 年", "2018 年")
    assert ("工资性收入", "12,000.00", "15,000.00") in grid.rows
    assert _fact(shown, "ledger", "2018 年人均纯收入").value == "5,000.00 元"
    assert _fact(shown, "ledger", "2017 年人均纯收入").value == "4,000.00 元"


def test_one_unknown_item_makes_the_income_unknown(card):
    IncomeYear.objects.update(transfer_eco=None)
    fact = _fact(card(), "ledger", "2018 年人均纯收入")
    assert (fact.value, fact.state) == ("", "missing")


def test_payments_come_with_their_sum(card):
    home = Receipt.objects.get(household__no="H0001").household
    Receipt.objects.create(household=home, item="交通补贴", amount=Decimal("300.00"), year=2018)
    rows = _clear(card(), "ledger").grids[1].rows
    assert rows[-1][4] == "1,500.50"


def test_the_time_line_runs_from_listing_to_exit(card):
    rows = _clear(card("H0004"), "exits").grids[0].rows
    assert rows == (("2014-01-01", "未脱贫"), ("2018-12-31", "已脱贫"))


def test_the_card_of_an_earlier_day_shows_that_day(card, cast):
    before = queries.card(cast.county_approver, "H0004", on=date(2017, 6, 30))
    assert before.standing == "未脱贫"
    assert card("H0004").standing == "已脱贫"


def test_an_earlier_years_facts_are_said_to_be_old(card):
    HouseholdYear.objects.update(year=2017)
    assert card().stale["members"] == "2017 年的资料"


def test_cards_of_an_area_are_the_same_as_one_by_one(card, cast):
    some = list(queries.cards(cast.county_approver, on=ON))
    assert [one.no for one in some] == ["H0001", "H0002", "H0003", "H0004", "H0005"]
    assert some[2] == card("H0003", reasons=False)
    assert queries.how_many(cast.county_approver) == 5


def test_a_card_of_another_area_does_not_exist(cast):
    with pytest.raises(Problem) as found:
        queries.card(cast.outsider, "H0001")
    assert found.value.code == "registry.no_such_household"


def test_one_card_and_five_hundred_cost_the_same_queries(cast, county, django_assert_max_num_queries):
    for n in range(20):
        making.household(county, county.villages[0], f"Y{n:04d}")
    with django_assert_max_num_queries(20):
        queries.card(cast.county_approver, "H0001", reasons=False)
    with django_assert_max_num_queries(20):
        list(queries.cards(cast.county_approver, reasons=False))
