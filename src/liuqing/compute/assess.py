"""Assess (测算): every rule over a frozen record, in one go.

Reads ``villages``, ``households`` and ``persons`` of a snapshot and writes ``findings/`` beside
them (``compute/findings.py`` says which columns). The record itself is never touched.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import ibis
import pyarrow as pa
import pyarrow.parquet as pq

from liuqing.compute import figures
from liuqing.compute.backends import Engine, engine, write_rows
from liuqing.compute.findings import Counts
from liuqing.compute.plan import Plan, Relation
from liuqing.compute.snapshot import TABLES
from liuqing.compute.version import rules_version
from liuqing.errors import Problem, Where
from liuqing.policy.place import load
from liuqing.policy.rules import RULES

FEW = 20
"""So many matches never stop a rule: in a small village one person is a large share."""


@dataclass(frozen=True)
class OverExpectation:
    """A flag that matched more of the register than it expects: it stops and asks.

    Its rows are not written to ``persons.parquet`` until somebody confirms the rule by name.
    """

    rule: str
    label: str
    matched: int
    of: int
    expects: float

    def problem(self) -> Problem:
        """The same as a sentence for people."""
        share = f"{self.matched} / {self.of}（{self.matched / self.of:.1%}）"
        return Problem(
            "compute.over_expectation",
            f"疑点「{self.label}」命中 {share}，超过预期的 {self.expects:.0%}，已暂停下发",
            "请先核对相关名单是否完整、是否对应本年度；确认无误后再放行这条规则。",
        )


@dataclass(frozen=True)
class Assessment:
    """What was found: answers per rule (of the register), and the files written.

    ``findings[rule]`` counts ``true``, ``false`` and ``unknown``: households for rules of the
    household, members for flags, villages for flags of villages. ``not_in_force`` names the rules that
    could not answer because a number of theirs is not in force on the day.
    """

    rules_version: str
    households: int
    findings: dict[str, Counts]
    files: list[Path]
    over_expectation: list[OverExpectation] = field(default_factory=list)
    not_in_force: dict[str, str] = field(default_factory=dict)


def run(
    folder: Path, *, place: str, on: date, backend: str = "duckdb", confirmed: Collection[str] = ()
) -> Assessment:
    """Every rule of the place over the snapshot in ``folder``, as of ``on``.

    ``confirmed`` names flags that may match more than they expect. Problem ``compute.no_snapshot``
    if a table is missing, ``compute.no_engine`` if the backend is not there.
    """
    paths = {table: snapshot_table(folder, table) for table in TABLES}
    with engine(backend, pq.read_metadata(paths["persons"]).num_rows) as running:
        return assess(running, folder, place=place, on=on, confirmed=confirmed)


def assess(
    running: Engine, folder: Path, *, place: str, on: date, confirmed: Collection[str] = ()
) -> Assessment:
    """The same on an engine that is open already."""
    county = load(place)
    plan = planned(place, on)
    for table in TABLES:
        running.see(table, snapshot_table(folder, table))
    groups = figures.groupings(plan, on)
    findings: dict[str, Counts] = {}
    out = folder / "findings"
    out.mkdir(exist_ok=True)
    over = []
    for number, step in enumerate(plan.steps):
        running.keep(step.name, step.relation)
        for entity in plan.read_by_nobody_after(number):
            # Written as soon as nothing else is made from it, so that its memory is free for the rest.
            found = _counts(running, plan, groups, entity)
            over += [one for one in _over(found) if one.rule not in confirmed]
            _write(running, plan, entity, out, {one.rule for one in over})
            findings |= found
    write_rows(_areas(running, plan, groups, county.code), out / "areas.parquet")
    files = [out / f"{name}.parquet" for name in FILES]
    households = sum(findings["exits"].values())
    return Assessment(rules_version(county), households, findings, files, over, plan.not_in_force)


FILES = ("households", "persons", "entitlements", "bills", "employers", "areas", "villages")
"""What is written."""


def planned(place: str, on: date) -> Plan:
    """Every rule of households and areas, and the flags of persons."""
    wanted = tuple(rule.name for rule in RULES.values() if rule.entity != "person" or rule.kind == "flag")
    wanted += tuple(name for name in (*figures.ENTITLED, *figures.RECEIVED) if name not in wanted)
    keep = {
        "household": figures.HOUSEHOLD_FACTS,
        "person": (*figures.PERSON_FACTS, "registered"),
        "area": figures.AREA_FACTS,
    }
    # People outside the register are nobody's to assess; an employer counts those who work for it.
    linked = {"person": ("household_id", "employer_id")}
    return Plan(load(place).parameters(on), wanted, keep=keep, linked=linked)


def snapshot_table(folder: Path, name: str) -> Path:
    """The file of a table; Problem ``compute.no_snapshot`` if it is not there."""
    path = folder / f"{name}.parquet"
    if not path.exists():
        raise Problem(
            "compute.no_snapshot", "快照不完整，缺少一张表", "请重新冻结台账。", Where(file=path.name)
        )
    return path


def _totals(running: Engine, name: str, grouping: figures.Grouped) -> dict[figures.Key, int]:
    rows = running.rows(figures.Totals(name, grouping.keys, grouping.letter)).to_pylist()[0]
    return {key: rows[f"{grouping.letter}{number}"] for number, key in enumerate(grouping.keys)}


def _counts(
    running: Engine, plan: Plan, groups: dict[str, figures.Grouped], entity: str
) -> dict[str, Counts]:
    """Keep what adds up of every village; true, false, unknown of each rule that answers, in the register."""
    counts: dict[str, Counts] = {}
    group = figures.OF[entity]
    if group is None:
        return counts
    running.keep(group, groups[group])
    asked = sorted((r for r in RULES.values() if r.yes_or_no), key=lambda r: KINDS.index(r.kind))
    totals = _totals(running, group, groups[group])
    counted = {name for metric, name in totals if metric == figures.ANSWER}
    for rule in (r for r in asked if r.entity == entity and f"{r.name}=true" in counted):
        yes, unknown = (totals[figures.ANSWER, f"{rule.name}={word}"] for word in ("true", "unknown"))
        no = totals[figures.ANSWER, "rows"] - yes - unknown
        counts[rule.name] = {"true": yes, "false": no, "unknown": unknown}
    return counts


REGISTER = ("household", "person")
"""Of whom nothing is read once they are written."""
KINDS = ("verdict", "flag", "condition")


def _over(findings: dict[str, Counts]) -> list[OverExpectation]:
    found = []
    for rule in (RULES[name] for name in findings):
        if rule.expects is not None:
            matched, of = findings[rule.name]["true"], sum(findings[rule.name].values())
            if matched > FEW and matched > rule.expects * of:
                found.append(OverExpectation(rule.name, rule.label, matched, of, float(rule.expects)))
    return found


def _write(running: Engine, plan: Plan, entity: str, folder: Path, withheld: set[str]) -> None:
    for name, relation in _written(plan, entity, withheld).items():
        running.write(relation, folder / f"{name}.parquet")
    if entity in REGISTER:
        running.forget(plan.tables[entity].get_name())


def _written(plan: Plan, entity: str, withheld: set[str]) -> dict[str, Relation]:
    """What is written of an entity, by file."""
    table = plan.tables[entity]
    if entity == "person":
        return {"persons": _persons(plan, withheld), "entitlements": _entitlements(plan)}
    if entity == "bill":
        return {"bills": table.select("bill_id", "bill_person_id", *_of("bill")).order_by("bill_id")}
    if entity == "employer":
        return {"employers": table.select("employer_key", *_of("employer")).order_by("employer_key")}
    if entity == "area":
        shown = [name for name in figures.OF_AREAS if name not in withheld]
        return {"villages": table.select("village_id", *shown).order_by("village_id")}
    return {"households": _households(plan)} if entity == "household" else {}


def _of(entity: str) -> list[str]:
    return [rule.name for rule in RULES.values() if rule.entity == entity]


def _households(plan: Plan) -> Relation:
    table = plan.tables["household"]
    return table.select("household_id", *_of("household")).order_by("household_id")


def _persons(plan: Plan, withheld: set[str]) -> Relation:
    """Members of whom some flag is true, or not known where that is a task; without those that stopped."""
    table = plan.tables["person"]
    shown = [name for name in figures.FLAGS if name not in withheld]
    open_points = [table[name].fill_null(RULES[name].asks) for name in shown] or [ibis.literal(False)]
    members = table.filter(table["registered"] & ibis.or_(*open_points))
    return members.select("person_id", "household_id", *shown).order_by("person_id")


def _entitlements(plan: Plan) -> Relation:
    """Members of the register who are entitled to something in the year, or may be, in fen a programme."""
    table = plan.tables["person"]
    amounts = [name for name in figures.ENTITLED if RULES[name].entity == "person"]
    in_force = [name for name in amounts if name not in plan.not_in_force]
    something = [table[name].fill_null(1) > 0 for name in in_force] or [ibis.literal(False)]
    members = table.filter(table["registered"] & ibis.or_(*something))
    received = [name for name in figures.RECEIVED if RULES[name].entity == "person"]
    return members.select("person_id", "household_id", *amounts, *received).order_by("person_id")


def _areas(running: Engine, plan: Plan, groups: dict[str, figures.Grouped], county: str) -> pa.Table:
    running.keep("figures_residents", groups["figures_residents"])
    residents = _totals(running, "figures_residents", groups["figures_residents"])
    # Without the police list of all residents nobody can count the population.
    whole = residents[figures.ANSWER, figures.OUTSIDERS] > 0
    parts = {name: group for name, group in groups.items() if whole or name != "figures_residents"}
    summed = figures.Summed(plan.tables["area"].get_name(), parts, county, plan)
    return figures.long(running.rows(summed), {column: key for _, column, key in summed.columns})
