"""If one figure of a failing relation were wrong, what would it have to be? Asked of the editor, never said as a fact."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from liuqing.plans.claims import Claim
from liuqing.plans.quantity import Quantity


@dataclass(frozen=True)
class Correction:
    """One figure, the value in its base unit that would mend the claims, and which claims (by place) it mends."""

    figure: Quantity
    value: Decimal
    claims: tuple[int, ...]

    @property
    def printed(self) -> str:
        """The value in the figure's own unit, as it would be printed."""
        scale = self.figure.value / self.figure.stated if self.figure.stated else Decimal(1)
        return plain(self.value / scale) + self.figure.unit


def plain(value: Decimal) -> str:
    """Without needless noughts and never as a power of ten."""
    text = f"{round(value, 4):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def best(claims: list[Claim], failing: list[int]) -> list[Correction]:
    """The corrections that each mend at least two failures and break nothing that holds, the strongest first."""
    holding = {
        q.id
        for c in claims
        if c.verdict in ("holds", "holds_rounded") and c.kind != "repeat"
        for q in _figures(c)
    }
    mended: dict[tuple[int, Decimal], list[int]] = defaultdict(list)
    figures: dict[int, Quantity] = {}
    for at in failing:
        for figure, value in _candidates(claims[at]):
            figures[figure.id] = figure
            mended[(figure.id, value)].append(at)
    found = [
        Correction(figures[key], value, tuple(places))
        for (key, value), places in mended.items()
        if len(places) > 1 and key not in holding and value > 0
    ]
    return sorted(found, key=lambda c: (-len(c.claims), c.claims, c.figure.id))


def _figures(claim: Claim) -> Iterable[Quantity]:
    yield claim.relation.total
    for part in claim.relation.parts:
        yield part.quantity


def _candidates(claim: Claim) -> Iterable[tuple[Quantity, Decimal]]:
    """Each figure with the value that would close the gap, where the figures are simply added."""
    relation = claim.relation
    if relation.computed is not None:
        yield relation.total, relation.computed
        return
    weights: dict[int, Decimal] = defaultdict(Decimal)
    figures = {relation.total.id: relation.total}
    weights[relation.total.id] -= 1
    for part in relation.parts:
        figures[part.quantity.id] = part.quantity
        weights[part.quantity.id] += part.sign * part.factor
    gap = sum((weights[key] * figures[key].value for key in figures), Decimal(0))
    for key, weight in weights.items():
        if weight:
            yield figures[key], figures[key].value - gap / weight
