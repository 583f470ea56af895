"""The sample county (示例县): people who never were, with a real county's figures.

``write`` makes every workbook that a county office has, and beside them ``truth/``: which row is
which person, where every planted error is, and the true figures. The same place, number of
households and seed give the same files.
"""

from pathlib import Path

from liuqing.sample.making import make
from liuqing.sample.office import Office, Progress
from liuqing.sample.pool_office import PoolOffice
from liuqing.sample.truth import Truth


def _quiet(_: str) -> None:
    """Tell nobody."""


def write(
    place: str,
    out: Path,
    *,
    households: int | None = None,
    seed: int = 2018,
    leaving: bool = False,
    projects: bool = False,
    progress: Progress = _quiet,
) -> list[Path]:
    """Write the county's workbooks into ``out`` and their truth into ``out/truth``.

    Returns the workbooks in the order in which they must be loaded. ``leaving``: a few households are
    ready to exit, as in the demo. ``projects``: with the pool and the ledgers of money, assets and loans
    (``pool_office.py``). ``progress`` is told each step in a sentence. Raises Problem as ``make`` does.
    """
    progress("生成登记户和家庭成员")
    county = make(place, households=households, seed=seed, leaving=leaving)
    out.mkdir(parents=True, exist_ok=True)
    with Truth(out / "truth") as truth:
        office = Office(county, out, truth, progress)
        paths = office.write()
        office.tell()
    if projects:
        progress("生成项目库和资金台账")
        paths += PoolOffice(county, out, progress).write()
    return paths
