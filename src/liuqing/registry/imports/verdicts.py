"""What becomes of a row: accepted, accepted with a remark, held for a person, or refused."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from liuqing.policy.lists import ListKind
from liuqing.registry.imports.finding import Register
from liuqing.registry.imports.rows import TypedRow
from liuqing.registry.imports.villages import Villages
from liuqing.registry.problems import Fault
from liuqing.registry.services.bulk import Writes

ACCEPTED, HELD, REFUSED = "accepted", "held", "refused"


@dataclass(slots=True)
class Verdict:
    """The fate of a row. Held and refused rows, and those with remarks, are kept whole."""

    row: TypedRow
    verdict: str = ACCEPTED
    faults: list[Fault] = field(default_factory=list)
    candidates: list[int] = field(default_factory=list)
    village: int | None = None

    @property
    def kept(self) -> bool:
        """Whether the row is kept as it stood, because a person has to look at it."""
        return self.verdict != ACCEPTED or bool(self.faults)

    def remark(self, fault: Fault) -> None:
        """Take the row all the same, and say what is wrong with it."""
        self.faults.append(fault)

    def hold(self, fault: Fault, candidates: Iterable[int] = ()) -> None:
        """Leave the row to a person."""
        self.verdict = HELD
        self.faults.append(fault)
        self.candidates = list(candidates)

    def refuse(self, fault: Fault) -> None:
        """Do not take the row."""
        self.verdict = REFUSED
        self.faults.append(fault)


@dataclass(frozen=True)
class Source:
    """What every row of a file has in common: file, kind, day, villages.

    ``replaces`` is the file whose errors book this one is; 0 if it is none. ``register`` is the
    register where a run of several lists has read it already.
    """

    file: int
    kind: ListKind
    on: date
    villages: Villages
    replaces: int = 0
    allowed: tuple[str, ...] = ("",)
    register: Register | None = None

    def may_touch(self, village: int | None) -> bool:
        """Whether who hands in the file may say something about this village."""
        if self.allowed == ("",) or village is None:
            return True
        return self.may_speak_of(self.villages.paths.get(village, ""))

    def may_speak_of(self, path: str) -> bool:
        """Whether who hands in the file may say something about the area of this path; "" is all."""
        return any(path.startswith(area) for area in self.allowed)


class Importer(Protocol):
    """Typed rows → records, in two steps, so that the write lock is held as briefly as possible."""

    def prepare(self, rows: list[TypedRow]) -> None:
        """What needs no database: numbers to hashes and ciphertext, names to sounds."""
        ...

    def take(self, rows: list[TypedRow], writes: Writes) -> list[Verdict]:
        """One verdict a row, in order, and the records they give; inside the transaction."""
        ...


def judged(row: TypedRow, *, decisive: Iterable[str]) -> Verdict:
    """The row's verdict by its own faults: refused if a decisive fact is missing or wrong."""
    verdict = Verdict(row, faults=list(row.faults))
    must = set(decisive)
    if any(fault.fact in must for fault in row.faults):
        verdict.verdict = REFUSED
    return verdict
