"""check-plan on plans that never were: silent where all is well, and sharp where one figure is wrong.

The seeds are fixed and few; ``python -m benchmarks.plan_check`` measures the same over many.
"""

import pytest

from benchmarks.plan_corpus import measuring

pytestmark = pytest.mark.one_database

CLEAN = range(100, 116)
PLANTED = range(200, 224)


@pytest.fixture(scope="module")
def clean():
    return measuring.clean(CLEAN)


def test_a_plan_without_an_error_is_not_accused(clean):
    assert [(plan, claim.kind, claim.lines, claim.why) for plan, claim in clean.alarms] == []


def test_four_fifths_of_what_stands_in_one_paragraph_is_found(clean):
    assert clean.relations["local"].share >= 0.8


def test_nine_tenths_of_the_errors_within_a_paragraph_are_found():
    assert measuring.hunt(PLANTED, "local").found["local"].share >= 0.9


def test_two_thirds_of_the_errors_across_sections_are_found():
    assert measuring.hunt(PLANTED, "cross").found["cross"].share >= 2 / 3
