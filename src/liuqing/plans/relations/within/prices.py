"""A wrong price: amounts and counts agree on another one, exactly, and more than once or over many."""

import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from liuqing.plans.claims import Relation
from liuqing.plans.quantity import Quantity
from liuqing.plans.relations.cells import is_plain
from liuqing.plans.relations.slips import digits, is_slip
from liuqing.plans.relations.within import rates
from liuqing.plans.relations.within.product_cases import Case, counts, product, same_time
from liuqing.plans.relations.within.scope import Scope
from liuqing.plans.relations.within.series import clause_words, is_grand

INCOME = re.compile(r"收益|收入|增收|高出|产值|利润|售价|均价|缴纳|自付")
PAID = re.compile(r"需|投入|资金|投资|补助|共|计|发放")
MANY = 100
"""Over fewer pieces an amount is a multiple of some round price by chance."""
Time = tuple[Decimal, str]


def find(scope: Scope, rate: Quantity) -> Iterator[Relation]:
    """The products that another price than the printed one would make exact."""
    if INCOME.search(clause_words(scope, rate)):
        return
    cases = list(_cases(scope, rate))
    needed = [_needed(case, time) for case, time in cases]
    agreed = Counter(price for price in needed if price is not None).most_common(1)
    if not agreed:
        return
    price, times = agreed[0]
    alone = times == 1 and len(cases) == 1 and _is_slip(scope, cases[0][0], price)
    if (times > 1 or alone) and price != rate.value:
        yield from (
            product(case, *time) for (case, time), own in zip(cases, needed, strict=True) if own == price
        )


def _is_slip(scope: Scope, case: Case, price: Decimal) -> bool:
    """Over many pieces, of money that is paid, and one slip of the pen away."""
    scale = case.rate.value / case.rate.stated
    near = is_slip(case.rate.stated, price / scale, 2) or digits(case.rate.stated).strip("0") == digits(
        price / scale
    ).strip("0")
    return case.count.value >= MANY and near and bool(PAID.search(clause_words(scope, case.total)))


def _cases(scope: Scope, rate: Quantity) -> Iterator[tuple[Case, Time]]:
    """Every count of the item with the next amount of its year behind it; one amount goes to one count."""
    taken: set[int] = set()
    for count in counts(scope, rate):
        behind = (
            q for q in scope.figures
            if q.start > count.end and q.dimension == rate.dimension and is_plain(q) and q.id not in taken
            and scope.item(q) == scope.item(rate) and not q.hedge
            and (same_time(count, q) or (count.year is None and is_grand(scope, q)))
        )  # fmt: skip
        total = next(behind, None)
        times = rates.multipliers(scope, rate, count, total) if total else []
        if total and len(times) == 1:
            taken.add(total.id)
            yield Case(rate, count, total), times[0]


def _needed(case: Case, time: Time) -> Decimal | None:
    """The price that makes the product exact, if it can be printed as the rate is."""
    number = (rates.counts(case.rate, case.count) or Decimal(0)) * time[0]
    if not number:
        return None
    price = case.total.value / number
    return price if price > 0 and price % case.rate.step == 0 else None
