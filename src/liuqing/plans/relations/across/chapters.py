"""Which chapter a paragraph stands in: what is told twice in one chapter is a list, in two it is a repeat."""

from liuqing.plans.text import Section


def chapters(root: Section) -> dict[int, int]:
    """For every paragraph the number of the first-level section it stands in."""
    found: dict[int, int] = {}
    for number, top in enumerate(root.children):
        for section in top.walk():
            for p in section.paragraphs:
                found[p.index] = number
    return found
