"""Does a claim of the checker say what a relation of the truth says?

Truth rows are dicts as in the ``.jsonl`` files; amounts are compared in the base unit, so 3.4亿元 and
34000万元 are the same figure.
"""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from benchmarks.plan_corpus.marks import SCALES
from liuqing.plans.claims import Claim

Row = dict[str, Any]
ADDED = {"year_sum", "source_sum", "sum", "count_sum", "table"}
SAID = {
    "holds": "holds",
    "holds_rounded": "holds",
    "fails": "fails",
    "ambiguous": "unclear",
    "unclear": "unclear",
}
EVEN = Decimal("0.00001")
SHARES = Decimal("0.011")


def found(row: Row, claims: Iterable[Claim]) -> Claim | None:
    """The claim that states this relation with the right verdict, else one that states it, else None."""
    same = [claim for claim in claims if _same(row, claim)]
    agreeing = [claim for claim in same if SAID[claim.verdict] == SAID[row["verdict"]]]
    return next(iter(agreeing or same), None)


def agrees(row: Row, claim: Claim | None) -> bool:
    """The claim gives the row's verdict; rounding aside."""
    return claim is not None and SAID[claim.verdict] == SAID[row["verdict"]]


def reported(row: Row, fails: Iterable[Claim]) -> Claim | None:
    """The failure that shows this contradiction: it stands in its lines and holds its figures."""
    return next((claim for claim in fails if shows(row, claim)), None)


def shows(row: Row, claim: Claim) -> bool:
    """Two of its figures (of a date: a claim about dates) in a claim that touches its lines."""
    if not set(claim.lines) & set(row["lines"]):
        return False
    if row["total"]["unit"] in ("日", "日期", "年"):
        return claim.kind in ("dates", "other", "limit")
    figures = _figures(row)
    return len(figures & _claimed(claim)) >= min(2, len(figures))


def holds_figure(claim: Claim, value: Decimal, line: int) -> bool:
    """The claim uses the figure of this value (base unit) in this line."""
    used = [claim.relation.total, *(part.quantity for part in claim.relation.parts)]
    return any(q.value == value and q.line == line for q in used) or (
        claim.kind == "dates" and line in claim.lines
    )


def _same(row: Row, claim: Claim) -> bool:
    shared = set(row["lines"]) & set(claim.lines)
    if not shared or _family(row["kind"]) != _family(claim.kind):
        return False
    if row["total"]["unit"] in ("日", "日期"):
        return claim.kind == "dates"
    if row["kind"] == "repeat":
        many = len(shared) >= min(2, len(row["lines"]))
        return many and (_figures(row) <= _claimed(claim) or _beside(row, claim))
    if _measure(row["total"]["unit"]) != _measure(claim.unit):
        return False
    if _family(row["kind"]) == "other":
        return _figures(row) <= _claimed(claim)
    if _turned(row, claim):
        return True
    if not _near(_base(row["total"]), claim.relation.total.value, row):
        return False
    computed = Decimal(str(row["computed"])) * SCALES.get(row["total"]["unit"], 1)
    total = claim.relation.total
    scale = total.value / total.stated if total.stated else Decimal(1)
    return _near(computed, claim.computed * scale, row) and _alike(row, claim)


def _family(kind: str) -> str:
    if kind in ADDED:
        return "added"
    return "other" if kind in ("other", "limit", "dates") else kind


def _beside(row: Row, claim: Claim) -> bool:
    """157户 is repeated where the truth's row "157户542人" gives the persons."""
    stated = f"{claim.stated}{claim.unit}"
    return claim.unit == "户" and stated in str(row.get("text", "")).replace(" ", "")


def _turned(row: Row, claim: Claim) -> bool:
    """The same sum said the other way round: 2119 = 600 + 1519 for 2119 − 600 = 1519."""
    return row["kind"] in ADDED and len(row["parts"]) > 1 and _figures(row) == _claimed(claim)


def _alike(row: Row, claim: Claim) -> bool:
    """At least half of the parts are the same, where the truth names parts that are added."""
    parts = [_base(part) for part in row["parts"]]
    if row["kind"] not in ADDED or len(parts) < 2:
        return True
    claimed = [part.quantity.value for part in claim.relation.parts]
    return sum(any(abs(p) == abs(c) for c in claimed) for p in parts) * 2 >= len(parts)


def _near(one: Decimal, other: Decimal, row: Row) -> bool:
    if row["kind"] in ("percent", "growth"):
        return abs(one - other) <= SHARES
    return abs(one - other) <= max(EVEN * abs(one), EVEN)


def _figures(row: Row) -> set[Decimal]:
    return {abs(_base(figure)).normalize() for figure in (row["total"], *row["parts"])}


def _claimed(claim: Claim) -> set[Decimal]:
    values = (claim.relation.total.value, *(part.quantity.value for part in claim.relation.parts))
    return {abs(value).normalize() for value in values}


def _base(figure: dict[str, Any]) -> Decimal:
    return Decimal(str(figure["value"])) * SCALES.get(figure["unit"], 1)


def _measure(unit: str) -> str:
    """What a unit measures; all counters (个, 项, 件 …) are one, since texts mix them."""
    if unit.endswith("元"):
        return "money"
    if unit in ("人", "名", "位", "人次", "万人", "户", "万户"):
        return "people" if "户" not in unit else "households"
    return "rate" if "%" in unit or "百分点" in unit else "counted"
