"""Entitled sums (待遇合计): what is a household due in the year, what did it get, what is still open?

Source: 措施户户清 of the plans: every household with what it is due and gets. Sums over the programmes
of ``policy/programmes.py`` that the place has. What is not known is in no sum but is counted, so
that nobody takes a sum with gaps for the whole.
"""

import ibis

from liuqing.policy.programmes import PROGRAMMES, Programme
from liuqing.policy.rule import Column, amount, count
from liuqing.policy.rules.entitlements import OF_PERSONS, Given, written

SOURCE = "措施户户清；各部门名册与规定比对"
OF_HOUSEHOLDS = tuple(one for one in PROGRAMMES.values() if one.entity == "household")


def _sum(given: Given, names: list[str]) -> Column:
    """The known ones of the named sums added up."""
    return sum((given[name].fill_null(0) for name in names), ibis.literal(0, "int64"))


def _open(given: Given, programmes: tuple[Programme, ...]) -> Column:
    """How many amounts of the programmes that the place has are not known."""
    there = (one.amount for one in programmes if given["p"].has(one.number))
    return sum((given[name].isnull().cast("int64") for name in there), ibis.literal(0, "int64"))


_DUE = [one.amount for one in OF_PERSONS]
_PAID = [one.received for one in OF_PERSONS]
_NUMBERS = tuple(one.number for one in OF_PERSONS)

amount("person", label="成员当年应享待遇合计", unit="fen", source=SOURCE)(
    written(
        lambda given: given["registered"].ifelse(_sum(given, _DUE), 0),
        "member_entitled_fen",
        "本人当年各项应享待遇之和；没有这项政策的、不明的不计入。",
        "registered",
        *_DUE,
    )
)
amount("person", label="成员当年各名册发放合计", unit="fen", source=SOURCE)(
    written(
        lambda given: _sum(given, _PAID),
        "member_received_fen",
        "各部门名册写明当年发给本人的金额之和；没有名册的不计入。",
        *_PAID,
    )
)
amount("person", label="成员待遇不明项数", unit="项", reads=_NUMBERS, source=SOURCE)(
    written(
        lambda given: given["registered"].ifelse(_open(given, OF_PERSONS), 0),
        "member_entitlements_unclear",
        "本地有的政策中，本人应享金额还不明的项数。",
        "registered",
        *_DUE,
        "p",
    )
)


@count("household", label="各成员当年应享待遇合计", unit="fen")
def members_entitled_fen(member_entitled_fen: Column) -> Column:
    """What is due to the members; answers that are not known are left out."""
    return member_entitled_fen.sum()


@count("household", label="各成员当年各名册发放合计", unit="fen")
def members_received_fen(member_received_fen: Column) -> Column:
    """What the lists say was paid to the members in the year."""
    return member_received_fen.sum()


@count("household", label="各成员待遇不明项数", unit="项")
def members_entitlements_unclear(member_entitlements_unclear: Column) -> Column:
    """Programmes of members of which it is not known what is due."""
    return member_entitlements_unclear.sum()


_HOME_DUE = [one.amount for one in OF_HOUSEHOLDS]
_HOME_PAID = [one.received for one in OF_HOUSEHOLDS]

amount("household", label="当年应享待遇合计", unit="fen", source=SOURCE)(
    written(
        lambda given: given["registered"].ifelse(given["members_entitled_fen"] + _sum(given, _HOME_DUE), 0),
        "entitled_fen",
        "全户及各成员当年应享待遇之和；没有这项政策的、不明的不计入（见待遇不明项数）。",
        "registered",
        "members_entitled_fen",
        *_HOME_DUE,
    )
)
amount("household", label="各名册发放合计", unit="fen", source=SOURCE)(
    written(
        lambda given: given["members_received_fen"] + _sum(given, _HOME_PAID),
        "received_by_lists_fen",
        "名册写明发给全户及各成员的金额之和；建房补助为历年累计，其余为当年。",
        "members_received_fen",
        *_HOME_PAID,
    )
)
amount(
    "household",
    label="待遇不明项数",
    unit="项",
    reads=tuple(one.number for one in OF_HOUSEHOLDS),
    source=SOURCE,
)(
    written(
        lambda given: given["registered"].ifelse(
            given["members_entitlements_unclear"] + _open(given, OF_HOUSEHOLDS), 0
        ),
        "entitlements_unclear",
        "全户及各成员的待遇中，应享金额还不明的项数；不明的没有计入合计。",
        "registered",
        "members_entitlements_unclear",
        *_HOME_DUE,
        "p",
    )
)
