"""Totals and their parts: whose money, what kind, of whom; and lists that promise nothing."""

import pytest

from tests.plans.judged import alarms, claims, said

pytestmark = pytest.mark.one_database

HOLDING = [
    ("总投资500万元，其中中央资金300万元，省级资金150万元，县级配套资金50万元。", "source_sum", "500万元"),
    ("总投资500万元（其中：中央预算内投资300万元，省级配套资金150万元，群众自筹50万元）。", "source_sum", "500万元"),
    ("申请上级资金300万元，县级配套150万元，村级自筹50万元，合计500万元。", "source_sum", "500万元"),
    ("总投资500万元，从行业部门资金中安排300万元、从县级自筹资金中安排200万元。", "source_sum", "500万元"),
    ("总投资500万元，其中土建300万元、设备200万元；资金来源为中央资金400万元、单位自筹100万元。", "source_sum", "500万元"),
    ("投入资金500万元，其中涉农整合资金500万元。", "source_sum", "500万元"),
    ("共需资金1200万元，其中，种苗费500万元，技术培训400万元，管护费300万元。", "sum", "1200万元"),
    ("计划实施84件，具体为：青石镇21件；桃坪镇31件；白沙镇20件；竹溪镇12件。", "count_sum", "84件"),
    ("种植蔬菜300亩、辣椒200亩、魔芋100亩，共计600亩。", "sum", "600亩"),
    ("县级领导30人、科级干部200人、一般干部1500人，共1730人结对帮扶5000户。", "sum", "1730人"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "kind", "total"), HOLDING)
def test_a_total_that_is_its_parts_holds(text: str, kind: str, total: str) -> None:
    assert (kind, total, "holds") in said(text)


FAILING = [
    ("总投资500万元，其中中央资金300万元，省级资金150万元，县级配套资金60万元。", "500万元"),
    ("总投资400万元。其中，申请中央资金300万元、县级配套60万元、群众投工投劳折资50万元。", "400万元"),
    ("总投资632.00万元，其中土建399.00万元、设备233.00万元；资金来源为中央资金268.00万元、单位自筹346.00万元。", "632.00万元"),
    ("申请上级资金300万元，县级配套150万元，合计总投资550万元。", "550万元"),
    ("种植蔬菜300亩，辣椒200亩，魔芋100亩，合计650亩。", "650亩"),
    ("实施项目12个，总投资6600万元：种植项目5个，投资2500万元；养殖项目4个，投资3000万元；加工项目3个，投资1000万元。", "6600万元"),
    ("搬迁1500户6000人，其中集中安置1200户4800人，分散安置300户1100人。", "6000人"),
    ("转移就业3000人，其中省内1800人，省外1100人。", "3000人"),
    ("计划实施24件：梨园镇27件；石桥镇9件；大田乡7件；金沟镇6件。", "24件"),
    ("2018年总投资126.63亿元，其中第一产业26.78亿元，第二产业39.17亿元，第三产业59.98亿元。", "126.63亿元"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "total"), FAILING)
def test_a_total_that_is_not_its_parts_fails_where_the_text_promises_all(text: str, total: str) -> None:
    assert [c.relation.total.text for c in claims(text) if c.verdict == "fails"] == [total]


QUIET = [
    "全县贫困户1000户，其中低保户300户、残疾户200户、五保户100户。",
    "全县贫困人口3000人，其中低保1500人、残疾1200人、患病1000人。",
    "投资500万元，其中用于贫困村300万元，用于产业发展350万元。",
    "硬化道路10公里，其中安装护栏6公里，安装路灯5公里。",
    "建设蓄水池20个、管网30公里，投资500万元，其中中央资金300万元。",
    "全县12个乡镇156个村，其中贫困村60个，贫困户5000户，其中未脱贫1200户。",
    "全镇2000户8000人，外出务工3000人，其中省外2000人、省内县外500人。",
    "第一批资金500万元，第二批资金300万元，第三批资金200万元，总投资1200万元。",
    "培训1000人次，转移就业500人，其中省内300人，省外200人，覆盖率达到100%。",
    "贷款500万元，贴息50万元，自筹300万元，完成投资800万元。",
    "总投资100万元，其中中央资金60万元，覆盖3个村。",
]


@pytest.mark.parametrize("text", QUIET)
def test_lists_that_do_not_promise_all_parts_raise_no_alarm(text: str) -> None:
    assert alarms(text) == []


def test_sources_that_come_to_less_are_a_doubt() -> None:
    assert said("总投资900万元，其中中央资金400万元，省级资金300万元。") == [
        ("source_sum", "900万元", "unclear")
    ]


def test_parts_of_a_part_are_not_added_again() -> None:
    text = "总投资500万元，其中行业部门资金300万元（中央200万元、省级100万元），群众自筹200万元。"
    assert said(text) == [("source_sum", "500万元", "holds"), ("sum", "300万元", "holds")]


def test_persons_fail_where_households_of_the_same_list_hold() -> None:
    text = "贫困户1000户3500人，其中：一般户500户1800人，低保户400户1500人，特困户100户150人。"
    assert {("sum", "1000户", "holds"), ("sum", "3500人", "fails")} <= set(said(text))


def test_a_part_above_its_whole_fails() -> None:
    assert ("limit", "120户", "fails") in said("全村120户450人，其中建档立卡户130户。")


def test_a_part_within_its_whole_holds() -> None:
    assert said("累计改造37263户（其中建档立卡户14175户）。") == [("limit", "37263户", "holds")]


def test_a_split_by_year_of_every_part_is_checked_year_by_year() -> None:
    text = (
        "稳定就业100人（2018年40人、2019年60人），其中：县内70人（2018年30人、2019年40人），"
        "县外30人（2018年10人、2019年20人）。"
    )
    sums = [row for row in said(text) if row[0] == "sum"]
    assert sums == [("sum", "100人", "holds"), ("sum", "40人", "holds"), ("sum", "60人", "holds")]


def test_fewer_persons_than_households_fail() -> None:
    assert said("涉及300户280人。") == [("limit", "280人", "fails")]


def test_what_is_left_is_what_there_was_less_what_went() -> None:
    text = "2017年末未脱贫贫困村118个。2018年105个贫困村脱贫出列，年末3个贫困村未脱贫。"
    assert ("count_sum", "3个", "fails") in said(text)


def test_an_adjustment_between_makes_what_is_left_a_doubt() -> None:
    text = "未脱贫人口59237人。2018年6月经动态调整，有贫困人口111138人。2018年49565人脱贫；2018年末未脱贫人口10317人。"
    assert ("sum", "10317人", "unclear") in said(text)


def test_movements_are_added_with_their_signs() -> None:
    text = "原有低保对象16578人，新增350人，清退246人，自然减少47人，调整后为16635人。"
    assert said(text) == [("sum", "16635人", "holds")]
    assert ("sum", "16653人", "fails") in said(text.replace("16635", "16653"))


def test_a_remainder_is_the_total_less_what_is_done() -> None:
    text = "应改造927户，已完成590户，尚有337户未完成。"
    assert said(text) == [("sum", "927户", "holds")]
    assert ("sum", "927户", "fails") in said(text.replace("337", "373"))


def test_a_part_that_is_not_known_is_no_failure() -> None:
    assert alarms("建档立卡户9户10人，其中已脱贫4户（家庭成员没有登记全，人数不明），未脱贫5户7人。") == []


def test_the_side_of_a_pair_that_adds_up_proves_the_other() -> None:
    text = "贫困人口12098户54442人，已脱贫11664户52618人，未脱贫443户1824人。"
    assert {("sum", "12098户", "fails"), ("sum", "54442人", "holds")} <= set(said(text))


def test_sources_behind_the_years_belong_to_the_total_before_both() -> None:
    text = "投资1050.00万元。分年度：2019年840.00万元、2020年210.00万元。分来源：财政扶贫资金425.00万元、慈心一日捐275.00万元、担保贷款350.00万元。"
    assert [row for row in said(text) if row[1] == "1050.00万元"] == [
        ("year_sum", "1050.00万元", "holds"),
        ("source_sum", "1050.00万元", "holds"),
    ]


def test_an_item_of_a_paragraph_has_its_own_total() -> None:
    text = "一是太阳能路灯。投资986.48万元。二是农田水利。资金来源为申请省级资金267.57万元，申请县级资金311.03万元，合计578.60万元。"
    assert alarms(text) == []


def test_a_total_that_is_stated_again_with_a_slip_fails() -> None:
    text = "计划总投资22973.15万元（中央资金6022.12万元、省级资金16951.03万元）。累计资金投入22937.15万元。"
    assert ("repeat", "22973.15万元", "fails") in said(text)


@pytest.mark.parametrize(
    ("text", "total"),
    [
        ("31.24万人中建档立卡贫困人口26.04万人，同步搬迁人口5.20万人。", "31.24万人"),
        ("有油茶5.0万亩，加上已发展的4.2万亩，达到9.2万亩。", "9.2万亩"),
        ("约981万人。从地区分布看，西部约664万人，中部约296万人，东部约21万人。", "981万人"),
        ("培训农民9000人次（2018年3000人、2019年6000人）。", "9000人次"),
        ("建设村卫生室45个，其中新建20所、改扩建25所。", "45个"),
    ],
)
def test_parts_joined_by_other_words_are_parts(text: str, total: str) -> None:
    assert total in [stated for _, stated, verdict in said(text) if verdict == "holds"]


def test_what_is_paid_already_is_no_source() -> None:
    assert alarms("总投资17763.46万元，其中涉农整合资金15763.46万元，已支付1.6435亿元。") == []


def test_places_that_come_to_more_than_all_fail() -> None:
    assert ("count_sum", "32个", "fails") in said("共有贫困村32个，其中甲镇为9个；乙乡为7个；丙镇为48个。")
    assert ("count_sum", "28个", "fails") in said("共28个，甲镇、乙镇、丙镇分别为9个、7个、48个。")
    assert alarms("共有贫困村32个，其中甲镇为9个；乙乡为7个。") == []


def test_a_bracket_fails_where_its_twin_holds() -> None:
    text = "2018年任务1000户（C级600户，D级400户），2019年任务500户（C级300户，D级210户）。"
    assert [row for row in said(text) if row[0] == "sum"] == [
        ("sum", "1000户", "holds"),
        ("sum", "500户", "fails"),
    ]


def test_what_is_added_to_a_figure_further_back_is_no_alarm() -> None:
    assert (
        alarms(
            "缺口资金为900万元，其中甲镇缺口400万元，乙镇缺口500万元，如果加上丙镇的100万元，全县缺口达1000万元。"
        )
        == []
    )
