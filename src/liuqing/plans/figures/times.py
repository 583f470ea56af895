"""When: the years, periods and moments a text names, and how far each reaches."""

import re
from dataclasses import dataclass

from liuqing.plans.figures.numbers import CHINESE, number

YEAR = r"(?:19|20)\d\d"
TOKEN = re.compile(
    rf"(?P<range>(?P<first>{YEAR})年?\s*(?:[-—–－~～]+|至|到)\s*(?P<last>{YEAR})年)"
    rf"|(?P<year>{YEAR})年(?P<moment>(?:\d{{1,2}}月(?:\d{{1,2}}日)?)?(?:末|底|初|年底|年末)?)度?"
    rf"|(?P<span>(?:{CHINESE}|\d))(?:个)?年(?:来|间|内|期)?(?P<spansum>共|累计|合计)?(?![级度前后])"
    r"|(?P<each>每年度?|年均|每学年|逐年)"
)
AS_OF = re.compile(r"(?:到|至|截至|截止|截止到|截至到)\s*$")
FINISH_ONLY = re.compile(r"^\s*(?:以来|以前|之前|以后|之后|前|后)")


@dataclass(frozen=True)
class Time:
    """One naming of time: ``start``–``end`` in the text, and what it says."""

    start: int
    end: int
    year: int | None = None
    years: tuple[int, int] | None = None
    span: int | None = None
    """So many years, without saying which ("三年")."""
    each_year: bool = False
    as_of: bool = False
    moment: str = ""
    """The day within the year, as written: "6月", "末"."""


def times(text: str) -> list[Time]:
    """Every naming of time in the text, in its order."""
    return [_time(found, text) for found in TOKEN.finditer(text) if not _is_name(found, text)]


def _time(found: re.Match[str], text: str) -> Time:
    start, end = found.span()
    if found["range"]:
        return Time(start, end, years=(int(found["first"]), int(found["last"])))
    if found["year"]:
        since = text[end : end + 2] == "以来"
        as_of = bool(AS_OF.search(text, max(0, start - 4), start)) or since or found["moment"] in ("末", "底")
        return Time(
            start, end, year=int(found["year"]), as_of=as_of, moment="以来" if since else found["moment"]
        )
    if found["each"]:
        return Time(start, end, each_year=True)
    return Time(start, end, span=int(number(found["span"])))


def _is_name(found: re.Match[str], text: str) -> bool:
    """ "三年行动" is a name and "九年义务教育" a school, not a period the figures are of."""
    after = text[found.end() : found.end() + 2]
    return bool(found["span"]) and (
        after in ("行动", "义务", "级", "制") or text[found.start() - 1 : found.start()] in ("第", "上", "近")
    )
