"""What is paid to live on: dibao, extreme hardship, disability, old age."""

from datetime import date
from random import Random

from liuqing.sample.desks import Desk, Facts
from liuqing.sample.people import Household, Person

OLD = 60
SEVERE = ("一级", "二级")


def dibao(p: Person, h: Household, desk: Desk) -> Facts:
    """A row of the dibao list: what the household's own row of the register says."""
    monthly = (_paid_by_register(h) or desk.rng.choice((1560, 1800, 2100))) // 12
    kind = "A类" if p.disability or p.illness else desk.rng.choice(("B类", "C类"))
    return {"dibao_kind": kind, "monthly": monthly, "paid": monthly * 12, "since": desk.ago(2400, 370)}


def _paid_by_register(household: Household) -> int:
    """Yuan a year and member, as the household's own row says; 0 outside the register."""
    said = household.facts.get("transfer_dibao")
    return said // household.dibao if isinstance(said, int) and household.dibao else 0


def tekun(p: Person, h: Household, desk: Desk) -> Facts:
    """A row of the list of people in extreme hardship."""
    care = desk.rng.choices(("分散供养", "集中供养"), (8, 2))[0]
    return {"care": care, "paid": round(desk.pays.tekun_monthly * 12, 2)}


def disabled(p: Person, h: Household, desk: Desk) -> Facts:
    """A row of the list of card holders, with the two allowances."""
    issued = date(p.card_year or desk.on.year, desk.rng.randrange(1, 13), desk.rng.randrange(1, 29))
    return {
        "id_no": p.card, "disability_kind": p.disability, "disability_grade": p.disability_grade,
        "issued": min(issued, desk.on), "paid": desk.pays.disability if is_due_allowance(p) else 0,
    }  # fmt: skip


def is_severe(p: Person) -> bool:
    """Disabled in one of the two worst grades."""
    return p.disability_grade in SEVERE


def is_due_allowance(p: Person) -> bool:
    """Severely disabled, or disabled and on dibao."""
    return bool(p.card) and (is_severe(p) or p.dibao)


def is_pensioner(p: Person, h: Household, rng: Random) -> bool:
    """Somebody old enough, or near it, without an employee's pension."""
    return (p.age >= OLD or (is_severe(p) and p.age >= OLD - 5)) and not p.employee


def pension(p: Person, h: Household, desk: Desk) -> list[Facts]:
    """The row of the list of pensions; none for somebody to whom nothing was due in the year."""
    months = pension_months(p, desk)
    monthly = desk.pays.pension_monthly
    return [{"monthly": monthly, "months": months, "paid": round(monthly * months, 2)}] if months else []


def pension_months(p: Person, desk: Desk) -> int:
    """Months of the year from the one after the birthday on which it became due to the death."""
    starts = OLD - (desk.pays.pension_early if is_severe(p) else 0)
    last = 12 if p.died is None else p.died.month if p.died.year == desk.on.year else 0
    if p.age < starts:
        return 0
    return max(last - (p.birth.month if p.age == starts else 0), 0)
