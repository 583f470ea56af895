"""The tasks of a plan: a section for each class of works."""

from decimal import Decimal

from benchmarks.plan_corpus import items
from benchmarks.plan_corpus.manners import chinese
from benchmarks.plan_corpus.marks import Mark
from benchmarks.plan_corpus.money import Told, dated
from benchmarks.plan_corpus.paper import Paper, Run, say
from benchmarks.plan_corpus.sentences import with_sources, with_years
from benchmarks.plan_corpus.works import Class

Row = tuple[list[Run], Mark, list[Mark]]
"""An item as told: its words, its money, its money by year."""


def section(paper: Paper, works: Class, towns: list[str], told: Told) -> None:
    """A class of works: what it costs, then its items (or the other way round)."""
    title = works.name + paper.choose.choice(["", "工程", "行动"])
    rows: list[Row] = [items.tell(paper, item, towns) for item in works.items]
    in_title = paper.maybe(0.1)
    total = paper.manner.cash(works.total)
    paper.heading(2, title)
    if in_title:
        opened, closed = tuple(paper.manner.brackets)
        paper.paragraphs[-1] += [opened, total, closed]
    elif not paper.manner.totals_last:
        _opening(paper, works, total, told)
    _write_items(paper, works, rows)
    if not in_title and paper.manner.totals_last:
        verb = paper.choose.choice(["共计需求资金", "预计投资", "合计投入"])
        paper.put(say("{n}{v}{t}。", n=title, v=verb, t=total))
    paper.bond("sum", "sum", total, *_named(works, [row[1] for row in rows]))
    told.total[works.name] = total
    if all(row[2] for row in rows) and works.name in told.years:
        for at, year in enumerate(told.years[works.name]):
            paper.bond("sum", "sum", year, *_named(works, [row[2][at] for row in rows]))


def _named(works: Class, marks: list[Mark]) -> list[tuple[str, Mark]]:
    return [(item.name, mark) for item, mark in zip(works.items, marks, strict=True)]


def _opening(paper: Paper, works: Class, total: Mark, told: Told) -> None:
    before = paper.choose.choice([f"{paper.manner.span}规划总投资", "计划总投资", "计划投入资金"])
    lead, spot = _counts(paper, works, told)
    way = paper.manner.section_way
    way = paper.choose.choice(["years", "sources", "both", "none"]) if way == "mixed" else way
    runs: list[Run] = [before, total]
    if way in ("sources", "both"):
        runs = _sources(paper, works, before, total, told)
    if way in ("years", "both"):
        years = told.years[works.name] = [
            paper.manner.cash(works.year(at)) for at in range(len(paper.manner.years))
        ]
        if way == "both":
            paper.bond("year_sum", "sum", total, *dated(paper, years))
            said = [run for year, mark in dated(paper, years) for run in (f"{year}年", mark, "，")][:-1]
            runs = [*runs, "。", *said]
        else:
            runs = with_years(paper, before, total, dated(paper, years))
    paper.put(lead, runs, ["。"])
    paper.last_spot = spot


def _sources(paper: Paper, works: Class, before: str, total: Mark, told: Told) -> list[Run]:
    names = sorted({name for item in works.items for name in item.sources})
    sources = told.sources[works.name] = [(name, paper.manner.cash(works.source(name))) for name in names]
    if len(sources) > 1:
        return with_sources(paper, before, total, sources)
    told.sources[works.name] = [(names[0], total)]
    return [before, total, f"，资金来源为{names[0]}"]


def _counts(paper: Paper, works: Class, told: Told) -> tuple[list[Run], Mark | None]:
    """How many items follow, how many projects there are."""
    lead: list[Run] = []
    spot = None
    if paper.maybe(0.5):
        count, spot = Mark(Decimal(len(works.items)), "项", chinese=True), Mark(Decimal(0), "")
        paper.bond("count_sum", "listed", count, ("末项", spot), factor=len(works.items))
        lead = say("主要实施{c}工程。", c=count)
    if paper.manner.projects:
        told.projects[works.name] = Mark(Decimal(works.projects), "个")
        lead = [*lead, "规划项目", told.projects[works.name], "，"]
    return lead, spot


def _write_items(paper: Paper, works: Class, rows: list[Row]) -> None:
    spot, paper.last_spot = paper.last_spot, None
    end: list[Run] = [spot] if spot else []
    if paper.maybe(0.25):
        said = [
            [f"{chinese(at)}是{item.name}。", *row[0]]
            for at, (item, row) in enumerate(zip(works.items, rows, strict=True), 1)
        ]
        paper.put(*said, end)
        return
    for at, (item, row) in enumerate(zip(works.items, rows, strict=True), 1):
        paper.heading(3, item.name, [*row[0], *(end if at == len(rows) else [])])
