"""What if (政策模拟): a reform beside the present over a frozen record. Who gains, who loses, at what cost?

Only the rules that the reform could change are worked out, twice over the same snapshot, and laid
side by side. Nothing is written to the record, and no finding is changed.
"""

import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import ibis

from liuqing.compute import graph
from liuqing.compute.assess import snapshot_table
from liuqing.compute.backends import Engine, engine
from liuqing.compute.plan import KEY, Plan, Relation, forced
from liuqing.compute.snapshot import TABLES
from liuqing.errors import Problem
from liuqing.policy.place import Place, load
from liuqing.policy.programmes import PROGRAMMES
from liuqing.policy.reform import Reform
from liuqing.policy.rule import Column, Rule
from liuqing.policy.rules import RULES

PEOPLE = ("household", "person")
SIDES = ("now", "then")


@dataclass(frozen=True)
class Village:
    """One village: how many gain and lose, and a money rule's sum in fen before and after."""

    code: str
    gain: int
    lose: int
    before: int
    after: int


@dataclass(frozen=True)
class Changed:
    """One rule under the reform: households or members who gain and lose, village by village.

    For a yes-or-no rule ``before`` and ``after`` count the yes; for money they are fen; for a
    choice ``moves`` counts households from one option to another.
    """

    rule: str
    label: str
    entity: str
    kind: str
    unit: str
    villages: tuple[Village, ...]
    moves: Mapping[tuple[str, str], int] = field(default_factory=dict)

    @property
    def gain(self) -> int:
        """How many gain: a yes that was none, or more money."""
        return sum(village.gain for village in self.villages)

    @property
    def lose(self) -> int:
        """How many lose."""
        return sum(village.lose for village in self.villages)

    @property
    def before(self) -> int:
        """The whole county's yes or fen at present."""
        return sum(village.before for village in self.villages)

    @property
    def after(self) -> int:
        """The same under the reform."""
        return sum(village.after for village in self.villages)


@dataclass(frozen=True)
class Comparison:
    """A reform beside the present: the rules that answer differently somewhere, most people first."""

    label: str
    on: date
    households: int
    affected: tuple[str, ...]
    changed: tuple[Changed, ...]


def run(
    folder: Path, reform: Reform, *, place: str, on: date, out: Path | None = None, backend: str = "duckdb"
) -> Comparison:
    """Try a reform out over the snapshot in ``folder``.

    ``out``: a folder for ``households.parquet`` and ``persons.parquet`` with everybody whose answer
    changes: keys, rule, before, after. Problem ``compute.no_effect`` if no rule that people feel
    depends on what the reform changes, ``compute.not_yet`` if it begins after the day, ``compute.bad_rule`` if a replaced rule cannot be worked out.
    """
    if reform.since > on and not reform.rules:
        raise Problem(
            "compute.not_yet",
            f"「{reform.label}」从 {reform.since} 起，而台账截至 {on}，那时还没有开始",
            "请把方案的 from 改到台账这一天或以前，或先测算到那一天以后。",
        )
    county = load(place)
    watched = _watched(reform)
    with tempfile.TemporaryDirectory() as made, engine(backend) as running:
        for table in TABLES:
            running.see(table, snapshot_table(folder, table))
        for side, plan in zip(SIDES, _plans(reform, county, on, watched), strict=True):
            _work_out(running, plan, watched, Path(made), side)
        found = [one for entity in PEOPLE for one in _compared(running, watched, entity)]
        households = running.rows(ibis.table({"n": "int64"}, name="now_size")).to_pylist()[0]["n"]
        if out is not None:
            _write(running, watched, out)
    changed = sorted((one for one in found if _differs(one)), key=lambda one: -(one.gain + one.lose))
    return Comparison(reform.label, on, households, tuple(watched), tuple(changed))


def _watched(reform: Reform) -> dict[str, Rule]:
    """What people feel: verdicts, flags, choices, and money of programmes and households."""
    book = reform.rule_book()
    money = {one.amount for one in PROGRAMMES.values()} | {"entitled_fen"}
    felt = {
        name: book[name]
        for name in reform.affected()
        if book[name].entity in PEOPLE
        and (
            book[name].kind in ("verdict", "flag", "choice")
            or name in money
            or (book[name].kind == "condition" and book[name].entity == "household")
        )
    }
    if not felt:
        raise Problem(
            "compute.no_effect",
            f"「{reform.label}」改动的内容不影响任何认定、疑点或待遇",
            "请核对改的是不是这个县在用的参数或规则。",
        )
    return felt


def _plans(reform: Reform, county: Place, on: date, watched: Mapping[str, Rule]) -> tuple[Plan, Plan]:
    keep = {
        "household": ("household_village_id", "registered"),
        "person": ("registered", "household_village_id"),
    }
    both = tuple(name for name in watched if name in RULES)
    extra = ("registered", "household_size")
    try:
        return (
            Plan(county.parameters(on), (*both, *extra), RULES, keep),
            Plan(reform.parameters(county, on), (*watched, *extra), reform.rule_book(), keep),
        )
    except graph.BadRuleError as fault:
        raise Problem("compute.bad_rule", f"方案里的规则不能计算：{fault}", "请核对规则的参数名。") from fault


def _work_out(running: Engine, plan: Plan, watched: Mapping[str, Rule], made: Path, side: str) -> None:
    for step in plan.steps:
        running.keep(step.name, step.relation)
    for entity in PEOPLE:
        table = plan.tables[entity]
        answers = {n: _answer(table, rule) for n, rule in watched.items() if rule.entity == entity}
        inside = table.filter(table["registered"]).select(
            KEY[entity], "household_village_id", *(["household_id"] if entity == "person" else []), **answers
        )
        running.write(inside, made / f"{side}_{entity}.parquet")
        running.see(f"{side}_{entity}", made / f"{side}_{entity}.parquet")
    homes = ibis.table({"household_id": "int64"}, name=f"{side}_household")
    running.keep(f"{side}_size", homes.agg(n=forced(homes.count())))


def _answer(table: Relation, rule: Rule) -> Column:
    """The rule's column; of a rule that the present does not have, not known."""
    return table[rule.name] if rule.name in table.columns else ibis.null(rule.type)


def _compared(running: Engine, watched: Mapping[str, Rule], entity: str) -> Iterator[Changed]:
    rules = [rule for rule in watched.values() if rule.entity == entity]
    if not rules:
        return
    both = _side_by_side(rules, entity)
    counted = both.group_by("village").agg(
        **{f"{rule.name}_{w}": c for rule in rules for w, c in _sums(both, rule)}
    )
    villages = ibis.table({"village_id": "int64", "village_code": "string"}, name="villages")
    named = counted.left_join(villages, counted["village"] == villages["village_id"])
    rows = running.rows(named.select(*counted.columns, "village_code")).to_pylist()
    for rule in rules:
        told = sorted((_village(row, rule.name) for row in rows), key=lambda village: village.code)
        moves = _moves(running, both, rule) if rule.kind == "choice" else {}
        yield Changed(rule.name, rule.label, entity, rule.kind, rule.unit, tuple(told), moves)


def _side_by_side(rules: list[Rule], entity: str) -> Relation:
    """Everybody with the answers of both sides: ``<rule>_now`` and ``<rule>_then``."""
    key = KEY[entity]
    columns = {key: "int64", "household_id": "int64", "household_village_id": "int64"}
    schema = columns | {rule.name: rule.type for rule in rules}
    now, then = (ibis.table(schema, name=f"{side}_{entity}") for side in SIDES)
    joined = now.inner_join(then, now[key] == then[key])
    return joined.select(
        key=now[key],
        household_id=now["household_id"],
        village=now["household_village_id"],
        **{f"{rule.name}_now": now[rule.name] for rule in rules},
        **{f"{rule.name}_then": then[rule.name] for rule in rules},
    )


def _sums(both: Relation, rule: Rule) -> Iterator[tuple[str, Column]]:
    now, then = both[f"{rule.name}_now"], both[f"{rule.name}_then"]
    if rule.yes_or_no:
        now, then = (side.fill_null(False).cast("int64") for side in (now, then))
    elif rule.kind == "choice":
        moved = (now.fill_null("") != then.fill_null("")).cast("int64")
        now, then = moved * 0, moved
    else:
        now, then = now.fill_null(0), then.fill_null(0)
    yield "gain", forced((then > now).cast("int64").sum())
    yield "lose", forced((then < now).cast("int64").sum())
    yield "before", forced(now.sum())
    yield "after", forced(then.sum())


def _village(row: dict[str, Any], rule: str) -> Village:
    numbers = (int(row[f"{rule}_{word}"] or 0) for word in ("gain", "lose", "before", "after"))
    return Village(row["village_code"] or "", *numbers)


def _moves(running: Engine, both: Relation, rule: Rule) -> dict[tuple[str, str], int]:
    now, then = (both[f"{rule.name}_{side}"].fill_null("不明") for side in SIDES)
    told = both.group_by(now=now, then=then).agg(n=forced(both.count()))
    rows = running.rows(told).to_pylist()
    return {(row["now"], row["then"]): row["n"] for row in rows if row["now"] != row["then"]}


def _differs(changed: Changed) -> bool:
    return bool(changed.gain or changed.lose or changed.moves)


def _write(running: Engine, watched: Mapping[str, Rule], out: Path) -> None:
    """Everybody whose answer changes, one row a rule: the numbers can be clicked down to people."""
    out.mkdir(parents=True, exist_ok=True)
    for entity in PEOPLE:
        rules = [rule for rule in watched.values() if rule.entity == entity]
        if rules:
            both = _side_by_side(rules, entity)
            parts = [_moved(both, rule, KEY[entity]) for rule in rules]
            changed = ibis.union(*parts) if len(parts) > 1 else parts[0]
            running.write(changed.order_by("rule", KEY[entity]), out / f"{entity}s.parquet")


def _moved(both: Relation, rule: Rule, key: str) -> Relation:
    now, then = (forced(both[f"{rule.name}_{side}"], "string") for side in SIDES)
    rows = both.filter(~now.identical_to(then))
    now, then = (forced(rows[f"{rule.name}_{side}"], "string") for side in SIDES)
    named = {"household_id": rows["household_id"]} if key != "household_id" else {}
    return rows.select(**{key: rows["key"]}, **named, rule=ibis.literal(rule.name), before=now, after=then)
