"""What a plan says about its own figures: a relation, what it states, what comes out, and the verdict."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from liuqing.plans.quantity import Quantity

Kind = Literal[
    "year_sum",
    "source_sum",
    "sum",
    "count_sum",
    "product",
    "percent",
    "repeat",
    "growth",
    "dates",
    "limit",
    "table",
    "other",
]
Verdict = Literal["holds", "holds_rounded", "fails", "unclear"]
Way = Literal["", "taken", "shared"]
KINDS: dict[str, str] = {
    "year_sum": "分年合计", "source_sum": "分来源合计", "sum": "合计", "count_sum": "个数", "product": "单价×数量",
    "percent": "比例", "repeat": "同一个数", "growth": "增减", "dates": "日期", "limit": "上限", "table": "表格合计", "other": "其他",
}  # fmt: skip
VERDICTS: dict[str, str] = {
    "holds": "一致",
    "holds_rounded": "四舍五入内一致",
    "fails": "对不上",
    "unclear": "说不准",
}


@dataclass(frozen=True)
class Part:
    """One figure that goes into the computed value: its label ("2019年", "上海帮扶"), and how it enters."""

    label: str
    quantity: Quantity
    sign: int = 1
    factor: Decimal = Decimal(1)


@dataclass(frozen=True)
class Relation:
    """What must agree: ``total`` against the sum of its ``parts`` (sign × factor × value), before any verdict.

    ``computed`` is given where the parts are not simply added (a share, a product of two figures); it is in
    the base unit of the total, and so is ``slack``, the most that rounding of what is printed can explain.
    ``is_whole`` says that the text promises all the parts to be there ("其中" with every year, six items of six);
    ``missing`` names what is not stated otherwise. ``formula`` is how a person writes it: "12016×1000×2元".
    ``bound`` turns equality into a limit: "most" (parts may not exceed the total), "least".
    """

    kind: Kind
    total: Quantity
    parts: tuple[Part, ...]
    is_whole: bool = True
    missing: str = ""
    formula: str = ""
    computed: Decimal | None = None
    slack: Decimal | None = None
    bound: Literal["", "most", "least"] = ""
    why: str = ""
    """A sentence of the finder's own, where the general one would not say it."""

    @property
    def way(self) -> Way:
        """How its value is worked out, as far as its kind does not say: by taking off, or by sharing out."""
        if self.kind == "product" and "÷" in self.formula and "×" not in self.formula:
            return "shared"
        taken = (
            self.kind in ("sum", "count_sum") and self.formula and any(part.sign < 0 for part in self.parts)
        )
        return "taken" if taken else ""


@dataclass(frozen=True)
class Claim:
    """A judged relation. ``stated``, ``computed`` and ``difference`` (computed − stated) are in ``unit``.

    ``why`` says in one sentence what an editor must look at ("" where it holds). ``cause`` is the number of
    the group of failures with one cause (from 1, 0 for none).
    """

    kind: Kind
    text: str
    line: int
    lines: tuple[int, ...]
    stated: Decimal
    computed: Decimal
    difference: Decimal
    unit: str
    verdict: Verdict
    why: str
    relation: Relation = field(repr=False)
    cause: int = 0

    def as_dict(self) -> dict[str, object]:
        """As the command prints it."""
        return {
            "kind": self.kind, "text": self.text, "line": self.line, "lines": list(self.lines),
            "stated": float(self.stated), "computed": float(self.computed), "difference": float(self.difference),
            "unit": self.unit, "verdict": self.verdict, "why": self.why, "formula": self.relation.formula,
            "parts": [{"label": p.label, "value": float(p.quantity.stated), "unit": p.quantity.unit, "line": p.quantity.line} for p in self.relation.parts],
            "cause": self.cause,
        }  # fmt: skip


@dataclass(frozen=True)
class Cause:
    """Failures that one mistake explains: the claims by their place in the list, and what to look at first."""

    number: int
    what: str
    claims: tuple[int, ...]
