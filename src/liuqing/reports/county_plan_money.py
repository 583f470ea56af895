"""Part four (资金): investment by class, year and source, each total the sum of what is printed; secured and gap."""

from collections.abc import Callable, Iterator, Sequence

from liuqing.planning.queries.plans.county import CountyPlan
from liuqing.planning.queries.plans.shares import Money
from liuqing.reports import plan_paper as kit
from liuqing.reports.county_plan_words import NEED, SECURED, behind, by_source, by_year, of, text, yuan
from liuqing.reports.plan_paper import Block, Cell, Grid, Heading, Run, Taken

BOOK = "资金账：没有冲销的凭证相加"


def blocks(plan: CountyPlan, taken: Taken) -> Iterator[Block]:
    """The fourth part of the plan."""
    yield Heading(1, "四、", "资金")
    if not plan.pool.whole.need:
        yield text("项目库没有资金需求。")
        return
    told = _Told(plan, taken)
    yield Heading(2, "（一）", "投资")
    yield from told.needed()
    yield Heading(2, "（二）", "落实和缺口")
    yield from told.secured()


class _Told:
    """Says the money of one plan."""

    def __init__(self, plan: CountyPlan, taken: Taken) -> None:
        self.plan, self.taken, self.code = plan, taken, plan.area.code
        self.need, self.got = plan.pool.whole.need, plan.pool.whole.secured
        self.classes = [one for one in plan.pool.classes if one.need]

    def needed(self) -> Iterator[Block]:
        total = self.taken.money("全部项目投资", yuan(of(self.need) or 0), rule=NEED, link=behind(self.code))
        yield text(
            "规划投资", total, "；分年度：", by_year(self.taken, "全部项目", self.need, self.code), "；分来源：",
            by_source(self.taken, "全部项目", self.need, self.code, self.plan.pool.sources), "。各类、各年、各来源的投资见下列各表。",
        )  # fmt: skip
        years, sources = self.plan.pool.years, self.plan.pool.sources
        yield self._across(
            "投资：类别×年度（单位：万元）", [f"{y}年" for y in years], [{"year": y} for y in years]
        )
        yield self._across("投资：类别×来源（单位：万元）", sources, [{"source": s} for s in sources])
        yield self._all_three()

    def _across(self, caption: str, labels: Sequence[str], narrowed: Sequence[dict[str, str | int]]) -> Grid:
        """Classes down, years or sources across."""
        rows = [
            self._line((one.name or "没有写明类别",), one.need, narrowed, class_one=one.name)
            for one in self.classes
        ]
        rows.append(self._line(("合计",), self.need, narrowed))
        widths = (2.0, *(1.4 for _ in labels), 1.5)
        return self._grid(caption, ("类别", *labels, "合计"), rows, widths)

    def _all_three(self) -> Grid:
        """Class and year down, sources across."""
        sources = [{"source": one} for one in self.plan.pool.sources]
        rows = []
        for one in self.classes:
            for year in sorted({year for year, _ in one.need}):
                of_year = {key: fen for key, fen in one.need.items() if key[0] == year}
                named = {"class_one": one.name, "year": str(year)}
                rows.append(self._line((one.name or "没有写明类别", f"{year}年"), of_year, sources, **named))
        rows.append(self._line(("合计", "各年"), self.need, sources))
        head = ("类别", "年度", *self.plan.pool.sources, "合计")
        widths = (2.0, 1.0, *(1.4 for _ in sources), 1.5)
        return self._grid("投资：类别×年度×来源（单位：万元）", head, rows, widths)

    def _line(
        self, labels: tuple[str, ...], money: Money, narrowed: Sequence[dict[str, str | int]], **named: str
    ) -> tuple[Cell, ...]:  # fmt: skip
        cells = [self._amount(money, named, **one) for one in narrowed]
        return (*labels, *cells, self._amount(money, named))

    def _amount(self, money: Money, named: dict[str, str], **cell: str | int) -> Cell:
        year, source = cell.get("year"), cell.get("source")
        fen = of(money, None if year is None else int(year), None if source is None else str(source))
        return None if fen is None else kit.amount(yuan(fen), link=behind(self.code, **{**named, **cell}))

    def _grid(self, caption: str, head: tuple[str, ...], rows: list[tuple[Cell, ...]], widths: tuple[float, ...]) -> Grid:  # fmt: skip
        key = self.taken.table(caption, rule=NEED, link=f"/area/{self.code}/money/")
        none = "“—”是没有这一格的资金。" if any(None in row for row in rows) else ""
        note = f"{none}金额写到不必取整为止，各格相加等于合计。"
        return Grid(caption, head, tuple(rows), widths, (len(rows) - 1,), key, note)

    # --- what is secured ---

    def secured(self) -> Iterator[Block]:
        need, got = of(self.need) or 0, of(self.got) or 0
        link = f"/area/{self.code}/projects/gap/"
        secured = self.taken.money("已落实资金", yuan(got), rule=SECURED, link=link)
        gap = self.taken.money("资金缺口", yuan(abs(need - got)), rule="投资减已落实", link=link)
        yield text(
            "规划投资中，已落实", secured, "，缺口" if got <= need else "，超出投资", gap, "。", self._book(),
        )  # fmt: skip
        yield self._gap(
            "落实情况：按来源（单位：万元）", "来源", self.plan.pool.sources, lambda money, one: of(money, source=str(one))
        )  # fmt: skip
        yield self._gap(
            "落实情况：按年度（单位：万元）", "年度", self.plan.pool.years, lambda money, one: of(money, year=int(one))
        )  # fmt: skip

    def _gap(
        self, caption: str, by: str, keys: Sequence[str | int], part: Callable[[Money, str | int], int | None]
    ) -> Grid:  # fmt: skip
        rows = [self._gap_row(f"{one}年" if by == "年度" else str(one), part(self.need, one) or 0, part(self.got, one) or 0) for one in keys]  # fmt: skip
        rows.append(self._gap_row("合计", of(self.need) or 0, of(self.got) or 0))
        link = f"/area/{self.code}/projects/gap/"
        key = self.taken.table(caption, rule="项目库：投资减已落实", link=link)
        return Grid(caption, (by, "投资", "已落实", "缺口"), tuple(rows), (2, 1.5, 1.5, 1.5), (len(rows) - 1,), key)  # fmt: skip

    def _gap_row(self, label: str, need: int, got: int) -> tuple[Cell, ...]:
        link = f"/area/{self.code}/projects/gap/"
        return (label, *(kit.amount(yuan(fen), link=link) for fen in (need, got, need - got)))

    def _book(self) -> Iterator[Run]:
        """What the book says, which may know more than the pool, or less."""
        day = kit.day_text(self.plan.on)
        if self.plan.allocated is None and self.plan.paid is None:
            yield "资金账没有安排和支付的记录。"
            return
        yield f"截至{day}，资金账上"
        for what, value in (("已安排到项目", self.plan.allocated), ("已支付", self.plan.paid)):
            link = f"/area/{self.code}/money/?what={'paid' if what == '已支付' else 'allocated'}"
            if value is None:
                yield f"没有{what}的记录"
            else:
                yield from (
                    what,
                    self.taken.figure(
                        f"资金账{what}", kit.wan(value), "万元", rule=BOOK, link=link, places=2
                    ),
                )
            yield "，" if what != "已支付" else "。"
