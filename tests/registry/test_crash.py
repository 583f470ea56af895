"""Killed in the middle, a snapshot is whole or not there: never half of it."""

import hashlib
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from liuqing.config import workspace
from tests.registry.conftest import make_place

MOMENTS = ("测算规则", "保存测算结果", "保存测算结果")


@pytest.fixture
def county_folder(tmp_path):
    (tmp_path / "place").mkdir()
    place = make_place(tmp_path / "place")
    folder = tmp_path / "county"
    workspace.create(folder, place=str(place), demo=True)
    subprocess.run(_command(folder, "make"), check=True, cwd=_root(), env=_environment())
    return folder


def _root():
    return Path(__file__).parents[2]


def _command(folder, what):
    return [sys.executable, "-m", "tests.registry.crash", str(folder), what]


def _environment():
    return {key: value for key, value in os.environ.items() if not key.startswith("LIUQING_")}


def _kill(folder, moment, delay):
    """Let one snapshot pass, then kill the process a little after it reports ``moment``."""
    running = subprocess.Popen(
        _command(folder, "take"), cwd=_root(), env=_environment(), stdout=subprocess.PIPE, text=True
    )
    try:
        for wanted in ("taken", moment):
            while (line := running.stdout.readline().strip()) != wanted:
                assert line, "the process ended by itself"
        time.sleep(delay)
    finally:
        running.send_signal(signal.SIGKILL)
        running.wait()
        running.stdout.close()


def test_a_killed_snapshot_is_never_half_published(county_folder):
    chance = random.Random(20181231)
    for moment in MOMENTS:
        _kill(county_folder, moment, chance.uniform(0, 0.05))
    database = sqlite3.connect(county_folder / "county.sqlite3")
    assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    whole = database.execute("SELECT id, folder, manifest FROM registry_snapshot WHERE complete").fetchall()
    assert len(whole) >= len(MOMENTS)
    for key, name, manifest in whole:
        told = json.loads(manifest)
        for file, digest in told["files"].items():
            path = county_folder / "snapshots" / name / file
            assert hashlib.sha256(path.read_bytes()).hexdigest() == digest
        kept = database.execute(
            "SELECT COUNT(*) FROM registry_finding WHERE snapshot_id = ? AND rule = 'exits'", (key,)
        ).fetchone()
        assert kept == (25,) == (told["households"],)
        figures = database.execute(
            "SELECT COUNT(*) FROM registry_figure WHERE snapshot_id = ?", (key,)
        ).fetchone()
        assert figures[0] > 0
    events = database.execute("SELECT COUNT(*) FROM workflow_event WHERE act = 'snapshots.taken'").fetchone()
    assert events == (len(whole),)
    left = database.execute("SELECT COUNT(*) FROM registry_snapshot WHERE NOT complete").fetchone()
    assert left[0] > 0, "no process was killed in the middle: this test proved nothing"
    database.close()
