"""Is this the same person? Two tables of people in, the matches out.

First by the exact number (18 digits; 15-digit numbers and disability cards made comparable),
then near-exact for whoever is left: records that meet (``meeting``) are compared in six respects
(``comparing``), each answer has its points (``evidence``).

Two sound numbers that differ are two persons, whatever else agrees. So are, until a person has
looked, two of one name in one village whose dates of birth are one digit apart.

Three outcomes: ``same``, ``ambiguous`` (a person must look) and ``different``. Precision comes
first: a wrong match gives one family's facts to another.
"""

import duckdb
import pyarrow as pa

from liuqing.matching import comparing, evidence, meeting, names, records
from liuqing.matching.evidence import REASONS
from liuqing.matching.records import PEOPLE, table

__all__ = [
    "DUPLICATES",
    "HELD",
    "LEAD",
    "MATCHES",
    "PEOPLE",
    "REASONS",
    "SAME",
    "duplicates",
    "match",
    "name_score",
    "table",
]

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
DUPLICATES = pa.schema(
    [
        ("left", pa.int64()),  # the smaller key
        ("right", pa.int64()),
        ("score", pa.int64()),
        ("reasons", pa.list_(pa.string())),
    ]
)
SAME, HELD = 80, 50
"""Scores from which two records are the same person, or must be looked at. 100 is certain."""

LEAD = 15
"""Points by which the best must lead the second best, or nobody can say.

Wider than the distance between the same birth and one that is a digit apart: of near-twins the
right one is taken only where number or family tells them apart.
"""

_HOPEFUL = HELD - evidence.POINTS["family"]
"""Points from which the family around can make a difference."""

_EXACT = """
CREATE TEMP TABLE exact AS
SELECT l.key AS "left", r.key AS "right", l.plain AS a, r.plain AS b, l.other AS a_other, r.other AS b_other
FROM l JOIN {right} r ON l.shown = r.shown WHERE l.valid AND r.valid {further}
"""
_COMPARED = f"""
CREATE TEMP TABLE compared AS
WITH answered AS MATERIALIZED (
    SELECT p."left", p."right", l.home AS l_home, r.home AS r_home,
        {{together}} AS together, {comparing.ANSWERS}
    FROM pairs p JOIN l ON l.key = p."left" JOIN {{right}} r ON r.key = p."right"
), counted AS MATERIALIZED (
    SELECT *, {evidence.points()} AS points FROM answered
)
FROM counted WHERE points >= {_HOPEFUL}
"""  # noqa: S608
_FAMILIES = """
CREATE TEMP TABLE families AS
SELECT p."left", p."right", CASE WHEN count(DISTINCT a.plain) > 1 THEN 'family' ELSE 'relative' END AS family
FROM compared p
JOIN l a ON a.home = p.l_home AND a.key <> p."left"
JOIN {right} b ON b.home = p.r_home AND b.key <> p."right" AND b.plain = a.plain
-- Members of one household have the same family around them: that says nothing.
WHERE NOT p.together GROUP BY ALL
"""
_NEAR = f"""
CREATE TEMP TABLE near AS
WITH scored AS MATERIALIZED (
    SELECT *, {evidence.score()} AS score FROM compared LEFT JOIN families USING ("left", "right")
)
SELECT "left", "right", score, {evidence.reasons()} AS reasons FROM scored WHERE score >= $held
"""  # noqa: S608
_EXACT_REASONS = """CASE WHEN score = 100 THEN ['number', 'name'] WHEN score >= 80 AND a <> b THEN ['number', 'name_alike']
    WHEN a <> b THEN ['number', 'name_differs'] ELSE ['number'] END"""
_DECIDED = f"""
WITH several AS MATERIALIZED (
    -- Nearly everybody else: one number, one person. They need no ranking.
    SELECT "left" FROM exact_scored GROUP BY "left" HAVING count(*) > 1
), every AS (
    SELECT "left", "right", score, {_EXACT_REASONS} AS reasons FROM exact_scored SEMI JOIN several USING ("left")
    UNION ALL
    SELECT "left", "right", score, reasons FROM near
), ranked AS (
    SELECT *, row_number() OVER w AS rank, lead(score) OVER w AS following
    FROM every WINDOW w AS (PARTITION BY "left" ORDER BY score DESC, "right")
), best AS (
    SELECT "left", "right", least(score, CASE WHEN reasons[1] = 'number' THEN 100 ELSE 99 END) AS score, reasons,
        score >= $same AND (following IS NULL OR score - following >= $lead) AS sure
    FROM ranked WHERE rank = 1
), listed AS (
    SELECT "left", list("right" ORDER BY rank) AS candidates FROM ranked WHERE rank <= 5 GROUP BY "left"
)
SELECT best."left", CASE WHEN sure THEN "right" END AS "right", score,
    CASE WHEN sure THEN 'same' ELSE 'ambiguous' END AS outcome, reasons, candidates
FROM best JOIN listed USING ("left")
UNION ALL
SELECT "left", CASE WHEN score >= $same THEN "right" END, score,
    CASE WHEN score >= $same THEN 'same' ELSE 'ambiguous' END, {_EXACT_REASONS}, ["right"]
FROM exact_scored ANTI JOIN several USING ("left") ORDER BY "left"
"""  # noqa: S608 - made of constants only
_PAIRED = f"""
SELECT "left", "right", score, {_EXACT_REASONS} AS reasons FROM exact_scored
UNION ALL
SELECT "left", "right", least(score, 99), reasons FROM near ORDER BY "left", "right"
"""  # noqa: S608 - made of constants only

_UNDER_TWO_NUMBERS = """
SELECT a.key AS "left", b.key AS "right" FROM l a JOIN l b USING (heard, born, place)
WHERE a.key < b.key AND a.valid AND b.valid AND a.shown <> b.shown AND a.home IS DISTINCT FROM b.home
"""
"""Two sound numbers with name, birth and village in common; in one household they are twins."""


def match(left: pa.Table, right: pa.Table, *, memory: str = "1GB") -> pa.Table:
    """For every record of ``left`` that may be somebody of ``right``: who, how surely and why.

    Both have the schema ``PEOPLE``; the answer has ``MATCHES``, ordered by ``left``. A record
    that is not in the answer is nobody of ``right`` (``different``).
    """
    with _engine(memory) as engine:
        records.read(engine, l=left, r=right)
        engine.execute(_EXACT.format(right="r", further=""))
        _score_exact(engine)
        engine.execute('CREATE TEMP TABLE rest AS FROM l ANTI JOIN exact ON l.key = exact."left"')
        engine.execute(meeting.parts("rest"))
        engine.execute(meeting.parts("r"))
        engine.execute(f"CREATE TEMP TABLE pairs AS {meeting.pairs('rest', 'r')}")
        _compare(engine, right="r", together="FALSE")
        given = {"same": SAME, "lead": LEAD}
        return engine.sql(_DECIDED, params=given).to_arrow_table().cast(MATCHES)


def duplicates(people: pa.Table, *, memory: str = "1GB") -> pa.Table:
    """Pairs of records of one table that are one person (from ``SAME`` on) or may be.

    The answer has the schema ``DUPLICATES``, ordered. Two sound numbers are never ``SAME``; with
    name, birth and village in common they are shown, because people do have two.
    """
    with _engine(memory) as engine:
        records.read(engine, l=people)
        engine.execute(_EXACT.format(right="l", further="AND l.key < r.key"))
        _score_exact(engine)
        engine.execute(meeting.parts("l"))
        engine.execute(
            'CREATE TEMP TABLE pairs AS SELECT DISTINCT least("left", "right") AS "left",'  # noqa: S608
            f' greatest("left", "right") AS "right" FROM ({meeting.pairs("l", "l")}) WHERE "left" <> "right"'
            f" UNION {_UNDER_TWO_NUMBERS}"
        )
        _compare(engine, right="l", together="coalesce(l.home = r.home, FALSE)")
        return engine.sql(_PAIRED).to_arrow_table().cast(DUPLICATES)


def name_score(a: str, b: str) -> int:
    """How surely two names with one number are one person's: 100 equal, below 80 a person looks."""
    first, second = names.plain(a), names.plain(b)
    if first == second:
        return 100
    if names.pinyin(first) == names.pinyin(second):
        return 97
    if names.heard(first) == names.heard(second):
        return 92
    # One character of three may be mistyped; one of two leaves too little in common.
    same = sum(x == y for x, y in zip(first, second, strict=False))
    return 90 if len(first) == len(second) and same >= max(2, len(first) - 1) else 60


def _engine(memory: str) -> duckdb.DuckDBPyConnection:
    return duckdb.connect(config={"memory_limit": memory, "preserve_insertion_order": "false"})


def _compare(engine: duckdb.DuckDBPyConnection, *, right: str, together: str) -> None:
    for macro in comparing.MACROS:
        engine.execute(macro)
    engine.execute(_COMPARED.format(right=right, together=together))
    engine.execute(_FAMILIES.format(right=right))
    engine.execute(_NEAR, {"held": HELD})


def _score_exact(engine: duckdb.DuckDBPyConnection) -> None:
    """Names beside one number; a name that was not said leaves the number alone to speak."""
    pairs = engine.execute("SELECT DISTINCT a, b FROM exact WHERE a <> b").fetchall()
    scores = [(a, b, name_score(a, b)) for a, b in pairs]
    columns = list(zip(*scores, strict=True)) or [(), (), ()]
    kinds = (pa.string(), pa.string(), pa.int64())
    engine.register("name_scores", pa.table(list(map(pa.array, columns, kinds)), names=["a", "b", "score"]))
    engine.execute("""
        CREATE TEMP TABLE exact_scored AS
        SELECT e.*, CASE WHEN a = b THEN 100 WHEN a IS NULL OR b IS NULL THEN 90
            WHEN a = b_other OR a_other = b OR a_other = b_other THEN 97 ELSE s.score END AS score
        FROM exact e LEFT JOIN name_scores s USING (a, b)""")
