"""Page (一项资产、一份分配): everything of an asset, and a distribution with who gets what by which rule."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from liuqing.planning.models import Asset, AssetEvent, Batch, Distribution, Income, Share
from liuqing.planning.queries.assets import attention, entitled, left, reading, worth
from liuqing.planning.queries.assets.attention import NOTHING, Watched
from liuqing.planning.queries.assets.entitled import LeftOut
from liuqing.policy import sharing
from liuqing.policy.sharing import InForce
from liuqing.registry.models import Area, Household
from liuqing.workflow import clock, rights
from liuqing.workflow.rights import Right

MOST_YEARS = 6


@dataclass(frozen=True)
class Happened:
    """An event with its words, and whether the user may agree to it."""

    event: AssetEvent
    label: str
    may_agree: bool


@dataclass(frozen=True)
class Year:
    """A year of an asset: what came in, what was given out."""

    year: int
    came: Decimal
    given: Decimal


@dataclass(frozen=True)
class One:
    """An asset with everything of it. ``rule`` is that by which its income would be given out today."""

    watched: Watched
    events: tuple[Happened, ...]
    incomes: tuple[Income, ...]
    years: tuple[Year, ...]
    shares: tuple[Share, ...]
    shared: Decimal
    distributions: tuple[Distribution, ...]
    to_give_out: Decimal
    rule: InForce | None
    plans: tuple[tuple[str, str], ...]
    paid: Decimal | None
    may_manage: bool
    may_see_people: bool


@dataclass(frozen=True)
class Line:
    """A line of a distribution: whose, by which part, how much."""

    part: str
    household: Household | None
    area: Area | None
    amount: Decimal


@dataclass(frozen=True)
class Sheet:
    """A distribution with its rule as it stood, its lines, who was left out, its notice and its batch."""

    distribution: Distribution
    parts: tuple[tuple[str, Decimal, Decimal], ...]
    lines: tuple[Line, ...]
    households: int
    left_out: tuple[LeftOut, ...]
    batch: Batch | None
    may_announce: bool
    may_approve: bool
    may_withdraw: bool
    may_pay: bool
    may_see_people: bool
    own: bool


def one(user: Any, no: str) -> One:
    """An asset with everything of it. Problem ``planning.no_such_asset``."""
    asset, on = reading.asset(user, no), clock.today()
    watched = attention.watch([asset], on)[0]
    told = reading.here()
    key = asset.plan or told.plan_for(asset.asset_class)
    shares = tuple(asset.shares.select_related("household", "area").order_by("until", "pk"))
    people = sees_people(user, asset)
    return One(
        watched, tuple(_events(user, asset)), tuple(asset.incomes.all()[:60]), tuple(_years(asset)), shares if people else (),
        sum((share.value for share in shares if share.until is None), NOTHING),
        tuple(asset.distributions.select_related("announcement")), left.to_give_out(asset, on.year, on),
        sharing.in_force(told, key, on), tuple((name, plan.label) for name, plan in told.plans.items()),
        worth.paid([asset.project_id])[asset.project_id] if asset.project_id else None,
        reading.may(user, Right.MANAGE_ASSETS, asset), people,
    )  # fmt: skip


def sheet(user: Any, no: str) -> Sheet:
    """A distribution. Problem ``planning.no_such_distribution``."""
    found = reading.distribution(user, no)
    asset, people, own = found.asset, sees_people(user, found.asset), found.by == user.get_username()
    batch = found.batches.exclude(state=Batch.State.WITHDRAWN).first()
    lines = tuple(_lines(found))
    manage, approve = (
        reading.may(user, right, asset) for right in (Right.MANAGE_ASSETS, Right.APPROVE_ASSETS)
    )
    open_ = found.state in (Distribution.State.DRAFT, Distribution.State.NOTICED)
    return Sheet(
        found, tuple(_parts(lines)), lines if people else tuple(line for line in lines if line.household is None),
        sum(line.household is not None for line in lines), tuple(_left_out(found)) if people else (), batch,
        manage and open_ and (found.announcement is None or found.announcement.state == "taken_down"),
        approve and open_ and not own, (manage or approve) and batch is None and found.state != Distribution.State.WITHDRAWN,
        found.state == Distribution.State.APPROVED and batch is None and reading.may(user, Right.MAKE_BATCHES, asset)
        and any(line.household for line in lines), people, own,
    )  # fmt: skip


def distributions(user: Any) -> Iterable[Distribution]:
    """Every distribution that the user may see, the latest first."""
    found = Distribution.objects.filter(asset__in=reading.visible(user))
    return found.select_related("asset__area__parent", "announcement").order_by("-pk")[:200]


def sees_people(user: Any, asset: Asset) -> bool:
    """Whether the user may see whose a share or a dividend is: an officer of a department may not."""
    return any(rights.can(user, right, asset.area.path) for right in (Right.SEE_HOUSEHOLDS, Right.SEE_PAYEES))


def _events(user: Any, asset: Asset) -> Iterable[Happened]:
    approves = reading.may(user, Right.APPROVE_ASSETS, asset)
    for event in asset.events.order_by("-on", "-pk"):
        waits = event.kind in reading.AGREED and event.agreed is None
        yield Happened(
            event,
            reading.EVENTS.get(event.kind, event.kind),
            approves and waits and event.by != user.get_username(),
        )


def _years(asset: Asset) -> Iterable[Year]:
    came = _by_year(asset.incomes.all())
    given = _by_year(asset.distributions.filter(state__in=left.COUNTS))
    for year in sorted({*came, *given}, reverse=True)[:MOST_YEARS]:
        yield Year(year, came.get(year, NOTHING), given.get(year, NOTHING))


def _by_year(found: Any) -> dict[int, Decimal]:
    whole: dict[int, Decimal] = {}
    for year, amount in found.order_by().values_list("year", "amount"):
        whole[year] = whole.get(year, NOTHING) + amount
    return whole


def _lines(found: Distribution) -> Iterable[Line]:
    homes = Household.objects.in_bulk(
        {line["household"] for line in found.lines if "household" in line}, field_name="no"
    )
    areas = Area.objects.in_bulk({line["area"] for line in found.lines if "area" in line}, field_name="code")
    for line in found.lines:
        yield Line(
            line["part"],
            homes.get(line.get("household")),
            areas.get(line.get("area")),
            Decimal(line["amount"]),
        )


def _parts(lines: Iterable[Line]) -> Iterable[tuple[str, Decimal, Decimal]]:
    """By part: its sum, and its share of the whole in per cent."""
    sums: dict[str, Decimal] = {}
    for line in lines:
        sums[line.part] = sums.get(line.part, NOTHING) + line.amount
    whole = sum(sums.values(), NOTHING)
    for part, amount in sums.items():
        yield part, amount, (amount * 100 / whole).quantize(Decimal("0.01"))


def _left_out(found: Distribution) -> Iterable[LeftOut]:
    """Who was meant and does not share, by the rule and the day of the distribution."""
    on: date = found.on
    for part in found.rule.get("parts", ()):
        if part["to"] == "households":
            told = sharing.Part(
                "households", Decimal(part["percent"]), part["basis"], part["among"], part["exited"],
                {key: Decimal(weight) for key, weight in part["weights"].items()},
            )  # fmt: skip
            yield from entitled.sharers(found.asset, told, on).left_out
