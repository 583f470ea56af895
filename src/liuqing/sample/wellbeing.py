"""Health, work and cover of the persons of a registered household, consistent with its cause."""

from random import Random

from liuqing.sample.people import Household, Person
from liuqing.sample.schooling import enrol

CHRONIC = (
    "高血压",
    "糖尿病",
    "慢性阻塞性肺疾病",
    "类风湿性关节炎",
    "慢性胃炎",
    "结核病",
    "脑卒中后遗症",
    "冠心病",
)
SERIOUS = (
    "终末期肾病",
    "食管癌",
    "胃癌",
    "肺癌",
    "乳腺癌",
    "宫颈癌",
    "儿童先天性心脏病",
    "儿童白血病",
    "急性心肌梗死",
    "尘肺病",
)
DISABILITIES = ("视力", "听力", "言语", "肢体", "智力", "精神", "多重")
"""In the order of their code on the card: the 19th character is 1 to 7."""
GRADES = ("一级", "二级", "三级", "四级")
"""In the order of their code on the card: the 20th character is 1 to 4."""
PLACES = (
    "云南省昆明市",
    "云南省曲靖市",
    "贵州省兴义市",
    "贵州省盘州市",
    "浙江省义乌市",
    "浙江省宁波市",
    "广东省东莞市",
    "广东省深圳市",
    "江苏省苏州市",
    "福建省晋江市",
    "上海市松江区",
)
EMPLOYERS = (
    "演示制衣有限公司",
    "演示电子有限公司",
    "演示建筑劳务有限公司",
    "演示鞋业有限公司",
    "演示家具有限公司",
    "演示矿业有限公司",
    "演示餐饮服务部",
    "演示物流有限公司",
)
CHANNELS = ("自主就业", "亲友介绍", "政府组织", "企业招聘", "劳务中介")
POSTS = ("乡村保洁员", "护路员", "河道管护员", "护水员", "村级协管员", "公共厕所保洁员")


def describe(household: Household, year: int, rng: Random) -> None:
    """Set every personal fact of the household's members."""
    for person in household.members:
        enrol(person, household.cause == "因学", rng)
        _health(person, rng)
        _disability(person, year, rng)
    _show_cause(household, year, rng)
    for person in household.members:
        _labour(person, rng)
        _work(person, rng)
        _rest(person, rng)
    _care(household, rng)
    _posts(household, rng)
    if household.tekun:
        _unable(household, year)


def _health(person: Person, rng: Random) -> None:
    age = person.age
    chronic = 0.01 if age < 18 else 0.03 if age < 45 else 0.09 if age < 60 else 0.2
    chance = rng.random()
    if chance < chronic:
        person.illness = rng.choice(CHRONIC)
    elif chance < chronic + (0.003 if age < 40 else 0.01):
        _fall_ill(person, rng)
    person.hospital = rng.random() < (0.5 if person.illness else 0.03)


def _fall_ill(person: Person, rng: Random) -> None:
    person.serious = True
    person.illness = rng.choice(SERIOUS[:6] + SERIOUS[8:] if person.age >= 18 else SERIOUS[6:8])
    if person.male and person.illness in ("乳腺癌", "宫颈癌"):
        person.illness = "胃癌"


def _disability(person: Person, year: int, rng: Random, certain: bool = False) -> None:
    if person.disability or person.age < 3:
        return
    if certain or rng.random() < (0.012 if person.age < 50 else 0.05):
        kind, grade = (
            rng.choices(range(7), (12, 12, 3, 50, 10, 9, 4))[0],
            rng.choices(range(4), (15, 25, 30, 30))[0],
        )
        person.disability, person.disability_grade = DISABILITIES[kind], GRADES[grade]
        # A card issued again after a loss carries B and a count behind its twenty characters.
        again = "B1" if rng.random() < 0.15 else ""
        person.card = f"{person.id_no}{kind + 1}{grade + 1}{again}"
        person.card_year = rng.randrange(max(2009, year - person.age + 2), year + 1)


def _show_cause(household: Household, year: int, rng: Random) -> None:
    members = household.members
    if household.cause == "因病" and not any(p.illness for p in members):
        patient = rng.choice([p for p in members if p.age >= 18] or members)
        patient.hospital = rng.random() < 0.6
        if rng.random() < 0.3:
            _fall_ill(patient, rng)
        else:
            patient.illness = rng.choice(CHRONIC)
    if household.cause == "因残" and not any(p.disability for p in members):
        _disability(rng.choice([p for p in members if p.age >= 3]), year, rng, certain=True)


def _labour(person: Person, rng: Random) -> None:
    heavy = person.disability_grade in ("一级", "二级") or person.serious
    if person.age < 16 or person.school:
        person.labour = "无劳动力"
    elif person.age >= 16 and heavy:
        person.labour = "丧失劳动力"
    elif person.age >= 72:
        person.labour = "无劳动力"
    elif person.age >= 60 or person.disability or person.illness:
        person.labour = "弱劳动力或半劳动力"
    else:
        person.labour = "技能劳动力" if rng.random() < 0.09 else "普通劳动力"


def _work(person: Person, rng: Random) -> None:
    if person.labour not in ("普通劳动力", "技能劳动力"):
        person.months = 0 if person.age >= 16 and not person.school else None
        return
    if rng.random() < 0.55:
        person.months = rng.randrange(3, 12)
        person.place, person.employer = rng.choice(PLACES), rng.choice(EMPLOYERS)
        person.channel = rng.choice(CHANNELS)
    else:
        person.months = 0


def _rest(person: Person, rng: Random) -> None:
    person.employee = person.labour == "技能劳动力" and person.months not in (0, None) and rng.random() < 0.12
    if 14 <= person.age <= 28 and person.school not in ("", "小学") and rng.random() < 0.5:
        person.political = "共青团员"
    elif person.age >= 22 and rng.random() < 0.03:
        person.political = "中共党员"
    if person.age >= 16 and not person.school and rng.random() < 0.5:
        person.phone = phone(rng)


def phone(rng: Random) -> str:
    """Eleven digits that no network has given to anybody: mobile numbers never begin with 12."""
    return f"12{int(rng.random() * 1_000_000_000):09d}"


def _care(household: Household, rng: Random) -> None:
    if household.tekun:
        for person in household.members:
            person.tekun = True
    others = sorted(household.members[1:], key=lambda p: (p.labour == "普通劳动力", rng.random()))
    for person in [household.head, *others][: household.dibao]:
        person.dibao = True


def _unable(household: Household, year: int) -> None:
    """In a household in extreme hardship everybody is old, a child or severely disabled."""
    for person in household.members:
        if 16 <= person.age < 60 and not person.card:
            person.disability, person.disability_grade = "肢体", "二级"
            person.card, person.card_year = f"{person.id_no}42", year
        elif 16 <= person.age < 60:
            person.disability_grade, person.card = "二级", f"{person.card[:19]}2{person.card[20:]}"
        if person.age >= 16:
            person.labour = "无劳动力" if person.age >= 60 else "丧失劳动力"
            person.months, person.place, person.employer, person.channel = 0, "", "", ""
        person.post, person.post_months, person.ranger, person.employee = "", None, False, False


def _posts(household: Household, rng: Random) -> None:
    able = [
        p for p in household.members if p.labour.startswith(("普通", "弱")) and not p.months and p.age >= 18
    ]
    if not able or rng.random() > 0.09:
        return
    person = rng.choice(able)
    if rng.random() < 0.25 and person.labour == "普通劳动力":
        person.ranger = True
        person.post, person.post_months = "生态护林员", 12
    else:
        person.post, person.post_months = rng.choice(POSTS), rng.randrange(4, 13)
