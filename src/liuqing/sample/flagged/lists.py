"""Rows of departments' lists that contradict the register, and rows that only look like it."""

from collections.abc import Callable
from datetime import date, timedelta

from liuqing.sample.desks import WHOLE
from liuqing.sample.errors import Fault
from liuqing.sample.flagged.choosing import Chooser
from liuqing.sample.flagged.kinds import INNOCENT, LEFT_OUT, LISTED
from liuqing.sample.flagged.people import grown, idle, works
from liuqing.sample.people import Household, Person

Facts = dict[str, object]
Fits = Callable[[Person, Household], bool]


def plant(chooser: Chooser, on: date) -> None:
    """Every kind of ``LISTED``, ``LEFT_OUT``, and the innocent ones that stand in a list."""
    for key, (listed, fits, facts) in _planted(on).items():
        for person, _ in chooser.persons(LISTED[key], fits):
            person.said[listed] = {WHOLE: True, **facts}
            chooser.plan.faults[person.person_no] = Fault(key)
    for key, (listed, fits, facts) in _innocent(on).items():
        for person, home in chooser.persons(INNOCENT[key], fits):
            person.said[listed] = {WHOLE: True, **facts}
            chooser.plan.innocent.append((key, home, person))
            if key == "flat_resettled":
                home.shown["measures"] = ["搬迁", *home.facts["measures"]]  # type: ignore[misc]
    for key, kind in LEFT_OUT.items():
        for person, _ in chooser.persons(kind, lambda p, h: h.dibao == 1 and p.dibao and not p.tekun):
            person.said["dibao"] = {}
            chooser.plan.faults[person.person_no] = Fault(key)


def _owner(p: Person, h: Household) -> bool:
    return grown(p) and not h.tekun and p.id_shown == p.id_no


def _idle(p: Person, h: Household) -> bool:
    return _owner(p, h) and idle(p)


def _senior(p: Person, h: Household) -> bool:
    return p.school.startswith("普通高中") and bool(p.grade)


def _trainee(p: Person, h: Household) -> bool:
    return p.school.startswith("中职") and bool(p.grade)


def _planted(on: date) -> dict[str, tuple[str, Fits, Facts]]:
    lately = on - timedelta(days=200)
    return {
        "owns_car": ("vehicles", _owner, {"vehicle": "小型轿车", "usage": "非营运", "status": "正常"}),
        "owns_machine": (
            "vehicles",
            _owner,
            {"vehicle": "轮式装载机械", "usage": "非营运", "status": "正常"},
        ),
        "owns_flat": ("property", _owner, {"use": "城镇住宅"}),
        "owns_shop": ("property", _owner, {"use": "商业服务"}),
        "owns_firm": ("companies", _owner, {"kind": "个体工商户", "status": "存续"}),
        "on_payroll": ("payroll", _owner, {"staff_kind": "事业编制"}),
        "is_cadre": ("cadres", _owner, {"since": lately, "left_on": None}),
        "signal_away": ("signals", _idle, {"signal": "长期空挂户", "found_on": lately}),
        "signal_spending": ("signals", _owner, {"signal": "子女自费留学", "found_on": lately}),
        "signal_conduct": ("signals", _owner, {"signal": "赌博", "found_on": lately}),
        "loan_overdue": (
            "microcredit",
            lambda p, h: p is h.head and h.credit,
            {"overdue": True, "interest_aid": 0},
        ),
        "yulu_wrong": ("school_roll", _senior, {"school_aid": "雨露计划"}),
    }


def _innocent(on: date) -> dict[str, tuple[str, Fits, Facts]]:
    lately = on - timedelta(days=100)
    return {
        "car_scrapped": ("vehicles", _owner, {"vehicle": "小型轿车", "status": "报废"}),
        "farm_tractor": ("vehicles", _owner, {"vehicle": "小型轮式拖拉机", "status": "正常"}),
        "motorcycle": ("vehicles", _owner, {"vehicle": "普通二轮摩托车", "status": "正常"}),
        "firm_cancelled": ("companies", _owner, {"kind": "个体工商户", "status": "注销"}),
        "cooperative": ("companies", _owner, {"kind": "农民专业合作社", "status": "存续"}),
        "flat_resettled": ("property", _owner, {"use": "城镇住宅"}),
        "homestead": ("property", _owner, {"use": "农村宅基地"}),
        "payroll_post": ("payroll", _owner, {"staff_kind": "公益性岗位"}),
        "cadre_left": ("cadres", _owner, {"since": date(on.year - 5, 4, 1), "left_on": lately}),
        "away_at_work": ("signals", lambda p, h: works(p), {"signal": "人户分离", "found_on": lately}),
        "away_at_school": ("signals", _senior, {"signal": "人户分离", "found_on": lately}),
        "yulu_right": ("school_roll", _trainee, {"school_aid": "雨露计划"}),
        "elsewhere_right": ("school_roll", _senior, {"elsewhere": True}),
    }
