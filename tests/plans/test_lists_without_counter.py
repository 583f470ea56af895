"""Lists before a number with no counter word, and lists behind a noun with no colon."""

import pytest

from tests.plans.judged import said

pytestmark = pytest.mark.one_database


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        ("青石镇位于柳湾、石桥、桃坪三县交界处。", ["三县"]),
        ("地处川黔两省结合部，距陕甘宁三省区较远，川渝两地往来多。", ["两省", "三省", "两地"]),
        ("南部与柳湾、石桥两镇接壤。", ["两镇"]),
        ("由柳湾、石桥和桃坪3镇共同承担。", ["3镇"]),
        ("“柳湾”“石桥”两村先行试点。", ["两村"]),
        ("编制甲类预算、乙类预算、丙类预算和丁类预算四本预算。", ["四本预算"]),
        ("养殖黄牛、山羊两种牲畜，政府、企业、农户三方签约。", ["两种", "三方"]),
        ("春季、秋季两期培训，一号、二号两台机组。", ["两期", "两台"]),
        ("表扬张三、李四、王五3名同志。", ["3名同志"]),
        ("建成3个基地青石基地、柳湾基地、石桥基地。", ["3个"]),
        ("3个贫困村柳湾村、石桥村、青石村实现脱贫。", ["3个"]),
        ("四个蔬菜品种“青石”牌茄子、豆角、苦瓜、生姜通过了认证。", ["四个"]),
        ("创建3个品牌“青石红”“柳湾白”“石桥绿”。", ["3个"]),
    ],
)  # fmt: skip
def test_names_that_run_into_their_number_hold(text: str, stated: list[str]) -> None:
    found = said(text)
    assert [verdict for _, _, verdict in found] == ["holds"] * len(stated)
    assert all(word.startswith(total) for word, (_, total, _) in zip(stated, found, strict=True))


@pytest.mark.parametrize(
    "text",
    [
        "位于柳湾、石桥两个县城和三县交界处。",
        "柳湾、石桥、桃坪两县。",
        "柳湾、石桥等三县。",
        "开展宣传、培训2次，购买电脑、打印机两台，组织观摩、培训两期。",
        "柳湾村、石桥村两委换届，县、乡两会召开，聘请教师、医生两名。",
        "支持柳湾、石桥、桃坪和四个社区。落实党建、教育、医疗、五项任务。",
        "四个乡镇种植茄子、豆角、苦瓜、生姜。",
        "3个村实施道路、饮水、电网改造。",
        "建设3个村级卫生室、文化室、农家书屋。",
        "4个村村民、党员、干部、代表参加。",
        "建成3个基地青石基地、柳湾基地等。",
        "完成川渝两省和川黔三地的调研。",
    ],
)
def test_other_numbers_behind_or_before_a_list_stay_silent(text: str) -> None:
    assert [one for one in said(text) if one[1] not in ("两个", "两省")] == []
