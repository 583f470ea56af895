"""Lists: numbered projects without a heading and what they come to, names with how many they are."""

from decimal import Decimal

from benchmarks.plan_corpus.manners import chinese
from benchmarks.plan_corpus.marks import Mark
from benchmarks.plan_corpus.paper import Paper, Run, chain, say
from benchmarks.plan_corpus.sentences import listing

WORKS = ["村内道路硬化", "蓄水池建设", "文化活动室建设", "太阳能路灯安装", "垃圾房建设", "进村道路建设", "农产品交易市场", "沟渠防渗", "人畜饮水管网改造", "挡土墙建设"]  # fmt: skip
GOALS = ["危房清零", "产业聚焦", "就业增收", "健康救助", "饮水安全", "教育资助", "资金保障", "生态补偿", "感恩教育", "社会兜底"]  # fmt: skip


def projects(paper: Paper, towns: list[str]) -> None:
    """1.…投资38万元。2.…。…: …共计投资…."""
    manner, choose = paper.manner, paper.choose
    works = choose.sample(WORKS, choose.randint(5, 9))
    amounts = [
        Decimal(choose.choice([choose.randint(2, 260) * 10_000, choose.randint(30, 999) * 500]))
        for _ in works
    ]
    marks = [manner.cash(amount, plain=True) for amount in amounts]
    total = manner.cash(sum(amounts, Decimal(0)), plain=True)
    paper.put([choose.choice(["示范村建设项目安排如下：", f"{manner.period}示范村项目计划安排："])])
    for at, (work, mark) in enumerate(zip(works, marks, strict=True), 1):
        words = choose.choice(["，投资", "，需投资", "，资金", "投资"])
        size = choose.choice(["", f"{choose.randint(2, 9)}处", f"{choose.randint(200, 2000)}米"])
        paper.put([f"{at}.{choose.choice(towns)}{work}{size}{words}", mark, "。"])
    paper.bond("sum", "sum", total, *zip(works, marks, strict=True))
    paper.put(
        say(choose.choice(["示范村项目共计投资{t}。", "以上项目预计投资{t}。", "合计需求资金{t}。"]), t=total)
    )


def goals(paper: Paper, towns: list[str]) -> None:
    """以…、…等十项工程为重点."""
    chosen = paper.choose.sample(GOALS, paper.choose.randint(5, 10))
    count = Mark(Decimal(len(chosen)), paper.choose.choice(["项", "大"]), chinese=True)
    paper.bond("count_sum", "listed", count, factor=len(chosen))
    paper.put(say("以实施{l}等{c}工程为重点，巩固脱贫成果。", l="、".join(chosen), c=count))


def places(paper: Paper, towns: list[str]) -> None:
    """涉及A、B、C等3个乡镇，甲、乙…等7个村."""
    some = paper.choose.sample(towns, min(len(towns), 3))
    villages = paper.choose.sample(
        ["大椿村", "小槐村", "上桐村", "下枫村", "新榉村", "老柳村", "双榆村", "石楠村"],
        paper.choose.randint(3, 7),
    )
    first: list[Run] = listing(paper, some, "个", "乡镇")
    paper.put(["示范项目涉及", *first, "，", *listing(paper, villages, "个", "示范村"), "。"])


def roads(paper: Paper, towns: list[str]) -> None:
    """长…米、…米宽，…平方米; a road a line."""
    n = paper.choose.randint
    for at in range(1, paper.choose.randint(3, 4)):
        long, wide = n(300, 3000), n(3, 5)
        a, b, c = Mark(Decimal(long), "米"), Mark(Decimal(wide), "米"), Mark(Decimal(long * wide), "平方米")
        paper.bond("product", "product", c, ("长", a), ("宽", b))
        way = paper.choose.choice(
            [
                "机耕路硬化{a}、{b}宽、厚0.15米，{c}。",
                "机耕路长{a}宽{b}，{c}。",
                "机耕路硬化{a}、宽{b}，共{c}。",
            ]
        )
        paper.put([f"（{chinese(at)}）{towns[at % len(towns)]}"], say(way, a=a, b=b, c=c))


def twice_two(paper: Paper, towns: list[str]) -> None:
    """N处…，其中已完成…，…: by what and by where, the same whole."""
    choose = paper.choose
    total = choose.randint(200, 900)
    inside, outside = choose.randint(50, 90), choose.randint(50, 90)
    whole_mark, again = Mark(Decimal(total), "人"), Mark(Decimal(total), "人")
    parts = [Mark(Decimal(v), "人") for v in (total - inside - outside, inside, outside)]
    paper.bond("sum", "sum", whole_mark, *zip(("县内", "县外省内", "省外"), parts, strict=True))
    paper.same(whole_mark, again)
    told = chain(
        [say("{n}务工{m}", n=n, m=m) for n, m in zip(("县内", "县外省内", "省外"), parts, strict=True)],
        choose.choice(["，", "；"]),
    )
    paper.put(say("有劳动力的易致贫户务工{t}：{p}。", t=whole_mark, p=told))
    paper.put(say("对务工的{t}易致贫户劳动力逐人建立台账。", t=again))
