"""Fixtures for every room: the database as it is in use, a small county, the fixed cast."""

import hashlib
import shutil
from dataclasses import replace

import pytest
from xdist.scheduler import LoadFileScheduling

PAGES_AND_PAPERS = ("tests/web/", "tests/reports/")
"""Rooms that reach the database only through the records, whose own tests run on both databases."""

DEAREST = ("tests/cli/", "tests/compute/test_spark.py", "tests/web/test_every_url.py", "tests/browser/")
"""Dealt out first: a file of minutes that begins last leaves the other processes idle."""


class OneCommandLine(LoadFileScheduling):
    """A file stays in one process, and so does the whole command line: its demo county takes a minute to make."""

    def _split_scope(self, nodeid):
        return "tests/cli" if nodeid.startswith("tests/cli/") else super()._split_scope(nodeid)


def pytest_xdist_make_scheduler(config, log):
    """Deal files out to the processes."""
    return OneCommandLine(config, log)


def pytest_collection_modifyitems(items):
    """Pages and papers run on one database, unless their file says ``BOTH_DATABASES = True``; the dearest first."""
    items.sort(key=lambda item: not item.nodeid.startswith(DEAREST))
    for item in items:
        room = any(room in item.path.as_posix() for room in PAGES_AND_PAPERS)
        if room and not getattr(item.module, "BOTH_DATABASES", False):
            item.add_marker(pytest.mark.one_database)


@pytest.fixture(scope="session", autouse=True)
def worked_out_once(tmp_path_factory):
    """The rules over the very same frozen tables of the very same place say the very same: once a process."""
    from liuqing.compute import assess
    from liuqing.policy import place as places
    from liuqing.registry.services import snapshots

    known = {}

    class Remembered:
        @staticmethod
        def run(folder, *, place, on, confirmed=()):
            version = assess.rules_version(places.load(place))
            key = (_tables(folder), place, version, on, frozenset(confirmed))
            if key not in known:
                found = assess.run(folder, place=place, on=on, confirmed=confirmed)
                kept = tmp_path_factory.mktemp("findings") / "kept"
                known[key] = found, shutil.copytree(folder / "findings", kept)
                return found
            found, kept = known[key]
            shutil.copytree(kept, folder / "findings")
            return replace(found, files=[folder / "findings" / file.name for file in found.files])

    snapshots.assess = Remembered
    yield
    snapshots.assess = assess


def _tables(folder):
    digest = hashlib.sha256()
    for file in sorted(folder.glob("*.parquet")):
        digest.update(file.name.encode() + file.read_bytes())
    return digest.hexdigest()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix):
    """SQLite tests run on a file with the shipped settings, as a county does, not in memory."""
    from django.conf import settings

    default = settings.DATABASES["default"]
    if default["ENGINE"].endswith("sqlite3"):
        default["TEST"]["NAME"] = str(settings.WORKSPACE.folder / "test.sqlite3")


@pytest.fixture
def county(db):
    """The small county with five households in three villages."""
    from tests import county as making

    return making.five()


@pytest.fixture
def cast(county):
    """The fixed cast, appointed in the small county."""
    from tests import cast as casting

    return casting.of(county)
