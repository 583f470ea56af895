"""The real program, run as a user runs it: a process of its own with an empty home folder."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest


@dataclass(frozen=True)
class Ran:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def json(self):
        return json.loads(self.out)


@pytest.fixture(scope="session")
def liuqing(tmp_path_factory):
    """Run ``liuqing`` with arguments; never in the environment of the test itself."""
    home = tmp_path_factory.mktemp("home")

    def run(*arguments: object, cwd: Path | None = None, timeout: int = 300) -> Ran:
        environment = {"PATH": os.environ["PATH"], "HOME": str(home), "LANG": "C.UTF-8", "COLUMNS": "160"}
        done = subprocess.run(
            [sys.executable, "-m", "liuqing.cli", *map(str, arguments)],
            capture_output=True,
            text=True,
            env=environment,
            cwd=cwd or home,
            timeout=timeout,
            check=False,
        )
        return Ran(done.returncode, done.stdout, done.stderr)

    return run


@pytest.fixture(scope="session")
def demo_county(liuqing, tmp_path_factory) -> Path:
    """A small demo county made by the main job in one go."""
    folder = tmp_path_factory.mktemp("county") / "demo"
    ran = liuqing("demo", folder, "--households", 240, "--no-serve")
    assert ran.code == 0, ran.out + ran.err
    return folder
