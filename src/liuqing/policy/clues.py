"""Clues (线索): what may be reported, how urgent it is, in how many days somebody goes and looks.

Source: ``parameters/clues`` of the place; a place without these numbers gets those of the program. The
days are counted with ``policy.calendar``: the day on which a clue comes in is not counted, 0 days is
that day itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from liuqing.policy import calendar
from liuqing.policy.calendar import Count
from liuqing.policy.dated import Parameters
from liuqing.policy.place import Place

Grade = Literal["red", "orange", "yellow"]
GRADES: tuple[Grade, ...] = ("red", "orange", "yellow")
"""The most urgent first."""

KINDS = {"fall_in": "可能致贫", "relapse": "可能返贫", "risk": "在册户有新困难", "exit_due": "可能应退"}
"""What is supposed of the household; by its standing, unless all say that it is well off."""


@dataclass(frozen=True)
class Happening:
    """Something that may be ticked: what it is called, and how urgent it makes a clue."""

    label: str
    grade: Grade


HAPPENED = {
    "illness": Happening("生大病、住院花钱多", "orange"),
    "disaster": Happening("房子、庄稼、牲畜受灾", "red"),
    "accident": Happening("出了事故、有人去世", "red"),
    "food": Happening("吃不饱、穿不暖", "red"),
    "house": Happening("房子不安全、没有干净水喝", "orange"),
    "school": Happening("孩子没上学、上不起学", "orange"),
    "work": Happening("没有活干、收入少了很多", "yellow"),
    "loss": Happening("种养、生意亏了本", "yellow"),
    "care": Happening("老人、残疾人没人照顾", "orange"),
    "other": Happening("其他困难", "yellow"),
}
"""What a household may report of itself or a neighbour, and what an officer may have seen."""
BETTER = "better"
SEEN = {**HAPPENED, BETTER: Happening("情况明显好转，可能应退", "yellow")}
"""What an officer on a round may have seen."""

FOUND = {
    "difficult": "属实，有困难",
    "fine": "不符合，没有困难",
    "nobody": "找不到这一户",
}
"""What a visit may have found."""

WARNING_TOPICS = ("返贫致贫预警",)
WARNING_RULES = ("self_paid_high",)
"""Flags of households that make clues: those of the topics, and these of other topics."""

LISTS = {"signals": "线索类别", "medical_settlements": "年度自付费用", "disasters": "受灾损失"}
"""Lists of departments that make clues, and by what."""

_COUNTS: dict[str, Count] = {"日历天": "calendar", "工作日": "working"}


def grade(codes: Mapping[str, object] | tuple[str, ...], among: Mapping[str, Happening] = SEEN) -> Grade:
    """The most urgent of what was ticked; yellow if nothing was."""
    return worst([among[code].grade for code in codes if code in among])


def worst(grades: list[Grade]) -> Grade:
    """The most urgent; yellow of none."""
    return min(grades, key=GRADES.index, default="yellow")


def visit_by(grade: Grade, day: date, place: Place) -> date:
    """The last day on which a clue of that grade that came in on ``day`` is visited in time."""
    numbers = place.parameters(day)
    stated = numbers["clues.visit_days"]
    return calendar.after(day, int(stated[grade]), count(numbers), place)


def decide_by(day: date, place: Place) -> date:
    """The last day on which what came in on ``day`` is decided in time."""
    numbers = place.parameters(day)
    return calendar.after(day, int(numbers["clues.decide_days"]), count(numbers), place)


def count(numbers: Parameters) -> Count:
    """How the place counts the days of clues."""
    return _COUNTS[str(numbers["clues.count"])]


def words(numbers: Parameters) -> dict[Grade, tuple[str, ...]]:
    """By grade the words by which a department's signal speaks of a risk."""
    told = numbers["clues.signal_words"]
    return {grade: tuple(told.get(grade, ())) for grade in GRADES}


def medical_paid(numbers: Parameters) -> int:
    """From so many fen a year that one person paid a clue is made."""
    return numbers.fen("clues.medical_paid")


def disaster_loss(numbers: Parameters) -> int:
    """From so many fen lost a clue is made."""
    return numbers.fen("clues.disaster_loss")


def listed_months(numbers: Parameters) -> int:
    """So many months back a list counts."""
    return int(numbers["clues.listed_months"])


def asks_a_day(numbers: Parameters) -> int:
    """So many requests an address may send a day."""
    return int(numbers["clues.asks_a_day"])


def asks_a_phone(numbers: Parameters) -> int:
    """So many requests may be sent from one phone a day."""
    return int(numbers["clues.asks_a_phone"])


def checks_a_day(numbers: Parameters) -> int:
    """So often an address may look after receipts a day."""
    return int(numbers["clues.checks_a_day"])


def checks_a_receipt(numbers: Parameters) -> int:
    """So often one receipt may be looked after a day."""
    return int(numbers["clues.checks_a_receipt"])


def keep_months(numbers: Parameters) -> int:
    """So many months after the end names, phones and words are kept."""
    return int(numbers["clues.keep_months"])
