"""Snapshots: the record of a day, frozen whole or not at all."""

import hashlib
import json
from datetime import date, timedelta

import pytest

from liuqing.errors import Problem
from liuqing.registry import queries
from liuqing.registry.models import (
    Entry,
    Figure,
    Finding,
    HouseholdYear,
    Person,
    PersonYear,
    Snapshot,
    SourceFile,
    Standing,
)
from liuqing.registry.queries.reasons import folder
from liuqing.registry.services import snapshots
from liuqing.workflow import trail

pytestmark = pytest.mark.django_db


def test_the_manifest_proves_the_files(taken):
    snapshot = taken()
    manifest = json.loads((folder(snapshot) / "manifest.json").read_text(encoding="utf-8"))
    assert manifest == snapshot.manifest
    tables = {"villages", "households", "persons", "bills", "employers", "indicators", "activities"}
    assert set(manifest["rows"]) == tables
    found = {"areas", "households", "persons", "entitlements", "bills", "employers", "standards", "quotas"}
    assert set(manifest["files"]) >= {f"{name}.parquet" for name in tables}
    assert set(manifest["files"]) >= {f"findings/{name}.parquet" for name in found}
    for name, digest in manifest["files"].items():
        assert hashlib.sha256((folder(snapshot) / name).read_bytes()).hexdigest() == digest


def test_every_household_gets_its_findings_and_every_area_its_figures(taken):
    snapshot = taken()
    found = Finding.objects.filter(snapshot=snapshot, person=None)
    assert found.filter(rule="exits").count() == 5
    assert set(found.filter(rule="completeness").values_list("value", flat=True)) == {6}
    assert set(found.filter(rule="income_per_person").values_list("value", flat=True)) == {500000}
    assert found.filter(rule="exits").first().conditions["exit_water"] is True
    county = dict(
        Figure.objects.filter(snapshot=snapshot, area__code="990101", dimension="").values_list(
            "metric", "value"
        )
    )
    assert (county["registered_households"], county["registered_persons"]) == (5, 15)
    assert (county["exited_households"], county["unexited_households"]) == (2, 3)
    assert county["incidence"] is None


def test_only_flags_that_are_true_or_unknown_are_kept(taken):
    """In the insurance list: no flag. Missing in it: a flag, unless an employees' cover is unknown."""
    listed = SourceFile.objects.create(
        sha256="e" * 64, kind="medical_insured", state="loaded", on=date(2018, 10, 1)
    )
    for person in Person.objects.exclude(name__in=["钱初九", "孙十一"]):
        Entry.objects.create(kind="medical_insured", person=person, file=listed)
    PersonYear.objects.filter(person__name="孙十一").update(employee_medical=None)
    flags = Finding.objects.filter(snapshot=taken(), person__isnull=False, rule="not_insured")
    assert {(f.person.name, f.verdict) for f in flags} == {("钱初九", True), ("孙十一", None)}


def test_a_household_that_is_not_registered_on_the_day_has_no_finding(taken):
    Standing.objects.filter(household__no="H0001").delete()
    assert not Finding.objects.filter(snapshot=taken(), household__no="H0001").exists()


def test_the_same_record_gives_the_same_files(taken):
    def tables(snapshot):
        return {name: hash_ for name, hash_ in snapshot.manifest["files"].items() if "areas" not in name}

    assert tables(taken()) == tables(taken())


def test_findings_kept_in_pieces_are_all_kept(taken, monkeypatch):
    monkeypatch.setattr(snapshots, "PIECE", 2)
    snapshot = taken()
    assert Finding.objects.filter(snapshot=snapshot, rule="exits").count() == 5
    assert (
        Figure.objects.filter(
            snapshot=snapshot, area__level="village", metric="registered_households", dimension=""
        ).count()
        == 3
    )


def test_the_newest_complete_snapshot_counts_and_older_ones_stay(taken):
    first, second = taken(), taken()
    assert queries.latest_snapshot() == second
    assert folder(first).is_dir()
    assert queries.latest_snapshot(date(2018, 12, 31)) == second
    assert queries.latest_snapshot(date(2017, 12, 31)) is None


def test_only_who_may_assess_takes_a_snapshot(cast, place):
    for part, person in cast.everybody().items():
        if part != "county_approver":
            with pytest.raises(Problem) as found:
                snapshots.take(on=date(2018, 12, 31), by=person)
            assert found.value.code == "workflow.not_allowed", part
    assert Snapshot.objects.count() == 0


def test_taking_a_snapshot_leaves_the_record_as_it_was(taken):
    before = list(Standing.objects.values()), list(HouseholdYear.objects.values())
    taken()
    assert (list(Standing.objects.values()), list(HouseholdYear.objects.values())) == before


def test_nothing_is_frozen_while_a_list_is_being_read(taken):
    SourceFile.objects.create(sha256="f" * 64, name="参保.xlsx", state="loading")
    with pytest.raises(Problem) as found:
        taken()
    assert found.value.code == "snapshots.loading"
    assert Snapshot.objects.count() == 0


def test_a_record_that_keeps_changing_is_not_frozen(taken, monkeypatch):
    real = snapshots._tables

    def disturbed(*args):
        trail.record("anything", by="somebody")
        return real(*args)

    monkeypatch.setattr(snapshots, "_tables", disturbed)
    with pytest.raises(Problem) as found:
        taken()
    assert found.value.code == "snapshots.disturbed"


def test_a_failure_on_the_way_leaves_nothing_behind(taken, monkeypatch, settings):
    monkeypatch.setattr(snapshots, "_publish", lambda *a: 1 / 0)
    before = set((settings.WORKSPACE.folder / "snapshots").iterdir())
    with pytest.raises(ZeroDivisionError):
        taken()
    assert Snapshot.objects.count() == Finding.objects.count() == Figure.objects.count() == 0
    assert set((settings.WORKSPACE.folder / "snapshots").iterdir()) == before


def test_an_incomplete_snapshot_is_never_shown_and_swept_later(taken):
    good = taken()
    Snapshot.objects.create(on=good.on, folder="", rules_version="x")
    assert queries.latest_snapshot() == good
    assert snapshots.sweep() == 0
    assert snapshots.sweep(timedelta(0)) == 1
    assert list(Snapshot.objects.all()) == [good]


def test_taking_leaves_an_event(taken):
    snapshot = taken()
    event = next(iter(trail.of(subject=f"snapshot:{snapshot.pk}")))
    assert (event.act, event.by) == ("snapshots.taken", "county-approver")
    assert trail.verify().sound
