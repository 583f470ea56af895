"""Paragraphs and tables with several relations: two levels, towns and years, households and persons by town."""

from decimal import Decimal

from benchmarks.plan_corpus.marks import Mark, rounded
from benchmarks.plan_corpus.paper import Paper, chain, say
from benchmarks.plan_corpus.splits import homes_and_people, whole


def _n(number: int, unit: str) -> Mark:
    return Mark(Decimal(number), unit)


def nested(paper: Paper, towns: list[str]) -> None:
    """Two levels: classes with their own parts in brackets."""
    choose = paper.choose
    totals = [choose.randint(100, 900) for _ in range(3)]
    all_mark, marks = _n(sum(totals), "件"), [_n(t, "件") for t in totals]
    names = ["集中供水工程", "分散供水工程", "水质净化工程"]
    paper.bond("sum", "sum", all_mark, *zip(names, marks, strict=True))
    told = []
    for name, mark in zip(names, marks, strict=True):
        a, b = (_n(v, "件") for v in whole(choose, int(mark.value), 2))
        paper.bond("sum", "sum", mark, ("新建", a), ("改建", b))
        told.append(say("{n}{m}（新建{a}、改建{b}）", n=name, m=mark, a=a, b=b))
    paper.put(say("规划供水工程{t}，其中：{p}。", t=all_mark, p=chain(told, "，")))


def town_table(paper: Paper, towns: list[str]) -> None:
    """A table of towns and years, pasted as text."""
    choose, years = paper.choose, paper.manner.years
    sep = choose.choice(["\t", " | ", "    "])
    rows = [[choose.randint(10, 400) for _ in years] for _ in towns]
    cells = [[Mark(Decimal(v), "户", bare=True) for v in row] for row in rows]
    sums = [Mark(Decimal(sum(row)), "户", bare=True) for row in rows]
    foot = [Mark(Decimal(sum(column)), "户", bare=True) for column in zip(*rows, strict=True)]
    grand = Mark(Decimal(sum(map(sum, rows))), "户", bare=True)
    paper.put(["各乡镇改厕任务表（单位：户）"])
    paper.put([sep.join(["乡镇", *(f"{y}年" for y in years), "合计"])])
    for town, row, total in zip(towns, cells, sums, strict=True):
        paper.bond("table", "sum", total, *((str(y), m) for y, m in zip(years, row, strict=True)))
        paper.put(chain([[town], *([m] for m in row), [total]], sep))
    for at, mark in enumerate(foot):
        paper.bond("table", "sum", mark, *((t, row[at]) for t, row in zip(towns, cells, strict=True)))
    paper.bond("table", "sum", grand, *((t, m) for t, m in zip(towns, sums, strict=True)))
    paper.put(chain([["合计"], *([m] for m in foot), [grand]], sep))


def by_paragraph(paper: Paper, towns: list[str]) -> None:
    """A total, then a paragraph for each year: houses, persons."""
    choose, years = paper.choose, paper.manner.years
    homes, people = choose.randint(400, 2000), choose.randint(2100, 6000)
    h, p = _n(homes, "户"), _n(people, "人")
    split = homes_and_people(choose, homes, people, len(years))
    hs, ps = [_n(a, "户") for a, _ in split], [_n(b, "人") for _, b in split]
    paper.bond("year_sum", "sum", h, *((str(y), m) for y, m in zip(years, hs, strict=True)))
    paper.bond("year_sum", "sum", p, *((str(y), m) for y, m in zip(years, ps, strict=True)))
    paper.put(say("巩固提升边缘易致贫户{h}{p}，分年度计划如下{c}", h=h, p=p, c=choose.choice(["：", "。"])))
    lead = choose.choice(["", "——", "★"])
    for y, a, b in zip(years, hs, ps, strict=True):
        paper.put(say("{l}{y}年，巩固提升边缘易致贫户{h}{p}。", l=lead, y=str(y), h=a, p=b))


def households_by_town(paper: Paper, towns: list[str]) -> None:
    """户 and 人 by town."""
    choose = paper.choose
    homes, people = choose.randint(300, 900), choose.randint(1500, 3000)
    h, p = _n(homes, "户"), _n(people, "人")
    split = homes_and_people(choose, homes, people, len(towns))
    hs, ps = [_n(a, "户") for a, _ in split], [_n(b, "人") for _, b in split]
    paper.bond("sum", "sum", h, *zip(towns, hs, strict=True))
    paper.bond("sum", "sum", p, *zip(towns, ps, strict=True))
    told = chain(
        [say("{t}{h}{p}", t=t, h=a, p=b) for t, a, b in zip(towns, hs, ps, strict=True)],
        choose.choice(["，", "、", "；"]),
    )
    way = choose.choice(
        [
            "地质灾害避让搬迁{h}{p}（{t}）。",
            "地质灾害避让搬迁{h}{p}，其中{t}。",
            "{t}，共需地质灾害避让搬迁{h}{p}。",
        ]
    )
    paper.put(say(way, h=h, p=p, t=told))


def fewer(paper: Paper, towns: list[str]) -> None:
    """由…减少到…，减少…."""
    old, less = paper.choose.randint(3000, 9000), paper.choose.randint(300, 2000)
    a, b, c = _n(old, "人"), _n(old - less, "人"), _n(less, "人")
    paper.bond("growth", "sum", c, ("原", a), ("−现", b))
    way = paper.choose.choice(
        ["农村留守儿童由{a}减少到{b}，减少{c}。", "农村留守儿童{b}，比上年的{a}减少{c}。"]
    )
    paper.put(say(way, a=a, b=b, c=c))


def two_splits(paper: Paper, towns: list[str]) -> None:
    """One amount split by what it buys, and again by who pays."""
    manner, choose = paper.manner, paper.choose
    amount = choose.randint(300, 2000)
    total = manner.cash(Decimal(amount * 10_000))
    kinds = [manner.cash(Decimal(v * 10_000)) for v in whole(choose, amount, 2)]
    payers = [manner.cash(Decimal(v * 10_000)) for v in whole(choose, amount, 2)]
    paper.bond("sum", "sum", total, ("土建", kinds[0]), ("设备", kinds[1]))
    paper.bond("source_sum", "sum", total, ("财政", payers[0]), ("自筹", payers[1]))
    told = "县级养老服务中心项目总投资{t}，其中土建工程{a}、设备购置{b}；资金来源为财政资金{c}、单位自筹{d}。"
    paper.put(say(told, t=total, a=kinds[0], b=kinds[1], c=payers[0], d=payers[1]))


def women(paper: Paper, towns: list[str]) -> None:
    """…，其中…，占x%；…."""
    choose = paper.choose
    total = choose.randint(900, 4000)
    parts = whole(choose, total, 3)
    all_mark, marks = _n(total, "人"), [_n(v, "人") for v in parts]
    rates = [Mark(rounded(m.value / total * 100, 1), "%", 1) for m in marks]
    names = ["小学及以下文化", "初中文化", "高中及以上文化"]
    paper.bond("sum", "sum", all_mark, *zip(names, marks, strict=True))
    for name, mark, rate in zip(names, marks, rates, strict=True):
        paper.bond("percent", "share", rate, (name, mark), ("全部", all_mark))
    rows = zip(names, marks, rates, strict=True)
    way = choose.choice(["{n}{m}，占{r}", "{n}{m}、占{r}", "{n}的{m}，占总人数的{r}", "{n}{m}（占{r}）"])
    told = chain([say(way, n=n, m=m, r=r) for n, m, r in rows], "；")
    paper.put(say("调查劳动力{t}，其中{p}。", t=all_mark, p=told))


def faster(paper: Paper, towns: list[str]) -> None:
    """增长9.7%，高于全省（9.2%）0.5个百分点."""
    mine, theirs = Decimal(paper.choose.randint(90, 130)) / 10, Decimal(paper.choose.randint(60, 89)) / 10
    a, b, c = Mark(mine, "%", 1), Mark(theirs, "%", 1), Mark(mine - theirs, "个百分点", 1)
    paper.bond("growth", "sum", c, ("全县", a), ("−全省", b))
    paper.put(say("上年规模以上工业增加值同比增长{a}，增幅高于全省（{b}）{c}。", a=a, b=b, c=c))
