"""The engines that run a plan: DuckDB inside the program, Spark for a province or a nation.

Both get the same relations as SQL of their own dialect and give the same answers row for row.
An engine reads and writes Parquet; nothing else of the program talks to one.
"""

import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol, Self

import pyarrow as pa
import pyarrow.parquet as pq

from liuqing.compute.plan import Relation, sql
from liuqing.errors import Problem

MEMORY = 640
"""DuckDB's own limit in MB; with Python and Arrow beside it an assessment stays below 1 GiB."""
MEMORY_A_MILLION = 200
"""The limit for each million persons, where that is more: what does not fit is written to disk."""
LOCAL = {
    "spark.ui.enabled": "false",
    "spark.sql.shuffle.partitions": "4",
    "spark.sql.session.timeZone": "Asia/Shanghai",
}
"""What a Spark session of our own is set to."""


class Engine(Protocol):
    """Runs relations over named tables."""

    def see(self, name: str, path: Path) -> None:
        """Make a Parquet file or folder known as a table."""

    def keep(self, name: str, relation: Relation) -> None:
        """Work a relation out and keep its rows as a table until the engine is closed."""

    def forget(self, name: str) -> None:
        """Give the memory of a kept table back."""

    def write(self, relation: Relation, path: Path) -> None:
        """Work a relation out into Parquet at ``path``, replacing what was there."""

    def rows(self, relation: Relation) -> pa.Table:
        """The rows of a small relation."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None: ...


def engine(name: str, persons: int = 0) -> Engine:
    """``duckdb`` or ``spark``, for so many persons; Problem ``compute.no_engine`` if it is not there."""
    if name == "duckdb":
        return DuckDB(max(MEMORY, persons * MEMORY_A_MILLION // 1_000_000))
    if name == "spark":
        return Spark()
    raise Problem("compute.no_engine", f"没有叫「{name}」的计算引擎", "可用 duckdb 或 spark。")


class DuckDB:
    """In memory, two threads, spilling to disk rather than growing."""

    dialect = "duckdb"

    def __init__(self, memory: int = MEMORY, threads: int = 2):
        import duckdb

        # Else what does not fit would be spilled into the folder from which the program was started.
        self._spill = tempfile.TemporaryDirectory(prefix="liuqing-")
        settings = {
            "temp_directory": self._spill.name,
            "memory_limit": f"{memory}MB",
            "threads": threads,
            "preserve_insertion_order": False,
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
        }
        self.connection = duckdb.connect(":memory:", config=settings)
        # DuckDB would draw its bar on standard output, into the middle of a JSON document.
        self.connection.execute("SET enable_progress_bar = false")

    def see(self, name: str, path: Path) -> None:
        """Make a Parquet file known as a table."""
        where = str(path / "*.parquet" if path.is_dir() else path).replace("'", "''")
        # A view cannot be prepared with a parameter; the name is ours, the path is quoted.
        self.connection.execute(f"CREATE OR REPLACE VIEW \"{name}\" AS FROM read_parquet('{where}')")

    def keep(self, name: str, relation: Relation) -> None:
        """Work it out into a temporary table."""
        self.connection.execute(f'CREATE OR REPLACE TEMP TABLE "{name}" AS {self._sql(relation)}')

    def forget(self, name: str) -> None:
        """Drop the temporary table."""
        self.connection.execute(f'DROP TABLE "{name}"')

    def write(self, relation: Relation, path: Path) -> None:
        """Write beside and rename, so that a reader never sees half a file."""
        half = path.with_suffix(".half")
        where = str(half).replace("'", "''")
        self.connection.execute(
            f"COPY ({self._sql(relation)}) TO '{where}' (FORMAT parquet, COMPRESSION zstd)"
        )
        _remove(path)
        half.replace(path)

    def rows(self, relation: Relation) -> pa.Table:
        """The rows as Arrow."""
        return self.connection.sql(self._sql(relation)).to_arrow_table()

    def _sql(self, relation: Relation) -> str:
        return sql(relation, self.dialect)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.connection.close()
        self._spill.cleanup()


class Spark:
    """A Spark session: the one given, else a local one with two threads, which it then ends.

    ``settings`` are Spark's own, for the local one.
    """

    dialect = "pyspark"

    def __init__(self, session: Any = None, settings: Mapping[str, str] | None = None):
        self._own = session is None
        self.session = session or _session({**LOCAL, **(settings or {})})
        self._kept: list[str] = []

    def see(self, name: str, path: Path) -> None:
        """Make a Parquet file or folder known as a table; its columns are told, else Spark runs a job for them."""
        from pyspark.sql.pandas.types import from_arrow_schema

        columns = from_arrow_schema(_columns(path))
        self.session.read.schema(columns).parquet(str(path)).createOrReplaceTempView(name)

    def keep(self, name: str, relation: Relation) -> None:
        """Work it out now and forget how: else every later query plans the whole graph again."""
        self.session.sql(self._sql(relation)).localCheckpoint().createOrReplaceTempView(name)
        self._kept.append(name)

    def forget(self, name: str) -> None:
        """Drop the view; its rows go with it."""
        self.session.catalog.dropTempView(name)
        self._kept.remove(name)

    def write(self, relation: Relation, path: Path) -> None:
        """Write a folder of part files, as Spark does."""
        _remove(path)
        self.session.sql(self._sql(relation)).write.parquet(str(path))

    def rows(self, relation: Relation) -> pa.Table:
        """The rows as Arrow."""
        return self.session.sql(self._sql(relation)).toArrow()

    def _sql(self, relation: Relation) -> str:
        return sql(relation, self.dialect)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for name in self._kept:
            self.session.catalog.dropTempView(name)
        if self._own:
            self.session.stop()


def _session(settings: Mapping[str, str]) -> Any:
    try:
        from pyspark.sql import SparkSession
    except ImportError as missing:
        raise _no_spark(
            "没有安装 pyspark", "请运行 pip install 'liuqing[spark]'，或改用 duckdb。"
        ) from missing
    if not (shutil.which("java") or _java_home()):
        raise _no_spark("Spark 需要 Java，本机没有", "请安装 Java 17 或 21，或改用 duckdb。")
    builder = SparkSession.builder.master("local[2]").appName("liuqing")
    for name, value in settings.items():
        builder = builder.config(name, value)
    return builder.getOrCreate()


def _java_home() -> bool:
    home = os.environ.get("JAVA_HOME", "")
    return bool(home) and (Path(home) / "bin" / "java").exists()


def _no_spark(what: str, remedy: str) -> Problem:
    return Problem("compute.no_engine", what, remedy)


def _columns(path: Path) -> pa.Schema:
    """The columns of a Parquet file, or of the first one of a folder of them."""
    return pq.read_schema(min(path.glob("*.parquet")) if path.is_dir() else path)


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)


def write_rows(table: pa.Table, path: Path) -> None:
    """A small table as one Parquet file, whichever engine made it."""
    _remove(path)
    pq.write_table(table, path, compression="zstd")
