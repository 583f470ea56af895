"""Which findings of an assessment are kept in the record, because a page lists, counts or shows them.

The whole answer of every rule lies in the Parquet files beside the snapshot. In the record are, of
households of the register only: every verdict with the conditions it stands on, the few amounts of
``AMOUNTS``, flags that are true (or not known, where that is somebody's task), and the option of each
choice as ``colour=红``. Of their members: the flags. Of households outside the register, which may be
monitored: the flags that are true, and verdicts about the monitored. Of villages: the flags.
"""

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from liuqing.policy.dated import Parameters
from liuqing.policy.rule import Rule
from liuqing.policy.rules import RULES

AMOUNTS = ("completeness", "income_per_person", "entitled_fen", "entitlements_unclear")
"""Amounts of a household that pages show; all others stay in the Parquet file."""

ONLY_OF = {"removal_ready": "monitored"}
"""Verdicts that are kept only of households of which a condition is true, in the register or not."""

CRITERIA = "exits.household_criteria"
"""The number that says which conditions of an exit count in the place."""

PIECE = 20_000

COLUMNS = ("rule", "household_id", "person_id", "village_id", "verdict", "value", "conditions")
Kept = tuple[str, int | None, int | None, int, bool | None, int | None, str]


@dataclass(frozen=True)
class Assessed:
    """The findings in a snapshot's folder; ``withheld`` names the flags that stopped."""

    folder: Path
    numbers: Parameters
    withheld: Collection[str] = ()

    def rows(self) -> Iterator[Kept]:
        """Every finding to be kept, in the order of ``COLUMNS``."""
        homes = pq.read_table(
            self.folder / "households.parquet", columns=["household_id", "household_village_id"]
        )
        villages = dict(zip(*(column.to_pylist() for column in homes.columns), strict=True))
        for batch in self._batches("households", ("household_id", "registered", *self._wanted())):
            yield from self._households(batch.filter(batch["registered"]), villages)
            yield from self._outside(batch.filter(pc.invert(batch["registered"])), villages)
        for batch in self._batches("persons"):
            yield from self._persons(batch, villages)
        for batch in self._batches("villages"):
            yield from self._villages(batch)

    def _batches(self, name: str, columns: tuple[str, ...] | None = None) -> Iterator[pa.RecordBatch]:
        with pq.ParquetFile(self.folder / "findings" / f"{name}.parquet") as file:
            yield from file.iter_batches(PIECE, columns=list(dict.fromkeys(columns)) if columns else None)

    def _wanted(self) -> Iterator[str]:
        for rule, steps in self._answers():
            yield from (rule.name, *steps)
        yield "complete"
        yield from (rule.name for rule in (*self._flags(), *_choices()))

    def _households(self, batch: pa.RecordBatch, villages: dict[int, int]) -> Iterator[Kept]:
        for row in batch.to_pylist():
            home = row["household_id"]
            for rule, steps in self._answers():
                if rule.name in ONLY_OF:
                    continue
                conditions = _json(tuple((step, row[step]) for step in steps))
                verdict, value = (row[rule.name], None) if rule.yes_or_no else (None, row[rule.name])
                # The score is listed with the question whether all six are complete.
                verdict = row["complete"] if rule.name == "completeness" else verdict
                yield rule.name, home, None, villages[home], verdict, value, conditions
        yield from self._of_some(batch, villages)
        homes = batch["household_id"].to_pylist()
        for rule in self._flags():
            for at, verdict in _open(batch[rule.name], rule):
                yield rule.name, homes[at], None, villages[homes[at]], verdict, None, "{}"
        for rule in _choices():
            for home, option in zip(homes, batch[rule.name].to_pylist(), strict=True):
                if option is not None:
                    yield f"{rule.name}={option}", home, None, villages[home], True, None, "{}"

    def _outside(self, batch: pa.RecordBatch, villages: dict[int, int]) -> Iterator[Kept]:
        yield from self._of_some(batch, villages)
        homes = batch["household_id"].to_pylist()
        for rule in self._flags():
            for at in pc.indices_nonzero(pc.fill_null(batch[rule.name], False)).to_pylist():
                yield rule.name, homes[at], None, villages[homes[at]], True, None, "{}"

    def _of_some(self, batch: pa.RecordBatch, villages: dict[int, int]) -> Iterator[Kept]:
        for rule, steps in self._answers():
            whose = ONLY_OF.get(rule.name)
            if whose is not None:
                for row in batch.filter(pc.fill_null(batch[whose], False)).to_pylist():
                    conditions = _json(tuple((step, row[step]) for step in steps))
                    home = row["household_id"]
                    yield rule.name, home, None, villages[home], row[rule.name], None, conditions

    def _villages(self, batch: pa.RecordBatch) -> Iterator[Kept]:
        keys = batch["village_id"].to_pylist()
        for name in batch.schema.names:
            if name in RULES and name not in self.withheld:
                for at, verdict in _open(batch[name], RULES[name]):
                    yield name, None, None, keys[at], verdict, None, "{}"

    def _persons(self, batch: pa.RecordBatch, villages: dict[int, int]) -> Iterator[Kept]:
        persons, homes = batch["person_id"].to_pylist(), batch["household_id"].to_pylist()
        for name in batch.schema.names:
            if name in RULES and name not in self.withheld:
                for at, verdict in _open(batch[name], RULES[name]):
                    yield name, homes[at], persons[at], villages[homes[at]], verdict, None, "{}"

    def _flags(self) -> list[Rule]:
        flags = (rule for rule in RULES.values() if (rule.kind, rule.entity) == ("flag", "household"))
        return [rule for rule in flags if rule.name not in self.withheld]

    def _answers(self) -> list[tuple[Rule, tuple[str, ...]]]:
        return [(rule, self._steps(rule)) for rule in _verdicts()]

    def _steps(self, rule: Rule) -> tuple[str, ...]:
        """The conditions that a rule stands on; of an exit those that count in the place."""
        steps = tuple(name for name in rule.needs if name in RULES and RULES[name].kind == "condition")
        if CRITERIA in rule.numbers:
            counting = self.numbers[CRITERIA] if self.numbers.has(CRITERIA) else ()
            return tuple(name for name in steps if name in counting)
        return tuple(name for name in steps if name != "registered")


def _open(answers: pa.Array, rule: Rule) -> Iterator[tuple[int, bool | None]]:
    """Where a flag is true; where it asks, also where it is not known."""
    for at in pc.indices_nonzero(pc.fill_null(answers, rule.asks)).to_pylist():
        yield at, True if answers[at].is_valid else None


@lru_cache(maxsize=1)
def _verdicts() -> tuple[Rule, ...]:
    """Verdicts and shown amounts of households; ``complete`` is the verdict of ``completeness``."""
    return tuple(
        rule
        for rule in RULES.values()
        if rule.entity == "household"
        and (rule.name in AMOUNTS or rule.kind == "verdict")
        and rule.name != "complete"
    )


@lru_cache(maxsize=1)
def _choices() -> tuple[Rule, ...]:
    choices = (rule for rule in RULES.values() if (rule.kind, rule.entity) == ("choice", "household"))
    return tuple(rule for rule in choices if rule.options)


@lru_cache(maxsize=4096)
def _json(conditions: tuple[tuple[str, bool | None], ...]) -> str:
    return json.dumps(dict(conditions))
