"""One project and one household on real screens: applied for, paid for, and seen by everybody from both ends."""

import re
from datetime import date
from decimal import Decimal
from uuid import uuid4

from liuqing.planning.models import Claim, Line, Payment, Project
from liuqing.planning.services import funds
from liuqing.registry.models import Household
from tests.planning import paying
from tests.planning.conftest import actors, place  # noqa: F401
from tests.planning.living import Walk, opened

NEED, PAID = Decimal("100000.00"), Decimal("3000.00")


def write(page):
    """The village's application, as a cadre fills it in."""
    page.locator("[name=reach][value=household]").check()
    for name, value in (
        ("class_one", "产业扶贫"),
        ("class_two", "规模化种植"),
        ("fundings.source", "涉农整合资金"),
    ):
        page.locator(f"select[name='{name}']").first.select_option(value)
    for name, value in (
        ("name", "甲村辣椒种植奖补"), ("content", "种植辣椒100亩"), ("year", "2018"), ("starts_on", "2018-03-01"),
        ("ends_on", "2018-10-31"), ("quantities.item", "种植辣椒"), ("quantities.quantity", "100"), ("quantities.unit", "亩"),
        ("quantities.unit_cost", "1000"), ("fundings.year", "2018"), ("fundings.need", "100000"), ("targets.name", "种植面积"),
        ("targets.value", "100"), ("targets.unit", "亩"), ("department", "县农业局"), ("unit", "甲村合作社"),
        ("lead", "甲村党总支书记"), ("households_said", "2"),
    ):  # fmt: skip
        page.locator(f"[name='{name}']").first.fill(value)


def granted(cast, actors, project):  # noqa: F811
    """Money comes in and is put on the project by two pairs of eyes."""
    document = funds.receive(
        by=cast.finance, no="示财农〔2018〕3号", title="下达资金", source="涉农整合资金", level="province", year=2018,
        amount=NEED, issued_on=date(2018, 1, 10), received_on=date(2018, 1, 20), uuid=uuid4(),
    )  # fmt: skip
    allocation = funds.propose(
        by=cast.county_approver, project=project, document=document, year=2018, amount=NEED
    )
    funds.decide(allocation, by=actors.second_finance, agreed=True)
    return Line.objects.get(project=project)


def test_a_project_from_the_village_and_a_yuan_to_the_household(look, county, cast, actors, monkeypatch):  # noqa: F811
    # Notices have lives of their own: here they have hung.
    opened(monkeypatch)
    home = Household.objects.get(no="H0001")
    village = look("village_officer")
    village.go("/projects/new/")
    write(village.page)
    village.page.get_by_role("button", name="存为草稿").click()
    village.page.wait_for_url("**/serve/")
    village.page.get_by_role("checkbox", name=home.no).check()
    village.page.get_by_role("button", name="保存受益对象").click()
    village.page.wait_for_url(re.compile(r"/projects/[^/]+/$"))
    project = Project.objects.get()
    assert village.page.get_by_text("甲村辣椒种植奖补").first.is_visible()
    assert project.fundings.get().need == NEED
    assert [one.household for one in project.beneficiaries.all()] == [home]

    # It is handed in, agreed to four times and planned; money is put on it and claimed for its people.
    Walk(project, cast, actors).to("planned")
    line = granted(cast, actors, project)
    paying.card(paying.head(county, home.no))
    claim = funds.claim(by=actors.agriculture, line=line, kind="people", amount=PAID, uuid=uuid4())

    office = look("finance")
    office.go(f"/funds/claims/{claim.no}/")
    office.page.locator("label[for=o-yes]").click()
    office.page.get_by_role("button", name="审核").click()
    office.page.get_by_text("已审核，待支付").first.wait_for()
    claim = Claim.objects.get(pk=claim.pk)
    assert claim.state == "approved" and claim.decided_by == cast.finance.username
    funds.pay_people(claim, by=cast.finance, paid=[(home, paying.head(county, home.no), PAID)], uuid=uuid4())

    # From the county's total through a cell to the project, and to the payment that it got.
    county_page = look("county_approver")
    county_page.go("/area/990101/money/?what=paid")
    county_page.page.locator("main table a", has_text="0.30").first.click()
    county_page.page.wait_for_url("**/money/behind/**")
    county_page.page.get_by_role("link", name="甲村辣椒种植奖补").first.click()
    county_page.page.wait_for_url(f"**/projects/{project.no}/")
    assert county_page.sideways() == 0
    county_page.shot("money-project")
    payment = Payment.objects.get()
    county_page.go(f"/funds/payments/{payment.no}/")
    assert county_page.page.get_by_text(project.no).first.is_visible()

    # And from the household: every yuan that it got this year, on a phone.
    phone = look("village_officer", width=360, height=780)
    phone.go(f"/household/{home.no}/received/")
    assert phone.page.get_by_text("3,000.00").first.is_visible()
    assert phone.page.get_by_text(project.no).first.is_visible()
    assert phone.sideways() == 0
    phone.shot("money-household-phone")
