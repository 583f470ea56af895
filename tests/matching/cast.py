"""The people of these tests: invented, with numbers of an area that was never assigned."""

from datetime import date

from liuqing.matching import people
from liuqing.policy import identity_numbers

BIRTH = date(1990, 1, 13)
VILLAGE, TOWN = 7, 1
HOME, ELSEWHERE = 500, 900


def number(serial=1, born=BIRTH, area="990101"):
    """A sound number; odd serials are men's."""
    first = f"{area}{born:%Y%m%d}{serial:03d}"
    return first + identity_numbers.check_digit(first)


def wrong(number):
    """The number with a wrong last character."""
    return number[:17] + ("0" if number[17] != "0" else "1")


WHO = {
    "number": number(), "name": "陈示例", "sex": "男", "birth": BIRTH, "place": VILLAGE, "town": TOWN,
    "home": HOME, "other_name": None,
}  # fmt: skip
ORDER = ("number", "name", "sex", "birth", "place", "town", "home", "other_name")


def who(**said):
    """The man of these tests, with what is said of him otherwise."""
    return {**WHO, **said}


def unknown(**said):
    """Somebody of whom only this is known."""
    return {**dict.fromkeys(ORDER), **said}


def rows(persons, first=0):
    """A table of people, numbered from ``first``."""
    return people.table((key, *(one[name] for name in ORDER)) for key, one in enumerate(persons, first))


def matched(left, right):
    """{index on the left: its row of the answer}; the right side counts from 100."""
    return {row["left"]: row for row in people.match(rows(left), rows(right, 100)).to_pylist()}


def outcome(left, *right):
    """What became of a single record among these: its outcome and its reasons."""
    row = matched([left], list(right)).get(0)
    return (row["outcome"], set(row["reasons"])) if row else ("different", set())


def family(home, *names):
    """The others of a household, of whom only names are known."""
    return [unknown(name=name, home=home) for name in names]
