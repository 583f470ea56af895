"""The money of a plan in all: by source and year, the list of sums at the end, and what ties it to the classes."""

from dataclasses import dataclass, field
from decimal import Decimal

from benchmarks.plan_corpus.manners import chinese
from benchmarks.plan_corpus.marks import Mark
from benchmarks.plan_corpus.paper import Paper, Run, chain, say
from benchmarks.plan_corpus.sentences import with_sources, with_years
from benchmarks.plan_corpus.splits import table
from benchmarks.plan_corpus.works import HUNDRED_YUAN, Class


@dataclass
class Told:
    """Which marks the text has used for which class: money, its years, its sources, the projects."""

    total: dict[str, Mark] = field(default_factory=dict)
    years: dict[str, list[Mark]] = field(default_factory=dict)
    sources: dict[str, list[tuple[str, Mark]]] = field(default_factory=dict)
    projects: dict[str, Mark] = field(default_factory=dict)


@dataclass
class Grand:
    """The marks of the whole: each printing of the total, the years, the sources, the projects."""

    totals: list[Mark]
    years: list[Mark]
    sources: list[tuple[str, Mark]]
    projects: Mark | None = None


def dated(paper: Paper, marks: list[Mark]) -> list[tuple[str, Mark]]:
    """Each mark with its year."""
    return [(str(year), mark) for year, mark in zip(paper.manner.years, marks, strict=True)]


def overview(paper: Paper, works: list[Class], sources: list[str]) -> Grand:
    """The money in all, by source and by year, perhaps each year by source too."""
    manner = paper.manner
    amount = sum((c.total for c in works), Decimal(0))
    by_year = [sum((c.year(at) for c in works), Decimal(0)) for at in range(len(manner.years))]
    by_source = {s: sum((c.source(s) for c in works), Decimal(0)) for s in sources}
    used = {s: value for s, value in by_source.items() if value}
    grand = Grand(
        [manner.cash(amount, large=True)],
        [manner.cash(v) for v in by_year],
        [(s, manner.cash(v)) for s, v in used.items()],
    )
    before = paper.choose.choice([f"{manner.period}规划总投资", f"{manner.span}计划总投资", "规划项目总投资"])
    total, years = grand.totals[0], dated(paper, grand.years)
    runs: list[Run] = with_sources(paper, before, total, grand.sources) if len(used) > 1 else [before, total]
    if paper.maybe(0.5):
        paper.bond("year_sum", "sum", total, *years)
        runs = [*runs, "。", *_matrix(paper, grand, table(by_year, list(used.values()), HUNDRED_YUAN))]
    else:
        grand.totals.append(manner.cash(amount, large=True))
        runs = [*runs, "。", *with_years(paper, "资金投入", grand.totals[-1], years)]
    lead: list[Run] = []
    if manner.projects:
        grand.projects = Mark(Decimal(sum(c.projects for c in works)), "个")
        lead = say("规划实施{n}类项目{p}。", n=chinese(len(works)), p=grand.projects)
    paper.put(lead, runs, ["。"])
    return grand


def tie(paper: Paper, works: list[Class], told: Told, grand: Grand) -> None:
    """What holds between the money in all and the classes; each printing of the total is the same."""
    paper.bond("sum", "sum", grand.totals[0], *told.total.items())
    if len(grand.totals) > 1:
        paper.same(*grand.totals)
    if grand.projects and len(told.projects) == len(works):
        paper.bond("sum", "sum", grand.projects, *told.projects.items())
    if len(told.years) == len(works):
        for at, year in enumerate(grand.years):
            paper.bond("sum", "sum", year, *((name, marks[at]) for name, marks in told.years.items()))
    if len(told.sources) == len(works):
        for source, mark in grand.sources:
            parts = [(name, m) for name, given in told.sources.items() for s, m in given if s == source]
            paper.bond("source_sum", "sum", mark, *parts)


def _matrix(paper: Paper, grand: Grand, joint: list[list[Decimal]]) -> list[Run]:
    said: list[list[Run]] = []
    columns: list[list[tuple[str, Mark]]] = [[] for _ in grand.sources]
    for year, mark, row in zip(paper.manner.years, grand.years, joint, strict=True):
        named_row = enumerate(zip(grand.sources, row, strict=True))
        cells = [(s, paper.manner.cash(cell), at) for at, ((s, _), cell) in named_row if cell]
        paper.bond("source_sum", "sum", mark, *((s, cell) for s, cell, _ in cells))
        for _, cell, at in cells:
            columns[at].append((str(year), cell))
        named = chain([say("{s}{c}", s=s, c=cell) for s, cell, _ in cells], "，")
        said.append(say("{y}年{w}{m}，其中{n}", y=str(year), w="资金投入", m=mark, n=named))
    for (_, total), column in zip(grand.sources, columns, strict=True):
        paper.bond("year_sum", "sum", total, *column)
    return chain(said, "。")


def fund_list(paper: Paper, works: list[Class], told: Told, grand: Grand) -> None:
    """The sums of the classes again, and what they come to."""
    manner = paper.manner
    again = [(c.name, manner.cash(c.total, plain=True)) for c in works]
    total = manner.cash(sum((c.total for c in works), Decimal(0)), large=True)
    match manner.fund_table:
        case "list":
            for name, mark in again:
                paper.heading(
                    2 if manner.headings == "decimal" else 3,
                    f"{name}工程{paper.choose.choice(['需求资金', '预计投资', ''])}",
                    None,
                )
                paper.paragraphs[-1] += [mark, "。"]
            paper.put(say("以上{n}，共需投入资金{t}。", n=f"{chinese(len(works))}项工程", t=total))
        case "sentence":
            paper.put(
                chain([say("{n}{m}", n=name, m=mark) for name, mark in again], "，"), ["，合计", total, "。"]
            )
        case "tabs":
            paper.put(["序号\t工程名称\t投资（万元）"])
            for at, (name, mark) in enumerate(again, 1):
                mark.bare = True
                paper.put([f"{at}\t{name}\t", mark])
            total = Mark(sum((mark.value for _, mark in again), Decimal(0)), "万元", 2, bare=True)
            paper.put(["\t合计\t", total])
        case _:
            return
    paper.bond("sum", "sum", total, *again)
    for name, mark in again:
        paper.same(told.total[name], mark)
    grand.totals.append(total)
