"""How fast the pages of projects and money are with 20 people at once, against an empty page of the same server.

``python -m benchmarks.project_pages WORKSPACE [--users 20] [--seconds 20] [--json]``: serves the workspace (made
by ``liuqing demo``; its pool always holds 2,732 projects), signs in as the county analyst, and lets ``users``
threads open the list of projects, single projects and the matrix. Yardstick: the same load on ``/alive/``, a view
that answers with two letters. The last lines are one person alone, on those pages and on what hangs on the matrix.
"""

import time
from urllib.parse import urlencode

from benchmarks import pages
from benchmarks.pages import Visitor
from benchmarks.report import Result, show

COUNTY = r"/area/\d{6}/"
PAIRS = (
    ("class_one", "year"),
    ("class_one", "source"),
    ("town", "year"),
    ("town", "class_one"),
    ("class_two", "year"),
)
MEASURES = ("need", "secured", "allocated", "paid")
CROWDED = ("project list", "project", "matrix")
"""What everybody opens all day; the others are looked at by one person now and then, and timed alone."""
ALONE = 5
"""How often one person opens a page; the middle one counts."""


def main() -> None:
    """Serve, load, print."""
    options = pages._options()
    with pages._serving(options.workspace) as address:
        visitor = Visitor(address)
        visitor.sign_in(*pages._account(options.workspace))
        asked = addresses(visitor)
        alone = _alone(visitor, asked)  # first: whoever comes later finds a warm server
        empty = pages._p95(pages._crowd(visitor, {"empty": ["/alive/"]}, options)["empty"])
        timings = pages._crowd(visitor, {name: asked[name] for name in CROWDED}, options)
        results = [
            _crowded(name, pages._p95(took), empty, options.users)
            for name, took in timings.items()
            if len(took) > 1
        ]
        results += alone
    show("project_pages", results, as_json=options.json)


def addresses(visitor: Visitor) -> dict[str, list[str]]:
    """Real addresses of each kind of page: lists by filters, projects found by walking, every usual matrix."""
    county = pages._links(visitor.get("/todo/"), COUNTY)[0]
    lists = ["/projects/", *(f"/projects/?{urlencode({'page': n})}" for n in (2, 20, 40))]
    lists += [f"/projects/?{urlencode({'year': year})}" for year in (2018, 2019, 2020)]
    projects = sorted(
        {link for path in lists for link in pages._links(visitor.get(path), r"/projects/[^/\"?#]+/")}
    )
    asked = [{"what": what, "rows": down, "columns": across} for what in MEASURES for down, across in PAIRS]
    return {
        "project list": lists,
        "project": [link for link in projects if any(char.isdigit() for char in link)],
        "matrix": [f"{county}money/?{urlencode(one)}" for one in asked],
        "behind a cell": [f"{county}money/behind/?{urlencode({'what': what, 'year': 2018})}" for what in MEASURES],
        "flow": [f"{county}money/flow/?{urlencode({'what': what})}" for what in MEASURES],
        "progress": [f"{county}money/progress/?{urlencode({'by': by})}" for by in ("document", "town", "department")],
        "plan beside pool": [f"{county}money/plan/"],
    }  # fmt: skip


def _crowded(name: str, value: float, empty: float, users: int) -> Result:
    return Result(f"{name} p95, {users} users", value, "ms", f"empty page {empty:.0f} ms", value / empty)


def _alone(visitor: Visitor, asked: dict[str, list[str]]) -> list[Result]:
    """The middle of a few visits by one person."""
    empty = _middle(visitor, ["/alive/"])
    return [
        Result(
            f"{name}, alone",
            value := _middle(visitor, found),
            "ms",
            f"empty page {empty:.1f} ms",
            value / empty,
        )
        for name, found in asked.items()
    ]


def _middle(visitor: Visitor, found: list[str]) -> float:
    took = []
    for n in range(ALONE):
        begun = time.perf_counter()
        visitor.get(found[n % len(found)])
        took.append(time.perf_counter() - begun)
    return sorted(took)[ALONE // 2] * 1000


if __name__ == "__main__":
    main()
