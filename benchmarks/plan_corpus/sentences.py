"""The sentences plans are made of, each in several orders of words. All return runs and state their bonds."""

import re
from collections.abc import Sequence
from decimal import Decimal

from benchmarks.plan_corpus.manners import chinese
from benchmarks.plan_corpus.marks import Mark
from benchmarks.plan_corpus.paper import Paper, Run, chain, say

PLANNED = re.compile(r"^(?:.年)?(?:计划|规划|共|总)?")
Split = Sequence[tuple[str, Mark]]


def with_years(paper: Paper, before: str, total: Mark, years: Split, *, kind: str = "year_sum") -> list[Run]:
    """A total and its years: "三年投入…，其中：2018年…" in one of eight orders."""
    paper.bond(kind, "sum", total, *years)
    return _parts(paper, before, total, [(f"{year}年", mark) for year, mark in years], yearly=True)


def with_sources(paper: Paper, before: str, total: Mark, sources: Split) -> list[Run]:
    """A total of money and where it comes from."""
    paper.bond("source_sum", "sum", total, *sources)
    pick = paper.choose.randrange(4)
    items = [say("{n}{v}", n=name, v=mark) for name, mark in sources]
    join = paper.manner.join
    if pick == 0:
        return say(
            "{b}{t}，其中{c}{i}", b=before, t=total, c=paper.manner.colon.strip("，"), i=chain(items, join)
        )
    if pick == 1:
        opened, closed = tuple(paper.manner.brackets)
        return say("{b}{t}{o}{i}{c}", b=before, t=total, o=opened, i=chain(items, "、"), c=closed)
    if pick == 2:
        given = chain([say("申请{n}{v}", n=name, v=mark) for name, mark in sources], "，")
        return say("资金来源为{i}，合计{t}", i=given, t=total)
    asked = chain([say("从{n}中安排{v}", n=name, v=mark) for name, mark in sources], "、")
    return say("{b}{t}，{i}", b=before, t=total, i=asked)


def with_parts(paper: Paper, before: str, total: Mark, parts: Split) -> list[Run]:
    """A total and its classes or towns."""
    paper.bond("sum", "sum", total, *parts)
    return _parts(paper, before, total, list(parts), yearly=False)


def _parts(
    paper: Paper, before: str, total: Mark, parts: list[tuple[str, Mark]], *, yearly: bool
) -> list[Run]:
    manner = paper.manner
    link = "" if yearly else paper.choose.choice(["", "", "", "", "为", "有"])
    items = [say("{n}{l}{v}", n=name, l=link, v=mark) for name, mark in parts]
    bare = chain([[mark] for _, mark in parts], "、", paper.choose.choice(["、", "和"]))
    opened, closed = tuple(manner.brackets)
    orders = [0, 1, 2, 3] if not manner.totals_last else [4, 5]
    orders += [6, 7] if yearly else [8, 9, 10]
    match paper.choose.choice(orders):
        case 0:
            return say("{b}{t}{o}{i}{c}", b=before, t=total, o=opened, i=chain(items, "、"), c=closed)
        case 1:
            return say("{b}{t}，其中{c}{i}", b=before, t=total, c=manner.colon, i=chain(items, manner.join))
        case 2:
            return say("{b}{t}，其中{i}", b=before, t=total, i=chain(items, "；"))
        case 3:
            return say("{b}{t}。其中：{i}", b=before, t=total, i=chain(items, "，"))
        case 4:
            return say("{i}，{a}{t}", i=chain(items, "，"), a=_sum_word(paper, before), t=total)
        case 5:
            return say("{i}。{a}{t}", i=chain(items, "；"), a=_sum_word(paper, before), t=total)
        case 6:
            names = f"{parts[0][0]}至{parts[-1][0]}" if yearly else "、".join(n for n, _ in parts)
            return say("{b}{t}，{n}分别为{i}", b=before, t=total, n=names, i=bare)
        case 7:
            return say("{b}{t}。{i}", b=before, t=total, i=chain(items, "。"))
        case 9 | 10:
            counted = chain(items, "；")
            return say(
                "{b}{t}{c}{i}",
                b=before,
                t=total,
                c=paper.choose.choice(["，包括", "，具体为：", "："]),
                i=counted,
            )
    names = "、".join(name for name, _ in parts)
    return say("{b}{t}，{n}分别为{i}", b=before, t=total, n=names, i=bare)


def _sum_word(paper: Paper, before: str) -> str:
    return paper.choose.choice(["合计", "共计", "总计", "累计"]) + PLANNED.sub("", before)


def product(
    paper: Paper, total: Mark, count: Mark, price: Mark, *, whom: str, verb: str = "补助"
) -> list[Run]:
    """Unit price × quantity."""
    paper.bond("product", "product", total, ("数量", count), ("单价", price))
    unit = {"人": "人", "名": "人", "人次": "人次"}.get(count.unit, count.unit)
    per = [
        say(
            "按每{u}{p}的标准，对{n}{w}给予{b}，需资金{t}", u=unit, p=price, n=count, w=whom, b=verb, t=total
        ),
        say("对{n}{w}进行{b}，标准为{p}/{u}，共需资金{t}", n=count, w=whom, b=verb, p=price, u=unit, t=total),
        say("{w}{n}，每{u}{b}{p}，投入资金{t}", w=whom, n=count, u=unit, b=verb, p=price, t=total),
        say("{b}标准{p}/{u}，{w}{n}，计划投资{t}", b=verb, p=price, u=unit, w=whom, n=count, t=total),
    ]
    return paper.choose.choice(per)


def share(paper: Paper, part: Mark, whole: Mark, percent: Mark, *, of: str = "总数") -> list[Run]:
    """ "占…的x%", after its part."""
    paper.bond("percent", "share", percent, ("部分", part), ("全部", whole))
    return say(paper.choose.choice(["，占{of}的{p}", "，占比{p}", "、占{p}"]), of=of, p=percent)


def growth(paper: Paper, what: str, old: Mark, new: Mark, percent: Mark, years: tuple[int, int]) -> list[Run]:
    """From … to …, up by x%."""
    paper.bond("growth", "growth", percent, ("起", old), ("止", new))
    a, b = (str(year) for year in years)
    return say(
        paper.choose.choice([
            "{w}由{a}年的{o}增加到{b}年的{n}，增长{p}",
            "{b}年{w}达到{n}，比{a}年的{o}增长{p}",
            "{w}从{a}年{o}提高到{b}年{n}，增幅达{p}",
        ]), w=what, a=a, b=b, o=old, n=new, p=percent,
    )  # fmt: skip


def points(paper: Paper, what: str, old: Mark, new: Mark, fall: Mark, years: tuple[int, int]) -> list[Run]:
    """A rate that fell by so many points."""
    paper.bond("growth", "sum", fall, ("起", old), ("−止", new))
    a, b = (str(year) for year in years)
    return say("{w}由{a}年的{o}下降到{b}年的{n}，下降{f}", w=what, a=a, b=b, o=old, n=new, f=fall)


def listing(paper: Paper, names: Sequence[str], unit: str, what: str, *, slogan: bool = False) -> list[Run]:
    """Things by name and how many they are."""
    count = Mark(Decimal(len(names)), unit, chinese=paper.maybe(0.6))
    paper.bond("count_sum", "listed", count, factor=len(names), slogan=slogan)
    opened, closed = tuple(paper.manner.brackets)
    if paper.maybe(0.5):
        return say("{l}等{c}{w}", l="、".join(names), c=count, w=what)
    return say("{c}{w}{o}{l}{e}", c=count, w=what, o=opened, l="、".join(names), e=closed)


def ordered(paper: Paper, before: str, unit: str, after: str, clauses: Sequence[str]) -> list[Run]:
    """ "重点抓好以下五项工作：一是…；二是…"."""
    count = Mark(Decimal(len(clauses)), unit, chinese=True)
    paper.bond("count_sum", "listed", count, factor=len(clauses))
    said = "；".join(f"{chinese(at)}是{clause}" for at, clause in enumerate(clauses, 1))
    return say("{b}{c}{a}：{s}。", b=before, c=count, a=after, s=said)
