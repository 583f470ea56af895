"""The school roll: who learns where, and what schooling costs the family and the county."""

from liuqing.sample.desks import Desk, Facts
from liuqing.sample.people import Household, Person
from liuqing.sample.rates import Rates

STAGES = (
    ("学前教育", ("学前", "幼儿园")),
    ("小学", ("小学",)),
    ("初中", ("七年级", "八年级", "九年级")),
    ("普通高中", ("普通高中",)),
    ("中职", ("中职",)),
    ("高等教育", ("高职高专", "本科")),
)
COST = {"学前教育": 1800, "小学": 600, "初中": 900, "普通高中": 4200, "中职": 4000, "高等教育": 9500}
"""What a year of the stage takes from a family, in round yuan; a lie of the sample, no source."""
LOAN = 8000
GRANT, BOARDING, AWARD = "国家助学金", "寄宿生生活补助", "学费奖励"
"""The items that not every pupil of a stage gets."""


def stage(grade: str) -> str:
    """The stage of a grade; "" for none."""
    return next((name for name, starts in STAGES if grade.startswith(starts)), "")


def row(p: Person, h: Household, desk: Desk) -> Facts:
    """A row of the roll."""
    told = stage(p.grade)
    board = _boards(p, told, desk)
    facts: Facts = {
        "school": _school(h, told, p.grade), "grade": p.grade, "student_no": f"G{p.id_no}", "boarding": board,
        "private_school": told in ("学前教育", "普通高中", "中职") and desk.more.random() < 0.12,
    }  # fmt: skip
    if told == "高等教育":
        facts |= _admission(p, desk)
    facts |= {"school_aid": _aid_kind(p, h, told, desk), "elsewhere": False}
    facts["cost"] = round(COST[told] * desk.more.uniform(0.6, 1.5), -1)
    facts["paid"] = aid(p.grade, board, _award(facts), desk.pays) if h.number else 0
    return facts


def _aid_kind(p: Person, h: Household, told: str, desk: Desk) -> str:
    """What the aid is called; the programme for trainees only where it is for."""
    if not h.number or told in ("学前教育", ""):
        return ""
    trainee = told == "中职" or p.grade.startswith("高职")
    return "雨露计划" if trainee and desk.more.random() < 0.5 else GRANT if told != "小学" else BOARDING


def _boards(p: Person, told: str, desk: Desk) -> bool:
    board = p.age >= 11 or desk.rng.random() < 0.3
    return board and told not in ("学前教育", "")


def _award(facts: Facts) -> object:
    """The admission, or the central university, that brings the award."""
    return "一本" if facts.get("central_university") else facts.get("admission")


def _school(h: Household, told: str, grade: str) -> str:
    if told == "高等教育":
        return "演示大学" if grade.startswith("本科") else "演示职业技术学院"
    kind = {"学前教育": "中心幼儿园", "小学": "小学", "中职": "职业技术学校"}.get(told, "中学")
    if told == "学前教育" and grade.startswith("学前"):
        kind = "小学"
    return f"{h.village.town}{kind}"


def _admission(p: Person, desk: Desk) -> Facts:
    batch = (
        desk.more.choices(("一本", "二本", "预科"), (3, 6, 1))[0] if p.grade.startswith("本科") else "专科"
    )
    return {
        "admission": batch,
        "central_university": batch == "一本" and desk.more.random() < 0.2,
        "loan": LOAN if desk.more.random() < 0.5 else desk.more.choice((0, 5000, 6000)),
    }


def aid(grade: str, boards: bool, admission: object, pays: Rates) -> float:
    """What is paid for a pupil of the register in the year: every item of the stage that applies."""
    items = pays.school.get(_named(grade), {})
    withheld = {
        GRANT: stage(grade) == "中职" and grade not in pays.grant_years,
        BOARDING: not boards,
        AWARD: admission not in pays.awarded,
    }
    return sum(yuan for item, yuan in items.items() if not withheld.get(item, False))


def _named(grade: str) -> str:
    """The stage as the place's numbers call it."""
    told = stage(grade)
    if told != "高等教育":
        return told
    return "本科" if grade.startswith("本科") else "专科"
