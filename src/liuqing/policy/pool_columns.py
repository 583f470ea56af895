"""The columns of a project pool (项目库) as counties keep it: one row a project, its year, its money.

Money stands in the unit of its heading (万元 or 元). A source has two columns: what is needed of it,
and what of that is secured. ``SOURCES`` are the words of the plans for where money comes from, with
those that every workbook has (levels, own money, loans); which of them a place uses is its own data.
"""

from liuqing.policy.tables import AREA, Fact

NATURES = ("新建", "改建", "扩建", "续建")
REACHES = ("到户", "公益共享")
STATES = (
    "草稿", "已申报", "乡镇已审核", "部门已论证", "已入库", "已列入年度计划", "已招标采购", "已签合同", "在建", "已完工",
    "已验收", "已结算", "已移交", "退回补正", "暂缓入库", "不予入库", "已出库", "已撤销",
)  # fmt: skip
"""Where a project stands, in the order of its life."""
STATE_ALIASES = {
    "未入库": "草稿", "申报": "已申报", "待审核": "已申报", "入库": "已入库", "已入库待实施": "已入库", "未实施": "已入库", "未开工": "已入库",
    "年度计划": "已列入年度计划", "已列入计划": "已列入年度计划", "招标": "已招标采购", "已招标": "已招标采购", "签订合同": "已签合同",
    "实施中": "在建", "已开工": "在建", "正在实施": "在建", "完工": "已完工", "已竣工": "已完工", "已实施": "已完工", "验收": "已验收",
    "竣工验收": "已验收", "结算": "已结算", "移交": "已移交", "已移交管护": "已移交", "退回": "退回补正", "暂缓": "暂缓入库",
    "出库": "已出库", "撤销": "已撤销", "取消": "已撤销",
}  # fmt: skip

SOURCES: dict[str, tuple[str, ...]] = {
    "line": ("行业部门资金", "部门资金", "行业资金"),
    "pooled": ("涉农整合资金", "整合资金", "统筹整合资金"),
    "county_own": ("县级自筹资金", "县自筹资金"),
    "shanghai": ("上海帮扶资金", "东西部协作资金", "协作资金"),
    "special": ("财政专项扶贫资金", "财政专项资金"),
    "county_pooled": ("县级整合资金",),
    "social": ("社会扶贫",),
    "fiscal_pooled": ("财政涉农整合资金",),
    "shanghai_yunnan": ("沪滇协作资金", "沪滇资金"),
    "special_fund": ("专项扶贫资金", "专项资金"),
    "line_fund": ("行业扶贫资金",),
    "social_fund": ("社会扶贫资金", "社会资金"),
    "fiscal": ("财政扶贫资金", "财政资金"),
    "charity_day": ("慈心一日捐",),
    "startup_loan": ("创业担保贷款",),
    "central": ("中央资金", "中央", "中央财政资金", "中央财政专项扶贫资金"),
    "province": ("省级资金", "省级", "省", "省级财政资金"),
    "city": ("市级资金", "市级", "市", "州市级资金", "市级财政资金"),
    "county": ("县级资金", "县级", "县", "县级财政资金"),
    "linking": ("衔接推进乡村振兴补助资金", "衔接资金", "财政衔接资金"),
    "bond": ("地方政府债券资金", "债券资金", "地方债"),
    "donated": ("社会捐赠", "捐赠资金", "帮扶单位资金"),
    "own": ("自筹资金", "群众自筹", "自筹", "业主自筹"),
    "loan": ("银行贷款", "贷款", "信贷资金", "金融贷款"),
}  # fmt: skip
"""A short key for each source and its words, the usual one first."""
EVERYWHERE = (
    "central", "province", "city", "county", "special_fund", "line_fund", "social_fund", "donated", "own", "loan",
)  # fmt: skip
"""Sources that a project of any place may have, whether the plan names them or not."""


def _fact(name: str, label: str, kind: str, *headings: str, **more: object) -> Fact:
    return Fact(name, label, kind, headings=headings, **more)  # type: ignore[arg-type]


def _money(name: str, label: str, *headings: str) -> Fact:
    return _fact(name, label, "money", *headings, clear="ledger", unit="元")


_WHAT = (
    _fact("project_no", "项目编号", "text", "项目编码", "项目代码"),
    _fact("project_name", "项目名称", "text", "单项工程名称"),
    _fact("class_one", "项目类别", "text", "项目大类", "项目类型", "一级类别"),
    _fact("class_two", "项目子类型", "text", "项目子类", "项目小类", "二级类别", "子项"),
    _fact("nature", "建设性质", "code", codes=NATURES,
          aliases={"新建项目": "新建", "改扩建": "扩建", "续建项目": "续建", "维修": "改建", "维修改造": "改建"}),
    *AREA[3:5],
    _fact("site", "实施地点", "text", "建设地点", "项目地点"),
    _fact("content", "建设内容", "text", "主要建设内容", "建设任务", "建设内容及规模", "项目摘要", "建设规模及内容"),
    _fact("item", "工程量名称", "text", "实物工程量", "实物名称", meaning="数量说的是什么；不填按项目子类型"),
    _fact("quantity", "数量", "amount", "工程量", "建设数量"),
    _fact("quantity_unit", "单位", "text", "计量单位", "数量单位"),
    _money("unit_cost", "单价", "单位造价", "补助标准"),
    _fact("sizes", "规格", "text", "规格尺寸", meaning="如 长1200米；宽3米；厚0.15米"),
    _fact("plan_year", "年度", "year", "计划年度", "实施年度", "项目年度", "规划年度"),
    _fact("starts_on", "开工时间", "text", "计划开工时间", "开工日期", "计划开工日期"),
    _fact("ends_on", "完工时间", "text", "计划完工时间", "完工日期", "计划竣工时间", "竣工时间"),
)  # fmt: skip

_FUNDS = tuple(_money(f"need_{key}", words[0], *words[1:]) for key, words in SOURCES.items())
_SECURED = tuple(_money(f"secured_{key}", f"已落实{words[0]}") for key, words in SOURCES.items())

_WHOM = (
    _fact("reach", "受益方式", "code", "到户或公益共享", "到户/公益共享", "是否到户", codes=REACHES,
          aliases={"入户": "到户", "到户项目": "到户", "入户项目": "到户", "是": "到户", "否": "公益共享", "公益": "公益共享",
                   "共享": "公益共享", "公益共享项目": "公益共享", "到村": "公益共享"}),
    _fact("households_said", "受益户数", "int", "受益总户数", unit="户"),
    _fact("persons_said", "受益人数", "int", "受益人口数", "受益人口", "受益总人数", unit="人"),
    _fact("poor_households_said", "其中贫困户数", "int", "受益贫困户数", "受益建档立卡户数", "其中建档立卡户数", "其中脱贫户数",
          unit="户"),
    _fact("poor_persons_said", "其中贫困人数", "int", "受益贫困人口数", "受益建档立卡人数", "其中建档立卡人数", "其中脱贫人数",
          unit="人"),
    _fact("household_nos", "受益户编号", "text", "受益户户编号", meaning="到户项目的受益户，几户之间用逗号隔开"),
    _fact("targets", "绩效目标", "text", "绩效指标", "项目绩效目标", meaning="如 种植面积≥100亩；群众满意度≥90%"),
    _fact("mechanism", "带贫减贫机制", "text", "带贫机制", "联农带农机制", "利益联结机制"),
    _fact("participation", "群众参与", "text", "群众参与情况", "群众参与机制"),
)  # fmt: skip

_WHO = (
    _fact("line_department", "行业主管部门", "text", "主管部门", "行业部门", "项目主管部门"),
    _fact("builder", "实施单位", "text", "项目实施单位", "建设单位", "责任单位"),
    _fact("lead_post", "责任人职务", "text", "项目负责人职务", meaning="只写职务，不写人名"),
    _fact("leader_post", "责任领导职务", "text", "分管领导职务", meaning="只写职务，不写人名"),
    _fact("first_class", "一类项目", "flag", "是否一类项目"),
    _fact("bundle", "整村推进", "text", "打捆项目", "项目包"),
    _fact("marks", "项目标识", "text", "标识"),
    _fact("votes", "群众票数", "int", "得票数"),
    _fact("score", "县级评分", "amount", "综合评分", "评定得分"),
    _fact("state", "当前状态", "code", "项目状态", "实施状态", "状态", codes=STATES, aliases=STATE_ALIASES),
    _fact("pooled_on", "入库日期", "day", "入库时间"),
    _fact("approval", "批复文号", "text", "入库批复文号", "批复文件"),
    _fact("note", "备注", "text"),
)  # fmt: skip

COLUMNS = (
    *_WHAT,
    _money("total", "资金规模（合计）", "资金规模", "项目预算总投资", "总投资", "预算总投资", "投资合计", "资金合计", "合计"),
    *_FUNDS,
    _fact("funds_text", "资金来源", "text", "筹资方式", "资金筹措方式", clear="ledger",
          meaning="没有分列各项资金的：如 涉农整合资金50；自筹资金20，单位同资金规模一栏"),
    _money("secured", "已落实资金", "已到位资金", "落实资金"),
    *_SECURED,
    *_WHOM,
    *_WHO,
)  # fmt: skip
"""Every column, in the usual order of the pool."""

MARKS = (
    ("项目名称", "单项工程名称"),
    ("项目类别", "项目大类", "项目类型", "一级类别"),
    ("建设性质", "建设内容", "主要建设内容", "建设任务", "建设内容及规模", "项目摘要"),
)
REQUIRED = ("project_name", "class_one")
