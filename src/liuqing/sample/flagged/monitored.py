"""The list of monitored households: who is in it, what is stated of each, what was done for them.

Most are as they should be: a risk that the household really has, everything stated, help that meets
the risk. Some of those in a dangerous house, without safe water or with a bill that is too high are
in it, so that no flag may find them for that.
"""

from collections.abc import Callable
from datetime import date
from random import Random

from liuqing.sample.care import is_pensioner
from liuqing.sample.errors import Fault
from liuqing.sample.flagged.choosing import Chooser
from liuqing.sample.flagged.kinds import MONITORED
from liuqing.sample.kind import Kind
from liuqing.sample.people import Household, Person

Facts = dict[str, object]
SHARE = 0.025
"""Households of the register that are monitored without a fault."""
WELL = Kind("监测对象，信息齐全、措施对症", SHARE, "登记户")
KINDS = ("脱贫不稳定户", "边缘易致贫户", "突发严重困难户")
MEETS = {
    "因病": "健康帮扶", "因残": "综合保障", "因学": "其他教育帮扶", "因务工就业不稳": "就业帮扶", "缺劳动力": "公益岗位帮扶",
    "因自然灾害": "生产生活条件改善", "因房": "住房安全保障", "因水": "饮水安全保障",
}  # fmt: skip
NEEDS = ("dropout", "house_unsafe", "water_unsafe", "uninsured")
INCOMES = ("wage", "business", "property", "transfer", "expense", "self_paid")


def plant(chooser: Chooser, on: date) -> None:
    """Every kind of ``MONITORED`` at its rate."""
    ways = _ways(on)
    for key, (fits, change) in ways.items():
        for home in chooser.homes(MONITORED[key], fits):
            describe(home, on, chooser.rng)
            change(home)
            chooser.plan.homes[home.number] = Fault(key)
            chooser.plan.monitoring[home.number] = Fault(key)


def fill(chooser: Chooser, on: date) -> None:
    """Households that are in the list as they should be."""
    for home in chooser.homes(WELL, lambda h: _risk(h) != "因自然灾害"):
        describe(home, on, chooser.rng)
        chooser.plan.innocent.append(("monitored_well", home, None))


def describe(home: Household, on: date, rng: Random, risk: str = "") -> None:
    """A household as the list should have it, and the measures that meet its risk."""
    risk = risk or _risk(home)
    gone = rng.random() < 0.25
    home.monitored = {
        "household_no": home.number, "identified_on": date(on.year - 1, rng.randrange(3, 12), 1),
        "monitor_kind": KINDS[0] if home.left else rng.choice(KINDS[1:]), "risk_1": risk,
        **_phase("identified", home, rng), "removed": gone,
        **(_removal(home, on, rng) if gone else {}),
    }  # fmt: skip
    if home.number:
        home.shown["measures"] = list(dict.fromkeys([MEETS[risk], "产业帮扶", *home.facts["measures"]]))  # type: ignore[misc]


def _removal(home: Household, on: date, rng: Random) -> Facts:
    return {
        "removed_on": date(on.year, rng.randrange(4, 12), 1), "removal_way": "帮扶消除", **_phase("removed", home, rng),
    }  # fmt: skip


def _phase(phase: str, home: Household, rng: Random) -> Facts:
    sums = dict.fromkeys(INCOMES, 0) | {
        "wage": rng.randrange(4, 30) * 1000, "business": rng.randrange(3, 15) * 1000, "transfer": rng.randrange(1, 9) * 500,
        "expense": rng.randrange(1, 6) * 500, "self_paid": rng.randrange(6, 40) * 500,
    }  # fmt: skip
    said: Facts = {f"{phase}_{name}": False for name in NEEDS}
    return said | {f"{phase}_{name}": value for name, value in sums.items()}


def _risk(home: Household) -> str:
    """What threatens the household, by its members."""
    found = {
        "因病": any(p.illness for p in home.members),
        "因残": any(p.card for p in home.members),
        "因学": any(p.age > 15 and p.school and p.grade for p in home.members),
        "因务工就业不稳": any(_working(p) for p in home.members),
    }
    return next((risk for risk, there in found.items() if there), "因自然灾害")


def _working(p: Person) -> bool:
    return bool(p.months) and p.labour in ("普通劳动力", "技能劳动力")


def _ways(on: date) -> dict[str, tuple[Callable[[Household], bool], Callable[[Household], None]]]:
    """By kind: which households it may befall, and how it shows."""

    def with_risk(risk: str) -> Callable[[Household], bool]:
        return lambda home: _risk(home) == risk

    def set_(measures: list[str] | None = None, **facts: object) -> Callable[[Household], None]:
        def change(home: Household) -> None:
            stays = {"removed": False, "removed_on": None, "removal_way": None}
            home.monitored = {
                **(home.monitored or {}),
                **(stays if "removed_on" not in facts else {}),
                **facts,
            }
            if measures is not None:
                home.shown["measures"] = measures

        return change

    def gone(measures: list[str] | None = None, **facts: object) -> Callable[[Household], None]:
        def change(home: Household) -> None:
            full = _removal(home, on, Random(home.number))
            set_(measures, removed=True, **(full | facts))(home)

        return change

    return {
        "monitor_blank": (with_risk("因病"), set_(identified_water_unsafe=None)),
        "removal_blank": (with_risk("因病"), gone(removed_self_paid=None)),
        "removed_unhelped": (_unaided, gone([], risk_1="因自然灾害", identified_on=date(on.year, 2, 1))),
        "unhelped": (_idle_hands, set_([], risk_1="因自然灾害")),
        "undeveloped": (
            _idle_hands,
            set_(["社会帮扶", "生产生活条件改善"], risk_1="因自然灾害"),
        ),
        "nobody_ill": (_nobody_ill, set_(["健康帮扶", "产业帮扶", "社会帮扶"], risk_1="因病")),
        "nothing_paid": (with_risk("因病"), set_(identified_self_paid=0)),
        "schooling_unhelped": (
            lambda h: _unaided(h) and not any(p.grade for p in h.members),
            set_(["产业帮扶"], risk_1="因学"),
        ),
        "no_worker": (_without_work, set_(["产业帮扶"], risk_1="因务工就业不稳")),
        "many_able": (_many_hands, set_(["产业帮扶", "社会帮扶"], risk_1="缺劳动力")),
        "industry_nothing": (with_risk("因病"), _nothing_earned(gone(removed_business=0))),
        "net_nobody": (_unaided, _no_relief(set_(["综合保障", "产业帮扶"], risk_1="因意外事故"))),
        "wage_tiny": (with_risk("因病"), set_(identified_wage=50)),
        "off_risk": (_unaided, set_(["产业帮扶"], risk_1="因水")),
    }


def _nothing_earned(change: Callable[[Household], None]) -> Callable[[Household], None]:
    def both(home: Household) -> None:
        change(home)
        home.shown["dividend"] = 0

    return both


def _no_relief(change: Callable[[Household], None]) -> Callable[[Household], None]:
    def both(home: Household) -> None:
        change(home)
        home.shown["transfer_other"] = 0

    return both


def _unaided(home: Household) -> bool:
    """No list shows help for any member but what everybody has: insurance, school."""
    plain = not (home.dibao or home.tekun or home.renovated or home.credit)
    return plain and all(_unlisted(p, home) for p in home.members)


def _idle_hands(home: Household) -> bool:
    return _unaided(home) and any(p.labour == "普通劳动力" for p in home.members)


def _unlisted(p: Person, home: Household) -> bool:
    aided = p.card or p.post or p.ranger or is_pensioner(p, home, Random(0))
    return not (aided or p.months or p.earlier)


def _nobody_ill(home: Household) -> bool:
    return not any(p.illness or p.hospital for p in home.members)


def _without_work(home: Household) -> bool:
    return _nobody_ill(home) and not any(p.months or p.earlier or p.post or p.ranger for p in home.members)


def _many_hands(home: Household) -> bool:
    able = sum(p.labour in ("普通劳动力", "技能劳动力") and 16 <= p.age < 60 for p in home.members)
    return home.size >= 4 and able * 2 >= home.size and _nobody_ill(home)
