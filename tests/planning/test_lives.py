"""The whole life of a project and of its money, through everybody's own services, from the village to the household.

Nothing is written past the services: notices hang for their days, every paper and pair of eyes is there, the
clock only goes forward.
"""

import csv
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from uuid import uuid4

import pytest
from django.db.models import Sum

from liuqing.errors import Problem
from liuqing.planning.models import Account, Allocation, Batch, Line, Payment, Posting, Project, Voucher
from liuqing.planning.queries import funds as of_funds
from liuqing.planning.queries import life as of_life
from liuqing.planning.queries import matrix as matrices
from liuqing.planning.queries import pool as of_pool
from liuqing.planning.queries import received, results
from liuqing.planning.services import announcements, assets, batches, funds, life, performance, pool
from liuqing.planning.services.batches import bank_text
from liuqing.registry.models import Household
from tests.planning import building, owned, paying
from tests.planning.living import FIGURES, PAPERS, Walk
from tests.registry.living import at_work

pytestmark = pytest.mark.one_database

FIRM = "示例建筑公司"
NEED = Decimal("100000.00")
SHED = {
    "name": "甲村养牛场建设", "class_one": "产业扶贫", "class_two": "规模化养殖", "nature": "新建", "reach": "household",
    "site": "甲村", "content": "新建牛圈100平方米", "year": 2018, "starts_on": "2018-08-01", "ends_on": "2018-12-31",
    "department": "县农业局", "unit": "甲村合作社", "lead": "甲村党总支书记", "leader": "甲镇分管领导", "mechanism": "务工、分红",
    "participation": "村民会议通过", "households_said": 2, "persons_said": 5, "poor_households_said": 2, "poor_persons_said": 5,
    "quantities": [{"item": "牛圈", "unit": "平方米", "quantity": "100", "unit_cost": "1000"}],
    "fundings": [{"year": 2018, "source": "涉农整合资金", "need": "100000"}],
    "targets": [{"kind": "产出数量", "name": "牛圈面积", "value": "100", "unit": "平方米"}],
}  # fmt: skip


@dataclass
class Life:
    """A project, its people, and the office's clock."""

    office: object
    county: object
    cast: object
    actors: object
    project: Project

    def fresh(self):
        self.project.refresh_from_db()
        return self.project

    def take(self, key, by, outcome="done", **more):
        papers = [(kind, "", None) for kind in PAPERS.get(key, ())]
        told = {"figures": FIGURES.get(key), "papers": papers, "uuid": uuid4()} | more
        return life.take(self.fresh(), by=by, key=key, outcome=outcome, **told)

    def notice(self, kind, by, area, *, days=10):
        """Hang a sheet and wait until it has hung."""
        sheet = announcements.draw(by=by, kind=kind, area=area, projects=[self.fresh()])
        announcements.hang(sheet, by=by)
        sheet.refresh_from_db()
        if sheet.until is not None:
            self.office.on(sheet.until + timedelta(days=1))
            announcements.end(sheet, by=by)
        return sheet


@pytest.fixture
def story(county, cast, actors, place):
    """Monday, 2018-06-04: a cadre writes an application."""
    owned.settle(place)
    with at_work(cast, county, date(2018, 6, 4)) as office:
        village = county.villages[0]
        made = pool.draft(by=cast.village_officer, area=village, values=SHED)
        pool.serve(made, by=cast.village_officer, households=Household.objects.filter(village=village))
        yield Life(office, county, cast, actors, made)


def into_the_plan(story):
    """Village, township, department, county: every notice hangs for its days."""
    cast, village, town = story.cast, story.county.villages[0], story.county.towns[0]
    story.take("filed", cast.village_officer)
    story.notice("application", cast.village_officer, village)
    story.take("reviewed", cast.township_reviewer, "agreed")
    story.notice("review", cast.township_reviewer, town)
    story.take("argued", story.actors.agriculture, "agreed")
    story.take("pooled", cast.county_approver, "agreed")
    story.notice("pool", cast.county_approver, story.county.county)
    story.take("planned", story.actors.second_analyst)
    story.notice("year_plan", cast.county_approver, story.county.county)
    story.notice("year_plan", cast.township_reviewer, town)


def grant(story, amount="120000.00", no="示财农〔2018〕9号"):
    """A document comes in, its money is proposed by one and put on the line by another."""
    document = funds.receive(
        by=story.cast.finance, no=no, title="关于下达资金的通知", source="涉农整合资金", level="province", year=2018,
        amount=Decimal(amount), issued_on=story.office.today, received_on=story.office.today, uuid=uuid4(),
    )  # fmt: skip
    allocation = funds.propose(
        by=story.cast.county_approver, project=story.fresh(), document=document, year=2018, amount=NEED
    )
    funds.decide(allocation, by=story.cast.finance, agreed=True)
    return document, Line.objects.get(project=story.project)


def begin(story):
    """Tendered, contracted, its quality charged to somebody, and begun."""
    officer = story.actors.agriculture
    story.take("tendered", officer)
    contract = life.sign(
        story.fresh(), by=officer, no="HT-1", kind="works", party=FIRM, amount="100000", retention="0.03",
        signed_on=story.office.today, uuid=uuid4(),
    )  # fmt: skip
    story.take("contracted", officer)
    life.charge(story.fresh(), by=officer, part="施工质量", unit=FIRM, post="项目经理", person="示例人")
    story.notice("project", story.cast.village_officer, story.county.villages[0])
    story.take("begun", officer)
    return contract


def claimed(story, line, contract, kind, amount, retained=0):
    """A claim with its invoice, agreed to by another."""
    invoices = [{"no": f"FP{uuid4().hex[:12]}", "amount": str(amount)}]
    made = funds.claim(
        by=story.actors.agriculture, line=line, kind=kind, amount=amount, retained=retained, contract=contract,
        invoices=invoices, uuid=uuid4(),
    )  # fmt: skip
    return funds.judge(made, by=story.cast.finance, outcome="approved")


def finish(story, line, contract):
    """Paid in parts as the work goes on; accepted, settled and handed over."""
    officer, finance = story.actors.agriculture, story.cast.finance
    walk = Walk(story.project, story.cast, story.actors)
    advance = claimed(story, line, contract, "advance", "30000")
    funds.pay(advance, by=finance, party=FIRM, uuid=uuid4())
    story.office.wait(60)
    life.report(story.fresh(), by=officer, percent=50, uuid=uuid4(), said="完成一半")
    funds.pay(claimed(story, line, contract, "progress", "40000"), by=finance, party=FIRM, uuid=uuid4())
    story.office.wait(60)
    life.report(story.fresh(), by=officer, percent=100, uuid=uuid4())
    story.take("completed", officer)
    life.attach(story.fresh(), by=officer, kind="验收报告", name="y.png", path=walk.photo())
    story.take("accepted", story.actors.second_analyst)
    last = claimed(story, line, contract, "final", "30000", retained="3000")
    funds.pay(last, by=finance, party=FIRM, uuid=uuid4())
    story.notice("completion", story.cast.village_officer, story.county.villages[0])
    story.take("settled", officer)
    return last


def test_a_project_lives_from_the_village_to_the_asset_and_its_money_to_the_household(story, tmp_path):
    cast, finance = story.cast, story.cast.finance
    into_the_plan(story)
    assert story.fresh().state == "planned" and story.project.approval == FIGURES["pooled"]["approval"]
    document, line = grant(story)
    contract = begin(story)
    last = finish(story, line, contract)

    # The shed stands, belongs to the village, and is worth what was paid for it.
    shed = assets.register(
        story.fresh(), by=cast.township_reviewer, uuid=uuid4(), name="甲村养牛场", owner="甲村村集体", value="97000",
        asset_class="养牛场", keeper="甲村管护员",
    )  # fmt: skip
    story.take("handed_over", cast.township_reviewer)
    assert [one.key for one in story.project.stages.order_by("ordinal")] == list(of_life.STAGES)

    # A year later what was kept back is paid; what was never allocated is carried into the new year.
    story.office.on(date(2019, 12, 31))
    funds.release(last, by=finance, uuid=uuid4())
    funds.carry(document, by=finance, uuid=uuid4())
    told = of_funds.of_project(cast.county_approver, story.project)
    assert sum(Payment.objects.filter(line=line).values_list("amount", flat=True)) == NEED
    assert Account.objects.get(document=document, kind="pool", year=2019).balance == Decimal("20000.00")
    assert told.need == NEED

    # It earns; the rule of the day shares it out to the fen; households are paid by batch through the bank.
    assets.earn(shed, by=cast.township_reviewer, item="养牛收益", amount="10000.01", uuid=uuid4())
    shared = assets.distribute(shed, by=cast.township_reviewer, year=2019, amount="10000.01", uuid=uuid4())
    assert sum(Decimal(one["amount"]) for one in shared.lines) == Decimal("10000.01")
    assets.announce(shared, by=cast.township_reviewer)
    shared.refresh_from_db()
    announcements.hang(shared.announcement, by=cast.village_officer)
    shared.announcement.refresh_from_db()
    story.office.on(shared.announcement.until + timedelta(days=1))
    announcements.end(shared.announcement, by=cast.village_officer)
    with pytest.raises(Problem):
        assets.approve(shared, by=cast.township_reviewer)
    assets.approve(shared, by=cast.county_approver)
    batch = dividends(story, shared, tmp_path)
    paid = {due.household_id: due.amount for due in batch.dues.filter(state="paid")}
    assert sum(paid.values()) == sum(one.amount for one in shared.dividends.all())

    # The household sees every yuan, and from which project and document it came.
    for home in Household.objects.filter(pk__in=paid):
        # What a batch pays belongs to the year for which it was earned.
        seen = received.of_household(cast.village_officer, home.no, year=2019)
        assert sum(one.amount for one in seen.payments) == paid[home.pk]
        told = results.of_household(cast.village_officer, home.no)
        assert told.dividends == paid[home.pk]
    everything_adds_up(story)


def dividends(story, shared, folder):
    """The batch of a distribution, from the making to the bank's answer."""
    analyst, finance = story.actors.second_analyst, story.cast.finance
    line = paying.line(story.county, story.cast, story.actors, year=2019)
    for each in shared.dividends.select_related("household"):
        paying.card(paying.head(story.county, each.household.no))
    batch = batches.make_of(shared, by=analyst, line=line, uuid=uuid4())
    batches.submit(batch, by=analyst)
    batches.decide(batch, by=finance, agreed=True)
    batch.refresh_from_db()
    file = batches.send(batch, by=finance)
    rows = bank_text.read(batches.opened(file, by=finance, purpose="送银行"))[1:-1]
    path = answer(Path(folder), [(row, "成功") for row in rows])
    batch.refresh_from_db()
    batches.take_back(batch, by=finance, name=path.name, path=path)
    batch.refresh_from_db()
    assert batch.state == Batch.State.CLOSED
    return batch


def answer(folder, told):
    path = folder / f"回盘{uuid4().hex[:6]}.csv"
    with path.open("w", encoding="gb18030", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("账号", "金额", "处理结果", "失败原因", "批次号"))
        for row, result in told:
            writer.writerow((row[2], row[3], result, "" if result == "成功" else "账户状态异常", row[5]))
    return path


def everything_adds_up(story):
    """The invariants of the money, whatever happened before."""
    verdict = funds.verify()
    assert verdict.sound, verdict.faults
    for voucher in Voucher.objects.all():
        assert sum(voucher.postings.values_list("amount", flat=True)) == 0
    for account in Account.objects.all():
        posted = Posting.objects.filter(account=account).aggregate(whole=Sum("amount"))["whole"] or 0
        assert account.balance == posted
        assert account.kind == "outside" or account.balance >= 0
    for line in Line.objects.all():
        allocated = (
            Allocation.objects.filter(line=line, state="approved").aggregate(whole=Sum("amount"))["whole"]
            or 0
        )
        paid = Payment.objects.filter(line=line).aggregate(whole=Sum("amount"))["whole"] or 0
        back = Payment.objects.filter(line=line).aggregate(whole=Sum("refunds__amount"))["whole"] or 0
        assert paid - back <= allocated
    whole = matrices.matrix(story.cast.county_approver, None, rows="class_one", columns="year", what="paid")
    raw = Payment.objects.aggregate(whole=Sum("amount"))["whole"] or 0
    back = Payment.objects.aggregate(whole=Sum("refunds__amount"))["whole"] or 0
    gone = Payment.objects.exclude(voucher__reversed_by=None).aggregate(whole=Sum("amount"))["whole"] or 0
    assert (whole.total.value or 0) == raw - back - gone
    assert life.verify(story.project).sound


def test_money_that_comes_back_stands_on_its_line_and_leaves_its_trail(story):
    """Refunded by the firm, a wrong payment reversed: both remain to be seen, and the line can be claimed again."""
    finance = story.cast.finance
    into_the_plan(story)
    _, line = grant(story)
    contract = begin(story)
    paid = funds.pay(claimed(story, line, contract, "advance", "30000"), by=finance, party=FIRM, uuid=uuid4())
    assert left(line) == Decimal("70000.00")

    funds.refund(paid, by=finance, amount="10000", why="材料款多付，施工单位退回", uuid=uuid4())
    assert left(line) == Decimal("80000.00")
    with pytest.raises(Problem):
        funds.refund(paid, by=finance, amount="20000.01", why="再退", uuid=uuid4())

    wrong = funds.pay(
        claimed(story, line, contract, "progress", "20000"), by=finance, party=FIRM, uuid=uuid4()
    )
    with pytest.raises(Problem):
        funds.reverse(wrong.voucher, by=finance, why="重复支付", uuid=uuid4())
    back = funds.reverse(wrong.voucher, by=story.actors.second_finance, why="重复支付", uuid=uuid4())
    assert back.reverses == wrong.voucher and Payment.objects.filter(pk=wrong.pk).exists()
    with pytest.raises(Problem):
        funds.reverse(wrong.voucher, by=story.actors.second_finance, why="再冲一次", uuid=uuid4())
    everything_adds_up(story)


def left(line):
    return Account.objects.get(line=line, kind="line").balance


def test_a_project_that_was_sent_back_is_announced_again_and_decided_by_others(story):
    cast, village = story.cast, story.county.villages[0]
    story.take("filed", cast.village_officer)
    story.notice("application", cast.village_officer, village)
    story.take(
        "reviewed", cast.township_reviewer, "returned", said="没有写清牛圈的位置", figures={}, papers=()
    )
    story.office.wait()
    pool.amend(story.fresh(), by=cast.village_officer, values={"site": "甲村大坪子"})
    story.take("filed", cast.village_officer)
    with pytest.raises(Problem):
        story.take("reviewed", cast.township_reviewer, "agreed")
    story.notice("application", cast.village_officer, village)
    story.take("reviewed", cast.township_reviewer, "agreed")
    assert story.fresh().round == 2 and story.project.stages.count() == 4
    assert life.verify(story.project).sound


def test_no_money_before_the_plan_and_none_beyond_the_need(story):
    into_the_plan_later = pytest.raises(Problem)
    with into_the_plan_later:
        grant(story)
    into_the_plan(story)
    document, line = grant(story, no="示财农〔2018〕10号")
    with pytest.raises(Problem):
        funds.propose(
            by=story.cast.county_approver, project=story.fresh(), document=document, year=2018, amount="0.01"
        )
    with pytest.raises(Problem):
        claimed(story, line, None, "progress", "100000.01")
    everything_adds_up(story)


def test_what_is_promised_is_looked_at_by_the_one_who_builds_and_by_another(story):
    into_the_plan(story)
    _, line = grant(story)
    begin(story)
    (target,) = story.project.targets.all()
    values = {target.pk: {"actual": "40", "said": ""}}
    seen = performance.review(
        story.fresh(), by=story.actors.agriculture, kind="midyear", values=values, uuid=uuid4()
    )
    assert seen.kind == "midyear" and line.project_id == story.project.pk


def test_whom_a_project_serves_is_counted_once_however_often_it_is_linked(story):
    village = story.county.villages[0]
    homes = Household.objects.filter(village=village)
    second = building.project(story.county)
    pool.serve(second, by=story.cast.village_officer, households=homes, areas=[village])
    both = Project.objects.filter(pk__in=(story.project.pk, second.pk))
    assert of_pool.served(both, story.office.today).households == homes.count()
