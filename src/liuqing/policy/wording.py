"""How people read facts and numbers: their official names, and values by what they are."""

from collections.abc import Mapping
from typing import Any

from liuqing.policy import tables
from liuqing.policy.dated_file import UNITS
from liuqing.policy.lists import BY_KEY

_OWN = {
    "person_id": "成员",
    "household_id": "户",
    "bill_id": "医疗费用单据",
    "employer_key": "用工单位",
    "standing": "脱贫属性",
    "causes": "致贫原因",
    "cause_count": "致贫原因个数",
    "list_house_grade": "危房改造台账鉴定等级",
    "renovated": "危房改造已竣工",
    "housing_paid": "已发危房改造补助",
    "housing_times": "危房改造台账登记次数",
    "build_self": "建房自筹资金",
    "build_debt": "建房借款",
    "disaster_loss": "受灾损失",
    "measures": "帮扶措施",
    "measure_count": "帮扶措施（当年或仍在实施）",
    "receipt_count": "资金到户笔数（截至当日）",
    "receipts_fen": "当年到户资金",
    "officer_count": "帮扶责任人",
    "net_income_before": "上年纯收入",
    "age": "年龄",
    "id_valid": "身份证号正确",
    "worked_before": "上年外出务工",
    "died_on": "公安死亡注销名单",
    "list_insured": "医保局当年参保名单",
    "premium_aid": "财政代缴参保费",
    "list_enrolled": "教育局学籍名单",
    "boarding": "寄宿",
    "private_school": "就读民办学校",
    "admission": "录取批次",
    "central_university": "中央部属高校",
    "schooling_cost": "家庭负担就学费用",
    "student_loan": "助学贷款",
    "work_region": "务工地区",
    "list_work_months": "务工月数（人社局名册）",
    "employer_id": "务工单位",
    "employer_kind": "用工单位类型",
    "contract_kind": "合同类型",
    "contract_months": "合同期限",
    "newly_hired": "当年新进",
    "wants_work": "愿意就业",
    "wants_training": "愿意参加培训",
    "training_kind": "培训类别",
    "post_kind": "公益性岗位",
    "post_months": "公益性岗位在岗月数",
    "disability_kind": "残疾类别",
    "disability_grade": "残疾等级",
    "illness": "病种",
    "illness_treated": "已救治",
    "illness_contracted": "已签约服务",
    "dibao_monthly": "低保月保障金额",
    "dibao_since": "低保开始时间",
    "loan": "小额信贷余额",
    "loan_days": "当年用款天数",
    "loan_term_days": "贷款期限",
    "loan_overdue": "贷款逾期",
    "loan_use": "贷款用途",
    "discharged": "出院日期",
    "hospital_level": "医院级别",
    "bill_kind": "就医类别",
    "referred": "按规定转诊",
    "bill_total": "医疗总费用",
    "covered": "政策范围内费用",
    "stated_basic": "结算单基本医保支付",
    "stated_serious": "结算单大病保险支付",
    "stated_aid": "结算单医疗救助支付",
    "stated_backstop": "结算单兜底保障支付",
    "stated_self_paid": "结算单个人自付",
    "households_stated": "村总户数",
    "water_unsafe_households": "未实现饮水安全户数",
    "dilapidated_households": "危房户数",
    "village_land_cmu": "村耕地面积（百分之一亩）",
    "hardened_road": "到乡镇通硬化路",
    "phone_digits": "联系电话位数",
    "phone_households": "同一联系电话的户数",
    "domestic_power": "通生活用电",
    "road_type": "入户路类型",
    "road_metres": "与村主干路距离（米）",
    "land_cultivated_cmu": "耕地面积（百分之一亩）",
    "land_forest_cmu": "林地面积（百分之一亩）",
    "land_returned_cmu": "退耕还林面积（百分之一亩）",
    "hukou_others": "户口簿上不在本户的人数",
    "monitored_listed": "列入监测对象名单",
    "monitored_on": "识别监测时间",
    "monitor_kind": "监测对象类别",
    "risks": "致贫返贫风险",
    "monitor_stated": "识别时各项已填",
    "monitor_wage": "识别时工资性收入",
    "monitor_self_paid": "识别时合规自付支出",
    "risk_removed_on": "风险消除时间",
    "removal_way": "风险消除方式",
    "removal_stated": "消除时各项已填",
    "removal_business": "消除时生产经营性收入",
    "monitored_day": "识别监测日期",
    "monitored_measures": "识别以来的帮扶措施",
    "monitoring_differs": "名单与办件不一致的内容",
    "removal_dropout": "消除时有人失学辍学",
    "removal_house_unsafe": "消除时住房不安全",
    "removal_water_unsafe": "消除时饮水不安全",
    "removal_uninsured": "消除时有成员未参加基本医保",
    "removal_net_least": "消除时家庭纯收入不低于",
    "removal_net_most": "消除时家庭纯收入不高于",
    "removal_persons": "消除时核算人数",
    "removal_income_until": "消除时收入核算到哪个月",
    "removal_self_paid": "消除时合规自付支出",
    "removal_claims": "消除时理赔收入",
    "id_length": "证件号码位数",
    "id_birth": "证件号码上的出生日期",
    "id_sex": "证件号码上的性别",
    "id_class": "残疾人证号第 19 位",
    "rows_waiting": "待确认的登记行数",
    "work_place": "务工所在地",
    "public_post": "公益性岗位类型",
    "public_post_months": "公益性岗位月数（台账）",
    "work_started": "外出务工时间（人社局名册）",
    "school_aid_kind": "资助项目",
    "schooled_elsewhere": "在外县就读",
    "vehicles": "名下车辆",
    "property_uses": "名下不动产用途",
    "companies": "名下市场主体",
    "payroll_kind": "财政供养人员类别",
    "on_payroll": "财政供养人员",
    "village_cadre": "现任村两委成员",
    "police_listed": "公安户籍在册",
    "police_relation": "户口簿上的关系",
    "signals": "部门比对线索",
    "village_exit_year": "出列年度",
    "poor_village": "贫困村",
    "village_exited": "已出列",
}
_LISTED = {
    f"{key}_{what}": f"{BY_KEY[key].label}（{said}）"
    for key in BY_KEY
    for what, said in (("times", "登记次数"), ("paid", "当年发放"))
}
_LABELS = {fact.name: fact.label for fact in (*tables.HOUSEHOLD, *tables.PERSON, *tables.VILLAGE)}
_LABELS |= _LISTED | _OWN


def label(fact: str) -> str:
    """The fact's official name."""
    return _LABELS.get(fact.removesuffix("_fen"), _LABELS.get(fact, fact))


def number(value: Any, unit: str, labels: Mapping[str, str], many: int = 1_000) -> str:
    """A dated number as people read it: a list by its entries, a map by its keys.

    ``labels`` are what entries that name a rule are called; of a longer list only the beginning.
    """
    if isinstance(value, dict):
        return "；".join(
            _entry(labels.get(str(key), str(key)), one, unit, labels) for key, one in value.items()
        )
    if isinstance(value, list):
        plain = not any(isinstance(one, dict | list | int | float) for one in value)
        shown = [_inner(one, "" if plain else unit, labels) for one in value[:many]]
        return "、".join(shown) + (f"等 {len(value)} 项" if len(value) > many else "")
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int | float):
        return f"{value:,} {unit if unit.split('/')[0] in UNITS else ''}".strip()
    return labels.get(str(value), str(value))


def _entry(key: str, value: Any, unit: str, labels: Mapping[str, str]) -> str:
    gap = "" if isinstance(value, dict | list) else " "
    return f"{key}{gap}{_inner(value, unit, labels)}"


def _inner(value: Any, unit: str, labels: Mapping[str, str]) -> str:
    shown = number(value, unit, labels)
    return f"（{shown}）" if isinstance(value, dict | list) else shown
