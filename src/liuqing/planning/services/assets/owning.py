"""Owning (折股量化): who holds how much of an asset, from when until when."""

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Sum

from liuqing.errors import Problem
from liuqing.planning.models import Asset, Share
from liuqing.planning.services.assets import locking
from liuqing.planning.services.funds import guarding
from liuqing.registry.models import Area, Household
from liuqing.workflow import clock, rights, trail
from liuqing.workflow.rights import Right


@transaction.atomic
def share(asset: Asset, holder: Household | Area, *, by: Any, value: Any, since: date | None = None) -> Share:
    """Give a household or a collective a share of so many yuan. All shares together are never worth more than
    the asset. A holder who has the same share since the same day keeps it.

    Problems ``workflow.not_allowed``, ``assets.too_many_shares``, ``assets.elsewhere``, ``funds.bad_amount``.
    """
    one = locking.asset(asset)
    rights.require(by, Right.MANAGE_ASSETS, one.area.path)
    worth, day = guarding.amount(value, "股份金额"), since or clock.today()
    where = holder.village.path if isinstance(holder, Household) else holder.path
    if not where.startswith(one.area.path):
        raise Problem("assets.elsewhere", "持股的户或集体不在资产所在的地方", "请核对。")
    whose = {"household": holder} if isinstance(holder, Household) else {"area": holder}
    if (known := one.shares.filter(value=worth, since=day, until=None, **whose).first()) is not None:
        return known
    held = one.shares.filter(until=None).aggregate(whole=Sum("value"))["whole"] or 0
    if held + worth > one.value:
        left = guarding.yuan(max(one.value - held, one.value * 0))
        raise Problem("assets.too_many_shares", f"股份合计不能超过资产原值，还可以折 {left}", "请改小金额。")
    made = Share.objects.create(asset=one, value=worth, since=day, said_on=day, **whose)
    detail = {"share": made.pk, "value": str(worth), "since": day, "household": getattr(holder, "no", "")}
    trail.record("assets.shared", subject=f"asset:{one.no}", by=by, detail=detail)
    return made


@transaction.atomic
def unshare(share: Share, *, by: Any, until: date | None = None) -> Share:
    """End a share: from that day it no longer counts. Problems ``workflow.not_allowed``, ``assets.before_since``."""
    one = locking.asset(share.asset)
    rights.require(by, Right.MANAGE_ASSETS, one.area.path)
    found = Share.objects.select_for_update().get(pk=share.pk)
    day = until or clock.today()
    if found.until is not None:
        return found
    if day < found.since:
        raise Problem("assets.before_since", "退股的日期早于入股的日期", "请核对日期。")
    found.until = day
    found.save(update_fields=("until",))
    trail.record(
        "assets.unshared", subject=f"asset:{one.no}", by=by, detail={"share": found.pk, "until": day}
    )
    return found
