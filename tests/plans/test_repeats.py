"""A quantity that a plan states in several places is the same in all of them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liuqing.plans import judging, reading, relations
from liuqing.plans.claims import Claim
from liuqing.plans.figures import quantities
from liuqing.plans.relations import slips
from liuqing.plans.relations.across import stated_twice

pytestmark = pytest.mark.one_database


def claims(*paragraphs: str) -> list[Claim]:
    chapters = "一二三四五六七八"
    text = "\n".join(f"{chapters[n]}、第{chapters[n]}部分内容\n{words}" for n, words in enumerate(paragraphs))
    document = reading.text(text + "\n")
    found = relations.find(document, quantities.find(document))
    return [judging.judge(relation, document) for relation in found if relation.kind == "repeat"]


def failed(found: list[Claim]) -> list[tuple[Decimal, Decimal]]:
    return [(c.stated, c.computed) for c in found if c.verdict == "fails"]


def test_a_pair_stated_in_three_places_is_one_relation_a_side_with_all_its_lines():
    found = claims(
        "全县有贫困人口25728户111138人。",
        "项目覆盖贫困人口25728户111138人。",
        "落实医疗保障25728户111138人。",
    )
    assert [(c.kind, c.verdict, c.lines, c.unit) for c in found] == [
        ("repeat", "holds", (2, 4, 6), "户"),
        ("repeat", "holds", (2, 4, 6), "人"),
    ]


def test_swapped_digits_beside_the_same_households_fail():
    found = claims("全县有贫困人口26864户114960人。", "全县有贫困人口26864户114690人。")
    assert failed(found) == [(Decimal(114690), Decimal(114960))]
    assert "户数相同" in next(c.why for c in found if c.verdict == "fails")


def test_the_one_place_that_deviates_is_the_one_that_fails():
    found = claims("贫困人口26864户114690人。", "贫困人口26864户114960人。", "贫困人口26864户114960人。")
    assert failed(found) == [(Decimal(114690), Decimal(114960))]


def test_two_entries_of_one_list_may_have_as_many_households():
    assert failed(claims("因残138户556人；因病138户565人；因灾92户240人。", "加强保障。")) == []


def test_the_same_households_with_quite_other_people_are_another_thing():
    assert failed(claims("享受低保1240户3105人。", "参加合作社1240户4866人。")) == []


def test_small_pairs_are_equal_by_chance():
    assert claims("改造危房12户40人。", "搬迁12户40人。") == []


def test_a_rate_at_one_time_is_one_rate():
    found = claims("全县贫困发生率降至2018年末的1.5%。", "2018年末，全县贫困发生率1.50%。")
    assert [(c.kind, c.verdict) for c in found] == [("repeat", "holds")]
    assert failed(claims("全县贫困发生率降至2018年末的1.5%。", "2018年末，全县贫困发生率2.1%。")) == [
        (Decimal("2.1"), Decimal("1.5"))
    ]


def test_rates_of_other_years_other_places_and_other_things_are_not_compared():
    assert failed(claims("2017年末，全县贫困发生率8.6%。", "2018年末，全县贫困发生率1.5%。")) == []
    assert failed(claims("2018年末，东山镇贫困发生率3.1%。", "2018年末，全县贫困发生率1.5%。")) == []
    assert failed(claims("2018年养老保险参保率98%。", "2018年医疗保险参保率95%。")) == []


def test_money_stated_in_two_units_is_one_amount():
    found = claims("规划总投资1.2345亿元。", "项目总投资12345万元。")
    assert [(c.kind, c.verdict) for c in found] == [("repeat", "holds")]


def test_a_slip_under_the_same_long_noun_in_another_chapter_fails():
    found = claims("完成农村危房改造37263户。", "累计完成农村危房改造37236户。")
    assert failed(found) in ([(Decimal(37236), Decimal(37263))], [(Decimal(37263), Decimal(37236))])


def test_items_of_one_list_may_resemble_each_other():
    text = "一、养殖\n1.东村。建设标准化养殖圈舍1240平方米。\n2.西村。建设标准化养殖圈舍1260平方米。\n"
    document = reading.text(text)
    assert list(stated_twice.find(document, quantities.find(document))) == []


@given(st.integers(1000, 999_999), st.data())
def test_a_slip_is_seen_from_both_sides(number: int, data: st.DataObject):
    digits = list(str(number))
    at = data.draw(st.integers(0, len(digits) - 2))
    digits[at], digits[at + 1] = digits[at + 1], digits[at]
    other = Decimal("".join(digits))
    if other != number and len(str(int(other))) == len(digits):
        assert slips.is_slip(Decimal(number), other) and slips.is_slip(other, Decimal(number))


def test_numbers_that_differ_in_several_digits_are_no_slip():
    assert not slips.is_slip(Decimal(25728), Decimal(22861))
    assert not slips.is_slip(Decimal(12), Decimal(13))
    assert slips.is_slip(Decimal(111138), Decimal(11138))


def test_a_thing_named_but_twice_is_counted_alike():
    found = claims("全县排查出农村闲置宅基地232宗。", "对照农村闲置宅基地2532宗，逐宗盘活利用。")
    assert failed(found) == [(Decimal(2532), Decimal(232))]
    assert failed(claims("全县排查出农村闲置宅基地232宗。", "对照农村闲置宅基地918宗，逐宗盘活利用。")) == []


def test_two_digits_are_enough_only_where_the_thing_is_spoken_of_as_known():
    assert failed(claims("建成村级文化广场48个。", "加强41个村级文化广场的运行管护。")) == [
        (Decimal(41), Decimal(48))
    ]
    assert failed(claims("建成村级文化广场48个。", "新建41个村级文化广场。")) == []


def test_bodies_a_county_has_once_are_counted_alike():
    assert failed(claims("县里下设12个专项工作组。", "成立由县级领导任组长的13个专项工作组。")) == [
        (Decimal(13), Decimal(12))
    ]


def test_a_small_pair_differs_by_a_slip_only_if_nothing_else_stands_with_it():
    assert failed(claims("搬迁214户666人。", "安置241户666人。")) == [(Decimal(241), Decimal(214))]
