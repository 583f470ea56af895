"""Facts that a plan states twice, in other words and in another chapter, without a word that says so."""

from collections.abc import Callable
from decimal import Decimal
from random import Random

from benchmarks.plan_corpus.marks import Mark
from benchmarks.plan_corpus.paper import Paper, say

Numbers = tuple[tuple[int, str], ...]
Fact = tuple[Numbers, tuple[str, ...], tuple[str, ...]]
"""The numbers with their units (a, b, …), how the first chapter says them, how the last one does."""


def facts(choose: Random) -> list[Fact]:
    """Each about something else; a later sentence may name fewer of the numbers."""
    n = choose.randint
    return [
        (((n(20, 48), "名"), (n(50, 120), "家"), (n(30, 90), "个"), (n(600, 2900), "名")),
         ("{a}县级领导、{b}县直单位挂包{c}行政村，{d}干部职工与贫困户结对。",),
         ("继续落实“挂包帮”机制，全县{b}县直单位挂包{c}行政村，{d}干部职工结对到户。", "{a}县级领导带头遍访，{b}县直单位包村{c}行政村。")),
        (((n(20, 60), "支"), (n(61, 190), "人")),
         ("组建驻村工作队{a}，选派驻村队员{b}。", "下派驻村工作队{a}、驻村队员{b}。"),
         ("加强{a}驻村工作队{b}驻村队员的管理考核。", "驻村工作队{a}、驻村队员{b}全部到岗。")),
        (((n(7, 18), "个"),),
         ("县脱贫攻坚指挥部下设{a}专项工作组。",),
         ("{a}专项工作组每月向县脱贫攻坚指挥部报告一次进展。", "成立由县级领导任组长的{a}专项工作组。")),
        (((n(60, 480), "个"),),
         ("已建成农家书屋{a}。",),
         ("确保{a}农家书屋正常开放。", "对{a}农家书屋更新图书。")),
        (((n(2, 5), "个"), (n(20, 70), "个")),
         ("创建{a}文明乡镇、{b}文明村。",),
         ("巩固{a}文明乡镇、{b}文明村创建成果。", "发挥{b}文明村的示范作用。")),
        (((n(3, 11), "个"), (n(200, 900), "户"), (n(1000, 3900), "人")),
         ("建成易地扶贫搬迁集中安置点{a}，安置{b}{c}。", "易地扶贫搬迁{b}{c}，建集中安置点{a}。"),
         ("抓好{a}集中安置点{b}{c}搬迁群众的后续帮扶。", "确保易地扶贫搬迁{b}{c}稳得住、能致富。")),
        (((n(40, 180), "个"),),
         ("建成村级文化广场{a}。",),
         ("加强{a}村级文化广场的运行管护。",)),
        (((n(900, 4000), "宗"),),
         ("全县排查出农村闲置宅基地{a}。",),
         ("对照农村闲置宅基地{a}，逐宗盘活利用。",)),
    ]  # fmt: skip


def begin(paper: Paper) -> Callable[[], None]:
    """State some facts now; what is returned states them again (a bond for each number that comes back)."""
    chosen = paper.choose.sample(facts(paper.choose), paper.choose.randint(1, 4))
    first: list[tuple[Fact, dict[str, Mark]]] = []
    for fact in chosen:
        marks = _marks(fact)
        paper.put(say(paper.choose.choice(fact[1]), **marks))
        first.append((fact, marks))

    def again() -> None:
        for fact, marks in first:
            way, fresh = paper.choose.choice(fact[2]), _marks(fact)
            used = {name: mark for name, mark in fresh.items() if f"{{{name}}}" in way}
            paper.put(say(way, **used))
            for name, mark in used.items():
                paper.same(marks[name], mark)

    return again


def _marks(fact: Fact) -> dict[str, Mark]:
    return {name: Mark(Decimal(value), unit) for name, (value, unit) in zip("abcd", fact[0], strict=False)}
