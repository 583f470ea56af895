"""A workspace of an earlier version opens in this one, and the record as it was is kept."""

import os
import sqlite3
import subprocess
import sys

import pytest

from liuqing.config import workspace


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
    workspace.create(folder, place="fuyuan")
    made = run("django", "migrate", "registry", "0004", "--verbosity", "0", folder=folder)
    assert made.returncode == 0, made.stderr
    return folder


@pytest.fixture(scope="module")
def opened(before_cases):
    """What this version says when it opens it for the first time."""
    assert "registry_case" not in tables(before_cases / "county.sqlite3")
    return run("liuqing.cli", "doctor", str(before_cases))


def tables(path):
    with sqlite3.connect(path) as record:
        return {row[0] for row in record.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}


def test_an_older_record_is_copied_and_brought_up_to_date(before_cases, opened):
    assert opened.returncode == 0, opened.stderr
    assert "升级前的台账留在 county.sqlite3.before-upgrade" in opened.stderr
    assert "registry_case" in tables(before_cases / "county.sqlite3")
    copy = before_cases / "county.sqlite3.before-upgrade"
    assert "registry_case" not in tables(copy) and "registry_area" in tables(copy)
    assert copy.stat().st_mode & 0o077 == 0


def test_a_record_of_this_version_is_left_alone(before_cases, opened):
    (before_cases / "county.sqlite3.before-upgrade").unlink()
    told = run("liuqing.cli", "doctor", str(before_cases))
    assert told.returncode == 0 and "升级" not in told.stderr
    assert not (before_cases / "county.sqlite3.before-upgrade").exists()
