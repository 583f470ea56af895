"""What the departments' lists of the year, and the rest of their own rows, say of members of the register.

A list that gives something speaks also by leaving people out: 0 times, 0 fen. Without a list of
the year nothing is known, nor of people outside the register: lists are kept for members only. Nor
is anybody left out while a row of the list waits that may mean them: until somebody has decided, what
the list says of them is not known.
Of several rows the later list counts, then the later row; sums add all of them.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

import pyarrow as pa

from liuqing.compute.snapshot import PERSONS, RECEIVED
from liuqing.policy.lists import BY_KEY
from liuqing.registry.services.freezing import loans, pieces, possessions, readings, waiting
from liuqing.registry.services.freezing.asked import BEFORE, LATER, NOW, PAST, Asked
from liuqing.registry.services.freezing.pieces import Table

TIMES = {kind: f"{kind}_times" for kind in RECEIVED} | {
    "medical_insured": "medical_insured_times",
    "health": "health_times",
    "wishes": "wishes_times",
    **{kind: f"{kind}_times" for kind in ("police_residents", "payroll", "cadres", *possessions.KINDS)},
}
"""The column that counts the rows of each list; those that the snapshot lacks are only steps."""

PAID = {kind: (f"{kind}_paid_fen", BY_KEY[kind].pays) for kind in RECEIVED} | {
    "medical_insured": ("premium_aid_fen", "premium_aid")
}
"""The column that adds up what each list paid, and the list's fact."""

_SAID_BEFORE = {"work": (NOW, BEFORE, LATER), "microcredit": (NOW, BEFORE, PAST, LATER)}
_STATEMENT = """
SELECT e.person_id, e.kind, e.file_id, e.id, CAST(e."values" AS TEXT) FROM registry_entry e
WHERE e.kind IN ({kinds}) AND e.person_id > %(after)s AND e.person_id <= %(last)s
  AND COALESCE(e.file_id, 0) IN ({files})
"""
Read = Callable[[Any], Any]


@dataclass(frozen=True)
class Said:
    """A fact of a list and the column that it feeds."""

    column: str
    fact: str
    read: Read


class Lists:
    """The lists of one day: which entries to read, and how each is read."""

    def __init__(self, asked: Asked, regions: readings.Regions, employers: dict[str, int]) -> None:
        self.asked = asked
        self.said = _said(asked, regions, employers)
        self.known = {kind for kind in TIMES if asked.known(kind)}
        self.worked_before = asked.known("work", BEFORE)
        self.waiting = waiting.rows(asked)
        self.may_be_in = waiting.lists(asked)
        self.may_have_worked = {
            person for person, kinds in waiting.lists(asked, BEFORE).items() if "work" in kinds
        }
        self.residents = set(asked.files("police_residents", NOW))
        self._statement = _STATEMENT.format(
            kinds=", ".join(f"'{kind}'" for kind in (*TIMES, "police_deaths")),
            files=pieces.among({0, *self._files()}),
        )

    def _files(self) -> Iterable[int]:
        yield from self.asked.files("police_deaths")
        for kind in TIMES:
            yield from self.asked.files(kind, *_SAID_BEFORE.get(kind, (NOW, LATER)))

    def finished(self, table: Table) -> Table:
        """The columns of a piece of persons with everything that the lists add."""
        persons = table["person_id"].to_pylist()
        piece = _Piece(self, persons, table["household_id"].is_valid().to_pylist())
        piece.told_by_register(table)
        entries = pieces.rows(self._statement, {"after": persons[0] - 1, "last": persons[-1]})
        # In the order of their lists, so that the later one has the last word.
        entries.sort(key=lambda entry: (self.asked.days.get(entry[2] or 0, date.min), entry[3]))
        for entry in entries:
            piece.take(*entry)
        return table | piece.finished(table["worked_before"])


class _Piece:
    """The columns of some persons while their entries are read."""

    def __init__(self, lists: Lists, persons: list[int], members: list[bool]) -> None:
        self.lists, self.on = lists, lists.asked.on
        self.persons, self.members = persons, members
        self._at = {person: at for at, person in enumerate(persons)}
        self._columns: dict[str, list[Any]] = {}
        self._nothing = [0 if member else None for member in members]
        self._left: set[tuple[str, int]] = set()
        self._loans: dict[int, list[loans.Loan]] = defaultdict(list)
        self._worked: set[int] = set()
        self._kinds: dict[str, dict[int, list[str]]] = {kind: defaultdict(list) for kind in possessions.KINDS}

    def told_by_register(self, table: Table) -> None:
        """What the register's own rows say besides their plain columns."""
        others = [readings.facts(text) for text in table["other"].to_pylist()]
        for name, read in _OF_REGISTER.items():
            self._columns[name] = [read(other.get(name)) for other in others]
        waiting = self.lists.waiting
        self._columns["rows_waiting"] = [
            waiting[person] if member else None
            for person, member in zip(self.persons, self.members, strict=True)
        ]
        self._told_by = table["told_by"].to_pylist()
        self._may_be_in()

    def _may_be_in(self) -> None:
        """A row that waits leaves it open whether the list names the person."""
        for at, person in enumerate(self.persons):
            if self.members[at]:
                self._left |= {(kind, at) for kind in self.lists.may_be_in.get(person, ()) if kind in TIMES}

    def take(self, person: int, kind: str, file: int | None, _: int, text: str) -> None:
        """One entry."""
        at = self._at.get(person)
        values = readings.entry(text)
        if at is None or values is None:
            return
        if kind == "police_deaths":
            self._died(at, values, file)
        elif self.members[at]:
            self._entry(at, kind, file, values)

    def _died(self, at: int, values: dict[str, Any], file: int | None) -> None:
        died = readings.day(values.get("died_on")) or self.lists.asked.days.get(file or 0)
        column = self.column("died_on")
        if died and died <= self.on:
            column[at] = min(died, column[at] or died)

    def _entry(self, at: int, kind: str, file: int | None, values: dict[str, Any]) -> None:
        when = self.lists.asked.when(file)
        happened = readings.day(values.get(BY_KEY[kind].on))
        if happened and happened > self.on:
            return
        if when == NOW and kind in self.lists.known and possessions.counts(kind, values, self.on):
            self._count(at, kind, values)
        if kind == "microcredit" and when in (NOW, BEFORE, PAST):
            self._loans[at].append(loans.Loan.of(values))
        elif kind == "work" and when == BEFORE:
            self._worked.add(at)
        if self.lists.asked.takes_over(kind, file, happened):
            self._left.add((kind, at))

    def _count(self, at: int, kind: str, values: dict[str, Any]) -> None:
        self.column(TIMES[kind])[at] += 1
        if kind in PAID:
            name, fact = PAID[kind]
            column, paid = self.column(name), readings.fen(values.get(fact))
            column[at] = None if paid is None or column[at] is None else column[at] + paid
        if kind in possessions.KINDS:
            self._kinds[kind][at].append(possessions.kind_of(kind, values))
        for said in self.lists.said.get(kind, ()):
            value = said.read(values.get(said.fact))
            if value is not None:
                self.column(said.column)[at] = value

    def column(self, name: str) -> list[Any]:
        """The values of a column so far; sums begin with 0 where a list was loaded."""
        if name not in self._columns:
            known = _SUMS.get(name) in self.lists.known
            self._columns[name] = list(self._nothing) if known else [None] * len(self.members)
        return self._columns[name]

    def finished(self, worked: pa.Array) -> Table:
        """Every column that the lists give."""
        if not any(self.members):
            return self._outsiders()
        self._residents()
        self._unknown()
        self._borrowed()
        for name, kind in _THERE.items():
            times = self.column(TIMES[kind])
            self._columns[name] = [None if number is None else number > 0 for number in times]
        for kind, (name, _) in possessions.KINDS.items():
            self._columns[name] = [
                None if number is None else readings.joined(self._kinds[kind][at])
                for at, number in enumerate(self.column(TIMES[kind]))
            ]
        self._columns["worked_before"] = self._worked_before(worked.to_pylist())
        return {name: pa.array(self.column(name), PERSONS.field(name).type) for name in LISTED}

    def _residents(self) -> None:
        """Whom the police list itself brought into the record stands in it without an entry."""
        times = self.column(TIMES["police_residents"])
        for at, file in enumerate(self._told_by):
            if self.members[at] and times[at] == 0 and file in self.lists.residents:
                times[at] = 1

    def _outsiders(self) -> Table:
        nothing = {name: pa.nulls(len(self.members), PERSONS.field(name).type) for name in LISTED}
        return nothing | {"died_on": pa.array(self.column("died_on"), pa.date32())}

    def _unknown(self) -> None:
        """Where a later list has taken over what an earlier one may have said, or a row waits."""
        for kind, at in self._left:
            times = self.column(TIMES[kind])
            if not times[at]:
                times[at] = None
                if kind in PAID:
                    self.column(PAID[kind][0])[at] = None

    def _borrowed(self) -> None:
        none = loans.NONE if "microcredit" in self.lists.known else (None,) * len(loans.COLUMNS)
        taken = {at for kind, at in self._left if kind == "microcredit"}
        for name, value in zip(loans.COLUMNS, none, strict=True):
            self._columns[name] = [value if member else None for member in self.members]
        for at in self._loans.keys() | taken:
            found = loans.summed(self._loans.get(at, ()), self.on)
            if found or at in taken:
                for name, value in zip(loans.COLUMNS, found or (None,) * 5, strict=True):
                    self._columns[name][at] = value

    def _worked_before(self, register: list[bool | None]) -> list[bool | None]:
        for at, member in enumerate(self.members):
            if at in self._worked:
                register[at] = True
            elif register[at] is None and member and self.lists.worked_before:
                register[at] = None if self.persons[at] in self.lists.may_have_worked else False
        return register


def _said(asked: Asked, regions: readings.Regions, employers: dict[str, int]) -> dict[str, tuple[Said, ...]]:
    """Every fact of the lists that the snapshot has, by list."""

    def this_year(value: Any) -> bool | None:
        since = readings.day(value)
        return None if since is None else since.year == asked.on.year

    def employer(value: Any) -> int | None:
        return employers.get(readings.plain(value)) if isinstance(value, str) else None

    return {
        "school_roll": (
            Said("boarding", "boarding", readings.flag),
            Said("private_school", "private_school", readings.flag),
            Said("admission", "admission", readings.text),
            Said("central_university", "central_university", readings.flag),
            Said("schooling_cost_fen", "cost", readings.fen),
            Said("student_loan_fen", "loan", readings.fen),
            Said("school_aid_kind", "school_aid", readings.text),
            Said("schooled_elsewhere", "elsewhere", readings.flag),
        ),
        "work": (
            Said("work_region", "work_place", regions.of),
            Said("list_work_months", "months", readings.whole),
            Said("employer_id", "employer", employer),
            Said("contract_kind", "contract_kind", readings.contract_kind),
            Said("contract_months", "contract_months", readings.whole),
            Said("newly_hired", "since", this_year),
            Said("work_started", "since", readings.day),
        ),
        "wishes": (
            Said("wants_work", "wants_work", readings.flag),
            Said("wants_training", "wants_training", readings.flag),
        ),
        "training": (Said("training_kind", "training_kind", readings.training_kind),),
        "public_posts": (
            Said("post_kind", "post", readings.text),
            Said("post_months", "months", readings.whole),
        ),
        "disabled": (
            Said("disability_kind", "disability_kind", readings.text),
            Said("disability_grade", "disability_grade", readings.disability_grade),
        ),
        "health": (
            Said("illness", "illness", readings.text),
            Said("illness_treated", "treated", readings.treated),
            Said("illness_contracted", "contracted", readings.flag),
        ),
        "dibao": (
            Said("dibao_monthly_fen", "monthly", readings.fen),
            Said("dibao_since", "since", readings.day),
        ),
        "payroll": (Said("payroll_kind", "staff_kind", readings.text),),
        "police_residents": (Said("police_relation", "relation", readings.text),),
    }


_OF_REGISTER: dict[str, Read] = {
    "work_place": readings.text,
    "public_post": readings.text,
    "public_post_months": readings.whole,
}
"""Facts of a person's yearly record that it keeps aside."""
_THERE = {
    "list_insured": "medical_insured",
    "list_enrolled": "school_roll",
    "on_payroll": "payroll",
    "village_cadre": "cadres",
    "police_listed": "police_residents",
}
"""Whether somebody is in a list."""


_SUMS = {column: kind for kind, column in TIMES.items()} | {
    column: kind for kind, (column, _) in PAID.items()
}
LISTED = (
    "died_on", "list_insured", "premium_aid_fen", "list_enrolled", "boarding", "private_school", "admission",
    "central_university", "schooling_cost_fen", "student_loan_fen", "worked_before", "work_region",
    "list_work_months", "employer_id", "contract_kind", "contract_months", "newly_hired", "wants_work",
    "wants_training", "training_kind", "post_kind", "post_months", "disability_kind", "disability_grade",
    "illness", "illness_treated", "illness_contracted", "dibao_monthly_fen", "dibao_since", *loans.COLUMNS,
    "rows_waiting", *_OF_REGISTER, "work_started", "school_aid_kind", "schooled_elsewhere", "payroll_kind",
    "police_relation", *(name for name in _THERE if name not in ("list_insured", "list_enrolled")),
    *(name for name, _ in possessions.KINDS.values()),
    *(f"{kind}_times" for kind in RECEIVED), *(f"{kind}_paid_fen" for kind in RECEIVED),
)  # fmt: skip
"""The columns of a person that come from lists."""
