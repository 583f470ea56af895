"""The demo's county: who was made ready to exit is found ready, and its officer begins their exits."""

from dataclasses import replace

import pytest
from django.conf import settings
from django.test import override_settings

from liuqing.policy import place
from liuqing.registry.models import Finding, Notice, Proceeding
from liuqing.registry.services import accounts, areas, demonstrating, loading, snapshots
from liuqing.sample import county as sample
from tests import cast

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
HOUSEHOLDS = 200


def test_the_ready_are_found_ready_and_one_of_them_hangs_on_a_notice(tmp_path):
    made = sample.make("fuyuan", households=HOUSEHOLDS, leaving=True)
    on = made.figures.as_of
    paths = sample.write("fuyuan", tmp_path, households=HOUSEHOLDS, leaving=True)
    with override_settings(WORKSPACE=replace(settings.WORKSPACE, place="fuyuan", demo=True)):
        areas.plant(place.load("fuyuan"))
        clerk = cast.user("clerk", "county_analyst", "")
        loading.load_paths(paths, by=clerk)
        snapshot = snapshots.take(on=on, by=clerk)

        ready = Finding.objects.filter(snapshot=snapshot, rule="exits", verdict=True)
        left = ready.filter(household__standings__until=None, household__standings__status="registered")
        assert set(left.values_list("household__no", flat=True)) == set(made.ready)

        accounts.create_demo(by=cast.user("keyman", "operator", ""))
        demonstrating.begin(snapshot)
        exits = Proceeding.objects.filter(procedure="household_exit")
        assert 1 <= exits.count() <= demonstrating.LEAVING
        assert {one.household.no for one in exits} <= set(made.ready)
        assert {one.state for one in exits} == {Proceeding.State.OPEN}
        hanging = Notice.objects.filter(procedure="household_exit", state=Notice.State.HANGING)
        assert hanging.count() == 1
        assert set(exits.values_list("step", flat=True)) == {hanging.get().step}
