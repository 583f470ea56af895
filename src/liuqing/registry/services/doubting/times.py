"""For which time does a list speak: do name, title and rows agree, and does the record wait for it?"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date

from liuqing.policy.doubts import EVENTS, NEXT_YEAR, Lines
from liuqing.registry import problems
from liuqing.registry.models import SourceFile
from liuqing.registry.problems import Doubt
from liuqing.registry.services.doubting.tally import TAKEN, Tally, record_day

_RANGE = re.compile(r"(?<!\d)(20\d\d)\s*年?\s*[-—–~～至到]+\s*(20\d\d)(?!\d)")
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)|(?<!\d)(20\d\d)(?=(?:0[1-9]|1[0-2])(?!\d))")
# The day on which somebody wrote, printed or exported the list says nothing about what it lists.
_DAY = re.compile(
    r"20\d\d\s*[年.\-_/]\s*\d{1,2}\s*[月.\-_/]\s*\d{1,2}(?!\d)|(?<!\d)20\d\d(?:0[1-9]|1[0-2])\d\d(?!\d)"
)
SPRING = 3
"""Up to this month last year's figures are handed in under the new year."""


def year(tally: Tally, lines: Lines, file: SourceFile) -> Iterator[Doubt]:
    """The first thing that is wrong with the list's time, if anything is."""
    texts = [_years([tally.name]), _years(tally.texts)]
    for doubt in (_disagree(*texts), _rows(tally, texts[0] | texts[1], lines), _record(tally, lines, file)):
        if doubt is not None:
            yield doubt
            return


def _years(texts: Iterable[str]) -> set[int]:
    found: set[int] = set()
    for text in texts:
        plain = _DAY.sub(" ", text)
        for match in _RANGE.finditer(plain):
            found |= set(range(int(match[1]), int(match[2]) + 1))
        found |= {int(match[1] or match[2]) for match in _YEAR.finditer(plain)}
    return found


def _disagree(name: set[int], titles: set[int]) -> Doubt | None:
    if len(name) == len(titles) == 1 and name != titles:
        return problems.says_two_years(*name, *titles)
    return None


def _rows(tally: Tally, stated: set[int], lines: Lines) -> Doubt | None:
    """Title and rows: almost all rows must speak of another year."""
    said = [found for one in tally.values for found in [_year_of(tally.kind.key, one)] if found]
    if not stated or not said:
        return None
    [(found, rows)] = Counter(said).most_common(1)
    allowed = set(stated)
    if tally.kind.key in NEXT_YEAR:
        allowed |= {max(stated) + 1}
    if tally.period.on.month <= SPRING:
        allowed |= {min(stated) - 1}
    if found in allowed or not lines.reaches("别的年度", rows, len(said)):
        return None
    of = round(len(said) / len(tally.values) * tally.rows)
    told = "、".join(str(one) for one in sorted(stated))
    return problems.rows_of_another_year(told, found, round(rows / len(said) * of), of)


def _year_of(kind: str, values: dict[str, object]) -> int | None:
    for name in ("data_year", "year", "insured_year"):
        if isinstance(values.get(name), int):
            return int(str(values[name]))
    day = values.get(EVENTS.get(kind, ""))
    return day.year if isinstance(day, date) else None


def _record(tally: Tally, lines: Lines, file: SourceFile) -> Doubt | None:
    """List and record: an older one than is there, one of another year, one that cannot be yet."""
    on = tally.period.on
    if not tally.period.said or tally.kind.about != "person":
        return None
    if on.year > date.today().year:
        return problems.still_to_come(on)
    # A handful of rows handed in late is a correction, not a list of the wrong year.
    if not lines.enough(tally.rows):
        return None
    newer = _newer(tally.kind.key, on, file)
    if newer is not None:
        return problems.older_than_loaded(on, newer)
    record = record_day()
    if record is None or record.year - lines.behind <= on.year <= record.year + lines.ahead:
        return None
    return None if _one_of_a_series(file, on) else problems.another_year(on.year, record.year)


def _newer(kind: str, on: date, file: SourceFile) -> date | None:
    """The latest day for which a list of this kind has been read, if it is later."""
    later = SourceFile.objects.filter(state__in=TAKEN, on__gt=on, kind__contains=kind).exclude(pk=file.pk)
    days = [one.on for one in later if kind in one.kind.split("+") and one.on]
    return max(days, default=None)


def _one_of_a_series(file: SourceFile, on: date) -> bool:
    """Whether a later list of the same name waits behind this one: then years are handed in in turn."""
    waiting = SourceFile.objects.filter(state=SourceFile.State.RECEIVED).exclude(pk=file.pk)
    names = [one.name for one in waiting if _stem(one.name) == _stem(file.name)]
    return any(max(_years([name]), default=0) > on.year for name in names)


def _stem(name: str) -> str:
    return re.sub(r"\d+", "#", name)
