"""How one item of a plan is told: which of its figures, and in which order."""

from decimal import Decimal

from benchmarks.plan_corpus.marks import Mark
from benchmarks.plan_corpus.paper import Paper, Run, chain, say
from benchmarks.plan_corpus.sentences import product, with_parts, with_sources, with_years
from benchmarks.plan_corpus.splits import whole
from benchmarks.plan_corpus.works import Item


def tell(paper: Paper, item: Item, towns: list[str]) -> tuple[list[Run], Mark, list[Mark]]:
    """The item's words, the mark of its money, and the marks of its years' money ([] when they are not told)."""
    ways = [_years, _money_years, _money_sources, _by_towns]
    if paper.manner.item_way == "years":
        return paper.choose.choice([_years, _money_years, *([_product_years] if item.price else [])])(
            paper, item, towns
        )
    if paper.manner.item_way == "sources" and paper.maybe(0.7):
        return _money_sources(paper, item, towns)
    if item.price:
        ways += [_product, _product, _formula, _product_years]
        if len(set(item.counts)) == 1:
            ways = [_each_year]
    return paper.choose.choice(ways)(paper, item, towns)


def _count(item: Item, count: int) -> Mark:
    return Mark(Decimal(count), item.unit)


def _price(item: Item) -> Mark:
    if item.price % 1000 == 0 and item.price >= 10_000:
        return Mark(Decimal(item.price) / 10_000, "万元", 0 if item.price % 10_000 == 0 else 1)
    return Mark(Decimal(item.price), "元")


def _per_year(paper: Paper, item: Item) -> tuple[list[Mark], list[Mark]]:
    return [_count(item, n) for n in item.counts], [paper.manner.cash(t) for t in item.years]


def _dated(paper: Paper, marks: list[Mark]) -> list[tuple[str, Mark]]:
    return [(str(year), mark) for year, mark in zip(paper.manner.years, marks, strict=True)]


def _years(paper: Paper, item: Item, towns: list[str]) -> tuple[list[Run], Mark, list[Mark]]:
    count, total = _count(item, item.count), paper.manner.cash(item.total)
    counts, amounts = _per_year(paper, item)
    verb = paper.choose.choice(["计划实施", "共实施", f"{paper.manner.span}计划完成"])
    told = with_years(paper, verb, count, _dated(paper, counts))
    if item.price:
        price = _price(item)
        paper.bond("product", "product", total, ("数量", count), ("单价", price))
        for number, amount in zip(counts, amounts, strict=True):
            paper.bond("product", "product", amount, ("数量", number), ("单价", price))
        told = say("{t}，每{u}补助{p}", t=told, u=item.unit, p=price)
    spent = with_years(
        paper, paper.choose.choice(["计划投入资金", "投资", "需资金"]), total, _dated(paper, amounts)
    )
    return say("{a}。{b}。", a=told, b=spent), total, amounts


def _money_years(paper: Paper, item: Item, towns: list[str]) -> tuple[list[Run], Mark, list[Mark]]:
    total, amounts = paper.manner.cash(item.total), _per_year(paper, item)[1]
    before = paper.choose.choice(["计划投资", f"{paper.manner.span}投入资金", "总投资"])
    told = say(
        "实施{w}{c}。{m}。",
        c=_count(item, item.count),
        w=item.name,
        m=with_years(paper, before, total, _dated(paper, amounts)),
    )
    return told, total, amounts


def _money_sources(paper: Paper, item: Item, towns: list[str]) -> tuple[list[Run], Mark, list[Mark]]:
    total = paper.manner.cash(item.total)
    given = [(name, paper.manner.cash(amount)) for name, amount in item.sources.items()]
    if len(given) == 1:
        return say("实施{c}，投入{n}{t}。", c=_count(item, item.count), n=given[0][0], t=total), total, []
    return (
        say("涉及{c}，{m}。", c=_count(item, item.count), m=with_sources(paper, "投资", total, given)),
        total,
        [],
    )


def _by_towns(paper: Paper, item: Item, towns: list[str]) -> tuple[list[Run], Mark, list[Mark]]:
    some = [t for t in towns if paper.maybe(0.7)][: item.count] or towns[:1]
    if len(some) < 2 or item.count < 12:
        return _money_years(paper, item, towns)
    total = paper.manner.cash(item.total)
    parts = [
        (t, _count(item, n)) for t, n in zip(some, whole(paper.choose, item.count, len(some)), strict=True)
    ]
    told = with_parts(paper, f"计划实施{item.name}", _count(item, item.count), parts)
    return say("{m}。需投入资金{t}。", m=told, t=total), total, []


def _product(paper: Paper, item: Item, towns: list[str]) -> tuple[list[Run], Mark, list[Mark]]:
    total = paper.manner.cash(item.total)
    told = product(paper, total, _count(item, item.count), _price(item), whom=item.whom)
    return say("{m}。", m=told), total, []


def _product_years(paper: Paper, item: Item, towns: list[str]) -> tuple[list[Run], Mark, list[Mark]]:
    """2018年120户、240万元；2019年…，共…户…万元."""
    price, total, count = _price(item), paper.manner.cash(item.total), _count(item, item.count)
    counts, amounts = _per_year(paper, item)
    years = [
        say("{y}年{n}{j}{t}", y=str(y), n=n, j=paper.choose.choice(["、", "，资金"]), t=t)
        for y, n, t in zip(paper.manner.years, counts, amounts, strict=True)
    ]
    paper.bond("year_sum", "sum", count, *_dated(paper, counts))
    paper.bond("year_sum", "sum", total, *_dated(paper, amounts))
    for number, amount in [(count, total), *zip(counts, amounts, strict=True)]:
        paper.bond("product", "product", amount, ("数量", number), ("单价", price))
    told = say(
        "补助标准为每{u}{p}。{y}；{s}共{c}，{t}。",
        u=item.unit,
        p=price,
        y=chain(years, "；"),
        s=paper.manner.span,
        c=count,
        t=total,
    )
    return told, total, amounts


def _formula(paper: Paper, item: Item, towns: list[str]) -> tuple[list[Run], Mark, list[Mark]]:
    """需求资金：1519户×2.1万元/户=3189.9万元."""
    total, price, count = paper.manner.cash(item.total), _price(item), _count(item, item.count)
    paper.bond("product", "product", total, ("数量", count), ("单价", price))
    sign = paper.choose.choice(["×", "×", "*"])
    if price.unit == total.unit == "万元" and paper.maybe(0.4):
        count.bare = price.bare = True
        return say("需求资金：{c}×{p}={t}。", c=count, p=price, t=total), total, []
    return say("需求资金：{c}{x}{p}/{u}={t}。", c=count, x=sign, p=price, u=item.unit, t=total), total, []


def _each_year(paper: Paper, item: Item, towns: list[str]) -> tuple[list[Run], Mark, list[Mark]]:
    """每年1500人次，三年4500人次."""
    years = Decimal(len(paper.manner.years))
    yearly, count = _count(item, item.counts[0]), _count(item, item.count)
    amount, total, price = paper.manner.cash(item.years[0]), paper.manner.cash(item.total), _price(item)
    paper.bond("product", "product", count, ("每年", yearly), factor=years)
    paper.bond("product", "product", total, ("每年", amount), factor=years)
    paper.bond("product", "product", amount, ("数量", yearly), ("单价", price))
    paper.bond("product", "product", total, ("数量", count), ("单价", price))
    if paper.maybe(0.5):
        told = say(
            "每年对{y}{w}给予补助，每{u}{p}，每年需资金{a}，{s}共补助{c}，共需{t}。",
            y=yearly,
            w=item.whom,
            u=item.unit,
            p=price,
            a=amount,
            s=paper.manner.span,
            c=count,
            t=total,
        )
    else:
        told = say(
            "{s}计划完成{c}（每年{y}），按照每{u}{p}标准，计划投入资金{t}，每年{a}。",
            s=paper.manner.span,
            c=count,
            y=yearly,
            u=item.unit,
            p=price,
            t=total,
            a=amount,
        )
    return told, total, []
