"""The register, first half: villages and households as the national system exports them.

A household's standing follows from the years in its row: on the list from the first day of its
year of identification, exited on the last day of its year of exit. A day from ``since`` counts
as in force, the day ``until`` no longer.
"""

import json
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from liuqing.policy.tables import HOUSEHOLD, INCOME_ITEMS
from liuqing.registry import problems, secrets
from liuqing.registry.imports.rows import TypedRow, Values
from liuqing.registry.imports.verdicts import REFUSED, Source, Verdict, judged
from liuqing.registry.models import (
    AreaStanding,
    Assignment,
    Cause,
    ExitPlan,
    FormerVillage,
    Household,
    HouseholdYear,
    IncomeYear,
    Measure,
    Membership,
    Officer,
    Person,
    Proceeding,
    Standing,
    VillageYear,
)
from liuqing.registry.services.bulk import Row, Writes, find
from liuqing.registry.services.standing import numbering

DEPARTMENT = "县扶贫办"
SOURCE = ("file_id", "sheet", "row", "said_on")
_VILLAGE_YEAR = (
    "area_id", "year", "households", "rural_population", "hamlets", "collective_income", "other", *SOURCE,
)  # fmt: skip
_VILLAGE_OTHER = ("water_unsafe_households", "dilapidated_households", "village_land", "hardened_road")
_FORMER = ("household_id", "village_id", "until", "reason")
_HOUSEHOLD = ("no", "village_id", "hamlet", "head_name", "phone", "bank")
_STANDING = ("household_id", "status", "since", "until", *SOURCE)
_AREA_STANDING = ("area_id", "status", "since", "until", *SOURCE)
_CAUSE = ("household_id", "code", "main", "since", "until", *SOURCE)
_MEASURE = ("household_id", "person_id", "code", "title", "department", "year", "since", "until", *SOURCE)
_ASSIGNMENT = ("household_id", "officer_id", "since", "until", *SOURCE)
_INCOME = ("household_id", "year", *INCOME_ITEMS, *SOURCE)
_PLAIN = (
    "size_stated", "food_secure", "clothing_secure", "water_safe", "house_dilapidated", "house_area",
    "land_cultivated", "land_forest", "production_power", "domestic_power", "tv", "toilet", "cooperative",
)  # fmt: skip
_TEXTS = ("category", "standard", "house_grade", "road_type")
_YEAR = ("household_id", "year", *_PLAIN, *_TEXTS, "other", *SOURCE)
_ELSEWHERE = {
    "household_no", "head_name", "head_id_no", "phone", "bank_name", "bank_account", "data_year", "main_cause",
    "other_causes", "measures", "identified_year", "standing", "planned_exit_year", "exit_year",
    *INCOME_ITEMS, *_PLAIN, *_TEXTS,
}  # fmt: skip
_OTHER = tuple(f.name for f in HOUSEHOLD if f.name not in _ELSEWHERE and f.clear != "officers")
STATUS = {"未脱贫": "registered", "预脱贫": "registered", "已脱贫": "exited", "返贫": "relapsed"}


def other(values: Values, names: Iterable[str]) -> str:
    """The remaining facts as JSON; amounts as text, so that they stay exact."""
    kept = {name: values[name] for name in names if values.get(name) is not None}
    return json.dumps(kept, ensure_ascii=False, default=str)


def sealed(text: str | None) -> bytes | None:
    """Ciphertext, or None for nothing."""
    return secrets.encrypt(text) if text else None


def _newer(said: Any, on: date) -> bool:
    return said is not None and str(said)[:10] > on.isoformat()


class VillageImporter:
    """Villages: whether they are poor villages, their exits, their yearly figures."""

    def __init__(self, source: Source) -> None:
        self.source = source

    def prepare(self, rows: list[TypedRow]) -> None:
        """Nothing to prepare."""

    def take(self, rows: list[TypedRow], writes: Writes) -> list[Verdict]:
        """Standing and figures of each village of the rows."""
        verdicts = [judged(row, decisive=("village_code", "village_kind")) for row in rows]
        for verdict in verdicts:
            self._place(verdict)
        known = {v.village for v in verdicts if v.village}
        self._years = {
            (r[1], r[2]): r
            for r in find(VillageYear, "area_id", known, ("id", "area_id", "year", "file_id", "said_on"))
        }
        self._standings: dict[int, list[Row]] = defaultdict(list)
        columns = ("id", "area_id", "status", "since", "until", "proceeding_id")
        for row in find(AreaStanding, "area_id", known, columns):
            self._standings[row[1]].append(row)
        self._decided = _numbers(row[5] for rows in self._standings.values() for row in rows)
        for verdict in verdicts:
            if verdict.verdict != REFUSED and verdict.village:
                self._village(verdict, verdict.village, writes)
        return verdicts

    def _place(self, verdict: Verdict) -> None:
        values = verdict.row.values
        if verdict.verdict == REFUSED:
            return
        found = self.source.villages.code(values["village_code"])
        if found.village is None:
            found = self.source.villages.find(values.get("town"), values.get("village"))
        if found.village is None:
            verdict.refuse(problems.unknown_village(found.near, "村代码"))
        verdict.village = found.village

    def _village(self, verdict: Verdict, village: int, writes: Writes) -> None:
        values, on = verdict.row.values, self.source.on
        year = values.get("data_year") or on.year
        old = self._years.get((village, year))
        if old and old[3] == self.source.file:
            return verdict.refuse(problems.repeated("这个村", "村代码", "village_code"))
        self._years[village, year] = (0, village, year, self.source.file, on)
        source = (self.source.file, verdict.row.sheet[:64], verdict.row.number, on)
        row = (
            village, year, values.get("households"), values.get("rural_population"), values.get("hamlets"),
            _yuan(values.get("collective_income")), other(values, _VILLAGE_OTHER), *source,
        )  # fmt: skip
        if old is None:
            writes.insert(VillageYear, _VILLAGE_YEAR, row)
        elif not _newer(old[4], on):
            writes.update(VillageYear, _VILLAGE_YEAR[2:], row[2:], old[0])
        said = _village_standings(values, on)
        if any(row[5] for row in self._standings[village]):
            return self._keep(self._standings[village], said, verdict)
        if not _same(self._standings[village], said):
            for standing in self._standings[village]:
                writes.delete(AreaStanding, standing[0])
            for status, since, until in said:
                writes.insert(AreaStanding, _AREA_STANDING, (village, status, since, until, *source))
        return None

    def _keep(self, held: list[Row], said: list[tuple[str, date, date | None]], verdict: Verdict) -> None:
        """What a procedure decided stays; where the list says otherwise the row says so."""
        here, told = held[-1], said[-1][0] if said else ""
        if here[2] != told:
            no = next(self._decided[row[5]] for row in reversed(held) if row[5])
            label = dict(AreaStanding.Status.choices)[here[2]]
            verdict.remark(problems.set_by_procedure("贫困村属性", label, no, "贫困村属性"))


def _numbers(keys: Iterable[int | None]) -> dict[int, str]:
    """The numbers of these proceedings."""
    wanted = {key for key in keys if key}
    return dict(find(Proceeding, "id", wanted, ("id", "no"))) if wanted else {}


def _same(old: list[Row], said: list[tuple[str, date, date | None]]) -> bool:
    had = sorted((r[2], str(r[3])[:10], str(r[4])[:10] if r[4] else None) for r in old)
    return had == sorted((s, f.isoformat(), u.isoformat() if u else None) for s, f, u in said)


def _yuan(wan: Decimal | None) -> Decimal | None:
    return None if wan is None else (wan * 10_000).quantize(Decimal("0.01"))


def _village_standings(values: Values, on: date) -> list[tuple[str, date, date | None]]:
    if values["village_kind"] != "贫困村":
        return []
    listed = date(values.get("listed_year") or on.year, 1, 1)
    left = values.get("village_exit_year")
    if not left or date(left, 12, 31) < listed:
        return [("listed", listed, None)]
    return [("listed", listed, date(left, 12, 31)), ("exited", date(left, 12, 31), None)]


class HouseholdImporter:
    """Households with standing, causes, measures, income, officer and plan."""

    def __init__(self, source: Source) -> None:
        self.source = source

    def prepare(self, rows: list[TypedRow]) -> None:
        """Phones and accounts become ciphertext."""
        for row in rows:
            values = row.values
            bank = " ".join(values[n] for n in ("bank_name", "bank_account") if values.get(n))
            row.extra["phone"] = sealed(values.get("phone"))
            row.extra["bank"] = sealed(bank)
            row.extra["officer_phone"] = sealed(values.get("officer_phone"))

    def take(self, rows: list[TypedRow], writes: Writes) -> list[Verdict]:
        """Each household with all its records, or none of them."""
        verdicts = [judged(row, decisive=self.source.kind.required) for row in rows]
        for verdict in verdicts:
            self._place(verdict)
        self._look_up(v.row.values for v in verdicts if v.verdict != REFUSED)
        for verdict in verdicts:
            if verdict.verdict != REFUSED:
                self._household(verdict, writes)
        return verdicts

    def _place(self, verdict: Verdict) -> None:
        values = verdict.row.values
        if verdict.verdict == REFUSED:
            return
        found = self.source.villages.find(values.get("town"), values["village"])
        verdict.village = found.village
        if found.village is None:
            verdict.refuse(problems.unknown_village(found.near, "村"))
        elif not self.source.may_touch(found.village):
            verdict.refuse(problems.outside_area("村"))

    def _look_up(self, values: Iterable[Values]) -> None:
        rows = list(values)
        nos = {v["household_no"] for v in rows}
        self._known = {
            r[0]: r[1:] for r in find(Household, "no", nos, ("no", "id", "village_id", "hamlet", "head_name"))
        }
        self._local = _local_numbers({no: v for v in rows if (no := v["household_no"]) not in self._known})
        self._known |= {no: tuple(row[:4]) for no, row in self._local.items()}
        pks = [r[0] for r in self._known.values()]
        self._years = _by_year(HouseholdYear, pks)
        self._incomes = _by_year(IncomeYear, pks)
        self._standings = _grouped(Standing, pks, ("status", "since", "until", "said_on", "proceeding_id"))
        self._causes = _grouped(Cause, pks, ("code", "main", "until", "said_on", "since", "proceeding_id"))
        self._decided = Decided(pks)
        self._officers = _grouped(Assignment, pks, ("officer_id", "until", "said_on", "since"))
        self._measures = _grouped(Measure, pks, ("code", "year", "person_id", "department"))
        self._plans = {
            r[1]: r for r in find(ExitPlan, "household_id", pks, ("id", "household_id", "year", "said_on"))
        }
        names = {v["officer_name"] for v in rows if v.get("officer_name")}
        self._people = {r[1:]: r[0] for r in find(Officer, "name", names, ("id", "name", "unit", "post"))}

    def _household(self, verdict: Verdict, writes: Writes) -> None:
        row, values, on = verdict.row, verdict.row.values, self.source.on
        year = values.get("data_year") or on.year
        known = self._known.get(values["household_no"])
        if known and (self._years.get((known[0], year)) or _NOTHING)[3] == self.source.file:
            return verdict.refuse(problems.repeated("这个户编号", "户编号", "household_no"))
        pk = self._put(self._kept(known, verdict), verdict, writes)
        self._renumber(values["household_no"], verdict, writes)
        source = (self.source.file, row.sheet[:64], row.number, on)
        self._yearly(HouseholdYear, _YEAR, self._years, (pk, year), _conditions(values), source, writes)
        income = tuple(values.get(item) for item in INCOME_ITEMS)
        if any(item is not None for item in income):
            self._yearly(IncomeYear, _INCOME, self._incomes, (pk, year), income, source, writes)
        self._standing(pk, verdict, source, writes)
        self._cause(pk, verdict, source, writes)
        self._measure(pk, values, year, source, writes)
        self._officer(pk, row, source, writes)
        self._plan(pk, values, source, writes)
        return None

    def _renumber(self, no: str, verdict: Verdict, writes: Writes) -> None:
        """A household that a procedure made under a local number is the same under its national one."""
        pk, *_, local = self._local.pop(no, (None, ""))
        if pk is not None:
            writes.update(Household, ("no",), (no,), pk)
            verdict.remark(problems.renumbered(local, "户编号"))

    def _kept(self, known: Row | None, verdict: Verdict) -> Row | None:
        """The household as it is known; where it lives and who heads it stay as a procedure decided."""
        if known is None:
            return None
        values = verdict.row.values
        moved, headed = self._decided.moved(known[0]), self._decided.headed(known[0])
        if moved and verdict.village != known[1]:
            verdict.remark(problems.set_by_procedure("村", "迁入的村", moved, "村"))
            verdict.village = known[1]
        if headed and (values.get("head_name") or "") != known[3]:
            verdict.remark(problems.set_by_procedure("户主", "变更后的户主", headed, "户主姓名"))
            values["head_name"] = known[3]
        return known

    def _put(self, known: Row | None, verdict: Verdict, writes: Writes) -> int:
        values, extra = verdict.row.values, verdict.row.extra
        new = (verdict.village, values.get("hamlet") or "", values.get("head_name") or "")
        if known is None:
            pk = writes.insert(
                Household, _HOUSEHOLD, (values["household_no"], *new, extra["phone"], extra["bank"])
            )
        else:
            pk = known[0]
            if tuple(known[1:]) != new:
                writes.update(Household, ("village_id", "hamlet", "head_name"), new, pk)
            if known[1] != verdict.village:
                writes.insert(FormerVillage, _FORMER, (pk, known[1], self.source.on, "迁移"))
            for name in ("phone", "bank"):
                if extra[name]:
                    writes.update(Household, (name,), (extra[name],), pk)
        self._known[values["household_no"]] = (pk, *new)
        return pk

    def _yearly(
        self, model: Any, columns: tuple[str, ...], old: dict[tuple[int, int], Row], key: tuple[int, int],
        facts: Row, source: Row, writes: Writes,
    ) -> None:  # fmt: skip
        had = old.get(key)
        if had is None:
            writes.insert(model, columns, (*key, *facts, *source))
        elif not _newer(had[4], self.source.on):
            writes.update(model, columns[2:], (*facts, *source), had[0])
        old[key] = (0, *key, self.source.file, self.source.on)

    def _standing(self, pk: int, verdict: Verdict, source: Row, writes: Writes) -> None:
        values = verdict.row.values
        status = STATUS[values["standing"]]
        if status == "exited" and not values.get("exit_year"):
            verdict.remark(problems.exit_without_year("脱贫属性"))
        said = _standings(values, status, self.source.on)
        held = sorted(self._standings[pk], key=lambda s: (str(s[3]), s[0]))
        here, no = self._decided.standing(pk, held)
        if no:
            if here != status:
                label = dict(Standing.Status.choices).get(here, "不在册")
                verdict.remark(problems.set_by_procedure("脱贫属性", label, no, "脱贫属性"))
        elif not held:
            for one in said:
                writes.insert(Standing, _STANDING, (pk, *one, *source))
        elif held[-1][2] != status and not _newer(held[-1][5], self.source.on):
            self._change(pk, held[-1], status, values, source, writes)

    def _change(self, pk: int, last: Row, status: str, values: Values, source: Row, writes: Writes) -> None:
        exited = status == "exited" and values.get("exit_year")
        since = date(values["exit_year"], 12, 31) if exited else self.source.on
        since = max(since, date.fromisoformat(str(last[3])[:10]))
        writes.update(Standing, ("until",), (since,), last[0])
        writes.insert(Standing, _STANDING, (pk, status, since, None, *source))

    def _cause(self, pk: int, verdict: Verdict, source: Row, writes: Writes) -> None:
        values, on = verdict.row.values, self.source.on
        main = values.get("main_cause")
        decided = next((c for c in self._causes[pk] if c[7] and c[3] and c[4] is None), None)
        if decided:
            if main and main != decided[2]:
                no = self._decided.number(decided[7])
                verdict.remark(problems.set_by_procedure("主要致贫原因", decided[2], no, "主要致贫原因"))
            return
        said = {(main, True)} if main else set()
        said |= {(code, False) for code in values.get("other_causes") or () if code != main}
        held = {(c[2], bool(c[3])): c for c in self._causes[pk] if c[4] is None}
        if any(_newer(cause[5], on) for cause in held.values()):
            return
        for key in held.keys() - said:
            writes.update(Cause, ("until",), (_not_before(on, held[key][6]),), held[key][0])
        since = on if self._causes[pk] else _identified(values, on)
        for code, is_main in sorted(said - held.keys(), key=lambda c: (not c[1], c[0])):
            writes.insert(Cause, _CAUSE, (pk, code, is_main, since, None, *source))

    def _measure(self, pk: int, values: Values, year: int, source: Row, writes: Writes) -> None:
        said = dict.fromkeys(values.get("measures") or ())
        ours = [m for m in self._measures[pk] if m[3] == year and m[4] is None and m[5] == DEPARTMENT]
        held = {m[2] for m in ours}
        for measure in ours:
            if measure[2] not in said:
                writes.delete(Measure, measure[0])
        for code in said:
            if code not in held:
                row = (pk, None, code, code, DEPARTMENT, year, None, None, *source)
                writes.insert(Measure, _MEASURE, row)

    def _officer(self, pk: int, row: TypedRow, source: Row, writes: Writes) -> None:
        values, on = row.values, self.source.on
        if not values.get("officer_name"):
            return
        who = (values["officer_name"], values.get("officer_unit") or "", values.get("officer_post") or "")
        officer = self._people.get(who)
        if officer is None:
            columns = ("name", "unit", "post", "phone")
            officer = self._people[who] = writes.insert(Officer, columns, (*who, row.extra["officer_phone"]))
        held = [a for a in self._officers[pk] if a[3] is None]
        if any(a[2] == officer or _newer(a[4], on) for a in held):
            return
        for old in held:
            writes.update(Assignment, ("until",), (_not_before(on, old[5]),), old[0])
        since = values.get("officer_since") or (on if held else _identified(values, on))
        writes.insert(Assignment, _ASSIGNMENT, (pk, officer, since, None, *source))

    def _plan(self, pk: int, values: Values, source: Row, writes: Writes) -> None:
        year, held = values.get("planned_exit_year"), self._plans.get(pk)
        if year and held is None:
            writes.insert(ExitPlan, ("household_id", "year", *SOURCE), (pk, year, *source))
        elif year and held and held[2] != year and not _newer(held[3], self.source.on):
            writes.update(ExitPlan, ("year", *SOURCE), (year, *source), held[0])


def _local_numbers(rows: dict[str, Values]) -> dict[str, Row]:
    """Households under a local number whose head heads one of these rows: key, village, hamlet, head, number."""
    if not Household.objects.filter(no__regex=numbering.LOCAL).exists():
        return {}
    hashes = {
        secrets.blind_index(values["head_id_no"]): no
        for no, values in rows.items()
        if values.get("head_id_no")
    }
    heads = {pk: hashes[one] for pk, one in find(Person, "id_hash", hashes, ("id", "id_hash"))}
    held = find(Membership, "person_id", heads, ("person_id", "household_id", "until"), "relation", ["户主"])
    homes = {home: heads[person] for person, home, until in held if until is None}
    columns = ("id", "village_id", "hamlet", "head_name", "no")
    found = [row for row in find(Household, "id", homes, columns) if numbering.is_local(row[4])]
    return {homes[row[0]]: row for row in found}


class Decided:
    """What procedures have decided here of some households: a list does not overwrite it."""

    def __init__(self, pks: list[int]) -> None:
        columns = ("id", "no", "household_id", "effect", "state")
        done = [row for row in find(Proceeding, "household_id", pks, columns) if row[4] == "done"]
        self._numbers = {row[0]: row[1] for row in done}
        self._last = {(row[2], row[3]): row[1] for row in done}
        heads = find(
            Membership, "household_id", pks, ("household_id", "until", "proceeding_id"), "relation", ["户主"]
        )
        open_heads = [(home, key) for home, until, key in heads if until is None and key]
        self._heads = {home: _numbers([key]).get(key, "") for home, key in open_heads}

    def number(self, key: int) -> str:
        """The number of a proceeding."""
        return self._numbers.get(key) or _numbers([key]).get(key, "")

    def moved(self, pk: int) -> str:
        """By which proceeding the household moved; "" if by none."""
        return self._last.get((pk, "move"), "")

    def headed(self, pk: int) -> str:
        """By which proceeding the head became one; "" if by none."""
        return self._heads.get(pk, "")

    def standing(self, pk: int, held: list[Row]) -> tuple[str, str]:
        """The standing and by which proceeding it was set; "" by none. No standing follows one that a
        procedure ended.
        """
        if not held:
            return "", ""
        last = held[-1]
        if last[4] is not None:
            ended = self._last.get((pk, "strike")) or self._last.get((pk, "merge"))
            return ("", ended) if ended else (last[2], "")
        return last[2], self.number(last[6]) if last[6] else ""


_NOTHING = (None,) * 6


def _by_year(model: Any, pks: list[int]) -> dict[tuple[int, int], Row]:
    rows = find(model, "household_id", pks, ("id", "household_id", "year", "file_id", "said_on"))
    return {(row[1], row[2]): row for row in rows}


def _grouped(model: Any, pks: list[int], columns: tuple[str, ...]) -> dict[int, list[Row]]:
    groups: dict[int, list[Row]] = defaultdict(list)
    for row in find(model, "household_id", pks, ("id", "household_id", *columns)):
        groups[row[1]].append(row)
    return groups


def _conditions(values: Values) -> Row:
    plain = (values.get(name) for name in _PLAIN)
    return (*plain, *(values.get(name) or "" for name in _TEXTS), other(values, _OTHER))


def _identified(values: Values, on: date) -> date:
    return min(date(values.get("identified_year") or on.year, 1, 1), on)


def _standings(values: Values, status: str, on: date) -> list[tuple[str, date, date | None]]:
    """All standings that a row tells of a household seen for the first time."""
    first = _identified(values, on)
    left = date(values["exit_year"], 12, 31) if values.get("exit_year") else None
    if status == "registered":
        return [("registered", first, None)]
    exited = max(left or on, first)
    if status == "exited":
        return [("registered", first, exited), ("exited", exited, None)]
    if left is None:
        return [("relapsed", first, None)]
    back = max(date(on.year, 1, 1), exited)
    return [("registered", first, exited), ("exited", exited, back), ("relapsed", back, None)]


def _not_before(on: date, since: Any) -> date:
    return max(on, date.fromisoformat(str(since)[:10]))
