"""Spark and DuckDB give the same answers, row for row.

One local session for everything here, for its start costs more than all its work.
"""

import os
import random
import shutil
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from liuqing.compute import assess
from liuqing.compute.backends import Spark
from liuqing.policy.rules import RULES
from tests.compute.snapshots import write
from tests.conformance.counties import county
from tests.policy.reading import Case, answers, cases

HAS_JAVA = bool(shutil.which("java")) or (Path(os.environ.get("JAVA_HOME", "/nowhere")) / "bin/java").exists()
pytestmark = [
    pytest.mark.spark,
    pytest.mark.filterwarnings("ignore:PySpark does not yet fully support pandas:FutureWarning"),
    pytest.mark.skipif(not HAS_JAVA, reason="本机没有 Java，Spark 测试没有运行；请安装 Java 17 或 21"),
]
CASES = cases()
DAY = date(2019, 12, 31)


FEW_ROWS = {
    # Compiling the plans to Java would take longer than working these few rows out.
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.shuffle.partitions": "1",
    # Java is told not to make the best of code that runs for a minute.
    "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
}
A_ROW_OR_TWO = {"spark.sql.adaptive.enabled": "false"}
"""For the cases: no plan is thought over again while it runs. Sentences are compiled, as in a county's Spark."""


@pytest.fixture(scope="session")
def spark() -> Iterator[Any]:
    engine = Spark(settings=FEW_ROWS)
    yield engine.session
    engine.session.stop()


@pytest.fixture(scope="module")
def found(spark: Any, tmp_path_factory: pytest.TempPathFactory) -> dict[int, Any]:
    with Spark(_told(spark, A_ROW_OR_TWO)) as running:
        return answers(running, tmp_path_factory.mktemp("cases"), CASES)


def _told(spark: Any, settings: Mapping[str, str]) -> Any:
    """A session of its own in the same Spark, so that its settings are nobody else's."""
    session = spark.newSession()
    for name, value in settings.items():
        session.conf.set(name, value)
    return session


@pytest.mark.parametrize("case", CASES, ids=str)
def test_case(case: Case, found: dict[int, Any]) -> None:
    assert found[case.number] == case.expected, case.name


@pytest.fixture(scope="module")
def both(spark: Any, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, Any, Any]:
    """A random county with bills, employers and gaps in every fact, assessed by both engines."""
    told = county(random.Random(3), households=700, missing=0.1)
    first, second = (
        write(
            tmp_path_factory.mktemp(name),
            told["area"],
            told["household"],
            told["person"],
            told["bill"],
            told["employer"],
        )
        for name in ("duckdb", "spark")
    )
    embedded = assess.run(first, place="fuyuan", on=DAY, confirmed=list(RULES))
    with Spark(spark) as running:
        cluster = assess.assess(running, second, place="fuyuan", on=DAY, confirmed=list(RULES))
    return first, second, embedded, cluster


@pytest.mark.parametrize("table", assess.FILES)
def test_every_row_of_a_random_county_is_the_same(both: tuple[Path, Path, Any, Any], table: str) -> None:
    first, second = (_sorted(folder / f"findings/{table}.parquet") for folder in both[:2])
    assert len(first) >= {"employers": 6, "villages": 4}.get(table, 100) and first == second


def test_running_sums_of_bills_and_choices_are_among_them(both: tuple[Path, Path, Any, Any]) -> None:
    """So that the test above cannot pass by comparing nothing."""
    bills, homes, employers = (
        pq.read_table(both[1] / f"findings/{table}.parquet") for table in ("bills", "households", "employers")
    )
    running = [rule.name for rule in RULES.values() if rule.kind == "running"]
    choices = [rule.name for rule in RULES.values() if (rule.kind, rule.entity) == ("choice", "household")]
    assert all(set(bills[name].to_pylist()) - {0, None} for name in running)
    assert all(set(homes[name].to_pylist()) - {None} for name in choices if name not in both[2].not_in_force)
    assert set(employers["factory_hires"].to_pylist()) - {0}


def test_the_counts_are_the_same(both: tuple[Path, Path, Any, Any]) -> None:
    assert both[2].findings == both[3].findings
    assert both[2].rules_version == both[3].rules_version


def test_a_folder_of_parts_is_a_table_as_a_file_is(
    both: tuple[Path, Path, Any, Any], spark: Any, tmp_path: Path
) -> None:
    (tmp_path / "parts").mkdir()
    table = pq.read_table(both[0] / "persons.parquet")
    for number, part in enumerate((table.slice(0, 300), table.slice(300))):
        pq.write_table(part, tmp_path / f"parts/part-{number}.parquet")
    with Spark(spark) as running:
        running.see("parts", tmp_path / "parts")
        seen = spark.table("parts").toArrow()
    assert len(table) > 300 and sorted(map(repr, seen.to_pylist())) == sorted(map(repr, table.to_pylist()))


def _sorted(path: Path) -> list[tuple[Any, ...]]:
    return sorted((tuple(row.values()) for row in pq.read_table(path).to_pylist()), key=repr)
