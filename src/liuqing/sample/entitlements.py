"""Wrong payments planted in the departments' lists, and those that follow from other planted errors.

Three kinds for every programme of ``policy.programmes``: due and not paid, paid and not due, paid
twice. Of a programme of which the place states no number nobody knows what is due: there only what
is paid to the dead is wrong. Rows that another error has damaged, and people with whom the register has
another quarrel, are left alone, so that each finding has one reason.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta

from liuqing.sample import homes, jobs, pupils
from liuqing.sample.desks import WHOLE, Desk, Facts
from liuqing.sample.people import Household, Person
from liuqing.sample.rates import GENERAL

MISSING, UNENTITLED, TWICE = "missing", "unentitled", "twice"
KINDS = {MISSING: "应享未享", UNENTITLED: "不应享在享", TWICE: "重复享受"}
WAITS = "待确认"
"""A second payment in a list of the year: the row waits until somebody decides that there were two."""
RATE = 0.004
FEWEST = 2
"""So many of a kind in each list, or the rate if that is more; never more than one row in eight."""


@dataclass
class Told:
    """A row about a person of the register, and what is wrong with it."""

    person: Person
    home: Household
    row: Facts
    error: str = ""
    finding: str = ""
    also: str = ""  # another programme that the finding is about

    @property
    def free(self) -> bool:
        """Nothing is wrong with it, and nothing may be."""
        return not self.error and not self.finding and not self.row.get(WHOLE)


Chosen = Callable[[Told, Desk], bool]
Changed = Callable[[Told, Desk], None]
Newcomer = Callable[[Person, Household, Desk], Facts | None]


@dataclass(frozen=True)
class Scheme:
    """A programme and its list: how a row shows that nothing was paid, and how somebody gets in.

    ``paid`` are the facts that say what was paid. ``left_out``: who is not paid is not in the list.
    ``due`` tells the rows of which something is due; ``wrong`` changes one that is paid nothing, or
    one that is paid rightly, into one that is paid wrongly; ``newcomer`` gives the row of somebody
    who has no business in the list, None for others. ``second`` makes a second payment of a copy of a
    row; ``beside`` gives the row of somebody who has the ``rival`` programme, which this one excludes.
    """

    programme: str
    paid: tuple[str, ...] = ("paid",)
    left_out: bool = False
    can_miss: Chosen = field(default=lambda told, desk: True)
    can_go_wrong: Chosen | None = None
    wrong: Changed | None = None
    newcomer: Newcomer | None = None
    second: Changed | None = None
    rival: str = ""
    beside: Newcomer | None = None

    def sum(self, row: Facts) -> float:
        """What the row says was paid."""
        return sum(float(str(row.get(name) or 0)) for name in self.paid)


def plant(scheme: Scheme, rows: list[Told], people: list[tuple[Person, Household]], desk: Desk) -> list[Told]:
    """Plant both kinds in the rows, in place; returns the rows that are to leave the list.

    ``people`` are those of the register who may get in wrongly.
    """
    _mark_the_dead(scheme, rows, desk)
    if scheme.programme not in desk.pays.programmes:
        return []
    count = min(max(FEWEST, round(RATE * len(rows))), max(len(rows) // 8, 1))
    _go_wrong(scheme, rows, count, desk)
    _come_in(scheme, rows, people, count, desk)
    return _miss(scheme, rows, count, desk)


def _mark_the_dead(scheme: Scheme, rows: list[Told], desk: Desk) -> None:
    """What is paid to somebody who died before the year is not due."""
    if scheme.programme == "housing":
        return  # a house stands longer than its builder
    for told in rows:
        died = told.person.died
        if died and died.year < desk.on.year and scheme.sum(told.row) > 0 and not told.error:
            told.finding = UNENTITLED
            told.row[WHOLE] = True


def _miss(scheme: Scheme, rows: list[Told], count: int, desk: Desk) -> list[Told]:
    by_person: dict[str, list[Told]] = {}
    for told in rows:
        by_person.setdefault(told.person.person_no, []).append(told)
    found = [
        those for those in by_person.values()
        if all(told.free and not told.person.died for told in those)
        and sum(scheme.sum(told.row) for told in those) > 0
        and any(scheme.can_miss(told, desk) for told in those)
    ]  # fmt: skip
    gone = []
    for those in desk.more.sample(found, min(count, len(found))):
        for told in those:
            _withhold(scheme, told.row)
            told.finding, told.row[WHOLE] = MISSING, True
        gone += those
    return gone if scheme.left_out else []


def _withhold(scheme: Scheme, row: Facts) -> None:
    lost = scheme.sum(row)
    row.update(dict.fromkeys(scheme.paid, 0))
    if "self_paid" in row:
        row["self_paid"] = round(float(str(row["self_paid"])) + lost, 2)


def _go_wrong(scheme: Scheme, rows: list[Told], count: int, desk: Desk) -> None:
    if scheme.wrong is None or scheme.can_go_wrong is None:
        return
    found = [told for told in rows if told.free and scheme.can_go_wrong(told, desk)]
    for told in desk.more.sample(found, min(count, len(found))):
        scheme.wrong(told, desk)
        told.finding, told.row[WHOLE] = UNENTITLED, True


def _come_in(
    scheme: Scheme, rows: list[Told], people: list[tuple[Person, Household]], count: int, desk: Desk
) -> None:
    if scheme.newcomer is None:
        return
    there = {told.person.person_no for told in rows}
    order = list(people)
    desk.more.shuffle(order)
    for person, home in order:
        if not count:
            break
        row = None if person.person_no in there else scheme.newcomer(person, home, desk)
        if row is not None:
            rows.append(Told(person, home, row | {WHOLE: True}, finding=UNENTITLED))
            count -= 1


def second_rows(scheme: Scheme, rows: list[Told], desk: Desk) -> list[Told]:
    """More rows for people who are paid already: again, with another content, or besides another.

    A list with days takes both; in a list of the year the second row waits until somebody decides.
    """
    if scheme.second is None:
        return []
    paid = [one for one in rows if one.free and not one.person.died and scheme.sum(one.row) > 0]
    chosen = desk.more.sample(paid, min(FEWEST, len(paid) // 8))
    again = [Told(one.person, one.home, dict(one.row)) for one in chosen]
    for told in [*chosen, *again]:
        told.row[WHOLE] = True
    for told in again:
        scheme.second(told, desk)
        told.finding = TWICE
    return again


def beside_another(
    scheme: Scheme, people: list[tuple[Person, Household]], there: set[str], desk: Desk
) -> list[Told]:
    """Rows for people who have what this programme excludes; ``there`` are in the list already."""
    found: list[Told] = []
    for person, home in people:
        row = None
        if scheme.beside and person.person_no not in there and not person.died:
            row = scheme.beside(person, home, desk)
        if row is not None and len(found) < FEWEST:
            found.append(Told(person, home, row | {WHOLE: True}, finding=TWICE, also=scheme.rival))
    return found


def _paid_without_staying(told: Told, desk: Desk) -> bool:
    p = told.person
    return (p.months or 0) < jobs.STABLE and desk.pays.transport.get(p.region, 0) > 0


def _pay_transport(told: Told, desk: Desk) -> None:
    told.row["paid"] = desk.pays.transport[told.person.region]


def _unable(p: Person, h: Household, desk: Desk) -> Facts | None:
    """Somebody who cannot work, on a post."""
    if p.labour not in ("无劳动力", "丧失劳动力") or p.age < 60 or p.died:
        return None
    monthly = desk.pays.posts[GENERAL]
    return {"post": "乡村保洁员", "since": desk.within_year(), "months": 6, "paid": round(6 * monthly, 2)}


def _too_young(p: Person, h: Household, desk: Desk) -> Facts | None:
    """Somebody who is not of age, on the list of pensions."""
    if not 40 <= p.age < 54 or p.employee:
        return None
    monthly = desk.pays.pension_monthly
    return {"monthly": monthly, "months": 12, "paid": round(monthly * 12, 2)}


def _not_at_school(p: Person, h: Household, desk: Desk) -> Facts | None:
    """A child too young for kindergarten, on its roll."""
    if p.school != "学龄前儿童":
        return None
    school = f"{h.village.town}中心幼儿园"
    number = f"G{p.id_no}"
    return {
        "school": school, "grade": "幼儿园小班", "student_no": number, "boarding": False,
        "private_school": False, "cost": 1800, "paid": 300,
    }  # fmt: skip


def _dead(row: Callable[[Desk], Facts]) -> Newcomer:
    def newcomer(p: Person, h: Household, desk: Desk) -> Facts | None:
        return row(desk) if p.died and p.died.year < desk.on.year else None

    return newcomer


def _safe(p: Person, h: Household, desk: Desk) -> Facts | None:
    """A household whose house was never dangerous, among the renovated."""
    if p is not h.head or h.renovated or h.facts.get("house_grade") not in ("A", "B"):
        return None
    paid = desk.pays.housing["四类重点对象"]
    done = desk.within_year()
    return {
        "house_grade": "B",
        "renovation": "修缮加固",
        "finished": done,
        "self_raised": 0,
        "debt": 0,
        "paid": paid,
    }


def _set(**facts: object) -> Changed:
    return lambda told, desk: told.row.update(facts)


def _half(told: Told, desk: Desk) -> None:
    told.row["paid"] = round(float(str(told.row["paid"])) / 2, 2)


def _elsewhere(told: Told, desk: Desk) -> None:
    told.row["employer"] = "演示劳务派遣服务部"


def _house_again(told: Told, desk: Desk) -> None:
    told.row["finished"] = desk.on - timedelta(days=desk.more.randrange(1500, 1800))


def _borrow_again(told: Told, desk: Desk) -> None:
    lent_on = desk.on - timedelta(days=desk.more.randrange(20, 50))
    due_on = lent_on.replace(year=lent_on.year + 1, day=min(lent_on.day, 28))
    aid = homes.interest(10_000, lent_on, due_on, desk)
    told.row |= {
        "contract_no": f"演贷{lent_on.year}{desk.more.randrange(10**6):06d}", "lent": 10_000,
        "lent_on": lent_on, "due_on": due_on, "interest_aid": aid,
    }  # fmt: skip


def _on_dibao_too(p: Person, h: Household, desk: Desk) -> Facts | None:
    return (
        {"dibao_kind": "A类", "monthly": 150, "paid": 1800, "since": desk.ago(2400, 800)} if p.tekun else None
    )


def _on_a_post_too(p: Person, h: Household, desk: Desk) -> Facts | None:
    if not p.ranger or not jobs.may_hold(p, h, desk.pays.posts_for):
        return None
    monthly = desk.pays.posts[GENERAL]
    return {"post": "护路员", "since": desk.within_year(), "months": 6, "paid": round(6 * monthly, 2)}


SCHEMES = {
    "work": Scheme("transport", can_go_wrong=_paid_without_staying, wrong=_pay_transport, second=_elsewhere),
    "public_posts": Scheme("post", newcomer=_unable, second=_half, rival="ranger", beside=_on_a_post_too),
    "rangers": Scheme("ranger", newcomer=_dead(
        lambda desk: {"hired": desk.within_year(), "area": 500, "paid": desk.pays.ranger}), second=_half),
    "pension": Scheme("pension", left_out=True, newcomer=_too_young, second=_half),
    "school_roll": Scheme("school", newcomer=_not_at_school, second=_half),
    "dibao": Scheme("dibao", newcomer=_dead(
        lambda desk: {"dibao_kind": "B类", "monthly": 150, "paid": 1800, "since": desk.ago(2400, 800)}),
        second=_half, rival="tekun", beside=_on_dibao_too),
    "tekun": Scheme("tekun", second=_half),
    "disabled": Scheme("disability", can_go_wrong=lambda told, desk: not told.row["paid"],
                       wrong=lambda told, desk: told.row.update(paid=desk.pays.disability), second=_half),
    "medical_insured": Scheme("premium", ("premium_aid",), can_go_wrong=lambda told, desk: told.person.employee,
                              wrong=lambda told, desk: told.row.update(premium_aid=desk.pays.premium)),
    "medical_settlements": Scheme("medical", ("aid", "backstop"),
                                  can_miss=lambda told, desk: float(str(told.row["backstop"])) > 0),
    "housing": Scheme("housing", newcomer=_safe, second=_house_again),
    "microcredit": Scheme("interest", ("interest_aid",), can_go_wrong=lambda told, desk: not told.row["overdue"],
                          wrong=_set(loan_use="自家建房"), second=_borrow_again),
}  # fmt: skip
"""By the key of the list."""


def of_houses(households: list[Household], listed: set[str]) -> Iterator[Household]:
    """Households in a dangerous house that the ledger of renovations does not name: aid is due."""
    for home in households:
        if home.facts.get("house_grade") in ("C", "D") and home.number not in listed:
            yield home


def of_pupils(people: list[Person], desk: Desk) -> Iterator[Person]:
    """Pupils whom the roll leaves out and to whom the same is due whether they board or not."""
    for person in people:
        stays, comes = (pupils.aid(person.school, boards, None, desk.pays) for boards in (True, False))
        if person.school and stays == comes > 0:
            yield person
