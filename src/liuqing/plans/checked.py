"""A plan once it has been checked: its text, every figure, every relation with its verdict, and the causes."""

from collections import Counter
from dataclasses import dataclass

from liuqing.plans.claims import Cause, Claim
from liuqing.plans.quantity import Quantity
from liuqing.plans.text import Document, Notice


@dataclass(frozen=True)
class Checked:
    """What ``checking.check`` finds. ``claims`` are in the order of the text, and ``causes`` name them by their
    place in it (from 0). ``notices`` say what could not be read or checked, and why.
    """

    document: Document
    quantities: tuple[Quantity, ...]
    claims: tuple[Claim, ...]
    causes: tuple[Cause, ...]
    notices: tuple[Notice, ...] = ()

    def as_dict(self) -> dict[str, object]:
        """The JSON of ``check-plan``: the claims, and a summary with the causes and the notices."""
        return {"claims": [claim.as_dict() for claim in self.claims], "summary": self.summary()}

    def summary(self) -> dict[str, object]:
        """How much was read, how many relations have which verdict, and what explains those that fail."""
        verdicts = Counter(claim.verdict for claim in self.claims)
        return {
            "file": self.document.name,
            "characters": self.document.characters,
            "lines": len(self.document.lines),
            "figures": len(self.quantities),
            "claims": len(self.claims),
            "holds": verdicts["holds"],
            "holds_rounded": verdicts["holds_rounded"],
            "fails": verdicts["fails"],
            "unclear": verdicts["unclear"],
            "causes": [{"what": cause.what, "claims": list(cause.claims)} for cause in self.causes],
            "notices": [{"code": n.code, "what": n.what, "line": n.line} for n in self.notices],
        }
