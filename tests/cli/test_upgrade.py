"""A workspace of an earlier version opens in this one, and the record as it was is kept."""

import os
import shutil
import sqlite3
import subprocess
import sys

import pytest


def run(*words, folder=None):
    env = {**os.environ, "LIUQING_DATABASE": ""}
    env.pop("LIUQING_WORKSPACE", None)
    if folder:
        env |= {"LIUQING_WORKSPACE": str(folder), "DJANGO_SETTINGS_MODULE": "liuqing.config.settings"}
    return subprocess.run(
        [sys.executable, "-m", *words], env=env, capture_output=True, text=True, timeout=120, check=False
    )


@pytest.fixture(scope="module")
def before_cases(tmp_path_factory):
    """A workspace whose record has the tables of the version before cases."""
    folder = tmp_path_factory.mktemp("older") / "county"
    made = run("liuqing.cli", "new", str(folder), "--place", "fuyuan")
    assert made.returncode == 0, made.stderr
    back = run("django", "migrate", "registry", "0004", "--verbosity", "0", folder=folder)
    assert back.returncode == 0, back.stderr
    return folder


@pytest.fixture
def older(before_cases, tmp_path):
    """The same, each time as it was."""
    return shutil.copytree(before_cases, tmp_path / "county")


def tables(path):
    with sqlite3.connect(path) as record:
        return {row[0] for row in record.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}


def test_an_older_record_is_copied_and_brought_up_to_date(older):
    assert "registry_case" not in tables(older / "county.sqlite3")
    told = run("liuqing.cli", "cases", str(older), "--json")
    assert told.returncode == 0, told.stderr
    assert "升级前的台账留在 county.sqlite3.before-upgrade" in told.stderr
    assert "registry_case" in tables(older / "county.sqlite3")
    copy = older / "county.sqlite3.before-upgrade"
    assert "registry_case" not in tables(copy) and "registry_area" in tables(copy)
    assert copy.stat().st_mode & 0o077 == 0


def test_a_record_of_this_version_is_left_alone(older):
    run("liuqing.cli", "cases", str(older))
    (older / "county.sqlite3.before-upgrade").unlink()
    told = run("liuqing.cli", "cases", str(older))
    assert told.returncode == 0 and "升级" not in told.stderr
    assert not (older / "county.sqlite3.before-upgrade").exists()
