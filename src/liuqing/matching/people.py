"""Is this the same person? Two tables of people in, the matches out.

First by the exact number (18 digits; 15-digit numbers and disability cards made comparable),
then near-exact for whoever is left: a number with one or two characters wrong, names that sound
alike or are written differently, the same name with sex, birth and village. Two sound numbers
that differ are two persons, whatever else agrees.

Three outcomes: ``same``, ``ambiguous`` (a person must look) and ``different``. Precision comes
first: a wrong match gives one family's facts to another.
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
    ]
)
MATCHES = pa.schema(
    [
        ("left", pa.int64()),
        ("right", pa.int64()),  # NULL unless the outcome is ``same``
        ("score", pa.int64()),
        ("outcome", pa.string()),
        ("reasons", pa.list_(pa.string())),
        ("candidates", pa.list_(pa.int64())),  # the likeliest first, five at most
    ]
)
SAME, HELD = 80, 50
"""Scores from which two records are the same person, or must be looked at. 100 is certain."""

LEAD = 8
"""Points by which the best must lead the second best, or nobody can say."""

REASONS = {
    "number": "证件号码相同",
    "number_near": "证件号码只差一位",
    "number_close": "证件号码只差两位",
    "number_part": "证件号码前 15 位相同",
    "name": "姓名相同",
    "name_alike": "姓名同音或用字相近",
    "name_differs": "姓名不同",
    "sex": "性别相同",
    "birth": "出生日期相同",
    "place": "同一个村",
}
"""What speaks for or against a match, in words."""

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_SUM = " + ".join(f"CAST(substr(shown, {i}, 1) AS INTEGER) * {w}" for i, w in enumerate(_WEIGHTS, 1))
_BODY = " + ".join(f"CAST(substr(body, {i}, 1) AS INTEGER) * {w}" for i, w in enumerate(_WEIGHTS, 1))

# Numbers are judged here once more, as in policy: the engine takes tables and trusts nobody.
_PEOPLE = f"""
CREATE TEMP TABLE {{side}} AS
WITH written AS (
    SELECT *, CASE
        WHEN length(number) IN (20, 22) THEN left(number, 18)
        WHEN regexp_full_match(number, '[0-9]{{{{15}}}}') THEN substr(number, 1, 6) || '19' || substr(number, 7)
        ELSE number END AS body
    FROM {{side}}_given
), shown AS (
    SELECT *, CASE WHEN length(number) = 15 AND length(body) = 17
        THEN body || substr('10X98765432', 1 + CAST(({_BODY}) % 11 AS INTEGER), 1) ELSE body END AS shown
    FROM written
), judged AS (
    SELECT *, CAST(try_strptime(substr(shown, 7, 8), '%Y%m%d') AS DATE) AS told,
        CASE WHEN regexp_full_match(shown, '[0-9]{{{{17}}}}[0-9X]')
            THEN substr('10X98765432', 1 + CAST(({_SUM}) % 11 AS INTEGER), 1) = right(shown, 1)
            ELSE FALSE END AS sound_number
    FROM shown
)
SELECT key, name, translate(name, $marks, $plain) AS plain, place, shown,
    sound_number AND told IS NOT NULL AS valid,
    coalesce(birth, told) AS born,
    coalesce(nullif(sex, ''), CASE WHEN sound_number
        THEN CASE CAST(substr(shown, 17, 1) AS INTEGER) % 2 WHEN 1 THEN '男' ELSE '女' END END) AS sex
FROM judged
"""  # noqa: S608 - made of constants only

_EXACT = """
CREATE TEMP TABLE exact AS
SELECT l.key AS "left", r.key AS "right", l.plain = r.plain AS named, l.plain AS a, r.plain AS b
FROM l JOIN r ON l.shown = r.shown WHERE l.valid AND r.valid
"""

_NEAR = """
CREATE TEMP TABLE near AS
WITH rest AS (
    SELECT l.*, s.sound FROM l LEFT JOIN sounds s ON s.name = l.plain
    WHERE NOT EXISTS (SELECT 1 FROM exact e WHERE e."left" = l.key)
), others AS (
    SELECT r.*, s.sound FROM r LEFT JOIN sounds s ON s.name = r.plain
), pairs AS (
    SELECT l.key AS "left", r.key AS "right" FROM rest l JOIN others r ON l.plain = r.plain
    WHERE NOT (l.valid AND r.valid)
    UNION
    SELECT l.key, r.key FROM rest l JOIN others r ON l.born = r.born AND l.sound = r.sound
    WHERE NOT (l.valid AND r.valid)
), measured AS (
    SELECT p.*, l.plain = r.plain AS named,
        l.sex = r.sex AS sexed, l.born = r.born AS borned, l.place = r.place AS placed,
        CASE WHEN l.shown IS NULL OR r.shown IS NULL THEN NULL
            WHEN contains(l.shown, '*') OR contains(r.shown, '*')
                -- The fifteenth digit may have been rounded up.
                THEN CASE WHEN abs(try_cast(left(l.shown, 15) AS BIGINT) - try_cast(left(r.shown, 15) AS BIGINT))
                    <= 1 THEN 1 ELSE 9 END
            ELSE damerau_levenshtein(l.shown, r.shown) END AS apart,
        contains(coalesce(l.shown, '') || coalesce(r.shown, ''), '*') AS part
    FROM pairs p JOIN rest l ON l.key = p."left" JOIN others r ON r.key = p."right"
)
SELECT *, CASE
    WHEN sexed IS FALSE AND (apart IS NULL OR apart > 1) THEN 0
    WHEN named AND apart <= 1 THEN 95
    WHEN named AND apart = 2 AND (borned OR placed) THEN 90
    WHEN apart <= 1 AND borned THEN 90
    WHEN apart = 2 AND borned AND placed THEN 82
    WHEN named AND borned AND placed AND (apart IS NULL OR apart <= 4) THEN 88
    WHEN named AND borned AND apart <= 4 THEN 84
    WHEN named AND borned AND placed THEN 70
    WHEN borned AND placed AND (apart IS NULL OR apart <= 4) THEN 65
    WHEN named AND apart = 2 THEN 65
    WHEN named AND borned AND apart IS NULL THEN 60
    WHEN named AND placed AND apart IS NULL AND borned IS NULL THEN 55
    ELSE 0 END AS score
FROM measured
"""

_DECIDED = """
WITH every AS (
    SELECT "left", "right", score, list_filter([
        CASE WHEN alike IS NULL THEN 'number' END,
        CASE WHEN alike IS NOT NULL AND part AND apart <= 1 THEN 'number_part'
            WHEN apart <= 1 THEN 'number_near' WHEN apart = 2 THEN 'number_close' END,
        CASE WHEN named THEN 'name' WHEN alike OR (alike IS NULL AND score >= 80) THEN 'name_alike'
            ELSE 'name_differs' END,
        CASE WHEN sexed THEN 'sex' END, CASE WHEN borned THEN 'birth' END, CASE WHEN placed THEN 'place' END
    ], lambda x: x IS NOT NULL) AS reasons
    FROM (
        SELECT "left", "right", score, named, NULL AS alike, NULL AS apart, FALSE AS part,
            NULL AS sexed, NULL AS borned, NULL AS placed FROM exact_scored
        UNION ALL
        SELECT "left", "right", score, named, TRUE, apart, part, sexed, borned, placed FROM near
    ) WHERE score >= $held
), ranked AS (
    SELECT *, row_number() OVER w AS rank, lead(score) OVER w AS following
    FROM every WINDOW w AS (PARTITION BY "left" ORDER BY score DESC, "right")
), best AS (
    SELECT "left", "right", score, reasons,
        score >= $same AND (following IS NULL OR score - following >= $lead) AS sure
    FROM ranked WHERE rank = 1
), listed AS (
    SELECT "left", list("right" ORDER BY rank) AS candidates FROM ranked WHERE rank <= 5 GROUP BY "left"
)
SELECT best."left", CASE WHEN sure THEN "right" END AS "right", score,
    CASE WHEN sure THEN 'same' ELSE 'ambiguous' END AS outcome, reasons, candidates
FROM best JOIN listed USING ("left") ORDER BY best."left"
"""


def match(left: pa.Table, right: pa.Table, *, memory: str = "2GB") -> pa.Table:
    """For every record of ``left`` that may be somebody of ``right``: who, how surely and why.

    Both have the schema ``PEOPLE``; the answer has ``MATCHES``, ordered by ``left``. A record
    that is not in the answer is nobody of ``right`` (``different``).
    """
    with duckdb.connect(config={"memory_limit": memory, "preserve_insertion_order": "false"}) as engine:
        _read(engine, "l", left)
        _read(engine, "r", right)
        engine.execute(_EXACT)
        _score_exact(engine)
        _give_sounds(engine)
        engine.execute(_NEAR)
        given = {"held": HELD, "same": SAME, "lead": LEAD}
        return engine.sql(_DECIDED, params=given).to_arrow_table().cast(MATCHES)


def table(rows: Iterable[tuple[object, ...]]) -> pa.Table:
    """A table of people from (key, number, name, sex, birth, place)."""
    columns = list(zip(*rows, strict=True)) or [()] * len(PEOPLE)
    return pa.table([pa.array(c, f.type) for c, f in zip(columns, PEOPLE, strict=True)], schema=PEOPLE)


def name_score(a: str, b: str) -> int:
    """How surely two names with one number are one person's: 100 equal, below 80 a person looks."""
    first, second = names.plain(a), names.plain(b)
    if first == second:
        return 100
    if names.pinyin(first) == names.pinyin(second):
        return 97
    # One character of three may be mistyped; one of two leaves too little in common.
    same = sum(x == y for x, y in zip(first, second, strict=False))
    return 90 if len(first) == len(second) and same >= max(2, len(first) - 1) else 60


def _read(engine: duckdb.DuckDBPyConnection, side: str, people: pa.Table) -> None:
    engine.register(f"{side}_given", people.select(PEOPLE.names).cast(PEOPLE))
    marks = "".join(chr(c) for c in names.VARIANTS)
    plain = "".join(str(v) for v in names.VARIANTS.values())
    engine.execute(_PEOPLE.format(side=side), {"marks": marks + " ·•．.・", "plain": plain})


def _score_exact(engine: duckdb.DuckDBPyConnection) -> None:
    pairs = engine.execute("SELECT DISTINCT a, b FROM exact WHERE NOT named").fetchall()
    scores = [(a, b, name_score(a or "", b or "")) for a, b in pairs]
    columns = list(zip(*scores, strict=True)) or [(), (), ()]
    given = pa.table(
        [
            pa.array(columns[0], pa.string()),
            pa.array(columns[1], pa.string()),
            pa.array(columns[2], pa.int64()),
        ],
        names=["a", "b", "score"],
    )
    engine.register("name_scores", given)
    engine.execute(
        'CREATE TEMP TABLE exact_scored AS SELECT e."left", e."right", e.named,'
        " CASE WHEN e.named THEN 100 ELSE coalesce(s.score, 60) END AS score"
        " FROM exact e LEFT JOIN name_scores s USING (a, b)"
    )


def _give_sounds(engine: duckdb.DuckDBPyConnection) -> None:
    # Only for people who can still be matched, and whose birth somebody on the other side has.
    found = engine.execute(
        """
        WITH rest AS (SELECT * FROM l WHERE NOT EXISTS (SELECT 1 FROM exact e WHERE e."left" = l.key))
        SELECT DISTINCT plain FROM rest WHERE plain IS NOT NULL
        UNION
        SELECT DISTINCT r.plain FROM r SEMI JOIN rest ON r.born = rest.born
            AND NOT (r.valid AND rest.valid) WHERE r.plain IS NOT NULL
        """
    ).fetchall()
    spelt = [row[0] for row in found]
    sounds = pa.table(
        [pa.array(spelt, pa.string()), pa.array([names.pinyin(name) for name in spelt], pa.string())],
        names=["name", "sound"],
    )
    engine.register("sounds", sounds)
