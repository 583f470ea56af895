"""What one chapter says of a programme, a whole or a price, and another chapter says again."""

import pytest

from liuqing.plans import judging, reading, relations
from liuqing.plans.claims import Claim
from liuqing.plans.figures import quantities

pytestmark = pytest.mark.one_database


def claims(one: str, other: str) -> list[Claim]:
    document = reading.text(f"一、基本情况\n{one}\n二、建设任务\n{other}\n")
    found = relations.find(document, quantities.find(document))
    return [judging.judge(r, document) for r in found]


def failed(found: list[Claim]) -> set[str]:
    return {claim.relation.total.text for claim in found if claim.verdict == "fails"}


def held(found: list[Claim], kind: str) -> set[str]:
    return {c.relation.total.text for c in found if c.kind == kind and c.verdict.startswith("holds")}


SITUATION = "丙类危旧农房3120户改造缺口资金约6552万元。"
TASKS = "丙类危旧农房存量3012户。\n1.丙类危旧农房改造需求资金：3012×2.1=6325.2万元。"


def test_one_programme_at_one_price_has_one_number_and_one_amount():
    assert {"3120户", "6552万元"} <= {t.removeprefix("约") for t in failed(claims(SITUATION, TASKS))}


def test_another_price_another_year_or_what_is_done_is_another_programme():
    assert failed(claims(SITUATION, TASKS.replace("2.1=6325.2", "1.5=4518"))) == set()
    assert failed(claims(SITUATION.replace("丙类", "2017年丙类"), TASKS)) == set()
    assert failed(claims(SITUATION.replace("改造缺口", "已累计投入"), TASKS)) == set()
    assert failed(claims(SITUATION.replace("丙类", "丁类"), TASKS)) == set()


REST = "丙类危旧农房除市级安排的630户外，其余1527户没有资金。"


def test_what_is_left_is_the_whole_of_the_other_chapter_less_what_is_taken_away():
    assert failed(claims(REST, "丙类危旧农房共有2165户（其中630户由市级安排）。")) == {"1527户"}
    assert "1527户" in held(claims(REST, "丙类危旧农房共有2157户（其中630户由市级安排）。"), "sum")


def test_a_remainder_of_another_thing_or_without_the_same_part_is_left_alone():
    assert failed(claims(REST, "低保家庭共有2165户（其中630户由市级安排）。")) == set()
    assert failed(claims(REST, "丙类危旧农房共有2165户（其中412户由市级安排）。")) == set()


def test_the_others_and_these_are_all_of_them():
    found = claims("全县有82个行政村。", "4个贫困村与其他78个行政村差距较大。")
    assert "78个" in held(found, "count_sum")
