"""Sudden death: killed in the middle and started again, a load ends as if it had never died."""

import csv
import json
import os
import random
import shutil
import subprocess
import sys
import time
import uuid
from pathlib import Path

import pytest
from django.db import connection

from liuqing.config import workspace
from liuqing.policy.tables import PERSON_EXPORT
from tests.imports import county

KILLS = 5


@pytest.fixture
def files(tmp_path):
    """A household export, a person export with every kind of fault, police, a paying list twice."""
    n = 120
    homes = [county.household(f"H{i}", 脱贫属性="已脱贫", 脱贫年度=2016) for i in range(n // 3)]
    homes.append(county.household("H1"))
    people = [county.person(f"P{i}", f"H{i // 3}", i, 姓名=f"赵示{chr(0x4E00 + i)}") for i in range(1, n)]
    people += [
        county.person("P5", "H1", 5),
        county.person("P900", "H1", 7),
        county.person("P901", "H999", 801),
    ]
    people.append(county.person("P902", "H2", 802, 证件号码="99010119700101"))
    police = [
        ["K", f"赵示{chr(0x4E00 + i)}", "男" if i % 2 else "女", county.number(i), "1970-01-01", "汉族", "户主", "甲镇",
         "东村", "", "农业"] for i in range(1, n + 60)
    ]  # fmt: skip
    lists = [
        [county.dibao(f"赵示{chr(0x4E00 + i)}", county.number(i), paid) for i in range(1, n + 40, 2)]
        for paid in (100, 200)
    ]
    made = [
        county.book(tmp_path / "户2018.xlsx", {"1": (county.HOUSEHOLD, homes)}),
        county.book(tmp_path / "人2018.xlsx", {"1": (PERSON_EXPORT, people)}),
        county.book(tmp_path / "低保2018-11.xlsx", {"1": (county.DIBAO, [*lists[0], lists[0][0]])}),
        county.book(tmp_path / "低保2018-12.xlsx", {"1": (county.DIBAO, lists[1])}),
    ]
    with (tmp_path / "户籍2018.csv").open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows([county.POLICE, *police])
    return [*made, tmp_path / "户籍2018.csv"]


def new_county(folder: Path, like: dict[str, str] | None = None) -> dict[str, str]:
    """An empty county, or a copy of one."""
    url = ""
    if connection.vendor == "postgresql":
        name = f"kill_{uuid.uuid4().hex[:12]}"
        template = f" TEMPLATE {like['KILL_NAME']}" if like else ""
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE DATABASE {name}{template}")
        base, _, query = os.environ["LIUQING_DATABASE"].partition("?")
        url = base.rsplit("/", 1)[0] + "/" + name + (f"?{query}" if query else "")
    environment = {**os.environ, "LIUQING_WORKSPACE": str(folder), "LIUQING_DATABASE": url}
    environment["KILL_NAME"] = url and name
    if like:
        shutil.copytree(like["LIUQING_WORKSPACE"], folder)
    else:
        workspace.create(folder, place="fuyuan", demo=True)
        run(environment, "prepare").wait()
    return environment


def run(environment, *arguments):
    command = [sys.executable, "-m", "tests.imports.loads", *map(str, arguments)]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)


def dump(environment):
    process = run(environment, "dump")
    told = json.loads(process.communicate()[0])
    assert process.returncode == 0
    return told


@pytest.fixture
def counties(tmp_path, transactional_db):
    """Two equal empty counties; their databases are taken away again."""
    whole = new_county(tmp_path / "whole")
    killed = new_county(tmp_path / "killed", like=whole)
    yield whole, killed
    for one in (whole, killed):
        if one["KILL_NAME"]:
            with connection.cursor() as cursor:
                cursor.execute(f"DROP DATABASE {one['KILL_NAME']} WITH (FORCE)")


def test_killed_at_any_moment_and_started_again_gives_the_same_record(files, counties):
    whole, killed = counties
    process = run(whole, "load", *files)
    assert process.stdout.readline() == "begin\n"
    begin = time.perf_counter()
    assert process.wait() == 0
    length = time.perf_counter() - begin

    deaths = 0
    moments = random.Random(2018)
    for _ in range(KILLS):
        process = run(killed, "load", *files)
        process.stdout.readline()
        time.sleep(moments.uniform(0, length / 3))
        process.kill()
        deaths += process.wait() == -9
    assert run(killed, "load", *files).wait() == 0
    assert deaths >= 2
    expected, found = dump(whole), dump(killed)
    assert {name: len(rows) for name, rows in found.items()} == {n: len(rows) for n, rows in expected.items()}
    for name, rows in expected.items():
        assert found[name] == rows, name
