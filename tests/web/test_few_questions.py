"""Pages of projects and money ask the record little, however much there is."""

from datetime import date

import pytest

from tests.planning import building

PAGES = (
    "/area/990101/money/progress/", "/area/990101/money/progress/?by=town", "/area/990101/money/rules/", "/announcements/",
    "/performance/", "/projects/",
)  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("path", PAGES)
def test_a_page_of_the_whole_county_asks_few_questions(path, seen_by, county, django_assert_max_num_queries):
    for state in ("filed", "pooled", "planned", "begun"):
        building.project(county, state=state)
    client = seen_by("county_approver")
    with django_assert_max_num_queries(20):
        assert client.get(path).status_code == 200


@pytest.mark.django_db
def test_the_page_of_a_project_reads_each_of_its_tables_once(seen_by, county, django_assert_max_num_queries):
    made = building.project(county, state="begun")
    made.beneficiaries.create(area=county.villages[0], since=date(2018, 1, 1))
    client = seen_by("county_approver")
    with django_assert_max_num_queries(35):
        assert client.get(f"/projects/{made.no}/").status_code == 200
