"""The record as of a day, streamed out of the database into Parquet.

What counts as known on a day:

- what has days is in force from ``since`` until, but without, ``until``;
- a condition of a household, person or village is the latest yearly record of that year or of
  the year before (a house keeps its grade over New Year); an older one is not known any more;
- an income is that of the year itself, never of another year;
- a list that speaks by leaving people out (insured, on the school roll, paid something) says
  something only if one was loaded for the year, and of nobody whom a row of it may mean that still
  waits for a decision; otherwise nothing is known;
- a list counts from its own day, a row that has a day from that day.
"""

from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
from django.conf import settings

from liuqing.compute import snapshot
from liuqing.policy import place
from liuqing.registry.models import Area
from liuqing.registry.services.freezing import bills as settled
from liuqing.registry.services.freezing import numbers, pieces, places, readings, reported, statements
from liuqing.registry.services.freezing.asked import Asked, asked
from liuqing.registry.services.freezing.employers import Employers
from liuqing.registry.services.freezing.homes import Homes
from liuqing.registry.services.freezing.listed import Lists
from liuqing.registry.services.freezing.pieces import Progress, Table

__all__ = ["Asked", "ages", "asked", "freeze"]

ProgressOf = dict[str, Progress]
_NOBODY: Progress = lambda rows: None  # noqa: E731 - a default of one word


def freeze(folder: Path, asked: Asked, progress: ProgressOf | None = None) -> dict[str, int]:
    """Write every table of the snapshot into the folder; the number of rows of each.

    ``progress`` is told how many rows of a table are written, by its name.
    """
    tell = progress or {}
    employers = Employers(asked)
    return {
        "villages": pieces.write(
            folder / "villages.parquet", snapshot.VILLAGES, statements.VILLAGES, asked, places.finished
        ),
        "households": pieces.write(
            folder / "households.parquet", snapshot.HOUSEHOLDS, statements.HOUSEHOLDS, asked,
            Homes(asked).finished, tell.get("households", _NOBODY),
        ),
        "persons": _persons(folder / "persons.parquet", asked, employers, tell.get("persons", _NOBODY)),
        "bills": pieces.save(folder / "bills.parquet", snapshot.BILLS, settled.tables(asked)),
        "employers": pieces.save(folder / "employers.parquet", snapshot.EMPLOYERS, [employers.table()]),
        "indicators": pieces.write(folder / "indicators.parquet", snapshot.INDICATORS, reported.INDICATOR, asked),
        "activities": pieces.write(folder / "activities.parquet", snapshot.ACTIVITIES, reported.ACTIVITY, asked),
    }  # fmt: skip


def ages(birth: pa.Array, on: date) -> pa.Array:
    """Full years on the day; NULL without a birth date."""
    years = pc.subtract(pa.scalar(on.year, pa.int64()), pc.year(birth))
    day = pc.add(pc.multiply(pc.month(birth), 100), pc.day(birth))
    to_come = pc.greater(day, pa.scalar(on.month * 100 + on.day, pa.int64()))
    return pc.subtract(years, to_come.cast(pa.int64()))


def _persons(out: Path, asked: Asked, employers: Employers, progress: Progress) -> int:
    lists = Lists(asked, _regions(), employers.keys)

    def finish(table: Table) -> Table:
        read = {"age": ages(table["birth"], asked.on), **numbers.told(table["number"])}
        return lists.finished(table | read)

    return pieces.write(out, snapshot.PERSONS, statements.PERSONS, asked, finish, progress)


def _regions() -> readings.Regions:
    names = place.load(settings.WORKSPACE.place).names
    towns = Area.objects.filter(level=Area.Level.TOWN).values_list("name", flat=True)
    levels = {level: names.get(level, "") for level in ("province", "city", "county")}
    return readings.Regions(**levels, towns=towns)
