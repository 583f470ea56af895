"""The register of a past day: recomputed from the record, or as it was frozen on the way.

A household is in it from the first day of a standing until, but without, the last; a person belongs
to the household whose membership is in force. Both ways give the same if nothing was said afterwards
of days before: ``Register`` compares as equal then.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
from django.db import connection

from liuqing.registry.models import Snapshot
from liuqing.registry.queries.reasons import folder
from liuqing.registry.queries.windows.kinds import REGISTERS

Home = tuple[int, str | None, bool]
"""Of a household: its village, its standing (None: not in the register), whether it is monitored."""
Counts = dict[tuple[str, str], Counter[int]]
"""By register and unit: how many in each village."""


@dataclass
class Register:
    """Who is in the register, or monitored, on a day: {household: Home} and {person: household}."""

    homes: dict[int, Home] = field(default_factory=dict)
    people: dict[int, int] = field(default_factory=dict)

    def village(self, home: int | None, register: str) -> int | None:
        """The village in which the household is in that register; None if it is not in it."""
        return inside(self.homes.get(home or 0), register)

    def counts(self) -> Counts:
        """Households and persons of each village, by register."""
        found: Counts = {(r, u): Counter() for r in REGISTERS for u in ("household", "person")}
        lived = Counter(self.people.values())
        for pk, home in self.homes.items():
            for register in REGISTERS:
                if inside(home, register):
                    found[register, "household"][home[0]] += 1
                    found[register, "person"][home[0]] += lived[pk]
        return found


def inside(home: Home | None, register: str) -> int | None:
    """The village of a household that is in the register; None if it is not in it."""
    if home is None:
        return None
    village, status, monitored = home
    if register == "monitored":
        return village if monitored else None
    return village if status in REGISTERS[register].statuses else None


def recomputed(on: date) -> Register:
    """The register of a day, from the dated facts of the record as it is now."""
    homes = {pk: (village, status, bool(watched)) for pk, village, status, watched in _rows(_HOMES, on)}
    return Register(homes, {person: home for person, home in _rows(_PEOPLE, on) if home in homes})


def frozen(snapshot: Snapshot) -> Register:
    """The register of a snapshot, from its files alone."""
    return read(folder(snapshot), snapshot.on)


def read(where: Path, on: date) -> Register:
    """The register of a day from the files that were frozen of it."""
    homes = {
        row["household_id"]: (row["household_village_id"], row["standing"], _watched(row, on))
        for row in _read(where / "households.parquet", _OF_HOME)
    }
    homes = {pk: home for pk, home in homes.items() if home[1] or home[2]}
    people = {row["person_id"]: row["household_id"] for row in _read(where / "persons.parquet", _OF_PERSON)}
    return Register(homes, {person: home for person, home in people.items() if home in homes})


_OF_HOME = ("household_id", "household_village_id", "standing", "monitored_day", "risk_removed_on")
_OF_PERSON = ("person_id", "household_id")


def _read(path: Path, columns: tuple[str, ...]) -> list[dict[str, Any]]:
    """The columns of a file; those it does not have yet are not known."""
    known = set(pq.read_schema(path).names)
    table = pq.read_table(path, columns=[name for name in columns if name in known])
    values = table.to_pydict()
    lacking = [None] * table.num_rows
    rows = zip(*(values.get(name, lacking) for name in columns), strict=True)
    return [dict(zip(columns, row, strict=True)) for row in rows]


def _watched(row: dict[str, Any], on: date) -> bool:
    """Monitored by a procedure; what only a list says is no standing of ours."""
    removed = row["risk_removed_on"]
    return row["monitored_day"] is not None and (removed is None or removed > on)


def _rows(statement: str, on: date) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, {"on": on})
        return list(cursor.fetchall())


# The same choice as in services/freezing/statements.py: of several rows in force the latest counts.
_HOMES = """
SELECT h.id, COALESCE((SELECT w.village_id FROM registry_formervillage w
    WHERE w.household_id = h.id AND w."until" > %(on)s ORDER BY w."until", w.id LIMIT 1), h.village_id),
  (SELECT f.status FROM registry_standing f WHERE f.household_id = h.id AND f.since <= %(on)s
    AND (f."until" IS NULL OR f."until" > %(on)s) ORDER BY f.since DESC, f.id DESC LIMIT 1),
  CASE WHEN h.id IN (SELECT m.household_id FROM registry_monitoring m WHERE m.since <= %(on)s
    AND (m.removed_on IS NULL OR m.removed_on > %(on)s)) THEN 1 ELSE 0 END
FROM registry_household h
WHERE h.id IN (SELECT s.household_id FROM registry_standing s WHERE s.since <= %(on)s
    AND (s."until" IS NULL OR s."until" > %(on)s))
  OR h.id IN (SELECT m.household_id FROM registry_monitoring m WHERE m.since <= %(on)s
    AND (m.removed_on IS NULL OR m.removed_on > %(on)s))
"""

# In ascending order: of several memberships in force the last one read stays.
_PEOPLE = """
SELECT n.person_id, n.household_id FROM registry_membership n JOIN registry_person p ON p.id = n.person_id
WHERE p.same_as_id IS NULL AND n.since <= %(on)s AND (n."until" IS NULL OR n."until" > %(on)s)
ORDER BY n.since, n.id
"""
