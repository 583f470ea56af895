"""Earning (收益到账): what an asset or a village's collective took in on a day."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction

from liuqing.errors import Problem
from liuqing.planning.models import Asset, Income
from liuqing.planning.services.alone import alone
from liuqing.planning.services.funds import guarding
from liuqing.registry.models import Area
from liuqing.workflow import rights, trail
from liuqing.workflow.rights import Right

ITEMS = ("租金", "分红", "光伏", "经营", "服务", "补助", "其他")
"""The items that a form offers; a list may have others."""


@transaction.atomic
def earn(
    source: Asset | Area, *, by: Any, item: str, amount: Any, uuid: UUID, on: date | None = None,
    year: int | None = None, due: Any = None,
) -> Income:  # fmt: skip
    """So much came in of an asset, or of a village's collective without one, for ``year`` (that of the day).

    ``due`` is what was agreed for it. Problems ``workflow.not_allowed``, ``assets.not_a_village``,
    ``assets.bad_year``, ``funds.bad_amount``, ``funds.day_to_come``, ``funds.no_words``.
    """
    alone(uuid)
    if (done := Income.objects.filter(uuid=uuid).first()) is not None:
        return done
    asset = source if isinstance(source, Asset) else None
    area = source.area if isinstance(source, Asset) else source
    rights.require(by, Right.MANAGE_ASSETS, area.path)
    if asset is None and area.level != Area.Level.VILLAGE:
        raise Problem("assets.not_a_village", "村集体收入只登记到村", "请到这个村的页面登记。")
    day = guarding.day(on)
    belongs = year or day.year
    if not day.year - 5 <= belongs <= day.year:
        raise Problem("assets.bad_year", "收入所属年度应在到账当年或以前五年内", "请核对年度。")
    agreed: Decimal | None = None if due in (None, "") else guarding.amount(due, "约定金额")
    made = Income.objects.create(
        uuid=uuid, area=area, asset=asset, item=guarding.words(item, "收入项目", 40, needed=True),
        amount=guarding.amount(amount), due=agreed, on=day, year=belongs, by=by.get_username(),
    )  # fmt: skip
    detail = {"income": made.pk, "item": made.item, "amount": str(made.amount), "year": belongs}
    subject = f"asset:{asset.no}" if asset else f"area:{area.code}"
    trail.record("assets.earned", subject=subject, by=by, detail=detail)
    return made
