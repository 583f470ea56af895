"""How far the sample's projects have come on the day to which the pool is kept, and their days."""

from datetime import date, timedelta
from random import Random

from liuqing.sample.pool_figures import Item, Work

BUILT = {
    "past": {"已移交": 52, "已结算": 24, "已验收": 14, "已完工": 10},
    "now": {"在建": 50, "已完工": 18, "已验收": 8, "已签合同": 12, "已招标采购": 7, "已列入年度计划": 5},
    "later": {"已列入年度计划": 25, "已入库": 75},
}
"""Works that leave something standing: shares in per cent, by year before, of and after the day."""
PAID_OUT = {
    "past": {"已结算": 85, "已验收": 10, "已完工": 5},
    "now": {"在建": 80, "已完工": 20},
    "later": BUILT["later"],
}
"""Subsidies and services: nothing is handed over."""


def state(item: Item, work: Work, as_of: date, rng: Random) -> str:
    """Where a project stands: as the figures tell, else drawn by what it is and by its year."""
    if work.states:
        return rng.choices(list(work.states), list(work.states.values()))[0]
    when = "past" if work.year < as_of.year else "now" if work.year == as_of.year else "later"
    shares = (BUILT if item.asset else PAID_OUT)[when]
    return rng.choices(list(shares), list(shares.values()))[0]


def days(year: int, rng: Random) -> tuple[date, date]:
    """From when to when it is to be built."""
    starts = date(year, 2, 1) + timedelta(days=rng.randrange(120))
    return starts, min(starts + timedelta(days=rng.randrange(90, 240)), date(year, 12, 20))


def pooled(year: int, rng: Random) -> date:
    """On which day it entered the pool: late in the year before."""
    return date(year - 1, 11, 1) + timedelta(days=rng.randrange(55))
