"""How the people of a table become comparable: numbers judged, dates made firm, names sounded.

Numbers are judged here once more, as in policy: the engine takes tables and trusts nobody.
"""

from collections.abc import Iterable, Iterator

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

_NAMES = ("name", "other_name")

# The characters weigh powers of two, and with q the number without its last k digits each digit is q - 10 * (next q):
# sixteen divisions give the sum of seventeen digits.
_SUM = "2 * (first - 8 * (" + " + ".join(f"first // {10**k} * {2 ** (k - 1)}" for k in range(1, 17)) + "))"

# In steps: a name given in a SELECT is worked out again wherever the same SELECT uses it.
_RECORDS = f"""
CREATE TEMP TABLE {{side}} AS
WITH written AS (
    -- 无, 000000000000000000 and 5.3E+17 say nothing.
    SELECT *, CASE WHEN left(number, 5) <> substr(number, 2, 5) AND length(number) >= 6
        AND (try_cast(left(number, 17) AS BIGINT) IS NOT NULL OR regexp_full_match(number, '[0-9A-Z*]+'))
        THEN number END AS text
    FROM {{side}}_given
), eighteen AS (
    SELECT *, CASE
        WHEN length(text) IN (20, 22) THEN left(text, 18)
        WHEN length(text) = 15 AND try_cast(text AS BIGINT) IS NOT NULL THEN left(text, 6) || '19' || substr(text, 7)
        ELSE text END AS body
    FROM written
), counted AS (
    SELECT *, try_cast(left(body, 17) AS BIGINT) AS first FROM eighteen
), summed AS (
    SELECT *, substr('10X98765432', CAST(1 + ({_SUM}) % 11 AS BIGINT), 1) AS digit FROM counted
), checked AS (
    SELECT *, CASE WHEN length(text) = 15 AND length(body) = 17 THEN body || digit ELSE body END AS shown FROM summed
), dated AS (
    SELECT *, CASE WHEN length(shown) = 18 THEN CAST(try_strptime(substr(shown, 7, 8), '%Y%m%d') AS DATE) END AS told
    FROM checked
), known AS (
    SELECT *, coalesce(told IS NOT NULL AND digit = right(shown, 1), FALSE) AS valid FROM dated
)
SELECT key, shown, valid, place, town, home,
    CASE WHEN valid THEN told ELSE coalesce(birth, told) END AS born,
    -- Not a date that was read off a damaged number, or was worked out from it.
    valid OR (birth IS NOT NULL AND birth IS DISTINCT FROM told) AS firm,
    coalesce(nullif(sex, ''), CASE WHEN valid THEN CASE first % 2 WHEN 1 THEN '男' ELSE '女' END END) AS sex,
    name_plain AS plain, name_sound AS sound, name_heard AS heard,
    CASE WHEN other_name_plain IS DISTINCT FROM name_plain THEN other_name_plain END AS other,
    CASE WHEN other IS NOT NULL THEN other_name_sound END AS other_sound,
    CASE WHEN other IS NOT NULL THEN other_name_heard END AS other_heard
FROM known
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
    for side, people in _with_readings({side: _whole(people) for side, people in sides.items()}):
        engine.register(f"{side}_given", people)
        engine.execute(_RECORDS.format(side=side))
        engine.unregister(f"{side}_given")


def _whole(people: pa.Table) -> pa.Table:
    """The table with all columns; those that are missing say nothing."""
    for field in PEOPLE:
        if field.name not in people.column_names:
            people = people.append_column(field, pa.nulls(len(people), field.type))
    return people.select(PEOPLE.names).cast(PEOPLE)


def _with_readings(sides: dict[str, pa.Table]) -> Iterator[tuple[str, pa.Table]]:
    """Each side with its names made plain, and how they sound; every name that is written is read once."""
    columns = [people[column] for people in sides.values() for column in _NAMES]
    written = pa.chunked_array([chunk for column in columns for chunk in column.chunks], pa.string())
    coded = written.combine_chunks().dictionary_encode()
    readings = _readings(coded.dictionary)
    first = 0
    for side, people in sides.items():
        for column in _NAMES:
            at = coded.indices[first : first + len(people)]
            first += len(people)
            for reading, values in readings.items():
                people = people.append_column(f"{column}_{reading}", values.take(at))
        yield side, people


def _readings(written: pa.Array) -> dict[str, pa.Array]:
    """The plain names; sounds as numbers, because they are only ever equal or not."""
    read = names.read(written)
    sounds = {ear: read[ear].combine_chunks().dictionary_encode().indices for ear in ("sound", "heard")}
    return {"plain": read["plain"].combine_chunks(), **sounds}
