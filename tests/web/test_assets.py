"""The pages of assets and of what they earn: who sees what, nothing typed is lost, two people for a distribution."""

from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest

from liuqing.planning.models import Asset, Distribution, Income
from tests.planning import owned

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return owned.settle(tmp_path_factory.mktemp("place"))


@pytest.fixture(autouse=True)
def place(folder, settings):
    settings.WORKSPACE = replace(settings.WORKSPACE, place=str(folder))


def text(answer):
    return answer.content.decode()


def test_the_register_shows_a_village_its_own_with_what_is_the_matter(county, seen_by):
    owned.asset(county, name="甲村的棚", keeper="")
    owned.asset(county, name="丙村的棚", area=county.villages[2])
    page = text(seen_by("village_officer").get("/assets/"))
    assert "甲村的棚" in page and "没有写谁负责管护" in page and "丙村的棚" not in page
    assert "丙村的棚" in text(seen_by("county_leader").get("/assets/?matter=unattended"))


def test_what_was_typed_is_still_there_when_something_is_wrong(county, seen_by):
    said = {
        "uuid": str(uuid4()),
        "area": county.villages[0].code,
        "name": "示例牛棚",
        "owner": "",
        "value": "12.345",
    }
    answer = seen_by("village_officer").post("/assets/new/", said)
    assert answer.status_code == 422 and not Asset.objects.exists()
    assert "示例牛棚" in text(answer) and "没有写所有权人" in text(answer)


def test_an_asset_is_registered_earns_and_is_given_out_and_approved_only_by_another(county, seen_by):
    village, said = seen_by("village_officer"), {"uuid": str(uuid4())}
    area = county.villages[0].code
    village.post(
        "/assets/new/",
        said
        | {
            "area": area,
            "name": "牛棚",
            "owner": "甲村",
            "value": "100",
            "asset_class": "养牛场",
            "plan": "posts_and_works",
        },
    )
    one = Asset.objects.get()
    village.post(
        f"/assets/{one.no}/",
        {"act": "earn", "uuid": str(uuid4()), "item": "租金", "amount": "100", "on": "2019-01-01"},
    )
    answer = village.post(
        f"/assets/{one.no}/",
        {"act": "distribute", "uuid": str(uuid4()), "year": str(date.today().year), "amount": "100"},
    )
    made = Distribution.objects.get()
    assert answer.url == f"/assets/distributions/{made.no}/" and Income.objects.count() == 1
    village.post(f"/assets/distributions/{made.no}/", {"act": "announce"})
    made.refresh_from_db()
    assert made.announcement is not None
    refused = seen_by("county_approver").post(f"/assets/distributions/{made.no}/", {"act": "approve"})
    assert refused.status_code == 422 and "还没有公示期满" in text(refused)


def test_more_than_was_earned_is_answered_in_words(county, seen_by):
    one = owned.asset(county)
    answer = seen_by("village_officer").post(
        f"/assets/{one.no}/",
        {"act": "distribute", "uuid": str(uuid4()), "year": "2019", "amount": "1", "plan": "to_collective"},
    )
    assert answer.status_code == 422 and "还没有分配的收益只有 0.00 元" in text(answer)


@pytest.mark.parametrize("who", ["outsider", "department_officer", "administrator", "nobody"])
def test_who_has_nothing_to_do_with_it_finds_nothing(county, seen_by, who):
    one = owned.asset(county)
    assert seen_by(who).get(f"/assets/{one.no}/").status_code == 404


def test_the_first_page_asks_few_questions(county, seen_by, django_assert_max_num_queries):
    for _ in range(5):
        owned.asset(county)
    client = seen_by("county_leader")
    client.get("/assets/")
    with django_assert_max_num_queries(20):
        client.get("/assets/")
