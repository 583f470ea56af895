"""Entitled (该分给谁): the households that share in an asset on a day, and how much each counts.

Whether a household that has left poverty stays in is a statement of the plan. Who is in no register on
the day (struck off, moved away) is left out, and so is a household of which nobody is left; shares are
property and stay with their holder. Not known is never a yes.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, Q, QuerySet

from liuqing.planning.models import Asset, Beneficiary
from liuqing.planning.queries.assets.reading import numbers
from liuqing.policy import sharing, upkeep
from liuqing.policy.sharing import Part
from liuqing.registry.models import Household, Membership, PersonYear, Standing
from liuqing.registry.queries.scope import in_force

DISABLED = "残疾"


@dataclass(frozen=True)
class Entitled:
    """A household that shares: how much it counts, and why."""

    household: Household
    weight: Decimal
    why: str = ""


@dataclass(frozen=True)
class LeftOut:
    """A household that was meant and does not share on the day, and why."""

    household: Household
    why: str


@dataclass(frozen=True)
class Sharers:
    """Who shares in a part, who does not, and the collectives that hold shares of their own."""

    entitled: tuple[Entitled, ...]
    left_out: tuple[LeftOut, ...]
    areas: tuple[tuple[object, Decimal], ...] = ()


def sharers(asset: Asset, part: Part, on: date) -> Sharers:
    """Everybody who shares in the part of an asset's income on a day."""
    if part.among == "shareholders":
        return _shareholders(asset, part, on)
    homes = list(_served(asset, on) if part.among == "served" else _registered(asset, on))
    return _weighed(homes, part, on)


def _served(asset: Asset, on: date) -> QuerySet[Household]:
    """The asset's own household, else those that its project serves, by name or through their area."""
    if asset.household_id:
        return Household.objects.filter(pk=asset.household_id)
    links = Beneficiary.objects.filter(project=asset.project_id or 0, since__lte=on)
    wanted = Q(pk__in=links.exclude(household=None).values("household"))
    for path in links.exclude(area=None).values_list("area__path", flat=True):
        wanted |= Q(village__path__startswith=path, standings__in=Standing.objects.filter(in_force(on)))
    return Household.objects.filter(wanted).distinct().order_by("no")


def _registered(asset: Asset, on: date) -> QuerySet[Household]:
    standing = Standing.objects.filter(in_force(on)).values("household")
    here = Household.objects.filter(village__path__startswith=asset.area.path, pk__in=standing)
    return here.order_by("no")


def _weighed(homes: list[Household], part: Part, on: date) -> Sharers:
    standings = dict(
        Standing.objects.filter(in_force(on), household__in=homes).values_list("household", "status")
    )
    sizes = _sizes(homes, on)
    needs = _needs(homes, standings, on) if part.basis == "need" else {}
    entitled, left_out = [], []
    for home in homes:
        if why := _out(part, standings.get(home.pk), sizes.get(home.pk, 0)):
            left_out.append(LeftOut(home, why))
            continue
        weight, reason = _weight(part, sizes[home.pk], needs.get(home.pk, {}))
        if weight > 0:
            entitled.append(Entitled(home, weight, reason))
        else:
            left_out.append(LeftOut(home, "不在分配办法列出的范围内"))
    return Sharers(tuple(entitled), tuple(left_out))


def _out(part: Part, standing: str | None, size: int) -> str:
    if standing is None:
        return "这一天不在建档立卡名册里"
    if part.exited == "leave" and standing == Standing.Status.EXITED:
        return "已脱贫，按分配办法不再享受"
    return "" if size else "户内已没有人"


def _weight(part: Part, size: int, needs: dict[str, bool | None]) -> tuple[Decimal, str]:
    if part.basis == "persons":
        return Decimal(size), f"{size} 人"
    if part.basis == "need":
        known = [sharing.NEEDS[key] for key in sharing.NEEDS if needs.get(key)]
        unknown = [sharing.NEEDS[key] for key in part.weights if key in needs and needs[key] is None]
        said = [*known, *(f"是不是{one}不明" for one in unknown)]
        return sharing.weight(part, needs), "、".join(said) or "其他户"
    return Decimal(1), ""


def _shareholders(asset: Asset, part: Part, on: date) -> Sharers:
    held = list(asset.shares.filter(in_force(on)).select_related("household", "area").order_by("pk"))
    homes = [share.household for share in held if share.household]
    exited = Standing.objects.filter(in_force(on), household__in=homes, status=Standing.Status.EXITED)
    gone = set(exited.values_list("household", flat=True)) if part.exited == "leave" else set()
    entitled = [
        Entitled(share.household, share.value, f"持股 {share.value:,.2f} 元")
        for share in held
        if share.household and share.household_id not in gone
    ]
    left_out = [LeftOut(home, "已脱贫，按分配办法不再享受") for home in homes if home.pk in gone]
    areas = tuple((share.area, share.value) for share in held if share.area)
    return Sharers(tuple(_together(entitled)), tuple(left_out), areas)


def _together(found: Iterable[Entitled]) -> list[Entitled]:
    """Several shares of one household count together."""
    whole: dict[int, Entitled] = {}
    for one in found:
        before = whole.get(one.household.pk)
        value = one.weight + (before.weight if before else 0)
        whole[one.household.pk] = Entitled(one.household, value, f"持股 {value:,.2f} 元")
    return list(whole.values())


def _sizes(homes: list[Household], on: date) -> dict[int, int]:
    members = Membership.objects.filter(in_force(on), household__in=homes)
    return dict(
        members.values_list("household").annotate(n=Count("person", distinct=True)).order_by("household")
    )


def _needs(homes: list[Household], standings: dict[int, str], on: date) -> dict[int, dict[str, bool | None]]:
    """Of each household: is it still poor, has it nobody with labour, is somebody disabled."""
    people = dict(
        Membership.objects.filter(in_force(on), household__in=homes).values_list("person", "household")
    )
    told: dict[int, list[tuple[str, str]]] = {home.pk: [] for home in homes}
    years = PersonYear.objects.filter(person__in=people, year__lte=on.year).order_by("year")
    latest = {year.person_id: (year.labour, year.health) for year in years}
    for person, home in people.items():
        told[home].append(latest.get(person, ("", "")))
    full = upkeep.read(numbers(on)).full_labour
    return {
        home.pk: {
            "registered": standings.get(home.pk) in (Standing.Status.REGISTERED, Standing.Status.RELAPSED),
            "weak_labour": _nobody([labour in full if labour else None for labour, _ in told[home.pk]]),
            "disabled": _somebody([DISABLED in health if health else None for _, health in told[home.pk]]),
        }
        for home in homes
    }


def _nobody(answers: list[bool | None]) -> bool | None:
    return False if True in answers else None if None in answers else True


def _somebody(answers: list[bool | None]) -> bool | None:
    return True if True in answers else None if None in answers else False
