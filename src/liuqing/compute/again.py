"""Asked again: what rules answer for some subjects of a snapshot, not known included.

Of members the files of an assessment keep only those of whom some flag is open. Whether a flag that
is not raised any more was answered "no" or could not be answered is asked of the snapshot itself.
"""

from collections.abc import Collection, Mapping
from datetime import date
from pathlib import Path

import pyarrow.parquet as pq

from liuqing.compute.assess import snapshot_table
from liuqing.compute.backends import engine
from liuqing.compute.plan import KEY, TABLE, Plan
from liuqing.policy.place import load
from liuqing.policy.rules import RULES


def unknown(
    folder: Path, asked: Mapping[str, Collection[int]], *, place: str, on: date
) -> dict[str, set[int]]:
    """{rule: the subjects among those asked for whom its answer is not known}.

    Rules of persons, households and villages; one that nobody knows any more answers nothing.
    """
    rules = [
        name for name in asked if name in RULES and RULES[name].entity in ("person", "household", "area")
    ]
    if not rules:
        return {}
    plan = Plan(load(place).parameters(on), tuple(rules))
    with engine("duckdb", pq.read_metadata(snapshot_table(folder, "persons")).num_rows) as running:
        for table in TABLE.values():
            running.see(table, snapshot_table(folder, table))
        for step in plan.steps:
            running.keep(step.name, step.relation)
        found: dict[str, set[int]] = {}
        for name in rules:
            entity = RULES[name].entity
            rows = plan.tables[entity]
            key = rows[KEY[entity]]
            left = rows.filter(rows[name].isnull() & key.isin(sorted(asked[name]))).select(key)
            found[name] = set(running.rows(left)[KEY[entity]].to_pylist())
    return found
