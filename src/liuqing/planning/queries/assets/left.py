"""Left (还没有分配): what assets earned, what of it was given out, and what is still to be given out."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Sum

from liuqing.planning.models import Asset, Distribution, Income

NOTHING = Decimal("0.00")
COUNTS = tuple(state for state in Distribution.State.values if state != Distribution.State.WITHDRAWN)
"""A distribution that was drawn up holds its money, approved or not: two of them never share the same yuan."""


def earned(asset: Asset, until: int, on: date) -> Decimal:
    """What came in by a day for the years up to ``until``."""
    return _whole(Income.objects.filter(asset=asset, year__lte=until, on__lte=on))


def given_out(asset: Asset, until: int) -> Decimal:
    """What stands in distributions of the years up to ``until``."""
    return _whole(Distribution.objects.filter(asset=asset, year__lte=until, state__in=COUNTS))


def to_give_out(asset: Asset, until: int, on: date) -> Decimal:
    """What can still be given out: of the years up to ``until``, and never more than of all years together."""
    own = earned(asset, until, on) - given_out(asset, until)
    every = earned(asset, on.year, on) - given_out(asset, 9999)
    return max(min(own, every), NOTHING)


def _whole(found: Any) -> Decimal:
    return found.aggregate(whole=Sum("amount"))["whole"] or NOTHING
