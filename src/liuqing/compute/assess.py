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
    household, members for flags. ``not_in_force`` names the rules that could not answer because
    a number of theirs is not in force on the day.
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
    with engine(backend) as running:
        return assess(running, folder, place=place, on=on, confirmed=confirmed)


def assess(
    running: Engine, folder: Path, *, place: str, on: date, confirmed: Collection[str] = ()
) -> Assessment:
    """The same on an engine that is open already."""
    county = load(place)
    plan = planned(place, on)
    for table in TABLES:
        running.see(table, snapshot_table(folder, table))
    for step in plan.steps:
        running.keep(step.name, step.relation)
    groups = _counted(running, plan, on)
    findings = _counts(running, plan, groups)
    over = [found for found in _over(findings) if found.rule not in confirmed]
    files = _write(running, plan, folder / "findings", {found.rule for found in over})
    files.append(folder / "findings" / "areas.parquet")
    write_rows(_areas(running, plan, groups, county.code), files[-1])
    households = sum(findings["exits"].values())
    return Assessment(rules_version(county), households, findings, files, over, plan.not_in_force)


def planned(place: str, on: date) -> Plan:
    """Every rule of households and areas, and the flags of persons."""
    wanted = tuple(rule.name for rule in RULES.values() if rule.entity != "person" or rule.kind == "flag")
    wanted += tuple(name for name in figures.ENTITLED if name not in wanted)
    keep = {
        "household": figures.HOUSEHOLD_FACTS,
        "person": (*figures.PERSON_FACTS, "registered"),
        "area": figures.AREA_FACTS,
    }
    return Plan(load(place).parameters(on), wanted, keep=keep)


def snapshot_table(folder: Path, name: str) -> Path:
    """The file of a table; Problem ``compute.no_snapshot`` if it is not there."""
    path = folder / f"{name}.parquet"
    if not path.exists():
        raise Problem(
            "compute.no_snapshot", "快照不完整，缺少一张表", "请重新冻结台账。", Where(file=path.name)
        )
    return path


def _counted(running: Engine, plan: Plan, on: date) -> dict[str, figures.Grouped]:
    """Keep what is added up of every village: its figures, and how each rule answers."""
    groups = figures.groupings(plan, on)
    for name, grouping in groups.items():
        running.keep(name, grouping)
    return groups


def _totals(running: Engine, name: str, grouping: figures.Grouped) -> dict[figures.Key, int]:
    rows = running.rows(figures.Totals(name, grouping.keys, grouping.letter)).to_pylist()[0]
    return {key: rows[f"{grouping.letter}{number}"] for number, key in enumerate(grouping.keys)}


def _counts(running: Engine, plan: Plan, groups: dict[str, figures.Grouped]) -> dict[str, Counts]:
    """True, false, unknown of every flag and household rule that answers, of the register only."""
    counts: dict[str, Counts] = {}
    asked = sorted((r for r in RULES.values() if r.yes_or_no), key=lambda r: KINDS.index(r.kind))
    for entity, group in (("household", "figures_households"), ("person", "figures_persons")):
        totals = _totals(running, group, groups[group])
        for rule in (r for r in asked if r.entity == entity and r.name in plan.wanted):
            yes, unknown = (totals[figures.ANSWER, f"{rule.name}={word}"] for word in ("true", "unknown"))
            no = totals[figures.ANSWER, "rows"] - yes - unknown
            counts[rule.name] = {"true": yes, "false": no, "unknown": unknown}
    return counts


KINDS = ("verdict", "flag", "condition")


def _over(findings: dict[str, Counts]) -> list[OverExpectation]:
    found = []
    for rule in RULES.values():
        if rule.expects is not None:
            matched, of = findings[rule.name]["true"], sum(findings[rule.name].values())
            if matched > FEW and matched > rule.expects * of:
                found.append(OverExpectation(rule.name, rule.label, matched, of, float(rule.expects)))
    return found


def _write(running: Engine, plan: Plan, folder: Path, withheld: set[str]) -> list[Path]:
    folder.mkdir(exist_ok=True)
    written = {
        "households": _households(plan),
        "persons": _persons(plan, withheld),
        "entitlements": _entitlements(plan),
        "bills": plan.tables["bill"].select("bill_id", "bill_person_id", *_of("bill")).order_by("bill_id"),
        "employers": plan.tables["employer"]
        .select("employer_key", *_of("employer"))
        .order_by("employer_key"),
    }
    files = [folder / f"{name}.parquet" for name in written]
    for relation, file in zip(written.values(), files, strict=True):
        running.write(relation, file)
    return files


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
    return members.select("person_id", "household_id", *amounts).order_by("person_id")


def _areas(running: Engine, plan: Plan, groups: dict[str, figures.Grouped], county: str) -> pa.Table:
    residents = _totals(running, "figures_residents", groups["figures_residents"])
    # Without the police list of all residents nobody can count the population.
    whole = residents[figures.ANSWER, figures.OUTSIDERS] > 0
    parts = {name: group for name, group in groups.items() if whole or name != "figures_residents"}
    summed = figures.Summed(plan.tables["area"].get_name(), parts, county, plan)
    return figures.long(running.rows(summed), {column: key for _, column, key in summed.columns})
