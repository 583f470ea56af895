"""办理 on the pages: begun in the village, judged in the town, approved in the county; nobody skips a step."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from liuqing.registry.models import Membership, Proceeding
from liuqing.registry.services import accounts, snapshots
from tests import county as making

pytestmark = pytest.mark.django_db
NOON = datetime(2019, 3, 1, 4, tzinfo=UTC)


@pytest.fixture
def days():
    """The clock, to be moved on by whole days."""
    with time_machine.travel(NOON, tick=False) as traveller:
        yield lambda n: traveller.shift(timedelta(days=n))


@pytest.fixture
def assessed(days, county):
    return snapshots.take(on=making.ON, by=accounts.operator())


def field(page, name):
    return re.search(rf'name="{name}" value="([^"]*)"', page.content.decode())[1]


def begin(browser, procedure, household="H0001", **said):
    address = f"/standing/start/?household={household}&procedure={procedure}"
    page = browser.get(address)
    sent = {"uuid": field(page, "uuid"), "procedure": procedure, "household": household, **said}
    return browser.post("/standing/start/", sent)["Location"]


def take(browser, address, **said):
    page = browser.get(address)
    return browser.post(address, {"uuid": field(page, "uuid"), "step": field(page, "step"), **said})


def submit(browser, address, **said):
    page = browser.get(address)
    return browser.post(address, {"uuid": field(page, "uuid"), "do": "submit", **said})


def test_a_death_goes_from_the_village_to_the_town_and_the_member_is_gone(seen_by, assessed):
    spouse = Membership.objects.get(household__no="H0001", relation="配偶")
    village, town = seen_by("village_officer"), seen_by("township_reviewer")
    address = begin(
        village,
        "member_leaves",
        person=spouse.person_id,
        reason="死亡",
        from_day="2019-02-20",
        ground="医院证明",
    )
    assert "办结后会改变什么" in village.get(address).content.decode()
    submitted = submit(village, address, person=spouse.person_id, reason="死亡", from_day="2019-02-20",
                       **{"on-paper": papers(village, address)}, signature=signatures(village, address))  # fmt: skip
    assert submitted.status_code == 302, submitted.content.decode()
    one = Proceeding.objects.get()
    while one.state == "open":
        browser = town if step_level(one) == "town" else village
        took = take(browser, address, outcome=forward(browser, address), signature=signatures(browser, address),
                    **{"on-paper": papers(browser, address)})  # fmt: skip
        assert took.status_code == 302, re.findall(r'role="alert"><p>(.*?)</p>', took.content.decode())
        one.refresh_from_db()
    spouse.refresh_from_db()
    assert (one.state, spouse.reason, spouse.proceeding_id) == ("done", "死亡", one.pk)
    assert spouse.until


def papers(browser, address):
    return re.findall(r'name="on-paper" value="([^"]*)"', browser.get(address).content.decode())


def signatures(browser, address):
    return re.findall(r'name="signature" value="([^"]*)"', browser.get(address).content.decode())


def forward(browser, address):
    return re.search(r'name="outcome" value="([^"]*)"', browser.get(address).content.decode())[1]


def step_level(one):
    return next(step["level"] for step in one.steps["version"]["steps"] if step["key"] == one.step)


def test_the_story_tells_every_act_and_prints(seen_by, assessed):
    village = seen_by("village_officer")
    spouse = Membership.objects.get(household__no="H0001", relation="配偶")
    address = begin(village, "member_leaves", person=spouse.person_id, reason="死亡", from_day="2019-02-20")
    submit(village, address, person=spouse.person_id, reason="死亡", from_day="2019-02-20",
           **{"on-paper": papers(village, address)}, signature=signatures(village, address))  # fmt: skip
    page = village.get("/household/H0001/story/").content.decode()
    assert Proceeding.objects.get().no in page
    assert "没有人动过" in page
    paper = village.get("/household/H0001/evidence.pdf")
    assert b"".join(paper).startswith(b"%PDF-")


def test_another_village_sees_no_proceeding_and_no_story(seen_by, assessed):
    begin(seen_by("village_officer"), "household_exit")
    stranger = seen_by("outsider")
    for path in (
        f"/standing/{Proceeding.objects.get().no}/",
        "/household/H0001/story/",
        "/household/H0001/evidence.pdf",
    ):
        assert stranger.get(path).status_code == 404
