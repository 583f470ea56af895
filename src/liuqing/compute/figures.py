"""Figures (数字): what the findings add up to in every village, town and the county.

One figure is a metric, narrowed by a dimension, of one area (``compute/findings.py`` lists them).
Each is counted once in the villages and added up; a share is worked out again at every level from
its sums, so that a total always equals its parts. What nobody counted is NULL or left out, not 0.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

import ibis
import pyarrow as pa
from pyarrow import csv

from liuqing.compute.findings import AREAS
from liuqing.compute.plan import Plan, Relation, forced
from liuqing.policy.programmes import PROGRAMMES, Programme
from liuqing.policy.rule import Column
from liuqing.policy.rules import RULES
from liuqing.policy.tables import CATEGORIES, CAUSES, CLEARS

FIRST_EXIT_YEAR = 2014
HOUSEHOLD_FACTS = ("exit_year", "main_cause", "category")
PERSON_FACTS = ("household_village_id", "person_village_id", "died_on")
AREA_FACTS = ("village_code", "town_code", "poor_village", "village_exited", "rural_population")
FLAGS = tuple(rule.name for rule in RULES.values() if rule.kind == "flag" and rule.entity == "person")
WARNINGS = tuple(rule.name for rule in RULES.values() if rule.kind == "flag" and rule.entity == "household")
CHOICES = tuple(
    r.name for r in RULES.values() if r.kind == "choice" and r.entity == "household" and r.options
)
ENTITLED = tuple(one.amount for one in PROGRAMMES.values() if one.amount in RULES)
CONDITIONS = tuple(name for name in RULES["exits"].needs if name.startswith("exit_"))
DIFFERENCES = ("exited_households", "exited_persons")
"""Amounts of a village that add up, as counts do. Shares, means and choices do not."""
SCALE = {"entitled_yuan": Decimal(100)}
"""Metrics that are added up in a finer unit than they are shown in."""
PER_CENT = Decimal(10_000)
"""How many millionths (ppm) are one per cent."""


@dataclass(frozen=True)
class Cell:
    """One figure of a village: metric, dimension and its column."""

    metric: str
    dimension: str
    column: Column


def villages(plan: Plan, on: date, *, whole: bool) -> tuple[Relation, list[tuple[str, str]]]:
    """Every additive figure of every village, a column each, and what each column is.

    ``whole``: the police list of all residents is in the snapshot, so the population can be counted.
    Columns are named ``f0``, ``f1`` … in the order of the returned (metric, dimension).
    """
    base = plan.tables["area"]
    parts = [
        _grouped(plan.tables["household"], "household_village_id", list(_of_households(plan, on))),
        _grouped(plan.tables["person"], "household_village_id", list(_of_flags(plan))),
        _grouped(plan.tables["person"], "person_village_id", [_population(plan)] if whole else []),
    ]
    columns, keys = {}, []
    table, joined = base, []
    for relation, cells in parts:
        if not cells:
            continue
        table = table.left_join(relation, base["village_id"] == relation["_village"])
        joined += [(cell, relation[name].fill_null(0)) for name, cell in cells]
    joined += [(cell, cell.column) for cell in _of_areas(base)]
    for number, (cell, column) in enumerate(joined):
        columns[f"f{number}"] = forced(column)
        keys.append((cell.metric, cell.dimension))
    return table.select(village_code=base["village_code"], town_code=base["town_code"], **columns), keys


def outsiders(plan: Plan) -> Relation:
    """How many people of the snapshot are in no household of the register (``people``)."""
    table = plan.tables["person"]
    return table.agg(people=forced(table["household_id"].isnull().cast("int64").sum()))


def summed(wide: Relation, keys: list[tuple[str, str]], county: str) -> Relation:
    """The villages' figures added up for every village, town and the county, with the shares.

    Each village's row counts three times: for itself, its town and the county.
    """
    areas = {"village": wide["village_code"], "town": wide["town_code"], "county": ibis.literal(county)}
    names = [f"f{n}" for n in range(len(keys))]
    rows = [
        wide.select(*[wide[n] for n in names], area_code=code, level=ibis.literal(level))
        for level, code in areas.items()
    ]
    thrice = ibis.union(*rows)
    sums = {name: _sum(thrice[name], key) for name, key in zip(names, keys, strict=True)}
    table = thrice.group_by("area_code", "level").agg(**sums)
    given = {name: table[f"f{keys.index((name, ''))}"] for name in RULES["incidence"].needs}
    return table.mutate(incidence=forced(RULES["incidence"].fn(**given)))


def long(table: pa.Table, keys: list[tuple[str, str]]) -> pa.Table:
    """The figures one a row; a dimension with nothing in it is left out."""
    lines = []
    for row in table.to_pylist():
        for metric, dimension, value in _figures(row, keys):
            shown = "" if value is None else value
            lines.append(f"{row['area_code']},{row['level']},{metric},{dimension},{shown}\n")
    # Arrow makes columns out of Python's values only with pandas, which takes longer to import
    # than everything here takes to do; its reader of text does not need it.
    return csv.read_csv(
        BytesIO("".join(lines).encode()),
        read_options=csv.ReadOptions(column_names=AREAS.names),
        convert_options=csv.ConvertOptions(column_types=AREAS),
    )


def _figures(row: dict[str, Any], keys: list[tuple[str, str]]) -> Iterator[tuple[str, str, Decimal | None]]:
    for number, (metric, dimension) in enumerate(keys):
        value = row[f"f{number}"]
        if value != 0 or not dimension:
            yield metric, dimension, None if value is None else Decimal(value) / SCALE.get(metric, 1)
    share = row["incidence"]
    yield "incidence", "", None if share is None else Decimal(share) / PER_CENT


def _grouped(table: Relation, by: str, cells: list[Cell]) -> tuple[Relation, list[tuple[str, Cell]]]:
    named = {f"{by}_{n}": cell for n, cell in enumerate(cells)}
    sums = {name: forced(cell.column.sum()) for name, cell in named.items()}
    return table.group_by(_village=table[by]).agg(**sums), list(named.items())


def _of_households(plan: Plan, on: date) -> Iterator[Cell]:
    h = plan.tables["household"]
    for metric, members in (("households", _one), ("persons", _members)):
        for year in range(FIRST_EXIT_YEAR, on.year + 1):
            who = h.registered & h.exited & (h.exit_year == year)
            yield Cell(f"exited_{metric}", f"exit_year={year}", members(h, who))
        for state in ("registered", "unexited"):
            for dimension, fact, codes in (
                ("cause", "main_cause", CAUSES),
                ("category", "category", CATEGORIES),
            ):
                for code in codes:
                    who = h[state] & (h[fact] == code)
                    yield Cell(f"{state}_{metric}", f"{dimension}={code}", members(h, who))
    for name in WARNINGS:
        yield Cell("flagged_households", f"flag={name}", _one(h, h.registered & h[name]))
    for name in CHOICES:
        for option in RULES[name].options:
            yield Cell(
                "registered_households", f"{name}={option}", _one(h, h.registered & (h[name] == option))
            )
    for programme in _programmes("household"):
        yield Cell("entitled_yuan", f"programme={programme.key}", _yuan(h, h[programme.amount]))
    yield Cell("dibao_households", "", _one(h, h.registered & (h.dibao_members > 0)))
    yield Cell("dibao_persons", "", h.registered.ifelse(h.dibao_members, 0))
    yield from _of_exits(h)
    yield from _of_completeness(h)


def _of_exits(h: Relation) -> Iterator[Cell]:
    left = h.unexited
    yield Cell("exit_ready_households", "", _one(h, left & h.exits))
    yield Cell("exit_open_households", "", _one(h, left & ~h.exits.fill_null(False)))
    for word, answer in _answers(h.exits):
        yield Cell("exit_ready_households", f"verdict={word}", _one(h, left & answer))
    for name in CONDITIONS:
        yield Cell("exit_open_households", f"condition={name}", _one(h, left & ~h[name]))
        yield Cell("exit_open_households", f"unknown={name}", _one(h, left & h[name].isnull()))


def _of_completeness(h: Relation) -> Iterator[Cell]:
    yield Cell("complete_households", "", _one(h, h.complete))
    for score in range(7):
        yield Cell("complete_households", f"score={score}", _one(h, h.registered & (h.completeness == score)))
    for clear in CLEARS:
        yield Cell("complete_households", f"clear={clear}", _one(h, h.registered & h[f"clear_{clear}"]))


def _answers(answer: Column) -> tuple[tuple[str, Column], ...]:
    return ("true", answer), ("false", ~answer), ("unknown", answer.isnull())


def _programmes(entity: str) -> list[Programme]:
    """The programmes of persons, or those of households, whose amount a rule works out."""
    return [one for one in PROGRAMMES.values() if one.amount in ENTITLED and one.entity == entity]


def _of_flags(plan: Plan) -> Iterator[Cell]:
    m = plan.tables["person"]
    for programme in _programmes("person"):
        amount = m[programme.amount]
        yield Cell("entitled_yuan", f"programme={programme.key}", _yuan(m, amount))
        yield Cell("entitled_persons", f"programme={programme.key}", _one(m, m.registered & (amount > 0)))
    for name in FLAGS:
        yield Cell("flagged_persons", f"flag={name}", _one(m, m[name]))
        yield Cell("flagged_persons", f"unknown={name}", _one(m, m.registered & m[name].isnull()))


def _population(plan: Plan) -> Cell:
    m = plan.tables["person"]
    return Cell("registered_population", "", _one(m, m.died_on.isnull()))


def _of_areas(v: Relation) -> Iterator[Cell]:
    for rule in RULES.values():
        if rule.entity == "area" and (rule.kind == "count" or rule.name in DIFFERENCES):
            yield Cell(rule.name, "", v[rule.name])
    poor, out = v.poor_village, v.village_exited
    yield Cell("rural_population", "", v.rural_population)
    yield Cell("villages", "", ibis.literal(1, "int64"))
    yield Cell("poor_villages", "", poor.cast("int64"))
    yield Cell("poor_villages_exited", "", (poor & out).cast("int64"))
    yield Cell("poor_villages_left", "", (poor & ~out).cast("int64"))


def _one(_: Relation, who: Column) -> Column:
    return who.fill_null(False).cast("int64")


def _yuan(rows: Relation, fen: Column) -> Column:
    """Fen of the register; ``_figures`` shows them as yuan."""
    return rows.registered.fill_null(False).ifelse(fen.fill_null(0), 0)


def _members(h: Relation, who: Column) -> Column:
    return who.fill_null(False).ifelse(h.household_size, 0)


def _sum(column: Column, key: tuple[str, str]) -> Column:
    """A sum; of a village's own facts it is not known unless every village's is."""
    if key[0] != "rural_population":
        return forced(column.sum())
    return ibis.cases((column.isnull().any(), ibis.null("int64")), else_=forced(column.sum()))
