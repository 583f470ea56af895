"""The police's list of registered residents: the whole county, keyed by the hashed number.

Persons of the register get what the police know (household book, kind of household); everybody
else becomes a person outside the register. A person of the register whose number was damaged
and who is surely found here gets the sound number.
"""

import json
from typing import Any

from liuqing.matching.people import SAME, name_score
from liuqing.registry import problems
from liuqing.registry.imports.finding import Meant, Register, meant
from liuqing.registry.imports.members import PERSON_COLUMNS, identify
from liuqing.registry.imports.register import SOURCE
from liuqing.registry.imports.rows import TypedRow
from liuqing.registry.imports.verdicts import ACCEPTED, Source, Verdict, judged
from liuqing.registry.models import Entry, Person
from liuqing.registry.services.bulk import Row, Writes, find

ENTRY = ("kind", "person_id", "values", "matched_by", "matched_score", *SOURCE)
_KNOWN = ("id", "id_hash", "name", "village_id", "hukou_no", "hukou_kind", "file_id", "pinyin", "other_name")
_HUKOU = ("village_id", "hukou_no", "hukou_kind")


class ResidentImporter:
    """Rows of the police list → persons."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.register = source.register or Register()

    def prepare(self, rows: list[TypedRow]) -> None:
        """Numbers and names; and who of those with damaged numbers may be meant."""
        for row in rows:
            identify(row)
            if row.extra.get("decided"):
                row.extra["meant"] = Meant(row.extra["decided"], 100)
        left = [
            row for row in rows if "meant" not in row.extra and row.extra["hash"] not in self.register.by_hash
        ]
        for index, found in meant(left, self.register, self.source.villages).items():
            left[index].extra["meant"] = found

    def take(self, rows: list[TypedRow], writes: Writes) -> list[Verdict]:
        """Each resident: new, known, or (with a damaged number) found."""
        verdicts = [judged(row, decisive=("name", "id_no")) for row in rows]
        hashes = {row.extra["hash"] for row in rows if row.extra["hash"]}
        self._known = {r[1]: r for r in find(Person, "id_hash", hashes, _KNOWN)}
        likely = {row.extra["meant"].person for row in rows if row.extra.get("meant")} - {None}
        self._likely = {r[0]: r for r in find(Person, "id", likely, _KNOWN)}
        told = [r[0] for r in self._known.values() if r[0] in self.register.by_person] + list(likely)
        entries = find(Entry, "person_id", told, ("person_id", "file_id"), "kind", [self.source.kind.key])
        self._told = {person for person, file in entries if file == self.source.file}
        self._entries = {person for person, _ in entries}
        for verdict in verdicts:
            self._resident(verdict, writes)
        return verdicts

    def _resident(self, verdict: Verdict, writes: Writes) -> None:
        row = verdict.row
        found: Meant | None = row.extra.get("meant")
        hashed = row.extra["hash"]
        known = self._known.get(hashed) if hashed else None
        if row.extra.get("decided"):
            known = None
        if verdict.verdict == ACCEPTED and known is None and found is None:
            self._add(verdict, writes)
        elif verdict.verdict == ACCEPTED and known is not None:
            self._update(known, verdict, writes)
        elif found is not None and row.values.get("name"):
            self._near(found, verdict, writes)

    def _village(self, verdict: Verdict) -> int | None:
        values = verdict.row.values
        if not values.get("village"):
            return None
        found = self.source.villages.find(values.get("town"), values["village"])
        if found.village is None:
            verdict.remark(problems.unknown_village(found.near, "村"))
        return found.village

    def _add(self, verdict: Verdict, writes: Writes) -> None:
        row, values, extra = verdict.row, verdict.row.values, verdict.row.extra
        verdict.village = self._village(verdict)
        pk = writes.insert(
            Person,
            PERSON_COLUMNS,
            (
                None, values["name"][:60], extra["pinyin"], extra["initials"], values.get("sex") or "",
                values.get("birth"), extra["cipher"], extra["hash"], (values.get("ethnicity") or "")[:20],
                verdict.village, (values.get("hukou_no") or "")[:30], values.get("hukou_kind") or "",
                self.source.file, row.number, (values.get("other_name") or "")[:60],
            ),
        )  # fmt: skip
        self._known[extra["hash"]] = (
            pk,
            extra["hash"],
            values["name"],
            verdict.village,
            "",
            "",
            self.source.file,
            "",
            "",
        )

    def _update(self, known: Row, verdict: Verdict, writes: Writes) -> None:
        values, pk = verdict.row.values, known[0]
        if known[6] == self.source.file or pk in self._told:
            return verdict.refuse(problems.repeated("这个证件号码", "证件号码", "id_no"))
        if known[2] != values["name"]:
            if name_score(known[2], values["name"]) < SAME:
                return verdict.hold(problems.ambiguous(1, "姓名"), [pk])
            verdict.remark(problems.name_differs("姓名"))
        self._hukou(known, verdict, writes)
        self._entry(pk, verdict, writes, "id_no", 100)
        return None

    def _hukou(self, known: Row, verdict: Verdict, writes: Writes) -> None:
        values = verdict.row.values
        verdict.village = self._village(verdict) or known[3]
        new = (verdict.village, (values.get("hukou_no") or "")[:30], values.get("hukou_kind") or "")
        if new != (known[3], known[4], known[5]):
            writes.update(Person, _HUKOU, new, known[0])
        other_name = (values.get("other_name") or "")[:60]
        if other_name and other_name != known[8]:
            writes.update(Person, ("other_name",), (other_name,), known[0])

    def _near(self, found: Meant, verdict: Verdict, writes: Writes) -> None:
        row = verdict.row
        one = self._likely.get(found.person) if found.person else None
        if one is None or one[0] in self._told:
            verdict.hold(problems.ambiguous(len(found.candidates), "姓名"), found.candidates)
            return
        numberless = one[1] is None
        if not numberless and not row.values.get("id_no"):
            verdict.verdict = ACCEPTED
            verdict.faults = [f for f in verdict.faults if f.fact != "id_no"]
            verdict.remark(problems.near_match(found.score, "证件号码"))
        if numberless and row.extra["hash"]:
            writes.update(Person, ("id_cipher", "id_hash"), (row.extra["cipher"], row.extra["hash"]), one[0])
            self.register.number_found(one[7], one[0])
        self._hukou(one, verdict, writes)
        self._entry(one[0], verdict, writes, "near", found.score)

    def _entry(self, pk: int, verdict: Verdict, writes: Writes, by: str, score: int) -> None:
        if pk not in self.register.by_person:
            return
        values: dict[str, Any] = {
            name: verdict.row.values[name]
            for name in ("hukou_kind", "relation")
            if verdict.row.values.get(name)
        }
        self._told.add(pk)
        told = json.dumps(values, ensure_ascii=False)
        where = (self.source.file, verdict.row.sheet[:64], verdict.row.number, self.source.on)
        writes.insert(Entry, ENTRY, (self.source.kind.key, pk, told, by, score, *where))
