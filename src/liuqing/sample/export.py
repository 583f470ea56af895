"""The register as the national system exports it: villages, households, persons."""

from random import Random

from liuqing.policy.lists import BY_KEY
from liuqing.policy.tables import AREA, HOUSEHOLD, PERSON, PERSON_EXPORT, VILLAGE
from liuqing.sample.cells import plain
from liuqing.sample.people import Household, Person, Village

BLANK_RATE = 0.15
"""Share of rows in which one cell that may be blank is blank: about 0.4 % of such cells."""

HOUSEHOLD_HEADINGS = [fact.label for fact in (*AREA, *HOUSEHOLD)]
VILLAGE_HEADINGS = [fact.label for fact in BY_KEY["register_villages"].columns]
_PERSON_FACTS = {fact.label: fact.name for fact in (*PERSON, *AREA[:5])}
PERSON_ORDER = [_PERSON_FACTS[heading] for heading in PERSON_EXPORT]
_HOUSEHOLD_ORDER = [fact.name for fact in (*AREA, *HOUSEHOLD)]
_VILLAGE_ORDER = [fact.name for fact in (*AREA[:5], *VILLAGE)]

_KEPT = {
    "province", "city", "county", "town", "village", "household_no", "person_no", "name", "relation", "id_no",
    "head_name", "head_id_no", "size_stated", "standing", "exit_year", "identified_year", "data_year",
    "main_cause",
}  # fmt: skip
_COUNTED: dict[str, tuple[object, ...]] = {
    "on_dibao": (True,), "category": ("低保贫困户",), "house_grade": ("C", "D"),
}  # fmt: skip
_PERSON_BLANKS = [name for name in PERSON_ORDER if name not in _KEPT]
_HOUSEHOLD_BLANKS = [name for name in _HOUSEHOLD_ORDER if name not in _KEPT]


def village_cells(village: Village, county: dict[str, str], year: int) -> list[object]:
    """A village's row."""
    facts: dict[str, object] = {
        **county, "town": village.town, "village": village.name, "village_code": village.code,
        "village_kind": "贫困村" if village.listed else "非贫困村", "listed_year": village.listed,
        "village_exit_year": village.left, "households": round(village.residents / 3.6),
        "rural_population": village.rural, "hamlets": village.hamlets, "collective_income": village.income,
        "data_year": year, **village.facts,
    }  # fmt: skip
    return [plain(facts.get(name)) for name in _VILLAGE_ORDER]


def household_cells(household: Household, county: dict[str, str], rng: Random) -> list[object]:
    """A household's row; now and then something is not known."""
    facts: dict[str, object] = {
        **county, "town": household.village.town, "village": household.village.name,
        "hamlet": household.hamlet, **household.facts,
    }  # fmt: skip
    household.blank = _forget(facts, _HOUSEHOLD_BLANKS, rng, whole=household.whole)
    _forget_clears(facts, rng, whole=household.whole)
    facts |= household.shown
    return [plain(facts[name]) for name in _HOUSEHOLD_ORDER]


def person_cells(
    person: Person, household: Household, county: dict[str, str], year: int, rng: Random
) -> list[object]:
    """A person's row with exactly the national system's 47 columns."""
    facts: dict[str, object] = {
        **county, "town": household.village.town, "village": household.village.name,
        "household_no": household.number, "person_no": person.person_no, "name": person.name,
        "sex": person.sex, "birth": person.birth, "relation": person.relation, "ethnicity": person.ethnicity,
        "id_kind": "残疾人证" if person.id_shown and person.id_shown == person.card else "居民身份证",
        "id_no": person.id_shown, "phone": household.phone, "member_phone": person.phone, "data_year": year,
        "education": person.education, "school_status": person.school, "labour": person.labour,
        "work_months": person.months, "health": _health(person), "political_status": person.political,
        "employer": person.employer, "work_place": person.place, "job_channel": person.channel,
        "public_post": person.post, "public_post_months": person.post_months,
        "dropout_reason": person.dropout, "disability_kind": person.disability,
        "disability_card_year": person.card_year, "head_name": household.head.name,
        "head_id_no": household.head.id_no, "standard": "国家标准", "industry": "",
        **_cover(person),
    }  # fmt: skip
    person.blank = _forget(facts, _PERSON_BLANKS, rng, whole=household.whole or bool(person.dropout))
    facts |= person.shown
    return [plain(facts[name]) for name in PERSON_ORDER]


def _health(person: Person) -> list[str]:
    said = []
    if person.disability:
        said.append("残疾")
    if person.illness:
        said.append("患有大病" if person.serious else "长期慢性病")
    return said or ["健康"]


def _cover(person: Person) -> dict[str, object]:
    grown = person.age >= 16 and not person.school
    return {
        "on_dibao": person.dibao, "on_tekun": person.tekun, "resident_medical": not person.employee,
        "employee_medical": person.employee, "critical_illness_cover": not person.employee,
        "resident_pension": grown and not person.employee, "employee_pension": person.employee,
        "commercial_medical": False, "critical_illness_aid": person.serious and person.hospital,
        "other_health_aid": person.hospital, "works_abroad": False if person.months else "",
        "speaks_mandarin": person.age < 62 or person.age % 3 == 0,
    }  # fmt: skip


def _forget(facts: dict[str, object], names: list[str], rng: Random, *, whole: bool) -> str:
    """Leave one cell blank now and then, but none that a headline figure counts; which one, or ""."""
    chance = rng.random()
    if chance >= BLANK_RATE or whole:
        return ""
    name = names[int(chance / BLANK_RATE * len(names))]
    if facts[name] in ("", None) or facts[name] in _COUNTED.get(name, ()):
        return ""
    facts[name] = ""
    return name


def _forget_clears(facts: dict[str, object], rng: Random, *, whole: bool) -> None:
    """Some households have no officer, no measure or no plan on record: their clears are not clear."""
    chance = rng.random()
    if whole:
        return
    if chance < 0.012:
        facts.update((name, "") for name in facts if name.startswith("officer_"))
    elif chance < 0.022:
        facts["measures"] = []
    elif chance < 0.03:
        facts["planned_exit_year"] = ""
