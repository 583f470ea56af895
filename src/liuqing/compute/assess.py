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
from liuqing.compute.plan import Plan, Relation, forced
from liuqing.compute.snapshot import TABLES
from liuqing.compute.version import rules_version
from liuqing.errors import Problem, Where
from liuqing.policy.place import load
from liuqing.policy.rule import Rule
from liuqing.policy.rules import RULES

FEW = 20
"""So many matches never stop a rule: in a small village one person is a large share."""

Counts = dict[str, int]


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
    findings = _counts(running, plan)
    over = [found for found in _over(findings) if found.rule not in confirmed]
    files = _write(running, plan, folder / "findings", county.code, on, {found.rule for found in over})
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
    path = folder / f"{name}.parquet"
    if not path.exists():
        raise Problem(
            "compute.no_snapshot", "快照不完整，缺少一张表", "请重新冻结台账。", Where(file=path.name)
        )
    return path


def _counts(running: Engine, plan: Plan) -> dict[str, Counts]:
    """True, false, unknown of every flag and household rule that answers, of the register only."""
    counts: dict[str, Counts] = {}
    asked = sorted((r for r in RULES.values() if r.yes_or_no), key=lambda r: KINDS.index(r.kind))
    for entity in ("household", "person"):
        table = plan.tables[entity]
        rules = [rule for rule in asked if rule.entity == entity and rule.name in plan.wanted]
        inside = table.filter(table["registered"])
        answers = running.rows(inside.agg(**_answers(inside, rules))).to_pylist()[0]
        for rule in rules:
            counts[rule.name] = {word: answers[f"{rule.name}_{word}"] or 0 for word in WORDS}
    return counts


WORDS = ("true", "false", "unknown")
KINDS = ("verdict", "flag", "condition")


def _answers(table: Relation, rules: list[Rule]) -> dict[str, Relation]:
    columns = {}
    for rule in rules:
        answer = table[rule.name]
        for word, asked in zip(WORDS, (answer, ~answer, answer.isnull()), strict=True):
            columns[f"{rule.name}_{word}"] = forced(asked.fill_null(False).cast("int64").sum())
    return columns


def _over(findings: dict[str, Counts]) -> list[OverExpectation]:
    found = []
    for rule in RULES.values():
        if rule.expects is not None:
            matched, of = findings[rule.name]["true"], sum(findings[rule.name].values())
            if matched > FEW and matched > rule.expects * of:
                found.append(OverExpectation(rule.name, rule.label, matched, of, float(rule.expects)))
    return found


def _write(
    running: Engine, plan: Plan, folder: Path, county: str, on: date, withheld: set[str]
) -> list[Path]:
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
    files = [folder / f"{name}.parquet" for name in (*written, "areas")]
    for relation, file in zip(written.values(), files, strict=False):
        running.write(relation, file)
    write_rows(_areas(running, plan, county, on), files[-1])
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


def _areas(running: Engine, plan: Plan, county: str, on: date) -> pa.Table:
    outsiders = running.rows(figures.outsiders(plan)).to_pylist()[0]["people"]
    relation, keys = figures.villages(plan, on, whole=bool(outsiders))
    running.keep("figures", relation)
    wide = ibis.table(relation.schema(), name="figures")
    return figures.long(running.rows(figures.summed(wide, keys, county)), keys)
