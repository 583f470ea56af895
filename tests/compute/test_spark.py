"""Spark and DuckDB give the same answers, row for row.

One local session for everything here, for its start costs more than all its work.
"""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from liuqing.compute import assess
from liuqing.compute.backends import Spark
from liuqing.policy.rules import RULES
from tests.compute.snapshots import DAY, random_county
from tests.policy.reading import Case, answers, cases

HAS_JAVA = bool(shutil.which("java")) or (Path(os.environ.get("JAVA_HOME", "/nowhere")) / "bin/java").exists()
pytestmark = [
    pytest.mark.spark,
    pytest.mark.filterwarnings("ignore:PySpark does not yet fully support pandas:FutureWarning"),
    pytest.mark.skipif(not HAS_JAVA, reason="本机没有 Java，Spark 测试没有运行；请安装 Java 17 或 21"),
]
CASES = cases()


@pytest.fixture(scope="session")
def spark() -> Iterator[Any]:
    # Compiling the plans to Java would take longer than working these few rows out.
    engine = Spark(settings={"spark.sql.codegen.wholeStage": "false", "spark.sql.shuffle.partitions": "1"})
    yield engine.session
    engine.session.stop()


@pytest.fixture(scope="module")
def found(spark: Any, tmp_path_factory: pytest.TempPathFactory) -> dict[int, Any]:
    with Spark(spark) as running:
        return answers(running, tmp_path_factory.mktemp("cases"), CASES)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_case(case: Case, found: dict[int, Any]) -> None:
    assert found[case.number] == case.expected, case.name


@pytest.fixture(scope="module")
def both(spark: Any, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, Any, Any]:
    """2,000 random households with gaps in every fact, assessed by both engines."""
    first = random_county(tmp_path_factory.mktemp("duckdb"), households=2000, seed=3)
    second = random_county(tmp_path_factory.mktemp("spark"), households=2000, seed=3)
    embedded = assess.run(first, place="fuyuan", on=DAY, confirmed=list(RULES))
    with Spark(spark) as running:
        cluster = assess.assess(running, second, place="fuyuan", on=DAY, confirmed=list(RULES))
    return first, second, embedded, cluster


@pytest.mark.parametrize("table", ["households", "persons", "areas"])
def test_every_row_of_a_random_county_is_the_same(both: tuple[Path, Path, Any, Any], table: str) -> None:
    first, second = (_sorted(folder / f"findings/{table}.parquet") for folder in both[:2])
    assert len(first) > 100 and first == second


def test_the_counts_are_the_same(both: tuple[Path, Path, Any, Any]) -> None:
    assert both[2].findings == both[3].findings
    assert both[2].rules_version == both[3].rules_version


def _sorted(path: Path) -> list[tuple[Any, ...]]:
    return sorted((tuple(row.values()) for row in pq.read_table(path).to_pylist()), key=repr)
