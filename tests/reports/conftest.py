"""The small county, assessed: a snapshot with the findings that papers show."""

import pytest

from liuqing.registry.models import Finding, Household, Snapshot
from tests.county import ON


@pytest.fixture
def assessed(county):
    """The small county with a complete snapshot; every household scores 5, the exits are missing."""
    snapshot = Snapshot.objects.create(on=ON, folder="test", rules_version="test", complete=True)
    gaps = {
        f"clear_{key}": key != "exits"
        for key in ("members", "causes", "measures", "ledger", "officers", "exits")
    }
    for household in Household.objects.all():
        size = household.memberships.count()
        found = {
            "completeness": (None, 5, gaps),
            "net_income": (None, 500000 * size, {}),
            "income_per_person": (None, 500000, {}),
            "exits": (True, None, {}),
        }
        for rule, (verdict, value, conditions) in found.items():
            Finding.objects.create(
                snapshot=snapshot,
                rule=rule,
                household=household,
                village=household.village,
                verdict=verdict,
                value=value,
                conditions=conditions,
            )
    return county
