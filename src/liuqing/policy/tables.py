"""Every fact of the record, declared once.

From here come the import mapping, the messages for wrong cells, help texts, templates, the
reference and the sample county. The order of the six clears (六清) is the order of ``CLEARS``.

A fact has a kind, and the kind says how a cell is read:

========= ==================================================== =================
kind      meaning                                              Python value
========= ==================================================== =================
text      free text                                            str
code      one of ``codes``                                     str (the name)
codes     several of ``codes``, joined by commas or 、          list[str]
flag      是/否                                                bool
int       whole number, not negative                           int
amount    decimal number, not negative (area, distance)        Decimal
money     yuan, two places                                     Decimal
day       a calendar day                                       datetime.date
month     a month, kept as its first day                       datetime.date
year      a year                                               int
id        identity number, a person's or on a disability card  str
========= ==================================================== =================
"""

from dataclasses import dataclass, field

CLEARS = {
    "members": "家底清",
    "causes": "致贫原因清",
    "measures": "帮扶措施清",
    "ledger": "投入产出清",
    "officers": "帮扶责任清",
    "exits": "脱贫时序清",
}
"""The six clears in the order used everywhere: key and official name (R052)."""


@dataclass(frozen=True)
class Fact:
    """One fact: its name, how it is read, what it means and what lists call it.

    ``sensitive`` facts are masked wherever they are shown and never logged. ``national`` is
    the column of the national system where public sources name one.
    """

    name: str
    label: str
    kind: str
    clear: str = "members"
    headings: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    unit: str = ""
    national: str = ""
    sensitive: bool = False
    meaning: str = ""
    aliases: dict[str, str] = field(default_factory=dict)

    def all_headings(self) -> tuple[str, ...]:
        """Every heading under which lists carry this fact, the label first."""
        return (self.label, *self.headings)


SEXES = ("男", "女")
RELATIONS = (
    "户主", "配偶", "之子", "之女", "之儿媳", "之女婿", "之孙子", "之孙女", "之外孙子", "之外孙女",
    "之父", "之母", "之岳父", "之岳母", "之公公", "之婆婆", "之祖父", "之祖母", "之外祖父", "之外祖母",
    "之兄弟姐妹", "之曾孙子", "之曾孙女", "之侄儿", "之侄女", "之兄弟媳妇", "之叔伯", "其他",
)  # fmt: skip
EDUCATION = ("文盲或半文盲", "小学", "初中", "高中", "大专", "本科及以上")
SCHOOL_STATUS = (
    "学龄前儿童", "学前教育", "小学", "七年级", "八年级", "九年级",
    "普通高中一年级", "普通高中二年级", "普通高中三年级", "中职一年级", "中职二年级", "中职三年级",
    "高职高专一年级", "高职高专二年级", "高职高专三年级",
    "技师学院一年级", "技师学院二年级", "技师学院三年级", "技师学院四年级",
    "本科一年级", "本科二年级", "本科三年级", "本科四年级", "本科五年级", "硕士研究生及以上",
)  # fmt: skip
HEALTH = ("健康", "长期慢性病", "患有大病", "残疾")
LABOUR = ("普通劳动力", "技能劳动力", "弱劳动力或半劳动力", "丧失劳动力", "无劳动力")
CAUSES = (
    "因病", "因残", "因学", "因灾", "缺土地", "缺水", "缺技术", "缺劳力", "缺资金",
    "交通条件落后", "自身发展动力不足", "因婚", "因丧", "年老体弱",
)  # fmt: skip
"""The national system's thirteen causes, and those that a place's own register has besides."""
CAUSE_ALIASES = {"缺劳动力": "缺劳力", "自身发展力不足": "自身发展动力不足"}
CATEGORIES = ("一般贫困户", "低保贫困户", "特困供养贫困户")
CATEGORY_ALIASES = {
    "一般脱贫户": "一般贫困户", "低保脱贫户": "低保贫困户", "特困供养脱贫户": "特困供养贫困户",
    "五保贫困户": "特困供养贫困户",
}  # fmt: skip
STANDARDS = ("国家标准", "省定标准", "市定标准")
STANDINGS = ("未脱贫", "已脱贫", "预脱贫", "返贫")
HOUSE_GRADES = ("A", "B", "C", "D")
HOUSE_GRADE_ALIASES = {"A级": "A", "B级": "B", "C级": "C", "D级": "D"}
MONITORED = ("脱贫不稳定户", "边缘易致贫户", "突发严重困难户")
RISKS = (
    "因病", "因学", "因残", "因自然灾害", "因意外事故", "因产业项目失败", "因务工就业不稳", "缺劳动力", "因房", "因水", "其他",
)  # fmt: skip
"""Why a household may fall into poverty, or back into it."""
RISK_ALIASES = {
    "因灾": "因自然灾害", "自然灾害": "因自然灾害", "意外事故": "因意外事故", "务工就业不稳": "因务工就业不稳",
    "因务工就业不稳定": "因务工就业不稳", "因缺劳动力": "缺劳动力", "缺劳力": "缺劳动力", "产业项目失败": "因产业项目失败",
}  # fmt: skip
REMOVALS = ("帮扶消除", "自然消除")
FUND_LEVELS = ("中央", "省级", "市级", "县级", "东西部协作", "社会", "贷款", "自筹")
"""Who gives money: the levels of funding documents."""
FUND_LEVEL_ALIASES = {
    "中央级": "中央", "国家": "中央", "省": "省级", "市": "市级", "州市": "市级", "州级": "市级", "县": "县级", "县本级": "县级",
    "区级": "县级", "协作": "东西部协作", "对口帮扶": "东西部协作", "社会帮扶": "社会", "社会捐赠": "社会", "银行贷款": "贷款",
    "群众自筹": "自筹", "农户自筹": "自筹",
}  # fmt: skip
PAID_FOR = ("预付款", "进度款", "结算款", "到人到户", "退还质保金")
"""What a payment of a project is for."""
PAID_FOR_ALIASES = {
    "预付": "预付款", "进度": "进度款", "结算": "结算款", "尾款": "结算款", "补助": "到人到户", "质保金": "退还质保金",
}  # fmt: skip
ROAD_TYPES = ("泥土路", "砂石路", "水泥路", "沥青路")
FUELS = ("柴草", "干畜粪", "煤炭", "清洁能源", "其他")
ID_KINDS = ("居民身份证", "残疾人证")
VILLAGE_KINDS = ("贫困村", "非贫困村")
MEASURES = (
    "产业帮扶", "就业帮扶", "金融帮扶", "公益岗位帮扶", "健康帮扶", "义务教育保障", "其他教育帮扶",
    "综合保障", "住房安全保障", "饮水安全保障", "社会帮扶", "搬迁", "生产生活条件改善", "基础设施建设",
)  # fmt: skip

ID = ("身份证号", "身份证号码", "公民身份号码", "身份证件号", "证件号", "居民身份证号")

AREA = (
    Fact("province", "省", "text", headings=("省份",)),
    Fact("city", "市", "text", headings=("市州", "州市")),
    Fact("county", "县", "text", headings=("县区", "县(市、区、旗)")),
    Fact("town", "乡", "text", headings=("乡镇", "乡(镇)", "乡镇街道", "镇", "所属乡镇", "乡镇（街道）")),
    Fact("village", "村", "text",
         headings=("行政村", "村委会", "村(居)委会", "村（社区）", "所属村", "户籍村", "所在村", "村居")),
    Fact("hamlet", "自然村", "text", headings=("村民小组", "组", "自然村(组)")),
)  # fmt: skip

PERSON = (
    Fact("household_no", "户编号", "text", national="AAC001"),
    Fact("person_no", "人口编号", "text", headings=("人编号",), national="AAB001"),
    Fact("name", "姓名", "text", headings=("学生姓名", "参保人姓名", "患者姓名", "权利人", "车主姓名", "借款人", "护林员姓名",
         "劳动者姓名", "残疾人姓名", "学员姓名", "法定代表人", "人员姓名"), national="AAB002", sensitive=True),
    Fact("other_name", "曾用名", "text", headings=("别名", "小名"), sensitive=True),
    Fact("sex", "性别", "code", codes=SEXES, national="AAB003"),
    Fact("birth", "出生日期", "day", headings=("出生年月日", "生日")),
    Fact("id_kind", "证件类型", "code", codes=ID_KINDS, national="AAB018"),
    Fact("id_no", "证件号码", "id", headings=(*ID, "残疾人证号", "残疾证号", "权利人证件号", "法定代表人证件号"),
         national="AAB004", sensitive=True, meaning="18 位身份证号码，或 20、22 位残疾人证号"),
    Fact("ethnicity", "民族", "text", national="AAB007"),
    Fact("phone", "户联系电话", "text", headings=("联系电话", "电话", "手机号"), national="AAR012", sensitive=True),
    Fact("member_phone", "成员联系电话", "text", headings=("人联系电话",), national="AAB031", sensitive=True),
    Fact("data_year", "年度", "year", headings=("数据年度",), national="AAR040"),
    Fact("relation", "与户主关系", "code", codes=RELATIONS, headings=("家庭关系",), national="AAB006"),
    Fact("education", "文化程度", "code", codes=EDUCATION, national="AAB008"),
    Fact("school_status", "在校生状况", "code", codes=SCHOOL_STATUS, national="AAB009"),
    Fact("labour", "劳动技能", "code", codes=LABOUR, headings=("劳动能力",), national="AAB010"),
    Fact("work_months", "务工时间（月）", "int", headings=("务工时间(月)", "务工月数"), unit="月", national="AAB012"),
    Fact("health", "健康状况", "codes", codes=HEALTH, national="AAB017", sensitive=True),
    Fact("political_status", "政治面貌", "text", national="AAK033"),
    Fact("employer", "务工企业名称", "text", headings=("用工单位", "务工单位")),
    Fact("on_dibao", "是否享受低保", "flag", national="AAB030"),
    Fact("employee_pension", "是否参加城镇职工基本养老保险", "flag"),
    Fact("critical_illness_cover", "是否参加大病保险", "flag", national="AAB022"),
    Fact("resident_medical", "是否参加新型农村合作医疗（城乡居民基本医疗保险）", "flag",
         headings=("是否参加城乡居民基本医疗保险",), national="AAB013"),
    Fact("resident_pension", "是否参加城乡居民基本养老保险", "flag", national="AAB014"),
    Fact("dropout_reason", "失学或辍学原因", "text"),
    Fact("speaks_mandarin", "是否会讲普通话", "flag", national="AAB065"),
    Fact("commercial_medical", "是否参加商业补充医疗保险", "flag", national="AAB067"),
    Fact("works_abroad", "是否国外务工", "flag"),
    Fact("industry", "产业分类", "text"),
    Fact("critical_illness_aid", "是否接受大病医疗救助", "flag"),
    Fact("other_health_aid", "是否接受其他健康扶贫", "flag"),
    Fact("public_post", "公益性岗位类型", "text"),
    Fact("public_post_months", "公益性岗位(月数)", "int", unit="月"),
    Fact("job_channel", "就业渠道", "text"),
    Fact("disability_kind", "残疾类别", "text", sensitive=True),
    Fact("work_place", "务工所在地", "text", headings=("务工地点",)),
    Fact("head_name", "户主姓名", "text", sensitive=True, national="AAC029"),
    Fact("head_id_no", "户主证件号码", "id", headings=("户主身份证号",), sensitive=True, national="AAC031"),
    Fact("employee_medical", "是否参加城镇职工基本医疗保险", "flag"),
    Fact("on_tekun", "是否特困供养人员", "flag"),
    Fact("disability_card_year", "残疾证办证年度", "year"),
    Fact("standard", "识别标准", "code", codes=STANDARDS, national="AAC005"),
)  # fmt: skip

PERSON_EXPORT = (
    "省", "市", "县", "乡", "村", "户编号", "人口编号", "姓名", "性别", "出生日期", "证件类型", "证件号码", "民族",
    "户联系电话", "成员联系电话", "年度", "与户主关系", "文化程度", "在校生状况", "劳动技能", "务工时间（月）", "健康状况",
    "政治面貌", "务工企业名称", "是否享受低保", "是否参加城镇职工基本养老保险", "是否参加大病保险",
    "是否参加新型农村合作医疗（城乡居民基本医疗保险）", "是否参加城乡居民基本养老保险", "失学或辍学原因", "是否会讲普通话",
    "是否参加商业补充医疗保险", "是否国外务工", "产业分类", "是否接受大病医疗救助", "是否接受其他健康扶贫", "公益性岗位类型",
    "公益性岗位(月数)", "就业渠道", "残疾类别", "务工所在地", "户主姓名", "户主证件号码", "是否参加城镇职工基本医疗保险",
    "是否特困供养人员", "残疾证办证年度", "识别标准",
)  # fmt: skip
"""The 47 headings of the national system's person export, in its order."""

HOUSEHOLD = (
    Fact("household_no", "户编号", "text", national="AAC001"),
    Fact("head_name", "户主姓名", "text", sensitive=True, national="AAC029"),
    Fact("head_id_no", "户主证件号码", "id", headings=("户主身份证号", "户主证件号"), sensitive=True, national="AAC031"),
    Fact("size_stated", "家庭人口数", "int", headings=("人口数", "人数"), unit="人"),
    Fact("phone", "联系电话", "text", headings=("户联系电话",), sensitive=True, national="AAR012"),
    Fact("bank_name", "开户银行", "text", national="AAQ002"),
    Fact("bank_account", "银行卡号", "text", sensitive=True, national="AAC004"),
    Fact("data_year", "年度", "year", national="AAR040"),
    Fact("standard", "识别标准", "code", codes=STANDARDS, national="AAC005"),
    Fact("category", "贫困户属性", "code", codes=CATEGORIES, aliases=CATEGORY_ALIASES, national="AAC006"),
    Fact("martyr_family", "是否军烈属", "flag", national="AAC012"),
    Fact("land_cultivated", "耕地面积(亩)", "amount", headings=("耕地面积",), unit="亩", national="AAC301"),
    Fact("land_irrigated", "有效灌溉面积(亩)", "amount", headings=("有效灌溉面积",), unit="亩", national="AAC302"),
    Fact("land_forest", "林地面积(亩)", "amount", headings=("林地面积",), unit="亩", national="AAC303"),
    Fact("land_returned_forest", "退耕还林面积(亩)", "amount", headings=("退耕还林面积",), unit="亩", national="AAC304"),
    Fact("land_orchard", "林果面积(亩)", "amount", headings=("林果面积",), unit="亩", national="AAC305"),
    Fact("land_pasture", "牧草地面积(亩)", "amount", headings=("牧草地面积",), unit="亩", national="AAC306"),
    Fact("land_water", "水面面积(亩)", "amount", headings=("水面面积",), unit="亩", national="AAC307"),
    Fact("production_power", "是否通生产用电", "flag", national="AAC308"),
    Fact("domestic_power", "是否通生活用电", "flag", national="AAC313"),
    Fact("tv", "是否通广播电视", "flag", national="AAC314"),
    Fact("water_safe", "是否解决安全饮用水", "flag", national="AAC091"),
    Fact("road_distance", "与村主干路距离(公里)", "amount", headings=("与村主干路距离",), unit="公里", national="AAC315"),
    Fact("road_type", "入户路类型", "code", codes=ROAD_TYPES, national="AAC316"),
    Fact("house_area", "住房面积(㎡)", "amount", headings=("住房面积", "住房面积(平方米)"), unit="平方米", national="AAC317"),
    Fact("house_dilapidated", "是否危房户", "flag", headings=("危房户",), national="AAC318"),
    Fact("house_grade", "住房鉴定等级", "code", codes=HOUSE_GRADES, aliases=HOUSE_GRADE_ALIASES,
         headings=("危房级别", "鉴定等级"), national="AAC322"),
    Fact("toilet", "有无卫生厕所", "flag", national="AAC319"),
    Fact("fuel", "主要燃料类型", "code", codes=FUELS, national="AAC320"),
    Fact("cooperative", "是否加入农民专业合作社", "flag", national="AAC084"),
    Fact("food_secure", "是否不愁吃", "flag", headings=("不愁吃",)),
    Fact("clothing_secure", "是否不愁穿", "flag", headings=("不愁穿",)),
    Fact("main_cause", "主要致贫原因", "code", "causes", codes=CAUSES, aliases=CAUSE_ALIASES,
         headings=("致贫原因1",), national="AAC007"),
    Fact("other_causes", "其他致贫原因", "codes", "causes", codes=CAUSES, aliases=CAUSE_ALIASES, national="AAC008"),
    Fact("measures", "帮扶措施", "codes", "measures", codes=MEASURES, headings=("已实施帮扶措施",)),
    Fact("wage", "工资性收入", "money", "ledger", unit="元", national="AAC073"),
    Fact("business", "生产经营性收入", "money", "ledger", unit="元", national="AAC071"),
    Fact("dividend", "资产收益扶贫分红", "money", "ledger", unit="元", national="AAC092"),
    Fact("property_other", "其他财产性收入", "money", "ledger", unit="元", national="AAC093"),
    Fact("transfer_family_planning", "计划生育金", "money", "ledger", unit="元", national="AAC076"),
    Fact("transfer_dibao", "低保金", "money", "ledger", unit="元", national="AAC077"),
    Fact("transfer_tekun", "特困供养金", "money", "ledger", unit="元", headings=("五保金",), national="AAC086"),
    Fact("transfer_pension", "养老保险金", "money", "ledger", unit="元", national="AAC087"),
    Fact("transfer_eco", "生态补偿金", "money", "ledger", unit="元", national="AAC078"),
    Fact("transfer_other", "其他转移性收入", "money", "ledger", unit="元", national="AAC083"),
    Fact("business_expense", "生产经营性支出", "money", "ledger", unit="元", national="AAC074"),
    Fact("officer_name", "帮扶责任人", "text", "officers", headings=("帮扶责任人姓名", "帮扶干部"), sensitive=True,
         national="AAB002"),
    Fact("officer_unit", "帮扶单位", "text", "officers", headings=("帮扶责任人单位",), national="AAP001"),
    Fact("officer_post", "帮扶责任人职务", "text", "officers", national="AAK888"),
    Fact("officer_phone", "帮扶责任人电话", "text", "officers", sensitive=True, national="AAR012"),
    Fact("officer_since", "帮扶开始时间", "day", "officers", national="AAR020"),
    Fact("identified_year", "识别年度", "year", "exits", headings=("首次识别年度",)),
    Fact("standing", "脱贫属性", "code", "exits", codes=STANDINGS, national="AAR010"),
    Fact("planned_exit_year", "计划脱贫年度", "year", "exits"),
    Fact("exit_year", "脱贫年度", "year", "exits", headings=("实际脱贫年度",)),
)  # fmt: skip

INCOME_ITEMS = (
    "wage", "business", "dividend", "property_other", "transfer_family_planning", "transfer_dibao",
    "transfer_tekun", "transfer_pension", "transfer_eco", "transfer_other", "business_expense",
)  # fmt: skip

VILLAGE = (
    Fact("village_code", "村代码", "text", headings=("行政区划代码", "村行政区划"), national="AAR008"),
    Fact("village_kind", "村属性", "code", codes=VILLAGE_KINDS, national="AAD004"),
    Fact("listed_year", "贫困村识别年度", "year", "exits"),
    Fact("village_exit_year", "出列年度", "year", "exits"),
    Fact("households", "总户数", "int", unit="户", national="AAD005"),
    Fact("rural_population", "乡村人口数", "int", headings=("总人口", "农业人口数"), unit="人", national="AAD010",
         meaning="贫困发生率的分母：农村户籍人口，不是全部户籍人口"),
    Fact("hamlets", "自然村(组)数", "int", unit="个", national="AAD006"),
    Fact("collective_income", "村集体经济收入(万元)", "amount", "ledger", unit="万元", national="AAD302"),
    Fact("data_year", "年度", "year", national="AAR040"),
    Fact("water_unsafe_households", "未实现饮水安全户数", "int", unit="户", national="AAD331"),
    Fact("dilapidated_households", "危房户数", "int", unit="户", national="AAD361"),
    Fact("village_land", "耕地面积(亩)", "amount", headings=("耕地面积",), unit="亩", national="AAD019"),
    Fact("hardened_road", "到乡镇是否通沥青(水泥)路", "flag", headings=("到乡镇是否通沥青（水泥）路", "是否通硬化路"),
         national="AAD328"),
)  # fmt: skip


def named(facts: tuple[Fact, ...]) -> dict[str, Fact]:
    """The facts by name."""
    return {fact.name: fact for fact in facts}
