"""All of a check: a document in; its figures, what must agree among them, the verdicts and their causes out."""

from collections.abc import Iterator
from itertools import groupby

from liuqing.plans import judging, relations
from liuqing.plans.checked import Checked
from liuqing.plans.claims import Claim
from liuqing.plans.figures import quantities
from liuqing.plans.judging import causes
from liuqing.plans.quantity import Quantity
from liuqing.plans.text import Document


def check(document: Document) -> Checked:
    """Check a plan that has been read. Time and memory grow with its length, not faster."""
    found = quantities.find(document)
    judged = sorted(_judged(document, found), key=lambda claim: (claim.line, claim.lines))
    claims, grouped = causes.group(judged)
    return Checked(document, found, tuple(claims), tuple(grouped), document.notices)


def _judged(document: Document, found: tuple[Quantity, ...]) -> Iterator[Claim]:
    """What must agree is looked for in each plan of a file by itself: two plans need not agree."""
    by_plan = groupby(found, key=lambda q: document.part(q.paragraph))
    figures = {number: tuple(own) for number, own in by_plan}
    for number, plan in enumerate(document.plans()):
        for relation in relations.find(plan, figures.get(number, ())):
            yield judging.judge(relation, document)
