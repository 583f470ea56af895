"""True, false, not known: the few steps that rules share.

``&``, ``|`` and ``~`` of columns already follow Kleene: false decides "and", true decides "or",
and otherwise NULL stays NULL. What is here adds the cases where engines would differ or where a
missing fact would silently count as an answer.
"""

from functools import reduce
from operator import and_

import ibis

from liuqing.policy.rule import Column


def every(conditions: list[Column]) -> Column:
    """All hold: one false decides even beside a missing fact; one missing fact stops a yes."""
    return reduce(and_, conditions)


def nobody(against: Column, unknown: Column, members: Column) -> Column:
    """No member speaks against it. Without members, or with an unclear one, it is not known."""
    return ibis.cases(
        (against > 0, False),
        (unknown > 0, ibis.null("boolean")),
        (members > 0, True),
        else_=ibis.null("boolean"),
    )


def witnessed(register: Column, listed: Column) -> Column:
    """What the register says of a member, beside a department's list (NULL: no list).

    The list's yes is enough. The register's yes stands where there is no list; against a list
    in which the member is missing it is not known, for the member may be in another county's.
    """
    return ibis.cases(
        (listed, True),
        (register & listed.isnull(), True),
        (~register, False),
        else_=ibis.null("boolean"),
    )


def known(fact: Column) -> Column:
    """The fact is in the record, whatever it says."""
    return fact.notnull()


def half_up(numerator: Column, denominator: int) -> Column:
    """A quotient of whole numbers rounded half up (away from zero is never needed: money is not negative)."""
    return (numerator * 2 + denominator) // (2 * denominator)


def lesser(one: Column, other: Column) -> Column:
    """The smaller of two numbers; not known unless both are (engines' ``least`` passes over a gap)."""
    return ibis.cases((one <= other, one), (one > other, other), else_=ibis.null("int64"))


def not_negative(number: Column) -> Column:
    """The number, but never below nothing."""
    return ibis.ifelse(number < 0, 0, number)


def has(codes: Column, code: str) -> Column:
    """Whether joined codes (``|因病|因学|``) hold this one; NULL if nothing is known of them."""
    return codes.contains(f"|{code}|")


def tally(answer: Column) -> Column:
    """How many of the children answer yes; a missing answer is no yes."""
    return answer.fill_null(False).cast("int64").sum()


def tally_no(answer: Column) -> Column:
    """How many answer no."""
    return (~answer).fill_null(False).cast("int64").sum()


def tally_unknown(answer: Column) -> Column:
    """How many answers are missing."""
    return answer.isnull().cast("int64").sum()


TALLIES = {tally.__name__: True, tally_no.__name__: False, tally_unknown.__name__: None}
"""Which answer of a child each tally counts."""
