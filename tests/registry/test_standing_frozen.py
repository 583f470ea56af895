"""A proceeding keeps its procedure whole: what comes back out of the record is what the place states."""

from dataclasses import replace
from datetime import date

import pytest

from liuqing.policy import place, procedures
from liuqing.policy.effects import EFFECTS
from liuqing.registry.services.standing import checking, frozen
from liuqing.registry.services.standing.effects import CHANGES
from liuqing.registry.services.standing.filled import _KINDS
from liuqing.registry.services.standing.submitting import STARTS

PLACES = ("china", "china/yunnan/fuyuan", "china/yunnan/menghai", "china/yunnan/songming", "china/yunnan/xinping",
          "china/shandong/wenchanghu")  # fmt: skip
DAYS = [date(year, 6, 30) for year in (2014, 2017, 2019, 2021, 2026)]


@pytest.mark.parametrize("key", PLACES)
def test_every_shipped_procedure_comes_back_as_it_was(key):
    for on in DAYS:
        for found in procedures.in_force(place.load(key), on).values():
            told = frozen.read(frozen.kept(found))
            usual = place.load(key).parameters(on)["standing.entered_within"]
            stated = [
                step if step.entered_within is not None else replace(step, entered_within=usual)
                for step in found.steps
            ]
            assert list(told.steps) == stated
            assert (told.needs, told.starts) == (tuple(found.procedure.needs), tuple(found.procedure.starts))
            assert (told.days, told.count) == (found.version.days, found.version.count)
            assert told.after(told.steps[-1].key) is None


@pytest.mark.parametrize("key", PLACES)
def test_every_shipped_procedure_can_be_done_here(key):
    """Its effect is written, its steps end somehow, its beginnings are words that we know."""
    for found in procedures.in_force(place.load(key), date(2021, 6, 30)).values():
        assert found.procedure.effect in CHANGES
        assert set(found.procedure.starts) <= set(STARTS), found.key
        assert all(checking.outcomes(step) for step in found.steps)


def test_every_effect_is_written_and_every_field_is_checked():
    assert set(CHANGES) == set(EFFECTS)
    assert {field.kind for one in EFFECTS.values() for field in one.fields} <= set(_KINDS)
