"""People who never were, in families, and a list that speaks of them with everything that goes wrong.

Harder than a real county on purpose: names are drawn from few characters, numbers of one day follow
one another village by village, every third row of the list is damaged, one person in ten of it is
a stranger, and there are near-twins: two persons of one name and sex in one village whose births are
one digit apart. Of every second such pair the list has the one and the register the other.
"""

from collections.abc import Callable
from datetime import date, timedelta
from itertools import accumulate
from pathlib import Path
from random import Random
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.matching.lunar import WRITTEN
from liuqing.matching.people import PEOPLE
from liuqing.policy.identity_numbers import CHECKS, WEIGHTS
from liuqing.sample.names import FEMALE, HOMOPHONES, MALE, SURNAMES, VARIANTS, spoiled

VILLAGES, VILLAGES_OF_TOWN = 161, 14
SIZES = {1: 10, 2: 16, 3: 20, 4: 26, 5: 16, 6: 8, 7: 4}
STRANGERS, NEAR_TWINS, TWINS = 0.10, 0.004, 0.006
"""Shares: of the list who are not in the register; of the register in near-twin pairs; twin births."""

NUMBERS = {
    "missing": 0.10, "fifteen": 0.04, "card": 0.03, "cut": 0.03, "one_wrong": 0.05, "two_wrong": 0.015,
    "left_out": 0.015, "exchanged": 0.01,
}  # fmt: skip
NAMES = {"homophone": 0.02, "variant": 0.02, "nickname": 0.01, "mistyped": 0.005}
BIRTHS = {"swapped": 0.015, "day_missing": 0.02, "lunar": 0.01, "digit": 0.005, "year": 0.005}
KNOWN = {"sex": 0.95, "birth": 0.92, "place": 0.93, "home": 0.85}
"""How often a row of the list says it."""

Row = list[Any]
KEY, NUMBER, NAME, SEX, BIRTH, PLACE, TOWN, HOME, OTHER = range(9)


def make(folder: Path, *, listed: int, registered: int, seed: int = 6) -> None:
    """``l.parquet`` (the list) and ``r.parquet`` (the register), with ``truth.parquet``."""
    rng = Random(seed)
    strangers = int(listed * STRANGERS)
    people = _people(registered + strangers, rng)
    near = _plant_near_twins(people, registered, rng)
    _number(people, rng)
    _nickname(people, rng)
    rows, truth = _list(people, registered, listed, near, rng)
    _write(folder / "r.parquet", people[:registered])
    _write(folder / "l.parquet", rows)
    pq.write_table(pa.table(truth), folder / "truth.parquet")


def _people(count: int, rng: Random) -> list[Row]:
    surnames = SURNAMES["汉族"] + SURNAMES["彝族"]
    weights = list(accumulate(1 / (rank + 6) for rank in range(len(surnames))))
    sizes, size_weights = list(SIZES), list(accumulate(SIZES.values()))
    found: list[Row] = []
    home = 0
    while len(found) < count:
        home += 1
        village = int(rng.random() * VILLAGES)
        names = rng.choices(surnames, cum_weights=weights, k=2)
        born = date(1940, 1, 1) + timedelta(days=int(rng.random() * 16_000))
        for place in range(rng.choices(sizes, cum_weights=size_weights)[0]):
            male = place == 0 or (place > 1 and rng.random() < 0.52)
            if place > 1 and rng.random() < TWINS:
                day = found[-1][BIRTH]
            else:
                day = born + timedelta(
                    days=(
                        int(rng.random() * 1500) - 750
                        if place < 2
                        else 8000 + place * 700 + int(rng.random() * 600)
                    )
                )
            day = min(day, date(2018, 12, 31) - timedelta(days=int(rng.random() * 3000)))
            name = names[place == 1] + _given(male, rng)
            found.append(
                [
                    len(found),
                    "",
                    name,
                    "男" if male else "女",
                    day,
                    village,
                    village // VILLAGES_OF_TOWN,
                    home,
                    None,
                ]
            )
    return found[:count]


def _given(male: bool, rng: Random) -> str:
    pool = MALE if male else FEMALE
    last = pool[int(rng.random() * len(pool))]
    return (pool[int(rng.random() * len(pool))] if rng.random() < 0.75 else "") + last


def _plant_near_twins(people: list[Row], registered: int, rng: Random) -> dict[int, int]:
    """{one: the other}; of every second pair one is no one of the register."""
    found: dict[int, int] = {}
    by_village: dict[int, list[int]] = {}
    for row in people[registered:]:
        by_village.setdefault(row[PLACE], []).append(row[KEY])
    for index in range(int(registered * NEAR_TWINS / 2)):
        one = people[int(rng.random() * registered)]
        if index % 2 and by_village.get(one[PLACE]):
            pool = by_village[one[PLACE]]
            other = people[pool[int(rng.random() * len(pool))]]
        else:
            other = people[int(rng.random() * registered)]
            other[PLACE], other[TOWN] = one[PLACE], one[TOWN]
        day = _another_digit(one[BIRTH], rng)
        if one[HOME] == other[HOME] or one[KEY] in found or other[KEY] in found or day is None:
            continue
        other[NAME], other[SEX], other[BIRTH] = one[NAME], one[SEX], day
        found[one[KEY]], found[other[KEY]] = other[KEY], one[KEY]
    return found


def _another_digit(day: date, rng: Random) -> date | None:
    """The date with one other digit, if that is a date of somebody alive."""
    text = day.strftime("%Y%m%d")
    for _ in range(20):
        at = rng.choice((2, 3, 4, 5, 6, 7, 7, 7))
        other = text[:at] + rng.choice("0123456789") + text[at + 1 :]
        try:
            found = date(int(other[:4]), int(other[4:6]), int(other[6:]))
        except ValueError:
            continue
        if other != text and date(1925, 1, 1) < found < date(2019, 1, 1):
            return found
    return None


def _number(people: list[Row], rng: Random) -> None:
    """Numbers of one day follow one another village by village, as the police posts gave them out."""
    used: dict[tuple[date, str, str], int] = {}
    for row in sorted(people, key=lambda row: row[PLACE]):
        area = "990325" if rng.random() < 0.93 else "990381"
        key = (row[BIRTH], row[SEX], area)
        used[key] = serial = used.get(key, -1) + 1
        first = f"{area}{row[BIRTH]:%Y%m%d}{serial % 500 * 2 + (row[SEX] == '男'):03d}"
        row[NUMBER] = first + CHECKS[sum(int(d) * w for d, w in zip(first, WEIGHTS, strict=True)) % 11]


def _nickname(people: list[Row], rng: Random) -> None:
    for row in people:
        if rng.random() < 0.3:
            row[OTHER] = (
                rng.choice("大小阿老") + row[NAME][-1] + (rng.choice("娃妹宝") if rng.random() < 0.5 else "")
            )


def _list(
    people: list[Row], registered: int, listed: int, near: dict[int, int], rng: Random
) -> tuple[list[Row], dict[str, list[Any]]]:
    of_register = rng.sample(range(registered), listed - (len(people) - registered))
    # Of a pair in the register the list has both; of the others the stranger, and not the one who is there.
    chosen = set(of_register) | set(range(registered, len(people)))
    chosen |= {one for one, other in near.items() if other < registered and one < registered}
    chosen -= {one for one, other in near.items() if other >= registered}
    rows, truth = [], {"left": [], "right": [], "kinds": [], "twin": []}
    order = sorted(chosen)
    rng.shuffle(order)
    for at, key in enumerate(order[:listed]):
        row, kinds = _said(people[key], key in near, rng)
        row[KEY] = at
        rows.append(row)
        truth["left"].append(at)
        truth["right"].append(key if key < registered else -1)
        truth["kinds"].append([*kinds, *(["stranger"] if key >= registered else [])] or ["clean"])
        truth["twin"].append(near.get(key, -1))
    return rows, truth


def _said(person: Row, near_twin: bool, rng: Random) -> tuple[Row, list[str]]:
    """What the list says of a person, and what is wrong with it."""
    row, kinds = list(person), []
    row[OTHER] = None
    for column, name in ((SEX, "sex"), (PLACE, "place"), (HOME, "home")):
        if rng.random() > KNOWN[name]:
            row[column] = None
    if row[PLACE] is None:
        row[TOWN] = None
    if near_twin:
        kinds.append("near_twin")
        damage = "missing" if rng.random() < 0.4 else _drawn(NUMBERS, rng)
        _spoil(row, damage, kinds, rng)
        return row, kinds
    _spoil(row, _drawn(NAMES, rng), kinds, rng, nickname=person[OTHER])
    _spoil(row, _drawn(BIRTHS, rng), kinds, rng)
    _spoil(row, _drawn(NUMBERS, rng), kinds, rng)
    if rng.random() > KNOWN["birth"]:
        row[BIRTH] = None
        kinds = [kind for kind in kinds if kind not in BIRTHS]
    return row, kinds


def _drawn(shares: dict[str, float], rng: Random) -> str:
    chance = rng.random()
    for kind, share in shares.items():
        chance -= share
        if chance < 0:
            return kind
    return ""


def _spoil(row: Row, kind: str, kinds: list[str], rng: Random, nickname: str | None = None) -> None:
    """Damage the row in this way, if that changes anything."""
    if not kind:
        return
    if kind == "nickname":
        if nickname is None:
            return
        row[NAME] = nickname
    elif kind in NAMES:
        other = _NAMES[kind](row[NAME], rng)
        if other is None or other == row[NAME]:
            return
        row[NAME] = other
    elif kind in BIRTHS:
        other = _BIRTHS[kind](row[BIRTH], rng)
        if other is None or other == row[BIRTH]:
            return
        row[BIRTH] = other
    else:
        row[NUMBER] = _NUMBERS[kind](row[NUMBER], rng)
    kinds.append(kind)


def _mistyped(name: str, rng: Random) -> str:
    at = rng.randrange(1, len(name))
    return name[:at] + rng.choice(MALE + FEMALE) + name[at + 1 :]


def _wrong(number: str, rng: Random, times: int) -> str:
    for at in rng.sample(range(6, 17), times):
        number = number[:at] + rng.choice([d for d in "0123456789" if d != number[at]]) + number[at + 1 :]
    return number


def _exchanged(number: str, rng: Random) -> str:
    places = [at for at in range(6, 16) if number[at] != number[at + 1]]
    at = rng.choice(places)
    return number[:at] + number[at + 1] + number[at] + number[at + 2 :]


def _left_out(number: str, rng: Random) -> str:
    at = rng.randrange(6, 18)
    return number[:at] + number[at + 1 :]


def _swapped(day: date, rng: Random) -> date | None:
    return date(day.year, day.day, day.month) if day.day <= 12 else None


def _day_missing(day: date, rng: Random) -> date:
    return day.replace(day=1) if rng.random() < 0.6 else day.replace(month=1, day=1)


def _year(day: date, rng: Random) -> date | None:
    return day.replace(year=day.year + rng.choice((-1, 1))) if (day.month, day.day) != (2, 29) else None


_NAMES: dict[str, Callable[[str, Random], str | None]] = {
    "homophone": lambda name, rng: spoiled(name, HOMOPHONES),
    "variant": lambda name, rng: spoiled(name, VARIANTS),
    "mistyped": _mistyped,
}
_BIRTHS: dict[str, Callable[[date, Random], date | None]] = {
    "swapped": _swapped, "day_missing": _day_missing, "lunar": lambda day, rng: WRITTEN.get(day),
    "digit": _another_digit, "year": _year,
}  # fmt: skip
_NUMBERS: dict[str, Callable[[str, Random], str | None]] = {
    "missing": lambda number, rng: None,
    # Only people of the last century have one; of others it would be another person's.
    "fifteen": lambda number, rng: number[:6] + number[8:17] if number[6:8] == "19" else number,
    "card": lambda number, rng: number + rng.choice("1234567") + rng.choice("1234"),
    "cut": lambda number, rng: number[:15] + "***",
    "one_wrong": lambda number, rng: _wrong(number, rng, 1),
    "two_wrong": lambda number, rng: _wrong(number, rng, 2),
    "left_out": _left_out,
    "exchanged": _exchanged,
}


def _write(path: Path, rows: list[Row]) -> None:
    columns = zip(*rows, strict=True)
    pq.write_table(
        pa.table([pa.array(c, f.type) for c, f in zip(columns, PEOPLE, strict=True)], schema=PEOPLE), path
    )
