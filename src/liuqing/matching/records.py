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
_SUM = (
    "("
    + " + ".join(f"CAST(substr(digits, {i}, 1) AS INTEGER) * {w}" for i, w in enumerate(_WEIGHTS, 1))
    + ")"
)

_RARE = "".join(map(chr, names.VARIANTS))
_USUAL = "".join(names.VARIANTS.values())


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


_MACROS = (
    f"CREATE TEMP MACRO check_digit(digits) AS substr('10X98765432', 1 + {_SUM} % 11, 1)",
    # 无, 0, 111111111111111111 and 5.3E+17 say nothing.
    """CREATE TEMP MACRO usable(number) AS
        CASE WHEN length(number) >= 6 AND NOT regexp_full_match(replace(number, left(number, 1), ''), '|.*E.*')
        THEN number END""",
    f"""CREATE TEMP MACRO plain(name) AS nullif(lower(translate(
        regexp_replace(name, '{names.REMARK}', ''), {_quoted(_RARE + names.MARKS)}, {_quoted(_USUAL)})), '')""",
)

_RECORDS = """
CREATE TEMP TABLE {side} AS
WITH written AS (
    SELECT *, usable(number) AS text FROM {given}
), eighteen AS (
    SELECT *, CASE
        WHEN length(text) IN (20, 22) THEN left(text, 18)
        WHEN regexp_full_match(text, '[0-9]{{15}}') THEN
            left(text, 6) || '19' || substr(text, 7) || check_digit(left(text, 6) || '19' || substr(text, 7))
        ELSE text END AS shown
    FROM written
), judged AS (
    SELECT *, CASE WHEN length(shown) = 18 THEN CAST(try_strptime(substr(shown, 7, 8), '%Y%m%d') AS DATE) END AS told,
        CASE WHEN regexp_full_match(shown, '[0-9]{{17}}[0-9X]') THEN check_digit(shown) = right(shown, 1)
            ELSE FALSE END AS sound_number
    FROM eighteen
), known AS (
    SELECT *, sound_number AND told IS NOT NULL AS valid, plain(name) AS plain_name, plain(other_name) AS plain_other
    FROM judged
)
SELECT key, shown, valid, plain_name AS plain, place, town, home,
    NOT valid AND (contains(shown, '*') OR regexp_full_match(shown, '[0-9]{{15}}000')) AS cut,
    CASE WHEN valid THEN told ELSE coalesce(birth, told) END AS born,
    -- A date that was read off a damaged number, or agrees with it because it was worked out from it.
    valid OR (birth IS NOT NULL AND birth IS DISTINCT FROM told) AS firm,
    coalesce(nullif(sex, ''), CASE WHEN valid
        THEN CASE CAST(substr(shown, 17, 1) AS INTEGER) % 2 WHEN 1 THEN '男' ELSE '女' END END) AS sex,
    CASE WHEN plain_other <> coalesce(plain_name, '') THEN plain_other END AS other
FROM known
"""

_SOUNDED = """
CREATE TEMP TABLE {side} AS
SELECT p.* EXCLUDE (other), s.sound, s.heard, p.other, o.sound AS other_sound, o.heard AS other_heard
FROM {side}_silent p LEFT JOIN sounds s ON s.name = p.plain LEFT JOIN sounds o ON o.name = p.other
"""


def table(rows: Iterable[tuple[object, ...]]) -> pa.Table:
    """A table of people from (key, number, name, sex, birth, place, town, home, other_name).

    A row may end after any column; what it does not say is not known.
    """
    every = [row + (None,) * (len(PEOPLE) - len(row)) for row in rows]
    columns = list(zip(*every, strict=True)) or [()] * len(PEOPLE)
    return pa.table([pa.array(c, f.type) for c, f in zip(columns, PEOPLE, strict=True)], schema=PEOPLE)


def read(engine: duckdb.DuckDBPyConnection, **sides: pa.Table) -> None:
    """Put each side's people into the engine as a table of that name, ready to be compared."""
    for macro in _MACROS:
        engine.execute(macro)
    for side, people in sides.items():
        engine.register(f"{side}_given", _whole(people))
        engine.execute(_RECORDS.format(side=f"{side}_silent", given=f"{side}_given"))
        engine.unregister(f"{side}_given")
    _give_sounds(engine, list(sides))
    for side in sides:
        engine.execute(_SOUNDED.format(side=side))
        engine.execute(f"DROP TABLE {side}_silent")
    engine.unregister("sounds")


def _whole(people: pa.Table) -> pa.Table:
    """The table with all columns; those that are missing say nothing."""
    for field in PEOPLE:
        if field.name not in people.column_names:
            people = people.append_column(field, pa.nulls(len(people), field.type))
    return people.select(PEOPLE.names).cast(PEOPLE)


def _give_sounds(engine: duckdb.DuckDBPyConnection, sides: list[str]) -> None:
    spelt = " UNION ".join(
        f"SELECT {column} FROM {side}_silent WHERE {column} IS NOT NULL"
        for side in sides
        for column in ("plain", "other")
    )
    every = [row[0] for row in engine.execute(spelt).fetchall()]
    sounds = [
        pa.array(map(read_aloud, every), pa.string()) for read_aloud in (str, names.pinyin, names.heard)
    ]
    engine.register("sounds", pa.table(sounds, names=["name", "sound", "heard"]))
