"""What each department's list says of a person, and how that department sends it.

The headings come from ``policy.lists``: the first label of a fact or, where ``said`` gives one,
a synonym. ``fits`` chooses the persons, ``facts`` says the rest of the row.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from liuqing.policy.lists import BY_KEY
from liuqing.policy.tables import Fact
from liuqing.sample import cells
from liuqing.sample.people import Household, Person

Facts = dict[str, object]
Fits = Callable[[Person, Household, Random], bool]


@dataclass(frozen=True)
class Desk:
    """Where a list is made: its random numbers and the day up to which it tells."""

    rng: Random
    on: date

    def ago(self, most: int, least: int = 20) -> date:
        """A day so many days before, at the earliest and the latest."""
        return self.on - timedelta(days=self.rng.randrange(least, most))


Says = Callable[[Person, Household, Desk], Facts]


@dataclass(frozen=True)
class Sending:
    """How a list is sent: file, sheet, headings said otherwise, titles, notes, style of days.

    ``outside`` is the share of its rows about people outside the register. ``file`` and the
    titles may hold ``{county}`` and ``{year}``.
    """

    key: str
    file: str
    fits: Fits
    says: Says
    sheet: str = "Sheet1"
    said: dict[str, str] = field(default_factory=dict)
    titles: tuple[str, ...] = ("{county}{label}（演示数据）",)
    notes: tuple[str, ...] = ("填表说明：演示数据，人员和号码全部虚构。",)
    days: tuple[str, ...] = ("iso",)
    outside: float = 0.1
    per_town: bool = False
    numbered: bool = False
    joined: str = ""
    total: bool = False
    short_village: bool = False
    blanks: float = 0.004

    @property
    def facts(self) -> tuple[Fact, ...]:
        """The columns in order."""
        return BY_KEY[self.key].columns

    def headings(self) -> list[str]:
        """The headings as this department writes them."""
        first = ["序号"] if self.numbered else []
        return first + [self.said.get(f.name, f.label) for f in self.facts]

    def row(self, person: Person, household: Household, desk: Desk) -> Facts:
        """The facts of a row before anybody spoils it."""
        village = household.village
        return {
            "name": person.name, "sex": person.sex, "id_no": person.id_no, "birth": person.birth,
            "town": village.town, "village": _short(village.name) if self.short_village else village.name,
            **self.says(person, household, desk),
        }  # fmt: skip

    def cells(self, row: Facts, order: int, rng: Random) -> list[object]:
        """The cells of a row in the department's spelling; now and then one is left blank."""
        first: list[object] = [order] if self.numbered else []
        return first + [self._cell(fact, row.get(fact.name), rng) for fact in self.facts]

    def _cell(self, fact: Fact, value: object, rng: Random) -> object:
        needed = fact.name in BY_KEY[self.key].required or fact.name in ("sex", "town", "village")
        if value is None or (not needed and rng.random() < self.blanks):
            return ""
        if isinstance(value, date):
            return (cells.month if fact.kind == "month" else cells.day)(value, self.days, rng)
        return cells.plain(value)


def _short(name: str) -> str:
    return name.removesuffix("村委会") + "村" if name.endswith("村委会") else name


def _grown(person: Person) -> bool:
    return 22 <= person.age <= 70


def _dibao(p: Person, h: Household, desk: Desk) -> Facts:
    monthly = (_paid_by_register(h) or desk.rng.choice((1560, 1800, 2100))) // 12
    kind = "A类" if p.disability or p.illness else desk.rng.choice(("B类", "C类"))
    return {"dibao_kind": kind, "monthly": monthly, "paid": monthly * 12, "since": desk.ago(2400)}


def _paid_by_register(household: Household) -> int:
    """Yuan a year and member, as the household's own row says; 0 outside the register."""
    said = household.facts.get("transfer_dibao")
    return said // household.dibao if isinstance(said, int) and household.dibao else 0


def _tekun(p: Person, h: Household, desk: Desk) -> Facts:
    return {"care": desk.rng.choices(("分散供养", "集中供养"), (8, 2))[0], "paid": 7680}


def _disabled(p: Person, h: Household, desk: Desk) -> Facts:
    heavy = p.disability_grade in ("一级", "二级")
    issued = date(p.card_year or desk.on.year, desk.rng.randrange(1, 13), desk.rng.randrange(1, 29))
    paid = 1200 if heavy else (600 if p.dibao else 0)
    return {
        "id_no": p.card, "disability_kind": p.disability, "disability_grade": p.disability_grade,
        "issued": issued, "paid": paid,
    }  # fmt: skip


def _school(p: Person, h: Household, desk: Desk) -> Facts:
    stage = "小学" if p.grade.startswith(("小学", "学前")) else "中学"
    if p.grade.startswith("中职"):
        stage = "职业技术学校"
    board = p.age >= 11 or desk.rng.random() < 0.3
    return {
        "school": f"{h.village.town}{stage}", "grade": p.grade, "student_no": f"G{p.id_no}", "boarding": board,
        "paid": (1250 if p.age >= 12 else 1000) if board else 0,
    }  # fmt: skip


def _insured(p: Person, h: Household, desk: Desk) -> Facts:
    scheme = "城镇职工基本医疗保险" if p.employee else "城乡居民基本医疗保险"
    return {
        "scheme": scheme,
        "insured_year": desk.on.year,
        "premium_aid": 0 if p.employee or not h.number else 180,
    }


def _settled(p: Person, h: Household, desk: Desk) -> Facts:
    level = desk.rng.choices(("乡镇卫生院", "县级医院", "市级医院"), (4, 5, 1.5))[0]
    total = round(desk.rng.lognormvariate(8.3 + 0.8 * p.serious, 0.7), 2)
    covered = round(total * desk.rng.uniform(0.86, 0.99), 2)
    basic = round(covered * {"乡镇卫生院": 0.9, "县级医院": 0.85, "市级医院": 0.7}[level], 2)
    serious = round(max(0.0, covered - basic - 5000) * 0.7, 2)
    aid = round((covered - basic - serious) * 0.6, 2) if h.number else 0
    return {
        "hospital": f"演示{level}", "hospital_level": level[:2] + "级" if level[0] == "乡" else level[:2],
        "discharged": desk.ago(360), "total": total, "covered": covered, "basic": basic,
        "serious": serious, "aid": aid, "self_paid": round(total - basic - serious - aid, 2),
    }  # fmt: skip


def _health(p: Person, h: Household, desk: Desk) -> Facts:
    treated = "已救治" if p.serious else desk.rng.choice(("规范管理", "规范管理", "未纳入管理"))
    return {
        "illness": p.illness,
        "diagnosed": desk.ago(2500),
        "treated": treated,
        "contracted": desk.rng.random() < 0.93,
    }


def _housing(p: Person, h: Household, desk: Desk) -> Facts:
    grade = desk.rng.choice("CCD")
    rebuilt = grade == "D"
    return {
        "house_grade": f"{grade}级" if desk.rng.random() < 0.7 else grade,
        "renovation": "拆除重建" if rebuilt else "修缮加固", "finished": desk.ago(1400),
        "paid": desk.rng.choice((21000, 30000)) if rebuilt else desk.rng.choice((6000, 11000)),
    }  # fmt: skip


def _work(p: Person, h: Household, desk: Desk) -> Facts:
    away = p.place[:3] != "云南省"
    return {
        "work_place": p.place, "employer": p.employer, "since": desk.ago(330, 60), "months": p.months,
        "paid": (1000 if away else 300) if h.number and desk.rng.random() < 0.3 else 0,
    }  # fmt: skip


def _training(p: Person, h: Household, desk: Desk) -> Facts:
    course = desk.rng.choice(
        ("砌筑工", "中式烹调", "家政服务", "电工", "焊工", "种植技术", "养殖技术", "缝纫工")
    )
    return {
        "course": course,
        "ended": desk.ago(350),
        "days": desk.rng.choice((7, 10, 15, 30)),
        "certificate": desk.rng.random() < 0.7,
    }


def _post(p: Person, h: Household, desk: Desk) -> Facts:
    months = p.post_months or 6
    return {"post": p.post, "since": desk.ago(700, 30 * months), "months": months, "paid": months * 500}


def _ranger(p: Person, h: Household, desk: Desk) -> Facts:
    return {"hired": desk.ago(900, 365), "area": round(desk.rng.uniform(300, 900), 1), "paid": 9000}


def _property(p: Person, h: Household, desk: Desk) -> Facts:
    return {
        "unit_no": f"990325{desk.rng.randrange(10**6):06d}GB{desk.rng.randrange(10**5):05d}F{desk.rng.randrange(10**8):08d}",
        "place": f"演示小区{desk.rng.randrange(1, 30)}幢{desk.rng.randrange(101, 1804)}室",
        "use": desk.rng.choices(("城镇住宅", "商业服务", "农村宅基地"), (7, 1, 2))[0],
        "size": round(desk.rng.uniform(45, 160), 2), "registered_on": desk.ago(4000),
    }  # fmt: skip


def _vehicle(p: Person, h: Household, desk: Desk) -> Facts:
    letters = "ABCDEFGHJKLMNPQRSTUVWXYZ"
    return {
        "plate": f"演D{desk.rng.choice(letters)}{desk.rng.randrange(10**4):04d}",
        "vehicle": desk.rng.choices(("小型轿车", "普通二轮摩托车", "轻型普通货车", "小型普通客车"), (4, 4, 1, 2))[0],
        "usage": desk.rng.choice(("非营运", "非营运", "货运")), "registered_on": desk.ago(3600), "status": "正常",
    }  # fmt: skip


def _company(p: Person, h: Household, desk: Desk) -> Facts:
    return {
        "company": f"演示{h.village.town}{desk.rng.choice(('农产品', '养殖', '建材', '百货', '餐饮'))}{desk.rng.randrange(1, 9999)}号",
        "credit_code": f"99990325MA{desk.rng.randrange(10**8):08d}", "kind": desk.rng.choice(("个体工商户", "农民专业合作社", "有限责任公司")),
        "capital": desk.rng.choice((1, 3, 5, 10, 50, 100)), "founded": desk.ago(3000), "status": desk.rng.choice(("存续", "存续", "注销")),
    }  # fmt: skip


def _paid_staff(p: Person, h: Household, desk: Desk) -> Facts:
    return {
        "unit": desk.rng.choice((f"{h.village.town}人民政府", "县教育局", "县人民医院", "县农业局")),
        "staff_kind": desk.rng.choice(("行政编制", "事业编制", "公益性岗位")), "hired": desk.ago(7000, 400),
    }  # fmt: skip


def _credit(p: Person, h: Household, desk: Desk) -> Facts:
    lent_on = desk.ago(1000, 60)
    lent = desk.rng.choice((10000, 20000, 30000, 50000))
    return {
        "contract_no": f"演贷{lent_on.year}{desk.rng.randrange(10**6):06d}", "lent": f"{lent:,}.00" if desk.rng.random() < 0.3 else lent,
        "lent_on": lent_on, "due_on": lent_on.replace(year=lent_on.year + 3, day=min(lent_on.day, 28)),
        "interest_aid": round(lent * 0.0435, 2), "overdue": desk.rng.random() < 0.01,
        "loan_use": desk.rng.choice(("养猪", "养牛", "种植魔芋", "种植烤烟", "小作坊")),
    }  # fmt: skip


def _died(p: Person, h: Household, desk: Desk) -> Facts:
    died = p.died or desk.on
    return {
        "died_on": died,
        "cancelled_on": min(died + timedelta(days=desk.rng.randrange(3, 40)), desk.on - timedelta(days=1)),
    }


SENDINGS = (
    Sending("police_deaths", "公安局-死亡注销人员名单.xlsx", lambda p, h, r: p.died is not None, _died,
            said={"id_no": "公民身份号码", "town": "乡镇", "village": "户籍村"}, days=("compact",), outside=0.85),
    Sending("dibao", "民政局-农村低保花名册({year}年12月).xlsx", lambda p, h, r: p.dibao, _dibao,
            said={"town": "乡镇", "village": "村（社区）", "id_no": "身份证号", "dibao_kind": "低保类别",
                  "monthly": "月补助金额", "paid": "发放金额", "since": "享受时间"},
            titles=("{county}农村最低生活保障对象花名册（演示数据）", "填报单位：{county}民政局　　{year}年12月　　单位：元"),
            days=("iso", "chinese", "dots"), per_town=True, numbered=True, total=True,
            notes=("填表人：　　审核人：　　", "说明：演示数据，人员和号码全部虚构。")),
    Sending("tekun", "民政局-特困供养人员花名册({year}).xlsx", lambda p, h, r: p.tekun, _tekun,
            said={"town": "乡镇", "village": "所在村", "id_no": "身份证号码", "care": "供养形式"}, joined="town", total=True,
            outside=0.2),
    Sending("disabled", "残联-持证残疾人名册.xlsx", lambda p, h, r: bool(p.card), _disabled,
            said={"town": "乡镇", "village": "村居", "id_no": "残疾人证号", "issued": "办证日期"}, days=("slash",), outside=0.2),
    Sending("school_roll", "教育局-{year}年秋季学期学籍.xlsx", lambda p, h, r: bool(p.grade), _school, sheet="学籍",
            said={"name": "学生姓名", "id_no": "身份证件号", "town": "乡镇", "village": "户籍村"}, days=("compact",)),
    Sending("medical_insured", "医保局-城乡居民参保名单({year}年度).xlsx", lambda p, h, r: p.insured, _insured, sheet="参保",
            said={"name": "参保人姓名", "id_no": "证件号", "town": "乡镇", "village": "村（社区）", "scheme": "险种"}, outside=0.08),
    Sending("medical_settlements", "医保局-住院结算明细{year}.csv", lambda p, h, r: p.hospital, _settled,
            said={"name": "患者姓名", "id_no": "身份证号码"}, days=("slash",)),
    Sending("health", "卫计局-大病慢病患者名单.xlsx", lambda p, h, r: bool(p.illness), _health,
            said={"town": "乡镇", "village": "行政村", "id_no": "身份证号", "illness": "疾病名称", "diagnosed": "确诊时间"},
            days=("iso", "slash", "chinese", "compact")),
    Sending("housing", "住建局-农村危房改造台账(2014-{year}).xlsx", lambda p, h, r: p is h.head and h.renovated, _housing,
            said={"town": "乡镇", "village": "行政村", "id_no": "身份证号码", "house_grade": "危房等级", "paid": "补助资金"},
            days=("chinese",), titles=("{county}农村危房改造台账（演示数据）", "单位：元"), total=True, numbered=True, outside=0.2),
    Sending("work", "人社局-就业台账({year}).xlsx", lambda p, h, r: bool(p.months), _work, sheet="务工",
            said={"town": "乡镇", "village": "行政村", "name": "劳动者姓名", "id_no": "身份证号", "since": "务工开始时间"}, days=("dots",)),
    Sending("training", "人社局-就业台账({year}).xlsx", lambda p, h, r: 18 <= p.age <= 55 and bool(p.months) and r.random() < 0.12,
            _training, sheet="培训", short_village=True, days=("excel",),
            said={"town": "乡镇", "village": "行政村", "name": "学员姓名", "id_no": "身份证号", "course": "培训项目"}),
    Sending("public_posts", "人社局-就业台账({year}).xlsx", lambda p, h, r: bool(p.post) and not p.ranger, _post, sheet="公益岗位",
            said={"town": "乡镇", "village": "行政村", "id_no": "身份证号", "post": "公益岗位"}, days=("iso", "slash", "chinese", "compact")),
    Sending("rangers", "林草局-生态护林员花名册.xlsx", lambda p, h, r: p.ranger, _ranger, short_village=True,
            said={"town": "乡镇", "village": "所属村", "name": "护林员姓名", "id_no": "身份证号", "paid": "劳务补助"}, days=("dots",), total=True),
    Sending("property", "不动产登记中心-不动产登记信息.xlsx", lambda p, h, r: _grown(p) and r.random() < 0.02, _property,
            said={"name": "权利人", "id_no": "权利人证件号", "registered_on": "登记时间"}, days=("excel",), outside=0.5),
    Sending("vehicles", "交警大队-机动车登记信息.ods", lambda p, h, r: _grown(p) and r.random() < 0.03, _vehicle,
            said={"name": "车主姓名", "id_no": "身份证号码", "plate": "车牌号"}, outside=0.4),
    Sending("companies", "市场监管局-市场主体.xlsx", lambda p, h, r: _grown(p) and r.random() < 0.01, _company,
            said={"company": "市场主体名称", "name": "法定代表人", "id_no": "法定代表人证件号"}, days=("chinese",), outside=0.5),
    Sending("payroll", "财政局-财政供养人员.xlsx", lambda p, h, r: 25 <= p.age <= 58 and r.random() < (0.001 if h.number else 0.05),
            _paid_staff, said={"id_no": "身份证号", "unit": "供养单位"}, days=("compact",), outside=0.95),
    Sending("microcredit", "农信社-扶贫小额信贷台账.xlsx", lambda p, h, r: p is h.head and h.credit, _credit,
            said={"town": "乡镇", "village": "行政村", "name": "借款人", "id_no": "身份证号码", "lent_on": "放款时间", "lent": "放款金额"},
            days=("slash",), total=True, outside=0.05),
)  # fmt: skip
"""Every department's list but the police's household registration, in the order of writing."""
