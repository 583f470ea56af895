"""Part one (基本情况): divisions, people, the register by year and township, causes, the poverty rate with its base."""

from collections.abc import Iterator
from decimal import Decimal

from liuqing.planning.queries.plans.county import CountyPlan
from liuqing.planning.queries.plans.county_register import Here, Register
from liuqing.reports import plan_paper as kit
from liuqing.reports.county_plan_words import text
from liuqing.reports.plan_paper import Block, Cell, Figure, Grid, Heading, Run, Taken

RULE = "最近一次测算的汇总数"
_TOWN = ("registered_households", "registered_persons", "exited_households", "exited_persons", "unexited_households", "unexited_persons")  # fmt: skip


def blocks(plan: CountyPlan, taken: Taken) -> Iterator[Block]:
    """The first part of the plan."""
    yield Heading(1, "一、", "基本情况")
    if plan.register is None:
        yield text(
            "台账还没有测算过，没有贫困人口、退出和致贫原因的汇总数。先测算（liuqing assess），再出规划。"
        )
        return
    told = _Told(plan, plan.register, taken)
    yield Heading(2, "（一）", "区划和人口")
    yield from told.county()
    yield Heading(2, "（二）", "贫困状况")
    yield from told.register()
    yield Heading(2, "（三）", "致贫原因")
    yield from told.causes()
    yield Heading(2, "（四）", "各乡镇情况")
    yield told.towns()


class _Told:
    """Says the register of one plan."""

    def __init__(self, plan: CountyPlan, register: Register, taken: Taken) -> None:
        self.plan, self.found, self.taken = plan, register, taken.of(register.on)
        self.here = register.county
        self.board = f"/area/{self.here.code}/"

    def county(self) -> Iterator[Block]:
        words = self.plan.duties.told.words
        towns, villages = words.get("town", "乡镇"), words.get("village", "村")
        name = self.plan.area.name
        yield text(
            f"{name}辖", self._count(f"{towns}个数", len(self.found.towns), "个", "区划表"), f"{towns}、",
            self._count(f"{villages}个数", self.found.villages, "个", "区划表"), f"{villages}。", self._people(),
        )  # fmt: skip

    def _people(self) -> list[Run]:
        everybody, rural = self.here["registered_population"], self.here["rural_population"]
        told: list[Run] = [
            *(("户籍人口", self._figure("户籍人口", everybody, "人"), "。") if everybody else ("台账没有户籍人口。",)),
            *(("乡村户籍人口", self._figure("乡村户籍人口", rural, "人"), "。") if rural else ("台账没有乡村户籍人口。",)),
        ]  # fmt: skip
        return told

    def register(self) -> Iterator[Block]:
        day = kit.day_text(self.found.on)
        yield text(
            f"截至{day}，在册建档立卡户", self._both("在册建档立卡", "registered"), "，其中已脱贫", self._both("已脱贫", "exited"),
            "，未脱贫", self._both("未脱贫", "unexited"), self._rest(), "。", self._rate(), self._villages(),
        )  # fmt: skip
        yield self._years()

    def _rest(self) -> list[Run]:
        """What the two parts leave open is said."""
        left = [_less(self.here, f"registered_{of}", f"exited_{of}", f"unexited_{of}") for of in ("households", "persons")]  # fmt: skip
        if not any(left):
            return []
        return ["，状态没有写明", *(self._figure(f"状态没有写明的{u}", v, u) for v, u in zip(left, "户人", strict=True))]  # fmt: skip

    def _rate(self) -> list[Run]:
        rate, base = self.here["incidence"], self.here["rural_population"]
        if rate is None or not base:
            return ["台账没有乡村户籍人口，算不出贫困发生率。"]
        figure = self.taken.figure(
            "贫困发生率", rate, "%", rule="未脱贫人口÷乡村户籍人口", link=f"{self.board}poverty/", places=2
        )
        return ["贫困发生率", figure, "（未脱贫人口除以乡村户籍人口）。"]

    def _villages(self) -> list[Run]:
        poor = self.here["poor_villages"]
        if not poor:
            return [] if poor is None else ["没有贫困村。"]
        told: list[Run] = ["贫困村", self._figure("贫困村", poor, "个")]
        for metric, word in (("poor_villages_exited", "已出列"), ("poor_villages_left", "未出列")):
            told += [f"，{word}", self._figure(f"{word}贫困村", self.here[metric] or Decimal(0), "个")]
        return [*told, "。"]

    def _years(self) -> Grid:
        """Exits by year, with what has no year in a line of its own."""
        here, metrics = self.here, ("exited_households", "exited_persons")
        years = sorted({key for metric in metrics for key in here.keys(metric, "exit_year")})
        rows = [
            (f"{year}年", *(here.part(one, "exit_year", year) or Decimal(0) for one in metrics))
            for year in years
        ]
        return self._added(
            "脱贫的户和人口，按退出年度", ("退出年度", "户", "人"), rows, metrics, "没有写明年度"
        )

    def causes(self) -> Iterator[Block]:
        here = self.here
        metrics = ("registered_households", "registered_persons", "unexited_households", "unexited_persons")
        causes = sorted(
            {key for one in metrics for key in here.keys(one, "cause")},
            key=lambda cause: (-(here.part("registered_persons", "cause", cause) or 0), cause),
        )
        rows = [
            (cause, *(here.part(one, "cause", cause) or Decimal(0) for one in metrics)) for cause in causes
        ]
        yield text("每户按一个主要致贫原因计，各原因相加等于合计。")
        head = ("主要致贫原因", "在册户", "在册人口", "未脱贫户", "未脱贫人口")
        yield self._added("在册和未脱贫的户、人口，按主要致贫原因", head, rows, metrics, "没有写明原因")

    def towns(self) -> Grid:
        """The townships; what lies in none of them stands in a line of its own."""
        rows = [(one.name, *(one[metric] for metric in _TOWN)) for one in self.found.towns]
        head = ("乡镇（街道）", "在册户", "在册人口", "已脱贫户", "已脱贫人口", "未脱贫户", "未脱贫人口")
        codes = [one.code for one in self.found.towns]
        return self._added("在册、已脱贫和未脱贫的户、人口，按乡镇", head, rows, _TOWN, "没有落到乡镇", codes)

    def _added(
        self, caption: str, head: tuple[str, ...], rows: list[tuple[str | Decimal | None, ...]], metrics: tuple[str, ...],
        other: str, codes: list[str] | None = None,
    ) -> Grid:  # fmt: skip
        """A table whose last line is the county's own figures; a difference is a line and never hidden."""
        wholes = [self.here[metric] for metric in metrics]
        left = [_left(whole, [row[n] for row in rows]) for n, whole in enumerate(wholes, start=1)]
        told = [self._row(row, f"/area/{codes[n]}/" if codes else self.board) for n, row in enumerate(rows)]
        told += [self._row((other, *left), self.board)] if any(left) else []
        told.append(self._row(("合计", *wholes), self.board))
        key = self.taken.table(caption, rule=RULE, link=self.board)
        widths = (2.0, *(1.0 for _ in metrics))
        return Grid(caption, head, tuple(told), widths, (len(told) - 1,), key)

    def _row(self, row: tuple[str | Decimal | None, ...], link: str) -> tuple[Cell, ...]:
        return (str(row[0]), *(kit.UNKNOWN if not isinstance(one, Decimal) else kit.counted(one, link=link) for one in row[1:]))  # fmt: skip

    def _both(self, what: str, metric: str) -> list[Run]:
        pairs = ((f"{metric}_households", "户"), (f"{metric}_persons", "人"))
        return [self._figure(f"{what}{unit}数", self.here[name] or Decimal(0), unit) for name, unit in pairs]

    def _figure(self, what: str, value: Decimal, unit: str) -> Figure:
        return self._count(what, value, unit, RULE)

    def _count(self, what: str, value: Decimal | int, unit: str, rule: str) -> Figure:
        return self.taken.figure(what, value, unit, rule=rule, link=self.board)


def _less(here: Here, whole: str, *parts: str) -> Decimal:
    return (here[whole] or Decimal(0)) - sum((here[one] or Decimal(0) for one in parts), Decimal(0))


def _left(whole: Decimal | None, parts: list[str | Decimal | None]) -> Decimal | None:
    """What the parts leave of the whole; None where something is not known."""
    known = [one for one in parts if isinstance(one, Decimal)]
    return None if whole is None or len(known) < len(parts) else whole - sum(known, Decimal(0))
