"""An invented plan from a seed: its text, and everything in it that must hold."""

from decimal import Decimal
from random import Random

from benchmarks.plan_corpus import extras, facts, money, situation, tasks
from benchmarks.plan_corpus.manners import manner
from benchmarks.plan_corpus.marks import Mark, rounded
from benchmarks.plan_corpus.noise import PROSE, noises
from benchmarks.plan_corpus.paper import Paper, say
from benchmarks.plan_corpus.sentences import listing, ordered
from benchmarks.plan_corpus.works import Class, classes

AIMS = [
    "加强组织领导",
    "强化资金保障",
    "严格督查考核",
    "营造良好氛围",
    "夯实基层基础",
    "激发内生动力",
    "做好信息统计",
]
FRONTS = ["网络覆盖", "农村电商", "网络扶智", "信息服务", "网络公益", "智慧农业"]


def make(seed: int) -> Paper:
    """The plan of this seed; call ``text()`` before ``truth()``."""
    choose = Random(seed)
    paper = Paper(seed, manner(choose), choose)
    county = situation.County(choose)
    paper.noises = noises(choose, county.households)
    issued = _front(paper, county)
    known = _situation(paper, county)
    again = facts.begin(paper)
    _tasks(paper, county)
    _end(paper, county, known, issued)
    again()
    return paper


def _front(paper: Paper, county: situation.County) -> Mark | None:
    title = (
        f"{county.name}脱贫攻坚{paper.choose.choice(['三年行动计划', '实施方案', '规划', '巩固提升方案'])}"
    )
    paper.put([f"{title}（{paper.manner.period}）"])
    if not paper.maybe(0.6):
        return None
    issued = Mark(
        Decimal(
            (paper.manner.years[0]) * 10_000 + paper.choose.randint(3, 9) * 100 + paper.choose.randint(10, 28)
        ),
        "日期",
    )
    paper.put([issued])
    return issued


def _noise(paper: Paper, count: int) -> None:
    for _ in range(count):
        paper.put([paper.noises.pop() if paper.maybe(0.75) else paper.choose.choice(PROSE)])


def _situation(paper: Paper, county: situation.County) -> list[tuple[Mark, Mark]]:
    paper.heading(1, "基本情况")
    situation.overview(paper, county)
    _noise(paper, paper.choose.randint(0, 2))
    known = situation.register(paper, county)
    first = len(paper.bonds)
    if paper.maybe(0.6):
        situation.causes(paper, county)
        again = [b.total for b in paper.bonds[first:] if b.kind == "sum"]
        for mark, other in zip(known[1], again, strict=True):
            paper.same(mark, other)
    if paper.maybe(0.5):
        situation.by_towns(paper, county)
    if paper.maybe(0.4):
        situation.one_share(paper, county)
        paper.same(known[0][1], paper.bonds[-1].parts[1][1])
    _noise(paper, paper.choose.randint(0, 2))
    extras.some(paper, county.towns, paper.choose.randint(3, 8))
    return known


def _tasks(paper: Paper, county: situation.County) -> None:
    works, sources = classes(paper.choose, len(paper.manner.years))
    preface = _preface(paper, works)
    told = money.Told()
    paper.heading(1, paper.choose.choice(["主要任务", "建设任务", "重点工作"]))
    early = paper.maybe(0.7)
    grand = money.overview(paper, works, sources) if early else None
    for one in works:
        tasks.section(paper, one, county.towns, told)
        _noise(paper, paper.choose.randint(0, 1))
    if grand is None or paper.manner.fund_table != "none":
        paper.heading(1, paper.choose.choice(["投资概算", "资金筹措", "投资规模"]))
    grand = grand or money.overview(paper, works, sources)
    money.fund_list(paper, works, told, grand)
    grand.totals += preface
    money.tie(paper, works, told, grand)


def _preface(paper: Paper, works: list[Class]) -> list[Mark]:
    """The whole money in 亿元 before everything else, in some plans."""
    whole = sum((one.total for one in works), Decimal(0))
    if whole < 100_000_000 or paper.maybe(0.6):
        return []
    mark = Mark(rounded(whole / 100_000_000, 2), "亿元", 2)
    paper.paragraphs.insert(1, say("规划期内计划总投资{m}，巩固脱贫成果，衔接乡村振兴。", m=mark))
    return [mark]


def _end(paper: Paper, county: situation.County, known: list[tuple[Mark, Mark]], issued: Mark | None) -> None:
    paper.heading(1, "保障措施")
    if paper.maybe(0.6):
        clauses = paper.choose.sample(AIMS, paper.choose.randint(3, 6))
        paper.put(ordered(paper, "重点抓好以下", "项", "工作", clauses))
    if paper.maybe(0.5):
        paper.put(
            [
                "统筹推进",
                *listing(
                    paper, paper.choose.sample(FRONTS, paper.choose.randint(3, 5)), "大", "工程", slogan=True
                ),
                "。",
            ]
        )
    _noise(paper, paper.choose.randint(1, 3))
    if paper.maybe(0.7):
        h, p = situation.pair(county.left_households, county.left_persons)
        paper.same(known[1][0], h)
        paper.same(known[1][1], p)
        paper.put(say("到{y}年，确保剩余未脱贫人口{h}{p}全部脱贫。", y=str(paper.manner.years[-1]), h=h, p=p))
    if paper.maybe(0.4):
        h, p = situation.pair(county.households, county.persons)
        paper.same(known[0][0], h)
        paper.same(known[0][1], p)
        paper.put(say("紧盯建档立卡贫困人口{h}{p}，逐户制定巩固提升措施。", h=h, p=p))
    if issued:
        limit = Mark(issued.value + 100, "日期")
        paper.bond("dates", "dates", limit, ("印发日期", issued))
        paper.put(say("各乡镇、各部门实施方案须于{d}前报送县扶贫开发领导小组办公室。", d=limit))
