"""Which figures of a plan may be added over its sections: money put in, households, persons, projects, works."""

import re
from decimal import Decimal

from liuqing.plans.quantity import Quantity
from liuqing.plans.relations.across.ledger import Pick

NOT_INVESTED = re.compile(
    r"收入|产值|增收|生产总值|GDP|收益|利润|销售|消费|余额|价格|单价|保额|报销|封顶|起付|标准|限额|分红|储蓄|补偿基金|节约|损失|产出|增加值|零售|市值|奖励|罚|每户|每人|每村|户均|人均"
)
OVERLAPPING = re.compile(r"覆盖|受益|惠及|带动|涉及|解决|改善|影响|服务|辐射|巩固|受惠|帮助|其中|帮扶")
"""Of whom a measure reaches several items may speak: such figures are never added."""
LEAST_MONEY = Decimal(10_000)


def is_money(quantity: Quantity, before: str) -> bool:
    """Money put into works; not incomes, prices and rates."""
    if quantity.dimension != "money" or quantity.value < LEAST_MONEY:
        return False
    return not NOT_INVESTED.search(before[-8:]) and not NOT_INVESTED.search(quantity.what)


def is_project(quantity: Quantity, _before: str) -> bool:
    """A count of projects."""
    return quantity.dimension in ("count:个", "count:件") and quantity.what.endswith("项目")


def of(dimension: str) -> Pick:
    """A picker of the figures of one dimension that name no one whom several items may reach at once."""

    def pick(quantity: Quantity, before: str) -> bool:
        return quantity.dimension == dimension and not OVERLAPPING.search(before + quantity.what)

    return pick


WORKS = tuple(
    (name, of(name)) for name in ("households", "persons", "person_times", "length", "land", "area", "volume")
)
