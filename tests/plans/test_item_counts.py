"""A section that says how many items it has, has them."""

from decimal import Decimal

import pytest

from liuqing.plans import judging, reading
from liuqing.plans.claims import Claim, Relation
from liuqing.plans.figures import quantities
from liuqing.plans.relations.across import great_works, item_counts

pytestmark = pytest.mark.one_database


def section(name: str, said: str, count: int) -> str:
    items = "".join(f"{n}.{name}第{'甲乙丙丁戊己'[n - 1]}类。按政策执行。\n" for n in range(1, count + 1))
    return f"{name}\n{said}\n{items}"


def claims(*sections: str) -> list[Claim]:
    chapters = "一二三四五"
    document = reading.text("".join(f"{chapters[n]}、{text}" for n, text in enumerate(sections)))
    return [judging.judge(r, document) for r in item_counts.find(document, quantities.find(document))]


def test_as_many_items_as_said_holds_and_points_at_each():
    found = claims(section("生态扶贫", "实施生态扶贫工程4项，改善环境。", 4))
    assert [(c.kind, c.verdict, c.stated, c.lines) for c in found] == [
        ("count_sum", "holds", Decimal(4), (2, 3, 4, 5, 6))
    ]


def test_a_wrong_count_fails_where_the_list_is_announced():
    found = claims(section("生态扶贫", "重点实施以下5项工程。", 4))
    assert [(c.verdict, c.stated, c.computed) for c in found] == [("fails", Decimal(5), Decimal(4))]


def test_a_wrong_count_fails_where_all_other_sections_count_right():
    right = [section(name, f"实施{name}工程3项。", 3) for name in ("产业扶贫", "就业扶贫", "健康扶贫")]
    found = claims(*right, section("生态扶贫", "实施生态扶贫工程5项。", 4))
    assert [c.stated for c in found if c.verdict == "fails"] == [Decimal(5)]


def test_a_count_of_something_else_is_left_alone():
    assert claims(section("电力", "实施电力工程12项，线路190.8千米。", 3)) == []
    assert claims(section("兜底", "落实2项补贴。", 3)) == []


def test_items_inside_one_paragraph_are_counted_too():
    found = claims(
        "健康扶贫\n主要实施三项工程。\n一是参保补贴。按政策执行。二是村医补助。按政策执行。三是村卫生室。按标准建设。\n"
    )
    assert [(c.verdict, c.stated, c.computed) for c in found] == [("holds", Decimal(3), Decimal(3))]


def test_a_count_that_closes_the_list_is_held_to_it():
    found = claims(
        "投资概算\n1.产业工程。投入资金30万元。\n2.交通工程。投入资金40万元。\n以上三项工程，共需投入资金70万元。\n"
    )
    assert [(c.verdict, c.stated, c.computed) for c in found] == [("fails", Decimal(3), Decimal(2))]


def test_a_count_that_closes_the_list_and_goes_on_to_the_money_counts_the_list():
    items = "".join(f"（{n}）{name}：每年需3万元。\n" for n, name in ((1, "培训"), (2, "补贴"), (3, "岗位")))
    right = claims(f"就业扶贫\n按标准补助。\n{items}三项每年需投入资金9万元。\n")
    assert [(c.verdict, c.stated) for c in right] == [("holds", Decimal(3))]
    wrong = claims(f"就业扶贫\n按标准补助。\n{items}四项每年需投入资金9万元。\n")
    assert [c.verdict for c in wrong] == ["fails"]
    assert claims(f"就业扶贫\n按标准补助。\n{items}四项制度严格执行。\n") == []


def test_a_line_that_heads_the_next_list_ends_the_items():
    text = "教育扶贫工程\n主要实施二项工程。\n寄宿生补助。每年补助2655人。\n校舍改造。实施26所。\n就业扶贫行动（681.57万）\n公益岗位。安排354人。\n交通补助。补助4269人。\n"
    assert "fails" not in {c.verdict for c in claims(text)}


def test_the_great_works_of_a_plan_are_the_sections_of_the_chapter_of_works():
    works = "".join(
        f"（{n}）{name}工程\n按方案执行。\n"
        for n, name in zip("一二三四五", ("产业", "就业", "健康", "教育", "住房"), strict=True)
    )
    text = "一、目标\n着力实施“五大工程”，以五大工程为重点。\n二、任务\n{}三、资金\n在{}大扶贫工程中，多数没有定额。\n"
    assert [(r.kind, r.total.text) for r in great(text.format(works, "五"))] == [
        ("count_sum", "五大"),
        ("repeat", "五大"),
    ]
    assert great(text.format(works, "六").replace("五大", "六大")) == []


def great(text: str) -> list[Relation]:
    document = reading.text(text)
    return list(great_works.find(document, quantities.find(document)))
