"""The sample county (示例县): people who never were, with a real county's figures.

``write`` makes every workbook that a county office has, and beside them ``truth/``: which row is
which person, where every planted error is, and the true figures. The same place, number of
households and seed give the same files.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from random import Random

from liuqing.policy import place as places
from liuqing.policy.lists import BY_KEY
from liuqing.policy.place import Place
from liuqing.policy.tables import PERSON_EXPORT
from liuqing.sample import (
    calibration,
    errors,
    export,
    geography,
    living,
    members,
    register,
    wellbeing,
    workbooks,
)
from liuqing.sample.calibration import Calibration
from liuqing.sample.departments import SENDINGS, Sending
from liuqing.sample.errors import Fault, Plan, Planter
from liuqing.sample.members import Maker
from liuqing.sample.numbers import Mint
from liuqing.sample.people import Household, Person, Village
from liuqing.sample.residents import HEADINGS as RESIDENT_HEADINGS
from liuqing.sample.residents import Census
from liuqing.sample.truth import Truth
from liuqing.sample.workbooks import NOTE, Line, Sheet

Progress = Callable[[str], None]

VILLAGES_FILE = "扶贫办-贫困村与非贫困村基础信息.xlsx"
HOUSEHOLDS_FILE = "全国扶贫系统-户信息导出.xlsx"
PERSONS_FILE = "全国扶贫系统-人员信息导出.xlsx"
RESIDENTS_FILE = "公安局-户籍人口信息.csv"


@dataclass
class County:
    """A county in memory: everything but the people outside the register."""

    place: Place
    figures: Calibration
    seed: int
    villages: list[Village]
    households: list[Household]
    maker: Maker
    plan: Plan = field(default_factory=Plan)

    def rng(self, name: str) -> Random:
        """The stream of random numbers of one part, so that no part disturbs another."""
        return _stream(self.seed, name)

    @property
    def names(self) -> dict[str, str]:
        """Province, city and county as the exports write them."""
        return {level: self.place.names.get(level, "") for level in ("province", "city", "county")}

    @property
    def people(self) -> Iterator[Person]:
        """Everybody in the register."""
        return (person for household in self.households for person in household.members)


def _stream(seed: int, name: str) -> Random:
    return Random(f"{seed}/{name}")


def _quiet(_: str) -> None:
    """Tell nobody."""


def make(place: str, *, households: int | None = None, seed: int = 2018) -> County:
    """The register of the sample county in memory, with its planted errors; writes nothing.

    ``households`` None means all of the real county. Raises Problem ``sample.no_calibration`` or
    ``sample.households``.
    """
    where = places.load(place)
    figures = calibration.load(Path(where.key).name)
    count = figures.households if households is None else households
    villages = geography.villages(where, figures, _stream(seed, "villages"))
    found = register.outline(figures, villages, count, _stream(seed, "outline"))
    maker = Maker(Mint(figures.id_prefix), figures.as_of, figures.ethnicity, _stream(seed, "people"))
    county = County(where, figures, seed, villages, found, maker)
    _populate(county, count)
    _fill(county, count)
    county.plan = Planter(found, maker, figures.as_of, _stream(seed, "errors")).plant()
    return county


def write(
    place: str, out: Path, *, households: int | None = None, seed: int = 2018, progress: Progress = _quiet
) -> list[Path]:
    """Write the county's workbooks into ``out`` and their truth into ``out/truth``.

    Returns the workbooks in the order in which they must be loaded. ``progress`` is told each
    step in a sentence. Raises Problem as ``make`` does.
    """
    progress("生成登记户和家庭成员")
    county = make(place, households=households, seed=seed)
    out.mkdir(parents=True, exist_ok=True)
    with Truth(out / "truth") as truth:
        office = _Office(county, out, truth, progress)
        paths = office.write()
        office.tell()
    return paths


def _populate(county: County, count: int) -> None:
    registered: Counter[str] = Counter()
    for household in county.households:
        registered[household.village.code] += household.size
    people = county.figures.population
    rural, residents = (register.scaled(people[k], count, county.figures) for k in ("rural", "residents"))
    geography.populate(county.villages, registered, rural, residents, county.rng("residents"))


def _fill(county: County, count: int) -> None:
    """People and facts for every household."""
    rng, year = county.rng("facts"), county.figures.as_of.year
    _renovate(
        county, register.scaled(county.figures.register["renovated_households"], count, county.figures), rng
    )
    helpers = living.officers(county.villages, county.rng("officers"))
    number = 0
    for household in county.households:
        members.fill(household, county.maker)
        wellbeing.describe(household, year, rng)
        for person in household.members:
            number += 1
            person.person_no = f"2{county.figures.number_stem}{number:08d}"
            person.id_shown = person.card if person.card and rng.random() < 0.5 else person.id_no
        household.credit = _grown_head(household) and rng.random() < 0.14
        living.furnish(household, rng.choice(helpers[household.village.code]), county.figures, rng)


def _grown_head(household: Household) -> bool:
    return 22 <= household.head.age <= 60 and not household.tekun


def _renovate(county: County, wanted: int, rng: Random) -> None:
    for household in rng.sample(county.households, wanted):
        household.renovated = True


class _Office:
    """Writes the files of one county; every line passes by the truth."""

    def __init__(self, county: County, out: Path, truth: Truth, progress: Progress):
        self._county, self._out, self._truth, self._progress = county, out, truth, progress
        self._homes = {p.person_no: h for h in county.households for p in h.members}
        self._pool: list[Household] = []
        self._gone: list[tuple[Person, Household]] = []

    def write(self) -> list[Path]:
        """Every workbook, in loading order."""
        paths = [self._villages(), self._households(), self._persons(), self._residents()]
        self._prepare_pool()
        by_file = groupby(SENDINGS, key=lambda sending: sending.file)
        return paths + [self._department(file, list(sendings)) for file, sendings in by_file]

    def _villages(self) -> Path:
        self._progress("写村信息")
        county = self._county
        lines = (
            Line(export.village_cells(v, county.names, county.figures.as_of.year)) for v in county.villages
        )
        sheet = Sheet(
            "村信息", export.VILLAGE_HEADINGS, lines, [f"{county.place.label}村基础信息（演示数据）"], [NOTE]
        )
        return workbooks.xlsx(self._out / VILLAGES_FILE, [sheet], _nobody)

    def _households(self) -> Path:
        self._progress(f"写户信息 {len(self._county.households)} 户")
        county, rng = self._county, self._county.rng("household blanks")

        def written(sheet: str, row: int, about: object) -> None:
            if about in county.plan.wrong_counts:
                self._error(Fault("head_count"), HOUSEHOLDS_FILE, sheet, row, household_no=str(about))

        lines = (Line(export.household_cells(h, county.names, rng), h.number) for h in county.households)
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
                shown = fault if fault and fault.kind.startswith("id_") else None
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
            no for no, fault in county.plan.faults.items() if fault.kind in ("dead_active", "missing_police")
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
        self._pool = census.pool
        return path

    def _prepare_pool(self) -> None:
        """Let the people outside the register have lives too, as the lists will speak of them."""
        county, rng = self._county, self._county.rng("pool")
        for household in self._pool:
            household.tekun = household.size == 1 and rng.random() < 0.08
            household.dibao = household.size if not household.tekun and rng.random() < 0.3 else 0
            household.renovated, household.credit = rng.random() < 0.3, rng.random() < 0.1
            wellbeing.describe(household, county.figures.as_of.year, rng)

    def _department(self, file: str, sendings: list[Sending]) -> Path:
        name = file.format(year=self._county.figures.as_of.year)
        self._progress(f"写 {name}")
        path = self._out / name
        sheets = [sheet for sending in sendings for sheet in self._sheets(sending, name)]
        written = self._listed(name)
        if path.suffix == ".csv":
            return workbooks.csv_file(path, sheets[0], written, encoding="utf-8-sig")
        if path.suffix == ".ods":
            return workbooks.ods(path, sheets[0], written)
        return workbooks.xlsx(path, sheets, written)

    def _listed(self, file: str) -> workbooks.Written:
        def written(sheet: str, row: int, about: tuple[str, str] | None) -> None:
            if about is not None:
                person_no, kind = about
                self._truth.person(file, sheet, row, person_no)
                if kind:
                    home = self._homes[person_no].number
                    self._error(Fault(kind), file, sheet, row, household_no=home, person_no=person_no)

        return written

    def _sheets(self, sending: Sending, file: str) -> Iterator[Sheet]:
        rng = self._county.rng(sending.key)
        rows = self._rows(sending, rng)
        self._left_out(sending, file)
        if not sending.per_town:
            yield self._sheet(sending, sending.sheet, rows, rng)
            return
        for town, part in groupby(rows, key=lambda row: str(row[0]["town"])):
            yield self._sheet(sending, town, list(part), rng)

    def _sheet(
        self,
        sending: Sending,
        name: str,
        rows: list[tuple[dict[str, object], tuple[str, str] | None]],
        rng: Random,
    ) -> Sheet:
        said = {
            "county": self._county.place.label, "year": self._county.figures.as_of.year,
            "label": BY_KEY[sending.key].label,
        }  # fmt: skip
        lines = (Line(sending.cells(row, n, rng), about) for n, (row, about) in enumerate(rows, 1))
        headings = sending.headings()
        joined = [f.name for f in sending.facts].index(sending.joined) if sending.joined else None
        titles = [title.format(**said) for title in sending.titles]
        return Sheet(name, headings, lines, titles, list(sending.notes), joined, sending.total)

    def _rows(self, sending: Sending, rng: Random) -> list[tuple[dict[str, object], tuple[str, str] | None]]:
        """The list's rows, those of the register spoiled at the stated rates, in village order."""
        inside = self._chosen(sending, self._county.households, rng)
        facts = [sending.row(person, home, rng) for person, home in inside]
        spoiled = errors.spoil(facts, sending.key, rng)
        if sending.key == "police_deaths":
            spoiled = dict.fromkeys(range(len(facts)), "dead_active")
        rows = [
            (home.village.code, row, (person.person_no, spoiled.get(n, "")))
            for n, ((person, home), row) in enumerate(zip(inside, facts, strict=True))
        ]
        again = rng.sample([n for n in range(len(rows)) if n not in spoiled], errors.twice(len(rows), rng))
        rows += [(rows[n][0], dict(rows[n][1]), (rows[n][2][0], "list_twice")) for n in again]
        outside = self._outside(sending, len(inside), rng)
        strange = [(home.village.code, sending.row(person, home, rng), None) for person, home in outside]
        everything: list[tuple[str, dict[str, object], tuple[str, str] | None]] = [*rows, *strange]
        # A stable sort: a repeated row comes after the first one of its village.
        everything.sort(key=lambda row: row[0])
        return [(row, about) for _, row, about in everything]

    def _chosen(
        self, sending: Sending, homes: list[Household], rng: Random
    ) -> list[tuple[Person, Household]]:
        return [(p, h) for h in homes for p in h.members if sending.fits(p, h, rng)]

    def _outside(self, sending: Sending, inside: int, rng: Random) -> list[tuple[Person, Household]]:
        share = sending.outside
        if sending.key == "dibao":
            share = 1 - self._county.figures.register["dibao"]["county_share"]
        wanted = round(inside * share / (1 - share))
        stock = (
            self._dead(wanted, rng)
            if sending.key == "police_deaths"
            else self._chosen(sending, self._pool, rng)
        )
        return rng.sample(stock, min(wanted, len(stock)))

    def _dead(self, wanted: int, rng: Random) -> list[tuple[Person, Household]]:
        """People outside the register who have died; the police list no longer has them."""
        return errors.dead_strangers(
            self._county.villages, wanted, self._county.maker, self._county.figures.as_of, rng
        )

    def _left_out(self, sending: Sending, file: str) -> None:
        kind = {"medical_insured": "not_insured", "school_roll": "not_enrolled"}.get(sending.key)
        for no, fault in self._county.plan.faults.items():
            if fault.kind == kind:
                self._error(fault, file, person_no=no, household_no=self._homes[no].number)

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
        label = errors.KINDS[fault.kind].label
        self._truth.error(
            fault.kind, file, sheet, row, household_no=household_no, person_no=person_no,
            related_no=fault.related, what=label,
        )  # fmt: skip

    def tell(self) -> None:
        """The true figures and what the truth's files mean."""
        for metric, dimension, value in figures(self._county):
            self._truth.figure(metric, value, dimension)
        for kind in errors.KINDS:
            self._truth.figure("planted", self._truth.planted[kind], f"kind={kind}")


def _nobody(sheet: str, row: int, about: object) -> None:
    """A line that speaks of no person."""


def figures(county: County) -> Iterator[tuple[str, str, object]]:
    """The true figures of the county: metric, dimension, value."""
    homes = county.households
    yield "registered_households", "", len(homes)
    yield "registered_persons", "", sum(h.size for h in homes)
    open_ = [h for h in homes if h.left is None]
    yield "not_exited_households", "", len(open_)
    yield "not_exited_persons", "", sum(h.size for h in open_)
    yield "exited_households", "", len(homes) - len(open_)
    yield "exited_persons", "", sum(h.size for h in homes) - sum(h.size for h in open_)
    for year in county.figures.register["exits"]:
        left = [h for h in homes if h.left == year]
        yield "exited_households", f"year={year}", len(left)
        yield "exited_persons", f"year={year}", sum(h.size for h in left)
    for cause in county.figures.causes["households"]:
        caused = [h for h in homes if h.cause == cause]
        yield "main_cause_households", f"cause={cause}", len(caused)
        yield "main_cause_persons", f"cause={cause}", sum(h.size for h in caused)
    yield "dibao_households", "", sum(h.dibao > 0 for h in homes)
    yield "dibao_persons", "", sum(h.dibao for h in homes)
    yield from _village_figures(county, sum(h.size for h in open_))


def _village_figures(county: County, open_persons: int) -> Iterator[tuple[str, str, object]]:
    villages = county.villages
    rural = sum(v.rural for v in villages)
    yield "poor_villages", "", sum(v.listed is not None for v in villages)
    yield "exited_villages", "", sum(v.left is not None for v in villages)
    yield "not_exited_villages", "", sum(v.listed is not None and v.left is None for v in villages)
    yield "rural_population", "", rural
    yield "registered_population", "", sum(v.residents for v in villages)
    yield "incidence", "", f"{open_persons / rural:.6f}"
