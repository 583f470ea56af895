"""What an invented county will do: classes of works, each with its items, numbers, years and sources."""

from dataclasses import dataclass
from decimal import Decimal
from random import Random

from benchmarks.plan_corpus.splits import money, whole

HUNDRED_YUAN = Decimal(100)
CLASSES: dict[str, list[tuple[str, str, str, int, int]]] = {
    "产业扶贫": [("蔬菜种植", "亩", "种植户", 300, 1000), ("中药材种植", "亩", "种植户", 500, 1500), ("生猪养殖", "头", "养殖户", 400, 1500), ("合作社扶持", "个", "合作社", 50_000, 200_000), ("肉牛养殖", "头", "养殖户", 2000, 5000), ("冷库建设", "座", "", 0, 0)],
    "就业扶贫": [("技能培训", "人次", "参训劳动力", 300, 1200), ("外出务工交通补助", "人", "外出务工人员", 100, 1000), ("乡村公益岗位", "人", "公益岗位人员", 6000, 9600), ("扶贫车间", "个", "", 0, 0)],
    "住房安全": [("C级危房修缮加固", "户", "C级危房户", 10_000, 21_000), ("D级危房拆除重建", "户", "D级危房户", 30_000, 50_000), ("住房功能提升", "户", "住房功能不全户", 4000, 9000)],
    "健康扶贫": [("村卫生室标准化建设", "所", "", 0, 0), ("村医岗位补助", "人", "乡村医生", 3600, 7200), ("参保补贴", "人", "参保对象", 100, 300)],
    "教育扶贫": [("雨露计划", "人", "职业院校学生", 2000, 4000), ("寄宿生生活补助", "人", "寄宿生", 1000, 1500), ("薄弱学校改造", "所", "", 0, 0)],
    "生态扶贫": [("退耕还林", "亩", "退耕农户", 1200, 1600), ("生态护林员", "人", "生态护林员", 6000, 10_000), ("太阳能热水器安装", "台", "农户", 1000, 2500)],
    "基础设施建设": [("村组道路硬化", "公里", "", 0, 0), ("农村饮水安全巩固提升", "件", "", 0, 0), ("危桥改造", "座", "", 0, 0), ("太阳能路灯安装", "盏", "自然村", 3000, 5500), ("农田水利", "处", "", 0, 0)],
    "人居环境整治": [("农村户厕改造", "户", "改厕户", 400, 1800), ("公厕建设", "座", "", 0, 0), ("垃圾收集池建设", "个", "", 0, 0), ("村庄绿化", "个", "", 0, 0)],
    "综合保障": [("残疾人护理补贴", "人", "重度残疾人", 600, 1200), ("特困人员供养", "人", "特困人员", 6000, 9000), ("临时救助", "人次", "困难群众", 500, 2000)],
}  # fmt: skip
SOURCES = ["中央财政专项扶贫资金", "省级财政专项扶贫资金", "市级配套资金", "县级自筹资金", "涉农整合资金", "行业部门资金", "东西部协作资金", "社会帮扶资金"]  # fmt: skip


@dataclass(frozen=True)
class Item:
    """One thing to be done: counts and amounts (yuan) by year and by source. ``price`` is 0 without one."""

    name: str
    unit: str
    whom: str
    price: int
    counts: tuple[int, ...]
    years: tuple[Decimal, ...]
    sources: dict[str, Decimal]

    @property
    def count(self) -> int:
        """Of all years."""
        return sum(self.counts)

    @property
    def total(self) -> Decimal:
        """Of all years, in yuan."""
        return sum(self.years, Decimal(0))


@dataclass(frozen=True)
class Class:
    """Works of one kind."""

    name: str
    items: tuple[Item, ...]
    projects: int

    @property
    def total(self) -> Decimal:
        """Of all its items."""
        return sum((item.total for item in self.items), Decimal(0))

    def year(self, at: int) -> Decimal:
        """All its items in one year."""
        return sum((item.years[at] for item in self.items), Decimal(0))

    def source(self, name: str) -> Decimal:
        """All its items from one source."""
        return sum((item.sources.get(name, Decimal(0)) for item in self.items), Decimal(0))


def classes(choose: Random, years: int) -> tuple[list[Class], list[str]]:
    """The classes of a plan and the sources of its money."""
    sources = choose.sample(SOURCES, choose.randint(2, 4))
    names = choose.sample(list(CLASSES), choose.randint(3, 7))
    return [_class(choose, name, years, sources) for name in names], sources


def _class(choose: Random, name: str, years: int, sources: list[str]) -> Class:
    known = CLASSES[name]
    taken = choose.sample(known, choose.randint(2, len(known)))
    items = tuple(_item(choose, years, sources, *one) for one in taken)
    return Class(name, items, choose.randint(len(items) * 3, 200))


def _item(
    choose: Random, years: int, sources: list[str], name: str, unit: str, whom: str, low: int, high: int
) -> Item:
    price = choose.randrange(low, high + 1, 100) if high else 0
    even = choose.random() < 0.2
    counts = _counts(
        choose, years, few=unit in ("座", "所", "个", "件", "处", "公里") or price > 40_000, even=even
    )
    if price:
        amounts = [Decimal(count * price) for count in counts]
    else:
        amounts = money(choose, Decimal(choose.randrange(80_000, 9_000_000, 1000) * 2), years, HUNDRED_YUAN)
    given = choose.sample(sources, 1 if choose.random() < 0.6 else 2)
    split = money(choose, sum(amounts, Decimal(0)), len(given), HUNDRED_YUAN)
    split[0] += sum(amounts, Decimal(0)) - sum(split, Decimal(0))
    return Item(name, unit, whom, price, tuple(counts), tuple(amounts), dict(zip(given, split, strict=True)))


def _counts(choose: Random, years: int, *, few: bool, even: bool) -> list[int]:
    total = choose.randint(8, 90) if few else choose.randint(150, 9000)
    return [total // years or 1] * years if even else whole(choose, total, years)
