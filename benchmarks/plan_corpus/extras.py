"""Paragraphs with a relation of their own: adjustment, what remains, a finished share, an average, a month."""

from collections.abc import Callable
from decimal import Decimal

from benchmarks.plan_corpus import extras_lists as lists
from benchmarks.plan_corpus import extras_many as many
from benchmarks.plan_corpus import extras_money as money
from benchmarks.plan_corpus.marks import Mark, rounded
from benchmarks.plan_corpus.paper import Paper, chain, say
from benchmarks.plan_corpus.splits import homes_and_people, whole


def some(paper: Paper, towns: list[str], count: int) -> None:
    """So many of them, each at most once."""
    known: list[Callable[[Paper, list[str]], None]] = [
        adjusted, remaining, finished, average, monthly, raised, area, both, yearly_shares, subset,
        many.nested, many.town_table, many.by_paragraph, many.households_by_town, many.fewer, many.two_splits,
        many.women, many.faster, money.small_points, money.gap, money.paid_out, money.two_works,
        money.each_and_all_years, money.after_the_stop, money.shares_of_a_yield,
        lists.projects, lists.goals, lists.places, lists.roads, lists.twice_two,
    ]  # fmt: skip
    for one in paper.choose.sample(known, count):
        one(paper, towns)


def _n(number: int, unit: str) -> Mark:
    return Mark(Decimal(number), unit)


def adjusted(paper: Paper, towns: list[str]) -> None:
    """What a register was, what came and went, what it is."""
    n = paper.choose.randint
    before, new, out, gone = (n(a, b) for a, b in ((3000, 20_000), (100, 400), (50, 300), (20, 90)))
    marks = [_n(v, "人") for v in (before + new - out - gone, before, new, out, gone)]
    paper.bond(
        "sum",
        "sum",
        marks[0],
        ("原有", marks[1]),
        ("新增", marks[2]),
        ("−清退", marks[3]),
        ("−减少", marks[4]),
    )
    t, a, b, c, d = marks
    paper.put(
        say(
            "原有城乡低保对象{a}，经动态管理，新增{b}，清退{c}，自然减少{d}，调整后为{t}。",
            a=a,
            b=b,
            c=c,
            d=d,
            t=t,
        )
    )


def remaining(paper: Paper, towns: list[str]) -> None:
    """需改造…，其中…已…，剩余…."""
    n = paper.choose.randint
    done, left = n(300, 900), n(300, 1900)
    whole_mark, part, rest = _n(done + left, "户"), _n(done, "户"), _n(left, "户")
    paper.bond("sum", "sum", whole_mark, ("已完成", part), ("剩余", rest))
    paper.put(say(paper.choose.choice([
        "农村厕所革命需改造{t}，其中{a}由市级下达资金解决，剩余{b}由县级统筹。",
        "全县应实施“一户一表”改造{t}，已完成{a}，尚有{b}未完成。",
    ]), t=whole_mark, a=part, b=rest))  # fmt: skip


def finished(paper: Paper, towns: list[str]) -> None:
    """计划…，完成…，完成率…."""
    n = paper.choose.randint
    planned = n(400, 3000)
    done = planned * n(60, 97) // 100
    all_mark, part = _n(planned, "口"), _n(done, "口")
    rate = Mark(rounded(part.value / all_mark.value * 100, paper.choose.choice([1, 2])), "%", 1)
    rate.places = max(1, -int(rate.value.as_tuple().exponent))
    paper.bond("percent", "share", rate, ("完成", part), ("计划", all_mark))
    paper.put(say("计划建设小水窖{t}，已建成{a}，完成率{r}。", t=all_mark, a=part, r=rate))


def average(paper: Paper, towns: list[str]) -> None:
    """投入…，惠及…户，户均…."""
    n = paper.choose.randint
    homes, each = n(200, 3000), n(8, 60) * 100
    money, count, mean = paper.manner.cash(Decimal(homes * each)), _n(homes, "户"), _n(each, "元")
    paper.bond("product", "average", mean, ("资金", money), ("户数", count))
    paper.put(
        say(
            paper.choose.choice(
                ["发放产业奖补资金{m}，惠及{c}，户均{e}。", "产业分红{m}，受益{c}，平均每户{e}。"]
            ),
            m=money,
            c=count,
            e=mean,
        )
    )


def monthly(paper: Paper, towns: list[str]) -> None:
    """每人每月…，每月…，全年…."""
    n = paper.choose.randint
    people, each = n(60, 900), n(3, 9) * 100
    count, price = _n(people, "人"), _n(each, "元")
    month, year = paper.manner.cash(Decimal(people * each)), paper.manner.cash(Decimal(people * each * 12))
    paper.bond("product", "product", month, ("人数", count), ("每月", price))
    paper.bond("product", "product", year, ("每月合计", month), factor=12)
    paper.put(say(paper.choose.choice([
        "集中供养特困人员{c}，按每人每月{p}标准发放，每月需资金{m}，全年需资金{y}。",
        "设置保洁员岗位{c}，每人每月{p}，月需资金{m}，年需资金{y}。",
    ]), c=count, p=price, m=month, y=year))  # fmt: skip


def raised(paper: Paper, towns: list[str]) -> None:
    """由…提高到…，提高…."""
    n = paper.choose.randint
    old, more = n(250, 400), n(15, 60)
    a, b, c = _n(old, "元"), _n(old + more, "元"), _n(more, "元")
    paper.bond("growth", "sum", c, ("现标准", b), ("−原标准", a))
    paper.put(say("基础养老金由每人每月{a}提高到{b}，每人每月提高{c}。", a=a, b=b, c=c))


def area(paper: Paper, towns: list[str]) -> None:
    """长…米、宽…米，…平方米."""
    n = paper.choose.randint
    long, wide = n(200, 3000), n(3, 6)
    a, b, c = _n(long, "米"), _n(wide, "米"), _n(long * wide, "平方米")
    paper.bond("product", "product", c, ("长", a), ("宽", b))
    paper.put(say("硬化{t}进村道路长{a}、宽{b}，面积{c}。", t=towns[0], a=a, b=b, c=c))


def both(paper: Paper, towns: list[str]) -> None:
    """户 and 人 of every year, and of all."""
    choose, years = paper.choose, paper.manner.years
    homes, people = choose.randint(400, 2000), choose.randint(2100, 6000)
    h, p = _n(homes, "户"), _n(people, "人")
    split = homes_and_people(choose, homes, people, len(years))
    hs, ps = [_n(a, "户") for a, _ in split], [_n(b, "人") for _, b in split]
    paper.bond("year_sum", "sum", h, *((str(y), m) for y, m in zip(years, hs, strict=True)))
    paper.bond("year_sum", "sum", p, *((str(y), m) for y, m in zip(years, ps, strict=True)))
    told = chain(
        [say("{y}年迁出{h}{p}", y=str(y), h=a, p=b) for y, a, b in zip(years, hs, ps, strict=True)], "，"
    )
    paper.put(
        say(
            choose.choice(
                ["库区移民搬迁{h}{p}，其中{y}。", "{y}，共搬迁{h}{p}。", "实施库区移民搬迁{h}{p}（{y}）。"]
            ),
            h=h,
            p=p,
            y=told,
        )
    )


def yearly_shares(paper: Paper, towns: list[str]) -> None:
    """分别完成总任务的40%、40%、20%."""
    years = paper.manner.years
    parts = [Mark(Decimal(v * 5), "%") for v in whole(paper.choose, 20, len(years))]
    told = chain([[m] for m in parts], "、")
    paper.put(say("{p}分别完成地质灾害治理总任务量的{t}。", p=paper.manner.period, t=told))


def subset(paper: Paper, towns: list[str]) -> None:
    """A part in brackets, not above its whole."""
    n = paper.choose.randint
    total, part = _n(n(2000, 9000), "户"), _n(n(200, 1900), "户")
    paper.bond("limit", "limit", total, ("其中", part))
    paper.put(say("实施农网改造惠及农户{t}（其中建档立卡户{p}）。", t=total, p=part))
