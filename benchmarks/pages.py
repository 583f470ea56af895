"""How fast the pages are with 20 people at once, against an empty page of the same server.

``python -m benchmarks.pages WORKSPACE [--users 20] [--seconds 20] [--json]``: serves the workspace
(made by ``liuqing demo``), signs in as the county analyst, and lets ``users`` threads open pages
drawn from a village clerk's day. Yardstick: the same load on ``/alive/``, a view that answers
with two letters.
"""

import argparse
import http.cookiejar
import random
import re
import socket
import statistics
import subprocess
import sys
import threading
import time
import urllib.parse
import urllib.request
from pathlib import Path

from benchmarks.report import Result, show

BUDGET_MS = 300


def main() -> None:
    """Serve, load, print."""
    options = _options()
    with _serving(options.workspace) as address:
        visitor = Visitor(address)
        visitor.sign_in(*_account(options.workspace))
        pages = visitor.addresses()
        results = []
        empty = _p95(_crowd(visitor, {"empty": ["/alive/"]}, options)["empty"])
        timings = _crowd(visitor, pages, options)
        for name, seconds in timings.items():
            value = _p95(seconds)
            results.append(
                Result(
                    f"{name} p95, {options.users} users",
                    value,
                    "ms",
                    f"empty page {empty:.0f} ms",
                    value / empty,
                )
            )
    show("pages", results, as_json=options.json)


class Visitor:
    """One signed-in browser without a screen."""

    def __init__(self, address: str):
        self.address = address
        self.cookies = http.cookiejar.CookieJar()

    def opener(self) -> urllib.request.OpenerDirector:
        """A connection of its own with the shared session."""
        return urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies))

    def get(self, path: str) -> str:
        """The text of a page."""
        with self.opener().open(self.address + path, timeout=30) as answer:
            return answer.read().decode()

    def post(self, path: str, fields: dict[str, str]) -> str:
        """Send a form with its token."""
        token = next((c.value for c in self.cookies if c.name == "csrftoken"), "") or ""
        data = urllib.parse.urlencode(fields | {"csrfmiddlewaretoken": token}).encode()
        request = urllib.request.Request(self.address + path, data, {"Referer": self.address + path})
        with self.opener().open(request, timeout=30) as answer:
            return answer.read().decode()

    def sign_in(self, name: str, password: str) -> None:
        """Sign in; the session cookie stays."""
        self.get("/sign-in/")
        page = self.post("/sign-in/", {"username": name, "password": password})
        if 'name="password"' in page:
            raise SystemExit("benchmarks.pages: could not sign in")

    def addresses(self) -> dict[str, list[str]]:
        """Real addresses of each kind of page, found by walking from the landing page."""
        start = _links(self.get("/todo/"), r"/area/\d{6}/")[0]
        towns = _links(self.get(start), r"/area/\d{9}/")
        villages = [v for town in towns[:4] for v in _links(self.get(town), r"/area/\d{12}/")]
        households = [h for v in villages[:8] for h in _links(self.get(v), r"/household/[^/\"?#]+/")]
        lists = [f"{area}households/" for area in (start, *towns, *villages[:20])]
        pages = {"todo": ["/todo/"], "county": [start], "town": towns, "village": villages}
        pages |= {"household": households[:200], "households": lists}
        return {name: found for name, found in pages.items() if found}


def _links(page: str, pattern: str) -> list[str]:
    return sorted(set(re.findall(f'href="({pattern})"', page)))


def _crowd(
    visitor: Visitor, pages: dict[str, list[str]], options: argparse.Namespace
) -> dict[str, list[float]]:
    timings: dict[str, list[float]] = {name: [] for name in pages}
    end = time.monotonic() + options.seconds
    threads = [
        threading.Thread(target=_visit, args=(visitor, pages, timings, end, number))
        for number in range(options.users)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return timings


def _visit(
    visitor: Visitor, pages: dict[str, list[str]], timings: dict[str, list[float]], end: float, number: int
) -> None:
    draw = random.Random(number)
    kinds = sorted(pages)
    while time.monotonic() < end:
        kind = draw.choice(kinds)
        path = draw.choice(pages[kind])
        begun = time.perf_counter()
        visitor.get(path)
        timings[kind].append(time.perf_counter() - begun)
        time.sleep(draw.expovariate(1 / 0.5))


def _p95(seconds: list[float]) -> float:
    return statistics.quantiles(seconds, n=20)[-1] * 1000


def _account(workspace: Path) -> tuple[str, str]:
    """Name and passphrase of the county analyst from the demo's note."""
    note = (workspace / "accounts.txt").read_text(encoding="utf-8")
    passphrase = re.search(r"[a-z0-9]{4}(-[a-z0-9]{4}){3}", note)
    if passphrase is None:
        raise SystemExit("benchmarks.pages: no passphrase in accounts.txt")
    return "yewu", passphrase.group()


class _serving:  # noqa: N801
    """The real server in a process of its own, stopped at the end."""

    def __init__(self, workspace: Path):
        self.workspace = workspace

    def __enter__(self) -> str:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "liuqing.cli", "serve", str(self.workspace), "--port", str(port)],
            stdout=subprocess.DEVNULL,
        )
        address = f"http://127.0.0.1:{port}"
        _wait_for(address)
        return address

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        self.process.wait(timeout=20)


def _wait_for(address: str) -> None:
    for _ in range(120):
        try:
            urllib.request.urlopen(address + "/alive/", timeout=2).close()
            return
        except OSError:
            time.sleep(0.5)
    raise SystemExit("benchmarks.pages: the server did not answer")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("workspace", type=Path)
    parser.add_argument("--users", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--json", action="store_true")
    return parser.parse_args()


if __name__ == "__main__":
    main()
