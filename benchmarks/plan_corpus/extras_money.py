"""Paragraphs about money: points that add up, a gap and who bears it, a share that is paid out, two works in one."""

from decimal import Decimal

from benchmarks.plan_corpus.marks import Mark, rounded
from benchmarks.plan_corpus.paper import Paper, chain, say
from benchmarks.plan_corpus.splits import whole


def _n(number: int, unit: str) -> Mark:
    return Mark(Decimal(number), unit)


def small_points(paper: Paper, towns: list[str]) -> None:
    """(1)…；(2)…；(3)…, and what they come to."""
    manner, choose = paper.manner, paper.choose
    names = ["职业技能鉴定", "引导性培训", "创业培训", "师资培训"][: choose.randint(3, 4)]
    amounts = [choose.randint(10, 300) * 1000 for _ in names]
    marks = [manner.cash(Decimal(v), plain=True) for v in amounts]
    total = manner.cash(Decimal(sum(amounts)), plain=True)
    count = Mark(Decimal(len(names)), "项", chinese=True)
    paper.bond("sum", "sum", total, *zip(names, marks, strict=True))
    paper.bond("count_sum", "listed", count, factor=len(names))
    told = chain(
        [
            say("({n}){w}{m}", n=str(at), w=w, m=m)
            for at, (w, m) in enumerate(zip(names, marks, strict=True), 1)
        ],
        "；",
    )
    paper.put(say("提升劳动者素质，每年需资金：{p}。{c}合计每年需资金{t}。", p=told, c=count, t=total))


def gap(paper: Paper, towns: list[str]) -> None:
    """概算…，上级补助…，缺口…，其中甲…，乙…."""
    manner, choose = paper.manner, paper.choose
    given, short = choose.randint(300, 1500), choose.randint(200, 900)
    a, b, c = (manner.cash(Decimal(v * 10_000), plain=True) for v in (given + short, given, short))
    parts = [manner.cash(Decimal(v * 10_000), plain=True) for v in whole(choose, short, 2)]
    paper.bond("source_sum", "sum", a, ("补助", b), ("缺口", c))
    paper.bond("sum", "sum", c, *zip(towns, parts, strict=False))
    way = choose.choice([
        "敬老院建设概算总投资{a}，上级各类资金补助{b}，缺口资金{c}，其中{t}缺口{x}，{u}缺口{y}。",
        "敬老院建设总投资{a}，已落实上级补助{b}，尚缺{c}（{t}{x}、{u}{y}）。",
    ])  # fmt: skip
    paper.put(say(way, a=a, b=b, c=c, t=towns[0], u=towns[1], x=parts[0], y=parts[1]))


def paid_out(paper: Paper, towns: list[str]) -> None:
    """年收益…，按x%…，…增收…."""
    manner, choose = paper.manner, paper.choose
    yearly, percent = choose.randint(5, 60) * 1000, choose.choice([5, 10, 20, 30, 40])
    a, b = manner.cash(Decimal(yearly * 10), plain=True), _n(percent, "%")
    c = manner.cash(Decimal(yearly * 10) * percent / 100, plain=True)
    paper.bond("product", "product", c, ("收益", a), ("比例", b), factor="0.01")
    way = choose.choice(
        ["光伏电站年收益{a}，其中{b}用于公益岗位，即{c}。", "合作社年净收益{a}，按{b}提取公益金{c}。"]
    )
    paper.put(say(way, a=a, b=b, c=c))


def two_works(paper: Paper, towns: list[str]) -> None:
    """道路…投入…，水池…投入…，合计…."""
    manner, choose = paper.manner, paper.choose
    parts = whole(choose, choose.randint(60, 400), 2)
    a, b = (manner.cash(Decimal(v * 10_000), plain=True) for v in parts)
    total = manner.cash(Decimal(sum(parts) * 10_000), plain=True)
    paper.bond("sum", "sum", total, ("道路", a), ("水池", b))
    told = "{w}安置点配套：道路{l}平方米及附属设施，投入{a}；500立方米水池2个，投入{b}，合计投资{t}。"
    paper.put(say(told, w=towns[0], l=str(choose.randint(2000, 9000)), a=a, b=b, t=total))


def each_and_all_years(paper: Paper, towns: list[str]) -> None:
    """(1)…每年…，三年…；(2)…；两项每年…，三年…."""
    manner, choose = paper.manner, paper.choose
    years = len(manner.years)
    names = ["农家书屋运行维护", "公益电影放映", "文化活动补助"][: choose.randint(2, 3)]
    amounts = [choose.randint(10, 300) * 1000 for _ in names]
    each = [manner.cash(Decimal(v), plain=True) for v in amounts]
    all_years = [manner.cash(Decimal(v * years), plain=True) for v in amounts]
    total, grand = (manner.cash(Decimal(sum(amounts) * by), plain=True) for by in (1, years))
    for one, whole_mark in [*zip(each, all_years, strict=True), (total, grand)]:
        paper.bond("product", "product", whole_mark, ("每年", one), factor=years)
    paper.bond("sum", "sum", total, *zip(names, each, strict=True))
    paper.bond("sum", "sum", grand, *zip(names, all_years, strict=True))
    rows = enumerate(zip(names, each, all_years, strict=True), 1)
    count = Mark(Decimal(len(names)), "项", chinese=True)
    paper.bond("count_sum", "listed", count, factor=len(names))
    points = [
        say("（{n}）{w}：每年需{e}，{s}需{a}", n=str(at), w=w, s=manner.span, e=e, a=a)
        for at, (w, e, a) in rows
    ]
    if choose.random() < 0.5:
        for point in points:
            paper.put(point, ["；"])
        paper.put(say("{c}每年需投入{t}，{s}需投入{g}。", c=count, t=total, s=manner.span, g=grand))
    else:
        paper.put(
            say(
                "{p}。{c}每年需投入{t}，{s}需投入{g}。",
                p=chain(points, "；"),
                c=count,
                t=total,
                s=manner.span,
                g=grand,
            )
        )


def after_the_stop(paper: Paper, towns: list[str]) -> None:
    """…33人。（其中：…）."""
    choose = paper.choose
    total = choose.randint(40, 300)
    all_mark, parts = (
        _n(total, choose.choice(["人", "人", "人次"])),
        [_n(v, "人") for v in whole(choose, total, 3)],
    )
    names = ["护林员", "保洁员", "护路员"]
    paper.bond("sum", "sum", all_mark, *zip(names, parts, strict=True))
    told = chain(
        [say("{n}{m}", n=n, m=m) for n, m in zip(names, parts, strict=True)], choose.choice(["，", "、"])
    )
    way = choose.choice(
        [
            "开发光伏公益岗位{t}。（其中：{p}）",
            "开发光伏公益岗位{t}（其中：{p}）。",
            "开发光伏公益岗位{t}，其中，{p}。",
        ]
    )
    paper.put(say(way, t=all_mark, p=told))


def shares_of_a_yield(paper: Paper, towns: list[str]) -> None:
    """面积…亩，每亩…，产值…，其中…%."""
    choose = paper.choose
    land, price, percent = (
        choose.randint(30, 400),
        choose.randint(10, 60) * 100,
        choose.choice([20, 25, 30, 40]),
    )
    a, b, c = _n(land, "亩"), _n(price, "元"), _n(percent, "%")
    out = Mark(rounded(Decimal(land * price * percent) / 100, 0), "元")
    paper.bond("product", "product", out, ("面积", a), ("每亩", b), ("比例", c), factor="0.01")
    told = "村集体流转土地{a}种植羊肚菌，每亩净收益{b}，{c}归村集体，年增加集体收入{o}。"
    paper.put(say(told, a=a, b=b, c=c, o=out))
