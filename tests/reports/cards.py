"""Hand-made cards: invented people, prefix 99 so that no number belongs to anybody."""

from dataclasses import replace
from datetime import date

from liuqing.registry.card import Card, Clear, FoundHere, Grid, Shown

SYSTEM = "全国扶贫开发信息系统"
DAY = date(2018, 12, 31)


def person(n: int, name: str = "") -> tuple[str, ...]:
    """One line of the members' table."""
    return (
        name or f"试样{'甲乙丙丁戊己庚辛壬癸'[n % 10]}", ("户主", "配偶", "之子", "之女")[n % 4], "男女"[n % 2],
        str(60 - 5 * n), "小学", "普通劳动力", "健康", "9", "已参保", "*" * 16 + "1X",
    )  # fmt: skip


def card(size: int = 4, *, head: str = "试样甲", **changes: object) -> Card:
    """A household of ``size`` with all six clears."""
    people = tuple(person(n, head if n == 0 else "") for n in range(size))
    columns = (
        "姓名",
        "关系",
        "性别",
        "年龄",
        "文化程度",
        "劳动技能",
        "健康状况",
        "务工月数",
        "医保",
        "证件号码",
    )
    income = (
        ("工资性收入", "12,000.00"), ("生产经营性收入", "8,400.00"), ("资产收益扶贫分红", "300.00"),
        ("其他财产性收入", "0.00"), ("计划生育金", "0.00"), ("低保金", "2,400.00"), ("特困供养金", "0.00"),
        ("养老保险金", "1,236.00"), ("生态补偿金", "450.00"), ("其他转移性收入", "600.00"),
        ("生产经营性支出", "3,386.00"), ("年纯收入", "22,000.00"),
    )  # fmt: skip
    clears = (
        Clear("members", "家底清", (
            Shown("贫困户属性", "一般贫困户", SYSTEM, DAY), Shown("住房鉴定等级", "B", "县住建局", DAY),
            Shown("安全饮水", "是", SYSTEM, DAY), Shown("耕地面积", "4.20 亩", SYSTEM, DAY),
            Shown("林地面积", "", state="missing"), Shown("住房面积", "96.00 平方米", SYSTEM, DAY, "conflict"),
        ), (Grid("家庭成员", columns, people, (SYSTEM,) * size), Grid("部门名单", ("姓名", "部门"), (("试样甲", "只在屏幕上"),))), ("林地面积没有填",)),
        Clear("causes", "致贫原因清", (Shown("主要原因", "因病", SYSTEM, DAY), Shown("其他原因", "缺技术、缺资金", SYSTEM, DAY))),
        Clear("measures", "帮扶措施清", (), (Grid("帮扶措施", ("年度", "措施", "内容", "享受人", "部门", "起止"), (
            ("2018", "产业帮扶", "生猪养殖补助", "全户", "县农业农村局", ""), ("2018", "健康帮扶", "城乡居民医保参保资助", "试样甲", "县医保局", ""),
            ("2018", "健康帮扶", "城乡居民医保参保资助", "试样乙", "县医保局", ""), ("2018", "义务教育保障", "寄宿生生活补助", "试样丙", "县教育局", ""),
        ), ("县农业农村局《台账》第 3 行", "县医保局《名单》第 7 行", "县医保局《名单》第 8 行", "县教育局《名单》第 9 行")),)),
        Clear("ledger", "投入产出清", (Shown("2018 年人均纯收入", "5,500.00 元", SYSTEM, DAY),), (
            Grid("收入（元）", ("项目", "2018 年"), income, (SYSTEM,) * 12),
            Grid("到户资金", ("年度", "项目", "领取人", "部门", "金额（元）", "日期"), (
                ("2018", "产业扶持", "全户", "县财政局", "3,000.00", "2018-05-01"), ("2018", "寄宿生补助", "试样丙", "县教育局", "1,250.00", ""),
                ("合计", "2 笔", "", "", "4,250.00", "")), ("县财政局", "县教育局", "")),
        )),
        Clear("officers", "帮扶责任清", (), (Grid("", ("姓名", "单位", "职务", "电话", "起"), (("帮扶员甲", "某某镇人民政府", "农业服务中心干部", "139****0001", "2017-03"),), (SYSTEM,)),)),
        Clear("exits", "脱贫时序清", (Shown("识别年度", "2014", SYSTEM, DAY), Shown("计划脱贫年度", "2018", SYSTEM, DAY), Shown("脱贫年度", "2018", SYSTEM, DAY))),
    )  # fmt: skip
    made = Card(
        household_id=1, no="530325000001", head=head, county="富源县", town="某某镇", village="某某村", village_code="530325001001",
        hamlet="三组", size=size, standing="已脱贫", on=DAY, demo=True, clears=clears,
        findings=(
            FoundHere("exits", "达到退出条件", None, "住房、饮水、教育、医疗都达到；林地面积没有填，不影响退出。"),
            FoundHere("income_per_person", "年人均纯收入", None, "5,500.00 元。"),
            FoundHere("dead_but_active", "死亡未销", True, "试样乙：要核实的疑点。"),
        ),
    )  # fmt: skip
    return replace(made, **changes)
