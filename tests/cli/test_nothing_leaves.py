"""Promise two: no name and no identity number leaves the record in a log, an error or an address.

The real server is walked as the county analyst: pages, searches by name and by number, wrong
addresses, a wicked upload. Then everything it printed, and every address on every page, is
searched for the people of the register.
"""

import html
import http.cookiejar
import os
import re
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

import pytest

from liuqing.policy.identity_numbers import fault

NUMBER = re.compile(r"(?<![0-9A-Za-z])\d{17}[0-9X](?![0-9A-Za-z])")


class Walk:
    """A signed-in visitor who remembers every address he was shown."""

    def __init__(self, address: str):
        self.address = address
        self.jar = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))
        self.shown: set[str] = set()

    def open(self, path: str, fields: dict[str, str] | None = None) -> str:
        data = None
        if fields is not None:
            token = next(c.value for c in self.jar if c.name == "csrftoken") or ""
            data = urllib.parse.urlencode(fields | {"csrfmiddlewaretoken": token}).encode()
        request = urllib.request.Request(self.address + path, data, {"Referer": self.address + path})
        try:
            answer = self.opener.open(request, timeout=60)
        except urllib.error.HTTPError as refused:
            answer = refused
        page = answer.read().decode(errors="replace")
        self.shown |= {
            html.unescape(a) for a in re.findall(r'(?:href|action|src|hx-get|hx-post)="([^"]*)"', page)
        }
        self.shown.add(answer.geturl())
        return page

    def links(self, pattern: str) -> list[str]:
        return sorted(a for a in self.shown if re.fullmatch(pattern, a))


@pytest.fixture(scope="module")
def people(demo_county) -> tuple[set[str], str]:
    """The names of the register (of three characters, so that no word is taken for one)."""
    with sqlite3.connect(f"file:{demo_county / 'county.sqlite3'}?mode=ro", uri=True) as connection:
        rows = connection.execute(
            "select name from registry_person p join registry_membership m on m.person_id = p.id"
        )
        names = {name for (name,) in rows if len(name) >= 3}
        head = connection.execute("select head_name from registry_household limit 1").fetchone()[0]
    return names, head


@pytest.fixture(scope="module")
def walked(demo_county, people, tmp_path_factory) -> tuple[Walk, str]:
    log = tmp_path_factory.mktemp("log") / "server.log"
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {"PATH": os.environ["PATH"], "HOME": str(log.parent), "LANG": "C.UTF-8"}
    command = [sys.executable, "-m", "liuqing.cli", "serve", str(demo_county), "--port", str(port)]
    with log.open("w") as output:
        server = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT, env=environment)
        try:
            walk = _stroll(f"http://127.0.0.1:{port}", demo_county, people[1])
        finally:
            server.terminate()
            server.wait(timeout=30)
    return walk, log.read_text()


def _stroll(address: str, county: Path, head: str) -> Walk:
    walk = Walk(address)
    _wait(address)
    note = (county / "accounts.txt").read_text()
    passphrase = re.search(r"[a-z0-9]{4}(-[a-z0-9]{4}){3}", note)
    assert passphrase
    walk.open("/sign-in/")
    walk.open("/sign-in/", {"username": "yewu", "password": passphrase.group()})
    for path in ("/todo/", "/area/530325/", "/files/", "/area/530325/households/", "/area/530325/flags/"):
        walk.open(path)
    for pattern in (r"/area/\d{9}/", r"/area/\d{12}/", r"/household/[^/]+/", r"/files/\d+/"):
        for path in walk.links(pattern)[:6]:
            walk.open(path)
    for text in (head, "990325199001011234", "没有这个人"):
        walk.open("/search/", {"text": text, "q": text})
    walk.open(f"/household/{urllib.parse.quote(head)}/")
    walk.open("/area/999999/")
    walk.open("/api/households?area=530325")
    return walk


def _wait(address: str) -> None:
    for _ in range(120):
        try:
            urllib.request.urlopen(address + "/alive/", timeout=2).close()
            return
        except OSError:
            time.sleep(0.25)
    raise AssertionError("the server did not answer")


def test_the_walk_really_saw_households(walked):
    assert len(walked[0].links(r"/household/[^/]+/")) > 10


def test_no_address_on_any_page_holds_a_name_or_a_number(walked, people):
    names, _ = people
    # The one address with a name in it was typed by the test itself.
    ours = [a for a in walked[0].shown if not a.startswith("http")]
    addresses = urllib.parse.unquote("\n".join(ours))
    assert _numbers(addresses) == []
    assert [name for name in names if name in addresses] == []


def test_what_the_server_prints_holds_no_name_and_no_number(walked, people):
    assert _numbers(walked[1]) == []
    assert [name for name in people[0] if name in urllib.parse.unquote(walked[1])] == []


def test_what_commands_say_of_faults_holds_no_name_and_no_number(liuqing, demo_county, people, tmp_path):
    wrong = tmp_path / "名单.csv"
    number, name = "990325199001011234", sorted(people[0])[0]
    wrong.write_text(f"户号,姓名,公民身份号码,户口性质\n1,{name},{number},农业\n", encoding="gb18030")
    said = [
        liuqing("load", demo_county, wrong).err,
        liuqing("explain", demo_county, name).err,
        liuqing("report", demo_county, "six-clears", "--household", "none", "--out", tmp_path / "x.pdf").err,
    ]
    text = "\n".join(said).replace(str(wrong), "")
    assert _numbers(text) == []
    assert name not in text


def _numbers(text: str) -> list[str]:
    return [number for number in NUMBER.findall(text) if not fault(number)]
