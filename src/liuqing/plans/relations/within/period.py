"""The years a plan is for, as it names them itself most often ("2018—2020年")."""

import re
from collections import Counter

from liuqing.plans.text import Document

RANGE = re.compile(r"(?<!\d)((?:19|20)\d\d)年?\s*(?:[-—–－~～]+|至|到)\s*((?:19|20)\d\d)年")


def period(document: Document) -> tuple[int, int] | None:
    """First and last year of the range named most often, of equals the later one; None if none is named."""
    named: Counter[tuple[int, int]] = Counter()
    for paragraph in document.paragraphs:
        for found in RANGE.finditer(paragraph.text):
            first, last = int(found[1]), int(found[2])
            named[(first, last)] += first < last
    known = [(count, years) for years, count in named.items() if count]
    return max(known, key=lambda pair: (pair[0], pair[1][1]))[1] if known else None
