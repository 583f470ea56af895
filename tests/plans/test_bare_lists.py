"""Parts that nothing announces, parts in another unit, and what is left."""

import pytest

from tests.plans.judged import alarms, said

pytestmark = pytest.mark.one_database


@pytest.mark.parametrize(
    ("kind", "text", "total"),
    [
        ("count_sum", "有学校45所。小学36所、初中7所、高中2所。", "45所"),
        ("count_sum", "计划建设36个，已建成20个，在建10个，未开工6个。", "36个"),
        ("count_sum", "全镇辖8个行政村3个社区，共11个村（社区）。", "11个"),
        ("sum", "技能培训182人次（其中：青石镇60人，柳湾乡14人，桃坪镇8人，石桥乡100人）。", "182人次"),
        ("sum", "应退出120户，已退出100户，其余20户正在核实。", "120户"),
        ("count_sum", "全县共有120个村，除18个城镇社区外，其余102个村均通客车。", "120个"),
        ("sum", "缺口资金900万元，其中道路缺口为600万元，饮水缺口为300万元，如果加上搬迁85万元，全县缺口达985万元。", "900万元"),
        ("sum", "缺口资金900万元，其中道路缺口为600万元，饮水缺口为300万元，如果加上搬迁85万元，全县缺口达985万元。", "985万元"),
    ],
)  # fmt: skip
def test_a_total_that_is_its_parts_holds(kind: str, text: str, total: str) -> None:
    assert (kind, total, "holds") in [
        ("sum" if found == "source_sum" else found, stated, verdict) for found, stated, verdict in said(text)
    ]


@pytest.mark.parametrize(
    "text",
    [
        "有学校45所。小学36所、初中7所、高中3所。",
        "计划建设36个，已建成20个，在建10个，未开工5个。",
        "全镇辖8个行政村3个社区，共12个村（社区）。",
        "技能培训182人次（其中：青石镇60人，柳湾乡14人，桃坪镇8人）。",
        "总投资500万元，已下达300万元，剩余150万元年底前下达。",
    ],
)
def test_without_a_word_that_joins_them_parts_are_not_accused(text: str) -> None:
    assert alarms(text) == []


def test_entries_in_the_middle_of_a_row_are_no_total_of_the_rest() -> None:
    text = "新建道路12件，水池11件，路灯1件，公厕4件，广场5件，凉亭1件。"
    assert said(text) == []


def test_a_change_is_no_list() -> None:
    assert [kind for kind, _, _ in said("留守儿童由8427人减少到7322人，减少1105人。")] == ["growth"]
