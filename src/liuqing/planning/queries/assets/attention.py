"""Attention (资产监管): which assets nobody looks after, which lie idle, whose income has not come in.

An asset of which nothing was ever written down counts from the day it was made, else from the day it was
registered; a return is promised for every year whose day falls after the asset was made. Of a year for which
nobody put in any income at all, nothing is known of an asset that came with a list.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db.models import Max, Sum
from django.utils import timezone

from liuqing.planning.models import Asset, AssetEvent, Income
from liuqing.planning.queries.assets.reading import AGREED, LOOKED_AFTER, numbers
from liuqing.policy import upkeep

NOTHING = Decimal("0.00")
GONE = (Asset.State.LOST, Asset.State.DISPOSED)
YEARS_BACK = 10
"""How many years of promised income are looked at, the running one included."""
KINDS = {
    "no_keeper": "没有管护责任",
    "unattended": "超期没有管护巡查",
    "idle": "闲置",
    "damaged": "损坏",
    "unpaid": "收益到期未到账",
    "due": "收益即将到期",
    "waiting": "处置待批准",
}
"""What can be the matter with an asset, the heaviest last word first on a page."""


@dataclass(frozen=True)
class Return:
    """What a contract promises for a year, its day, and what came in for the year by now. ``known``: somebody
    keeps the ledger of that year at all.
    """

    year: int
    on: date
    promised: Decimal
    came: Decimal
    known: bool = True

    @property
    def missing(self) -> Decimal:
        """What has not come in, as far as it is known."""
        return max(self.promised - self.came, NOTHING) if self.known else NOTHING


@dataclass
class Watched:
    """An asset with everything that is the matter: keys of ``KINDS``, each with its words."""

    asset: Asset
    last: date
    next: date | None
    returns: tuple[Return, ...] = ()
    found: dict[str, str] = field(default_factory=dict)

    @property
    def missing(self) -> Decimal:
        """What of the promised income has not come in although its day is over."""
        return sum(
            (one.missing for one in self.returns if "unpaid" in self.found and one.on < self.on), NOTHING
        )

    on: date = date.min


def watch(assets: Iterable[Asset], on: date) -> list[Watched]:
    """What is the matter with each of the assets on a day, in their order; what is gone needs nothing."""
    found = list(assets)
    terms = upkeep.read(numbers(on))
    seen, idle, waiting = _happened(found)
    came, kept = _came(found, on), set(Income.objects.order_by().values_list("year", flat=True).distinct())
    return [_watched(one, on, terms, seen, idle, one.pk in waiting, came[one.pk], kept) for one in found]


def _watched(
    one: Asset, on: date, terms: upkeep.Upkeep, seen: dict[int, date], idle: dict[int, date], waiting: bool,
    came: dict[int, Decimal], kept: set[int],
) -> Watched:  # fmt: skip
    begun = one.built_on or timezone.localtime(one.at).date()
    last = max(seen.get(one.pk, begun), begun)
    days = terms.days(one.kind)
    until = None if days is None else date.fromordinal(last.toordinal() + days)
    watched = Watched(one, last, until, promised(one, on, came, kept), on=on)
    if one.state in GONE:
        return Watched(one, last, None, on=on)
    for key, said in _matters(watched, on, terms, idle.get(one.pk), waiting):
        watched.found[key] = said
    return watched


def _matters(
    watched: Watched, on: date, terms: upkeep.Upkeep, idle: date | None, waiting: bool
) -> Iterable[tuple[str, str]]:
    one = watched.asset
    missing = [each for each in watched.returns if each.missing and each.on < on]
    if missing:
        whole = sum((each.missing for each in missing), NOTHING)
        years = "、".join(str(each.year) for each in missing)
        yield "unpaid", f"{years} 年约定收益还差 {whole:,.2f} 元"
    near = [
        each
        for each in watched.returns
        if each.came < each.promised and 0 <= (each.on - on).days <= terms.due
    ]
    if near:
        yield "due", f"{near[0].on} 前应到账 {near[0].promised - near[0].came:,.2f} 元"
    if one.state == Asset.State.IDLE:
        spell = (on - idle).days if idle else None
        yield (
            "idle",
            "闲置，从何时起不明"
            if spell is None
            else f"已闲置 {spell} 天{'，应当报告' if spell >= terms.idle else ''}",
        )
    if one.state == Asset.State.DAMAGED:
        yield "damaged", "已损坏，还没有修好或处置"
    if not one.keeper:
        yield "no_keeper", "没有写谁负责管护"
    if watched.next is not None and on > watched.next:
        yield "unattended", f"上次管护巡查 {watched.last}，已超过 {(on - watched.next).days} 天"
    if waiting:
        yield "waiting", "有一份处置申请在等批准"


def promised(one: Asset, on: date, came: dict[int, Decimal], kept: set[int]) -> tuple[Return, ...]:
    """What the asset's contract promises for the last years up to the running one, with what came in. ``kept``
    are the years of which anybody put in income.
    """
    if not one.yearly_return or not one.return_day:
        return ()
    begun = one.built_on or timezone.localtime(one.at).date()
    years = range(on.year - YEARS_BACK + 1, on.year + 1)
    days = [_day(year, one.return_day) for year in years]
    return tuple(
        Return(
            day.year,
            day,
            one.yearly_return,
            came.get(day.year, NOTHING),
            one.file_id is None or day.year in kept,
        )
        for day in days
        if day > begun
    )


def _day(year: int, month_and_day: str) -> date:
    # 02-29 of a year that has none falls on the day before.
    return (
        date.fromisoformat(f"{year}-{month_and_day}") if month_and_day != "02-29" else _last_of_february(year)
    )


def _last_of_february(year: int) -> date:
    return date.fromordinal(date(year, 3, 1).toordinal() - 1)


def _happened(assets: Sequence[Asset]) -> tuple[dict[int, date], dict[int, date], set[int]]:
    """When each was last looked after, since when it is idle, and which wait for somebody to agree."""
    seen: dict[int, date] = {}
    idle: dict[int, date] = {}
    waiting = set()
    told = AssetEvent.objects.filter(asset__in=assets, kind__in=(*LOOKED_AFTER, "idle", *AGREED))
    lasts = told.values_list("asset", "kind", "agreed").annotate(last=Max("on")).order_by("asset")
    for asset, kind, agreed, last in lasts:
        if kind in AGREED:
            waiting |= {asset} if agreed is None else set()
        else:
            days = idle if kind == "idle" else seen
            days[asset] = max(last, days.get(asset, last))
    return seen, idle, waiting


def _came(assets: Sequence[Asset], on: date) -> dict[int, dict[int, Decimal]]:
    """By asset and year what came in by the day."""
    found = Income.objects.filter(asset__in=assets, on__lte=on, year__gt=on.year - YEARS_BACK)
    told: dict[int, dict[int, Decimal]] = defaultdict(dict)
    for asset, year, whole in (
        found.values_list("asset", "year").annotate(whole=Sum("amount")).order_by("asset", "year")
    ):
        told[asset][year] = whole
    return told
