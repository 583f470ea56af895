"""A flag on a phone: read, answered in a few taps, judged by somebody else, never asked twice."""

from datetime import timedelta

import pytest
from django.utils import timezone

from liuqing.registry.models import Case, Entry, Membership, SourceFile
from liuqing.registry.services import accounts, cases, snapshots
from tests import county as making


@pytest.fixture
def sent(county):
    """H0001's head is dead by the police list; the county has asked the village."""
    head = Membership.objects.get(household__no="H0001", relation="户主").person
    police = SourceFile.objects.create(
        sha256="d" * 64, name="死亡.xlsx", kind="police_deaths", state="loaded", on=making.ON
    )
    died = {"died_on": "2018-02-01"}
    Entry.objects.create(
        kind="police_deaths", person=head, values=died, file=police, row=7, said_on=making.ON
    )
    snapshots.take(on=making.ON, by=accounts.operator())
    due = timezone.localdate() + timedelta(days=9)
    cases.send(by=accounts.operator(), rules=["dead_but_active"], due_on=due)
    return Case.objects.get(rule="dead_but_active")


def test_a_village_answers_on_a_phone_in_a_few_taps(look, sent):
    eyes = look("village_officer", width=360, height=740, has_touch=True)
    page = eyes.page
    eyes.go("/cases/")
    assert eyes.sideways() <= 0
    page.get_by_role("link", name="从第一条开始").click()
    page.wait_for_url("**/cases/*/")
    assert page.get_by_text("2018-02-01").first.is_visible()
    assert not page.get_by_label("什么原因").is_visible(), "asked only where a reason is needed"
    page.get_by_text("有原因，保留").click()
    page.get_by_label("什么原因").select_option("death_report_wrong")
    page.get_by_label("一句话说明").fill("本人在家")
    assert eyes.sideways() <= 0
    eyes.shot("case-360")
    page.get_by_role("button", name="交上去，看下一条").click()
    page.wait_for_url("**/cases/")
    sent.refresh_from_db()
    assert (sent.state, sent.outcome) == ("answered", "explained")


def test_what_is_wrong_is_said_and_what_was_typed_stays(look, sent):
    eyes = look("village_officer", width=360, height=740)
    eyes.go(f"/cases/{sent.pk}/")
    eyes.page.get_by_text("有原因，保留").click()
    eyes.page.get_by_label("一句话说明").fill("写了半天")
    eyes.page.get_by_role("button", name="交上去，看下一条").click()
    assert eyes.page.get_by_role("alert").inner_text().startswith("没有选情况说明的原因")
    assert eyes.page.get_by_label("一句话说明").input_value() == "写了半天"
    eyes.complaints[:] = [one for one in eyes.complaints if "422" not in one]


def test_the_town_judges_and_the_county_strikes_off(look, sent, cast):
    eyes = look("village_officer")
    cases.answer(
        case=sent, by=cast.village_officer, uuid="6f1e5a52-7c0f-4f0e-9d39-0d9b7f8d6a11", outcome="explained",
        reason="death_report_wrong", said="本人在家",
    )  # fmt: skip
    eyes = look("township_reviewer")
    eyes.go("/cases/review/")
    eyes.page.get_by_role("button", name="同意勾选的").click()
    eyes.page.get_by_text("已同意 1 条").wait_for()
    eyes = look("county_approver")
    eyes.go("/area/990101/cases/")
    eyes.page.get_by_role("button", name="销号 1 条").click()
    eyes.page.get_by_text("已销号 1 条").wait_for()
    sent.refresh_from_db()
    assert sent.state == "closed"
