"""Every gate of a project's life: met, not met, and not known, which opens nothing."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from uuid import uuid4

import pytest

from liuqing.errors import Problem
from liuqing.planning.models import (
    Account,
    Asset,
    Attachment,
    Claim,
    Contract,
    Duty,
    Funding,
    Line,
    Progress,
    Project,
    Quantity,
    Review,
    Target,
)
from liuqing.planning.queries.life import gates
from liuqing.planning.queries.life.gathered import Gathered
from liuqing.planning.services import announcements, life
from liuqing.workflow import clock
from tests.planning import building, living

pytestmark = pytest.mark.one_database


def gate(made, stage, key, *, on=None, **handed):
    """What a gate says of a project; None if it does not count for it."""
    fresh = Project.objects.get(pk=made.pk)
    found = gates.of(fresh, stage, Gathered([fresh]), on=on, handed=gates.Handed(**handed))
    return next((one for one in found if one.key == key), None)


def met(made, stage, key, **more):
    """Whether it is met."""
    return gate(made, stage, key, **more).met


def paper(made, kind, sha256="a" * 64):
    """A paper of the project; without a hash it is only said to be in the office's file."""
    now = clock.now()
    Attachment.objects.create(
        project=made, kind=kind, sha256=sha256, name="x.pdf" if sha256 else "", size=1, on=now.date(), by="x", at=now
    )  # fmt: skip


PAPERS = (
    ("filed", "meeting", "村民会议记录"), ("argued", "argument", "论证意见"), ("tendered", "legal_person", "项目法人确认书"),
    ("contracted", "integrity", "廉政承诺书"), ("begun", "quality_group", "质量监督小组名单"),
    ("settled", "settlement", "结算审核报告"), ("handed_over", "handover", "移交管护协议"),
    ("accepted", "acceptance", "验收报告"),
)  # fmt: skip


@pytest.mark.parametrize(("stage", "key", "kind"), PAPERS)
def test_a_paper_opens_its_gate_and_its_absence_does_not(county, stage, key, kind):
    made = building.project(county)
    assert met(made, stage, key) is False
    assert met(made, stage, key, shown={kind}) is True
    paper(made, kind)
    assert met(made, stage, key) is True


@pytest.mark.parametrize(("stage", "key", "kind"), PAPERS[:-1])
def test_a_paper_in_the_offices_file_is_enough_where_the_place_says_so(county, stage, key, kind):
    made = building.project(county)
    assert met(made, stage, key, stated={kind}) is True
    paper(made, kind, sha256="")
    assert met(made, stage, key) is True


def test_a_paper_that_must_be_shown_and_is_only_stated_is_not_known(county):
    made = building.project(county)
    assert met(made, "accepted", "acceptance", stated={"验收报告"}) is None
    paper(made, "验收报告", sha256="")
    assert met(made, "accepted", "acceptance") is None


@pytest.mark.parametrize("asked", ["paper", "asset"])
def test_a_place_may_let_a_file_count_that_is_only_stated(county, place, asked):
    """A county that wants the meeting's record shown."""
    (place / "project_life.yaml").write_text(
        f"gates:\n  meeting:\n    label: 会议\n    asks: {asked}\n    papers: [村民会议记录]\n    on_paper: false\n    unverified: true\n",
        "utf-8",
    )
    assert met(building.project(county), "filed", "meeting", stated={"村民会议记录"}) is None


def test_the_meeting_of_villagers_is_asked_only_of_shared_works_of_villages(county):
    assert gate(building.project(county, reach="household"), "filed", "meeting") is None
    assert gate(building.project(county, area=county.towns[0]), "filed", "meeting") is None


@pytest.mark.parametrize(
    ("stage", "key", "kind"),
    [("reviewed", "village_notice", "application"), ("argued", "town_notice", "review"), ("planned", "county_notice", "pool"),
     ("tendered", "plan_notice", "year_plan"), ("begun", "site_notice", "project"), ("settled", "completion_notice", "completion")],
)  # fmt: skip
def test_a_notice_opens_its_gate_once_it_has_hung(county, monkeypatch, stage, key, kind):
    made, seen = building.project(county), []
    assert met(made, stage, key) is False
    assert met(made, stage, key, on=date(2018, 3, 7)) is None, "no such notice was known then"
    monkeypatch.setattr(announcements, "hung", lambda project, asked: seen.append(asked) or True)
    assert met(made, stage, key) is True
    assert kind in seen


def test_the_countys_sheet_for_good_opens_the_gate_from_its_first_day(county, cast):
    made = building.project(county, state="pooled", households_said=3, persons_said=9)
    sheet = announcements.draw(by=cast.county_approver, kind="pool", area=county.county, projects=[made])
    assert met(made, "planned", "county_notice") is False
    announcements.hang(sheet, by=cast.county_approver)
    assert met(made, "planned", "county_notice") is True


def test_an_application_is_complete_or_says_what_is_missing(county):
    made = building.project(county)
    assert met(made, "filed", "application") is True
    Target.objects.filter(project=made).delete()
    assert met(made, "filed", "application") is False
    assert "绩效" in gate(made, "filed", "application").why


def test_without_a_need_there_is_no_application(county):
    made = building.project(county)
    Funding.objects.filter(project=made).delete()
    assert met(made, "pooled", "application") is False


def test_a_quantity_without_a_price_leaves_it_unknown_whether_the_sums_agree(county):
    made = building.project(county)
    Quantity.objects.filter(project=made).update(amount=None, unit_cost=None)
    assert met(made, "filed", "application") is None


def test_money_is_secured_by_the_book_or_not_yet_or_nobody_knows(county):
    made = building.project(county)
    assert met(made, "tendered", "money") is False
    living.money(made, "99999.99")
    assert met(made, "tendered", "money") is False
    Account.objects.update(balance=Decimal("100000.00"))
    assert met(made, "tendered", "money") is True
    Funding.objects.filter(project=made).delete()
    assert met(made, "tendered", "money") is None


def test_money_stated_as_secured_counts_until_the_book_has_a_line(county):
    made = building.project(county)
    Funding.objects.filter(project=made).update(secured=Decimal("100000.00"))
    assert met(made, "tendered", "money") is True
    living.money(made, "1.00")
    assert met(made, "tendered", "money") is False


def test_the_estimate_is_what_must_be_secured_once_it_is_known(county):
    made = building.project(county)
    living.money(made, "80000.00")
    assert met(made, "tendered", "money", figures={"estimate": "80000"}) is True
    assert met(made, "tendered", "money", figures={"estimate": "80000.01"}) is False


def test_only_the_need_up_to_the_year_of_the_plan_must_be_secured(county):
    made = building.project(county)
    Funding.objects.create(project=made, year=2019, source="县级自筹资金", need=Decimal("50000.00"))
    living.money(made, "100000.00")
    assert met(made, "tendered", "money") is True


LIMITS = [("works", "4000000"), ("goods", "2000000"), ("services", "1000000")]


@pytest.mark.parametrize(("kind", "limit"), LIMITS)
def test_exactly_at_the_limit_a_tender_is_a_must(county, kind, limit):
    made, below = building.project(county, need="9000000.00"), str(Decimal(limit) - Decimal("0.01"))
    at = {"kind": kind, "estimate": limit}
    assert met(made, "tendered", "tender", figures=at) is False
    assert met(made, "tendered", "tender", figures=at, shown={"中标通知书"}) is True
    assert met(made, "tendered", "tender", figures=at, stated={"中标通知书"}) is None
    assert gate(made, "tendered", "small_purchase", figures=at) is None
    assert gate(made, "tendered", "tender", figures=at | {"estimate": below}) is None
    assert met(made, "tendered", "small_purchase", figures=at | {"estimate": below}) is False
    for one in ("采购结果", "村民自建决议", "中标通知书"):
        assert met(made, "tendered", "small_purchase", figures=at | {"estimate": below}, shown={one}) is True


def test_before_june_2018_works_of_two_million_were_tendered(county):
    made, at = building.project(county, need="9000000.00"), {"kind": "works", "estimate": "2000000"}
    assert met(made, "tendered", "tender", figures=at, on=date(2018, 5, 31)) is False
    assert gate(made, "tendered", "tender", figures=at, on=date(2018, 6, 1)) is None


@pytest.mark.parametrize("figures", [{}, {"kind": "works"}, {"estimate": "5000000"}])
def test_without_kind_or_price_nobody_knows_whether_a_tender_is_a_must(county, figures):
    made = building.project(county, need="9000000.00")
    assert met(made, "tendered", "tender", figures=figures) is None
    assert met(made, "tendered", "small_purchase", figures=figures) is None


def test_a_project_below_every_limit_needs_no_tender_whatever_it_buys(county):
    made = building.project(county, need="999999.00")
    assert gate(made, "tendered", "tender") is None
    assert met(made, "tendered", "small_purchase") is False
    assert met(building.project(county, need="1000000.00"), "tendered", "tender") is None


def sign(made, amount="100000.00"):
    """A contract."""
    Contract.objects.create(
        project=made, uuid=uuid4(), no="HT-1", kind="works", party="示例建筑公司", amount=Decimal(amount),
        signed_on=date(2018, 3, 1), by="x", at=clock.now(),
    )  # fmt: skip


def test_a_contract_within_the_need_opens_its_gate(county):
    made = building.project(county)
    assert met(made, "contracted", "contract") is False
    sign(made)
    assert met(made, "contracted", "contract") is True
    Funding.objects.filter(project=made).update(need=Decimal("99999.99"))
    assert met(made, "contracted", "contract") is False
    Funding.objects.filter(project=made).delete()
    assert met(made, "contracted", "contract") is None


def test_somebody_must_answer_for_the_quality_by_name(county):
    made = building.project(county)
    assert met(made, "begun", "duty") is False
    told = {
        "project": made,
        "part": "施工",
        "unit": "示例公司",
        "since": date(2018, 1, 1),
        "by": "x",
        "at": clock.now(),
    }
    Duty.objects.create(**told)
    assert met(made, "begun", "duty") is None
    Duty.objects.create(**told, person=b"sealed")
    assert met(made, "begun", "duty") is True


def test_exactly_at_thirty_million_a_supervisor_is_a_must(county):
    at, below = building.project(county, need="30000000.00"), building.project(county, need="29999999.00")
    assert met(at, "begun", "supervision") is False
    assert met(at, "begun", "supervision", shown={"监理合同"}) is True
    assert gate(at, "begun", "quality_group") is None
    assert gate(below, "begun", "supervision") is None
    assert met(below, "begun", "quality_group") is False
    Funding.objects.filter(project=at).delete()
    assert met(at, "begun", "supervision") is None
    assert met(at, "begun", "quality_group") is None


@pytest.mark.parametrize(("percent", "answer"), [(None, None), (0, False), (99, False), (100, True)])
def test_only_the_whole_work_is_complete(county, percent, answer):
    made = building.project(county, state="begun")
    if percent is not None:
        Progress.objects.create(
            project=made, uuid=uuid4(), on=date(2018, 5, 1), percent=percent, by="x", at=clock.now()
        )
    assert met(made, "completed", "progress") is answer


def test_the_latest_report_counts(county):
    made = building.project(county, state="begun")
    for on, percent in ((date(2018, 5, 1), 100), (date(2018, 6, 1), 90)):
        Progress.objects.create(project=made, uuid=uuid4(), on=on, percent=percent, by="x", at=clock.now())
    assert met(made, "completed", "progress") is False


def claim(line, state):
    """A claim."""
    return Claim.objects.create(
        no=f"BZ{uuid4().hex[:8]}", uuid=uuid4(), line=line, kind="progress", amount=Decimal("1.00"), state=state,
        on=date(2018, 5, 1), by="x", at=clock.now(),
    )  # fmt: skip


def test_claims_are_settled_once_none_waits(county):
    made = building.project(county)
    assert met(made, "settled", "claims") is None
    line = living.money(made)
    assert met(made, "settled", "claims") is True
    for state in ("submitted", "returned", "approved"):
        one = claim(line, state)
        assert met(made, "settled", "claims") is False
        one.delete()
    for state in ("paid", "refused"):
        claim(line, state)
    assert met(made, "settled", "claims") is True


def test_everything_but_the_retention_is_paid_and_not_a_fen_more(county):
    made, settled = building.project(county), {"settled": "100000"}
    assert met(made, "settled", "paid", figures=settled) is None
    line = living.money(made, paid="97000.00")
    assert met(made, "settled", "paid", figures=settled) is False
    assert met(made, "settled", "paid") is None
    Account.objects.create(
        key=f"retained:{line.pk}",
        kind="retained",
        document=line.document,
        line=line,
        balance=Decimal("3000.00"),
    )
    assert met(made, "settled", "paid", figures=settled) is True
    assert met(made, "settled", "paid", figures={"settled": "99999.99"}) is False
    assert met(made, "settled", "paid", figures={"settled": "100000.01"}) is False


def test_an_asset_with_an_owner_is_registered_or_a_paper_says_there_is_none(county):
    made = building.project(county)
    assert met(made, "handed_over", "asset") is False
    assert met(made, "handed_over", "asset", shown={"不形成资产的说明"}) is True
    told = {
        "name": "示例路",
        "kind": "public",
        "project": made,
        "area": made.area,
        "value": Decimal("1.00"),
        "by": "x",
    }
    one = Asset.objects.create(no="ZC1", owner="", **told)
    assert met(made, "handed_over", "asset") is None
    one.owner = "甲村集体"
    one.save()
    assert met(made, "handed_over", "asset") is True


def test_the_plan_of_the_year_takes_no_project_that_was_graded_poor(county, cast):
    made = building.project(county, state="pooled", year=2019)
    looked = gate(made, "planned", "performance")
    assert looked.met is True and "还没有评价过" in looked.why
    Review.objects.create(
        project=made, uuid=uuid4(), year=2018, kind="outside", score=60, grade="中", on=date(2018, 12, 31), by="x", at=clock.now()
    )  # fmt: skip
    assert met(made, "planned", "performance") is True
    Review.objects.update(score=Decimal("59.99"), grade="差")
    looked = gate(made, "planned", "performance")
    assert looked.met is False and "不列入下年度计划" in looked.why
    assert met(made, "planned", "performance", figures={"year": "2018"}) is True


def test_every_gate_is_asked_in_this_file():
    told = Path(__file__).read_text("utf-8")
    assert [key for key in gates.life().gates if f'"{key}"' not in told] == []


def test_what_is_not_known_opens_nothing(county, cast):
    """A stage with a gate that is not known is refused like one that is not met."""
    made = building.project(county)
    Quantity.objects.filter(project=made).update(amount=None, unit_cost=None)
    with pytest.raises(Problem) as caught:
        life.take(
            made, by=cast.village_officer, key="filed", uuid=uuid4(), papers=[("村民会议记录", "", None)]
        )
    assert caught.value.code == "life.gates" and "不明" in caught.value.what
    assert Line.objects.count() == 0 and made.state == "draft"
