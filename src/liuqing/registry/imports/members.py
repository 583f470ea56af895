"""The register, second half: its persons, who belongs to which household, their yearly facts.

Persons are known by their 人口编号. A damaged identity number is a remark, not a reason to lose a
person: the number is kept as it was written, and the person cannot be found by it.
"""

from collections import defaultdict
from datetime import date
from typing import Any

from liuqing.matching import names
from liuqing.policy import identity_numbers
from liuqing.policy.tables import PERSON
from liuqing.registry import merged, problems, secrets
from liuqing.registry.imports.register import SOURCE, other
from liuqing.registry.imports.rows import TypedRow, Values
from liuqing.registry.imports.verdicts import ACCEPTED, REFUSED, Source, Verdict, judged
from liuqing.registry.models import Household, Membership, Person, PersonYear, Proceeding, Standing
from liuqing.registry.services.bulk import Row, Writes, all_of, find

PERSON_COLUMNS = (
    "person_no", "name", "pinyin", "initials", "sex", "birth", "id_cipher", "id_hash", "ethnicity", "village_id",
    "hukou_no", "hukou_kind", "file_id", "row", "other_name",
)  # fmt: skip
DEATH = "死亡"
_MEMBERSHIP = ("household_id", "person_id", "relation", "since", "until", "reason", *SOURCE)
_TEXTS = ("education", "school_status", "dropout_reason", "labour")
_PLAIN = (
    "work_months", "resident_medical", "employee_medical", "critical_illness_cover", "resident_pension",
    "employee_pension", "on_dibao", "on_tekun",
)  # fmt: skip
_YEAR = ("person_id", "year", *_TEXTS, "health", *_PLAIN, "other", *SOURCE)
_ELSEWHERE = {
    "household_no", "person_no", "name", "other_name", "sex", "birth", "id_kind", "id_no", "ethnicity",
    "phone", "member_phone", "data_year", "relation", "head_name", "head_id_no", "health", *_TEXTS, *_PLAIN,
}  # fmt: skip
_OTHER = tuple(fact.name for fact in PERSON if fact.name not in _ELSEWHERE)


def identify(row: TypedRow) -> None:
    """Prepare who the row is about: hash, ciphertext, sound of the name, sex and birth."""
    values, extra = row.values, row.extra
    number, name = values.get("id_no"), values.get("name") or ""
    extra["hash"] = secrets.blind_index(number) if number else None
    extra["cipher"] = secrets.encrypt(values["id_text"]) if values.get("id_text") else None
    extra["pinyin"], extra["initials"] = names.pinyin(name)[:120], names.initials(name)[:20]
    if number:
        values.setdefault("birth", identity_numbers.born(number))
        values.setdefault("sex", identity_numbers.sex(number))


class MemberImporter:
    """Rows of the person export → person, membership and yearly facts."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self._households: dict[str, Row] = {
            no: (pk, village) for pk, no, village in all_of(Household, ("id", "no", "village_id"))
        }
        self._listed: dict[int, date] = {}
        for household, since in all_of(Standing, ("household_id", "since")):
            day = date.fromisoformat(str(since)[:10])
            self._listed[household] = min(day, self._listed.get(household, day))

    def prepare(self, rows: list[TypedRow]) -> None:
        """Numbers to hashes and ciphertext, names to sounds."""
        for row in rows:
            identify(row)

    def take(self, rows: list[TypedRow], writes: Writes) -> list[Verdict]:
        """Each person with membership and facts, or nothing of them."""
        verdicts = [self._judge(row) for row in rows]
        self._look_up([v.row for v in verdicts if v.verdict == ACCEPTED])
        for verdict in verdicts:
            if verdict.verdict == ACCEPTED:
                self._person(verdict, writes)
        return verdicts

    def _judge(self, row: TypedRow) -> Verdict:
        verdict = judged(row, decisive=self.source.kind.required)
        for index, fault in enumerate(verdict.faults):
            if fault.fact == "id_no" and fault.code.startswith("cell."):
                verdict.faults[index] = problems.damaged_number(fault.what, fault.column)
        household = self._households.get(row.values.get("household_no", ""))
        if verdict.verdict != REFUSED:
            verdict.village = household[1] if household else None
            if household is None:
                verdict.hold(problems.unknown_household("户编号"))
            elif not self.source.may_touch(verdict.village):
                verdict.refuse(problems.outside_area("户编号"))
        return verdict

    def _look_up(self, rows: list[TypedRow]) -> None:
        columns = (
            "id", "person_no", "name", "sex", "birth", "id_hash", "ethnicity", "village_id", "id_cipher",
            "other_name",
        )  # fmt: skip
        numbers = {row.values["person_no"] for row in rows}
        hashes = {row.extra["hash"] for row in rows if row.extra["hash"]}
        found = {r[0]: r for r in find(Person, "person_no", numbers, columns)}
        found |= {r[0]: r for r in find(Person, "id_hash", hashes, columns)}
        self._by_no = {r[1]: r for r in found.values() if r[1]}
        self._by_hash = {r[5]: r for r in found.values() if r[5]}
        columns = ("id", "person_id", "household_id", "relation", "since", "said_on")
        held = find(Membership, "person_id", found, (*columns, "until", "proceeding_id", "reason"))
        self._open = {r[1]: r for r in held if r[6] is None}
        # The last of those that ended, unless one is open.
        self._left = {r[1]: r for r in sorted(held, key=lambda r: str(r[6])) if r[1] not in self._open}
        decided = {r[7] for r in held if r[7]}
        self._numbers = dict(find(Proceeding, "id", decided, ("id", "no"))) if decided else {}
        columns = ("id", "person_id", "year", "file_id", "said_on")
        self._years: dict[tuple[int, int], Row] = {
            (r[1], r[2]): r for r in find(PersonYear, "person_id", found, columns)
        }
        self._seen: defaultdict[int, bool] = defaultdict(bool)
        self._counting = merged.roots()

    def _person(self, verdict: Verdict, writes: Writes) -> None:
        row, values = verdict.row, verdict.row.values
        year = values.get("data_year") or self.source.on.year
        known = self._by_no.get(values["person_no"])
        decided = row.extra.get("decided")
        if decided:
            decided = self._counting.get(decided, decided)
            # Two rows are one person: what this row says is said of the person who is known.
            self._membership(decided, verdict, writes)
            return self._yearly(decided, year, row, writes)
        if known and known[0] in self._counting:
            # The export still has both records of a person who is one person here.
            return verdict.remark(problems.merged_away("人口编号"))
        if known and self._told_by_this_file(known[0], year):
            return verdict.refuse(problems.repeated("这个人口编号", "人口编号", "person_no"))
        same_number = self._by_hash.get(row.extra["hash"]) if row.extra["hash"] else None
        if same_number and same_number[0] in self._counting:
            return verdict.hold(problems.number_of_another("证件号码"), [self._counting[same_number[0]]])
        if same_number and same_number[1] and same_number[1] != values["person_no"]:
            return verdict.hold(problems.number_of_another("证件号码"), [same_number[0]])
        if known and same_number and known[0] != same_number[0]:
            # The police list knew the number before the register did: two records of one person.
            return verdict.hold(problems.number_of_another("证件号码"), [same_number[0]])
        pk = self._put(known or same_number, verdict, writes)
        self._membership(pk, verdict, writes)
        self._yearly(pk, year, row, writes)
        return None

    def _told_by_this_file(self, pk: int, year: int) -> bool:
        told = self._years.get((pk, year))
        return self._seen[pk] or (told is not None and told[3] == self.source.file)

    def _put(self, known: Row | None, verdict: Verdict, writes: Writes) -> int:
        row, values, extra = verdict.row, verdict.row.values, verdict.row.extra
        sounds = (extra["pinyin"], extra["initials"])
        if known is None:
            told = (values["name"][:60], *sounds, values.get("sex") or "", values.get("birth"))
            number = (extra["cipher"], extra["hash"])
            place = (values.get("ethnicity") or "", verdict.village, "", "")
            where = (self.source.file, row.number, (values.get("other_name") or "")[:60])
            pk = writes.insert(Person, PERSON_COLUMNS, (values["person_no"], *told, *number, *place, *where))
            columns = (values["person_no"], values["name"], values.get("sex"), values.get("birth"))
            known = (pk, *columns, extra["hash"], values.get("ethnicity"), verdict.village, None, where[2])
        else:
            pk = known[0]
            self._change(known, verdict, writes)
        self._by_no[values["person_no"]] = known
        if extra["hash"]:
            self._by_hash[extra["hash"]] = (pk, values["person_no"], *known[2:])
        self._seen[pk] = True
        return pk

    def _change(self, known: Row, verdict: Verdict, writes: Writes) -> None:
        values, extra, pk = verdict.row.values, verdict.row.extra, known[0]
        if known[1] is None:
            writes.update(Person, ("person_no",), (values["person_no"],), pk)
        if known[2] != values["name"]:
            told = (values["name"][:60], extra["pinyin"], extra["initials"])
            writes.update(Person, ("name", "pinyin", "initials"), told, pk)
        # Other lists go on for years under the name that somebody had before.
        other_name = (values.get("other_name") or known[9] or _former(known[2], values["name"]))[:60]
        if other_name != known[9]:
            writes.update(Person, ("other_name",), (other_name,), pk)
        if extra["hash"] and known[5] != extra["hash"]:
            writes.update(Person, ("id_cipher", "id_hash"), (extra["cipher"], extra["hash"]), pk)
        for name, index in (("sex", 3), ("birth", 4), ("ethnicity", 6)):
            value = values.get(name)
            if value and str(known[index] or "")[:10] != str(value):
                writes.update(Person, (name,), (value,), pk)
        if known[7] is None:
            writes.update(Person, ("village_id",), (verdict.village,), pk)

    def _membership(self, pk: int, verdict: Verdict, writes: Writes) -> None:
        row, values, on = verdict.row, verdict.row.values, self.source.on
        household = self._households[values["household_no"]][0]
        held = self._open.get(pk)
        source = (self.source.file, row.sheet[:64], row.number, on)
        if self._decided(held or self._left.get(pk), household, verdict):
            return
        if held is None:
            since = self._since(household, values.get("birth"))
            left = self._left.get(pk)
            # Nobody is in two households, in the past neither.
            since = max(since, date.fromisoformat(str(left[6])[:10])) if left else since
            new = (household, pk, values["relation"], since, None, "", *source)
            writes.insert(Membership, _MEMBERSHIP, new)
        elif (held[2], held[3]) != (household, values["relation"]) and not _newer(held[5], on):
            if held[2] == household:
                writes.update(Membership, ("relation", *SOURCE), (values["relation"], *source), held[0])
                return
            until = max(on, date.fromisoformat(str(held[4])[:10]))
            writes.update(Membership, ("until", "reason"), (until, "转入其他户"), held[0])
            new = (household, pk, values["relation"], until, None, "", *source)
            writes.insert(Membership, _MEMBERSHIP, new)

    def _decided(self, held: Row | None, household: int, verdict: Verdict) -> bool:
        """Whether a procedure has decided where the person belongs: the list does not overwrite it."""
        if held is None or not held[7]:
            return False
        relation, no = verdict.row.values["relation"], self._numbers.get(held[7], "")
        gone = held[6] is not None
        if gone and held[2] != household and held[8] != DEATH:
            return False
        if gone:
            verdict.remark(problems.set_by_procedure("成员", f"已减少（{held[8]}）", no, "户编号"))
        elif held[2] != household:
            verdict.remark(problems.set_by_procedure("户编号", "在另一户", no, "户编号"))
        elif held[3] != relation:
            verdict.remark(problems.set_by_procedure("与户主关系", held[3], no, "与户主关系"))
        return True

    def _since(self, household: int, birth: date | None) -> date:
        listed = self._listed.get(household, date(self.source.on.year, 1, 1))
        return min(max(listed, birth or listed), self.source.on)

    def _yearly(self, pk: int, year: int, row: TypedRow, writes: Writes) -> None:
        held = self._years.get((pk, year))
        source = (self.source.file, row.sheet[:64], row.number, self.source.on)
        facts = _facts(row.values)
        if held is None:
            writes.insert(PersonYear, _YEAR, (pk, year, *facts, *source))
        elif not _newer(held[4], self.source.on):
            writes.update(PersonYear, _YEAR[2:], (*facts, *source), held[0])


def _former(before: str, now: str) -> str:
    return before if before != now else ""


def _facts(values: Values) -> Row:
    texts = ((values.get(name) or "")[:40] for name in _TEXTS)
    health = "、".join(values.get("health") or ())
    return (*texts, health, *(values.get(name) for name in _PLAIN), other(values, _OTHER))


def _newer(said: Any, on: date) -> bool:
    return said is not None and str(said)[:10] > on.isoformat()
