"""Ask once (填报表): what the record can answer of the fields that a form of others asks for.

``fields`` knows what a heading means, ``households`` and ``areas`` read the values. Unknown stays
unknown: a field the record does not know is left empty and told, never guessed.
"""

from liuqing.registry.queries.filling.areas import area_values, village_rows
from liuqing.registry.queries.filling.fields import Field, field_of, known
from liuqing.registry.queries.filling.households import (
    Scope,
    how_many,
    of_area,
    of_household,
    rows,
)
from liuqing.registry.queries.filling.places import Choice, places

__all__ = [
    "Choice",
    "Field",
    "Scope",
    "area_values",
    "field_of",
    "how_many",
    "known",
    "of_area",
    "of_household",
    "places",
    "rows",
    "village_rows",
]
