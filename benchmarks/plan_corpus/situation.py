"""How things stand in an invented county: towns, the register, who is out by year, causes, rates, growth."""

from decimal import Decimal
from random import Random

from benchmarks.plan_corpus.marks import Mark, rounded
from benchmarks.plan_corpus.paper import Paper, Run, chain, say
from benchmarks.plan_corpus.sentences import growth, listing, points, share, with_parts, with_years
from benchmarks.plan_corpus.splits import whole

COUNTIES = ["青梧县", "澜谷县", "云栖县", "松坪县", "禾洲县", "砚溪县", "沧屏县", "雁岭县"]
TOWNS = ["青石镇", "桃坪镇", "柳湾乡", "白沙镇", "大田乡", "竹溪镇", "红岩乡", "梨园镇", "石桥乡", "金沟镇"]
CAUSES = ["因病", "因残", "因学", "缺劳力", "缺技术", "缺资金", "自身发展动力不足", "交通条件落后", "缺土地"]


class County:
    """The numbers of the county that the text uses in more than one place."""

    def __init__(self, choose: Random) -> None:
        self.name = choose.choice(COUNTIES)
        self.towns = choose.sample(TOWNS, choose.randint(4, 8))
        self.households = choose.randint(2500, 30_000)
        self.persons = self.households * choose.randint(33, 45) // 10 + choose.randint(0, 9)
        self.left_households = choose.randint(self.households // 30, self.households // 5)
        self.left_persons = self.left_households * choose.randint(28, 42) // 10 + choose.randint(1, 9)
        self.rural = self.persons * choose.randint(4, 12) + choose.randint(1, 999)
        self.villages = choose.randint(18, 90)


def pair(households: int, persons: int) -> tuple[Mark, Mark]:
    """1203户4501人."""
    return Mark(Decimal(households), "户"), Mark(Decimal(persons), "人")


def overview(paper: Paper, county: County) -> None:
    """Land, towns, what the county makes in a year."""
    towns, year = county.towns, paper.manner.years[0] - 1
    runs = say("{c}国土面积{a}平方公里，辖", c=county.name, a=str(paper.choose.randint(800, 4200)))
    choose = paper.choose
    if paper.maybe(0.6):
        runs += listing(paper, towns, "个", "乡镇")
    else:
        small = [t for t in towns if t.endswith("乡")]
        total, a, b = (
            Mark(Decimal(n), unit)
            for n, unit in ((len(towns), "个"), (len(towns) - len(small), "镇"), (len(small), "乡"))
        )
        if not small:
            runs += [total, "镇"]
        else:
            paper.bond("count_sum", "sum", total, ("镇", a), ("乡", b))
            runs += [a, b, "，共", total, "乡镇"]
    total, *parts = _economy(choose)
    paper.bond("sum", "sum", total, *zip(("第一产业", "第二产业", "第三产业"), parts, strict=True))
    named = chain(
        [
            say("{n}增加值{m}", n=n, m=m)
            for n, m in zip(("第一产业", "第二产业", "第三产业"), parts, strict=True)
        ],
        "，",
    )
    runs += say("。{y}年，全县实现地区生产总值{t}，其中{p}。", y=str(year), t=total, p=named)
    old, new = Decimal(choose.randint(7000, 11_000)), Decimal(choose.randint(8, 28))
    latest = rounded(old * (1 + new / 100), 0)
    marks = Mark(old, "元"), Mark(latest, "元"), Mark(rounded((latest / old - 1) * 100, 1), "%", 1)
    runs += growth(paper, "农村居民人均可支配收入", *marks, (year - 2, year))
    paper.put(runs, ["。"])


def _economy(choose: Random) -> list[Mark]:
    parts = [Decimal(choose.randint(900, 6000)) / 100 for _ in range(3)]
    return [Mark(value, "亿元", 2) for value in (sum(parts, Decimal(0)), *parts)]


def register(paper: Paper, county: County) -> list[tuple[Mark, Mark]]:
    """The register: those out by year, those left, the rate; returns the printings of (all, left)."""
    choose, years = paper.choose, [paper.manner.years[0] - n for n in (4, 3, 2, 1)]
    all_h, all_p = pair(county.households, county.persons)
    left_h, left_p = pair(county.left_households, county.left_persons)
    out_h, out_p = pair(county.households - county.left_households, county.persons - county.left_persons)
    way = choose.choice([
        "全县建档立卡贫困人口{h}{p}，截至{y}年底，已脱贫{oh}{op}，未脱贫{lh}{lp}",
        "截至{y}年底，共有建档立卡贫困人口{h}{p}，其中：脱贫{oh}{op}，未脱贫{lh}{lp}",
        "动态管理后，全县建档立卡贫困户{h}{p}。到{y}年底累计脱贫{oh}{op}，剩余{lh}{lp}",
        "{y}年末，全县已脱贫{oh}{op}、未脱贫{lh}{lp}，建档立卡贫困人口共{h}{p}",
    ])  # fmt: skip
    runs = say(
        way,
        h=all_h,
        p=all_p,
        y=str(years[-1]),
        oh=out_h,
        op=out_p,
        lh=left_h,
        lp=left_p,
    )
    paper.bond("sum", "sum", all_h, ("已脱贫", out_h), ("未脱贫", left_h))
    paper.bond("sum", "sum", all_p, ("已脱贫", out_p), ("未脱贫", left_p))
    rate = Mark(rounded(left_p.value / county.rural * 100, 2), "%", 2)
    base = Mark(Decimal(county.rural), "人")
    if paper.maybe(0.5):
        paper.bond("percent", "share", rate, ("未脱贫", left_p), ("农业人口", base))
        runs += say("。全县农业人口{b}，贫困发生率为{r}", b=base, r=rate)
    else:
        before = Mark(rate.value + Decimal(choose.randint(300, 1500)) / 100, "%", 2)
        fall = Mark(before.value - rate.value, "个百分点", 2)
        runs += ["。", *points(paper, "贫困发生率", before, rate, fall, (years[0], years[-1]))]
    paper.put(runs, ["。"])
    if paper.maybe(0.6):
        yearly = [
            (str(y), Mark(Decimal(n), "人"))
            for y, n in zip(years, whole(choose, int(out_p.value), 4), strict=True)
        ]
        again = Mark(out_p.value, "人")
        paper.put(with_years(paper, "累计减少贫困人口", again, yearly), ["。"])
        paper.same(out_p, again)
    return [(all_h, all_p), (left_h, left_p)]


def causes(paper: Paper, county: County) -> None:
    """Why those left are poor: households, persons, their shares."""
    names = paper.choose.sample(CAUSES, paper.choose.randint(4, 7))
    homes = whole(paper.choose, county.left_households, len(names))
    more = whole(paper.choose, county.left_persons - county.left_households, len(names))
    persons = [home + one for home, one in zip(homes, more, strict=True)]
    left_h, left_p = pair(county.left_households, county.left_persons)
    marks = [pair(h, p) for h, p in zip(homes, persons, strict=True)]
    told: list[list[Run]] = []
    both, shares = paper.maybe(0.4), paper.maybe(0.7)
    for name, (h, p) in zip(names, marks, strict=True):
        runs = say("{n}{h}{p}", n=name, h=h, p=p)
        if shares:
            rate = Mark(rounded(h.value / left_h.value * 100, 2), "%", 2)
            paper.bond("percent", "share", rate, (name, h), ("全部", left_h))
            runs += say("，户占{r}", r=rate) if both else say("，占{r}", r=rate)
        if shares and both:
            rate = Mark(rounded(p.value / left_p.value * 100, 2), "%", 2)
            paper.bond("percent", "share", rate, (name, p), ("全部", left_p))
            runs += say("，人占{r}", r=rate)
        told.append(runs)
    paper.bond("sum", "sum", left_h, *((n, h) for n, (h, _) in zip(names, marks, strict=True)))
    paper.bond("sum", "sum", left_p, *((n, p) for n, (_, p) in zip(names, marks, strict=True)))
    lead = paper.choose.choice(["按致贫原因分，", "从致贫原因看，", ""])
    way = paper.choose.choice(
        ["{l}未脱贫{h}{p}中，{c}。", "{l}未脱贫人口{h}{p}，其中{c}。", "{l}未脱贫人口{h}{p}（{c}）。"]
    )
    paper.put(say(way, l=lead, h=left_h, p=left_p, c=chain(told, "；")))


def by_towns(paper: Paper, county: County) -> Mark:
    """Poor villages by town."""
    total = Mark(Decimal(county.villages), "个")
    parts = [
        (t, Mark(Decimal(n), "个"))
        for t, n in zip(county.towns, whole(paper.choose, county.villages, len(county.towns)), strict=True)
    ]
    paper.put(with_parts(paper, "共有贫困村", total, parts), ["。"])
    return total


def one_share(paper: Paper, county: County) -> None:
    """ "有劳动力3120人，占…的45.2%"."""
    whole_mark = Mark(Decimal(county.persons), "人")
    part = Mark(Decimal(county.persons * paper.choose.randint(35, 60) // 100), "人")
    percent = Mark(rounded(part.value / whole_mark.value * 100, 1), "%", 1)
    runs = say("{w}建档立卡贫困人口中，有劳动能力的{p}", w=whole_mark, p=part)
    paper.put(runs, share(paper, part, whole_mark, percent, of="建档立卡贫困人口"), ["。"])
