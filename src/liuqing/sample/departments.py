"""Every department's list: from whom, in which file, about whom, under which headings."""

from random import Random

from liuqing.sample import care, homes, hospital, jobs, pupils
from liuqing.sample.desks import Sending
from liuqing.sample.people import Household, Person


def _grown(person: Person) -> bool:
    return 22 <= person.age <= 70


def _worked(person: Person, household: Household, rng: Random) -> bool:
    return person.earlier


SENDINGS = (
    Sending("police_deaths", "公安局-死亡注销人员名单.xlsx", lambda p, h, r: p.died is not None, homes.died,
            said={"id_no": "公民身份号码", "town": "乡镇", "village": "户籍村"}, days=("compact",), outside=0.85),
    Sending("dibao", "民政局-农村低保花名册({year}年12月).xlsx", lambda p, h, r: p.dibao, care.dibao,
            said={"town": "乡镇", "village": "村（社区）", "id_no": "身份证号", "dibao_kind": "低保类别",
                  "monthly": "月补助金额", "paid": "发放金额", "since": "享受时间"},
            titles=("{county}农村最低生活保障对象花名册（演示数据）", "填报单位：{county}民政局　　{year}年12月　　单位：元"),
            days=("iso", "chinese", "dots"), per_town=True, numbered=True, total=True,
            notes=("填表人：　　审核人：　　", "说明：演示数据，人员和号码全部虚构。")),
    Sending("tekun", "民政局-特困供养人员花名册({year}).xlsx", lambda p, h, r: p.tekun, care.tekun,
            said={"town": "乡镇", "village": "所在村", "id_no": "身份证号码", "care": "供养形式"}, joined="town", total=True,
            outside=0.2),
    Sending("disabled", "残联-持证残疾人名册.xlsx", lambda p, h, r: bool(p.card), care.disabled,
            said={"town": "乡镇", "village": "村居", "id_no": "残疾人证号", "issued": "办证日期"}, days=("slash",), outside=0.2),
    Sending("school_roll", "教育局-{year}年秋季学期学籍.xlsx", lambda p, h, r: bool(p.grade), pupils.row, sheet="学籍",
            said={"name": "学生姓名", "id_no": "身份证件号", "town": "乡镇", "village": "户籍村"}, days=("compact",)),
    Sending("medical_insured", "医保局-城乡居民参保名单({year}年度).xlsx", lambda p, h, r: p.insured, hospital.insured, sheet="参保",
            said={"name": "参保人姓名", "id_no": "证件号", "town": "乡镇", "village": "村（社区）", "scheme": "险种"}, outside=0.08),
    Sending("medical_settlements", "医保局-住院结算明细{year}.csv", lambda p, h, r: p.hospital, hospital.bills,
            said={"name": "患者姓名", "id_no": "身份证号码"}, days=("slash",), blanks=0),
    Sending("health", "卫计局-大病慢病患者名单.xlsx", lambda p, h, r: bool(p.illness), hospital.health,
            said={"town": "乡镇", "village": "行政村", "id_no": "身份证号", "illness": "疾病名称", "diagnosed": "确诊时间"},
            days=("iso", "slash", "chinese", "compact")),
    Sending("housing", "住建局-农村危房改造台账(2014-{year}).xlsx", lambda p, h, r: p is h.head and h.renovated, homes.housing,
            said={"town": "乡镇", "village": "行政村", "id_no": "身份证号码", "house_grade": "危房等级", "paid": "补助资金"},
            days=("chinese",), titles=("{county}农村危房改造台账（演示数据）", "单位：元"), total=True, numbered=True, outside=0.2,
            blanks=0),
    Sending("work", "人社局-就业台账({year}).xlsx", lambda p, h, r: bool(p.months), jobs.work, sheet="务工",
            said={"town": "乡镇", "village": "行政村", "name": "劳动者姓名", "id_no": "身份证号", "since": "务工开始时间"}, days=("dots",)),
    Sending("training", "人社局-就业台账({year}).xlsx", lambda p, h, r: 18 <= p.age <= 55 and bool(p.months) and r.random() < 0.12,
            jobs.training, sheet="培训", short_village=True, days=("excel",),
            said={"town": "乡镇", "village": "行政村", "name": "学员姓名", "id_no": "身份证号", "course": "培训项目"}),
    Sending("public_posts", "人社局-就业台账({year}).xlsx", lambda p, h, r: bool(p.post) and not p.ranger, jobs.post, sheet="公益岗位",
            said={"town": "乡镇", "village": "行政村", "id_no": "身份证号", "post": "公益岗位"}, days=("iso", "slash", "chinese", "compact")),
    Sending("rangers", "林草局-生态护林员花名册.xlsx", lambda p, h, r: p.ranger, jobs.ranger, short_village=True,
            said={"town": "乡镇", "village": "所属村", "name": "护林员姓名", "id_no": "身份证号", "paid": "劳务补助"}, days=("dots",), total=True),
    Sending("property", "不动产登记中心-不动产登记信息.xlsx", lambda p, h, r: _grown(p) and r.random() < 0.02, homes.property_,
            said={"name": "权利人", "id_no": "权利人证件号", "registered_on": "登记时间"}, days=("excel",), outside=0.5),
    Sending("vehicles", "交警大队-机动车登记信息.ods", lambda p, h, r: _grown(p) and r.random() < 0.03, homes.vehicle,
            said={"name": "车主姓名", "id_no": "身份证号码", "plate": "车牌号"}, outside=0.4),
    Sending("companies", "市场监管局-市场主体.xlsx", lambda p, h, r: _grown(p) and r.random() < 0.01, homes.company,
            said={"company": "市场主体名称", "name": "法定代表人", "id_no": "法定代表人证件号"}, days=("chinese",), outside=0.5),
    Sending("payroll", "财政局-财政供养人员.xlsx", lambda p, h, r: 25 <= p.age <= 58 and r.random() < (0.0004 if h.number else 0.05),
            homes.paid_staff, said={"id_no": "身份证号", "unit": "供养单位"}, days=("compact",), outside=0.95),
    Sending("microcredit", "农信社-扶贫小额信贷台账.xlsx", lambda p, h, r: p is h.head and h.credit, homes.credit,
            said={"town": "乡镇", "village": "行政村", "name": "借款人", "id_no": "身份证号码", "lent_on": "放款时间", "lent": "放款金额"},
            days=("slash",), total=True, outside=0.05),
    Sending("work", "人社局-就业台账({before}).xlsx", _worked, jobs.worked, sheet="务工", years_before=1,
            said={"town": "乡镇", "village": "行政村", "name": "劳动者姓名", "id_no": "身份证号", "since": "务工开始时间"}, days=("slash",)),
    Sending("pension", "人社局-城乡居民养老金发放名册({year}).xlsx", care.is_pensioner, care.pension,
            said={"town": "乡镇", "village": "村（社区）", "id_no": "身份证号", "monthly": "养老金月标准", "paid": "发放金额"},
            titles=("{county}城乡居民养老金发放名册（演示数据）", "{year}年1—12月　　单位：元"), total=True, numbered=True),
    Sending("wishes", "人社局-劳动力就业培训意愿登记表({year}).xlsx", jobs.able, jobs.wishes, short_village=True, outside=0.02,
            said={"town": "乡镇", "village": "行政村", "id_no": "身份证号", "wants_work": "就业意愿", "wants_training": "培训意愿"}),
    Sending("disasters", "应急局-受灾农户名单({year}).xlsx", homes.is_struck, homes.disaster, outside=0.4, days=("iso", "chinese"),
            said={"town": "乡镇", "village": "行政村", "name": "姓名", "id_no": "身份证号码", "disaster": "灾种", "happened": "受灾时间"}),
    Sending("monitored", "扶贫办-监测对象信息({year}).xlsx", lambda p, h, r: p is h.head and h.monitored is not None, homes.monitored,
            said={"town": "乡镇", "village": "行政村", "id_no": "户主证件号码"}, days=("compact",), blanks=0),
    Sending("cadres", "组织部-村两委成员名册({year}).xlsx", lambda p, h, r: not h.number and 25 <= p.age <= 59 and r.random() < 0.02,
            homes.cadre, said={"town": "乡镇", "village": "村（社区）", "id_no": "身份证号"}, days=("dots",), outside=0.93),
    Sending("signals", "扶贫办-部门比对线索名单({year}).xlsx", lambda p, h, r: not h.number and _grown(p) and r.random() < 0.01,
            homes.signal, said={"town": "乡镇", "village": "行政村", "id_no": "身份证号码"}, outside=0.4, blanks=0),
)  # fmt: skip
"""Every department's list but the police's household registration, in the order of writing."""
