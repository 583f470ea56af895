"""Part three (主要任务): class by class and item by item: how many projects, what money, what is built, who, for whom."""

from collections.abc import Iterator

from liuqing.planning.queries.plans.county import CountyPlan
from liuqing.planning.queries.plans.county_pool import Group
from liuqing.reports import county_plan_words as words
from liuqing.reports import plan_paper as kit
from liuqing.reports.county_plan_words import COUNT, NEED, behind, chinese, listed, of, text, yuan
from liuqing.reports.plan_paper import Block, Cell, Figure, Grid, Heading, Run, Taken, Text

SERVED = "项目库：受益户清单，一户只数一次"
NO_ITEM = "未分子类的项目"


def blocks(plan: CountyPlan, taken: Taken) -> Iterator[Block]:
    """The third part of the plan."""
    yield Heading(1, "三、", "主要任务")
    if not plan.pool.whole.works:
        yield text("项目库还没有入库的项目。")
        return
    told = _Told(plan, taken)
    yield told.whole()
    for n, one in enumerate(plan.pool.classes, start=1):
        yield Heading(2, f"（{chinese(n)}）", one.name or "没有写明类别的项目")
        yield from told.class_of(one)


class _Told:
    """Says the pool of one plan."""

    def __init__(self, plan: CountyPlan, taken: Taken) -> None:
        self.plan, self.taken, self.code = plan, taken, plan.area.code

    def whole(self) -> Text:
        """The pool in a paragraph."""
        pool = self.plan.pool
        waiting = taken_waiting(self.taken, pool.waiting, self.code) if pool.waiting else ()
        return text(
            f"截至{kit.day_text(self.plan.on)}，项目库有", self._sums("全部项目", pool.whole),
            "受益的建档立卡户", self._served("全部项目", pool.whole), "。一户可以有几类、几项措施，各类、各项的受益户之间有重复，不相加。", waiting,
        )  # fmt: skip

    def class_of(self, one: Group) -> Iterator[Block]:
        """A class with its table and its items."""
        if not one.works:
            yield text("项目库没有这一类的项目。")
            return
        name = one.name or "没有写明类别"
        yield text(self._sums(name, one, class_one=one.name))
        yield text(
            "责任单位：", self._departments(name, one), "。受益的建档立卡户", self._served(name, one), "。"
        )
        yield self._table(name, one)
        for n, item in enumerate(one.items, start=1):
            yield Heading(3, f"{n}.", item.name or NO_ITEM)
            yield from self._item(one, item)

    def _item(self, one: Group, item: Group) -> Iterator[Block]:
        what = f"{one.name}·{item.name or NO_ITEM}"
        yield text(self._sums(what, item, class_one=one.name, class_two=item.name))
        built = list(listed(self._quantity(one, item, *told) for told in item.quantities))
        yield text(
            *(("工程量：", built, "。") if built else ("项目没有写明工程量。",)), "责任单位：", self._departments(what, item),
            "。受益的建档立卡户", self._served(what, item), "。",
        )  # fmt: skip

    def _sums(self, what: str, one: Group, **narrowed: str) -> Iterator[Run]:
        """How many projects and what money, by year and by source."""
        count = self.taken.figure(
            f"{what}项目数", len(one.works), "个", rule=COUNT, link=behind(self.code, "projects", **narrowed)
        )  # fmt: skip
        yield from ("项目", count)
        if not one.need:
            yield "，没有写明资金需求。"
            return
        total = self.taken.money(f"{what}投资", yuan(of(one.need) or 0), rule=NEED, link=behind(self.code, **narrowed))  # fmt: skip
        yield from ("，投资", total)
        yield from self._split(what, one, narrowed)
        silent = sum(1 for work in one.works if not work.need)
        if silent:
            yield from (
                "另有",
                self._left(f"{what}没有写明资金需求的项目", silent),
                "项目没有写明资金需求，不在投资里。",
            )

    def _split(self, what: str, one: Group, named: dict[str, str]) -> Iterator[Run]:
        """By year and by source, one alone too: a reader adds them up over the classes."""
        sources = self.plan.pool.sources
        yield from ("；分年度：", *words.by_year(self.taken, what, one.need, self.code, **named))
        yield from (
            "；分来源：",
            *words.by_source(self.taken, what, one.need, self.code, sources, **named),
            "。",
        )

    def _departments(self, what: str, one: Group) -> Iterator[Run]:
        named = [name for name, _ in one.departments if name]
        none = sum(count for name, count in one.departments if not name)
        yield "、".join(named) or "没有写明"
        if none and named:
            yield from ("，另有", self._left(f"{what}没有写明责任单位的项目", none), "项目没有写明")

    def _served(self, what: str, one: Group) -> Iterator[Run]:
        served = one.served
        if served.untold == len(one.works):
            yield "没有写明"
            return
        homes = f"/area/{self.code}/households/"
        yield self.taken.figure(f"{what}受益户", served.households, "户", rule=SERVED, link=homes)
        yield self.taken.figure(f"{what}受益人口", served.persons, "人", rule=SERVED, link=homes)
        if served.untold:
            yield from (
                "（有",
                self._left(f"{what}没有写明受益户的项目", served.untold),
                "项目没有写明受益户）",
            )

    def _left(self, what: str, count: int) -> Figure:
        """Projects of which something is not written down."""
        return self.taken.figure(what, count, "个", rule=COUNT, link=f"/projects/?area={self.code}")

    def _quantity(self, one: Group, item: Group, name: str, unit: str, value: object) -> tuple[Run, ...]:
        link = behind(self.code, class_one=one.name, class_two=item.name)
        what = f"{one.name}·{item.name or NO_ITEM}·{name}（{unit}）"
        return name, self.taken.figure(
            what, kit.Decimal(str(value)), unit, rule="项目库：工程量相加", link=link
        )

    def _table(self, name: str, one: Group) -> Grid:
        years = words.years_of(one.need)
        caption = f"{name}：项目和投资（金额单位：万元）"
        head = ("子类", "项目（个）", *(f"{year}年" for year in years), "投资合计", "受益户", "受益人口")
        rows = [self._row(item.name or NO_ITEM, one, item, years) for item in one.items]
        total = (*self._row("合计", one, one, years)[:-2], "不相加", "不相加")
        key = self.taken.table(caption, rule=NEED, link=f"/area/{self.code}/money/")
        note = "“—”是没有这一年的资金。" if any(None in row for row in rows) else ""
        widths = (2.4, 1.1, *(1.5 for _ in years), 1.6, 1.3, 1.3)
        return Grid(caption, head, (*rows, total), widths, (len(rows),), key, note)

    def _row(self, label: str, one: Group, item: Group, years: list[int]) -> tuple[Cell, ...]:
        named = {"class_one": one.name} | ({} if item is one else {"class_two": item.name})
        cells: list[Cell] = [label, kit.counted(len(item.works), link=behind(self.code, "projects", **named))]  # fmt: skip
        for year in years:
            fen = of(item.need, year=year)
            cells.append(None if fen is None else kit.amount(yuan(fen), link=behind(self.code, year=year, **named)))  # fmt: skip
        total = of(item.need)
        cells.append(None if total is None else kit.amount(yuan(total), link=behind(self.code, **named)))
        homes = f"/area/{self.code}/households/"
        told = item.served.untold < len(item.works)
        return (*cells, *(kit.counted(n, link=homes) if told else kit.UNKNOWN for n in (item.served.households, item.served.persons)))  # fmt: skip


def taken_waiting(taken: Taken, count: int, code: str) -> tuple[Run, ...]:
    """Projects that are applied for and not in the pool are said, and counted nowhere."""
    figure = taken.figure("待审的项目", count, "个", rule="项目库：已申报、没有入库", link=f"/projects/?area={code}&step=build")  # fmt: skip
    return ("另有", figure, "项目已经申报、没有入库，不在以上各数里。")
