"""What flags find in a row of a department's list besides what is planted there for them."""

from collections import Counter
from collections.abc import Iterable

from liuqing.sample.desks import Facts
from liuqing.sample.errors import Plan
from liuqing.sample.flagged.kinds import LISTED
from liuqing.sample.people import Household, Person

HIGH = 10_000
"""Yuan paid in a year above which a household is looked at."""


def kind(plan: Plan, key: str, person: Person, home: Household) -> str:
    """The planted kind of a row of this list; "" for none."""
    if key == "monitored":
        fault = plan.monitoring.get(home.number)
        return fault.kind if fault else ""
    planted = plan.faults.get(person.person_no)
    return planted.kind if planted and planted.kind in LISTED and person.said.get(key) else ""


def flags(key: str, row: Facts, person: Person, home: Household) -> tuple[str, ...]:
    """The flags that find a row as it is, of somebody of the register."""
    if key == "microcredit":
        misused = row.get("loan_use") == "自家建房"
        return (("loan_overdue_flag",) if row.get("overdue") else ()) + (("loan_misused",) if misused else ())
    if key == "public_posts" and person.labour in ("无劳动力", "丧失劳动力"):
        return ("post_without_labour", *(("post_age_wrong",) if person.age >= 70 else ()))
    found = ("dibao_unmarked",) if key == "dibao" and person.tekun else ()
    return (*found, "transfers_left_out") if _left_out(key, row, home) else found


def _left_out(key: str, row: Facts, home: Household) -> bool:
    """The list paid somebody something of which the household's income says nothing."""
    item = {"dibao": "transfer_dibao", "pension": "transfer_pension"}.get(key, "")
    if not item or home.blank == item:
        return False
    return float(str(row["paid"])) > 0 and float(str(home.facts[item])) == 0


def paid_much(rows: Iterable[tuple[Person, Household, Facts]]) -> list[tuple[Person, Household]]:
    """Who paid more than ``HIGH`` in the year by these bills."""
    paid: Counter[str] = Counter()
    who: dict[str, tuple[Person, Household]] = {}
    for person, home, row in rows:
        paid[person.person_no] += round(float(str(row["self_paid"])) * 100)
        who[person.person_no] = (person, home)
    return [who[no] for no, fen in paid.items() if fen > HIGH * 100]
