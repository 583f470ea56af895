"""Happening (资产动态): handed over, looked after, inspected, let, idle, damaged, to be disposed of."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from liuqing.errors import Problem
from liuqing.planning.imports.assets import return_day as month_and_day
from liuqing.planning.models import Asset, AssetEvent
from liuqing.planning.queries.assets.reading import AGREED, EVENTS, LEAVES
from liuqing.planning.services.alone import alone
from liuqing.planning.services.assets import locking
from liuqing.planning.services.assets.registering import RIGHTS
from liuqing.planning.services.funds import guarding
from liuqing.workflow import clock, rights, trail
from liuqing.workflow.rights import Right


@transaction.atomic
def hand_over(
    asset: Asset, *, by: Any, uuid: UUID, owner: str, keeper: str, operator: str = "",
    rights_of: Mapping[str, str] | None = None, on: date | None = None, said: str = "",
) -> AssetEvent:  # fmt: skip
    """Hand an asset over to its owner, with who looks after it, who runs it and who holds the further rights.

    Problems ``workflow.not_allowed``, ``assets.gone``, ``assets.incomplete``, ``funds.bad_words``.
    """
    if (done := _known(uuid, asset)) is not None:
        return done
    one = _open(asset, by)
    one.owner = guarding.words(owner, "所有权人", 80, needed=True)
    one.keeper = guarding.words(keeper, "管护责任岗位", 80, needed=True)
    one.operator = guarding.words(operator, "经营主体", 80)
    one.rights |= {
        key: guarding.words(who, key, 80)
        for key, who in (rights_of or {}).items()
        if key in RIGHTS and who.strip()
    }
    one.built_on = one.built_on or guarding.day(on)
    one.save(update_fields=("owner", "keeper", "operator", "rights", "built_on"))
    return _put(one, "handed_over", by=by, uuid=uuid, on=guarding.day(on), said=guarding.words(said, "说明"))


@transaction.atomic
def event(
    asset: Asset, *, by: Any, kind: str, uuid: UUID, on: date | None = None, cost: Any = None, said: str = "",
    until: date | None = None, operator: str = "", yearly_return: Any = None, return_day: str = "",
) -> AssetEvent:  # fmt: skip
    """Something happened. A lease says who runs it, what it pays a year and until which day of the year; a loss
    or a disposal waits for somebody else (``agree``) and changes nothing until then.

    Problems ``workflow.not_allowed``, ``assets.gone``, ``assets.no_such_event``, ``assets.bad_lease``,
    ``assets.waiting``, ``funds.bad_amount``, ``funds.no_words``, ``funds.day_to_come``.
    """
    if (done := _known(uuid, asset)) is not None:
        return done
    if kind not in EVENTS or kind == "handed_over":
        raise Problem("assets.no_such_event", "没有选发生了什么", "请从列出的事项中选一项。")
    one = _open(asset, by)
    if kind in AGREED and one.events.filter(kind__in=AGREED, agreed=None).exists():
        raise Problem("assets.waiting", "这项资产已有一份处置申请在等批准", "请先等批准或退回。")
    if kind == "leased":
        _lease(one, operator, yearly_return, return_day, until)
    money = None if cost in (None, "") else guarding.amount(cost, "费用")
    told = guarding.words(said, "说明", needed=kind in (*AGREED, "idle", "damaged"))
    return _put(one, kind, by=by, uuid=uuid, on=guarding.day(on), said=told, cost=money, until=until)


def _lease(one: Asset, operator: str, yearly_return: Any, return_day: str, until: date | None) -> None:
    """Who runs it from now on, and what must come in each year."""
    day = month_and_day(return_day)
    if not day or until is None or until <= clock.today():
        raise Problem(
            "assets.bad_lease",
            "出租、发包要写每年到账的月日和合同到期日",
            "到账日写成 12-20 的样子，到期日要在今天以后。",
        )
    one.operator = guarding.words(operator, "经营主体", 80, needed=True)
    one.yearly_return, one.return_day = guarding.amount(yearly_return, "约定年收益"), day
    one.save(update_fields=("operator", "yearly_return", "return_day"))


def _open(asset: Asset, by: Any) -> Asset:
    one = locking.asset(asset)
    rights.require(by, Right.MANAGE_ASSETS, one.area.path)
    if one.state in (Asset.State.LOST, Asset.State.DISPOSED):
        raise Problem("assets.gone", f"这项资产{Asset.State(one.state).label}，不能再办", "请核对资产编号。")
    return one


def _known(uuid: UUID, asset: Asset) -> AssetEvent | None:
    alone(uuid)
    found = AssetEvent.objects.filter(uuid=uuid).first()
    if found is not None and found.asset_id != asset.pk:
        raise Problem("assets.uuid_taken", "这次提交的编号已用于另一项资产", "请重新打开资产的页面再办。")
    return found


def _put(
    one: Asset,
    kind: str,
    *,
    by: Any,
    uuid: UUID,
    on: date,
    said: str,
    cost: Any = None,
    until: date | None = None,
) -> AssetEvent:
    after = one.state if kind in AGREED else LEAVES.get(kind, one.state)
    made = AssetEvent.objects.create(
        asset=one, uuid=uuid, kind=kind, on=on, cost=cost, state=after, said=said, until=until,
        by=by.get_username(), at=clock.now(),
    )  # fmt: skip
    if after != one.state:
        one.state = after
        one.save(update_fields=("state",))
    detail = {"event": made.pk, "on": on, "cost": str(cost or ""), "state": after}
    trail.record(f"assets.{kind}", subject=f"asset:{one.no}", by=by, detail=detail)
    return made
