"""Lending (扶贫小额信贷): what is aided of the interest day by day, and what is doubtful about a loan.

Source: 国家扶贫小额信贷政策 (at most 50,000 yuan and three years, the benchmark rate, interest aided, an overdue
loan loses its aid). Interest = what is owed × yearly rate × days ÷ days of a year; the day of lending counts,
the day of repayment does not. Every number is the place's (``parameters/loans``).

The rule ``loan_interest_aid`` answers the same of a department's list with one day and one sum a person;
here the ledger tells each repayment and extension, so that the aid is exact. Both are shown.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from itertools import pairwise

from liuqing.policy.dated import Parameter, Parameters

FEN = Decimal("0.01")
NOTHING = Decimal("0.00")
A_YEAR = 366
"""Days up to which a loan is one of at most a year."""
FLAGS = {
    "overdue": "逾期",
    "stale": "到期后台账没有更新",
    "due_soon": "即将到期",
    "used_by_firm": "户贷企用",
    "forbidden_use": "用途不符",
    "over_limit": "超限额",
    "over_term": "超期限",
    "age": "年龄不符",
    "several": "一人多笔",
    "unregistered": "放款时不在册",
    "bad": "不良",
}
"""What can be doubtful about a loan."""


@dataclass(frozen=True)
class Terms:
    """The place's terms of a day; None: the place does not say. ``shares`` are dated, in per cent."""

    limit: Decimal
    term_days: int
    days_a_year: int
    shares: tuple[tuple[date, Decimal | None], ...]
    rates: Mapping[str, Decimal]
    age_from: int
    age_to: int
    forbidden: tuple[str, ...]
    due_soon: int
    extension_days: int
    extensions: int
    bad_after: int
    compensation: Decimal
    leverage: Decimal
    extended_aided: bool
    firm_aided: bool


@dataclass(frozen=True)
class Borrowed:
    """A loan as its ledger has it. ``repaid`` and ``extended`` are (day, what); ``aided``: its use is in order."""

    principal: Decimal
    rate: Decimal
    drawn_on: date
    due_on: date
    repaid: tuple[tuple[date, Decimal], ...] = ()
    extended: tuple[tuple[date, date], ...] = ()
    aided: bool = True

    def owed(self, on: date) -> Decimal:
        """The principal that is still owed at the end of a day."""
        if on < self.drawn_on:
            return NOTHING
        return max(self.principal - sum((sum_ for day, sum_ in self.repaid if day <= on), NOTHING), NOTHING)

    def due(self, on: date | None = None) -> date:
        """The last day for paying back, as it stood on a day."""
        moved = [until for day, until in self.extended if on is None or day <= on]
        return max([self.due_on, *moved])

    def overdue(self, on: date) -> int:
        """For how many days it is overdue: 0 on the day it is due, and where nothing is owed."""
        return max((on - self.due()).days, 0) if self.owed(on) > 0 else 0


@dataclass(frozen=True)
class Spell:
    """Days in which nothing changed: so much was aided, at this rate and share. ``until`` counts no more."""

    since: date
    until: date
    owed: Decimal
    aided: Decimal
    rate: Decimal
    share: Decimal

    @property
    def days(self) -> int:
        """How many."""
        return (self.until - self.since).days


@dataclass(frozen=True)
class Aid:
    """What is aided of a loan's interest in a time, spell by spell; ``interest`` is that of what is aided."""

    spells: tuple[Spell, ...] = ()
    days_a_year: int = 365

    @property
    def days(self) -> int:
        """On how many days something was aided."""
        return sum(spell.days for spell in self.spells)

    @property
    def interest(self) -> Decimal:
        """The interest on what is aided, half up to the fen."""
        return _fen(self.exact(share=False))

    @property
    def amount(self) -> Decimal:
        """The aid, rounded once, half up to the fen."""
        return _fen(self.exact())

    def exact(self, *, share: bool = True) -> Fraction:
        """The same before it is rounded, in yuan."""
        return sum((_exact(spell, self.days_a_year, share=share) for spell in self.spells), Fraction(0))


@dataclass(frozen=True)
class Borrower:
    """What the flags ask of who borrowed: born when, in the register when the money came (None: not known)."""

    born: date | None = None
    registered: bool | None = None


@dataclass
class Doubts:
    """Keys of ``FLAGS`` with their words; ``unknown`` what could not be asked."""

    found: dict[str, str] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)


def terms(p: Parameters, files: Mapping[str, Parameter]) -> Terms:
    """The place's terms on a day; raises ``NotInForceError``. ``files`` tell the shares of every day."""
    shares = tuple(
        (value.since, None if value.value is None else Decimal(str(value.value)))
        for value in files["loans.interest_aid_rate"].values
    )
    rates = {kind: Decimal(str(rate)) / 100 for kind, rate in p["loans.benchmark_rates"].items()}
    return Terms(
        limit=Decimal(p.fen("loans.limit")) / 100, term_days=int(p["loans.term_days"]), days_a_year=int(p["loans.days_a_year"]),
        shares=shares, rates=rates, age_from=int(p["loans.age_from"]), age_to=int(p["loans.age_to"]),
        forbidden=tuple(p["loans.forbidden_uses"]), due_soon=int(p["loans.due_soon_days"]),
        extension_days=int(p["loans.extension_days"]), extensions=int(p["loans.extensions"]), bad_after=int(p["loans.bad_after_days"]),
        compensation=Decimal(str(p["loans.compensation_share"])), leverage=Decimal(str(p["loans.leverage"])),
        extended_aided=bool(p["loans.aid_when_extended"]), firm_aided=bool(p["loans.aid_when_used_by_firm"]),
    )  # fmt: skip


def aids(loans: Sequence[Borrowed], first: date, last: date, terms: Terms) -> list[Aid]:
    """What is aided of each loan of one household from ``first`` to ``last``, both included.

    Together they are aided up to the limit, who borrowed first comes first.
    """
    days = sorted(
        {day for day in _turns(loans, first, last, terms) if first <= day <= last + timedelta(days=1)}
    )
    order = sorted(range(len(loans)), key=lambda at: (loans[at].drawn_on, at))
    spells: list[list[Spell]] = [[] for _ in loans]
    for since, until in pairwise(days):
        left, share = terms.limit, _share(terms, since)
        for at in order:
            owed = loans[at].owed(since) if _runs(loans[at], since, terms) else NOTHING
            counted = min(owed, left)
            left -= counted
            if counted and share:
                spells[at].append(Spell(since, until, owed, counted, aided_rate(loans[at], terms), share))
    return [Aid(tuple(found), terms.days_a_year) for found in spells]


def aided_rate(loan: Borrowed, terms: Terms) -> Decimal:
    """The contract's rate, at most the benchmark of its term."""
    kind = "一年以内" if (loan.due_on - loan.drawn_on).days <= A_YEAR else "一年以上"
    return min(loan.rate, terms.rates.get(kind, loan.rate))


def ends(loan: Borrowed, terms: Terms) -> date:
    """The first day that is no longer aided: it is due, or the longest term is over."""
    due = loan.due() if terms.extended_aided else loan.due_on
    return min(due, loan.drawn_on + timedelta(days=terms.term_days))


def doubts(
    loan: Borrowed,
    of: Borrower,
    *,
    use: str,
    used_by: str,
    together: Decimal,
    others: int,
    on: date,
    terms: Terms,
    known_until: date | None = None,
) -> Doubts:
    """What is doubtful about a loan on a day. ``together`` is what the household owes, ``others`` how many more
    loans the same person has running, ``known_until`` the day of the list that tells of it (None: to this day).
    A list from before the day it was due says nothing of whether it was paid back.
    """
    told = Doubts()
    found = told.found
    days = loan.overdue(on)
    if days and known_until is not None and known_until <= loan.due():
        found["stale"] = f"{loan.due()} 到期，台账截至 {known_until}，还没还不明"
    elif days:
        found["overdue"] = f"逾期 {days} 天，停止贴息"
    elif loan.owed(on) and 0 <= (loan.due() - on).days <= terms.due_soon:
        found["due_soon"] = f"还有 {(loan.due() - on).days} 天到期"
    if used_by:
        found["used_by_firm"] = "实际用款的不是农户自己"
    if word := next((word for word in terms.forbidden if word in use), ""):
        found["forbidden_use"] = f"用途里有「{word}」"
    if together > terms.limit:
        found["over_limit"] = f"户内合计 {together:,.2f} 元，限额 {terms.limit:,.0f} 元"
    if (loan.due_on - loan.drawn_on).days > terms.term_days:
        found["over_term"] = f"期限 {(loan.due_on - loan.drawn_on).days} 天，最长 {terms.term_days} 天"
    if others:
        found["several"] = f"同一人另有 {others} 笔没有还清"
    _of_borrower(told, loan, of, terms)
    if not use:
        told.unknown.append("没有写贷款用途")
    return told


def age(born: date, on: date) -> int:
    """Whole years on a day."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def _of_borrower(told: Doubts, loan: Borrowed, of: Borrower, terms: Terms) -> None:
    if of.born is None:
        told.unknown.append("不知道借款人的出生日期")
    elif not terms.age_from <= (years := age(of.born, loan.drawn_on)) <= terms.age_to:
        told.found["age"] = f"放款时 {years} 岁，应为 {terms.age_from} 至 {terms.age_to} 岁"
    if of.registered is None:
        told.unknown.append("不知道放款时是不是建档立卡户")
    elif not of.registered:
        told.found["unregistered"] = "放款那天不在建档立卡名册里"


def _runs(loan: Borrowed, on: date, terms: Terms) -> bool:
    return loan.aided and loan.drawn_on <= on < ends(loan, terms)


def _turns(loans: Iterable[Borrowed], first: date, last: date, terms: Terms) -> Iterable[date]:
    """Every day on which something may change."""
    yield first
    yield last + timedelta(days=1)
    for loan in loans:
        yield from (loan.drawn_on, ends(loan, terms), *(day for day, _ in loan.repaid))
    yield from (since for since, _ in terms.shares)


def _share(terms: Terms, on: date) -> Decimal:
    """The share of a day in per cent; 0 where none is in force."""
    reached = [share for since, share in terms.shares if since <= on]
    return (reached[-1] if reached else None) or NOTHING


def _exact(spell: Spell, days_a_year: int, *, share: bool) -> Fraction:
    whole = Fraction(spell.aided) * Fraction(spell.rate) * spell.days / days_a_year
    return whole * Fraction(spell.share) / 100 if share else whole


def _fen(exact: Fraction) -> Decimal:
    fen = (exact * 100 + Fraction(1, 2)).__floor__()
    return (Decimal(fen) / 100).quantize(FEN, ROUND_HALF_UP)
