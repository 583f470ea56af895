"""A printed figure, and what must hold between printed figures."""

from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from math import prod

SCALES = {
    "元": 1, "万元": 10_000, "亿元": 100_000_000, "人": 1, "名": 1, "人次": 1, "万人": 10_000, "户": 1,
    "公里": 1000, "米": 1, "亩": 1, "万亩": 10_000, "元/户": 1, "元/人": 1, "万元/户": 10_000,
}  # fmt: skip
HUNDRED = Decimal(100)


@dataclass(eq=False)
class Mark:
    """One printing of a figure: ``value`` in ``unit`` as printed, with so many ``places`` after the point.

    ``paragraph`` and ``line`` are set when the plan is put on paper (line from 1). ``chinese`` prints the
    number as a word (五), ``bare`` without its unit. A day is 20181125 in the unit "日期"; a mark without unit and value only keeps a place.
    """

    value: Decimal
    unit: str
    places: int = 0
    chinese: bool = False
    bare: bool = False
    paragraph: int = -1
    line: int = 0

    @property
    def base(self) -> Decimal:
        """The value in yuan, persons, metres …; a percentage stays what it is."""
        return self.value * SCALES.get(self.unit, 1)

    @property
    def step(self) -> Decimal:
        """One unit of the last printed place, in the base unit."""
        return Decimal(1).scaleb(-self.places) * SCALES.get(self.unit, 1)


@dataclass(eq=False)
class Bond:
    """What must hold: ``total`` against what ``shape`` makes of the parts (label, mark), times ``factor``.

    Shapes: ``sum`` (a label beginning with "−" is taken off), ``product``, ``share`` (first of second, in
    percent), ``average`` (first by second), ``growth`` (from first to second, in percent), ``repeat``,
    ``listed`` (``factor`` things are listed), ``limit`` (no part above the total), ``dates`` (not before).
    """

    kind: str
    shape: str
    total: Mark
    parts: tuple[tuple[str, Mark], ...] = ()
    factor: Decimal = Decimal(1)
    slogan: bool = False
    marks: tuple[Mark, ...] = field(init=False)

    def __post_init__(self) -> None:
        self.marks = (self.total, *(mark for _, mark in self.parts))

    def computed(self) -> Decimal:
        """What comes out, in the unit of the total."""
        return self._base() / SCALES.get(self.total.unit, 1)

    def _base(self) -> Decimal:
        values = [mark.base for _, mark in self.parts if mark.unit]
        match self.shape:
            case "sum":
                signs = [-1 if label.startswith("−") else 1 for label, _ in self.parts]
                return sum((s * v for s, v in zip(signs, values, strict=True)), Decimal(0)) * self.factor
            case "product":
                return prod(values, start=Decimal(1)) * self.factor
            case "share":
                return values[0] / values[1] * HUNDRED
            case "average":
                return values[0] / values[1] * self.factor
            case "growth":
                return (values[1] / values[0] - 1) * HUNDRED
            case "listed":
                return self.factor
            case "limit" | "dates":
                return max(values)
        return next((value for value in values if value != self.total.base), values[0])

    def slack(self) -> Decimal:
        """The most that rounding can explain, in the unit of the total."""
        steps = self.total.step / 2
        if self.shape in ("sum", "repeat"):
            steps += sum((mark.step / 2 for _, mark in self.parts if mark.places), Decimal(0))
        return steps / SCALES.get(self.total.unit, 1)

    def verdict(self) -> str:
        """``holds``, ``holds_rounded`` or ``fails``."""
        off = self.computed() - self.total.value
        if self.shape == "limit":
            return "fails" if off > 0 else "holds"
        if self.shape == "dates":
            return "fails" if off > 0 else "holds"
        if off == 0:
            return "holds"
        return "holds_rounded" if abs(off) <= self.slack() and self.shape != "listed" else "fails"

    def lines(self) -> list[int]:
        """The lines it stands in."""
        return sorted({mark.line for mark in self.marks})

    def scope(self) -> str:
        """``local`` within one paragraph, else ``cross``."""
        return "local" if len({mark.paragraph for mark in self.marks}) == 1 else "cross"


def rounded(value: Decimal, places: int) -> Decimal:
    """Half up, as offices round."""
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
