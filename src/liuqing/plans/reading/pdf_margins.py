"""What is printed on every page: heads, feet and page numbers, found by being the same page after page."""

import re
from collections import Counter

_EDGE = 2
"""Lines at the top and at the bottom of a page that may be head or foot."""
_DIGITS = re.compile(r"\d+|[ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ]+")
_PAGE_NUMBER = re.compile(
    r"[-—－–·\s]*(?:第\s*)?\d{1,4}(?:\s*页)?(?:\s*[/，,共]\s*(?:共\s*)?\d{1,4}\s*页?)?[-—－–·\s]*"
)


def repeated(pages: list[list[str]]) -> set[tuple[int, int]]:
    """The places (page, line) of heads, feet and page numbers, both from 0."""
    counts = Counter(key for page in pages for key in {_key(page, at) for at in _edges(page)})
    # On two pages the same line at the same place may be chance; three times it is a head.
    least = max(3, round(0.4 * sum(1 for page in pages if page)))
    gone = set()
    for number, page in enumerate(pages):
        for at in _edges(page):
            if counts[_key(page, at)] >= least or _is_page_number(page, at, len(pages)):
                gone.add((number, at))
    return gone


def _edges(page: list[str]) -> list[int]:
    return [at for at in range(len(page)) if at < _EDGE or at >= len(page) - _EDGE]


def _key(page: list[str], at: int) -> tuple[bool, str]:
    """The line with every number the same: "第 3 页" is "第 4 页"."""
    return at < _EDGE, _DIGITS.sub("#", re.sub(r"\s+", "", page[at]))


def _is_page_number(page: list[str], at: int, pages: int) -> bool:
    """The first or last line of a page that is nothing but a number; on a single page it needs its dashes."""
    text = page[at].strip()
    return (
        at in (0, len(page) - 1)
        and _PAGE_NUMBER.fullmatch(text) is not None
        and (pages > 1 or not text.isdigit())
    )
