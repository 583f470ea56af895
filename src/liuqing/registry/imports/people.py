"""The departments' lists: what each says of which person of the register.

A row becomes an entry; where the list shows help it also becomes a measure, where it pays money
a receipt, all or none of them. Rows that concern nobody in the register are counted and not kept.

Nothing is counted twice: a newer file of the same kind takes the place of what an older one said
of a person, for the same year (yearly lists) or the same day (lists of events).
"""

import json
import re
from collections import defaultdict
from datetime import date
from typing import Any

from liuqing.matching.people import SAME, name_score
from liuqing.policy.lists import ListKind
from liuqing.registry import problems
from liuqing.registry.imports.finding import Meant, Register, Registered, meant
from liuqing.registry.imports.members import identify
from liuqing.registry.imports.register import SOURCE
from liuqing.registry.imports.remembered import mark, remembered
from liuqing.registry.imports.residents import ENTRY
from liuqing.registry.imports.rows import TypedRow, Values
from liuqing.registry.imports.verdicts import ACCEPTED, REFUSED, Source, Verdict, judged
from liuqing.registry.models import Entry, Measure, Receipt
from liuqing.registry.services.bulk import Row, Writes, all_of, find

_MEASURE = ("household_id", "person_id", "code", "title", "department", "year", "since", "until", *SOURCE)
_RECEIPT = (
    "household_id", "person_id", "measure_id", "item", "department", "amount", "year", "on", *SOURCE,
)  # fmt: skip
# What would give a person away, or repeats what the record has.
_NOT_KEPT = {
    "name", "id_no", "id_text", "sex", "birth", "address", "place", "plate", "student_no", "contract_no",
    "credit_code", "unit_no", "town", "village", "ethnicity",
}  # fmt: skip
_DETAIL = ("course", "post", "dibao_kind", "care", "renovation", "scheme", "grade", "employer", "loan_use")
_SINCE = ("since", "hired", "issued")
_LIST_WORDS = re.compile(r"(人员)?(花名册|名单|台账|名册|登记信息|信息|明细)$")


class PeopleImporter:
    """Rows of a department's list → entries, measures, receipts."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.kind = source.kind
        self.register = source.register or Register()
        # Without its number or its name a row can still be matched; without these it is nothing.
        self._decisive = {*self.kind.required, self.kind.pays} - {"", "id_no"}
        self._label = _LIST_WORDS.sub("", self.kind.label)
        self._replaced = _entries_by_row(source.replaces, self.kind.key)
        self._known = remembered(self.kind)

    def prepare(self, rows: list[TypedRow]) -> None:
        """Numbers to hashes, and whom the rows mean."""
        for row in rows:
            identify(row)
        left = []
        for row in rows:
            one = self.register.by_hash.get(row.extra["hash"])
            if one is None:
                left.append(row)
            elif one.name == row.values.get("name") or not row.values.get("name"):
                row.extra["meant"] = Meant(one.person, 100, exact=True)
            else:
                # The same by sound or by variant characters is still to be put right.
                score = min(_called(one, row.values["name"]), 98)
                surely = one.person if score >= SAME else None
                row.extra["meant"] = Meant(surely, score, (one.person,), exact=True)
        for index, found in meant(left, self.register, self.source.villages).items():
            left[index].extra["meant"] = found
        for row in rows if self._known else ():
            self._recall(row)

    def _recall(self, row: TypedRow) -> None:
        """Where a person would be asked: what was said the last time, if it was to be remembered."""
        found: Meant | None = row.extra.get("meant")
        said = mark(self.kind, row) if found is not None and found.person is None else ""
        if said in self._known:
            known = self._known[said]
            person = None if known is None else self.register.person(known)
            if person is None or person in self.register.by_person:
                row.extra["as_before"] = person
                row.extra["meant"] = Meant(person, 100, found.candidates if found else ())

    def take(self, rows: list[TypedRow], writes: Writes) -> list[Verdict]:
        """Each row with all it gives, or none of it."""
        verdicts = [self._judge(row) for row in rows]
        self._forget_replaced(rows, writes)
        people = {v.row.extra["person"] for v in verdicts if v.row.extra.get("person")}
        self._look_up(people)
        for verdict in verdicts:
            if verdict.verdict == ACCEPTED and verdict.row.extra.get("person"):
                self._person(verdict, writes)
        return verdicts

    def _judge(self, row: TypedRow) -> Verdict:
        verdict = judged(row, decisive=self._decisive)
        found: Meant | None = row.extra.get("meant")
        if row.extra.get("decided"):
            return self._decided(row)
        column = next((f.column for f in row.faults if f.fact == "id_no"), "证件号码")
        damaged = row.values.get("id_no") is None
        if damaged:
            verdict.faults = [f for f in verdict.faults if f.fact != "id_no"]
        if found is not None:
            verdict.village = self._village(found)
        if verdict.verdict == REFUSED:
            verdict.faults += [f for f in row.faults if damaged and f.fact == "id_no"]
            verdict.candidates = self._members(found)
        elif "as_before" in row.extra:
            self._as_before(row.extra["as_before"], verdict)
        elif found is None and damaged:
            verdict.refuse(problems.unusable_number(_what(row), column))
        elif found is not None and found.person not in self.register.by_person and found.person is not None:
            # Surely somebody outside the register: counted, no record; but a number that has to
            # be put right is still said.
            if not found.exact:
                verdict.remark(problems.near_match(found.score, column))
        elif found is not None:
            self._mean(found, verdict, column) if found.person is not None else self._hold(found, verdict)
        return verdict

    def _as_before(self, person: int | None, verdict: Verdict) -> None:
        """Nothing is taken over silently: the row is kept with the remark."""
        if person is not None and not self.source.may_touch(verdict.village):
            verdict.refuse(problems.outside_area("村"))
            return
        verdict.remark(problems.as_before(person is None, "姓名"))
        if person is not None:
            verdict.row.extra["person"] = person

    def _decided(self, row: TypedRow) -> Verdict:
        """A person has said whom the row means."""
        verdict = Verdict(row)
        person = self.register.person(row.extra["decided"])
        if person in self.register.by_person:
            row.extra["person"] = person
            row.extra["meant"] = Meant(person, 100)
        else:
            verdict.refuse(problems.nobody_in_register("姓名"))
        return verdict

    def _village(self, found: Meant) -> int | None:
        everybody = (found.person, *found.candidates)
        ours = (self.register.by_person.get(pk) for pk in everybody if pk)
        return next((one.village for one in ours if one), None)

    def _members(self, found: Meant | None) -> list[int]:
        """Whom of the register a row means, or may mean."""
        everybody = found and (found.candidates if found.person is None else (found.person,))
        return [pk for pk in everybody or () if pk in self.register.by_person]

    def _hold(self, found: Meant, verdict: Verdict) -> None:
        if self._members(found):
            verdict.hold(problems.ambiguous(len(found.candidates), "姓名"), found.candidates)
        elif verdict.row.values.get("id_no") is None:
            verdict.refuse(problems.unusable_number(_what(verdict.row), "证件号码"))

    def _mean(self, found: Meant, verdict: Verdict, column: str) -> None:
        if not self.source.may_touch(verdict.village):
            verdict.refuse(problems.outside_area("村"))
            return
        verdict.row.extra["person"] = found.person
        if found.exact and found.score < 100:
            verdict.remark(problems.name_differs("姓名"))
        elif not found.exact:
            verdict.remark(problems.near_match(found.score, column))

    # What was said before

    def _forget_replaced(self, rows: list[TypedRow], writes: Writes) -> None:
        old = [one for row in rows if row.original for one in self._replaced.pop(row.original, ())]
        self._drop(old, writes)

    def _look_up(self, people: set[int]) -> None:
        columns = ("id", "person_id", "file_id", "row", "said_on", "values")
        self._told: dict[int, list[Row]] = defaultdict(list)
        self._old: dict[tuple[int, str], list[Row]] = defaultdict(list)
        for row in find(Entry, "person_id", people, columns, "kind", [self.kind.key]):
            values = json.loads(row[5]) if isinstance(row[5], str) else row[5]
            entry = (*row[:5], values)
            if row[2] == self.source.file:
                self._told[row[1]].append(entry)
            else:
                self._old[row[1], self._period(values, str(row[4])[:10])].append(entry)

    def _period(self, values: Values, said_on: str) -> str:
        """What a statement is about: the day of its event, or the year of its list."""
        if self.kind.on:
            return str(values.get(self.kind.on) or said_on)
        return said_on[:4]

    def _drop(self, entries: list[Row], writes: Writes) -> None:
        places = {(entry[2], entry[3]) for entry in entries}
        people = {entry[1] for entry in entries}
        for model in (Receipt, Measure):
            for row in find(model, "person_id", people, ("id", "file_id", "row")):
                if (row[1], row[2]) in places:
                    writes.delete(model, row[0])
        for entry in entries:
            writes.delete(Entry, entry[0])

    # What is said now

    def _person(self, verdict: Verdict, writes: Writes) -> None:
        pk = verdict.row.extra["person"]
        values = kept(verdict.row.values)
        told = self._told[pk]
        if verdict.row.extra.get("decided"):
            record(self.source, self.register, verdict.row, pk, writes)
            return None
        if any(entry[5] == values for entry in told):
            return verdict.refuse(problems.repeated("这个人的同样内容", "姓名", "name"))
        if told and self.kind.pays and not self.kind.on:
            return verdict.hold(problems.paid_twice("姓名"), [pk])
        old = self._old.pop((pk, self._period(values, self.source.on.isoformat())), [])
        if any(str(entry[4])[:10] > self.source.on.isoformat() for entry in old):
            self._old[pk, self._period(values, self.source.on.isoformat())] = old
            return None
        if old:
            self._drop(old, writes)
        told.append((0, pk, self.source.file, verdict.row.number, self.source.on, values))
        record(self.source, self.register, verdict.row, pk, writes)
        return None


def _called(one: Registered, name: str) -> int:
    """How surely the name beside a person's number is theirs: the one they have or the one they had."""
    return max(name_score(known, name) for known in (one.name, one.other_name) if known)


def record(source: Source, register: Register, row: TypedRow, pk: int, writes: Writes) -> None:
    """Write what a row says of a person of the register: entry, measure, receipt."""
    kind, values = source.kind, row.values
    where = (source.file, row.sheet[:64], row.number, source.on)
    found: Meant | None = row.extra.get("meant")
    by, score = ("id_no", 100) if found is None or found.exact else ("near", found.score)
    if row.extra.get("decided") or row.extra.get("as_before"):
        by = "person"
    told = json.dumps(kept(values), ensure_ascii=False)
    writes.insert(Entry, ENTRY, (kind.key, pk, told, by, score, *where))
    household = register.by_person[pk].household
    day: date | None = values.get(kind.on) if kind.on else None
    year = day.year if day else values.get("insured_year") or source.on.year
    measure = None
    if kind.measure:
        since = day or next((values[name] for name in _SINCE if values.get(name)), None)
        titled = (household, pk, kind.measure, _title(kind, values), kind.department, year)
        measure = writes.insert(Measure, _MEASURE, (*titled, since, values.get("due_on"), *where))
    if kind.pays and values.get(kind.pays):
        item = f"{_LIST_WORDS.sub('', kind.label)} {kind.fact(kind.pays).label}"[:80]
        money = (household, pk, measure, item, kind.department, values[kind.pays], year, day)
        writes.insert(Receipt, _RECEIPT, (*money, *where))


def _title(kind: ListKind, values: Values) -> str:
    detail = next((values[name] for name in _DETAIL if values.get(name)), "")
    label = _LIST_WORDS.sub("", kind.label)
    return (f"{label}：{detail}" if detail else label)[:80]


def kept(values: Values) -> dict[str, Any]:
    """What is kept of a row at the person: neither who it is nor where."""
    return {
        name: value if isinstance(value, bool | int | str | list) else str(value)
        for name, value in sorted(values.items())
        if value is not None and name not in _NOT_KEPT
    }


def _what(row: TypedRow) -> str:
    return next((f.what for f in row.faults if f.fact == "id_no"), "证件号码有误")


def _entries_by_row(file: int, kind: str) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = defaultdict(list)
    if file:
        columns = ("id", "person_id", "file_id", "row")
        for entry in all_of(Entry, columns, "file_id = %s AND kind = %s", file, kind):
            found[entry[3]].append(entry)
    return found
