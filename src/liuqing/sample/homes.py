"""What people own, owe and lose: houses renovated, loans, disasters, property, vehicles, firms, posts."""

from datetime import date, timedelta
from random import Random

from liuqing.sample.desks import Desk, Facts
from liuqing.sample.people import Household, Person

DISASTERS = {"洪涝": 4, "冰雹": 3, "滑坡泥石流": 1, "干旱": 3, "火灾": 1}
VEHICLES = ("普通二轮摩托车", "正三轮摩托车", "轻型普通货车", "微型面包车", "小型轮式拖拉机")
"""What the poor drive: tools and transport, no cars."""
FOUR_CLASSES, OTHERS = "四类重点对象", "其他"
USES = ("养猪", "养牛", "种植魔芋", "种植烤烟", "小作坊")


def housing(p: Person, h: Household, desk: Desk) -> Facts:
    """A row of the ledger of renovated houses."""
    grade = desk.rng.choice("CCD")
    said = f"{grade}级" if desk.rng.random() < 0.7 else grade
    paid = desk.pays.housing.get(FOUR_CLASSES if h.number or h.dibao or h.tekun else OTHERS, 0)
    return {
        "house_grade": said, "renovation": "拆除重建" if grade == "D" else "修缮加固",
        "finished": desk.ago(1400), "self_raised": _own_money(desk),
        "debt": desk.more.choice((5000, 10000, 20000)) if desk.more.random() < 0.03 else 0, "paid": paid,
    }  # fmt: skip


def _own_money(desk: Desk) -> int:
    """Mostly within the ten thousand yuan that a household may put in, some on it, a few above."""
    return desk.more.choices((0, 3000, 6000, 9000, 10000, 10001, 15000), (20, 25, 25, 20, 6, 1, 3))[0]


def credit(p: Person, h: Household, desk: Desk) -> Facts:
    """A row of the ledger of small loans: the interest paid for is that of the days of the year."""
    lent_on = desk.ago(1000, 60)
    lent = desk.rng.choice((10000, 20000, 30000, 50000))
    due_on = lent_on.replace(year=lent_on.year + 3, day=min(lent_on.day, 28))
    said = f"{lent:,}.00" if desk.rng.random() < 0.3 else lent
    overdue = desk.rng.random() < 0.01
    aid = 0.0 if overdue else interest(lent, lent_on, due_on, desk)
    return {
        "contract_no": f"演贷{lent_on.year}{desk.rng.randrange(10**6):06d}", "lent": said,
        "lent_on": lent_on, "due_on": due_on,
        "interest_aid": aid,
        "overdue": overdue, "loan_use": desk.rng.choice(USES),
    }  # fmt: skip


def interest(lent: int, lent_on: date, due_on: date, desk: Desk) -> float:
    """The interest of the days of the year up to the day, half up to the fen."""
    days = (min(due_on, desk.on + timedelta(days=1)) - max(lent_on, date(desk.on.year, 1, 1))).days
    rate = desk.pays.loan["一年以内" if (due_on - lent_on).days <= 366 else "一年以上"]
    return int(lent * round(rate * 100) * days / 365 / 100 + 0.5) / 100


def is_struck(p: Person, h: Household, rng: Random) -> bool:
    """The head of a household that a disaster of the year has struck."""
    return p is h.head and rng.random() < 0.012


def disaster(p: Person, h: Household, desk: Desk) -> Facts:
    """A row of the list of households struck by a disaster."""
    return {
        "disaster": desk.more.choices(list(DISASTERS), list(DISASTERS.values()))[0],
        "happened": desk.within_year(),
        "loss": round(desk.more.lognormvariate(8.3, 0.8), -1),
    }


def property_(p: Person, h: Household, desk: Desk) -> Facts:
    """A row of the register of property."""
    return {
        "unit_no": f"990325{desk.rng.randrange(10**6):06d}GB{desk.rng.randrange(10**5):05d}F{desk.rng.randrange(10**8):08d}",
        "place": f"演示小区{desk.rng.randrange(1, 30)}幢{desk.rng.randrange(101, 1804)}室",
        "use": desk.rng.choices(("农村住宅", "农村宅基地"), (5, 5))[0],
        "size": round(desk.rng.uniform(45, 160), 2), "registered_on": desk.ago(4000),
    }  # fmt: skip


def vehicle(p: Person, h: Household, desk: Desk) -> Facts:
    """A row of the register of vehicles."""
    letters = "ABCDEFGHJKLMNPQRSTUVWXYZ"
    return {
        "plate": f"演D{desk.rng.choice(letters)}{desk.rng.randrange(10**4):04d}",
        "vehicle": desk.rng.choice(VEHICLES),
        "usage": desk.rng.choice(("非营运", "非营运", "货运")), "registered_on": desk.ago(3600), "status": "正常",
    }  # fmt: skip


def company(p: Person, h: Household, desk: Desk) -> Facts:
    """A row of the register of firms."""
    return {
        "company": f"演示{h.village.town}{desk.rng.choice(('农产品', '养殖', '建材', '百货', '餐饮'))}{desk.rng.randrange(1, 9999)}号",
        "credit_code": f"99990325MA{desk.rng.randrange(10**8):08d}", "kind": desk.rng.choice(("农民专业合作社", "农民专业合作社", "家庭农场")),
        "capital": desk.rng.choice((1, 3, 5, 10, 50, 100)), "founded": desk.ago(3000), "status": desk.rng.choice(("存续", "存续", "注销")),
    }  # fmt: skip


def paid_staff(p: Person, h: Household, desk: Desk) -> Facts:
    """A row of the list of people whom the budget pays."""
    unit = desk.rng.choice((f"{h.village.town}人民政府", "县教育局", "县人民医院", "县农业局"))
    return {
        "unit": unit.replace("县", desk.word, 1) if unit.startswith("县") else unit,
        "staff_kind": desk.rng.choice(("行政编制", "事业编制", "公益性岗位") if not h.number else ("公益性岗位",)), "hired": desk.ago(7000, 400),
    }  # fmt: skip


def cadre(p: Person, h: Household, desk: Desk) -> Facts:
    """A row of the list of village committees."""
    return {
        "cadre_post": desk.rng.choice(("村支书", "村委会主任", "村委会副主任", "村委委员", "村监委主任")),
        "since": date(desk.on.year - desk.rng.randrange(1, 6), desk.rng.randrange(1, 12), 1), "left_on": None,
    }  # fmt: skip


def signal(p: Person, h: Household, desk: Desk) -> Facts:
    """A row of what departments report."""
    return {
        "signal": desk.rng.choice(("证件地址变更", "银行账户异常", "待核实")),
        "found_on": desk.within_year(), "note": "演示线索",
    }  # fmt: skip


def monitored(p: Person, h: Household, desk: Desk) -> Facts:
    """A row of the list of monitored households; of one outside the register little is stated."""
    return dict(h.monitored or {})


def died(p: Person, h: Household, desk: Desk) -> Facts:
    """A row of the list of the dead."""
    day = p.died or desk.on
    cancelled = day + timedelta(days=desk.rng.randrange(3, 40))
    return {"died_on": day, "cancelled_on": min(cancelled, desk.on - timedelta(days=1))}
