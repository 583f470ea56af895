"""The pages of performance: targets typed, looks taken, nothing lost when something is wrong."""

import re

import pytest

from liuqing.planning.models import Review
from tests.planning import building
from tests.planning.test_performance import paid

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture(autouse=True)
def place(tmp_path, settings):
    from dataclasses import replace

    (tmp_path / "place.yaml").write_text(building.PLACE, encoding="utf-8")
    settings.WORKSPACE = replace(settings.WORKSPACE, place=str(tmp_path))


def text(answer):
    return answer.content.decode()


def typed(**more):
    lines = {
        "kind": ["产出数量", "满意度", ""], "name": ["种植面积", "群众满意度", ""], "value": ["120", "95", ""],
        "unit": ["亩", "%", ""], "weight": ["", "", ""], "least": ["1", "1", "1"],
    }  # fmt: skip
    return lines | more


def test_targets_are_typed_together_and_empty_lines_do_not_count(seen_by, county):
    one = building.project(county)
    answer = seen_by("village_officer").post(f"/performance/project/{one.no}/targets/", typed())
    assert answer.status_code == 302
    assert [(t.name, t.value) for t in one.targets.all()] == [("种植面积", 120), ("群众满意度", 95)]


def test_a_faulty_line_is_told_in_words_and_nothing_typed_is_lost(seen_by, county):
    one = building.project(county)
    answer = seen_by("village_officer").post(
        f"/performance/project/{one.no}/targets/", typed(value=["很多", "95", ""])
    )
    page = text(answer)
    assert answer.status_code == 422 and "目标值不是数" in page
    assert 'value="很多"' in page and 'value="群众满意度"' in page and one.targets.count() == 1


def test_a_look_is_taken_on_the_page_and_shows_its_points(seen_by, county):
    one = building.project(county, state="begun")
    paid(one)
    client = seen_by("county_approver")
    path = f"/performance/project/{one.no}/self/"
    page = text(client.get(path))
    [uuid] = re.findall(r'name="uuid" value="([^"]+)"', page)
    target = one.targets.get()
    bad = client.post(path, {"uuid": uuid, "year": "2018", f"actual-{target.pk}": "约八十", "said": "雨水多"})
    assert bad.status_code == 422 and 'value="约八十"' in text(bad) and "雨水多" in text(bad)
    for _ in range(2):
        answer = client.post(path, {"uuid": uuid, "year": "2018", f"actual-{target.pk}": "80"})
        assert answer.status_code == 302
    assert str(Review.objects.get().score) == "83.33"
    page = text(client.get(answer.url))
    assert "83.33" in page and "得 66.6667 / 83.3333 分" in page


def test_the_year_lists_projects_offices_and_the_five_elements(seen_by, county):
    one = building.project(county, state="begun")
    page = text(seen_by("county_leader").get("/performance/?year=2018"))
    assert one.name in page and "县农业局" in page and "有奖惩" in page and "没有写分值的，不计分" in page


def test_a_list_is_narrowed_to_what_is_due(seen_by, county):
    planned = building.project(county, state="planned")
    without = building.project(county, state="planned")
    without.targets.all().delete()
    page = text(seen_by("county_leader").get("/performance/?year=2018&show=no_targets"))
    assert without.name in page and planned.name not in page


def test_nobody_outside_sees_or_looks(seen_by, county):
    one = building.project(county, state="begun")
    for part in ("outsider", "nobody", "administrator"):
        for path in ("", "targets/", "self/"):
            assert seen_by(part).get(f"/performance/project/{one.no}/{path}").status_code == 404


def test_the_first_page_asks_few_questions(seen_by, county, django_assert_max_num_queries):
    for _ in range(8):
        building.project(county, state="begun")
    client = seen_by("county_leader")
    client.get("/performance/?year=2018")
    with django_assert_max_num_queries(24):
        client.get("/performance/?year=2018")
