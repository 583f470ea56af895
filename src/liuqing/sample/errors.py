"""The errors planted in the sample, each at a stated rate, none on top of another.

Errors of the register are planted before anything is written: they change persons and add rows.
Errors of the departments' lists are planted row by row when a list is made. Extra rows (somebody
twice, in two households, or in no household) come on top of the county's totals.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from random import Random

from liuqing.policy.identity_numbers import CHECKS
from liuqing.sample.desks import WHOLE
from liuqing.sample.kind import Kind
from liuqing.sample.members import Maker
from liuqing.sample.names import DOT, HOMOPHONES, VARIANTS, spoiled
from liuqing.sample.people import Household, Person, Village
from liuqing.sample.schooling import COMPULSORY

REGISTER = {
    "id_check_digit": Kind("人员信息导出中证件号码的校验位不对", 0.0015, "登记人口"),
    "id_missing_digit": Kind("人员信息导出中证件号码少一位", 0.0005, "登记人口"),
    "person_twice": Kind("同一人（同一人口编号）重复一行", 0.001, "登记人口"),
    "person_two_households": Kind(
        "同一证件号码以另一人口编号又登记在另一户", 0.0005, "登记人口", ("registered_twice",)
    ),
    "member_without_household": Kind("成员的户编号在户信息导出中不存在", 0.0005, "登记人口"),
    "head_count": Kind("户信息中的家庭人口数与成员行数不符", 0.008, "登记户", ("size_disagrees",)),
    "dead_active": Kind("公安已作死亡注销，登记中仍是在册成员", 0.002, "登记人口", ("dead_but_active",)),
    "not_insured": Kind("不在医保参保名单", 0.005, "登记人口", ("not_insured",)),
    "not_enrolled": Kind(
        "义务教育年龄（6—15 岁），不在学籍名单", 0.012, "该年龄的登记人口", ("compulsory_not_in_school",)
    ),
    "missing_police": Kind("不在公安户籍名单", 0.001, "登记人口", ("not_in_hukou",)),
}
LISTS = {
    "list_id_check_digit": Kind("部门名单中证件号码的校验位不对", 0.003, "各名单中登记人口的行"),
    "list_id_missing_digit": Kind("部门名单中证件号码少一位", 0.002, "各名单中登记人口的行"),
    "list_id_float": Kind("证件号码存成数字，末三位丢失", 0.05, "护林员、小额信贷、培训三个名单的行"),
    "name_homophone": Kind("部门名单中姓名写成同音字", 0.006, "各名单中登记人口的行"),
    "list_id_fifteen": Kind("部门名单中只有 15 位旧号码", 0.002, "各名单中登记人口的行"),
    "list_id_card": Kind("部门名单中以残疾人证号代替身份证号", 0.001, "各名单中登记人口的行"),
    "list_id_none": Kind("部门名单中没有证件号码", 0.0008, "各名单中登记人口的行"),
    "name_other": Kind("部门名单中写的是曾用名、小名", 0.0015, "各名单中登记人口的行"),
    "name_dot": Kind("少数民族姓名中的间隔号漏写或写成别的点", 0.0006, "各名单中登记人口的行"),
    "name_variant": Kind("部门名单中姓名写成异体字、繁体字", 0.004, "各名单中登记人口的行"),
    "bill_underpaid": Kind("结算少付：基本医保支付比规定少两成", 0.02, "乡镇、县、市级住院结算的行"),
    "list_twice": Kind("部门名单中同一人重复一行", 0.002, "各名单中登记人口的行"),
}
KINDS = REGISTER | LISTS
"""The kinds of damage by key, with label and rate; ``flagged.kinds`` has the contradictions."""

MARRIED_IN = ("配偶", "之儿媳", "之女婿", "之兄弟媳妇")
"""Relations of people who often keep their registration where they came from."""
OBLIGED = range(6, 15)
"""Ages on the last 31 August at which a child must be at school."""
FLOATING = ("rangers", "microcredit", "training")
"""The lists in which some numbers have become floating-point cells."""


Found = tuple[Person, int]
"""A person and the place of the household."""


@dataclass(frozen=True)
class Fault:
    """An error on one row: kind and, where another record is concerned, its number."""

    kind: str
    related: str = ""
    flags: tuple[str, ...] | None = None  # which flags find it; None: those of its kind


@dataclass
class Plan:
    """What was planted in the register: faults by person, extra rows by the household they follow.

    ``homes`` are the faults of households by number, ``monitoring`` those that stand in the list of
    monitored households, ``places`` those of villages by code, ``rounded`` villages that state their
    land in round figures. ``innocent`` are the look-alikes, ``found`` what flags find unplanted.
    """

    faults: dict[str, Fault] = field(default_factory=dict)
    wrong_counts: set[str] = field(default_factory=set)
    homes: dict[str, Fault] = field(default_factory=dict)
    monitoring: dict[str, Fault] = field(default_factory=dict)
    places: dict[str, Fault] = field(default_factory=dict)
    rounded: list[Village] = field(default_factory=list)
    innocent: list[tuple[str, Household, Person | None]] = field(default_factory=list)
    found: list[tuple[str, Household]] = field(default_factory=list)
    extras: dict[int, list[tuple[Person, Household, Fault]]] = field(
        default_factory=lambda: defaultdict(list)
    )


class Planter:
    """Plants the register's errors; persons already touched are not touched again."""

    def __init__(self, households: list[Household], maker: Maker, on: date, rng: Random):
        self._households = households
        self._people = [(p, n) for n, h in enumerate(households) for p in h.members]
        self._maker, self._on, self._rng = maker, on, rng
        self._touched: set[str] = set()
        self._last_no = len(self._people)
        self._ill = False
        self.plan = Plan()

    def plant(self) -> Plan:
        """Plant every kind at its rate, at least once each."""
        self._damage_numbers()
        self._let_die()
        self._leave_out()
        self._miscount()
        self._repeat()
        self._move_in()
        self._lose_household()
        return self.plan

    def _choose(self, kind: str, fits: Callable[[Person], bool], of: int | None = None) -> list[Found]:
        """Untouched persons who fit, as many as the kind's rate asks of so many (all if not said)."""
        free = [one for one in self._people if fits(one[0]) and one[0].person_no not in self._touched]
        wanted = max(1, round(REGISTER[kind].rate * (of or len(self._people))))
        chosen = self._rng.sample(free, min(wanted, len(free)))
        self._touched.update(person.person_no for person, _ in chosen)
        return chosen

    def _mark(self, kind: str, chosen: list[Found]) -> Iterator[Person]:
        for person, _ in chosen:
            self.plan.faults[person.person_no] = Fault(kind)
            yield person

    def _damage_numbers(self) -> None:
        for kind, damage in (("id_check_digit", wrong_check), ("id_missing_digit", missing_digit)):
            chosen = self._choose(kind, lambda p: p.id_shown == p.id_no)
            for person in self._mark(kind, chosen):
                person.id_shown = damage(person.id_no, self._rng)

    def _let_die(self) -> None:
        for person in self._mark("dead_active", self._choose("dead_active", lambda p: p.age >= 50)):
            person.died = self._on - timedelta(days=self._rng.randrange(20, 600))

    def _leave_out(self) -> None:
        for person in self._mark("missing_police", self._choose("missing_police", _anybody)):
            found = () if explains_absence(person) else ("not_in_hukou",)
            self.plan.faults[person.person_no] = Fault("missing_police", flags=found)
        for person in self._mark("not_insured", self._choose("not_insured", _anybody)):
            person.insured = False
            if person.employee:
                self.plan.faults[person.person_no] = Fault("not_insured", flags=())
        pupils = sum(_is_pupil(p) for p, _ in self._people)
        for person in self._mark("not_enrolled", self._choose("not_enrolled", _is_pupil, pupils)):
            person.grade = ""
            if not must_learn(person):
                self.plan.faults[person.person_no] = Fault("not_enrolled", flags=())
            # Of some the register itself says that they dropped out; of the others that they learn.
            if person.age >= 12 and self._rng.random() < 0.6:
                self._drop_out(person)

    def _drop_out(self, person: Person) -> None:
        """The register states a reason; of every second one an illness of which nobody knows."""
        well = not (person.illness or person.disability or person.hospital)
        self._ill = well and must_learn(person) and not self._ill
        person.school, person.education, person.dropout = "", "小学", "因病" if self._ill else "厌学"
        found = ("absent_ill_but_healthy",) if self._ill else ()
        self.plan.faults[person.person_no] = Fault("not_enrolled", flags=found)

    def _miscount(self) -> None:
        wanted = max(1, round(REGISTER["head_count"].rate * len(self._households)))
        for household in self._rng.sample(self._households, wanted):
            more = household.size == 1 or self._rng.random() < 0.5
            household.facts["size_stated"] = household.size + (1 if more else -1)
            self.plan.wrong_counts.add(household.number)

    def _repeat(self) -> None:
        """The same row again, behind the same household or a later one."""
        for person, at in self._choose("person_twice", _anybody):
            after = self._rng.randrange(at, len(self._households))
            self._extra(after, person, self._households[at], Fault("person_twice"))

    def _move_in(self) -> None:
        """The same number under another person number in a later household."""
        last = {p.person_no for p in self._households[-1].members}
        for person, at in self._choose(
            "person_two_households", lambda p: p.relation != "户主" and p.person_no not in last
        ):
            other = self._rng.randrange(at + 1, len(self._households))
            double = replace(person, person_no=self._next_no(), relation="其他")
            fault = Fault("person_two_households", person.person_no)
            self._extra(other, double, self._households[other], fault)

    def _lose_household(self) -> None:
        """A person whose household number is in no household's row."""
        for _ in range(max(1, round(REGISTER["member_without_household"].rate * len(self._people)))):
            at = self._rng.randrange(len(self._households))
            home = self._households[at]
            person = _stranger(home.village, self._rng.randrange(20, 70), self._maker, self._rng)
            person.person_no, person.id_shown, person.relation = self._next_no(), person.id_no, "其他"
            person.education, person.labour = "小学", "普通劳动力"
            lost = replace(home, number=f"{home.number[:5]}9{at:06d}")
            self._extra(at, person, lost, Fault("member_without_household"))

    def _extra(self, after: int, person: Person, household: Household, fault: Fault) -> None:
        self.plan.extras[after].append((person, household, fault))

    def _next_no(self) -> str:
        self._last_no += 1
        return f"{self._people[0][0].person_no[:-8]}{self._last_no:08d}"


def _anybody(person: Person) -> bool:
    return True


def must_learn(person: Person) -> bool:
    """Of compulsory age: the years are counted on 31 August, the sample's ages at the end of the year."""
    return person.age - (person.birth.month > 8) in OBLIGED


def explains_absence(person: Person) -> bool:
    """Of whom the police may well know nothing here: small children, pupils, who married into the family."""
    return person.age < 7 or bool(person.school) or person.relation in MARRIED_IN


def _is_pupil(person: Person) -> bool:
    return person.age in COMPULSORY and bool(person.grade)


def _stranger(village: Village, age: int, maker: Maker, rng: Random) -> Person:
    return maker.people([("户主", rng.random() < 0.55, age)], village.town)[0]


def dead_strangers(
    villages: list[Village], count: int, maker: Maker, on: date, rng: Random
) -> list[tuple[Person, Household]]:
    """People outside the register who have died; the list of residents no longer has them."""
    found = []
    for _ in range(count):
        village = rng.choice(villages)
        person = maker.people([("户主", rng.random() < 0.55, int(rng.triangular(45, 94, 80)))], village.town)[
            0
        ]
        person.died = on - timedelta(days=rng.randrange(20, 700))
        found.append((person, Household(village, None, 1, members=[person])))
    return found


def wrong_check(number: str, rng: Random) -> str:
    """The number with another last character: no single slip passes the check."""
    return number[:17] + rng.choice([c for c in CHECKS if c != number[17]])


def missing_digit(number: str, rng: Random) -> str:
    """The number with one digit left out behind the area prefix."""
    at = rng.randrange(6, 17)
    return number[:at] + number[at + 1 :]


def spoil(rows: list[dict[str, object]], key: str, rng: Random) -> dict[int, str]:
    """Damage rows of a department's list in place; the kind of error by the row's place.

    Only rows about persons of the register are given; each is damaged at most once. The list of
    deaths stays whole: its rows are the key to the dead who are still in the register.
    """
    if key == "police_deaths":
        return dict.fromkeys(range(len(rows)), "dead_active")
    free = [n for n, row in enumerate(rows) if not row.get(WHOLE)]
    rng.shuffle(free)
    done: dict[int, str] = {}
    for kind in LISTS:
        if kind == "list_twice" or (kind == "list_id_float" and key not in FLOATING):
            continue
        if kind == "bill_underpaid" and key != "medical_settlements":
            continue
        if kind == "list_id_card" and key == "disabled":
            continue
        wanted, unfit = _count(LISTS[kind].rate * len(rows), rng), []
        while wanted and free:
            at = free.pop()
            if _damage(rows[at], kind, rng):
                done[at] = kind
                wanted -= 1
            else:
                unfit.append(at)
        # What does not fit this kind may fit the next: few have a card or a nickname.
        free += reversed(unfit)
    return done


def repeats(count: int, rng: Random) -> int:
    """How many rows of a list with so many appear twice."""
    return _count(LISTS["list_twice"].rate * count, rng)


def _count(wanted: float, rng: Random) -> int:
    # Rounded by chance, so that small lists together keep the rate.
    return int(wanted + rng.random())


def _damage(row: dict[str, object], kind: str, rng: Random) -> bool:
    number, name = str(row["id_no"]), str(row["name"])
    if kind == "list_id_check_digit" and len(number) == 18:
        row["id_no"] = wrong_check(number, rng)
    elif kind == "list_id_missing_digit" and len(number) == 18:
        row["id_no"] = missing_digit(number, rng)
    elif kind == "list_id_float" and number.isdigit() and not number.endswith("000"):
        row["id_no"] = float(int(number[:15] + "000"))
    elif kind == "bill_underpaid" and _is_large_stay(row):
        short = round(float(str(row["basic"])) / 5, 2)
        row["basic"] = round(float(str(row["basic"])) - short, 2)
        row["self_paid"] = round(float(str(row["self_paid"])) + short, 2)
    elif kind in ("list_id_fifteen", "list_id_card", "list_id_none"):
        return _number_otherwise(row, kind)
    elif kind in ("name_other", "name_dot"):
        return _name_otherwise(row, kind, rng)
    elif kind in ("name_homophone", "name_variant"):
        other = spoiled(name, HOMOPHONES if kind == "name_homophone" else VARIANTS)
        if other is None or other == name:
            return False
        row["name"] = other
    else:
        return False
    return True


def _number_otherwise(row: dict[str, object], kind: str) -> bool:
    """An old number, a disability card or nothing instead of the identity number."""
    number, card = str(row["id_no"]), str(row.get("card") or "")
    others = {"list_id_fifteen": number[:6] + number[8:17], "list_id_card": card, "list_id_none": ""}
    fits = {
        "list_id_fifteen": len(number) == 18 and number[6:8] == "19",
        "list_id_card": bool(card),
        "list_id_none": len(number) == 18,
    }
    if fits[kind]:
        row["id_no"] = others[kind]
    return fits[kind]


def _name_otherwise(row: dict[str, object], kind: str, rng: Random) -> bool:
    """The other name, or the dot of a name written otherwise."""
    name, other = str(row["name"]), str(row.get("other_name") or "")
    if kind == "name_dot":
        other = name.replace(DOT, rng.choice(("", ".", "．"))) if DOT in name else ""
    if other:
        row["name"] = other
    return bool(other)


def _is_large_stay(row: dict[str, object]) -> bool:
    levels = ("乡镇级", "县级", "市级")
    return (
        row.get("bill_kind") == "住院"
        and row.get("hospital_level") in levels
        and float(str(row["basic"])) > 500
    )
