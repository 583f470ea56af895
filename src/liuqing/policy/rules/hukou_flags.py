"""Doubts about residence (户籍疑点): who is in the register, and in no household book of the county?

Source: the catalogue of checks XD-07 (person and household book apart) and XD-01 (cancelled); R385
(moved). Who is in another household's book is no doubt: families divide without dividing the book.

Innocent and left out: who married in and left the book with the parents; small children not yet
entered; students, whose book may be the school's; members whose number is wrong, who cannot be found
in any list (the checks of identity ask for them); the dead.
"""

from fractions import Fraction

from liuqing.policy.dated import Parameters
from liuqing.policy.rule import Column, flag


@flag(
    "person",
    label="台账在册而户籍名单没有",
    source="疑点规则 XD-07（R385，人户分离、迁出或注销）",
    severity="yellow",
    disagree=("建档立卡在册成员", "公安户籍人口名单（没有本人）"),
    check="看户口簿：户口在外县的，写明在哪里；已迁出、注销的，办理人口减少；证件号码登错的，改正。",
    closes="户籍名单中有本人，或证件号码已改正，或成员已减少",
    expects=Fraction(5, 100),
    department="县公安局",
    topic="户籍",
    asks=False,
)
def not_in_hukou(
    registered: Column,
    police_listed: Column,
    relation: Column,
    age: Column,
    school_status: Column,
    id_valid: Column,
    dead: Column,
    p: Parameters,
) -> Column:
    """In no household book of the county, of an age and place in the family that has one here."""
    born_here = relation.notin(p["flags.married_in"]) & (age >= p["flags.hukou_age_from"])
    return registered & ~dead & ~police_listed & id_valid & born_here & school_status.isnull()
