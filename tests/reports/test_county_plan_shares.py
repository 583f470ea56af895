"""Whose money it is: villages and the township's own are the township, townships and the county's own the county."""

from collections import defaultdict
from datetime import date

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from liuqing.planning.models import Funding, Project
from liuqing.planning.queries.plans.county import county_plan
from liuqing.planning.queries.plans.shares import added, shares, whole
from liuqing.planning.queries.plans.village import village_plan
from tests.planning import building
from tests.planning.conftest import place  # noqa: F401 - the small county's classes and sources
from tests.planning.test_matrix_properties import plant, projects

pytestmark = pytest.mark.one_database
COUNTY = "990101"


def fen(raw):
    """Fen by year and source, added up one raw row after the other."""
    sums = defaultdict(int)
    for one in raw:
        sums[one.year, one.source] += int(one.need * 100)
    return dict(sums)


def pooled(path):
    return Funding.objects.filter(project__state__in=Project.IN_POOL, project__area__path__startswith=path)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(projects, max_size=2).map(lambda many: [one for some in many for one in some]))
def test_the_parts_of_every_area_are_the_area_to_the_fen(county, cast, told):
    user = cast.county_approver
    with transaction.atomic():
        plant(county, told)
        for area in (county.county, *county.towns, *county.villages):
            parts, every = shares(user, area.code), whole(user, area.code)
            assert added(one.need for one in parts) == dict(every.need) == fen(pooled(area.path))
            assert sum(one.projects for one in parts) == every.projects
            below = [one for one in parts if not one.own]
            assert [dict(one.need) for one in below] == [dict(whole(user, one.code).need) for one in below]
        transaction.set_rollback(True)


def test_a_village_s_plan_needs_what_the_village_has_in_its_township(county, cast):
    building.project(county, need="100.00", state="pooled")
    odd = building.project(county, state="begun", year=2019)
    odd.fundings.update(need="0.37")
    building.project(county, need="7.00", state="pooled", area=county.towns[0])
    own, first, second = shares(cast.county_approver, county.towns[0].code)
    plan = village_plan(cast.county_approver, county.villages[0].code)
    assert {key: int(yuan * 100) for key, yuan in plan.need.items()} == dict(first.need)
    assert (own.total, first.total, second.total) == (700, 10037, 0)


def test_what_a_village_brought_into_a_merger_is_its_heir_s_and_nobody_else_s(county, cast):
    old, heir = county.villages[0], county.villages[2]
    building.project(county, need="100.00", state="pooled", area=old)
    building.project(county, need="23.00", state="pooled", area=heir)
    old.until, old.successor = date(2018, 12, 1), heir
    old.save()
    towns = shares(cast.county_approver, COUNTY)
    assert [(one.name, one.total) for one in towns] == [("示例县本级", 0), ("甲镇", 0), ("乙镇", 12300)]
    assert [one.total for one in shares(cast.county_approver, county.towns[1].code)] == [0, 12300]
    assert whole(cast.county_approver, heir.code).total == 12300


def test_a_household_that_a_higher_project_serves_is_not_charged_to_its_village(county, cast):
    above = building.project(county, need="900.00", state="pooled", area=county.county)
    building.serves(above, county.households[0])
    plan = village_plan(cast.county_approver, county.villages[0].code)
    assert [one.no for one in plan.named] == [above.no]
    assert plan.need == {}
    assert shares(cast.county_approver, COUNTY)[0].total == 90000


def test_the_county_s_plan_shows_those_very_shares(county, cast):
    building.project(county, need="100.00", state="pooled")
    building.project(county, need="7.00", state="pooled", area=county.towns[1], year=2019)
    building.project(county, need="9.00", state="begun", area=county.county)
    user = cast.county_approver
    assert county_plan(user, COUNTY).shares == shares(user, COUNTY)


def test_a_project_without_money_is_a_project(county, cast):
    silent = building.project(county, state="pooled")
    silent.fundings.all().delete()
    found = whole(cast.county_approver, COUNTY)
    assert (found.projects, found.total, dict(found.need)) == (1, 0, {})


def test_what_a_user_may_not_see_is_in_no_share(county, cast):
    building.project(county, need="5.00", state="pooled", area=county.villages[2])
    assert whole(cast.township_reviewer, county.towns[0].code).total == 0
