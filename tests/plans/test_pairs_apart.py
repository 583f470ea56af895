"""Pairs of households and persons add up to the pair another paragraph states."""

import pytest

from liuqing.plans import judging, reading
from liuqing.plans.figures import quantities
from liuqing.plans.relations.across import pairs_apart

pytestmark = pytest.mark.one_database


def said(whole: str) -> list[tuple[str, str]]:
    text = f"一、基本情况\n实施搬迁{whole}。\n二、建设任务\n其中：东坡安置点55户191人，西坡安置点26户82人。\n"
    document = reading.text(text)
    found = pairs_apart.find(document, quantities.find(document))
    return [(r.total.text, judging.judge(r, document).verdict) for r in found]


def test_both_sides_add_up_to_the_pair_of_the_other_chapter():
    assert said("81户273人") == [("81户", "holds"), ("273人", "holds")]


def test_a_slip_on_the_one_side_fails_where_the_other_comes_out():
    assert said("18户273人") == [("18户", "fails"), ("273人", "holds")]


def test_another_pair_is_another_thing():
    assert said("140户512人") == []
    assert ("140户", "fails") not in said("140户273人")
