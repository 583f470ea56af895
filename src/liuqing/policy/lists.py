"""Every list a county office receives: who hands it in, how it is recognised, what it says.

A ``ListKind`` names the facts in its columns. ``marks`` are the headings that tell it from all
others: a table is of this kind when every group in ``marks`` has a heading among its own. The
first ``label`` is what is shown; reading accepts every synonym of a fact, in any order.

Three lists make the register (``register_*``). The others speak of persons: each row becomes an
entry "this department says this of this person, on this day", and where the list shows help
given (``measure``) or money paid (``pays``) it also becomes a measure or a receipt. Two lists speak
of areas and offices (``about``): what is reported of an area, and what an office did. The lists of projects,
money, assets and loans belong to the room of projects, which brings their importers.
"""

from dataclasses import dataclass

from liuqing.policy import pool_columns
from liuqing.policy.tables import (
    AREA,
    FUND_LEVEL_ALIASES,
    FUND_LEVELS,
    HOUSE_GRADE_ALIASES,
    HOUSE_GRADES,
    HOUSEHOLD,
    MONITORED,
    PAID_FOR,
    PAID_FOR_ALIASES,
    PERSON,
    REMOVALS,
    RISK_ALIASES,
    RISKS,
    VILLAGE,
    Fact,
    named,
)


@dataclass(frozen=True)
class ListKind:
    """A kind of list: its key, department, title, columns and what a row gives.

    ``required`` are the facts without which a row is refused. ``measure`` is the code of the
    help a row proves, ``pays`` the money fact that a row pays to the household in the year of
    ``on``, ``on`` the day fact of a row (else the list's own day counts). ``about`` is ``person``,
    ``area`` for what is reported of areas and offices, or ``project`` for projects and their money.
    """

    key: str
    department: str
    label: str
    columns: tuple[Fact, ...]
    marks: tuple[tuple[str, ...], ...]
    required: tuple[str, ...] = ("name", "id_no")
    measure: str = ""
    pays: str = ""
    on: str = ""
    about: str = "person"

    def fact(self, name: str) -> Fact:
        """The fact of that name; KeyError if this list does not carry it."""
        return named(self.columns)[name]


def _person(*names: str) -> tuple[Fact, ...]:
    facts = named(PERSON)
    return tuple(facts[name] for name in names)


_WHO = _person("name", "sex", "id_no")
_TOWN_VILLAGE = AREA[3:5]
_ADDRESS = Fact(
    "address", "户籍地址", "text", headings=("家庭住址", "住址", "地址", "户籍所在地"), sensitive=True
)
_NOTE = Fact("note", "备注", "text")
_PERSON_ID = ("证件号码", "证件号", "身份证号", "身份证号码", "公民身份号码", "身份证件号", "居民身份证号")


def _fact(name: str, label: str, kind: str, *headings: str, **more: object) -> Fact:
    return Fact(name, label, kind, headings=headings, **more)  # type: ignore[arg-type]


_RISK = {"codes": RISKS, "aliases": RISK_ALIASES}


def _phase(key: str, label: str) -> tuple[Fact, ...]:
    """What is stated of a monitored household when it is identified, and again when its risk is removed."""
    flags = (
        ("dropout", "是否义务教育阶段适龄儿童少年失学辍学"), ("house_unsafe", "是否住房出现安全问题"),
        ("water_unsafe", "是否饮水出现安全问题"), ("uninsured", "是否有成员未参加基本医保"),
    )  # fmt: skip
    sums = (
        ("wage", "工资性收入"), ("business", "生产经营性收入"), ("property", "财产性收入"), ("transfer", "转移性收入"),
        ("expense", "生产经营性支出"), ("self_paid", "合规自付支出"),
    )  # fmt: skip
    return (
        *(_fact(f"{key}_{name}", f"{label}{said}", "flag") for name, said in flags),
        *(_fact(f"{key}_{name}", f"{label}{said}", "money", unit="元") for name, said in sums),
    )


ASSET_KINDS = ("经营性资产", "公益性资产", "到户类资产")
ASSET_KIND_ALIASES = {kind.removesuffix("资产"): kind for kind in ASSET_KINDS} | {"到户": "到户类资产"}
ASSET_STATES = ("在用", "闲置", "损坏", "灭失", "已处置")
ASSET_STATE_ALIASES = {"正常使用": "在用", "正常": "在用", "毁损": "损坏", "处置": "已处置", "报废": "已处置"}
LOAN_STATES = ("在贷", "已展期", "已结清", "不良", "已代偿")
LOAN_STATE_ALIASES = {state.removeprefix("已"): state for state in LOAN_STATES} | {
    "正常": "在贷",
    "续贷": "已展期",
    "已还清": "已结清",
}


LISTS = (
    ListKind(
        "register_villages", "县扶贫办", "贫困村与非贫困村基础信息",
        (*AREA[:5], *VILLAGE), (("村属性",), ("村代码", "行政区划代码", "村行政区划")),
        required=("village_code", "village_kind"),
    ),
    ListKind(
        "register_households", "县扶贫办", "全国扶贫开发信息系统 户信息导出",
        (*AREA, *HOUSEHOLD), (("户编号",), ("主要致贫原因", "致贫原因1"), ("脱贫属性",)),
        required=("household_no", "village", "standing"),
    ),
    ListKind(
        "register_persons", "县扶贫办", "全国扶贫开发信息系统 人员信息导出",
        (*AREA[:5], *PERSON), (("户编号",), ("人口编号", "人编号"), ("与户主关系",)),
        required=("household_no", "person_no", "name", "relation"),
    ),
    ListKind(
        "police_residents", "县公安局", "户籍人口信息",
        (_fact("hukou_no", "户号", "text", "户口簿号"), *_WHO,
         *_person("birth", "ethnicity", "relation", "other_name"),
         *_TOWN_VILLAGE, _ADDRESS, _fact("hukou_kind", "户口性质", "code", "户别", codes=("农业", "非农业"))),
        (("户号", "户口簿号"), ("户口性质", "户别"), _PERSON_ID),
    ),
    ListKind(
        "police_deaths", "县公安局", "死亡注销人员名单",
        (*_WHO, _fact("died_on", "死亡日期", "day", "死亡时间"), _fact("cancelled_on", "注销日期", "day", "注销时间"),
         *_TOWN_VILLAGE, _NOTE),
        (("死亡日期", "死亡时间"), _PERSON_ID), required=("name", "id_no", "died_on"), on="died_on",
    ),
    ListKind(
        "dibao", "县民政局", "农村低保对象花名册",
        (*_TOWN_VILLAGE, *_WHO, _fact("dibao_kind", "保障类别", "text", "低保类别"),
         _fact("monthly", "月保障金额", "money", "月补助金额", unit="元"),
         _fact("paid", "年度发放金额", "money", "本年累计发放", "发放金额", unit="元"),
         _fact("since", "开始享受时间", "month", "享受时间"), _NOTE),
        (("保障类别", "低保类别"), ("月保障金额", "月补助金额")), measure="综合保障", pays="paid",
    ),
    ListKind(
        "tekun", "县民政局", "特困供养人员花名册",
        (*_TOWN_VILLAGE, *_WHO, _fact("care", "供养方式", "text", "供养形式"),
         _fact("paid", "年度发放金额", "money", "本年累计发放", "发放金额", unit="元"), _NOTE),
        (("供养方式", "供养形式"), _PERSON_ID), measure="综合保障", pays="paid",
    ),
    ListKind(
        "disabled", "县残联", "持证残疾人名册",
        (*_TOWN_VILLAGE, *_WHO, _fact("disability_kind", "残疾类别", "text", sensitive=True),
         _fact("disability_grade", "残疾等级", "text", sensitive=True), _fact("issued", "发证日期", "day", "办证日期"),
         _fact("paid", "两项补贴年度金额", "money", "两项补贴金额", unit="元")),
        (("残疾等级",), ("残疾人证号", "残疾证号")), measure="综合保障", pays="paid",
    ),
    ListKind(
        "school_roll", "县教育局", "在校学生学籍信息",
        (_fact("school", "学校名称", "text", "学校"), _fact("grade", "年级", "text"), *_WHO, *_person("birth"),
         *_TOWN_VILLAGE, _fact("student_no", "学籍号", "text", "全国学籍号"), _fact("boarding", "是否寄宿", "flag", "寄宿"),
         _fact("private_school", "是否民办", "flag", "民办学校"), _fact("admission", "录取批次", "text", "录取类别"),
         _fact("central_university", "是否中央部属高校", "flag", "中央部属高校"),
         _fact("school_aid", "资助项目", "text", "资助类别"), _fact("elsewhere", "是否在外县就读", "flag", "外县就读"),
         _fact("cost", "家庭负担费用", "money", "自付就学费用", unit="元"), _fact("loan", "助学贷款金额", "money", "助学贷款", unit="元"),
         _fact("paid", "资助金额", "money", "年度资助金额", unit="元")),
        (("学籍号", "全国学籍号"), ("年级",)), measure="义务教育保障", pays="paid",
    ),
    ListKind(
        "medical_insured", "县医保局", "城乡居民基本医疗保险参保名单",
        (*_WHO, *_TOWN_VILLAGE, _fact("scheme", "参保险种", "text", "险种"), _fact("insured_year", "参保年度", "year"),
         _fact("premium_aid", "财政资助金额", "money", "代缴金额", unit="元")),
        (("参保年度",), ("参保险种", "险种")), measure="健康帮扶",
    ),
    ListKind(
        "medical_settlements", "县医保局", "住院费用结算明细",
        (*_WHO, _fact("hospital", "就诊医院", "text", "医院名称", sensitive=True),
         _fact("hospital_level", "医院级别", "text", "医院等级"),
         _fact("bill_kind", "就医类别", "text", "医疗类别"), _fact("referred", "是否按规定转诊", "flag", "按规定转诊"),
         _fact("discharged", "出院日期", "day", "结算日期"), _fact("total", "医疗总费用", "money", "总费用", unit="元"),
         _fact("covered", "政策范围内费用", "money", "合规费用", unit="元"),
         _fact("basic", "基本医保支付", "money", unit="元"), _fact("serious", "大病保险支付", "money", unit="元"),
         _fact("aid", "医疗救助支付", "money", unit="元"),
         _fact("backstop", "兜底保障支付", "money", "政府兜底支付", unit="元"), _fact("self_paid", "个人自付", "money", "个人自付金额", unit="元")),
        (("基本医保支付",), ("个人自付", "个人自付金额")), measure="健康帮扶", on="discharged",
    ),
    ListKind(
        "health", "县卫计局", "大病和慢性病患者名单",
        (*_TOWN_VILLAGE, *_WHO, _fact("illness", "病种", "text", "疾病名称", sensitive=True),
         _fact("diagnosed", "确诊日期", "day", "确诊时间"), _fact("treated", "救治情况", "text", "救治状态"),
         _fact("contracted", "是否签约服务", "flag", "家庭医生签约")),
        (("病种", "疾病名称"), ("救治情况", "救治状态")), measure="健康帮扶",
    ),
    ListKind(
        "housing", "县住建局", "农村危房改造台账",
        (*_TOWN_VILLAGE, *_person("name", "id_no"), _fact("house_grade", "鉴定等级", "code", "危房等级",
          codes=HOUSE_GRADES, aliases=HOUSE_GRADE_ALIASES), _fact("renovation", "改造方式", "text"),
         _fact("finished", "竣工日期", "day", "竣工时间"),
         _fact("self_raised", "自筹资金", "money", "农户自筹", unit="元"), _fact("debt", "建房借款", "money", "建房举债", unit="元"),
         _fact("paid", "补助金额", "money", "补助资金", unit="元"), _NOTE),
        (("鉴定等级", "危房等级"), ("改造方式",)), measure="住房安全保障", pays="paid", on="finished",
    ),
    ListKind(
        "work", "县人社局", "农村劳动力转移就业名册",
        (*_TOWN_VILLAGE, *_WHO, _fact("work_place", "务工地点", "text"), _fact("employer", "用工单位", "text"),
         _fact("since", "外出时间", "day", "务工开始时间"), _fact("months", "务工月数", "int", unit="月"),
         _fact("employer_kind", "单位类型", "text", "用工单位类型"), _fact("contract_kind", "合同类型", "text"),
         _fact("contract_months", "合同期限(月)", "int", "合同期限", unit="月"),
         _fact("paid", "交通补贴", "money", "交通补助", unit="元")),
        (("务工地点",), ("外出时间", "务工开始时间")), measure="就业帮扶", pays="paid",
    ),
    ListKind(
        "training", "县人社局", "职业技能培训花名册",
        (*_TOWN_VILLAGE, *_WHO, _fact("course", "培训工种", "text", "培训项目"), _fact("training_kind", "培训类别", "text", "培训类型"),
         _fact("ended", "结业日期", "day", "结业时间"),
         _fact("days", "培训天数", "int", unit="天"), _fact("certificate", "是否取得证书", "flag", "是否取证")),
        (("培训工种", "培训项目"),), measure="就业帮扶", on="ended",
    ),
    ListKind(
        "public_posts", "县人社局", "乡村公益性岗位人员名册",
        (*_TOWN_VILLAGE, *_WHO, _fact("post", "岗位名称", "text", "公益岗位"), _fact("since", "上岗日期", "day", "上岗时间"),
         _fact("months", "在岗月数", "int", unit="月"), _fact("paid", "岗位补贴", "money", "岗位补贴金额", unit="元")),
        (("岗位名称", "公益岗位"), ("上岗日期", "上岗时间")), measure="公益岗位帮扶", pays="paid",
    ),
    ListKind(
        "rangers", "县林草局", "生态护林员花名册",
        (*_TOWN_VILLAGE, *_WHO, _fact("hired", "聘用日期", "day", "聘用时间"), _fact("area", "管护面积(亩)", "amount", "管护面积"),
         _fact("paid", "年度劳务报酬", "money", "劳务补助", unit="元")),
        (("管护面积(亩)", "管护面积"), ("聘用日期", "聘用时间")), measure="公益岗位帮扶", pays="paid",
    ),
    ListKind(
        "property", "县不动产登记中心", "不动产登记信息",
        (*_person("name", "id_no"), _fact("unit_no", "不动产单元号", "text"), _fact("place", "坐落", "text", sensitive=True),
         _fact("use", "规划用途", "text", "用途"), _fact("size", "建筑面积(㎡)", "amount", "建筑面积"),
         _fact("registered_on", "登记日期", "day", "登记时间")),
        (("不动产单元号",),),
    ),
    ListKind(
        "vehicles", "县公安局交警大队", "机动车登记信息",
        (*_person("name", "id_no"), _fact("plate", "号牌号码", "text", "车牌号", sensitive=True),
         _fact("vehicle", "车辆类型", "text"), _fact("usage", "使用性质", "text"),
         _fact("registered_on", "初次登记日期", "day", "登记日期"), _fact("status", "机动车状态", "text")),
        (("号牌号码", "车牌号"), ("车辆类型",)),
    ),
    ListKind(
        "companies", "县市场监督管理局", "市场主体登记信息",
        (_fact("company", "企业名称", "text", "市场主体名称"), _fact("credit_code", "统一社会信用代码", "text"),
         *_person("name", "id_no"), _fact("kind", "主体类型", "text", "企业类型"), _fact("capital", "注册资本(万元)", "amount"),
         _fact("founded", "成立日期", "day", "成立时间"), _fact("status", "登记状态", "text", "经营状态")),
        (("统一社会信用代码",),),
    ),
    ListKind(
        "payroll", "县财政局", "财政供养人员名册",
        (_fact("unit", "单位名称", "text", "供养单位"), *_WHO, _fact("staff_kind", "人员类别", "text", "编制类型"),
         _fact("hired", "参加工作时间", "day", "入职时间")),
        (("单位名称", "供养单位"), ("人员类别", "编制类型")),
    ),
    ListKind(
        "microcredit", "县农村信用合作联社", "扶贫小额信贷台账",
        (*_TOWN_VILLAGE, *_person("name", "id_no"), _fact("contract_no", "合同编号", "text"),
         _fact("lent", "贷款金额", "money", "放款金额", unit="元"), _fact("lent_on", "放款日期", "day", "放款时间"),
         _fact("due_on", "到期日期", "day", "到期日"), _fact("interest_aid", "财政贴息金额", "money", "贴息金额", unit="元"),
         _fact("overdue", "是否逾期", "flag"), _fact("loan_use", "贷款用途", "text")),
        (("放款日期", "放款时间"), ("贷款金额", "放款金额")), measure="金融帮扶", pays="interest_aid", on="lent_on",
    ),
    ListKind(
        "pension", "县人社局", "城乡居民养老金发放名册",
        (*_TOWN_VILLAGE, *_WHO, _fact("monthly", "月养老金", "money", "养老金月标准", unit="元"),
         _fact("months", "发放月数", "int", unit="月"), _fact("paid", "年度发放金额", "money", "本年累计发放", "发放金额", unit="元")),
        (("月养老金", "养老金月标准"), _PERSON_ID), measure="综合保障", pays="paid",
    ),
    ListKind(
        "disasters", "县应急局", "受灾农户名单",
        (*_TOWN_VILLAGE, *_WHO, _fact("disaster", "灾害种类", "text", "灾种"), _fact("happened", "受灾日期", "day", "受灾时间"),
         _fact("loss", "损失金额", "money", "直接经济损失", unit="元"), _NOTE),
        (("灾害种类", "灾种"), ("损失金额", "直接经济损失")), on="happened",
    ),
    ListKind(
        "wishes", "县人社局", "劳动力就业培训意愿登记表",
        (*_TOWN_VILLAGE, *_WHO, _fact("wants_work", "是否愿意就业", "flag", "就业意愿"),
         _fact("wants_training", "是否愿意参加培训", "flag", "培训意愿"), _fact("wanted_place", "意向务工地", "text")),
        (("是否愿意就业", "就业意愿"), ("是否愿意参加培训", "培训意愿")),
    ),
    ListKind(
        "monitored", "县扶贫办", "监测对象信息",
        (_fact("household_no", "户编号", "text"), *_TOWN_VILLAGE,
         _fact("name", "户主姓名", "text", "姓名", "监测对象姓名", sensitive=True),
         _fact("id_no", "户主证件号码", "id", "户主身份证号", "户主证件号", "证件号码", "身份证号", "身份证号码", sensitive=True),
         _fact("identified_on", "识别监测时间", "month", "识别时间", "风险识别时间"),
         _fact("monitor_kind", "监测对象类别", "code", "监测对象类型", codes=MONITORED),
         _fact("risk_1", "致贫/返贫风险1", "code", "致贫返贫风险1", "风险1", **_RISK),
         _fact("risk_2", "致贫/返贫风险2", "code", "致贫返贫风险2", "风险2", **_RISK),
         _fact("risk_3", "致贫/返贫风险3", "code", "致贫返贫风险3", "风险3", **_RISK),
         _fact("risk_4", "致贫/返贫风险4", "code", "致贫返贫风险4", "风险4", **_RISK),
         _fact("risk_5", "致贫/返贫风险5", "code", "致贫返贫风险5", "风险5", **_RISK),
         *_phase("identified", "识别时"),
         _fact("removed", "风险是否已消除", "flag", "风险是否消除"),
         _fact("removal_way", "风险消除方式", "code", "消除方式", codes=REMOVALS),
         _fact("removed_on", "风险消除时间", "month", "消除时间"),
         *_phase("removed", "消除时")),
        (("监测对象类别", "监测对象类型"), ("识别监测时间", "识别时间", "风险识别时间")), required=("name",),
    ),
    ListKind(
        "cadres", "县委组织部", "村（社区）两委成员名册",
        (*_TOWN_VILLAGE, *_WHO, _fact("cadre_post", "村两委职务", "text", "两委职务", "任职职务"),
         _fact("since", "任职时间", "day", "任职日期"), _fact("left_on", "离任时间", "day", "离任日期", "卸任时间"), _NOTE),
        (("村两委职务", "两委职务", "任职职务"),),
    ),
    ListKind(
        "signals", "县扶贫办", "部门比对线索名单",
        (*_TOWN_VILLAGE, *_WHO, _fact("signal", "线索类别", "text", "类别", "疑点类别"),
         _fact("found_on", "发现日期", "day", "发现时间"), _fact("note", "线索说明", "text", "说明", "情况说明", sensitive=True)),
        (("线索类别", "类别", "疑点类别"), ("发现日期", "发现时间")), required=("name", "id_no", "signal"), on="found_on",
    ),
    ListKind(
        "indicators", "县扶贫办", "指标填报表",
        (_fact("area_code", "行政区划代码", "text", "区划代码"), _fact("area_name", "单位名称", "text", "乡镇村名称"),
         _fact("indicator", "指标名称", "text", "指标"), _fact("year", "年度", "year"),
         Fact("value", "指标值", "text", headings=("数值",), meaning="数字，或 是、否"), _fact("unit", "计量单位", "text")),
        (("指标名称", "指标"), ("指标值", "数值")), required=("area_code", "indicator", "year", "value"), about="area",
    ),
    ListKind(
        "activities", "县扶贫办", "责任落实工作台账",
        (_fact("on", "日期", "day", "开展日期"), _fact("activity", "工作类型", "text"), _fact("role", "责任主体", "text"),
         _fact("area_code", "行政区划代码", "text", "区划代码"), _fact("household_no", "户编号", "text"),
         _fact("times", "次数", "int", unit="次"), _NOTE),
        (("工作类型",), ("责任主体",)), required=("on", "activity", "role"), on="on", about="area",
    ),
    ListKind(
        "projects", "县扶贫办", "项目库", pool_columns.COLUMNS, pool_columns.MARKS,
        required=pool_columns.REQUIRED, about="project",
    ),
    ListKind(
        "fund_documents", "县财政局", "资金文件台账",
        (_fact("document_no", "文号", "text", "资金文号", "指标文号"), _fact("title", "文件名称", "text", "文件标题"),
         _fact("fund_source", "资金来源", "text", "来源"), _fact("level", "级次", "code", "资金级次", codes=FUND_LEVELS, aliases=FUND_LEVEL_ALIASES),
         _fact("lead_department", "牵头部门", "text", "主管部门"), _fact("year", "年度", "year", "预算年度"),
         _fact("amount", "金额", "money", "下达金额", "资金金额", unit="元"),
         _fact("issued_on", "发文日期", "day", "发文时间"), _fact("received_on", "收文日期", "day", "收文时间"),
         _fact("scope", "可用于(类别)", "text", "可用于", "可用类别", "使用范围"),
         _fact("pooled", "是否纳入整合", "flag", "是否整合", "纳入整合"), _fact("purpose", "用途", "text", "资金用途"), _NOTE),
        (("发文日期", "发文时间"), ("级次", "资金级次"), ("资金来源", "来源")),
        required=("document_no", "title", "fund_source", "level", "year", "amount", "issued_on"), on="issued_on", about="project",
    ),
    ListKind(
        "spending", "县财政局", "资金安排支付台账",
        (_fact("project_no", "项目编号", "text"), _fact("project_name", "项目名称", "text"),
         _fact("document_no", "资金文号", "text", "文号", "指标文号"), _fact("year", "年度", "year", "预算年度"),
         _fact("allocated_on", "安排日期", "day", "安排时间"), _fact("allocated", "安排金额", "money", unit="元"),
         _fact("paid_on", "支付日期", "day", "支付时间"), _fact("paid", "支付金额", "money", unit="元"),
         _fact("paid_for", "款项性质", "code", "款项", codes=PAID_FOR, aliases=PAID_FOR_ALIASES),
         _fact("party", "收款单位", "text", "收款方", meaning="单位名称，不填个人姓名"), _fact("voucher_no", "凭证号", "text", "支付凭证号"),
         _fact("retained", "质保金", "money", "扣留质保金", unit="元"), _NOTE),
        (("项目编号",), ("资金文号", "文号", "指标文号"), ("安排金额", "支付金额")),
        required=("project_no", "document_no", "year"), about="project",
    ),
    ListKind(
        "assets", "县扶贫办", "扶贫资产台账",
        (_fact("asset_no", "资产编号", "text"), _fact("asset_name", "资产名称", "text"), *_TOWN_VILLAGE,
         _fact("asset_class", "资产类别", "text", "资产分类", meaning="光伏电站、产业路、基础母牛等"),
         _fact("asset_kind", "资产类型", "code", "资产性质", codes=ASSET_KINDS, aliases=ASSET_KIND_ALIASES),
         _fact("project_no", "来源项目编号", "text", "项目编号"), _fact("household_no", "户编号", "text"),
         _fact("value", "资产原值", "money", "资产价值", "形成资产金额", unit="元"),
         _fact("value_why", "原值说明", "text", "资产原值说明"), _fact("owner", "所有权人", "text", "产权归属", "所有权归属"),
         _fact("keeper", "管护责任岗位", "text", "管护责任", "管护单位", meaning="岗位或单位，不填姓名"),
         _fact("operator", "经营主体", "text", "经营单位"), _fact("profit_right", "收益权人", "text", "收益权归属"),
         _fact("handed_on", "移交日期", "day", "移交时间", "形成日期"), _fact("yearly_return", "约定年收益", "money", "保底年收益", unit="元"),
         _fact("return_day", "收益约定到账日", "text", "约定到账日", meaning="每年的月和日，如 12-20"),
         _fact("asset_state", "使用状态", "code", "资产状态", codes=ASSET_STATES, aliases=ASSET_STATE_ALIASES), _NOTE),
        (("资产编号",), ("资产名称",)), required=("asset_no", "asset_name", "village", "value", "owner"), on="handed_on",
        about="area",
    ),
    ListKind(
        "loans", "县农村信用合作联社", "小额信贷台账",
        (*_TOWN_VILLAGE, *_person("name", "id_no"), _fact("loan_no", "贷款编号", "text", "借据编号", "借据号"),
         _fact("bank", "放贷银行", "text", "承贷银行", "贷款银行"), _fact("loan_kind", "贷款种类", "text", "贷款品种"),
         _fact("lent", "贷款金额", "money", "放款金额", unit="元"),
         _fact("rate", "年利率(%)", "amount", "年利率", meaning="百分数，如 4.35；小于 0.3 的按比例读"),
         _fact("lent_on", "放款日期", "day", "放款时间"), _fact("due_on", "到期日期", "day", "到期日"),
         _fact("loan_use", "贷款用途", "text"), _fact("used_by", "实际用款人", "text", "实际用款单位", "用款主体"),
         _fact("loan_state", "贷款状态", "code", "还款状态", codes=LOAN_STATES, aliases=LOAN_STATE_ALIASES),
         _fact("extended_until", "展期到期日", "day", "展期至"), _fact("repaid", "已还本金", "money", "累计还本", unit="元"),
         _fact("repaid_on", "结清日期", "day", "还清日期", "最近还款日期"), _NOTE),
        (("贷款编号", "借据编号", "借据号"), ("年利率(%)", "年利率")),
        required=("name", "id_no", "loan_no", "bank", "lent", "rate", "lent_on", "due_on"), on="lent_on",
    ),
    ListKind(
        "collective_incomes", "县农业局", "村集体经济收入台账",
        (*_TOWN_VILLAGE, _fact("year", "年度", "year"), _fact("income_item", "收入项目", "text", "收入来源", "收入类别"),
         _fact("amount", "收入金额", "money", "到账金额", "入账金额", unit="元"), _fact("due", "应收金额", "money", "约定金额", unit="元"),
         _fact("on", "到账日期", "day", "入账日期"), _fact("asset_no", "资产编号", "text"), _NOTE),
        (("收入项目", "收入来源", "收入类别"), ("收入金额", "到账金额", "入账金额")),
        required=("village", "income_item", "amount"), on="on", about="area",
    ),
    ListKind(
        "cards", "县财政局", "一卡通账户",
        (*_TOWN_VILLAGE, *_person("name", "id_no"), _fact("bank", "开户银行", "text", "开户行", "发卡银行"),
         _fact("account", "一卡通账号", "id", "账号", "银行账号", "卡号", sensitive=True, meaning="惠民惠农一卡通的卡号或存折账号，须为文本格式"),
         _fact("holder", "账户户名", "text", "户名", "开户人姓名", "账户名称", sensitive=True, meaning="银行登记的户名；空着就是本人"),
         _fact("since", "启用日期", "day", "开户日期", "启用时间"), _NOTE),
        (("一卡通账号", "账号", "银行账号", "卡号"), ("账户户名", "户名", "开户人姓名", "账户名称", "启用日期", "启用时间"),
         ("开户银行", "开户行", "发卡银行"), _PERSON_ID), required=("name", "id_no", "bank", "account"),
    ),
)  # fmt: skip

BY_KEY = {kind.key: kind for kind in LISTS}
"""The lists by key, in the order in which they must be loaded."""
