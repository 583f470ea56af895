"""A whole small sample county goes in, and the truth beside it says whether it went in right."""

import csv
from collections import defaultdict

import pytest

from liuqing.policy import place
from liuqing.registry.models import Entry, Household, Membership
from liuqing.registry.services import areas, loading
from liuqing.sample import county as sample
from tests import cast


def read(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.django_db
def test_a_sample_county_goes_in_whole_and_nobody_is_taken_for_another(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("LIUQING_RAISE", "1")
    areas.plant(place.load("fuyuan"))
    clerk = cast.user("clerk", "county_analyst", "")
    paths = sample.write("fuyuan", tmp_path, households=200)
    told = loading.load_paths(paths, by=clerk)

    assert {one["state"] for one in told} == {"loaded"}
    assert all(one["rows"] == one["accepted"] + one["held"] + one["refused"] for one in told)
    assert Household.objects.count() == 200
    assert Membership.objects.filter(until=None).count() == len(
        {
            row["person_no"]
            for row in read(tmp_path / "truth" / "people.csv")
            if row["file"].startswith("全国")
        }
    ) - planted(tmp_path, "member_without_household") - planted(tmp_path, "person_two_households")

    truth = defaultdict(set)
    for row in read(tmp_path / "truth" / "people.csv"):
        truth[row["file"], int(row["row"])].add(row["person_no"])
    found = [(e.file.name, e.row, e.person.person_no) for e in Entry.objects.select_related("file", "person")]
    wrong = [one for one in found if one[2] not in truth[one[0], one[1]]]
    listed = sum(len(people) for (file, _), people in truth.items() if not file.startswith("全国"))
    with capsys.disabled():
        print(f"\nmatched {len(found)} of {listed}, wrong {len(wrong)}", end=" ")
    assert wrong == []
    assert len(found) >= 0.99 * (listed - planted(tmp_path, "list_twice"))


def planted(folder, kind):
    return sum(row["kind"] == kind for row in read(folder / "truth" / "errors.csv"))
