"""Subsidies (贴息清单): what is aided of each loan's interest in a year, and what the rules find of the person.

The ledger knows each repayment and extension; the rules know the department's list of a day. Where both
speak of a person they stand side by side, with the difference.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from liuqing.errors import Problem
from liuqing.planning.models import Loan
from liuqing.planning.queries.batches import entitled
from liuqing.planning.queries.loans import reading
from liuqing.planning.queries.loans.stood import NOTHING, Row, borrowings, rows
from liuqing.policy import lending
from liuqing.policy.lending import Aid, Borrowed, Terms
from liuqing.policy.paying import period
from liuqing.registry.queries import scope
from liuqing.workflow import clock
from liuqing.workflow.rights import Right

PROGRAMME = "interest"


@dataclass(frozen=True)
class Line:
    """A loan with its aid of the year; ``why`` says why nothing is aided. ``rule`` is what the rules find for
    the person (None: they say nothing, or cannot tell), ``person_whole`` what the ledger says of all its loans.
    """

    loan: Loan
    aid: Aid
    why: str
    rule: Decimal | None
    person_whole: Decimal

    @property
    def differs(self) -> Decimal | None:
        """What the ledger says more than the rules; None where the rules say nothing."""
        return None if self.rule is None else self.person_whole - self.rule


@dataclass(frozen=True)
class Subsidies:
    """The list of a year for an area."""

    area: Any
    year: int
    first: date
    last: date
    lines: tuple[Line, ...]
    whole: Decimal
    interest: Decimal
    terms: Terms
    assessed: date | None


def subsidies(user: Any, code: str | None = None, *, year: int) -> Subsidies:
    """The aid of a year, up to today in the running one. Problem ``registry.no_such_area``."""
    area, today = scope.area(user, code, Right.SEE_PROJECTS), clock.today()
    first, last = date(year, 1, 1), min(date(year, 12, 31), today)
    terms = reading.terms(last)
    seen = reading.visible(user).filter(household__village__path__startswith=area.path)
    found = seen.filter(drawn_on__lte=last).order_by("household__no", "drawn_on", "pk")
    aid = of_loans(found, first, last, terms)
    rule, assessed = _found(year)
    loans = {pk: one for pk, one in found.in_bulk().items() if aid[pk].spells or _concerns(one, first)}
    together = _by_person(loans.values(), aid)
    lines = tuple(
        Line(
            one,
            aid[pk],
            _why(one, aid[pk], terms),
            rule.get((one.household_id, one.person_id)),
            together[one.person_id],
        )
        for pk, one in loans.items()
    )
    whole = sum((line.aid.amount for line in lines), NOTHING)
    return Subsidies(
        area,
        year,
        first,
        last,
        lines,
        whole,
        sum((line.aid.interest for line in lines), NOTHING),
        terms,
        assessed,
    )


def assessed_year() -> int:
    """The year of the latest assessment, with which the list can be laid side by side; else the running one."""
    latest = scope.latest_snapshot()
    return latest.on.year if latest else clock.today().year


def of_loans(loans: Any, first: date, last: date, terms: Terms) -> dict[int, Aid]:
    """The aid of each loan by its key; the limit is shared with the household's loans elsewhere."""
    related = reading.of_households(loans)
    told = rows(related)
    borrowed = borrowings(related, told, terms)
    homes: dict[int, list[Row]] = defaultdict(list)
    for row in told:
        homes[row.household].append(row)
    aid = (_of_home(home, borrowed, first, last, terms) for home in homes.values())
    return {pk: one for found in aid for pk, one in found}


def _of_home(
    home: list[Row], borrowed: dict[int, Borrowed], first: date, last: date, terms: Terms
) -> Iterable[tuple[int, Aid]]:
    found = lending.aids([borrowed[row.pk] for row in home], first, last, terms)
    return zip((row.pk for row in home), found, strict=True)


def _found(year: int) -> tuple[dict[tuple[int, int | None], Decimal | None], date | None]:
    """What the rules of the year's latest assessment find, by household and person; nothing without one."""
    try:
        snapshot = entitled.snapshot_of(period(str(year)))
        told = entitled.years_sums(entitled.of_programme(snapshot, entitled.programme(PROGRAMME)))
    except Problem:
        return {}, None
    return {key: None if fen is None else Decimal(fen) / 100 for key, fen in told.items()}, snapshot.on


def _concerns(one: Loan, first: date) -> bool:
    """Whether a loan without aid belongs on the list of the year: it was not paid back before."""
    return one.state != Loan.State.REPAID and one.drawn_on >= date(first.year - 5, 1, 1)


def _by_person(loans: Iterable[Loan], aid: dict[int, Aid]) -> dict[int | None, Decimal]:
    whole: dict[int | None, Decimal] = defaultdict(lambda: NOTHING)
    for one in loans:
        whole[one.person_id] += aid[one.pk].amount
    return whole


def _why(one: Loan, aid: Aid, terms: Terms) -> str:
    """Why nothing is aided; "" where something is."""
    if aid.spells:
        return ""
    if not reading.in_order(one.use, one.used_by, terms):
        return "户贷企用，不贴息" if one.used_by else "用途不符，不贴息"
    if not any(share for _, share in terms.shares):
        return "本地没有贴息比例"
    return "已到期、超过最长期限，或户内已到限额"
