"""Who is compared with whom: pairs of records that agree in enough to be one person.

Comparing everybody with everybody would take days. Two records meet only where one of the
``PLACES`` brings them together; each is narrow enough for a county of a million people. Two records
with sound numbers never meet here: the same number is found without, another is another person.
"""

PLACES = (
    # The name by ear, with the village or the birth.
    ("heard", "place"),
    ("heard", "born"),
    # Whatever the name: a character mistyped, a nickname that nobody wrote down.
    ("day", "place"),
    # The same damaged number, whatever else: a list copied from a list, numbers of another kind.
    ("written",),
    # A damaged number: where one or two characters are wrong, some part of it is whole.
    ("heard", "month_day"),
    ("heard", "day_before"),
    ("heard", "last_four"),
    ("born", "last_two"),
    ("born", "serial"),
)

_PARTS = """
CREATE TEMP VIEW {side}_parts AS
SELECT key, valid, heard, other_heard, born, place,
    -- Where a digit is missing, month and day stand in one of two places.
    left(right(shown, 8), 4) AS month_day, substr(shown, 11, 4) AS day_before, substr(shown, 15, 3) AS serial,
    CASE WHEN right(shown, 1) <> '*' THEN right(shown, 4) END AS last_four,
    CASE WHEN right(shown, 1) <> '*' THEN right(shown, 2) END AS last_two,
    -- 1 January is what people write who do not know the day.
    CASE WHEN month(born) > 1 OR day(born) > 1 THEN born END AS day
FROM {side};
CREATE TEMP VIEW {side}_written AS
-- One number on many rows is not a number.
SELECT shown AS written, unnest(list(key)) AS key, FALSE AS valid FROM {side}
WHERE NOT valid AND shown IS NOT NULL GROUP BY shown HAVING count(*) <= 20;
CREATE TEMP VIEW {side}_spoken AS
SELECT * EXCLUDE (other_heard) FROM {side}_parts UNION ALL
SELECT * EXCLUDE (other_heard) REPLACE (other_heard AS heard) FROM {side}_parts WHERE other_heard IS NOT NULL
"""


def parts(side: str) -> str:
    """SQL: the views that ``pairs`` looks at; a record appears once more under its other name."""
    return _PARTS.format(side=side)


def pairs(left: str, right: str) -> str:
    """SQL: the pairs of which one has no sound number, as ``left`` and ``right``, each once."""
    return " UNION ".join(
        _meeting(left, right, place, unsound)
        for place in PLACES
        for unsound in ("NOT l.valid", "l.valid AND NOT r.valid")
    )


def _meeting(left: str, right: str, place: tuple[str, ...], which: str) -> str:
    # Other names make a difference only where names are asked for.
    kind = "spoken" if "heard" in place else "written" if "written" in place else "parts"
    where = " AND ".join(f"l.{column} = r.{column}" for column in place)
    return f'SELECT l.key AS "left", r.key AS "right" FROM {left}_{kind} l JOIN {right}_{kind} r ON {where} WHERE {which}'  # noqa: S608
