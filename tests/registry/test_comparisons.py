"""Comparisons: a list is compared on a stated ground, and what it need not leave behind goes in time."""

from datetime import timedelta

import pytest
from django.utils import timezone

from liuqing.errors import Problem
from liuqing.registry.models import Comparison, Entry, SourceFile, SourceRow
from liuqing.registry.services import comparisons, files
from liuqing.workflow.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def lent(cast, place, tmp_path):
    """A list of vehicles that was received and read, with one row taken, one refused, one held."""
    paper = tmp_path / "车辆.csv"
    paper.write_text("姓名,证件号码\n", encoding="utf-8")
    file = files.receive(paper, by=cast.county_approver)
    SourceFile.objects.filter(pk=file.pk).update(kind="vehicles", state="loaded", rows=3)
    for row, verdict in ((2, "refused"), (3, "held")):
        SourceRow.objects.create(
            file=file, row=row, verdict=verdict, cells=b"sealed", problems=[{"what": "x"}]
        )
    file.refresh_from_db()
    return file


def test_ground_purpose_and_last_day_are_recorded_by_the_kind_of_list(lent, cast):
    told = comparisons.record(lent, by=cast.county_approver)
    assert "授权" in told.ground and "车辆" in told.purpose
    assert (told.delete_on - timezone.localdate(told.at)).days == 90
    assert comparisons.record(lent, by=cast.county_approver).pk == told.pk
    assert Event.objects.filter(act="comparisons.recorded").count() == 1


def test_the_offices_own_record_is_not_a_comparison(lent, cast):
    SourceFile.objects.filter(pk=lent.pk).update(kind="register_persons")
    lent.refresh_from_db()
    assert comparisons.record(lent, by=cast.county_approver) is None


def test_nothing_goes_a_day_too_early_and_everything_on_its_day(lent, cast, county):
    told = comparisons.record(lent, by=cast.county_approver)
    person = county.households[0].memberships.first().person
    Entry.objects.create(kind="vehicles", person=person, file=lent, values={})
    assert comparisons.purge(on=told.delete_on - timedelta(days=1), by=cast.county_approver) == []
    assert files.stored(lent).exists()
    assert comparisons.purge(on=told.delete_on, by=cast.county_approver) == [lent.pk]
    assert not files.stored(lent).exists()
    assert comparisons.purge(on=told.delete_on, by=cast.county_approver) == []
    assert Entry.objects.filter(file=lent).exists(), "what matched stays"


def test_an_open_row_keeps_its_cells_and_a_refused_one_its_reason(lent, cast):
    told = comparisons.record(lent, by=cast.county_approver)
    comparisons.purge(on=told.delete_on, by=cast.county_approver)
    kept = {row.verdict: bytes(row.cells) for row in SourceRow.objects.filter(file=lent)}
    assert kept == {"refused": b"", "held": b"sealed"}
    assert all(row.problems for row in SourceRow.objects.filter(file=lent))
    with pytest.raises(Problem, match="保留期满"), files.opened(lent):
        pass


def test_a_file_still_being_read_is_left_alone(lent, cast):
    told = comparisons.record(lent, by=cast.county_approver)
    SourceFile.objects.filter(pk=lent.pk).update(state="loading")
    assert comparisons.purge(on=told.delete_on, by=cast.county_approver) == []


def test_another_ground_may_be_stated_but_not_none(lent, cast):
    told = comparisons.record(lent, by=cast.county_approver)
    with pytest.raises(Problem, match="没有写明"):
        comparisons.state(told, by=cast.county_approver, ground=" ", purpose="核对")
    comparisons.state(told, by=cast.county_approver, ground="户主书面授权", purpose="核对名下车辆")
    assert Comparison.objects.get(pk=told.pk).ground == "户主书面授权"


@pytest.mark.parametrize("part", ["village_officer", "outsider", "department_officer"])
def test_only_the_county_deletes(part, lent, cast):
    with pytest.raises(Problem):
        comparisons.purge(on=timezone.localdate(lent.received_at), by=cast.everybody()[part])
