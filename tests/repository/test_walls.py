"""The walls of the house stand, and the tools that guard them are switched on."""

import json
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.repository.tree import ROOT

BIN = Path(sys.executable).parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([str(BIN / command[0]), *command[1:]], cwd=ROOT, capture_output=True, text=True)


def test_imports_run_down_only():
    done = run("lint-imports", "--no-cache")
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_public_thing_in_src_has_a_docstring():
    # Magic methods and Meta classes say what they are.
    done = run("ruff", "check", "--select", "D1", "--ignore", "D105,D106,D107", "src")
    assert done.returncode == 0, done.stdout


def test_no_rule_of_the_linter_is_switched_off_for_src():
    assert not [p for p in PROJECT["tool"]["ruff"]["lint"]["per-file-ignores"] if p.startswith("src")]


@pytest.mark.parametrize("room", ["errors", "policy", "sheets", "compute", "matching", "sample"])
def test_ground_and_engine_are_typed_strictly(room):
    assert PROJECT["tool"]["mypy"]["strict"] is True
    assert f"liuqing.{room}" in PROJECT["tool"]["mypy"]["packages"]


def test_no_room_is_called_by_a_name_that_says_nothing():
    vague = {"utils", "util", "helpers", "common", "misc", "manager", "base"}
    found = [
        str(p.relative_to(ROOT))
        for p in (ROOT / "src").rglob("*")
        if (p.is_dir() or p.suffix == ".py") and p.stem in vague
    ]
    assert not found


def test_every_silenced_check_in_src_names_the_check():
    done = run("ruff", "check", "--select", "PGH003,PGH004", "--output-format", "json", "src")
    assert json.loads(done.stdout) == []
