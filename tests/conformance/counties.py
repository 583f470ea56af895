"""Counties drawn at random from everything that a fact can be, the awkward included."""

import random
from datetime import date, timedelta
from typing import Any

import pyarrow as pa

from liuqing.compute.snapshot import RECEIVED, TABLES
from liuqing.policy import tables

DAY = date(2018, 12, 31)
KEYS = ("village_id", "household_id", "household_village_id", "person_id", "person_village_id", "bill_id",
        "bill_person_id", "employer_key", "employer_id", "village_code", "town_code", "household_no")  # fmt: skip
WORDS: dict[str, tuple[str, ...]] = {
    "standing": ("registered", "exited", "relapsed"),
    "category": tables.CATEGORIES,
    "main_cause": tables.CAUSES,
    "causes": ("|因病|", "|因学|因病|", "|缺劳力|", "|自身发展动力不足|缺资金|", "|因残|因灾|"),
    "measures": ("|", "|产业帮扶|", "|综合保障|", "|健康帮扶|综合保障|", "|就业帮扶|义务教育保障|"),
    "house_grade": tables.HOUSE_GRADES,
    "list_house_grade": tables.HOUSE_GRADES,
    "relation": tables.RELATIONS[:12],
    "sex": tables.SEXES,
    "ethnicity": ("汉族", "彝族", "布朗族", "拉祜族", "景颇族"),
    "education": tables.EDUCATION,
    "school_status": tables.SCHOOL_STATUS,
    "dropout_reason": ("因残", "因病", "厌学"),
    "labour": tables.LABOUR,
    "health": ("健康", "长期慢性病", "患有大病", "残疾", "残疾,长期慢性病"),
    "admission": ("一本", "二本", "专科", "预科"),
    "work_region": ("县内", "县外省内", "省外"),
    "contract_kind": ("劳动合同", "就业协议"),
    "training_kind": ("技能培训", "引导性培训"),
    "post_kind": ("保洁员", "护路员"),
    "disability_kind": ("肢体", "智力", "精神"),
    "illness": ("尿毒症", "高血压", "儿童白血病"),
    "loan_use": ("种植", "养殖", "建房", "转借企业"),
    "hospital_level": ("乡镇", "县", "市", "省"),
    "bill_kind": ("住院", "门诊", "特殊病门诊"),
    "employer_kind": ("扶贫工厂", "本地企业", "其他"),
    "monitor_kind": tables.MONITORED,
    "risks": ("|", "|因病|", "|因学|因务工就业不稳|", "|缺劳动力|", "|因房|其他|"),
    "removal_way": tables.REMOVALS,
    "vehicles": ("|", "|小型轿车|", "|普通二轮摩托车|", "|轮式挖掘机械|三轮汽车|"),
    "property_uses": ("|", "|住宅|", "|城镇住宅|", "|商业服务|农村宅基地|"),
    "companies": ("|", "|个体工商户|", "|农民专业合作社|"),
    "payroll_kind": ("行政编制", "公益性岗位", "临时聘用"),
    "signals": ("|", "|空挂户|", "|自费留学|", "|赌博|空挂户|"),
    "work_place": ("云南省", "浙江省义乌市", "上海市", "内蒙古自治区", "缅甸", "本镇"),
    "public_post": ("乡村保洁员", "生态护林员", "无"),
    "school_aid_kind": ("雨露计划", "国家助学金"),
    "id_sex": tables.SEXES,
}
NUMBERS: dict[str, tuple[int, ...]] = {
    "age": (0, 3, 5, 6, 12, 15, 16, 18, 35, 59, 60, 61, 80, 121),
    "exit_year": (2014, 2015, 2016, 2017, 2018),
    "village_exit_year": (2016, 2017, 2018),
    "identified_year": (2014, 2017),
    "planned_exit_year": (2018, 2019, 2020),
    "disability_grade": (1, 2, 3, 4),
    "contract_months": (0, 5, 6, 12),
    "loan_days": (0, 1, 200, 365),
    "loan_term_days": (365, 1095, 1096),
    "rural_population": (0, 1, 999, 3000),
    "land_cultivated_cmu": (-1, 0, 550, 10_000, 10_001),
    "land_forest_cmu": (-1, 0, 20_000, 20_001),
    "village_land_cmu": (0, 550, 10_000, 100_000),
    "work_months": (0, 2, 5, 6, 12),
    "id_length": (15, 17, 18, 20, 22),
    "id_class": (0, 1, 7, 8),
    "phone_digits": (7, 10, 11, 12),
    "phone_households": (1, 2, 3),
    "rows_waiting": (0, 1, 2),
}
MONEY = (0, 1, 99, 30_000, 299_999, 300_000, 500_000, 500_001, 2_100_000, 5_000_000, 15_000_000)


def county(dice: random.Random, *, households: int, missing: float) -> dict[str, list[dict[str, Any]]]:
    """Rows of every entity. ``missing``: how often a fact is not known."""

    def one(table: str, keys: dict[str, Any]) -> dict[str, Any]:
        facts = {f.name: None if dice.random() < missing else _value(f, dice) for f in TABLES[table]}
        return facts | keys

    villages = [
        one("villages", {"village_id": n, "village_code": f"{n:03}", "town_code": "1"}) for n in range(1, 5)
    ]
    employers = [one("employers", {"employer_key": n}) for n in range(1, 7)]
    homes, people, bills = [], [], []
    for number in range(1, households + 1):
        at = dice.randint(1, 4)
        homes.append(
            one("households", {"household_id": number, "household_no": "x", "household_village_id": at})
        )
        for _ in range(dice.choice((0, 1, 1, 2, 3, 4, 5, 30) if number == 1 else (0, 1, 2, 3, 4))):
            home = number if dice.random() < 0.95 else None
            key = len(people) + 1
            works = dice.choice((None, None, *range(1, 7)))
            people.append(one("persons", {"person_id": key, "household_id": home, "person_village_id": at,
                                          "employer_id": works}))  # fmt: skip
            bills += [one("bills", {"bill_person_id": key}) for _ in range(dice.choice((0, 0, 1, 2, 5)))]
    dice.shuffle(bills)
    for number, bill in enumerate(bills, start=1):
        bill["bill_id"] = number
    return {"area": villages, "household": homes, "person": people, "bill": bills, "employer": employers}


def _value(field: pa.Field, dice: random.Random) -> Any:
    if pa.types.is_boolean(field.type):
        return dice.random() < 0.5
    if pa.types.is_date(field.type):
        return DAY - timedelta(days=dice.choice((0, 1, 40, 200, 365, 366, 2190, 3650, 6000, 22_000, -30)))
    if pa.types.is_string(field.type):
        return dice.choice(WORDS.get(field.name, ("x",)))
    return _number(field.name, dice)


def _number(name: str, dice: random.Random) -> int:
    if name in NUMBERS:
        return dice.choice(NUMBERS[name])
    if name.endswith("_fen"):
        # A business may lose money; and the line of a rule is met to the fen now and then.
        return dice.choice((*MONEY, dice.randrange(6_000_000), -dice.randrange(100_000)))
    return dice.randrange(4) if name.endswith("_times") or name in RECEIVED else dice.randrange(13)
