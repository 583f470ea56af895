"""Who had left, who leaves, who is left: the same account wherever a plan states a piece of it."""

from decimal import Decimal

import pytest

from liuqing.plans import judging, reading
from liuqing.plans.claims import Claim
from liuqing.plans.figures import quantities
from liuqing.plans.relations.across import exits

pytestmark = pytest.mark.one_database

BEFORE = "至2018年末，{villages}个贫困村脱贫出列，累计减少贫困人口4120户16300人。"
AFTER = (
    "2014至2017年已脱贫退出贫困村21个，贫困人口3000户12000人；未脱贫贫困村36个、贫困人口1200户4500人。"
    "2018年实现{now}个贫困村脱贫出列，{people}人贫困人口脱贫。"
)
NOW = "2018年末{left}个贫困村未脱贫，未脱贫人口{rest}人。"


def claims(
    *, villages: str = "54", now: str = "33", left: str = "3", people: str = "4300", rest: str = "200"
) -> list[Claim]:
    before, after = BEFORE.format(villages=villages), AFTER.format(now=now, people=people)
    text = f"一、成效\n{before}\n二、现状\n{after}\n{NOW.format(left=left, rest=rest)}\n"
    document = reading.text(text)
    found = quantities.find(document)
    return [judging.judge(relation, document) for relation in exits.find(document, found)]


def failed(found: list[Claim]) -> list[tuple[Decimal, Decimal]]:
    return [(c.stated, c.computed) for c in found if c.verdict == "fails"]


def test_an_account_that_comes_out_holds_in_every_direction():
    found = claims()
    assert {c.verdict for c in found} == {"holds"}
    assert len(found) == 4


def test_villages_out_before_and_in_the_year_are_all_that_are_out():
    assert failed(claims(villages="55")) == [(Decimal(55), Decimal(54))]


def test_one_wrong_number_of_exits_fails_both_ways():
    assert failed(claims(now="23")) == [(Decimal(54), Decimal(44)), (Decimal(3), Decimal(13))]


def test_people_move_in_between_so_a_gap_is_only_a_question():
    found = claims(people="4310")
    assert failed(found) == []
    assert {c.verdict for c in found if c.unit == "人"} == {"unclear"}


def test_the_years_of_a_period_are_the_period():
    document = reading.text(
        "一、成效\n全县贫困人口逐年减少（2014年脱贫9458人、2015年脱贫11570人、2016年脱贫15316人）。\n"
        "二、现状\n2014至2016年已脱贫退出贫困人口36344人。\n"
    )
    found = [judging.judge(r, document) for r in exits.find(document, quantities.find(document))]
    assert [(c.kind, c.verdict, c.stated) for c in found] == [("year_sum", "holds", Decimal(36344))]


def test_what_is_promised_is_not_what_was():
    text = "一、目标\n到2020年，确保现行标准下未脱贫人口900人、3个贫困村全部脱贫。\n二、成效\n至2020年末，50个贫困村脱贫出列。\n"
    document = reading.text(text)
    assert list(exits.find(document, quantities.find(document))) == []


def test_two_different_figures_for_one_place_in_the_account_are_used_for_nothing():
    document = reading.text(
        "一、东镇\n2018年5个贫困村脱贫出列，2018年末2个贫困村未脱贫。\n二、西镇\n2018年3个贫困村脱贫出列，2018年末1个贫困村未脱贫。\n"
        "三、全县\n2017年末未脱贫贫困村18个。\n"
    )
    assert list(exits.find(document, quantities.find(document))) == []
