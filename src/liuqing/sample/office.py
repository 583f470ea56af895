"""Writes the files of one county: the exports, the police's list and each department's list.

Every line passes by the truth, which learns its row, its person and its planted error.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from pathlib import Path
from random import Random

from liuqing.policy.lists import BY_KEY
from liuqing.policy.tables import PERSON_EXPORT
from liuqing.sample import area_reports, cells, deeds, entitlements, errors, export, workbooks
from liuqing.sample.departments import SENDINGS
from liuqing.sample.desks import Sending
from liuqing.sample.errors import Fault
from liuqing.sample.figures import figures
from liuqing.sample.flagged import found
from liuqing.sample.flagged import kinds as flagged
from liuqing.sample.making import County
from liuqing.sample.people import Household, Person
from liuqing.sample.residents import HEADINGS as RESIDENT_HEADINGS
from liuqing.sample.residents import Census
from liuqing.sample.rolls import About, Rolls, Row
from liuqing.sample.truth import Truth
from liuqing.sample.workbooks import NOTE, Line, Sheet

KINDS = errors.KINDS | flagged.KINDS
"""Every kind of error by its key, with label and rate: what ``truth/README.md`` states."""
Progress = Callable[[str], None]

VILLAGES_FILE = "扶贫办-贫困村与非贫困村基础信息.xlsx"
HOUSEHOLDS_FILE = "全国扶贫系统-户信息导出.xlsx"
PERSONS_FILE = "全国扶贫系统-人员信息导出.xlsx"
RESIDENTS_FILE = "公安局-户籍人口信息.csv"


class Office:
    """Writes the files of one county; every line passes by the truth."""

    def __init__(self, county: County, out: Path, truth: Truth, progress: Progress):
        self._county, self._out, self._truth, self._progress = county, out, truth, progress
        self._homes = {p.person_no: h for h in county.households for p in h.members}
        self._rolls = Rolls(county, [])

    def write(self) -> list[Path]:
        """Every workbook, in loading order."""
        paths = [self._villages(), self._households(), self._persons(), self._residents()]
        by_file = groupby(SENDINGS, key=lambda sending: sending.file)
        told = (self._department(file, list(sendings)) for file, sendings in by_file)
        return [path for path in (*paths, *told, self._indicators(), self._deeds()) if path is not None]

    def _indicators(self) -> Path | None:
        year = self._county.figures.as_of.year
        return self._about_areas(
            "indicators", f"扶贫办-指标填报表({year}).xlsx", area_reports.statements(self._county)
        )

    def _deeds(self) -> Path | None:
        year = self._county.figures.as_of.year
        return self._about_areas(
            "activities", f"扶贫办-责任落实工作台账({year}).xlsx", deeds.deeds(self._county)
        )

    def _about_areas(self, key: str, name: str, rows: Iterable[tuple[object, ...]]) -> Path | None:
        """A list that speaks of areas and offices, in the order of its columns; None without a row."""
        told = list(rows)
        if not told:
            return None
        self._progress(f"写 {name}")
        kind = BY_KEY[key]
        lines = (Line([cells.plain(value) for value in (*row, "")[: len(kind.columns)]]) for row in told)
        headings = [fact.label for fact in kind.columns]
        titles = [f"{self._county.place.label}{kind.label}（演示数据）"]
        sheet = Sheet("Sheet1", headings, lines, titles, [NOTE])
        return workbooks.xlsx(self._out / name, [sheet], _nobody)

    def _villages(self) -> Path:
        self._progress("写村信息")
        county = self._county
        lines = (
            Line(export.village_cells(v, county.names, county.figures.as_of.year), v.code)
            for v in county.villages
        )

        def written(sheet: str, row: int, about: str | None) -> None:
            fault = county.plan.places.get(about or "")
            if fault is not None:
                self._error(Fault(fault.kind, related=about or ""), VILLAGES_FILE, sheet, row)

        sheet = Sheet(
            "村信息", export.VILLAGE_HEADINGS, lines, [f"{county.place.label}村基础信息（演示数据）"], [NOTE]
        )
        return workbooks.xlsx(self._out / VILLAGES_FILE, [sheet], written)

    def _households(self) -> Path:
        self._progress(f"写户信息 {len(self._county.households)} 户")
        county, rng = self._county, self._county.rng("household blanks")

        def written(sheet: str, row: int, home: Household | None) -> None:
            if home is None:
                return
            fault = county.plan.homes.get(home.number)
            if home.number in county.plan.wrong_counts:
                self._error(Fault("head_count"), HOUSEHOLDS_FILE, sheet, row, household_no=home.number)
            elif fault is not None and fault.kind in flagged.HOMES:
                self._error(fault, HOUSEHOLDS_FILE, sheet, row, household_no=home.number)
            self._blank(home.blank, None, home, (HOUSEHOLDS_FILE, sheet, row))

        lines = (Line(export.household_cells(h, county.names, rng), h) for h in county.households)
        sheet = Sheet("户信息", export.HOUSEHOLD_HEADINGS, lines)
        return workbooks.xlsx(self._out / HOUSEHOLDS_FILE, [sheet], written, explained=True)

    def _persons(self) -> Path:
        self._progress(f"写人员信息 {sum(h.size for h in self._county.households)} 人")
        sheet = Sheet("人员信息", list(PERSON_EXPORT), self._person_lines())

        def written(sheet: str, row: int, about: tuple[Person, Household, Fault | None] | None) -> None:
            if about is None:
                return
            person, household, fault = about
            self._truth.person(PERSONS_FILE, sheet, row, person.person_no)
            if fault is None or fault.kind.startswith("id_"):
                self._blank(person.blank, person, household, (PERSONS_FILE, sheet, row))
            if fault is not None:
                self._error(
                    fault, PERSONS_FILE, sheet, row, household_no=household.number, person_no=person.person_no
                )

        return workbooks.xlsx(self._out / PERSONS_FILE, [sheet], written, explained=True)

    def _person_lines(self) -> Iterator[Line]:
        county, rng = self._county, self._county.rng("person blanks")
        year, plan = county.figures.as_of.year, county.plan
        for order, household in enumerate(county.households):
            for person in household.members:
                fault = plan.faults.get(person.person_no)
                told = fault and (fault.kind.startswith("id_") or fault.kind in flagged.PERSONS)
                shown = fault if told else None
                yield Line(
                    export.person_cells(person, household, county.names, year, rng),
                    (person, household, shown),
                )
            for person, home, fault in plan.extras.get(order, ()):
                yield Line(export.person_cells(person, home, county.names, year, rng), (person, home, fault))

    def _residents(self) -> Path:
        county = self._county
        self._progress(f"写公安户籍名单 {sum(v.residents for v in county.villages)} 人")
        left_out = {
            no
            for no, fault in county.plan.faults.items()
            if fault.kind in ("dead_active", "missing_police", "id_unlisted")
        }
        homes: dict[str, list[Household]] = defaultdict(list)
        for household in county.households:
            homes[household.village.code].append(household)
        census = Census(county.villages, homes, left_out, county.maker, county.rng("census"))
        lines = (Line(resident.cells(), resident.person.person_no) for resident in census.lines())
        sheet = Sheet("", list(RESIDENT_HEADINGS), lines, notes=[NOTE])

        def written(sheet: str, row: int, about: str) -> None:
            if about:
                self._truth.person(RESIDENTS_FILE, sheet, row, about)

        path = workbooks.csv_file(self._out / RESIDENTS_FILE, sheet, written, encoding="gb18030")
        for no in sorted(n for n in left_out if county.plan.faults[n].kind == "missing_police"):
            self._error(
                county.plan.faults[no], RESIDENTS_FILE, person_no=no, household_no=self._homes[no].number
            )
        self._rolls = Rolls(county, census.pool)
        return path

    def _department(self, file: str, sendings: list[Sending]) -> Path | None:
        """The list's file; None where nobody is in it: then nobody hands it in."""
        year = self._county.figures.as_of.year
        name = file.format(year=year, before=year - 1)
        sheets = [sheet for sending in sendings for sheet in self._sheets(sending, name)]
        if not sheets:
            return None
        self._progress(f"写 {name}")
        path = self._out / name
        written = self._listed(name)
        if path.suffix == ".csv":
            return workbooks.csv_file(path, sheets[0], written, encoding="utf-8-sig")
        if path.suffix == ".ods":
            return workbooks.ods(path, sheets[0], written)
        return workbooks.xlsx(path, sheets, written)

    def _listed(self, file: str) -> workbooks.Written:
        def written(sheet: str, row: int, about: About | None) -> None:
            if about is None:
                return
            self._truth.person(file, sheet, row, about.person_no)
            home = self._homes[about.person_no].number
            for flag in about.flags:
                self._truth.flag(
                    flag, "found", household_no=home, person_no=about.person_no, where=(file, sheet, row)
                )
            if about.error:
                fault = Fault(about.error)
                self._error(fault, file, sheet, row, household_no=home, person_no=about.person_no)
            for programme in about.programmes:
                where = (file, sheet, row)
                self._truth.entitlement(
                    programme, about.finding, where, home, about.person_no, note=about.note
                )

        return written

    def _sheets(self, sending: Sending, file: str) -> Iterator[Sheet]:
        rng = self._county.rng(sending.name)
        rows = self._rolls.rows(sending, rng)
        if not rows:
            return
        self._left_out(sending, file)
        self._paid_much(sending, file)
        self._unserved(sending, file, rows, rng)
        if not sending.per_town:
            yield self._sheet(sending, sending.sheet, rows, rng)
            return
        for town, part in groupby(rows, key=lambda row: str(row[0]["town"])):
            yield self._sheet(sending, town, list(part), rng)

    def _unserved(self, sending: Sending, file: str, rows: list[Row], rng: Random) -> None:
        """Who is not in the list although something is due."""
        county, told = self._county, self._truth.entitlement
        for programme, person in self._rolls.left_out:
            home = self._homes[person.person_no].number
            told(programme, entitlements.MISSING, (file, "", ""), home, person.person_no)
        if sending.key == "housing" and "housing" in county.rates.programmes:
            listed = {self._homes[about.person_no].number for _, about in rows if about}
            for house in entitlements.of_houses(county.households, listed):
                told("housing", entitlements.MISSING, (file, "", ""), house.number, "")
        if sending.key == "school_roll" and "school" in county.rates.programmes:
            away = {no for no, fault in county.plan.faults.items() if fault.kind == "not_enrolled"}
            pupils = [person for person in county.people if person.person_no in away]
            for pupil in entitlements.of_pupils(pupils, self._rolls.desk(sending, rng)):
                home = self._homes[pupil.person_no].number
                told("school", entitlements.MISSING, (file, "", ""), home, pupil.person_no)

    def _sheet(self, sending: Sending, name: str, rows: list[Row], rng: Random) -> Sheet:
        said = {
            "county": self._county.place.label,
            "year": self._county.figures.as_of.year - sending.years_before,
            "label": BY_KEY[sending.key].label,
        }  # fmt: skip
        lines = (Line(sending.cells(row, n, rng), about) for n, (row, about) in enumerate(rows, 1))
        joined = [f.name for f in sending.facts].index(sending.joined) if sending.joined else None
        titles = [title.format(**said) for title in sending.titles]
        return Sheet(name, sending.headings(), lines, titles, list(sending.notes), joined, sending.total)

    def _left_out(self, sending: Sending, file: str) -> None:
        kinds = {
            "medical_insured": "not_insured",
            "school_roll": "not_enrolled",
            "dibao": "dibao_unlisted",
        }
        kind = kinds.get(sending.key)
        for no, fault in self._county.plan.faults.items():
            if fault.kind == kind:
                self._error(fault, file, person_no=no, household_no=self._homes[no].number)

    def _paid_much(self, sending: Sending, file: str) -> None:
        """Who paid too much for being ill; nobody who is monitored for it."""
        for person, home in self._rolls.paid_much if sending.key == "medical_settlements" else ():
            if person.died:
                continue
            there = home.monitored is not None and not home.monitored["removed"]
            self._truth.flag(
                "self_paid_high", "paid_monitored" if there else "found", expected=not there,
                household_no=home.number, person_no=person.person_no, where=(file, "", ""),
            )  # fmt: skip

    def _blank(self, name: str, person: Person | None, home: Household, where: tuple[str, str, int]) -> None:
        """A cell left blank that a flag asks for."""
        for flag in found.of_blank(name, person, home):
            whom = person.person_no if person else ""
            self._truth.flag(flag, "blank", household_no=home.number, person_no=whom, where=where)

    def _innocent(self) -> None:
        """Look-alikes that no flag may find, and what flags find unplanted."""
        county, kinds = self._county, flagged.INNOCENT | flagged.FOUND_INNOCENT
        for flag, home in county.plan.found:
            self._truth.flag(flag, "found", household_no=home.number)
        looks = [*county.plan.innocent, *found.innocent(county.households, county.plan)]
        for key, home, person in looks:
            whom = person.person_no if person else ""
            for flag in kinds[key].flags:
                self._truth.flag(flag, key, expected=False, household_no=home.number, person_no=whom)
        for village in county.plan.rounded:
            self._truth.flag("village_land_short", "village_rounded", expected=False, village=village.code)

    def _error(
        self,
        fault: Fault,
        file: str,
        sheet: str = "",
        row: int | str = "",
        *,
        household_no: str = "",
        person_no: str = "",
    ) -> None:
        kind = KINDS[fault.kind]
        self._truth.error(
            fault.kind, file, sheet, row, household_no=household_no, person_no=person_no,
            related_no=fault.related, what=kind.label, flags=kind.flags if fault.flags is None else fault.flags,
        )  # fmt: skip

    def tell(self) -> None:
        """The true figures and what the truth's files mean."""
        for metric, dimension, value in figures(self._county):
            self._truth.figure(metric, value, dimension)
        for name, hires in self._county.employers.items():
            self._truth.figure("counted_hires", hires, f"employer={name}")
        for kind in KINDS:
            self._truth.figure("planted", self._truth.planted[kind], f"kind={kind}")
        self._innocent()
        self._truth.explain(KINDS, self._county.figures)


def _nobody(sheet: str, row: int, about: object) -> None:
    """A line that speaks of no person."""
