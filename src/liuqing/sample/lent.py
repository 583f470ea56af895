"""The ledger of small loans: who borrowed, from when to when, what was repaid, and by whom the money is used."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from liuqing.sample.errors import Plan
from liuqing.sample.people import Household

RATE = 4.35
SUMS = (10_000, 20_000, 30_000, 50_000)
USES = ("种植", "养殖", "农产品加工", "运输")
FIRM = "演示农业发展有限公司"
OVERDUE, BY_FIRM = 0.01, 0.012
"""Shares of the loans with a planted error; at least two of each."""


@dataclass(slots=True)
class Lent:
    """A loan; money in yuan."""

    home: Household
    no: str
    lent: int
    lent_on: date
    due_on: date
    use: str
    used_by: str = "本人"
    state: str = "在贷"
    extended_until: date | None = None
    repaid: int | None = None
    repaid_on: date | None = None
    planted: str = ""


def loans(households: list[Household], plan: Plan, as_of: date, rng: Random) -> list[Lent]:
    """A loan for every household that has credit and whose head has no other fault."""
    homes = [home for home in households if home.credit and home.head.person_no not in plan.faults]
    made = [_loan(number, home, as_of, rng) for number, home in enumerate(homes, 1)]
    _plant(made, as_of, rng)
    return made


def _loan(number: int, home: Household, as_of: date, rng: Random) -> Lent:
    lent_on = as_of - timedelta(days=rng.randrange(60, 1300))
    due = lent_on.replace(year=lent_on.year + rng.randrange(1, 4), day=min(lent_on.day, 28))
    one = Lent(home, f"JJ{lent_on.year}{number:06d}", rng.choice(SUMS), lent_on, due, rng.choice(USES))
    if due <= as_of:
        if rng.random() < 0.2:
            one.state, one.extended_until = "已展期", due.replace(year=due.year + 2)
        else:
            one.state, one.repaid, one.repaid_on = "已结清", one.lent, due - timedelta(days=rng.randrange(20))
    elif rng.random() < 0.15:
        one.repaid, one.repaid_on = one.lent // 2, min(lent_on + timedelta(days=40), as_of)
    return one


def _plant(made: list[Lent], as_of: date, rng: Random) -> None:
    settled = [one for one in made if one.state == "已结清"]
    for one in rng.sample(settled, min(len(settled), max(2, round(len(made) * OVERDUE)))):
        one.state, one.repaid, one.repaid_on, one.planted = "在贷", None, None, "loan_overdue"
    running = [one for one in made if one.state == "在贷" and not one.planted]
    for one in rng.sample(running, min(len(running), max(2, round(len(made) * BY_FIRM)))):
        one.used_by, one.planted = FIRM, "loan_by_firm"
