"""What was put into households (投入): every yuan once, with the measure it belongs to.

Three books tell of it: payments out of project money, goods and works for a household of a project that
was accepted, and the departments' lists. Of a person, a programme and a year card and list tell of the same
money, and the larger sum counts, as on the page of what a household got (``queries/received``). Shared
works belong to nobody's household and are not here.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.db.models import Q

from liuqing.planning.models import Beneficiary, Payment, Project, Refund
from liuqing.policy.paying import period
from liuqing.policy.programmes import PROGRAMMES
from liuqing.registry.models import Entry, Receipt

ZERO = Decimal(0)
PAID, GOODS, LISTED = "paid", "goods", "listed"
HOW = {PAID: "项目资金支付到户", GOODS: "到户实物或工程", LISTED: "部门名单发放"}
"""From which book it is known."""
DELIVERED = Project.IN_POOL[Project.IN_POOL.index(Project.State.ACCEPTED) :]
"""From which state on the goods and works of a project have arrived."""


Key = tuple[int, int, str, int]
"""Household, person (0: the whole household), programme and year: of these card and list tell of the same money."""


@dataclass(frozen=True)
class Put:
    """Something put into a household. ``amount`` None: nobody stated it. ``project`` is its number, "" without."""

    household: int
    village: int
    measure: str
    how: str
    year: int
    amount: Decimal | None
    what: str
    project: str = ""


Paid = tuple[Put, int, Key | None]
"""A payment with its project's key, and what it was for if it was of a programme."""


def puts(homes: Q) -> list[Put]:
    """Everything put into the households that ``homes`` (a condition on ``household__…``) picks out."""
    paid = list(_paid(homes))
    return [*(one for one, *_ in paid), *_goods(homes, paid), *_listed(homes, paid)]


def measure(class_one: str, class_two: str) -> str:
    """How a project's measure is called."""
    return f"{class_one} · {class_two}" if class_two else class_one


def _paid(homes: Q) -> Iterator[tuple[Put, int, Key | None]]:
    """Payments to households, less what came back; with the project, and for whom and what it was by programme."""
    back: dict[int, Decimal] = {}
    refunds = Refund.objects.filter(_of(homes, "payment__household"), voucher__reversed_by=None)
    for key, amount in refunds.order_by().values_list("payment", "amount"):
        back[key] = back.get(key, ZERO) + amount
    told = Payment.objects.filter(homes, voucher__reversed_by=None).order_by().values_list(
        "pk", "household", "household__village", "amount", "on__year", "person", "due__batch__programme",
        "due__batch__period", "line__project", "line__project__no", "line__project__name", "line__project__class_one",
        "line__project__class_two",
    )  # fmt: skip
    for pk, home, village, amount, paid_in, person, programme, span, project, no, name, one, two in told:
        year = period(span).year if span else paid_in
        if left := amount - back.get(pk, ZERO):
            put = Put(home, village, measure(one, two), PAID, year, left, name, no)
            yield put, project, (home, person or 0, programme, year) if programme else None


def _goods(homes: Q, paid: list[Paid]) -> Iterator[Put]:
    """A household's share of a project for households, as far as it was not paid out to it in money."""
    money: dict[tuple[int, int], Decimal] = {}
    for one, project, _ in paid:
        money[project, one.household] = money.get((project, one.household), ZERO) + (one.amount or ZERO)
    told = Beneficiary.objects.filter(
        homes, project__reach=Project.Reach.HOUSEHOLD, project__state__in=DELIVERED
    ).order_by().values_list(
        "project", "household", "household__village", "amount", "project__year", "since", "project__no", "project__name",
        "project__class_one", "project__class_two",
    )  # fmt: skip
    for project, home, village, amount, year, since, no, name, one, two in told:
        cash = money.pop((project, home), ZERO)
        left = None if amount is None else max(amount - cash, ZERO)
        # Paid in money and nothing stated beside it: the money is all there is.
        if left or (left is None and not cash):
            yield Put(home, village, measure(one, two), GOODS, year or since.year, left, name, no)


def _listed(homes: Q, paid: list[Paid]) -> Iterator[Put]:
    """What departments' lists say was paid; of what cards paid as well only what the list says more."""
    cards: dict[Key, Decimal] = {}
    for one, _, key in paid:
        if key is not None:
            cards[key] = cards.get(key, ZERO) + (one.amount or ZERO)
    programmes = _programmes({person for _, person, _, _ in cards})
    same: dict[Key, list[Put]] = {}
    told = Receipt.objects.filter(homes).order_by("pk").values_list(
        "household", "household__village", "item", "year", "amount", "person", "file", "sheet", "row"
    )  # fmt: skip
    for home, village, item, year, amount, person, *place in told:
        put = Put(home, village, item, LISTED, year, amount, item)
        key = (home, person or 0, programmes.get((person, *place), ""), year)
        if key in cards:
            same.setdefault(key, []).append(put)
        else:
            yield put
    yield from _more(same, cards)


def _more(same: dict[Key, list[Put]], cards: dict[Key, Decimal]) -> Iterator[Put]:
    """The larger sum counts: what a list says beyond the cards, as one line."""
    for key, told in same.items():
        left = sum((one.amount or ZERO for one in told), ZERO) - cards[key]
        if left > 0:
            yield replace(told[0], amount=left)


def _programmes(persons: set[int]) -> dict[tuple[Any, ...], str]:
    """By person and row of a list the programme that the list pays, of these persons."""
    lists = {one.list: key for key, one in PROGRAMMES.items() if one.list}
    found = Entry.objects.filter(person__in=persons, kind__in=lists).order_by()
    told = found.values_list("person", "file", "sheet", "row", "kind")
    return {(person, file, sheet, row): lists[kind] for person, file, sheet, row, kind in told}


def _of(homes: Q, prefix: str) -> Q:
    """The same condition reached another way: ``household__x`` becomes ``payment__household__x``."""
    children = [_renamed(one, prefix) for one in homes.children]
    return Q(*children, _connector=homes.connector, _negated=homes.negated)


def _renamed(one: Any, prefix: str) -> Any:
    if isinstance(one, Q):
        return _of(one, prefix)
    name, value = one
    return name.replace("household", prefix, 1), value
