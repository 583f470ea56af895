"""What a village's own yearly record tells besides its plain columns."""

import pyarrow as pa

from liuqing.compute.snapshot import VILLAGES
from liuqing.registry.services.freezing import readings
from liuqing.registry.services.freezing.pieces import Table

TOLD = {
    "water_unsafe_households": ("water_unsafe_households", readings.whole),
    "dilapidated_households": ("dilapidated_households", readings.whole),
    "village_land_cmu": ("village_land", readings.hundredths),
    "hardened_road": ("hardened_road", readings.flag),
}
"""The columns, the facts that feed them, and how these are read."""


def finished(table: Table) -> Table:
    """The columns of a piece of villages with what ``other`` holds."""
    others = [readings.facts(text) for text in table["other"].to_pylist()]
    return table | {
        column: pa.array([read(other.get(fact)) for other in others], VILLAGES.field(column).type)
        for column, (fact, read) in TOLD.items()
    }
