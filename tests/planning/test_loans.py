"""Loans: repaid, extended, late, bad, compensated by two; the subsidy list, the fund, who has access."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest

from liuqing.errors import Problem
from liuqing.planning.models import Loan, LoanEvent, RiskMove
from liuqing.planning.queries import loans as asking
from liuqing.planning.services import loans
from liuqing.registry.models import PersonYear
from tests.registry.noticing import at

pytestmark = pytest.mark.one_database

DAY = timedelta(days=1)
ON = date(2018, 6, 1)


def loan(county, at_=0, *, drawn=date(2018, 1, 1), due=date(2021, 1, 1), **more):
    """50,000 yuan to the head of a household."""
    home = county.households[at_]
    facts = {
        "no": uuid4().hex[:12], "bank": "示例县农村信用社", "household": home, "principal": Decimal("50000.00"),
        "person": home.memberships.get(relation="户主").person, "rate": Decimal("0.0475"), "use": "养牛", "drawn_on": drawn, "due_on": due,
    } | more  # fmt: skip
    return Loan.objects.create(**facts)


@pytest.fixture
def by(cast):
    return cast.township_reviewer


@pytest.fixture
def on_the_day(db):
    with at(ON):
        yield


def code(act, *args, **more):
    with pytest.raises(Problem) as refused:
        act(*args, uuid=uuid4(), **more)
    return refused.value.code


# Repaid


def test_the_last_yuan_settles_a_loan_and_more_than_is_owed_is_refused(county, by, on_the_day):
    one = loan(county)
    loans.repay(one, by=by, amount="20000", uuid=uuid4())
    assert code(loans.repay, one, by=by, amount="30000.01") == "loans.too_much"
    loans.repay(one, by=by, amount="30000", uuid=uuid4())
    one.refresh_from_db()
    assert one.state == "repaid" and code(loans.repay, one, by=by, amount="1") == "loans.settled"


def test_the_same_click_twice_repays_once(county, by, on_the_day):
    one, again = loan(county), uuid4()
    assert loans.repay(one, by=by, amount="1", uuid=again) == loans.repay(one, by=by, amount="1", uuid=again)
    assert LoanEvent.objects.count() == 1


@pytest.mark.parametrize(
    ("day", "problem"), [(date(2017, 12, 31), "loans.before_lent"), (ON + DAY, "funds.day_to_come")]
)
def test_neither_before_it_was_lent_nor_on_a_day_to_come(county, by, on_the_day, day, problem):
    assert code(loans.repay, loan(county), by=by, amount="1", on=day) == problem


@pytest.mark.parametrize("who", ["outsider", "county_leader", "finance", "inspector"])
def test_who_may_not_manage_loans_does_not(county, cast, on_the_day, who):
    assert code(loans.repay, loan(county), by=getattr(cast, who), amount="1") == "workflow.not_allowed"


# Extended


def test_before_it_is_due_it_is_extended_once_for_at_most_a_year(county, by):
    one = loan(county, due=ON)
    with at(ON):
        assert code(loans.extend, one, by=by, until=ON, said="天旱") == "loans.too_long"
        assert code(loans.extend, one, by=by, until=ON + 367 * DAY, said="天旱") == "loans.too_long"
        assert code(loans.extend, one, by=by, until=ON + 366 * DAY, said=" ") == "funds.no_words"
        loans.extend(one, by=by, until=ON + 366 * DAY, said="天旱", uuid=uuid4())
        one.refresh_from_db()
        assert one.state == "extended"
        assert code(loans.extend, one, by=by, until=ON + 370 * DAY, said="天旱") == "loans.too_often"


def test_the_day_after_it_is_due_it_is_too_late_to_extend(county, by):
    one = loan(county, due=ON)
    with at(ON + DAY):
        assert code(loans.extend, one, by=by, until=ON + 30 * DAY, said="天旱") == "loans.overdue"


# Bad, compensated by two, recovered


def fund_of(cast, amount):
    move = loans.top_up(by=cast.finance, amount=amount, uuid=uuid4())
    return loans.agree(move, by=cast.county_approver, agreed=True)


def bad(county, by, **more):
    one = loan(county, due=ON - 91 * DAY, **more)
    loans.mark_bad(one, by=by, said="多次催收无果", uuid=uuid4())
    one.refresh_from_db()
    return one


@pytest.mark.parametrize(("late", "is_bad"), [(90, False), (91, True)])
def test_more_than_ninety_days_late_is_bad(county, by, on_the_day, late, is_bad):
    one = loan(county, due=ON - late * DAY)
    if is_bad:
        loans.mark_bad(one, by=by, said="催收无果", uuid=uuid4())
    else:
        assert code(loans.mark_bad, one, by=by, said="催收无果") == "loans.not_late_enough"


def test_a_top_up_counts_when_another_agreed(county, cast, on_the_day):
    move = loans.top_up(by=cast.county_approver, amount="100000", uuid=uuid4())
    assert asking.fund(cast.county_leader).balance == 0
    with pytest.raises(Problem) as refused:
        loans.agree(move, by=cast.county_approver, agreed=True)
    assert refused.value.code == "funds.own_work"
    loans.agree(move, by=cast.finance, agreed=True)
    assert asking.fund(cast.county_leader).balance == Decimal("100000.00")


def test_the_fund_pays_its_share_of_a_bad_loan_when_another_agreed(county, cast, by, on_the_day):
    fund_of(cast, "50000")
    one = bad(county, by)
    assert code(loans.compensate, one, by=by, amount="40000.01") == "loans.above_share"
    move = loans.compensate(one, by=by, uuid=uuid4())
    assert code(loans.compensate, one, by=by) == "loans.waiting"
    loans.agree(move, by=cast.finance, agreed=True)
    one.refresh_from_db()
    assert (one.state, asking.fund(cast.county_leader).balance) == ("compensated", Decimal("10000.00"))


def test_of_two_compensations_for_the_last_yuan_one_wins(county, cast, by, on_the_day):
    fund_of(cast, "40000")
    first, second = (loans.compensate(bad(county, by, at_=n), by=by, uuid=uuid4()) for n in (0, 1))
    loans.agree(first, by=cast.finance, agreed=True)
    with pytest.raises(Problem) as refused:
        loans.agree(second, by=cast.finance, agreed=True)
    assert refused.value.code == "loans.not_enough"
    assert asking.fund(cast.county_leader).balance == 0 and RiskMove.objects.get(pk=second.pk).agreed is None


def test_a_loan_in_order_is_not_compensated_and_a_refusal_leaves_everything(county, cast, by, on_the_day):
    fund_of(cast, "40000")
    assert code(loans.compensate, loan(county, 1), by=by) == "loans.not_bad"
    move = loans.compensate(bad(county, by), by=by, uuid=uuid4())
    loans.agree(move, by=cast.finance, agreed=False, said="还能收回")
    move.loan.refresh_from_db()
    assert move.loan.state == "bad" and asking.fund(cast.county_leader).balance == Decimal("40000.00")


def test_what_comes_back_after_it_goes_to_the_fund_by_its_share(county, cast, by, on_the_day):
    fund_of(cast, "40000")
    one = bad(county, by)
    loans.agree(loans.compensate(one, by=by, uuid=uuid4()), by=cast.finance, agreed=True)
    assert code(loans.repay, one, by=by, amount="1") == "loans.compensated"
    loans.recover(one, by=by, amount="10000", uuid=uuid4())
    assert asking.fund(cast.county_leader).balance == Decimal("8000.00")
    assert code(loans.recover, one, by=by, amount="40000.01") == "loans.too_much"
    loans.recover(one, by=by, amount="40000", uuid=uuid4())
    one.refresh_from_db()
    assert one.state == "repaid" and asking.fund(cast.county_leader).balance == Decimal("40000.00")


def test_the_fund_covers_what_is_owed_and_what_is_bad_in_per_cent(county, cast, by, on_the_day):
    assert (asking.fund(cast.county_leader).covers, asking.fund(cast.county_leader).covers_bad) == (
        None,
        None,
    )
    fund_of(cast, "20000")
    bad(county, by)
    loan(county, 1)
    found = asking.fund(cast.county_leader)
    assert (found.covers, found.covers_bad, found.may_lend) == (
        Decimal("20.00"),
        Decimal("40.00"),
        Decimal("200000.00"),
    )


# The ledger


def test_the_ledger_adds_up_and_tells_what_is_doubtful(county, cast, on_the_day):
    loan(county, 0)
    loan(county, 1, used_by="示例公司")
    loan(county, 2, due=ON - DAY, principal=Decimal("30000.00"))
    found = asking.listed(cast.county_leader)
    assert (found.sums.loans, found.sums.households, found.sums.lent) == (3, 3, Decimal("130000.00"))
    assert (found.sums.mean, found.sums.overdue) == (Decimal("43333.33"), Decimal("30000.00"))
    assert found.flags == {"overdue": 1, "used_by_firm": 1}
    assert [row.loan.used_by for row in asking.listed(cast.county_leader, flag="used_by_firm").page.rows] == [
        "示例公司"
    ]


def test_a_loan_of_an_older_list_is_not_called_late_but_not_known(county, cast, on_the_day):
    loan(county, 0, due=ON - DAY, file=county.register, said_on=ON - 2 * DAY)
    loan(county, 1, due=ON - DAY, file=county.register, said_on=ON)
    found = asking.listed(cast.county_leader)
    assert found.flags == {"overdue": 1, "stale": 1} and found.sums.overdue == Decimal("50000.00")


def test_two_loans_of_a_household_are_above_the_limit_together_and_several_of_one_person(
    county, cast, on_the_day
):
    loan(county, 0, principal=Decimal("50000.00"))
    other = county.households[0].memberships.get(relation="配偶").person
    loan(county, 0, principal=Decimal("0.01"), person=other)
    assert asking.listed(cast.county_leader).flags == {"over_limit": 2}
    Loan.objects.update(person=other)
    assert asking.listed(cast.county_leader).flags == {"over_limit": 2, "several": 2}


def test_a_village_sees_its_own_loans_and_a_department_none(county, cast, actors, on_the_day):
    mine = loan(county, 0)
    loan(county, 3)
    assert [row.loan for row in asking.listed(cast.village_officer).page.rows] == [mine]
    assert asking.listed(cast.county_leader).sums.loans == 2
    assert asking.listed(actors.agriculture).sums.loans == 0
    with pytest.raises(Problem) as refused:
        asking.one(cast.outsider, mine.pk)
    assert refused.value.code == "planning.no_such_loan"


def test_a_loan_tells_its_story_and_the_household_s_others(county, cast, by, on_the_day):
    one, other = loan(county), loan(county, due=date(2020, 1, 1))
    loans.repay(one, by=by, amount="5000", uuid=uuid4())
    found = asking.one(cast.village_officer, one.pk)
    assert [event.kind for event in found.events] == ["repaid"] and found.listed.stood.owed == Decimal(
        "45000.00"
    )
    assert [each.loan for each in found.others] == [other]


# The subsidy list


def test_the_subsidy_list_of_a_year_is_exact_and_says_why_nothing_is_aided(county, cast):
    loan(county, 0)
    loan(county, 1, used_by="示例公司")
    with at(date(2019, 3, 1)):
        found = asking.subsidies(cast.county_leader, year=2018)
    assert [(line.aid.amount, line.why) for line in found.lines] == [
        (Decimal("2375.00"), ""), (Decimal("0.00"), "户贷企用，不贴息")
    ]  # fmt: skip
    assert found.whole == Decimal("2375.00") and found.assessed is None


def test_in_the_running_year_it_goes_up_to_today(county, cast):
    loan(county, 0)
    with at(date(2018, 1, 10)):
        found = asking.subsidies(cast.county_leader, year=2018)
    assert found.lines[0].aid.days == 10


# Access and totals


def test_access_is_who_has_a_loan_of_who_could_and_not_known_makes_it_a_range(county, cast, on_the_day):
    loan(county, 0)
    PersonYear.objects.filter(person__memberships__household=county.households[1]).update(labour="")
    PersonYear.objects.filter(person__memberships__household=county.households[2]).update(labour="无劳动力")
    found = asking.totals(cast.county_leader).access
    assert (found.having, found.able, found.unknown) == (1, 3, 1)
    assert (found.least, found.most) == (Decimal("25.00"), Decimal("33.33"))


def test_totals_are_by_year_and_place(county, cast, on_the_day):
    loan(county, 0)
    loan(county, 3, drawn=date(2017, 5, 1))
    found = asking.totals(cast.county_leader)
    assert [(one.year, one.sums.loans) for one in found.years] == [(2017, 1), (2018, 1)]
    assert [(area.name, one.loans) for area, one in found.places] == [("甲镇", 1), ("乙镇", 1)]


def test_the_tasks_are_the_late_and_the_soon_due_and_what_waits_for_another(county, cast, by, on_the_day):
    loan(county, 0, due=ON - DAY)
    loan(county, 1, due=ON + 90 * DAY)
    loan(county, 2, due=ON + 91 * DAY)
    loans.top_up(by=cast.county_approver, amount="1", uuid=uuid4())
    assert [(task.kind, task.count) for task in asking.tasks(by)] == [
        ("loans_overdue", 1),
        ("loans_due_soon", 1),
    ]
    assert [(task.kind, task.count) for task in asking.tasks(cast.finance)] == [("risk_moves", 1)]
    assert "risk_moves" not in {task.kind for task in asking.tasks(cast.county_approver)}
