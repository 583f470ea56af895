"""Counts of a list, before it, behind it, in brackets."""

import pytest

from tests.plans.judged import alarms, claims, said

pytestmark = pytest.mark.one_database


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        ("重点抓好以下三项工作：一是宣传发动；二是摸底调查；三是组织实施。", "三项"),
        ("建设3个搬迁点（甲家村、乙家村、丙家村）。", "3个"),
        ("处于昆明、贵阳、南宁三个省会城市的辐射圈内。", "三个"),
        ("辖3镇3乡，共6个乡镇。", "6个"),
        ("（1）技能鉴定14万元；（2）创业培训12万元。两项合计26万元。", "两项"),
    ],
)
def test_a_count_that_is_the_list_holds(text: str, stated: str) -> None:
    assert ("count_sum", stated, "holds") in said(text)


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        ("重点抓好以下四项工作：一是宣传发动；二是摸底调查；三是组织实施。", "四项"),
        ("建设4个搬迁点（甲家村、乙家村、丙家村）。", "4个"),
        ("辖3镇3乡，共7个乡镇。", "7个"),
    ],
)
def test_a_count_that_is_not_the_list_fails(text: str, stated: str) -> None:
    assert ("count_sum", stated, "fails") in said(text)


def test_the_editor_is_told_how_many_there_are() -> None:
    [claim] = claims("重点抓好以下四项工作：一是宣传发动；二是摸底调查；三是组织实施。")
    assert claim.why == "第1行写“四项”，但所列只有3项；请核对是漏列还是个数写错。"


QUIET = [
    "全面落实“两不愁三保障”，实现“六个精准”，推进“五个一批”，打好三大攻坚战。",
    "按照“一建二管三用”的步骤，开展“七改三清”行动。",
    "组织5个乡（镇、街道、管委会）开展3次培训。",
    "实施产业、就业、教育等10大工程。",
    "建设6个中心（含乡镇、街道）。",
    "北京、上海两地协作，建立3个机制。",
    "成立3个工作组，抓好以下工作：一是协调；二是推进。",
]


@pytest.mark.parametrize("text", QUIET)
def test_slogans_and_open_lists_raise_no_alarm(text: str) -> None:
    assert alarms(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "打好产业转型、县城建设、脱贫攻坚、安全维稳“四大攻坚战”。",
        "通过平台联建、资源联合、利益联结的“三联”，带动增收。",
        "坚持“三有”（有产业、有就业、有保障）。",
        "做到“三确保”，即确保资金到位，确保项目落地，确保群众满意。",
        "健全县、乡、村三级服务网络。",
        "实行红、黄、绿“三色”预警。",
    ],
)
def test_a_slogan_that_counts_its_words_holds(text: str) -> None:
    assert [(kind, verdict) for kind, _, verdict in said(text)] == [("count_sum", "holds")]


def test_places_counted_before_their_number_must_be_as_many() -> None:
    assert ("count_sum", "三个", "holds") in said("项目涉及柳湾乡、石桥乡、梨园镇等三个乡镇。")
    assert ("count_sum", "三个", "fails") in said("项目涉及柳湾乡、石桥乡、梨园镇、金沟镇等三个乡镇。")
    assert ("count_sum", "三个", "fails") in said("项目涉及柳湾乡、永和乡、梨园镇、金沟镇等三个乡镇。")
    assert alarms("项目涉及柳湾乡、石桥乡、梨园镇等八个乡镇。") == []
    assert alarms("加快柳湾、石桥、青石等乡镇的建设。全力推进5个乡镇项目建设。") == []


@pytest.mark.parametrize(
    "text",
    [
        "覆盖2个民族聚居村（柳湾村、石桥村）。",
        "做到3个确保：确保资金到位，确保项目落地，确保群众满意。",
        "涉及青石镇甲村、乙村，柳湾乡丙村3个贫困村。",
        "涉及柳湾村、永和村、石桥村等3个贫困村。",
        "加快柳湾、石桥、青石等乡镇的建设。全力推进3个乡镇项目建设。",
    ],
)
def test_names_that_are_as_many_as_a_number_says_hold(text: str) -> None:
    assert [(kind, verdict) for kind, _, verdict in said(text)] == [("count_sum", "holds")]


@pytest.mark.parametrize(
    "text",
    [
        "覆盖3个民族聚居村（柳湾村、石桥村等）。",
        "做到3个确保：确保资金到位，推进项目落地。",
        "健全县、乡三级服务网络。",
    ],
)
def test_a_list_that_need_not_be_complete_raises_no_alarm(text: str) -> None:
    assert alarms(text) == []
