"""Quantity × unit cost = amount, with sums that stay exact.

Amounts are whole hundreds of yuan wherever the plan's own amounts are, so that sums in 万元 with two
places are sums of what is shown.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from math import gcd
from random import Random
from typing import NamedTuple

from liuqing.sample.pool_figures import HUNDRED, Strand
from liuqing.sample.shares import divide

WHOLE = frozenset("人户头羽只窝台座件所个项") | {"人次"}
"""Units of which there is no half."""


class Price(NamedTuple):
    """Unit cost and amount in fen; no unit cost where no whole one gives the amount."""

    unit_cost: int | None
    amount: int


def portions(strand: Strand, weights: Sequence[float]) -> list[Decimal]:
    """The strand's quantity in round portions; the last one takes what is left over."""
    total = strand.quantity or Decimal(0)
    step = _step(total / max(len(weights), 1), whole=strand.unit in WHOLE)
    parts = [step * part for part in divide(int(total / step), weights)]
    parts[-1] += total - sum(parts)
    return parts


def _step(mean: Decimal, *, whole: bool) -> Decimal:
    if mean >= 200:
        return Decimal(10)
    return Decimal(1) if whole or mean >= 60 else Decimal("0.01")


def price(money: int, quantities: Sequence[Decimal | None], rng: Random) -> list[Price]:
    """A price for each quantity, about the same for all; together the money. None is one piece each."""
    known = [q for q in quantities if q is not None]
    if len(known) < len(quantities):
        return [Price(part, part) for part in _pieces(money, len(quantities), rng)]
    if not money:
        return [Price(0, 0) for _ in known]
    usual = Decimal(money) / sum(known)
    if usual == usual.to_integral_value() and usual % 1000 == 0:
        return [Price(int(usual), int(usual * q)) for q in known]
    return _about(money, known, usual, rng)


def _pieces(money: int, count: int, rng: Random) -> list[int]:
    weights = [rng.uniform(0.6, 1.6) for _ in range(count)]
    parts = [part * HUNDRED for part in divide(money // HUNDRED, weights)]
    parts[-1] += money % HUNDRED
    return parts


def _about(money: int, quantities: list[Decimal], usual: Decimal, rng: Random) -> list[Price]:
    """Round unit costs near the usual one; the largest quantity takes the balance."""
    last = max(range(len(quantities)), key=lambda n: quantities[n])
    found: dict[int, Price] = {}
    drift = Decimal(0)
    for n, quantity in enumerate(quantities):
        if n == last:
            continue
        wanted = usual * Decimal(str(round(rng.uniform(0.9, 1.1), 3))) - drift / quantity / 2
        one = _near(wanted, usual, quantity)
        drift += one.amount - usual * quantity
        found[n] = one
    rest = money - sum(one.amount for one in found.values())
    found[last] = Price(_exact(rest, quantities[last]), rest)
    return [found[n] for n in range(len(quantities))]


def _near(wanted: Decimal, usual: Decimal, quantity: Decimal) -> Price:
    """The unit cost nearest to the wanted one that gives whole hundreds of yuan, if it is near enough."""
    step = 100 * HUNDRED // gcd(100 * HUNDRED, int(quantity * 100))
    cost = max(round(wanted / step), 1) * step
    if abs(cost - usual) <= usual * Decimal("0.25"):
        return Price(cost, int(cost * quantity))
    amount = max(round(usual * quantity / HUNDRED), 1) * HUNDRED
    return Price(_exact(amount, quantity), amount)


def _exact(amount: int, quantity: Decimal) -> int | None:
    cost = Decimal(amount) / quantity
    return int(cost) if cost == cost.to_integral_value() else None


def fill(sources: Mapping[str, int], amounts: Sequence[int]) -> list[dict[str, int]]:
    """Pay the amounts one after the other, from each source until it is spent."""
    left = list(sources.items())
    found: list[dict[str, int]] = []
    for amount in amounts:
        paid: dict[str, int] = {}
        while amount:
            source, rest = left[0]
            part = min(amount, rest)
            paid[source] = part
            amount -= part
            left[0] = (source, rest - part)
            if not left[0][1]:
                left.pop(0)
        found.append(paid)
    return found
