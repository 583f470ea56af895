"""Assets that were handed over, what they earn, and what else a village's collective earned."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from liuqing.sample.people import Village
from liuqing.sample.pool import Single
from liuqing.sample.pool_figures import HUNDRED
from liuqing.sample.shares import divide
from liuqing.sample.spent import Spent

CLASSES = {
    "规模化种植": "种植基地", "规模化养殖": "养殖场", "龙头企业": "股权", "村集体经济": "光伏电站", "农业发展项目": "产业基地",
    "太阳能热水器": "太阳能热水器", "道路建设": "道路", "村组动力电": "电力设施", "农村饮水": "饮水工程", "卫生室": "卫生室",
    "教育设施": "教育设施", "人居环境": "人居环境设施", "村内道路": "道路", "进村道路": "道路", "人畜饮水": "饮水工程", "路灯": "路灯",
}  # fmt: skip
"""The class of asset that an item of the pool leaves behind."""
KEEPERS = {
    "经营性资产": "村集体经济组织负责人",
    "公益性资产": "村公共设施管护员岗位",
    "到户类资产": "农户自管",
}
RETURN = (4, 8)
"""What an asset of business brings in a year, in per cent of its worth."""
DUE = "06-30"
IDLE, MISSING, PART = 3, 4, 3
ITEMS = ("土地流转收入", "集体房屋租金", "合作社服务收入")


@dataclass(slots=True)
class Owned:
    """An asset; money in fen."""

    no: str
    project: Single
    name: str
    kind: str
    asset_class: str
    value: int
    owner: str
    handed_on: date
    returns: int | None = None
    state: str = "在用"
    household: str = ""
    planted: str = ""


@dataclass(slots=True)
class Earned:
    """An income of a collective; money in fen."""

    town: str
    village: str
    year: int
    item: str
    amount: int
    on: date
    due: int | None = None
    asset: str = ""
    planted: str = ""


def assets(
    projects: Sequence[Single], rows: Sequence[Spent], as_of: date, code: str, rng: Random
) -> list[Owned]:
    """An asset for every project that was handed over in a village, worth what was paid for it."""
    paid: dict[str, int] = defaultdict(int)
    for row in rows:
        if not row.planted:
            paid[row.project.no] += row.paid or 0
    made = [
        _asset(one, paid[one.no], as_of, rng)
        for one in projects
        if one.state == "已移交" and one.item.asset and one.site.village and paid[one.no] and _has_owner(one)
    ]
    for number, one in enumerate(made, 1):
        one.no = f"ZC{code}{number:05d}"
    _plant(made, rng)
    return made


def _has_owner(one: Single) -> bool:
    return one.item.asset != "到户类资产" or bool(one.serves)


def _asset(one: Single, paid: int, as_of: date, rng: Random) -> Owned:
    kind = one.item.asset
    home = one.serves[0] if kind == "到户类资产" and one.serves else ""
    owner = "受益农户" if home else f"{one.site.village}集体"
    returns = paid * rng.randrange(*RETURN) // 100 // HUNDRED * HUNDRED if kind == "经营性资产" else None
    handed = min(one.ends_on + timedelta(days=rng.randrange(20, 60)), as_of)
    name = one.name.removesuffix("项目")
    return Owned(
        "",
        one,
        name,
        kind,
        CLASSES.get(one.item.class_two, ""),
        paid,
        owner,
        handed,
        returns or None,
        household=home,
    )


def _plant(made: list[Owned], rng: Random) -> None:
    business = [one for one in made if one.returns]
    for one in rng.sample(business, min(IDLE, len(business) // 3)):
        one.state, one.planted, one.returns = "闲置", "asset_idle", None
    waiting = [one for one in business if not one.planted]
    for one in rng.sample(waiting, min(MISSING, len(waiting) // 3)):
        one.planted = "income_missing"


def incomes(
    villages: Sequence[Village], owned: Sequence[Owned], as_of: date, register_year: int, rng: Random
) -> Iterator[Earned]:
    """Of the register's year what the register says each village earned, and since then what the assets brought."""
    for village in villages:
        yield from _usual(village, register_year, rng)
    on = date(as_of.year, 6, 30)
    for one in owned:
        # Before it was handed over an asset owes nothing.
        if one.returns and one.planted != "income_missing" and one.handed_on < on - timedelta(days=60):
            site = one.project.site
            yield Earned(
                site.town,
                site.village,
                on.year,
                "资产收益",
                one.returns,
                on - timedelta(days=rng.randrange(10)),
                one.returns,
                one.no,
            )


def _usual(village: Village, year: int, rng: Random) -> Iterator[Earned]:
    whole = round(village.income * 1_000_000)
    parts = (
        divide(whole // HUNDRED, [rng.uniform(0.5, 2) for _ in ITEMS])
        if whole >= HUNDRED
        else [0] * len(ITEMS)
    )
    parts = [part * HUNDRED for part in parts]
    parts[0] += whole - sum(parts)
    for item, part in zip(ITEMS, parts, strict=True):
        if part:
            yield Earned(village.town, village.name, year, item, part, date(year, rng.randrange(3, 13), 20))
