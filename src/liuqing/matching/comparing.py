"""What two records say of each other in each respect: SQL over ``l`` and ``r``.

Every answer is a key of ``evidence.POINTS``, or NULL where one of the two says nothing. Answers do
not depend on which record is the left one.
"""

_LONGEST = 8
"""Characters of a name that are looked at one by one; longer names are those of minorities."""


def _macro(name: str, body: str) -> str:
    return f"CREATE TEMP MACRO {name} AS {body}"


_EQUAL = " + ".join(
    f"CAST(substr(a, {i}, 1) = substr(b, {i}, 1) AND length(a) >= {i} AS INTEGER)"
    for i in range(1, _LONGEST + 1)
)
_MISSED = " OR ".join(
    f"(left(long, {i}) = left(short, {i}) AND substr(long, {i + 2}) = substr(short, {i + 1}))"
    for i in range(1, _LONGEST)
)
_LATIN = "regexp_full_match(a, '[a-z]+') AND regexp_full_match(b, '[a-z]+')"

# A lunar date that was written as if it were a solar one lies 18 to 51 days before it, and its day
# is the age of the moon on the solar date. The mean moon is never wrong by more than 14 hours, the
# first new moon of 2000 was on 6 January 18:14 UT, which is 7 January in China.
_AGE_OF_MOON = "(julian(late) - 2451550.6 + 0.5) % 29.530588853"

MACROS = (
    _macro("one_other(a, b)", f"length(a) = length(b) AND length(a) >= 3 AND {_EQUAL} = length(a) - 1"),
    _macro("one_missed(long, short)", f"length(long) = length(short) + 1 AND length(short) >= 2 AND ({_MISSED})"),
    _macro("latin(a, b)", _LATIN),
    # Given name and surname may stand the other way round on one side, the other name, and a letter be wrong as well.
    _macro(
        "alike(a, b, a_other, b_other)",
        """greatest(jaro_winkler_similarity(a, b), jaro_winkler_similarity(a, b_other),
            jaro_winkler_similarity(a_other, b))""",
    ),
    _macro(
        "typed(a, b)",
        "length(a) >= 8 AND abs(length(a) - length(b)) <= 1 AND damerau_levenshtein(a, b) = 1",
    ),
    _macro(
        "latin_answer(a, b, a_other, b_other)",
        """CASE
        WHEN alike(a, b, a_other, b_other) >= 0.94 THEN 'name_heard'
        WHEN typed(a, b) OR coalesce(typed(a, b_other), FALSE) OR coalesce(typed(a_other, b), FALSE) THEN 'name_typed'
        -- The given name or the surname is the same.
        WHEN alike(a, b, a_other, b_other) >= 0.85 OR left(a, 4) = left(b, 4) OR right(a, 4) = right(b, 4)
            OR coalesce(left(a, 4) = left(b_other, 4), FALSE) OR coalesce(left(a_other, 4) = left(b, 4), FALSE)
        THEN 'name_part' ELSE 'name_differs' END""",
    ),
    _macro(
        "name_answer(a, b, a_sound, b_sound, a_heard, b_heard, a_other, b_other, a_other_sound, b_other_sound)",
        """CASE
        WHEN a IS NULL OR b IS NULL THEN NULL
        WHEN a = b THEN 'name'
        WHEN a_sound = b_sound THEN 'name_alike'
        WHEN coalesce(a = b_other, FALSE) OR coalesce(a_other = b, FALSE) OR coalesce(a_other = b_other, FALSE)
            OR coalesce(a_sound = b_other_sound, FALSE) OR coalesce(a_other_sound = b_sound, FALSE) THEN 'other_name'
        WHEN a_heard = b_heard THEN 'name_heard'
        WHEN latin(a, b) THEN latin_answer(a, b, a_other, b_other)
        WHEN one_other(a, b) OR one_missed(a, b) OR one_missed(b, a) THEN 'name_part'
        ELSE 'name_differs' END""",
    ),
    # The full distance only where it can matter: it costs a hundred times as much as counting.
    _macro(
        "apart(a, b)",
        "CASE WHEN length(a) = length(b) AND hamming(a, b) <> 2 THEN hamming(a, b) ELSE damerau_levenshtein(a, b) END",
    ),
    _macro(
        "number_answer(a, b, a_valid, b_valid)",
        """CASE
        WHEN a IS NULL OR b IS NULL THEN NULL
        WHEN a_valid AND b_valid THEN CASE WHEN a = b THEN 'number' ELSE 'numbers_differ' END
        WHEN a = b THEN 'number_equal'
        -- Excel keeps fifteen digits and fills up; the fifteenth may have been rounded up.
        WHEN (right(a, 3) = '***' OR right(b, 3) = '***' OR (right(a, 3) = '000' AND length(a) = 18 AND NOT a_valid)
            OR (right(b, 3) = '000' AND length(b) = 18 AND NOT b_valid))
            AND abs(try_cast(left(a, 15) AS BIGINT) - try_cast(left(b, 15) AS BIGINT)) <= 1 THEN 'number_part'
        WHEN right(a, 3) = '***' OR right(b, 3) = '***' THEN 'number_far'
        -- A passport and an identity number say nothing of each other, nor do two passports.
        WHEN abs(length(a) - length(b)) > 2 THEN NULL
        WHEN least(length(a), length(b)) < 14 AND apart(a, b) > 2 THEN NULL
        ELSE (['number_near', 'number_close', NULL, NULL, 'number_far'])[least(apart(a, b), 5)]
        END""",
    ),
    _macro("of_moon(early, late)", f"""
        date_diff('day', early, late) BETWEEN 18 AND 51
        AND abs((({_AGE_OF_MOON}) - (day(early) - 1) + 44.295883) % 29.530588853 - 14.765294) <= 1.2"""),
    _macro(
        "birth_answer(a, b, firm)",
        """CASE
        WHEN a IS NULL OR b IS NULL THEN NULL
        WHEN a = b THEN 'birth'
        WHEN hamming(strftime(a, '%Y%m%d'), strftime(b, '%Y%m%d')) = 1 THEN 'birth_digit'
        WHEN year(a) = year(b) AND month(a) = day(b) AND day(a) = month(b) THEN 'birth_swapped'
        WHEN year(a) = year(b) AND (day(a) = 1 OR day(b) = 1) AND (month(a) = month(b)
            OR (day(a) = 1 AND month(a) = 1) OR (day(b) = 1 AND month(b) = 1)) THEN 'birth_part'
        WHEN abs(year(a) - year(b)) = 1 AND month(a) = month(b) AND day(a) = day(b) THEN 'birth_year'
        WHEN of_moon(least(a, b), greatest(a, b)) THEN 'birth_lunar'
        WHEN firm THEN 'birth_differs' END""",
    ),
    _macro("sex_answer(a, b)", "CASE WHEN a = b THEN 'sex' WHEN a <> b THEN 'sex_differs' END"),
    _macro(
        "place_answer(a, b, a_town, b_town)",
        "CASE WHEN a = b THEN 'place' WHEN a_town = b_town THEN 'town' WHEN a <> b THEN 'place_differs' END",
    ),
)  # fmt: skip
"""The comparisons as macros of the engine."""

ANSWERS = """
    name_answer(l.plain, r.plain, l.sound, r.sound, l.heard, r.heard, l.other, r.other, l.other_sound, r.other_sound)
        AS named,
    number_answer(l.shown, r.shown, l.valid, r.valid) AS number,
    sex_answer(l.sex, r.sex) AS sexed,
    right(l.shown, 1) = right(r.shown, 1) AS same_end,
    birth_answer(l.born, r.born, l.firm AND r.firm) AS born,
    place_answer(l.place, r.place, l.town, r.town) AS placed
"""
