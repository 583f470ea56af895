"""The record as of a day, streamed out of the database into Parquet.

Each table is read in pieces by its key: every piece is a short read, so that writers never wait
for a snapshot, and no more than one piece is in memory.

What counts as known on a day:

- what has days is in force from ``since`` until, but without, ``until``;
- a condition of a household, person or village is the latest yearly record of that year or of
  the year before (a house keeps its grade over New Year); an older one is not known any more;
- an income is that of the year itself, never of another year;
- a list that speaks by leaving people out (insured, on the school roll) says something only if
  one was loaded for the year; otherwise nothing is known.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from django.db import connection

from liuqing.compute.snapshot import HOUSEHOLDS, PERSONS, VILLAGES
from liuqing.policy.tables import INCOME_ITEMS
from liuqing.registry.models import SourceFile

PIECE = 25_000


@dataclass(frozen=True)
class Asked:
    """The day, and the files of the lists that were loaded for its year."""

    on: date
    insured: tuple[int, ...]
    enrolled: tuple[int, ...]

    @property
    def values(self) -> dict[str, Any]:
        """The parameters of the statements below."""
        return {"on": self.on.isoformat(), "year": self.on.year, "before": self.on.year - 1}


def asked(on: date) -> Asked:
    """What is asked for a snapshot of that day."""
    return Asked(on, _files("medical_insured", on), _files("school_roll", on))


def villages(out: Path, asked: Asked) -> int:
    """Write ``villages.parquet``; returns the number of rows."""
    return _write(out, VILLAGES, _VILLAGES, asked)


def households(out: Path, asked: Asked, progress: Callable[[int], None] = lambda rows: None) -> int:
    """Write ``households.parquet``; returns the number of rows."""
    return _write(out, HOUSEHOLDS, _HOUSEHOLDS, asked, progress=progress)


def persons(out: Path, asked: Asked, progress: Callable[[int], None] = lambda rows: None) -> int:
    """Write ``persons.parquet``; returns the number of rows."""
    statement = _PERSONS.format(
        insured=_listed("medical_insured", asked.insured), enrolled=_listed("school_roll", asked.enrolled)
    )
    deaths = _deaths(asked)

    def finish(table: dict[str, pa.Array]) -> dict[str, pa.Array]:
        table["died_on"] = pa.array([deaths.get(key) for key in table["person_id"].to_pylist()], pa.date32())
        table["age"] = ages(table["birth"], asked.on)
        return table

    return _write(out, PERSONS, statement, asked, finish, progress)


def empty(out: Path, schema: pa.Schema) -> int:
    """Write a table in which nothing is known yet."""
    pq.write_table(schema.empty_table(), out, compression="zstd")
    return 0


def ages(birth: pa.Array, on: date) -> pa.Array:
    """Full years on the day; NULL without a birth date."""
    years = pc.subtract(pa.scalar(on.year, pa.int64()), pc.year(birth))
    day = pc.add(pc.multiply(pc.month(birth), 100), pc.day(birth))
    to_come = pc.greater(day, pa.scalar(on.month * 100 + on.day, pa.int64()))
    return pc.subtract(years, to_come.cast(pa.int64()))


def _files(kind: str, on: date) -> tuple[int, ...]:
    loaded = SourceFile.objects.filter(state=SourceFile.State.LOADED, on__year=on.year).order_by("pk")
    # A workbook with several lists has their kinds joined by +.
    return tuple(key for key, kinds in loaded.values_list("pk", "kind") if kind in kinds.split("+"))


def _listed(kind: str, files: tuple[int, ...]) -> str:
    """1 or 0: in one of the files of the year; NULL if there is none. ``files`` are our own keys."""
    if not files:
        return "NULL"
    among = ", ".join(str(int(key)) for key in files)
    return (
        "CASE WHEN EXISTS (SELECT 1 FROM registry_entry e WHERE e.kind = "  # noqa: S608 - our own keys
        f"'{kind}' AND e.person_id = p.id AND e.file_id IN ({among})) THEN 1 ELSE 0 END"
    )


def _deaths(asked: Asked) -> dict[int, date]:
    from liuqing.registry.models import Entry

    told: dict[int, date] = {}
    for person, values, said_on in Entry.objects.filter(kind="police_deaths").values_list(
        "person_id", "values", "said_on"
    ):
        day = date.fromisoformat(values["died_on"]) if values.get("died_on") else said_on
        if day and day <= asked.on:
            told[person] = min(day, told.get(person, day))
    return told


def _write(
    out: Path, schema: pa.Schema, statement: str, asked: Asked,
    finish: Callable[[dict[str, pa.Array]], dict[str, pa.Array]] = lambda table: table,
    progress: Callable[[int], None] = lambda rows: None,
) -> int:  # fmt: skip
    written = 0
    with pq.ParquetWriter(out, schema, compression="zstd") as writer:
        for names, rows in _pieces(statement, asked):
            table = finish(_columns(schema, names, rows))
            table |= {
                name: pa.nulls(len(rows), schema.field(name).type)
                for name in schema.names
                if name not in table
            }
            writer.write_table(pa.table([table[name] for name in schema.names], schema=schema))
            written += len(rows)
            progress(written)
    return written


def _pieces(statement: str, asked: Asked) -> Iterator[tuple[list[str], list[tuple[Any, ...]]]]:
    after = 0
    while True:
        with connection.cursor() as cursor:
            cursor.execute(statement, {**asked.values, "after": after, "piece": PIECE})
            names = [column[0] for column in cursor.description]
            rows = cursor.fetchall()
        if rows:
            yield names, rows
            after = rows[-1][0]
        if len(rows) < PIECE:
            return


def _columns(schema: pa.Schema, names: list[str], rows: list[tuple[Any, ...]]) -> dict[str, pa.Array]:
    return {
        name: _column(schema.field(name).type, values)
        for name, values in zip(names, zip(*rows, strict=True), strict=True)
    }


def _column(kind: pa.DataType, values: tuple[Any, ...]) -> pa.Array:
    """Both databases give days as text and flags as 0/1 here (see the statements)."""
    if pa.types.is_boolean(kind):
        return pa.array(values, pa.int8()).cast(kind)
    if pa.types.is_date(kind):
        return pa.array(values, pa.string()).cast(kind)
    return pa.array(values, kind)


_IN_FORCE = '{0}.since <= %(on)s AND ({0}."until" IS NULL OR {0}."until" > %(on)s)'


def _fen(column: str) -> str:
    return f"CAST(ROUND({column} * 100) AS BIGINT)"


def _flag(column: str) -> str:
    return f"CAST({column} AS INTEGER)"


# The statements are put together from constants of this file only.
_VILLAGES = f"""
SELECT a.id AS village_id, a.code AS village_code, t.code AS town_code,
  CASE WHEN EXISTS (SELECT 1 FROM registry_areastanding s WHERE s.area_id = a.id AND s.since <= %(on)s) THEN 1
       WHEN y.id IS NOT NULL THEN 0 END AS poor_village,
  CASE WHEN EXISTS (SELECT 1 FROM registry_areastanding s
    WHERE s.area_id = a.id AND s.status = 'exited' AND {_IN_FORCE.format("s")}) THEN 1 ELSE 0 END AS village_exited,
  y.rural_population, {_fen("y.collective_income")} AS collective_income_fen
FROM registry_area a
LEFT JOIN registry_area t ON t.id = a.parent_id
LEFT JOIN registry_villageyear y ON y.id = (SELECT z.id FROM registry_villageyear z
  WHERE z.area_id = a.id AND z.year BETWEEN %(before)s AND %(year)s ORDER BY z.year DESC LIMIT 1)
WHERE a.level = 'village' AND (a.since IS NULL OR a.since <= %(on)s)
  AND (a."until" IS NULL OR a."until" > %(on)s) AND a.id > %(after)s
ORDER BY a.id LIMIT %(piece)s
"""  # noqa: S608

_RECEIVED = '(r."on" <= %(on)s OR (r."on" IS NULL AND r.year <= %(year)s))'
_CURRENT = (
    "((m.year = %(year)s AND (m.since IS NULL OR m.since <= %(on)s)) OR (" + _IN_FORCE.format("m") + "))"
)

_HOUSEHOLDS = f"""
SELECT h.id AS household_id, h.no AS household_no, h.village_id AS household_village_id,
  s.status AS standing,
  (SELECT CAST(SUBSTR(CAST(MIN(f.since) AS TEXT), 1, 4) AS BIGINT) FROM registry_standing f
    WHERE f.household_id = h.id AND f.since <= %(on)s) AS identified_year,
  CASE WHEN s.status = 'exited' THEN CAST(SUBSTR(CAST(s.since AS TEXT), 1, 4) AS BIGINT) END AS exit_year,
  p.year AS planned_exit_year, NULLIF(y.category, '') AS category, y.size_stated,
  (SELECT c.code FROM registry_cause c WHERE c.household_id = h.id AND c.main AND {_IN_FORCE.format("c")}
    ORDER BY c.since DESC, c.id DESC LIMIT 1) AS main_cause,
  (SELECT COUNT(*) FROM registry_cause c WHERE c.household_id = h.id AND {_IN_FORCE.format("c")}) AS cause_count,
  {_flag("y.food_secure")} AS food_secure, {_flag("y.clothing_secure")} AS clothing_secure,
  {_flag("y.water_safe")} AS water_safe, NULLIF(y.house_grade, '') AS house_grade,
  {_flag("y.house_dilapidated")} AS house_dilapidated,
  (SELECT COUNT(*) FROM registry_measure m WHERE m.household_id = h.id AND {_CURRENT}) AS measure_count,
  (SELECT COUNT(*) FROM registry_receipt r WHERE r.household_id = h.id AND {_RECEIVED}) AS receipt_count,
  (SELECT {_fen("COALESCE(SUM(r.amount), 0)")} FROM registry_receipt r
    WHERE r.household_id = h.id AND r.year = %(year)s AND {_RECEIVED}) AS receipts_fen,
  (SELECT COUNT(*) FROM registry_assignment o WHERE o.household_id = h.id AND {_IN_FORCE.format("o")})
    AS officer_count,
  {", ".join(f"{_fen(f'i.{item}')} AS {item}_fen" for item in INCOME_ITEMS)}
FROM registry_household h
LEFT JOIN registry_standing s ON s.id = (SELECT f.id FROM registry_standing f
  WHERE f.household_id = h.id AND {_IN_FORCE.format("f")} ORDER BY f.since DESC, f.id DESC LIMIT 1)
LEFT JOIN registry_exitplan p ON p.household_id = h.id
LEFT JOIN registry_householdyear y ON y.id = (SELECT z.id FROM registry_householdyear z
  WHERE z.household_id = h.id AND z.year BETWEEN %(before)s AND %(year)s ORDER BY z.year DESC LIMIT 1)
LEFT JOIN registry_incomeyear i ON i.household_id = h.id AND i.year = %(year)s
WHERE h.id > %(after)s ORDER BY h.id LIMIT %(piece)s
"""  # noqa: S608

_PERSONS = f"""
SELECT p.id AS person_id, m.household_id, p.village_id AS person_village_id, NULLIF(m.relation, '') AS relation,
  NULLIF(p.sex, '') AS sex, CAST(p.birth AS TEXT) AS birth,
  CASE WHEN p.id_hash IS NOT NULL THEN 1 WHEN p.id_cipher IS NOT NULL THEN 0 END AS id_valid,
  NULLIF(y.education, '') AS education, NULLIF(y.school_status, '') AS school_status,
  NULLIF(y.dropout_reason, '') AS dropout_reason, NULLIF(y.labour, '') AS labour, y.work_months,
  NULLIF(y.health, '') AS health, {_flag("y.resident_medical")} AS resident_medical,
  {_flag("y.employee_medical")} AS employee_medical,
  {_flag("y.critical_illness_cover")} AS critical_illness_cover,
  {_flag("y.resident_pension")} AS resident_pension, {_flag("y.employee_pension")} AS employee_pension,
  {_flag("y.on_dibao")} AS on_dibao, {_flag("y.on_tekun")} AS on_tekun,
  {{insured}} AS list_insured, {{enrolled}} AS list_enrolled
FROM registry_person p
LEFT JOIN registry_membership m ON m.id = (SELECT n.id FROM registry_membership n
  WHERE n.person_id = p.id AND {_IN_FORCE.format("n")} ORDER BY n.since DESC, n.id DESC LIMIT 1)
LEFT JOIN registry_personyear y ON y.id = (SELECT z.id FROM registry_personyear z
  WHERE z.person_id = p.id AND z.year BETWEEN %(before)s AND %(year)s ORDER BY z.year DESC LIMIT 1)
WHERE p.id > %(after)s ORDER BY p.id LIMIT %(piece)s
"""  # noqa: S608
