"""How the people of a table become comparable: numbers judged, dates made firm, names sounded.

Numbers are judged here once more, as in policy: the engine takes tables and trusts nobody.
"""

from collections.abc import Iterable

import duckdb
import pyarrow as pa

from liuqing.matching import names

PEOPLE = pa.schema(
    [
        ("key", pa.int64()),
        ("number", pa.string()),  # tidied, as it was written; ``***`` for digits that Excel lost
        ("name", pa.string()),
        ("sex", pa.string()),
        ("birth", pa.date32()),
        ("place", pa.int64()),  # the village, by any number
        ("town", pa.int64()),  # the township, by any number
        ("home", pa.int64()),  # the family, by any number; each side has its own numbers
        ("other_name", pa.string()),  # a former name or nickname
    ]
)
"""A record. Everything but the key may be unknown; the columns behind ``place`` may be missing."""

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_SUM = " + ".join(f"first // {10 ** (17 - i)} % 10 * {w}" for i, w in enumerate(_WEIGHTS, 1))

_RECORDS = f"""
CREATE TEMP TABLE {{side}} AS
WITH written AS (
    -- 无, 000000000000000000 and 5.3E+17 say nothing.
    SELECT *, CASE WHEN left(number, 6) <> repeat(left(number, 1), 6) AND length(number) >= 6
        AND (try_cast(left(number, 17) AS BIGINT) IS NOT NULL OR regexp_full_match(number, '[0-9A-Z*]+'))
        THEN number END AS text
    FROM {{side}}_given
), eighteen AS (
    SELECT *, CASE
        WHEN length(text) IN (20, 22) THEN left(text, 18)
        WHEN length(text) = 15 AND try_cast(text AS BIGINT) IS NOT NULL THEN left(text, 6) || '19' || substr(text, 7)
        ELSE text END AS body
    FROM written
), summed AS (
    SELECT *, try_cast(left(body, 17) AS BIGINT) AS first,
        CASE WHEN first IS NOT NULL THEN substr('10X98765432', CAST(1 + ({_SUM}) % 11 AS BIGINT), 1) END AS digit
    FROM eighteen
), checked AS (
    SELECT *, CASE WHEN length(text) = 15 AND length(body) = 17 THEN body || digit ELSE body END AS shown,
        length(shown) = 18 AND coalesce(digit = right(shown, 1), FALSE) AS sound_number,
        CASE WHEN length(shown) = 18 THEN CAST(try_strptime(substr(shown, 7, 8), '%Y%m%d') AS DATE) END AS told
    FROM summed
), known AS (
    SELECT *, sound_number AND told IS NOT NULL AS valid FROM checked
)
SELECT key, shown, coalesce(valid, FALSE) AS valid, n.plain, place, town, home,
    CASE WHEN valid THEN told ELSE coalesce(birth, told) END AS born,
    -- Not a date that was read off a damaged number, or was worked out from it.
    valid OR (birth IS NOT NULL AND birth IS DISTINCT FROM told) AS firm,
    coalesce(nullif(sex, ''), CASE WHEN valid THEN CASE first % 2 WHEN 1 THEN '男' ELSE '女' END END) AS sex,
    n.sound, n.heard, o.plain AS other, o.sound AS other_sound, o.heard AS other_heard
FROM known LEFT JOIN names n USING (name)
LEFT JOIN names o ON o.name = other_name AND o.plain IS DISTINCT FROM n.plain
"""  # noqa: S608 - made of constants only


def table(rows: Iterable[tuple[object, ...]]) -> pa.Table:
    """A table of people from (key, number, name, sex, birth, place, town, home, other_name).

    A row may end after any column; what it does not say is not known.
    """
    every = [row + (None,) * (len(PEOPLE) - len(row)) for row in rows]
    columns = list(zip(*every, strict=True)) or [()] * len(PEOPLE)
    return pa.table([pa.array(c, f.type) for c, f in zip(columns, PEOPLE, strict=True)], schema=PEOPLE)


def read(engine: duckdb.DuckDBPyConnection, **sides: pa.Table) -> None:
    """Put each side's people into the engine as a table of that name, ready to be compared."""
    given = {side: _whole(people) for side, people in sides.items()}
    for side, people in given.items():
        engine.register(f"{side}_given", people)
    engine.register("names", _read_names(engine, list(sides)))
    for side in sides:
        engine.execute(_RECORDS.format(side=side))
        engine.unregister(f"{side}_given")
    engine.unregister("names")


def _whole(people: pa.Table) -> pa.Table:
    """The table with all columns; those that are missing say nothing."""
    for field in PEOPLE:
        if field.name not in people.column_names:
            people = people.append_column(field, pa.nulls(len(people), field.type))
    return people.select(PEOPLE.names).cast(PEOPLE)


def _read_names(engine: duckdb.DuckDBPyConnection, sides: list[str]) -> pa.Table:
    """Every name that is written, once: made plain, and how it sounds."""
    written = " UNION ".join(
        f"SELECT {column} FROM {side}_given WHERE {column} IS NOT NULL"  # noqa: S608 - names of ours
        for side in sides
        for column in ("name", "other_name")
    )
    every = engine.sql(written).to_arrow_table().column(0).combine_chunks()
    return names.read(every)
