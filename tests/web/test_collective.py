"""The page of collective income: a village puts its income in and sees it beside what was reported."""

from decimal import Decimal
from uuid import uuid4

import pytest

from liuqing.registry.models import VillageYear

pytestmark = pytest.mark.django_db


def text(answer):
    return answer.content.decode()


def test_a_village_puts_its_income_in_and_sees_the_difference(county, seen_by):
    home = county.villages[0]
    VillageYear.objects.create(area=home, year=2018, collective_income=Decimal("5000.00"))
    client, address = seen_by("village_officer"), f"/area/{home.code}/collective/"
    assert "不知道是多少" in text(client.get(f"{address}?year=2018"))
    said = {"uuid": str(uuid4()), "item": "租金", "amount": "4500", "on": "2018-12-20"}
    assert client.post(address, said).url == f"{address}?year=2018"
    page = text(client.get(f"{address}?year=2018"))
    assert "4,500.00" in page and "-500.00" in page


def test_what_was_typed_is_still_there_when_something_is_wrong(county, seen_by):
    address = f"/area/{county.villages[0].code}/collective/"
    said = {"uuid": str(uuid4()), "item": "出租山林", "amount": "4500元", "on": "2018-12-20"}
    answer = seen_by("village_officer").post(address, said)
    assert answer.status_code == 422 and "出租山林" in text(answer)


def test_another_village_is_not_there(county, seen_by):
    assert seen_by("outsider").get(f"/area/{county.villages[0].code}/collective/").status_code == 404
