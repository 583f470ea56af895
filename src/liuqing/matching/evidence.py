"""What speaks for and against one person, in points, and what is never enough.

A pair of records says something in each of six respects: number, name, sex, birth, village and the
family around. Each respect has one answer, the first that fits; its points are added up. What is
not known has no answer and no points, so a fact that agrees never lowers a score.

Some answers are never enough for a machine, whatever else agrees (``_LIMITED``): names that are not
alike; two sound numbers that differ; two dates of birth one digit or one year apart, or two Latin
names one letter apart, where the numbers do not agree. People of one name in one village with such
dates are two persons often enough.
"""

POINTS = {
    "number_equal": 60, "number_near": 45, "number_part": 45, "number_close": 35, "number_far": -20,
    "numbers_differ": -20,
    "name": 40, "name_alike": 35, "other_name": 35, "name_heard": 30, "name_typed": 30, "name_part": 22, "name_differs": -25,
    "sex": 3, "sex_differs": -40,
    "birth": 25, "birth_swapped": 20, "birth_part": 13, "birth_lunar": 20, "birth_digit": 13, "birth_year": 13,
    "birth_differs": -25,
    "place": 18, "town": 7, "place_differs": -5,
    "family": 22, "relative": 12,
}  # fmt: skip
"""Points of each answer. 80 in all is the same person, from 50 on a person must look."""

REASONS = {
    "number": "证件号码相同",
    "number_equal": "证件号码写得一样，但号码本身有错",
    "number_near": "证件号码只差一位",
    "number_part": "证件号码前 15 位相同",
    "number_close": "证件号码只差两位",
    "number_far": "证件号码相差较多",
    "numbers_differ": "两个证件号码都正确，但不相同",
    "name": "姓名相同",
    "name_alike": "姓名同音或用字相近",
    "other_name": "与曾用名或小名相同",
    "name_heard": "姓名读音相近",
    "name_typed": "姓名只差一个字母",
    "name_part": "姓名只差一个字",
    "name_differs": "姓名不同",
    "sex": "性别相同",
    "sex_differs": "性别不同",
    "birth": "出生日期相同",
    "birth_swapped": "出生日期月、日颠倒",
    "birth_part": "出生日期只到年或月",
    "birth_lunar": "出生日期像是农历和公历",
    "birth_digit": "出生日期只差一个数字",
    "birth_year": "出生日期差一年",
    "birth_differs": "出生日期不同",
    "place": "同一个村",
    "town": "同一个乡镇",
    "place_differs": "不在同一个村",
    "family": "家里至少两人也同名",
    "relative": "家里另有一人也同名",
}
"""What speaks for or against a match, in words."""

NEVER_ENOUGH = 79
"""The most points of a pair that only a person may decide."""

# A near-twin's number that was written wrongly may come within two characters, but then the last one
# is another: it follows from all others.
_BY_NUMBER = """coalesce(number IN ('number_equal', 'number_near', 'number_part')
    OR (number = 'number_close' AND same_end), FALSE)"""
_LIMITED = f"""(
    coalesce(named = 'name_differs', TRUE)
    -- In one household a name with one other character is a brother's or sister's, a twin's perhaps.
    OR (named = 'name_part' AND (number IS DISTINCT FROM 'number_equal' OR together))
    OR (named = 'name_typed' AND (together OR NOT {_BY_NUMBER}))
    -- One in eleven near-twins' damaged numbers ends alike by chance.
    OR (coalesce(born IN ('birth_digit', 'birth_year'), FALSE)
        AND coalesce(number NOT IN ('number_equal', 'number_near', 'number_part'), TRUE))
    OR coalesce(number = 'numbers_differ', FALSE)
)"""
_RESPECTS = {
    "number": ("number",), "named": ("name", "other_name"), "sexed": ("sex",), "born": ("birth",),
    "placed": ("place", "town"), "family": ("family", "relative"),
}  # fmt: skip
"""The columns of the answers, and how the answers of each begin."""


def points() -> str:
    """SQL: the points of the answers in the columns ``number``, ``named``, ``sexed``, ``born``, ``placed``."""
    return " + ".join(_worth(respect) for respect in _RESPECTS if respect != "family")


def score() -> str:
    """SQL: ``points`` with those of ``family``, within what the answers allow."""
    return f"least(points + {_worth('family')}, CASE WHEN {_LIMITED} THEN {NEVER_ENOUGH} ELSE 999 END)"


def reasons() -> str:
    """SQL: the answers that were given, in order."""
    return f"list_filter([{', '.join(_RESPECTS)}], lambda x: x IS NOT NULL)"


def _worth(respect: str) -> str:
    answers = ((key, points) for key, points in POINTS.items() if key.startswith(_RESPECTS[respect]))
    worth = " ".join(f"WHEN '{key}' THEN {points}" for key, points in answers)
    return f"CASE {respect} {worth} ELSE 0 END"
