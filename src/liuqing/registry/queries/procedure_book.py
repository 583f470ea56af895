"""The book of procedures of this place (程序): what is in force on a day, step by step, in words."""

from dataclasses import dataclass
from datetime import date

from liuqing.policy import procedures
from liuqing.policy.effects import EFFECTS, GROUPS
from liuqing.policy.place import Place
from liuqing.policy.procedure_book import shown_days, shown_way
from liuqing.policy.procedures import COUNTS, LEVELS, STARTS, InForce, Step
from liuqing.policy.rules import RULES


@dataclass(frozen=True)
class StepHere:
    """One step in words: who takes it, at which level, how, in how many days, what has to be there."""

    label: str
    who: str
    level: str
    way: str
    days: str
    signatures: tuple[str, ...]
    documents: tuple[str, ...]


@dataclass(frozen=True)
class ProcedureHere:
    """A procedure of the place as it is on the day. ``begins`` is later where it is not in force yet."""

    key: str
    label: str
    group: str
    effect: str
    starts: tuple[str, ...]
    needs: tuple[str, ...]
    since: date
    limit: str
    source: str
    unverified: bool
    unsure: tuple[str, ...]
    notes: tuple[str, ...]
    steps: tuple[StepHere, ...]
    later: tuple[date, ...] = ()


def procedures_here(place: Place, on: date) -> tuple[ProcedureHere, ...]:
    """Every procedure in force in the place on the day, by what it is about."""
    found = procedures.in_force(place, on)
    order = list(GROUPS)
    return tuple(
        sorted(
            (_here(key, one, on) for key, one in found.items()),
            key=lambda one: order.index(EFFECTS[found[one.key].procedure.effect].group),
        )
    )


def to_come(place: Place, on: date) -> tuple[tuple[str, date], ...]:
    """Procedures that are not in force on the day but begin later: what they are called and from when."""
    stated = procedures.stated(place).values()
    begins = ((one.label, min(one.versions)) for one in stated)
    return tuple((label, first) for label, first in begins if first > on)


def _here(key: str, one: InForce, on: date) -> ProcedureHere:
    procedure, version = one.procedure, one.version
    effect = EFFECTS[procedure.effect]
    limit = f"{version.days} 天（{COUNTS[version.count]}）" if version.days else ""
    return ProcedureHere(
        key, procedure.label, GROUPS[effect.group], effect.label,
        tuple(STARTS[word] for word in procedure.starts),
        tuple(RULES[name].label if name in RULES else name for name in procedure.needs),
        one.since, limit, str(version.source), version.unverified, tuple(version.unsure),
        tuple(note for note in (procedure.note, version.note) if note), tuple(map(_step, version.steps)),
        tuple(day for day in procedure.versions if day > on),
    )  # fmt: skip


def _step(step: Step) -> StepHere:
    return StepHere(
        step.label, step.who, LEVELS[step.level], shown_way(step), shown_days(step), tuple(step.signatures),
        tuple(step.documents),
    )  # fmt: skip
