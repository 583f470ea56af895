"""docs/coverage.csv says truly what works."""

import ast
import csv
import re
from functools import cache

import pytest

from liuqing.compute.findings import METRICS
from liuqing.policy import estimates, place, procedures, quotas, standards
from liuqing.policy.rules import RULES
from tests.repository.tree import ROOT

STATES = {"works", "partly", "no", "declined"}
IDS = [*(f"R{n:03d}" for n in range(1, 417)), *(f"B{n:03d}" for n in range(1, 160))]


def rows() -> list[dict[str, str]]:
    with (ROOT / "docs/coverage.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def named_by(row: dict[str, str]) -> list[str]:
    """Several tests are separated by blanks."""
    return row["test"].split()


@cache
def functions_of(path: str) -> frozenset[str]:
    """The names of the test functions of a file, those in classes as Class::name."""
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    return frozenset(_functions(tree.body, ""))


def _functions(body: list[ast.stmt], prefix: str):
    for node in body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test"):
            yield prefix + node.name
        elif isinstance(node, ast.ClassDef):
            yield from _functions(node.body, f"{node.name}::")


def exists(test: str) -> bool:
    path, _, name = test.partition("::")
    return (ROOT / path).is_file() and name.partition("[")[0] in functions_of(path)


def test_every_requirement_is_there_once_and_in_order():
    assert [row["id"] for row in rows()] == IDS


def test_every_mechanism_is_named_in_english():
    assert not [
        row["id"]
        for row in rows()
        if not row["mechanism"] or any("一" <= c <= "鿿" for c in row["mechanism"])
    ]


def test_every_state_is_one_of_four():
    assert {row["state"] for row in rows()} <= STATES


def test_what_works_says_where_and_names_a_test():
    assert not [r["id"] for r in rows() if r["state"] == "works" and not (r["where"] and r["test"])]


def test_what_is_declined_names_the_alternative():
    assert not [r["id"] for r in rows() if r["state"] == "declined" and not r["where"]]


def test_what_is_not_there_claims_nothing():
    assert not [r["id"] for r in rows() if r["state"] == "no" and (r["where"] or r["test"])]


@cache
def keys() -> frozenset[str]:
    """Every rule, figure, number, standard, quota, estimate and procedure that there is."""
    found = {*RULES, *METRICS}
    for one in map(place.load, place.known()):
        found |= {*one.files, *standards.declared(one).standards, *quotas.declared(one).quotas}
        found |= {*estimates.declared(one).estimates, *procedures.stated(one)}
    return frozenset(found)


def named_keys(row: dict[str, str]) -> list[str]:
    """What a row names by its key: words joined by _, or by . if it is a number."""
    return re.findall(r"(?<![/.\w<])[a-z]+(?:[._][a-z0-9]+)*_[a-z0-9_]+(?![\w/.>])", row["where"])


def test_every_named_key_exists():
    assert not [f"{r['id']}: {key}" for r in rows() for key in named_keys(r) if key not in keys()]


def test_a_key_that_is_not_there_is_noticed():
    assert named_keys({"where": "rule exit_incme, page /area/<code>/flags/, number housing.no_subsidy"}) == [
        "exit_incme",
        "housing.no_subsidy",
    ]
    assert {"exit_income", "exits.income_line"} <= keys()


def test_every_named_test_exists():
    assert not [f"{r['id']}: {t}" for r in rows() for t in named_by(r) if not exists(t)]


@pytest.mark.parametrize(
    "test", ["tests/nowhere.py::test_x", "tests/repository/test_coverage.py::test_of_nobody"]
)
def test_a_test_that_is_not_there_is_noticed(test):
    assert not exists(test)
