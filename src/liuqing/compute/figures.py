"""Figures (数字): what the findings add up to in every village, town and the county.

One figure is a metric, narrowed by a dimension, of one area (``compute/findings.py`` lists them).
Each is counted once in the villages and added up; a share is worked out again at every level from
its sums, so that a total always equals its parts. What nobody counted is NULL or left out, not 0.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

import pyarrow as pa
from pyarrow import csv

from liuqing.compute.findings import AREAS
from liuqing.compute.plan import TABLE, WORD, Plan, Query, Word
from liuqing.compute.sentence import ROW, sentence
from liuqing.policy.programmes import PROGRAMMES, Programme
from liuqing.policy.rules import RULES
from liuqing.policy.tables import CATEGORIES, CAUSES, CLEARS

FIRST_EXIT_YEAR = 2014
HOUSEHOLD_FACTS = ("exit_year", "main_cause", "category")
PERSON_FACTS = ("household_village_id",)
AREA_FACTS = ("village_code", "town_code", "poor_village", "village_exited", "rural_population")
FLAGS = tuple(rule.name for rule in RULES.values() if rule.kind == "flag" and rule.entity == "person")
WARNINGS = tuple(rule.name for rule in RULES.values() if rule.kind == "flag" and rule.entity == "household")
OF_AREAS = tuple(rule.name for rule in RULES.values() if rule.kind == "flag" and rule.entity == "area")
CHOICES = tuple(
    r.name for r in RULES.values() if r.kind == "choice" and r.entity == "household" and r.options
)
ENTITLED = tuple(one.amount for one in PROGRAMMES.values() if one.amount in RULES)
RECEIVED = tuple(one.paid for one in PROGRAMMES.values() if one.paid in RULES)
"""What was received where rules must work it out."""
CONDITIONS = tuple(name for name in RULES["exits"].needs if name.startswith("exit_"))
DIFFERENCES = ("exited_households", "exited_persons")
"""Amounts of a village that add up, as counts do. Shares, means and choices do not."""
SHARES = tuple(
    rule.name
    for rule in RULES.values()
    if rule.entity == "area"
    and rule.needs
    and rule.kind in ("amount", "condition")
    and rule.name not in DIFFERENCES
)
"""Shares, means and conditions of areas: worked out again at every level from its sums, never added up."""
OF_VILLAGES = tuple(r.name for r in RULES.values() if r.entity == "area" and r.kind == "choice" and r.options)
SCALE = {"fen": Decimal(100), "ppm": Decimal(10_000)}
"""Units of rules that are finer than those of figures: yuan and per cent."""


@dataclass(frozen=True)
class Cell:
    """One figure of an area: metric, dimension and the sum over rows of the register that it is."""

    metric: str
    dimension: str
    total: str


Cells = Callable[[Word], Iterable[Cell]]
"""The figures, their columns written as a dialect writes names."""
Key = tuple[str, str]
"""Metric and dimension."""
SIXTH = Decimal("0.000001")
AREA = "area_key"
"""The column of a grouping that says which village was added up."""


@dataclass(frozen=True)
class Grouped(Query):
    """Figures of every village (and of rows in none): a column each, ``<letter>0``, ``<letter>1`` …"""

    table: str
    by: str
    letter: str
    cells: Cells
    only: str = ""

    @property
    def keys(self) -> list[Key]:
        """What each column is."""
        return [(cell.metric, cell.dimension) for cell in self.cells(WORD["duckdb"])]

    def sql(self, dialect: str) -> str:
        """One pass over the rows."""
        word = WORD[dialect]
        told = [
            f"CAST({cell.total} AS BIGINT) AS {word(f'{self.letter}{number}')}"
            for number, cell in enumerate(self.cells(word))
        ]
        whose = f" WHERE {word(self.only)}" if self.only else ""
        columns = ", ".join([f"{word(self.by)} AS {word(AREA)}", *told])
        return f"SELECT {columns} FROM {word(self.table)}{whose} GROUP BY {word(self.by)}"  # noqa: S608


def groupings(plan: Plan, on: date) -> dict[str, Grouped]:
    """What is to be kept before ``whole``, ``answers`` and ``summed`` are asked, by name."""
    names = {entity: table.get_name() for entity, table in plan.tables.items()}
    asked = {entity: _asked(plan, entity) for entity in ("household", "person")}
    asked["area"] = tuple(name for name in OF_AREAS if name in plan.wanted)
    village = "household_village_id"
    return {
        "figures_households": Grouped(
            names["household"],
            village,
            "h",
            lambda word: (*_of_households(word, on), *_answers(word, asked["household"])),
            "registered",
        ),
        "figures_persons": Grouped(
            names["person"],
            village,
            "m",
            lambda word: (*_of_members(word), *_answers(word, asked["person"])),
            "registered",
        ),
        # Everybody of the snapshot, whoever is in the register.
        "figures_residents": Grouped(TABLE["person"], "person_village_id", "r", _of_residents),
        "figures_villages": Grouped(
            names["area"],
            "village_id",
            "v",
            lambda word: (*_of_areas(word), *_answers(word, asked["area"])),
        ),
    }


OF = {
    "household": "figures_households",
    "person": "figures_persons",
    "area": "figures_villages",
    "bill": None,
    "employer": None,
}
"""The grouping that adds an entity's rows up."""


@dataclass(frozen=True)
class Totals(Query):
    """Every column of a grouping added up over all its rows."""

    table: str
    keys: list[Key]
    letter: str

    def sql(self, dialect: str) -> str:
        """One row; no rows at all add up to nothing."""
        word = WORD[dialect]
        sums = (_sum_of(word(f"{self.letter}{number}"), word) for number in range(len(self.keys)))
        columns = ", ".join(f"{one} AS {word(f'{self.letter}{n}')}" for n, one in enumerate(sums))
        return f"SELECT {columns} FROM {word(self.table)}"  # noqa: S608


def _sum_of(column: str, _: Word) -> str:
    return f"CAST(COALESCE(SUM({column}), 0) AS BIGINT)"


@dataclass(frozen=True)
class Summed(Query):
    """The villages' figures added up for every village, town and the county, with the shares.

    Each village's row counts three times: for itself, its town and the county. ``parts`` are the
    groupings to be added up, ``areas`` the villages' own table.
    """

    areas: str
    parts: dict[str, Grouped]
    county: str
    plan: Plan

    @property
    def columns(self) -> list[tuple[str, str, Key]]:
        """Table, column and what it is, of everything that is a figure."""
        return [
            (table, f"{part.letter}{number}", key)
            for table, part in self.parts.items()
            for number, key in enumerate(part.keys)
            if key[0] != ANSWER
        ]

    def sql(self, dialect: str) -> str:
        """Villages with their groupings, three times, added up."""
        word = WORD[dialect]
        shown = ", ".join(word(column) for _, column, _ in self.columns)
        levels = {"village": word("village_code"), "town": word("town_code"), "county": f"'{self.county}'"}
        thrice = " UNION ALL ".join(
            f"SELECT {code} AS {word('area_code')}, '{level}' AS {word('level')}, {shown} FROM {word('wide')}"  # noqa: S608
            for level, code in levels.items()
        )
        sums = ", ".join(
            f"{self._sum(word, column, key)} AS {word(column)}" for _, column, key in self.columns
        )
        level = f"{word('area_code')}, {word('level')}"
        added = f"SELECT {level}, {sums} FROM ({thrice}) AS {word('thrice')} GROUP BY {level}"  # noqa: S608
        return f"WITH {word('wide')} AS ({self._wide(word)}) {self._with_shares(word, added, dialect)}"

    def _wide(self, word: Word) -> str:
        told = ", ".join(
            f"{word(table)}.{word(column)}"
            if key[0] == BASE
            else f"COALESCE({word(table)}.{word(column)}, 0) AS {word(column)}"
            for table, column, key in self.columns
        )
        own = word(self.areas)
        joins = " ".join(
            f"LEFT JOIN {word(table)} ON {own}.{word('village_id')} = {word(table)}.{word(AREA)}"
            for table in self.parts
        )
        return f"SELECT {own}.{word('village_code')}, {own}.{word('town_code')}, {told} FROM {own} {joins}"  # noqa: S608

    def _sum(self, word: Word, column: str, key: Key) -> str:
        """A sum; of a village's own facts it is not known unless every village's is."""
        whole = _sum_of(word(column), word)
        if key[0] != BASE:
            return whole
        return f"CASE WHEN COUNT(*) = COUNT({word(column)}) THEN {whole} END"

    def _with_shares(self, word: Word, added: str, dialect: str) -> str:
        """Shares, means and conditions, each by its own rule, from the sums."""
        by_name = {key[0]: column for _, column, key in self.columns if not key[1]}
        needs = dict.fromkeys(need for name in SHARES for need in RULES[name].needs)
        given = ", ".join(f"{word(by_name[name])} AS {word(name)}" for name in needs)
        said = ", ".join(f"{self._share(name, dialect)} AS {word(f'share_{name}')}" for name in SHARES)
        return (
            f"SELECT {word(ROW)}.*, {said} "  # noqa: S608 - names of our own
            f"FROM (SELECT *, {given} FROM ({added}) AS {word('added')}) AS {word(ROW)}"
        )

    def _share(self, name: str, dialect: str) -> str:
        told = sentence(RULES[name], RULES, self.plan.numbers).sql(dialect)
        return f"CAST({told} AS BIGINT)"


def long(table: pa.Table, columns: Mapping[str, Key]) -> pa.Table:
    """The figures one a row; a dimension with nothing in it is left out."""
    lines = []
    for row in table.to_pylist():
        for metric, dimension, value in _figures(row, columns):
            shown = "" if value is None else value
            lines.append(f"{row['area_code']},{row['level']},{metric},{dimension},{shown}\n")
    # Arrow makes columns out of Python's values only with pandas, which takes longer to import
    # than everything here takes to do; its reader of text does not need it.
    return csv.read_csv(
        BytesIO("".join(lines).encode()),
        read_options=csv.ReadOptions(column_names=AREAS.names),
        convert_options=csv.ConvertOptions(column_types=AREAS),
    )


def _figures(row: dict[str, Any], columns: Mapping[str, Key]) -> Iterator[tuple[str, str, Decimal | None]]:
    for column, (metric, dimension) in columns.items():
        value = row[column]
        if value != 0 or not dimension:
            yield metric, dimension, None if value is None else Decimal(value) / finer(metric)
    for name in SHARES:
        share = row[f"share_{name}"]
        yield name, "", None if share is None else Decimal(share) / finer(name)
    yield from _of_causes(row, columns)


def finer(metric: str) -> Decimal:
    """How many of the counted unit are one of the shown: 100 fen a yuan, 10,000 ppm a per cent."""
    unit = "fen" if metric == "entitled_yuan" else RULES[metric].unit if metric in RULES else ""
    return SCALE.get(unit, Decimal(1))


def _of_causes(row: dict[str, Any], columns: Mapping[str, Key]) -> Iterator[tuple[str, str, Decimal | None]]:
    """What share of those left each cause has (B020); no share where nobody is left."""
    sums = {key: row[column] for column, key in columns.items()}
    for what in ("household", "person"):
        whole = sums["unexited_" + what + "s", ""]
        for cause in CAUSES if whole else ():
            if part := sums["unexited_" + what + "s", f"cause={cause}"]:
                yield f"{what}_share", f"cause={cause}", (Decimal(part) * 100 / whole).quantize(SIXTH)


def _of_households(word: Word, on: date) -> Iterator[Cell]:
    size = word("household_size")

    def both(metric: str, dimension: str, who: str) -> Iterator[Cell]:
        yield Cell(f"{metric}_households", dimension, _count(who))
        yield Cell(f"{metric}_persons", dimension, _total(size, who))

    for year in range(FIRST_EXIT_YEAR, on.year + 1):
        yield from both("exited", f"exit_year={year}", f"{word('exited')} AND {word('exit_year')} = {year}")
    for state in ("registered", "unexited"):
        for dimension, fact, codes in (("cause", "main_cause", CAUSES), ("category", "category", CATEGORIES)):
            for code in codes:
                yield from both(state, f"{dimension}={code}", f"{word(state)} AND {word(fact)} = '{code}'")
    yield Cell("dibao_households", "", _count(f"{word('dibao_members')} > 0"))
    yield Cell("dibao_persons", "", _total(word("dibao_members")))
    for name in WARNINGS:
        yield Cell("flagged_households", f"flag={name}", _count(word(name)))
    for name in CHOICES:
        for option in RULES[name].options:
            yield Cell("registered_households", f"{name}={option}", _count(f"{word(name)} = '{option}'"))
    for programme in _programmes("household"):
        yield Cell("entitled_yuan", f"programme={programme.key}", _total(word(programme.amount)))
    yield from _of_exits(word)
    yield from _of_completeness(word)


def _of_exits(word: Word) -> Iterator[Cell]:
    left, exits = word("unexited"), word("exits")
    yield Cell("exit_ready_households", "", _count(f"{left} AND {exits}"))
    yield Cell("exit_open_households", "", _count(f"{left} AND NOT COALESCE({exits}, FALSE)"))
    for answer, said in (("true", exits), ("false", f"NOT {exits}"), ("unknown", f"{exits} IS NULL")):
        yield Cell("exit_ready_households", f"verdict={answer}", _count(f"{left} AND {said}"))
    for name in CONDITIONS:
        yield Cell("exit_open_households", f"condition={name}", _count(f"{left} AND NOT {word(name)}"))
        yield Cell("exit_open_households", f"unknown={name}", _count(f"{left} AND {word(name)} IS NULL"))


def _of_completeness(word: Word) -> Iterator[Cell]:
    yield Cell("complete_households", "", _count(word("complete")))
    for score in range(7):
        yield Cell("complete_households", f"score={score}", _count(f"{word('completeness')} = {score}"))
    for clear in CLEARS:
        yield Cell("complete_households", f"clear={clear}", _count(word(f"clear_{clear}")))


def _programmes(entity: str) -> list[Programme]:
    """The programmes of persons, or those of households, whose amount a rule works out."""
    return [one for one in PROGRAMMES.values() if one.amount in ENTITLED and one.entity == entity]


def _of_members(word: Word) -> Iterator[Cell]:
    for programme in _programmes("person"):
        fen = word(programme.amount)
        yield Cell("entitled_yuan", f"programme={programme.key}", _total(fen))
        yield Cell("entitled_persons", f"programme={programme.key}", _count(f"{fen} > 0"))
    for name in FLAGS:
        yield Cell("flagged_persons", f"flag={name}", _count(word(name)))
        yield Cell("flagged_persons", f"unknown={name}", f"COUNT(*) - COUNT({word(name)})")


def _of_residents(word: Word) -> Iterator[Cell]:
    yield Cell("registered_population", "", _count(f"{word('died_on')} IS NULL"))
    yield Cell(ANSWER, OUTSIDERS, _count(f"{word('household_id')} IS NULL"))


ANSWER, OUTSIDERS, BASE = "answer", "outsiders", "rural_population"
"""Columns of a grouping that are no figures: how a rule answers, people in no household."""


def _answers(word: Word, rules: tuple[str, ...]) -> Iterator[Cell]:
    """How many answers of each rule are yes, and how many are not known, of how many."""
    yield Cell(ANSWER, "rows", "COUNT(*)")
    for name in rules:
        yield Cell(ANSWER, f"{name}=true", _count(word(name)))
        yield Cell(ANSWER, f"{name}=unknown", f"COUNT(*) - COUNT({word(name)})")


def _asked(plan: Plan, entity: str) -> tuple[str, ...]:
    return tuple(
        rule.name
        for rule in RULES.values()
        if rule.entity == entity and rule.yes_or_no and rule.name in plan.wanted
    )


def _of_areas(word: Word) -> Iterator[Cell]:
    for rule in RULES.values():
        if rule.entity == "area" and (rule.kind == "count" or rule.name in DIFFERENCES):
            yield Cell(rule.name, "", f"SUM({word(rule.name)})")
    poor, out = word("poor_village"), word("village_exited")
    yield Cell(BASE, "", f"SUM({word(BASE)})")
    yield Cell("villages", "", "COUNT(*)")
    for name in OF_VILLAGES:
        for option in RULES[name].options:
            yield Cell("villages", f"{name}={option}", _count(f"{word(name)} = '{option}'"))
    yield Cell("poor_villages", "", _count(poor))
    yield Cell("poor_villages_exited", "", _count(f"{poor} AND {out}"))
    yield Cell("poor_villages_left", "", _count(f"{poor} AND NOT {out}"))


def _count(who: str) -> str:
    return f"COUNT_IF({who})"


def _total(column: str, who: str = "") -> str:
    """A sum of what is known; nothing known adds up to 0."""
    return f"COALESCE(SUM({f'CASE WHEN {who} THEN {column} END' if who else column}), 0)"
