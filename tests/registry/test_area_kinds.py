"""What kind of town or village an area is comes from the place and is not forgotten."""

import pytest

from liuqing.policy import place as places
from liuqing.registry.models import Area
from liuqing.registry.services import areas
from tests.registry.test_areas import COUNTY, Place

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("key", places.known())
def test_every_area_of_a_place_is_planted_with_its_kind(key):
    place = places.load(key)
    areas.plant(place)
    assert {a.code: a.kind for a in Area.objects.all()} == {row.code: row.kind for row in place.areas()}


def test_a_list_that_knows_no_kinds_leaves_those_that_are_known():
    areas.plant(Place(COUNTY))
    Area.objects.update(kind="县")
    areas.plant(Place(COUNTY._replace(name="乙县")))
    assert (Area.objects.get().kind, Area.objects.get().name) == ("县", "乙县")
