"""What offices report of areas: the indicators of every village, town and the county.

Most areas meet what is asked of them, a few do not, and a few say nothing. The names come from
``policy.indicators``; an indicator of which nothing is known here is left out: nobody reported it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from random import Random
from typing import NamedTuple

from liuqing.policy.indicators import INDICATORS, LISTED, Indicator
from liuqing.sample.making import County
from liuqing.sample.people import Household, Person, Village

SILENT = 0.01
"""Share of statements that an office forgets."""
FAILING = 0.04
"""Share of the yes-or-no questions that are answered no."""
SAMPLED = 0.12
"""Share of villages that an assessment has sampled."""


class Statement(NamedTuple):
    """A row of the list: an area, an indicator by its label, and what is said of it."""

    area_code: str
    area_name: str
    indicator: str
    year: int
    value: str
    unit: str


@dataclass
class Area:
    """An area with the villages and registered households in it."""

    code: str
    name: str
    level: str
    villages: list[Village]
    homes: list[Household] = field(default_factory=list)

    @property
    def people(self) -> list[Person]:
        """The registered persons."""
        return [person for home in self.homes for person in home.members]

    def sum(self, count: Callable[[Village], float]) -> float:
        """A figure of all its villages."""
        return sum(count(village) for village in self.villages)


Value = Callable[[Area, Random, dict[str, float]], float | None]
"""A number for the area; ``said`` holds what was already said of it, so that parts fit their wholes."""


def statements(county: County) -> Iterator[Statement]:
    """Every statement of the year, the county's first, then the towns' and the villages'; who is poor, of its own."""
    rng, year = county.rng("indicators"), county.figures.as_of.year
    for area in areas(county):
        sampled = area.level == "village" and rng.random() < SAMPLED
        said: dict[str, float] = {}
        for one in INDICATORS.values():
            value = _value(one, area, sampled, rng, said)
            if value is not None and rng.random() >= SILENT:
                told = _listed_year(area, year) if one.name in LISTED and value == "是" else year
                yield Statement(area.code, area.name, one.label, told, value, one.unit)


def _listed_year(area: Area, otherwise: int) -> int:
    """The year in which the first of its villages was listed."""
    return min((v.listed for v in area.villages if v.listed), default=otherwise)


def areas(county: County) -> list[Area]:
    """The county, its towns and its villages."""
    homes: dict[str, list[Household]] = {}
    for household in county.households:
        homes.setdefault(household.village.code, []).append(household)
    villages = [Area(v.code, v.name, "village", [v], homes.get(v.code, [])) for v in county.villages]
    rows = county.place.areas()
    towns = [Area(row.code, row.name, "town", []) for row in rows if row.level == "town"]
    parents = {row.code: row.parent for row in rows}
    for village in villages:
        for town in towns:
            if parents[village.code] == town.code:
                town.villages += village.villages
                town.homes += village.homes
    whole = Area(county.place.code, county.place.label, "county", county.villages, county.households)
    return [whole, *towns, *villages]


def _value(one: Indicator, area: Area, sampled: bool, rng: Random, said: dict[str, float]) -> str | None:
    if area.level not in one.levels or (one.upward and area.level != "village" and "village" in one.levels):
        return None
    if one.name in SAMPLES and not sampled:
        return None
    if one.name in VALUES:
        number = VALUES[one.name](area, rng, said)
    elif one.kind == "yes_no":
        number = float(rng.random() >= FAILING)
    else:
        number = None
    if number is None:
        return None
    said[one.name] = number
    if one.kind == "yes_no":
        return "是" if number else "否"
    return f"{number:.0f}" if one.kind == "count" else f"{number:.2f}".rstrip("0").rstrip(".")


def _of(whole: str, low: float, high: float) -> Value:
    """A part of what was said before: between these shares of it, and at most all of it."""

    def value(area: Area, rng: Random, said: dict[str, float]) -> float | None:
        base = said.get(whole)
        return None if base is None else min(round(base * rng.uniform(low, high)), base)

    return value


def _found(whole: str, chance: float) -> Value:
    """Mostly none, now and then one or two."""

    def value(area: Area, rng: Random, said: dict[str, float]) -> float | None:
        return None if whole not in said else float(rng.choice((1, 1, 2))) if rng.random() < chance else 0.0

    return value


def _between(low: float, high: float, digits: int = 0) -> Value:
    return lambda area, rng, said: round(rng.uniform(low, high), digits)


def _homes(fits: Callable[[Household], bool]) -> Value:
    return lambda area, rng, said: float(sum(fits(home) for home in area.homes))


def _people(fits: Callable[[Person], bool]) -> Value:
    return lambda area, rng, said: float(sum(fits(person) for person in area.people))


def _each(count: Callable[[Village], float]) -> Value:
    return lambda area, rng, said: float(round(area.sum(count)))


def _sample_of(count: Callable[[Area], int], most: int) -> Value:
    return lambda area, rng, said: float(min(count(area), most))


def _able(home: Household) -> bool:
    return any(p.labour in ("普通劳动力", "技能劳动力", "弱劳动力或半劳动力") for p in home.members)


def _exited(area: Area) -> int:
    return sum(home.size for home in area.homes if home.left)


def _is_poor(area: Area, rng: Random, said: dict[str, float]) -> float:
    poor = sum(v.listed is not None for v in area.villages)
    return float(poor * 2 > len(area.villages))


def _unsaid(area: Area, rng: Random, said: dict[str, float]) -> None:
    """Nobody states it."""


SAMPLES: dict[str, Value] = {
    "sampled_outside": lambda area, rng, said: float(rng.randrange(80, 160)),
    "missed_found": _found("sampled_outside", 0.15),
    "sampled_registered": _sample_of(lambda area: sum(h.size for h in area.homes), 120),
    "wrong_found": _found("sampled_registered", 0.1),
    "sampled_exited": _sample_of(_exited, 120),
    "wrong_exits_found": _found("sampled_exited", 0.1),
    "answers_measures": _sample_of(lambda area: len(area.homes), 40),
    "satisfied_measures": _of("answers_measures", 0.86, 1.02),
    "answers_team": _sample_of(lambda area: len(area.homes), 40),
    "satisfied_team": _of("answers_team", 0.86, 1.02),
    "answers_helper": _sample_of(lambda area: len(area.homes), 40),
    "satisfied_helper": _of("answers_helper", 0.86, 1.02),
    "surveyed_households": _sample_of(lambda area: len(area.homes), 40),
    "approving_households": _of("surveyed_households", 0.88, 1.04),
}  # fmt: skip
"""What only a sampled village can say."""

VALUES: dict[str, Value] = SAMPLES | {
    # Most of its villages are poor; none has left as a whole.
    "poor_town": _is_poor,
    "poor_county": _is_poor,
    "poor_town_exited": _unsaid,
    "poor_county_exited": _unsaid,
    "rural_income": _between(9800, 12900),
    "poor_villages_income": _between(8600, 11500),
    "rural_income_growth": _between(8.6, 10.8, 1),
    "province_rural_income_growth": lambda area, rng, said: 9.2,
    "exited_income_growth": _between(9.5, 13.5, 1),
    "returned_persons": lambda area, rng, said: float(rng.choice((0,) * 60 + (3,))),
    "problems_listed": _between(8, 40),
    "problems_closed": _of("problems_listed", 0.85, 1.1),
    "collective_income": _each(lambda v: v.income * 10_000),
    "led_households": _homes(lambda h: h.facts.get("cooperative") is True),
    "led_income_gain": lambda area, rng, said: round(said.get("led_households", 0) * rng.uniform(2400, 3900)),
    "cooperative_land": _between(120, 900),
    "cooperative_poor_households": lambda area, rng, said: float(min(rng.randrange(10, 60), len(area.homes))),
    "labour_households": _homes(_able),
    "project_households": _of("labour_households", 0.92, 1.03),
    "training_willing_households": lambda area, rng, said: float(round(len(area.homes) * 0.4)),
    "skilled_households": _of("training_willing_households", 0.85, 1.05),
    "credit_files": lambda area, rng, said: float(round(len(area.homes) * rng.uniform(0.9, 1))),
    "towns": lambda area, rng, said: float(len({v.town for v in area.villages})),
    "credit_stations": lambda area, rng, said: float(len({v.town for v in area.villages})),
    "loan_qualified_households": lambda area, rng, said: float(round(len(area.homes) * 0.2)),
    "loan_households": _homes(lambda h: h.credit),
    "rent_income": lambda area, rng, said: float(rng.choice((0, 0, 0, 4500, 12_000))),
    "new_transfer_jobs": _people(lambda p: bool(p.months) and not p.earlier),
    "training_times": lambda area, rng, said: float(round(len(area.homes) * rng.uniform(0.1, 0.5))),
    "transfer_times": _people(lambda p: bool(p.months)),
    "entrepreneurs_supported": _between(2, 12),
    "public_posts": _people(lambda p: bool(p.post) and not p.ranger),
    "rangers_filled": _people(lambda p: p.ranger),
    "preschool_children": _each(lambda v: v.residents * 0.036),
    "preschool_pupils": _of("preschool_children", 0.97, 1.02),
    "local_preschool_children": _each(lambda v: v.residents * 0.033),
    "local_preschool_pupils": _of("local_preschool_children", 0.88, 0.99),
    "primary_children": _each(lambda v: v.residents * 0.075),
    "primary_pupils": _of("primary_children", 0.992, 1.002),
    "junior_children": _each(lambda v: v.residents * 0.037),
    "junior_pupils": _of("junior_children", 0.985, 1.004),
    "compulsory_children": _people(lambda p: 6 <= p.age <= 15),
    "compulsory_enrolled": _people(lambda p: 6 <= p.age <= 15 and bool(p.grade)),
    "registered_dropouts": _people(lambda p: 6 <= p.age <= 15 and not p.grade),
    "town_classrooms": _between(180, 400),
    "town_multimedia_rooms": _of("town_classrooms", 0.72, 0.95),
    "rural_classrooms": _between(200, 700),
    "rural_multimedia_rooms": _of("rural_classrooms", 0.42, 0.7),
    "kindergartens": lambda area, rng, said: float(rng.random() < 0.75),
    "standard_clinics": lambda area, rng, said: float(rng.random() < 0.96),
    "rebuilt_clinics": _between(12, 30),
    "town_hospitals": lambda area, rng, said: float(len({v.town for v in area.villages})),
    "general_practitioners": lambda area, rng, said: said.get("town_hospitals", 1.0) + rng.randrange(-1, 3),
    "served_population": _each(lambda v: v.residents),
    "village_doctors": _each(lambda v: max(v.residents / 950, 1)),
    "clinics": _each(lambda v: 1),
    "clinics_with_licensed": _of("clinics", 0.6, 1),
    "doctors_retrained": _each(lambda v: max(v.residents / 1000, 1)),
    "sick_persons": _people(lambda p: bool(p.illness)),
    "treated_persons": _of("sick_persons", 0.2, 0.9),
    "one_stop_persons": _people(lambda p: p.person_no[-1:] != "7" or p.age % 2 == 0),
    "one_stop_hospitals": lambda area, rng, said: 19.0,
    "visits_total": _each(lambda v: v.residents * 3.1),
    "visits_local": _of("visits_total", 0.86, 0.94),
    "central_hospitals": lambda area, rng, said: 3.0,
    "central_hospitals_satisfied": lambda area, rng, said: 3.0,
    "town_hospitals_satisfied": _of("town_hospitals", 0.5, 0.8),
    "second_grade_hospitals": lambda area, rng, said: 1.0,
    "medical_eligible": _each(lambda v: v.residents),
    "medical_insured": _of("medical_eligible", 0.9, 1),
    "unsafe_found": lambda area, rng, said: float(rng.randrange(4)),
    "unsafe_closed": _of("unsafe_found", 0.7, 1.3),
    "four_class_renovated": _homes(lambda h: h.renovated and h.size % 3 == 0),
    "dibao_all_persons": _each(lambda v: v.rural * 0.05),
    "dibao_all_households": _of("dibao_all_persons", 0.45, 0.6),
    "water_population": _each(lambda v: v.rural),
    "central_water_population": _of("water_population", 0.95, 1.01),
    "tap_water_population": _of("water_population", 0.92, 1.0),
    "water_guarantee": _between(93, 99, 1),
    "water_improved_persons": _each(lambda v: v.rural * 0.04),
    "water_investment": _between(8_000_000, 13_000_000),
    "rural_households": _each(lambda v: v.rural / 3.6),
    "sanitary_toilet_households": _of("rural_households", 0.4, 0.9),
    "resident_population": _each(lambda v: v.residents * 0.93),
    "cleaning_award": lambda area, rng, said: said.get("resident_population", 0) * 15,
    "main_streets": lambda area, rng, said: float(rng.choice((0, 1, 1, 1, 2, 2, 3))),
    "funds_won": _between(60_000_000, 90_000_000),
    "funds_for_poverty": _of("funds_won", 0.55, 0.8),
    "county_funds": _between(4_000_000, 9_000_000),
    "reserve_cadres": lambda area, rng, said: float(rng.choice((1, 2, 2, 2, 3, 3))),
    "section_cadres": _between(30, 80),
    "section_cadre_households": lambda area, rng, said: said.get("section_cadres", 0) * 3,
    "ordinary_cadres": _between(60, 160),
    "ordinary_cadre_households": lambda area, rng, said: said.get("ordinary_cadres", 0) * 2,
    "poverty_cadres": _each(lambda v: 5),
    "trained_cadres": _of("poverty_cadres", 0.94, 1.04),
    "village_secretaries": _each(lambda v: 1),
    "trained_secretaries": _of("village_secretaries", 0.96, 1.05),
    "volunteer_teams": lambda area, rng, said: float(rng.random() < 0.9),
}  # fmt: skip
"""What is said of an indicator, in round and invented figures; those of people fit the register."""
