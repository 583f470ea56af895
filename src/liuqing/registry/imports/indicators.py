"""The list 指标填报表: what offices state of an area and a year.

The names are those of the catalogue (``policy/indicators.py``); a name that is not in it would be
kept and never read, so it is refused. A later list's statement counts, the older ones stay. What is
said of poor towns and counties gives them their standing (``poor_areas.py``).
"""

from collections import defaultdict
from decimal import ROUND_HALF_UP, Decimal

from django.utils import timezone
from rapidfuzz import process

from liuqing.policy.indicators import BY_LABEL, INDICATORS
from liuqing.policy.indicators import Indicator as Meaning
from liuqing.registry import problems
from liuqing.registry.imports import poor_areas
from liuqing.registry.imports.divisions import Division, Divisions
from liuqing.registry.imports.poor_areas import Stated
from liuqing.registry.imports.recognise import plain
from liuqing.registry.imports.register import SOURCE
from liuqing.registry.imports.rows import TypedRow
from liuqing.registry.imports.verdicts import REFUSED, Source, Verdict, judged
from liuqing.registry.models import Area, Indicator
from liuqing.registry.problems import Fault
from liuqing.registry.services.bulk import Writes, all_of, find
from liuqing.sheets.cells import NO, YES

FIRST_YEAR = 2000
LARGEST = Decimal(10) ** 12
_COLUMNS = ("area_id", "name", "year", "value", "unit", *SOURCE)
_MILLIONTH = Decimal("0.000001")
_TIMES = {("万元", "元"): 10_000, ("亿元", "元"): 100_000_000, ("万人", "人"): 10_000, ("万亩", "亩"): 10_000}
_NAMES = {plain(label): one for label, one in BY_LABEL.items()} | INDICATORS
_LEVELS = dict(Area.Level.choices)


class IndicatorImporter:
    """Rows of the list → statements of areas."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.divisions = Divisions()
        self._replaced = _replaced(source)
        self._said: set[tuple[int, str, int]] = set()

    def prepare(self, rows: list[TypedRow]) -> None:
        """Nothing to prepare."""

    def take(self, rows: list[TypedRow], writes: Writes) -> list[Verdict]:
        """Each statement, or why it is none."""
        verdicts = [judged(row, decisive=self.source.kind.required) for row in rows]
        self._poor: list[tuple[Verdict, Stated]] = []
        gone: dict[int, int] = {}
        for row in rows:
            for old, area in self._replaced.pop(row.original or 0, ()):
                gone[old] = area
                writes.delete(Indicator, old)
        places = [self._place(verdict) for verdict in verdicts]
        self._look_up({place[0] for place in places if place})
        for verdict, place in zip(verdicts, places, strict=True):
            if place and verdict.verdict != REFUSED:
                self._state(verdict, place, writes)
        self._stand(gone, writes)
        return verdicts

    def _stand(self, gone: dict[int, int], writes: Writes) -> None:
        """The standing of the areas of which something was said, or is said no longer."""
        areas = {*gone.values(), *(one.area for _, one in self._poor)}
        remarks = poor_areas.settle(areas, [one for _, one in self._poor], set(gone), writes)
        for verdict, one in self._poor:
            if one.area in remarks:
                verdict.remark(remarks[one.area])

    def _place(self, verdict: Verdict) -> Division | None:
        """The area, if the row is sound and may be said by who hands it in."""
        if verdict.verdict == REFUSED:
            return None
        code = verdict.row.values["area_code"]
        place = self.divisions.find(code)
        if place is None:
            verdict.refuse(problems.unknown_area(self.divisions.near(code), "行政区划代码"))
            return None
        verdict.village = place[0]
        if not self.source.may_speak_of(place[2]):
            verdict.refuse(problems.outside_area("行政区划代码"))
            return None
        return place

    def _look_up(self, areas: set[int]) -> None:
        found = find(Indicator, "area_id", areas, ("area_id", "name", "year"), "file_id", [self.source.file])
        self._said |= {(area, name, year) for area, name, year in found}

    def _state(self, verdict: Verdict, place: Division, writes: Writes) -> None:
        row, values = verdict.row, verdict.row.values
        meaning = _NAMES.get(plain(values["indicator"]))
        if meaning is None:
            return verdict.refuse(_no_such(values["indicator"]))
        value, fault = _value(meaning, values["value"], values.get("unit") or "")
        fault = fault or _misplaced(meaning, place[1]) or _not_a_year(values["year"])
        if value is None or fault:
            return verdict.refuse(fault or problems.not_a_value("数字", "指标值"))
        key = (place[0], meaning.name, values["year"])
        if key in self._said:
            return verdict.refuse(problems.repeated("这个单位的同一指标", "指标名称", "indicator"))
        self._said.add(key)
        where = (self.source.file, row.sheet[:64], row.number, self.source.on)
        writes.insert(Indicator, _COLUMNS, (*key, value, meaning.unit, *where))
        if poor_areas.tells(meaning.name):
            self._poor.append((verdict, Stated(*key, value == 1, where)))
        return None


def _value(meaning: Meaning, said: str, unit: str) -> tuple[Decimal | None, Fault | None]:
    text = plain(said)
    if meaning.kind == "yes_no":
        # The forms have 有, √, 1 beside 是.
        text = "是" if text.lower() in YES else "否" if text.lower() in NO else text
    elif meaning.unit == "%":
        text = text.removesuffix("%")
    value, times = meaning.value(text), _times(plain(unit), plain(meaning.unit))
    if times is None:
        return None, problems.other_unit(meaning.unit, "计量单位")
    if value is None or abs(value) * times >= LARGEST:
        return None, problems.not_a_value(_expected(meaning), "指标值")
    return (value * times).quantize(_MILLIONTH, ROUND_HALF_UP), None


def _times(unit: str, wanted: str) -> int | None:
    """By what a figure in this unit is multiplied; None if the unit is another one."""
    return 1 if unit in ("", wanted) else _TIMES.get((unit, wanted))


def _expected(meaning: Meaning) -> str:
    return {"yes_no": "是 或 否", "count": "不小于 0 的整数"}.get(meaning.kind, "数字")


def _misplaced(meaning: Meaning, level: str) -> Fault | None:
    if level in meaning.levels:
        return None
    levels = "、".join(str(_LEVELS[one]) for one in meaning.levels)
    return problems.wrong_level(meaning.label, levels, "行政区划代码")


def _not_a_year(year: int) -> Fault | None:
    now = timezone.localdate().year
    return None if FIRST_YEAR <= year <= now else problems.year_out_of_range(FIRST_YEAR, now, "年度")


def _no_such(said: str) -> Fault:
    near = tuple(name for name, _, _ in process.extract(said, list(BY_LABEL), limit=3, score_cutoff=50))
    return problems.unknown_indicator(near, "指标名称")


def _replaced(source: Source) -> dict[int, list[tuple[int, int]]]:
    """The statements of the file whose errors book this one is, by their rows: key and area."""
    found: dict[int, list[tuple[int, int]]] = defaultdict(list)
    if source.replaces:
        for pk, area, row in all_of(Indicator, ("id", "area_id", "row"), "file_id = %s", source.replaces):
            found[row].append((pk, area))
    return found
