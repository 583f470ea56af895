"""All of a check: a document in; its figures, what must agree among them, the verdicts and their causes out."""

from liuqing.plans import causes, judging, quantities, relations
from liuqing.plans.checked import Checked
from liuqing.plans.text import Document


def check(document: Document) -> Checked:
    """Check a plan that has been read. Time and memory grow with its length, not faster."""
    found = quantities.find(document)
    judged = [judging.judge(relation, document) for relation in relations.find(document, found)]
    claims, grouped = causes.group(sorted(judged, key=lambda claim: (claim.line, claim.lines)))
    return Checked(document=document, quantities=found, claims=tuple(claims), causes=tuple(grouped), notices=document.notices)
