"""How far money is spent, what lies idle and whose it is, and whether the rules of money are kept."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest

from liuqing.errors import Problem
from liuqing.planning.models import Account, Allocation, Claim, Project
from liuqing.planning.queries import spending
from liuqing.registry.models import AreaStanding
from tests.planning import building
from tests.planning.test_matrix import AT, line, pay, project, refund, voucher

ON = date(2018, 10, 8)
"""September is over: three quarters should be spent."""


def number(place, name, unit, value, **more):
    """A number of the small county."""
    folder = place / "parameters" / "funds"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.yaml").write_text(
        f"label: {name}\nunit: {unit}\nvalues:\n  2018-01-01: {{value: {value}, source: {{document: 示例县规划, clause: 资金}}}}\n",
        encoding="utf-8",
    )


@pytest.fixture
def milestones(place):
    number(place, "progress_milestones", '"%"', "{6: 50, 9: 75, 12: 100}")


@pytest.fixture
def document(county):
    return building.document(amount="1000.00")


# --- progress ---------------------------------------------------------------------------------


def test_progress_of_a_document_is_paid_of_granted(milestones, county, cast, document):
    on = line(project(county, state="begun"), document=document, allocated="800.00")
    refund(pay(on, "500.00"), "100.00")
    [row] = spending.progress(cast.county_approver, "990101", on=ON).rows
    assert (row.granted, row.allocated, row.paid) == (1000, 800, 400)
    assert row.percent == 40
    assert row.due == 750  # also of what is on no line yet
    assert row.late is True


def test_progress_of_a_township_is_paid_of_allocated(milestones, county, cast, document):
    pay(line(project(county, state="begun"), document=document, allocated="800.00"), "600.00")
    [row] = spending.progress(cast.county_approver, "990101", by="town", on=ON).rows
    assert (row.label, row.granted, row.percent, row.late) == ("甲镇", None, 75, False)


@pytest.mark.parametrize(("paid", "late"), [("600.00", False), ("599.99", True)])
def test_exactly_at_the_milestone_is_not_late(milestones, county, cast, document, paid, late):
    pay(line(project(county, state="begun"), document=document, allocated="800.00"), paid)
    assert spending.progress(cast.county_approver, "990101", by="class_one", on=ON).total.late is late


def test_before_the_first_milestone_nothing_is_due_and_a_year_gone_by_is_due_whole(
    milestones, county, cast, document
):
    made = project(county, state="begun")
    line(made, document=document, year=2019, allocated="100.00")
    line(made, document=document, year=2018, allocated="10.00")
    told = {
        row.key: row.due
        for row in spending.progress(cast.township_reviewer, by="year", on=date(2019, 3, 1)).rows
    }
    assert told == {"2018": 10, "2019": 0}


def test_without_milestones_nobody_says_that_money_is_late(place, county, cast, document):
    number(place, "progress_milestones", '"%"', "null")
    line(project(county, state="begun"), document=document, allocated="800.00")
    found = spending.progress(cast.county_approver, "990101", on=ON)
    assert (found.total.due, found.total.late, found.milestone.percent) == (None, None, None)
    assert spending.slow(cast.county_approver, "990101", on=ON).page.total == 0


def test_what_was_granted_is_not_known_to_who_sees_a_part(milestones, county, cast, document):
    line(project(county, state="begun"), document=document, allocated="800.00")
    for who in (cast.township_reviewer, cast.village_officer):
        [row] = spending.progress(who, on=ON).rows
        assert (row.granted, row.allocated) == (None, 800)


def test_a_document_of_which_nothing_is_allocated_is_in_the_table(milestones, county, cast, document):
    [row] = spending.progress(cast.county_approver, "990101", on=ON).rows
    assert (row.granted, row.allocated, row.percent) == (1000, 0, 0)


def test_progress_by_nothing_known_is_answered_in_words(county, cast):
    with pytest.raises(Problem, match="没有这种分法"):
        spending.progress(cast.county_approver, "990101", by="x")


# --- slow -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "claim", "reason", "who"),
    [
        ("pooled", "", "plan", "计划编制单位"),
        ("planned", "", "start", "县农业局"),
        ("contracted", "", "start", "县农业局"),
        ("begun", "", "claim", "县农业局"),
        ("begun", "submitted", "pay", "财政部门"),
        ("begun", "refused", "claim", "县农业局"),
        ("completed", "", "accept", "甲村党总支书记"),
        ("accepted", "", "claim", "县农业局"),
    ],
)
def test_the_reason_is_the_first_thing_missing(milestones, county, cast, document, state, claim, reason, who):
    on = line(project(county, state=state), document=document, allocated="800.00")
    if claim:
        Claim.objects.create(
            no="B1", uuid=uuid4(), line=on, kind="progress", amount=Decimal(1), state=claim, on=AT.date(), by="x", at=AT
        )  # fmt: skip
    found = spending.slow(cast.county_approver, "990101", on=ON)
    [one] = found.page.rows
    assert (one.reason.key, one.who, one.due, one.unspent) == (reason, who, 600, 800)
    assert [(told.key, many, unspent) for told, many, unspent in found.reasons] == [
        (reason, 1, Decimal("800.00"))
    ]


def test_money_agreed_to_and_not_paid_waits_for_finance(milestones, county, cast, document):
    on = line(project(county, state="accepted"), document=document, allocated="0.00")
    Account.objects.create(
        key="claimed:1", kind="claimed", document=document, line=on, balance=Decimal("80.00")
    )
    [one] = spending.slow(cast.county_approver, "990101", on=ON).page.rows
    assert one.reason.key == "pay"


def test_who_is_on_time_is_not_slow(milestones, county, cast, document):
    pay(line(project(county, state="begun"), document=document, allocated="800.00"), "600.00")
    assert spending.slow(cast.county_approver, "990101", on=ON).page.total == 0


def test_the_slow_list_is_narrowed_by_a_reason_and_keeps_all_its_sums(milestones, county, cast, document):
    line(project(county, state="pooled"), document=document, allocated="1.00")
    line(project(county, state="begun"), document=document, allocated="2.00")
    found = spending.slow(cast.county_approver, "990101", on=ON, reason="plan")
    assert [one.reason.key for one in found.page.rows] == ["plan"]
    assert found.unspent == 3
    assert len(found.reasons) == 2


# --- idle -------------------------------------------------------------------------------------


@pytest.fixture
def limits(place):
    for name, unit, value in (
        ("allocate_days", "天", 30),
        ("claim_months", "个月", 6),
        ("carry_months", "个月", 12),
    ):
        number(place, name, unit, value)


@pytest.mark.parametrize(("day", "many"), [(date(2018, 2, 19), 0), (date(2018, 2, 20), 1)])
def test_money_lies_unallocated_from_the_day_after_its_days(limits, county, cast, document, day, many):
    Account.objects.create(
        key="pool:1:2018", kind="pool", document=document, year=2018, balance=Decimal("70.00")
    )
    found = spending.idle(cast.county_approver, "990101", on=day)
    assert (found.unallocated.many, found.unallocated.total) == (many, 70 * many)


def test_money_on_a_line_lies_since_it_was_last_added_to(limits, county, cast, document):
    on = line(project(county, state="planned"), document=document, allocated="50.00")
    Allocation.objects.create(
        line=on, amount=Decimal(50), state="approved", by="a", at=AT, on=AT.date(), decided_by="b", voucher=voucher("allocate")
    )  # fmt: skip
    assert spending.idle(cast.county_approver, "990101", on=date(2018, 12, 1)).unclaimed.rows == ()
    [one] = spending.idle(cast.county_approver, "990101", on=date(2018, 12, 2)).unclaimed.rows
    assert (one.amount, one.since, one.days) == (50, date(2018, 6, 1), 184)


def test_what_is_not_paid_after_a_year_is_carried_over_however_far_it_came(limits, county, cast, document):
    made = project(county, state="begun")
    on = line(made, document=document, allocated="5.00")
    for kind, amount in (("claimed", "2.00"), ("retained", "1.00"), ("paid", "100.00")):
        Account.objects.create(
            key=f"{kind}:9", kind=kind, document=document, line=on, balance=Decimal(amount)
        )
    Account.objects.create(key="pool:9", kind="pool", document=document, year=2018, balance=Decimal("40.00"))
    assert spending.idle(cast.county_approver, "990101", on=date(2019, 1, 20)).carried.many == 0
    [one] = spending.idle(cast.county_approver, "990101", on=date(2019, 1, 21)).carried.rows
    assert one.amount == 48


def test_a_township_sees_its_own_lines_and_not_the_county_s_pool(limits, county, cast, document):
    line(project(county, state="planned"), document=document, allocated="50.00")
    line(project(county, state="planned", area=county.villages[2]), document=document, allocated="9.00")
    found = spending.idle(cast.township_reviewer, on=date(2019, 6, 1))
    assert (found.unallocated, found.carried) == (None, None)
    assert [one.amount for one in found.unclaimed.rows] == [50]


def test_without_a_limit_nobody_says_what_is_idle(place, county, cast, document):
    number(place, "allocate_days", "天", "null")
    assert spending.idle(cast.county_approver, "990101", on=ON).unallocated is None


# --- rules ------------------------------------------------------------------------------------


@pytest.fixture
def floors(place):
    number(place, "county_floor", "万元", 5)
    number(place, "county_growth", '"%"', 10)


@pytest.mark.parametrize(
    ("second", "enough", "grown"),
    [("55000.00", True, True), ("54999.99", True, False), ("49999.99", False, False)],
)
def test_the_floor_and_the_growth_to_the_fen(floors, county, cast, second, enough, grown):
    building.document(no="甲1", level="county", amount="50000.00", year=2018)
    building.document(no="甲2", level="county", amount=second, year=2019)
    first, then, last = spending.floor(cast.county_approver, on=date(2020, 6, 1))
    assert (first.enough, first.grown) == (True, None)
    assert (then.enough, then.grown) == (enough, grown)
    assert (last.amount, last.enough, last.grown) == (None, None, None)


def test_money_from_above_is_not_the_county_s(floors, county, cast):
    building.document(level="province", amount="900000.00")
    assert spending.floor(cast.county_approver, on=ON)[0].amount is None


def test_where_the_plan_says_nothing_of_a_floor_there_is_none(county, cast):
    building.document(level="county")
    assert spending.floor(cast.county_approver, on=ON) == ()


@pytest.mark.parametrize(("used", "kept"), [("600.00", True), ("599.99", False)])
def test_exactly_six_tenths_of_a_department_s_money_is_enough(place, county, cast, used, kept):
    number(place, "sector_share", '"%"', 60)
    won = building.document(amount="1000.00", department="县交通局", level="province")
    line(project(county, state="planned"), document=won, allocated=used)
    first, *silent = spending.sector_share(cast.county_approver, on=ON)
    assert (first.department, first.won, first.kept) == ("县交通局", 1000, kept)
    assert {one.won for one in silent} == {None}
    assert {one.kept for one in silent} == {None}


def test_a_line_outside_its_document_s_scope_is_told(county, cast):
    held = building.document(scope=["基础设施和公共服务"])
    line(project(county, state="planned"), document=held, allocated="3.00")
    [one] = spending.outside(cast.county_approver)
    assert (one.amount, one.why) == (3, "文件只准用于基础设施和公共服务")


def test_what_may_be_pooled_and_is_not_is_told_and_what_nobody_says_stays_apart(place, county, cast):
    (place / "funding.yaml").write_text(
        "sources:\n  涉农整合资金:\n    versions:\n      2018-01-01:\n        source: {document: 示例县规划, clause: 资金}\n        pooled: true\n",
        encoding="utf-8",
    )  # fmt: skip
    building.document(no="甲1", amount="300.00", pooled=True)
    building.document(no="甲2", amount="100.00")
    building.document(no="甲3", amount="50.00", source="别处来的")
    found = spending.pooled(cast.county_approver)
    assert (found.should, found.done, found.percent, found.unknown) == (400, 300, 75, 50)
    assert [one.no for one in found.documents] == ["甲2"]


def test_the_rules_of_the_county_s_money_are_not_told_to_who_sees_a_part(floors, place, county, cast):
    number(place, "sector_share", '"%"', 60)
    building.document(level="county")
    for who in (cast.village_officer, cast.township_reviewer, cast.department_officer):
        assert spending.floor(who, on=ON) == spending.sector_share(who, on=ON) == spending.outside(who) == ()
        assert spending.pooled(who) is spending.contributions(who) is None


def test_contributions_stand_by_unit_and_kind(place, county, cast):
    number(place, "contribution_kinds", "方式", "[直接投入, 协调争取, 动员社会, 物资折款]")
    gifts = (
        ("县直一", "直接投入", "215"),
        ("县直一", "协调争取", "249.47"),
        ("县直二", "动员社会", "120.2"),
        ("县直二", "物资折款", "27.5"),
    )
    for number_, (unit, purpose, amount) in enumerate(gifts):
        building.document(
            no=f"捐{number_}",
            level="social",
            department=unit,
            purpose=purpose,
            amount=Decimal(amount) * 10_000,
        )
    found = spending.contributions(cast.county_approver)
    assert found.kinds == ("直接投入", "协调争取", "动员社会", "物资折款")
    assert found.total == Decimal("6121700.00") == sum(row.total for row in found.rows)


# --- tilt and townships -----------------------------------------------------------------------


def test_poor_villages_are_set_beside_their_part_of_the_households(county, cast):
    AreaStanding.objects.create(
        area=county.villages[0],
        status="listed",
        since=date(2014, 1, 1),
        file=county.register,
        row=1,
        said_on=AT.date(),
    )
    project(county, need="60.00", state="pooled", reach="household")
    project(county, need="20.00", state="pooled", area=county.villages[2])
    project(county, need="7.00", state="pooled", area=county.county)
    found = spending.tilt(cast.county_approver, "990101")
    assert (found.poor, found.other, found.above) == (60, 20, 7)
    assert (found.money_percent, found.tilted) == (75, True)
    assert (found.poor_villages, found.other_villages, found.poor_households + found.other_households) == (
        1,
        2,
        5,
    )
    assert (found.households, found.shared) == (60, 27)


def test_without_money_nobody_says_whether_it_is_tilted(county, cast):
    found = spending.tilt(cast.county_approver, "990101")
    assert (found.money_percent, found.tilted) == (None, None)


def test_tasks_and_money_of_the_townships_add_up_to_the_county(county, cast, document):
    for number_, area in enumerate((*county.villages, county.towns[1], county.county), start=1):
        made = project(county, need=f"{number_}.01", state="begun", area=area)
        pay(line(made, document=document, allocated=f"{number_}.00"), "0.50")
    found = spending.decomposition(cast.county_approver, "990101")
    assert found.agrees
    assert [(row.label, row.projects, row.need) for row in found.rows] == [
        ("甲镇", 2, Decimal("3.02")), ("乙镇", 2, Decimal("7.02")), ("示例县本级", 1, Decimal("5.01")),
    ]  # fmt: skip
    assert (found.county.allocated, found.county.paid) == (15, Decimal("2.50"))
    assert Project.objects.count() == found.county.projects


def test_in_a_demo_the_day_is_that_of_the_last_movement(milestones, county, cast, document, settings):
    pay(line(project(county, state="begun"), document=document, allocated="800.00"), "1.00")
    settings.WORKSPACE = replace(settings.WORKSPACE, demo=False)
    assert spending.progress(cast.county_approver, "990101").on > AT.date()
    settings.WORKSPACE = replace(settings.WORKSPACE, demo=True)
    assert spending.progress(cast.county_approver, "990101").on == AT.date()
