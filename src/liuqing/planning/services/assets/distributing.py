"""Distributing (收益分配): an asset's income among those who share on the day, by the rule in force on it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction

from liuqing.errors import Problem
from liuqing.planning.models import Asset, Distribution, Dividend
from liuqing.planning.queries.assets import entitled, left, reading
from liuqing.planning.services.alone import alone
from liuqing.planning.services.assets import locking
from liuqing.planning.services.funds import guarding
from liuqing.policy import sharing
from liuqing.policy.sharing import BASES, RECEIVERS, InForce, Part
from liuqing.registry.models import Area, Household
from liuqing.workflow import clock, rights, trail
from liuqing.workflow.rights import Right

NOTHING = Decimal("0.00")


@dataclass(frozen=True)
class Line:
    """So much for one receiver by one part: a household, a collective, or what the part is for."""

    part: str
    amount: Decimal
    household: Household | None = None
    area: Area | None = None
    to: str = ""

    def as_dict(self) -> dict[str, str]:
        """As it is kept with the distribution and announced."""
        told = {"part": self.part, "to": self.to, "amount": str(self.amount)}
        told |= {"household": self.household.no} if self.household else {}
        return told | ({"area": self.area.code} if self.area else {})


@transaction.atomic
def distribute(
    asset: Asset, *, by: Any, year: int, amount: Any, uuid: UUID, on: date | None = None, plan: str = ""
) -> Distribution:
    """Draw up a distribution of so much of what the asset earned up to ``year`` and that is not yet given out.

    The rule is that of the asset's plan (or of its class, or ``plan``) on the day. Parts and households add
    up to the amount to the fen. The same ``uuid`` again gives the first one.

    Problems ``workflow.not_allowed``, ``assets.no_plan``, ``assets.not_in_force``, ``assets.nobody``,
    ``assets.not_earned``, ``funds.bad_amount``, ``funds.day_to_come``.
    """
    alone(uuid)
    if (done := Distribution.objects.filter(uuid=uuid).first()) is not None:
        return done
    one = locking.asset(asset)
    rights.require(by, Right.MANAGE_ASSETS, one.area.path)
    day, whole = guarding.day(on), guarding.amount(amount)
    rule = rule_of(one, day, plan)
    room = left.to_give_out(one, year, day)
    if whole > room:
        raise Problem(
            "assets.not_earned",
            f"到 {year} 年这项资产还没有分配的收益只有 {guarding.yuan(room)}，不能分 {guarding.yuan(whole)}",
            "请先登记到账的收益，或改小金额。",
        )
    lines = lines_of(one, rule, whole, day)
    made = Distribution.objects.create(
        no=uuid.hex[:24], uuid=uuid, asset=one, year=year, on=day, amount=whole, rule=rule.as_dict(),
        lines=[line.as_dict() for line in lines], by=by.get_username(), at=clock.now(),
    )  # fmt: skip
    made.no = f"FP{year}{made.pk:05d}"
    made.save(update_fields=("no",))
    Dividend.objects.bulk_create(
        (Dividend(distribution=made, household=line.household, part=line.part[:20], amount=line.amount)
         for line in lines if line.household), batch_size=500,
    )  # fmt: skip
    detail = {
        "asset": one.no,
        "amount": str(whole),
        "rule": rule.key,
        "since": rule.since,
        "lines": len(lines),
    }
    trail.record("assets.distributed", subject=f"distribution:{made.no}", by=by, detail=detail)
    return made


def rule_of(asset: Asset, on: date, plan: str = "") -> InForce:
    """The rule by which an asset's income is given out on a day. Problems ``assets.no_plan``,
    ``assets.not_in_force``.
    """
    told = reading.here()
    key = plan or asset.plan or told.plan_for(asset.asset_class)
    if key not in told.plans:
        raise Problem(
            "assets.no_plan",
            "本地没有写这类资产的收益怎样分",
            "请选一种分配办法，或在地方配置的 sharing.yaml 里补上。",
        )
    found = sharing.in_force(told, key, on)
    if found is None:
        label = told.plans[key].label
        raise Problem(
            "assets.not_in_force", f"分配办法「{label}」在 {on} 没有生效", "请选在这一天生效的办法。"
        )
    return found


def lines_of(asset: Asset, rule: InForce, amount: Decimal, on: date) -> list[Line]:
    """Who gets what of the amount; together exactly the amount. Problem ``assets.nobody``."""
    divided = sharing.divide(amount, rule.rule.parts)
    return [line for part, sum_ in divided if sum_ for line in _part(asset, part, sum_, on)]


def _part(asset: Asset, part: Part, amount: Decimal, on: date) -> Iterable[Line]:
    if part.to != "households":
        area = asset.area if part.to != "operator" else None
        return [Line(RECEIVERS[part.to], amount, area=area, to=part.to)]
    label = f"{RECEIVERS[part.to]}（{BASES[part.basis]}）"
    found = entitled.sharers(asset, part, on)
    weights = [one.weight for one in found.entitled] + [value for _, value in found.areas]
    if not weights:
        raise Problem(
            "assets.nobody", f"「{sharing.AMONG[part.among]}」里这一天没有可以分的户",
            "请先在项目里选受益户、登记股份，或换一种分配办法。",
        )  # fmt: skip
    sums = sharing.split(amount, weights)
    homes = [
        Line(label, sum_, household=one.household, to=part.to)
        for one, sum_ in zip(found.entitled, sums, strict=False)
    ]
    rest = zip(found.areas, sums[len(homes) :], strict=True)
    areas = [Line("集体股", sum_, area=area, to="collective") for (area, _), sum_ in rest]  # type: ignore[arg-type]
    return [line for line in (*homes, *areas) if line.amount > NOTHING]
