"""Which findings the record keeps: those that a page lists, counts or shows, and no others."""

import json
from collections import Counter
from dataclasses import replace

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from django.conf import settings
from django.db import transaction
from django.test import override_settings

from liuqing.compute import assess
from liuqing.compute.snapshot import TABLES
from liuqing.policy import place as places
from liuqing.policy.rules import RULES
from liuqing.registry.models import Finding, Household, HouseholdYear, Standing
from liuqing.registry.queries.reasons import folder
from liuqing.registry.services import keeping, snapshots
from tests import cast as casting
from tests import county as making
from tests.registry.conftest import make_place

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker, tmp_path_factory):
    """One house in danger, one household not registered; assessed once, taken back afterwards."""
    place = make_place(tmp_path_factory.mktemp("place"))
    with django_db_blocker.unblock(), transaction.atomic():
        made = making.five()
        HouseholdYear.objects.filter(household__no="H0001").update(house_grade="D", house_dilapidated=True)
        Standing.objects.filter(household__no="H0005").delete()
        making.income(made, made.households[0], 2017, 3)
        analyst = casting.of(made).county_approver
        with override_settings(WORKSPACE=replace(settings.WORKSPACE, place=str(place))):
            yield place, snapshots.take(on=making.ON, by=analyst)
        transaction.set_rollback(True)


@pytest.fixture
def assessed(world, db):
    return world[1]


@pytest.fixture
def place(world):
    return world[0]


def answers(snapshot, table="households"):
    rows = pq.read_table(folder(snapshot) / "findings" / f"{table}.parquet").to_pylist()
    return [row for row in rows if row.get("registered", True)]


def kept(snapshot, **of):
    found = Finding.objects.filter(snapshot=snapshot, **of)
    return Counter(found.values_list("rule", "household_id", "verdict"))


def test_flags_of_households_are_kept_when_true_or_when_somebody_must_ask(assessed):
    flags = [r for r in RULES.values() if (r.kind, r.entity) == ("flag", "household")]
    wanted = Counter(
        (rule.name, row["household_id"], row[rule.name])
        for rule in flags
        for row in answers(assessed)
        if row[rule.name] or (row[rule.name] is None and rule.asks)
    )
    names = {rule.name for rule in flags}
    assert wanted
    assert wanted == kept(assessed, rule__in=names, person=None)


def test_flags_of_members_are_kept_when_true_or_when_somebody_must_ask(assessed):
    flags = {r.name for r in RULES.values() if (r.kind, r.entity) == ("flag", "person")}
    wanted = Counter(
        (name, row["household_id"], row[name])
        for row in answers(assessed, "persons")
        for name in flags & row.keys()
        if row[name] or (row[name] is None and RULES[name].asks)
    )
    assert wanted == kept(assessed, person__isnull=False)


def test_a_choice_is_kept_as_its_option(assessed):
    choices = [r for r in RULES.values() if (r.kind, r.entity) == ("choice", "household") and r.options]
    wanted = Counter(
        (f"{rule.name}={row[rule.name]}", row["household_id"], True)
        for rule in choices
        for row in answers(assessed)
        if row[rule.name] is not None
    )
    assert wanted == kept(assessed, rule__contains="=")


def test_few_amounts_are_kept_with_their_value(assessed):
    amounts = set(keeping.AMOUNTS) & RULES.keys()
    wanted = Counter((name, row[name]) for name in amounts for row in answers(assessed))
    found = Finding.objects.filter(snapshot=assessed, rule__in=amounts).values_list("rule", "value")
    assert wanted == Counter(found)
    with_value = Finding.objects.filter(snapshot=assessed).exclude(value=None)
    assert set(with_value.values_list("rule", flat=True)) <= amounts


def test_an_exit_stands_on_the_conditions_that_count_in_the_place(assessed, place):
    counting = places.load(str(place)).parameters(making.ON)["exits.household_criteria"]
    found = Finding.objects.filter(snapshot=assessed, rule="exits").first()
    assert sorted(found.conditions) == sorted(counting)
    (row,) = [r for r in answers(assessed) if r["household_id"] == found.household_id]
    assert found.conditions == {name: row[name] for name in counting}


def test_a_flag_that_stopped_is_not_kept(assessed, place):
    numbers = places.load(str(place)).parameters(making.ON)
    every = keeping.Assessed(folder(assessed), numbers)
    flags = {row[0] for row in every.rows() if row[4] and row[0] in RULES and RULES[row[0]].kind == "flag"}
    assert len(flags) > 1
    for stopped in flags:
        rest = {row[0] for row in replace(every, withheld={stopped}).rows()}
        assert stopped not in rest
        assert flags - {stopped} <= rest


def test_nothing_of_an_unregistered_household_is_kept(assessed):
    assert not Finding.objects.filter(snapshot=assessed, household__no="H0005").exists()


MONITORED = {"monitored_listed": True, "monitor_stated": False, "removal_stated": False}


@pytest.fixture
def told_otherwise(assessed, tmp_path):
    """The same snapshot with everybody monitored and nothing stated of it, and villages without a road."""
    for table in TABLES:
        rows = pq.read_table(folder(assessed) / f"{table}.parquet").to_pylist()
        more = {"households": MONITORED, "villages": {"households_stated": 0}}.get(table, {})
        pq.write_table(
            pa.Table.from_pylist([row | more for row in rows], TABLES[table]), tmp_path / f"{table}.parquet"
        )
    return tmp_path


def test_a_monitored_household_outside_the_register_keeps_the_flags_that_are_true(told_otherwise, place):
    assess.run(told_otherwise, place=str(place), on=making.ON)
    numbers = places.load(str(place)).parameters(making.ON)
    rows = list(keeping.Assessed(told_otherwise, numbers).rows())
    outside = Household.objects.get(no="H0005").pk
    told = {(row[0], row[4]) for row in rows if row[1] == outside}
    assert told == {("monitor_unstated", True), ("removal_ready", None)}
    assert sum(row[0] == "monitor_unstated" for row in rows) == 5


def test_flags_of_villages_are_kept_with_the_village_and_nobody_in_it(told_otherwise, place):
    found = assess.run(told_otherwise, place=str(place), on=making.ON)
    numbers = places.load(str(place)).parameters(making.ON)
    kept_rows = [
        row for row in keeping.Assessed(told_otherwise, numbers).rows() if row[0] == "village_unstated"
    ]
    villages = pq.read_table(told_otherwise / "villages.parquet")["village_id"].to_pylist()
    assert sorted(row[3] for row in kept_rows) == sorted(villages)
    assert {(row[1], row[2], row[4]) for row in kept_rows} == {(None, None, True)}
    assert found.findings["village_unstated"] == {"true": len(villages), "false": 0, "unknown": 0}
    stopped = keeping.Assessed(told_otherwise, numbers, {"village_unstated"})
    assert "village_unstated" not in {row[0] for row in stopped.rows()}


def test_standards_and_quotas_are_judged_and_counted(assessed):
    manifest = json.loads((folder(assessed) / "manifest.json").read_text(encoding="utf-8"))
    rows = pq.read_table(folder(assessed) / "findings" / "standards.parquet").to_pylist()
    sets = Counter(row["set"] for row in rows if row["standard"] == "")
    assert {name: sum(counts.values()) for name, counts in manifest["standards"].items()} == sets
    rows = pq.read_table(folder(assessed) / "findings" / "quotas.parquet").to_pylist()
    counted = {name: sum(counts.values()) for name, counts in manifest["quotas"].items()}
    assert counted == Counter(row["quota"] for row in rows)
