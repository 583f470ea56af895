"""Claims as they are shown: by cause where they fail, the worst first; then what is not sure; then what holds."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from liuqing.plans.checked import Checked
from liuqing.plans.claims import KINDS, VERDICTS, Cause, Claim
from liuqing.plans.showing.marks import Marks, tone
from liuqing.plans.showing.quotes import quotes
from liuqing.plans.showing.sums import on_paper, short
from liuqing.plans.showing.view import CauseShown, Finding
from liuqing.plans.showing.words import Places

AT_ONCE = 3
"""Quotes of one finding that are seen without asking."""


def causes_in_order(checked: Checked) -> list[Cause]:
    """The largest relative difference first, then the cause that explains more, then the text's order.

    A failure that nobody has put into a group is a cause of its own.
    """
    grouped = {at for cause in checked.causes for at in cause.claims}
    alone = (at for at, claim in enumerate(checked.claims) if claim.verdict == "fails" and at not in grouped)
    causes = [c for c in checked.causes if c.claims]
    causes += [Cause(0, checked.claims[at].why, (at,)) for at in alone]
    return sorted(causes, key=lambda cause: _weight(cause, checked.claims))


def numbers(checked: Checked, causes: Iterable[Cause]) -> dict[int, str]:
    """How people name a claim: failures 1, 2, 3 in the order shown, what is not sure ?1, ?2 in the text's."""
    failing = [at for cause in causes for at in cause.claims]
    unsure = [at for at, claim in enumerate(checked.claims) if claim.verdict == "unclear"]
    named = {at: str(n) for n, at in enumerate(dict.fromkeys(failing), 1)}
    return named | {at: f"?{n}" for n, at in enumerate(unsure, 1) if at not in named}


class Showing:
    """Turns the claims of one document into findings that lead to its marks."""

    def __init__(self, checked: Checked, named: dict[int, str], marks: Marks):
        self._checked = checked
        self._named = named
        self._marks = marks
        self._places = Places(checked.document)

    def causes(self, causes: Iterable[Cause]) -> Iterator[CauseShown]:
        """The failures by cause; a claim that two causes name is shown with the first."""
        shown: set[int] = set()
        for n, cause in enumerate(causes, 1):
            claims = [at for at in dict.fromkeys(cause.claims) if at not in shown]
            shown.update(claims)
            if claims:
                what = "" if cause.what == self._checked.claims[claims[0]].why else cause.what
                yield CauseShown(n, what, tuple(self.finding(at) for at in claims))

    def of(self, *verdicts: str) -> tuple[Finding, ...]:
        """All claims with one of the verdicts, in the order of the text."""
        claims = enumerate(self._checked.claims)
        return tuple(self.finding(at) for at, claim in claims if claim.verdict in verdicts)

    def finding(self, at: int) -> Finding:
        """One claim: its sentence, its places, its sum. What holds is shown in one line, without quotes."""
        claim = self._checked.claims[at]
        whole = claim.verdict in ("fails", "unclear")
        said = quotes(claim, self._checked.document, self._places, self._marks) if whole else ()
        return Finding(
            f"c{at}", self._named.get(at, ""), KINDS[claim.kind], VERDICTS[claim.verdict], tone(claim), claim.text,
            self._places.place(claim.relation.total), claim.why,
            said[:AT_ONCE], said[AT_ONCE:], on_paper(claim, self._places, self._marks) if whole else None, short(claim),
        )  # fmt: skip


def _weight(cause: Cause, claims: tuple[Claim, ...]) -> tuple[Decimal, int, int]:
    return (-max(_share(claims[at]) for at in cause.claims), -len(cause.claims), min(cause.claims))


def _share(claim: Claim) -> Decimal:
    """The difference as a share of the larger of the two numbers."""
    larger = max(abs(claim.stated), abs(claim.computed))
    return abs(claim.difference) / larger if larger else Decimal(0)
