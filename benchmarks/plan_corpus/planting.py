"""One figure changed, as a slip of the pen changes it, and every relation that this breaks."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Literal

from benchmarks.plan_corpus.making import make
from benchmarks.plan_corpus.marks import SCALES, Bond, Mark
from benchmarks.plan_corpus.paper import Paper

Scope = Literal["local", "cross"]
CLEAR = 3


@dataclass(frozen=True)
class Planted:
    """The plan with its error: the changed figure, what it was, the bonds it breaks and how far they reach."""

    paper: Paper
    text: str
    mark: Mark
    was: Decimal
    broken: tuple[Bond, ...]
    scope: Scope


def plant(seed: int, scope: Scope) -> Planted | None:
    """A plan with one wrong figure; None if this plan offers no place for an error of this scope.

    ``cross`` breaks nothing within one paragraph.
    """
    paper = make(seed)
    paper.text()
    choose = Random(seed * 2 + (scope == "cross"))
    marks = list(
        dict.fromkeys(mark for bond in paper.bonds if not bond.slogan for mark in bond.marks if mark.unit)
    )
    choose.shuffle(marks)
    for mark in marks:
        was = mark.value
        for value in _slips(choose, mark):
            mark.value = value
            broken = [bond for bond in paper.bonds if mark in bond.marks and bond.verdict() == "fails"]
            reach = {bond.scope() for bond in broken}
            if any(_clear(b) for b in broken) and (
                reach == {"cross"} if scope == "cross" else "local" in reach
            ):
                return Planted(paper, paper.text(), mark, was, tuple(broken), scope)
        mark.value = was
    return None


def _clear(bond: Bond) -> bool:
    """So far off that no rounding of any printed figure explains it."""
    if bond.shape in ("listed", "dates", "limit"):
        return True
    steps = bond.total.step + sum(
        (m.step for _, m in bond.parts if bond.shape in ("sum", "repeat")), Decimal(0)
    )
    return abs(bond.computed() - bond.total.value) > CLEAR * steps / 2 / SCALES.get(bond.total.unit, 1)


def _slips(choose: Random, mark: Mark) -> list[Decimal]:
    """Values a slip could make of it: swapped digits, one digit wrong, one digit lost or doubled."""
    if mark.unit == "日期":
        day = date.fromisoformat(str(mark.value))
        earlier = day - timedelta(days=choose.randint(35, 60))
        return [Decimal(earlier.strftime("%Y%m%d"))]
    if mark.chinese:
        return [mark.value + 1, *([mark.value - 1] if mark.value > 2 else [])]
    digits = f"{mark.value:.{mark.places}f}"
    told = [_swap(choose, digits), _wrong(choose, digits), _wrong(choose, digits), _lost(choose, digits)]
    choose.shuffle(told)
    values = [Decimal(one) for one in told if one != digits and Decimal(one) > 0]
    return [v for v in values if mark.unit not in ("%", "个百分点") or v < 100]


def _swap(choose: Random, digits: str) -> str:
    places = [
        at
        for at in range(len(digits) - 1)
        if digits[at].isdigit() and digits[at + 1].isdigit() and digits[at] != digits[at + 1]
    ]
    if not places:
        return digits
    at = choose.choice(places)
    swapped = digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :]
    return digits if swapped.startswith("0") and "." not in swapped[:2] else swapped


def _wrong(choose: Random, digits: str) -> str:
    at = choose.choice([at for at, c in enumerate(digits) if c.isdigit()])
    other = choose.choice([c for c in "123456789" if c != digits[at]])
    return digits[:at] + other + digits[at + 1 :]


def _lost(choose: Random, digits: str) -> str:
    whole, point, rest = digits.partition(".")
    if len(whole) < 3:
        return whole + choose.choice("123456789") + point + rest
    at = choose.randrange(1, len(whole))
    return whole[:at] + whole[at + 1 :] + point + rest
