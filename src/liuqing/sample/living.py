"""How a registered household lives: land, house, water, help, income, its officer and its exit.

Income follows the national formula backwards: the net income per head is drawn on the right side
of the line, fixed transfers are taken off, and wages and business make up the rest.
"""

from dataclasses import dataclass
from datetime import date
from random import Random

from liuqing.sample.calibration import Calibration
from liuqing.sample.names import Namer
from liuqing.sample.people import Household, Village
from liuqing.sample.rates import Rates
from liuqing.sample.schooling import learns_in_county
from liuqing.sample.wellbeing import phone

UNITS = (
    "县教育局",
    "县民政局",
    "县财政局",
    "县农业局",
    "县林业局",
    "县水务局",
    "县交通局",
    "县卫计局",
    "县人社局",
    "县住建局",
    "县人民医院",
    "县发改局",
    "县国土局",
    "县公安局",
)
POSTS = (
    "科员",
    "副主任科员",
    "主任科员",
    "股长",
    "副局长",
    "工程师",
    "教师",
    "主治医师",
    "驻村队员",
    "副镇长",
)
BANKS = ("农村信用社", "农业银行", "邮政储蓄银行")
HELP = {
    "因病": ("健康帮扶", "产业帮扶"), "因残": ("综合保障", "健康帮扶"), "因学": ("其他教育帮扶", "就业帮扶"),
    "缺劳力": ("综合保障", "公益岗位帮扶"), "缺技术": ("就业帮扶", "产业帮扶"), "缺资金": ("金融帮扶", "产业帮扶"),
    "自身发展动力不足": ("产业帮扶", "就业帮扶"), "交通条件落后": ("基础设施建设", "产业帮扶"),
    "缺土地": ("就业帮扶", "产业帮扶"),
}  # fmt: skip
EXPENSE = 0.4
"""Share of business income spent on it where nobody keeps receipts (grain, livestock: 40 %)."""
CHANCE_BELOW_LINE = 0.012
"""Exited households below the line: what an honest county finds in its own books."""


@dataclass(frozen=True)
class Officer:
    """An assigned helper (帮扶责任人), invented."""

    name: str
    unit: str
    post: str
    phone: str


def officers(villages: list[Village], word: str, rng: Random) -> dict[str, list[Officer]]:
    """Helpers by village code, one for every five or six registered households; ``word`` is 县 or 区."""
    namer = Namer(rng)
    return {
        v.code: [_officer(v, namer, word, rng) for _ in range(-(-v.registered // 6))]
        for v in villages
        if v.registered
    }


def _officer(village: Village, namer: Namer, word: str, rng: Random) -> Officer:
    unit = f"{village.town}人民政府" if rng.random() < 0.45 else rng.choice(UNITS).replace("县", word, 1)
    name = namer.surname("汉族") + namer.given(rng.random() < 0.65)
    return Officer(name, unit, rng.choice(POSTS), phone(rng))


def furnish(household: Household, officer: Officer, figures: Calibration, pays: Rates, rng: Random) -> None:
    """Set the facts of the household's row in the register."""
    f = household.facts
    household.hamlet = f"第{rng.randrange(1, household.village.hamlets + 1)}村民小组"
    household.phone = next((p.phone for p in household.members if p.phone), "")
    _identity(household, f, figures, rng)
    _land(f, rng)
    _house(household, f, rng)
    _reasons(household, f, rng)
    _income(household, f, figures.income["line"], pays, rng)
    f |= {
        "officer_name": officer.name, "officer_unit": officer.unit, "officer_post": officer.post,
        "officer_phone": officer.phone,
        "officer_since": date(rng.randrange(figures.as_of.year - 3, figures.as_of.year + 1), rng.randrange(1, 13), rng.randrange(1, 29)),
    }  # fmt: skip


def _identity(household: Household, f: dict[str, object], figures: Calibration, rng: Random) -> None:
    year, head = figures.as_of.year, household.head
    category = "特困供养贫困户" if household.tekun else "低保贫困户" if household.dibao else "一般贫困户"
    f |= {
        "household_no": household.number, "head_name": head.name, "head_id_no": head.id_no,
        "size_stated": household.size, "phone": household.phone, "data_year": year, "standard": "国家标准",
        "bank_name": f"{rng.choice(BANKS)}{household.village.town}支行",
        "bank_account": f"99{int(rng.random() * 10**17):017d}", "category": category,
        "martyr_family": rng.random() < 0.006, "standing": "已脱贫" if household.left else "未脱贫",
        "exit_year": household.left, "planned_exit_year": _planned(household, year, rng),
        "identified_year": min(_identified(household, rng), year),
    }  # fmt: skip


def _planned(household: Household, year: int, rng: Random) -> int:
    return household.left or household.planned or rng.choice((year + 1, year + 1, year + 2))


def _identified(household: Household, rng: Random) -> int:
    if household.left and household.left < 2017:
        return 2014 if rng.random() < 0.9 else min(2015, household.left)
    return rng.choices((2014, 2015, 2016, 2017, 2018), (62, 5, 5, 24, 4 if household.left is None else 0))[0]


def _land(f: dict[str, object], rng: Random) -> None:
    cultivated = round(rng.triangular(0.5, 14, 4), 1)
    f |= {
        "land_cultivated": cultivated, "land_irrigated": round(cultivated * rng.uniform(0, 0.4), 1),
        "land_forest": round(rng.triangular(0, 20, 2), 1),
        "land_returned_forest": round(rng.uniform(0.5, 5), 1) if rng.random() < 0.35 else 0,
        "land_orchard": round(rng.uniform(0.3, 4), 1) if rng.random() < 0.25 else 0,
        "land_pasture": 0, "land_water": 0,
        "road_distance": round(rng.triangular(0, 6, 0.4), 1),
        "road_type": rng.choices(("泥土路", "砂石路", "水泥路", "沥青路"), (6, 14, 74, 6))[0],
        "fuel": rng.choices(("柴草", "煤炭", "清洁能源"), (22, 48, 30))[0],
        "cooperative": rng.random() < 0.55, "toilet": rng.random() < 0.86, "tv": rng.random() < 0.985,
        "production_power": rng.random() < 0.97, "domestic_power": True,
    }  # fmt: skip


def _house(household: Household, f: dict[str, object], rng: Random) -> None:
    """An exited household lives safely; one that has not exited often does not yet."""
    open_ = household.left is None
    bad_house = not household.renovated and rng.random() < (0.4 if open_ else 0.006)
    bad_water = rng.random() < (0.15 if open_ else 0.004)
    grade = rng.choices("CD", (6, 4))[0] if bad_house else rng.choices("AB", (62, 38))[0]
    f |= {
        "house_area": round(rng.triangular(12, 32, 20) * household.size + rng.uniform(10, 40), 0),
        "house_grade": grade, "house_dilapidated": bad_house, "water_safe": not bad_water,
        "food_secure": not (open_ and rng.random() < 0.02), "clothing_secure": not (open_ and rng.random() < 0.02),
    }  # fmt: skip


def _reasons(household: Household, f: dict[str, object], rng: Random) -> None:
    others = [c for c in HELP if c != household.cause and _likely(household, c)]
    f["main_cause"] = household.cause
    f["other_causes"] = rng.sample(others, rng.choices((0, 1, 2), (45, 40, 15))[0])
    measures = list(HELP.get(household.cause, ("产业帮扶",))) + (["健康帮扶"] if rng.random() < 0.6 else [])
    if household.dibao or household.tekun:
        measures.append("综合保障")
    if household.renovated:
        measures.append("住房安全保障")
    if household.credit:
        measures.append("金融帮扶")
    if any(p.post for p in household.members):
        measures.append("公益岗位帮扶")
    if any(learns_in_county(p) for p in household.members):
        measures.append("义务教育保障")
    f["measures"] = list(dict.fromkeys(measures))


def misjudge(household: Household, rng: Random) -> None:
    """Of a few households the help does not meet the cause, or is a safety net and nothing else."""
    chance = rng.random()
    if chance < 0.015:
        household.facts["measures"] = ["社会帮扶"]
    elif chance < 0.025:
        household.facts["measures"] = ["综合保障"]


def _likely(household: Household, cause: str) -> bool:
    if cause == "因病":
        return any(p.illness for p in household.members)
    if cause == "因残":
        return any(p.disability for p in household.members)
    if cause == "因学":
        return any(p.age > 15 and p.school for p in household.members)
    return True


def _income(household: Household, f: dict[str, object], line: int, pays: Rates, rng: Random) -> None:
    goal = _per_head(household, f, line, rng) * household.size
    f |= _transfers(household, pays, rng)
    f["dividend"] = rng.choice((0, 300, 500, 800, 1000))
    f["property_other"] = round(rng.uniform(100, 1500)) if rng.random() < 0.2 else 0
    fixed = sum(float(str(v)) for k, v in f.items() if k.startswith(("transfer_", "dividend", "property_")))
    rest = max(goal - fixed, household.size * 60.0)
    months = sum(p.months or 0 for p in household.members) + sum(
        p.post_months or 0 for p in household.members
    )
    share = rng.uniform(0.5, 0.85) if months else 0.0
    business = rest * (1 - share) / (1 - EXPENSE)
    f["wage"] = round(rest * share, 2)
    f["business"] = round(business, 2)
    f["business_expense"] = round(business * EXPENSE, 2)
    # Who has not exited lacks something: with enough income it is the house.
    if household.left is None and max(goal, fixed + rest) >= line * household.size and f["water_safe"]:
        f["house_grade"], f["house_dilapidated"] = "C", True


def _per_head(household: Household, f: dict[str, object], line: int, rng: Random) -> float:
    if household.left is not None:
        if rng.random() < CHANCE_BELOW_LINE:
            return rng.uniform(0.8, 0.99) * line
        return line * rng.triangular(1.06, 4.2, 1.5)
    unsafe = f["house_grade"] in ("C", "D") or not f["water_safe"]
    if unsafe and rng.random() < 0.5:
        return line * rng.uniform(1.02, 1.4)
    return line * rng.triangular(0.4, 0.99, 0.88)


def _transfers(household: Household, pays: Rates, rng: Random) -> dict[str, object]:
    """Transfers the household is entitled to, by the persons who draw them."""
    members = household.members
    pension = round(sum(p.age >= 60 for p in members) * pays.pension_monthly * 12, 2)
    return {
        "transfer_family_planning": 960 if rng.random() < 0.02 else 0,
        "transfer_dibao": sum(p.dibao for p in members) * rng.choice((1560, 1800, 2100)),
        "transfer_tekun": round(sum(p.tekun for p in members) * pays.tekun_monthly * 12, 2),
        "transfer_pension": pension,
        "transfer_eco": (pays.ranger or 0) if any(p.ranger for p in members) else 0,
        "transfer_other": round(rng.uniform(50, 900), 2),
    }
