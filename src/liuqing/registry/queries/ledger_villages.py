"""Village totals against the poor households in them: a part is never more than the whole."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, Sum

from liuqing.registry.models import Area, Household, HouseholdYear, Membership, VillageYear
from liuqing.registry.queries.ledger_lines import MOST, VILLAGES, Differs, Line, cut, place
from liuqing.registry.queries.pages import Page

Parts = dict[int, Any]
"""What the households of each village come to."""


@dataclass(frozen=True)
class _Whole:
    """A total that villages state, and how its part is counted."""

    key: str
    label: str
    unit: str
    part: Callable[[Area, int], Parts]


def _homes(said: Q) -> Callable[[Area, int], Parts]:
    def count(area: Area, year: int) -> Parts:
        found = _years(area, year).filter(said).order_by()
        return dict(found.values_list("household__village").annotate(n=Count("pk")))

    return count


def _years(area: Area, year: int) -> Any:
    return HouseholdYear.objects.filter(household__village__path__startswith=area.path, year=year)


def _members(area: Area, year: int) -> Parts:
    found = Membership.objects.filter(
        until=None, household__village__path__startswith=area.path, household__years__year=year
    )
    return dict(found.order_by().values_list("household__village").annotate(n=Count("pk")))


def _hamlets(area: Area, year: int) -> Parts:
    found = Household.objects.filter(village__path__startswith=area.path, years__year=year).exclude(hamlet="")
    return dict(found.order_by().values_list("village").annotate(n=Count("hamlet", distinct=True)))


def _land(area: Area, year: int) -> Parts:
    found = _years(area, year).filter(land_cultivated__isnull=False).order_by()
    told = found.values_list("household__village").annotate(n=Sum("land_cultivated"))
    return {village: Decimal(str(n)).quantize(Decimal("0.01")) for village, n in told}


WHOLES = (
    _Whole("households", "总户数", "户", _homes(Q())),
    _Whole("rural_population", "乡村人口数", "人", _members),
    _Whole("hamlets", "自然村(组)数", "个", _hamlets),
    _Whole("dilapidated_households", "危房户", "户", _homes(Q(house_dilapidated=True))),
    _Whole("water_unsafe_households", "未实现饮水安全户", "户", _homes(Q(water_safe=False))),
    _Whole("village_land", "耕地面积(亩)", "亩", _land),
)


def lines(area: Area, year: int) -> list[Line]:
    """The totals that the villages state."""
    found = []
    for whole in WHOLES:
        counts = _counts(whole, area, year)
        if not counts:
            continue
        ours, theirs = sum(n for _, n, _ in counts), sum(n for *_, n in counts)
        over = sum(part > stated for _, part, stated in counts)
        found.append(Line(
            whole.key, VILLAGES, whole.label, "建档立卡户中的", "村表填的全村总数", ours, theirs, over, 0, "个村", MOST,
        ))  # fmt: skip
    return found


def readers() -> dict[str, Callable[[Area, int, str, int, int], Page[Differs]]]:
    """By key of a line: the villages whose part is more than their total."""
    return {whole.key: _reader(whole) for whole in WHOLES}


def _reader(whole: _Whole) -> Callable[[Area, int, str, int, int], Page[Differs]]:
    def read(area: Area, year: int, side: str, page: int, size: int) -> Page[Differs]:
        over = [one for one in _counts(whole, area, year) if one[1] > one[2] and side == "ours"]
        rows = [
            Differs("", "", "", *place(village), f"{part} {whole.unit}", f"{stated} {whole.unit}")
            for village, part, stated in over
        ]
        return cut(rows, page, size)

    return read


def _counts(whole: _Whole, area: Area, year: int) -> list[tuple[Area, Any, Any]]:
    """(village, the part, the village's own total): only where the village states one."""
    parts = whole.part(area, year)
    stated = VillageYear.objects.filter(area__path__startswith=area.path, year=year).select_related(
        "area__parent"
    )
    totals = ((one.area, _stated(one, whole.key)) for one in stated.order_by("area__code"))
    return [(village, parts.get(village.pk, 0), total) for village, total in totals if total is not None]


def _stated(one: VillageYear, key: str) -> int | Decimal | None:
    value = getattr(one, key, None) if key not in one.other else one.other[key]
    if value is None or isinstance(value, int):
        return value
    return Decimal(str(value))
