"""Areas: planted once, the same however often."""

from collections import namedtuple

import pytest

from liuqing.registry.models import Area
from liuqing.registry.services import areas

pytestmark = pytest.mark.django_db
Row = namedtuple("Row", "code name level parent")


class Place:
    def __init__(self, *rows):
        self.rows = rows

    def areas(self):
        return self.rows


COUNTY = Row("990101", "示例县", "county", "")
TOWN = Row("990101001", "甲镇", "town", "990101")
VILLAGE = Row("990101001001", "甲村", "village", "990101001")


def test_an_area_knows_its_way_from_the_county_down():
    areas.plant(Place(VILLAGE, TOWN, COUNTY))
    assert Area.objects.get(code=VILLAGE.code).path == "990101/990101001/990101001001/"
    assert Area.objects.get(code=VILLAGE.code).parent.code == TOWN.code


def test_planting_twice_changes_nothing():
    assert areas.plant(Place(COUNTY, TOWN, VILLAGE)) == 3
    before = list(Area.objects.values())
    assert areas.plant(Place(COUNTY, TOWN, VILLAGE)) == 0
    assert list(Area.objects.values()) == before


def test_a_new_name_is_taken_over():
    areas.plant(Place(COUNTY, TOWN))
    areas.plant(Place(COUNTY, TOWN._replace(name="乙镇")))
    assert Area.objects.get(code=TOWN.code).name == "乙镇"
