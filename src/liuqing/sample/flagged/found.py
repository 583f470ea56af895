"""What the flags find although nobody planted it: the sample's own dangerous houses, bills and blanks.

And look-alikes that are there by themselves. Both are told only of people with whom nothing else is
wrong.
"""

from collections.abc import Callable, Iterable, Iterator

from liuqing.sample.errors import Plan, explains_absence
from liuqing.sample.people import Household, Person

MANY = 20
"""So many innocent look-alikes of a kind are enough."""
OF_AGE = 6
"""From this age on the register must say where somebody learns, or what they have learned."""
FORM = ("ethnicity", "health", "critical_illness_cover")
HOME = ("house_area", "road_distance", "domestic_power", "road_type")

Looks = tuple[str, Household, Person | None]


def unsafe(homes: Iterable[Household]) -> Iterator[tuple[str, Household]]:
    """Households out of poverty in a dangerous house, or without safe water."""
    for home in homes:
        if home.left is not None and not home.whole:
            if home.facts["house_grade"] in ("C", "D"):
                yield "unsafe_house_unmonitored", home
            if not home.facts["water_safe"]:
                yield "unsafe_water_unmonitored", home


def of_blank(name: str, person: Person | None, home: Household) -> tuple[str, ...]:
    """The flags that find a cell left blank."""
    flag = _of_blank(name, person, home)
    return (flag,) if flag else ()


def _of_blank(name: str, person: Person | None, home: Household) -> str:
    if person is None:
        told = {
            "category": "household_unstated",
            **({} if home.tekun else dict.fromkeys(HOME, "home_unstated")),
        }
        return told.get(name, "")
    if name in FORM or (name == "labour" and person.age >= 17):
        return "form_incomplete"
    if name in ("education", "school_status"):
        return "school_stated_twice" if person.age >= OF_AGE else ""
    if name in ("work_place", "work_months"):
        return "work_half_stated" if person.months else ""
    if name in ("public_post", "public_post_months"):
        return "post_half_stated" if person.post else ""
    return ""


def innocent(homes: list[Household], plan: Plan) -> Iterator[Looks]:
    """Look-alikes that nobody planted."""
    left = dict.fromkeys(_LOOKS, MANY)
    for home in homes:
        for person in home.members:
            fault = plan.faults.get(person.person_no)
            if fault and fault.kind == "not_enrolled" and person.dropout:
                yield "dropout_told", home, person
            if fault and fault.kind == "missing_police" and explains_absence(person):
                yield "absent_from_hukou", home, person
            if fault or home.whole or person.died:
                continue
            for key, looks in _LOOKS.items():
                if left[key] and not person.blank and looks(person, home):
                    left[key] -= 1
                    yield key, home, person


_LOOKS: dict[str, Callable[[Person, Household], bool]] = {
    "weak_disabled": lambda p, h: (
        p.labour == "弱劳动力或半劳动力" and p.age < 60 and bool(p.disability or p.illness)
    ),
    "card_right": lambda p, h: p.id_shown == p.card != "",
    "employee": lambda p, h: p.employee,
    "old_weak": lambda p, h: p.age >= 62 and p.labour == "弱劳动力或半劳动力",
}
