"""What the checker says of a few invented sentences."""

from liuqing.plans import judging, reading, relations
from liuqing.plans.claims import Claim
from liuqing.plans.figures import quantities


def claims(text: str) -> list[Claim]:
    """Every judged relation of a text, in the order of the text."""
    document = reading.text(text)
    return [judging.judge(r, document) for r in relations.find(document, quantities.find(document))]


def said(text: str) -> list[tuple[str, str, str]]:
    """Kind, stated figure and verdict of every claim: ("year_sum", "1200万元", "holds")."""
    return [(c.kind, c.relation.total.text, c.verdict) for c in claims(text)]


def alarms(text: str) -> list[str]:
    """What the checker calls wrong, in its own words."""
    return [claim.why for claim in claims(text) if claim.verdict == "fails"]
