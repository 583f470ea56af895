"""Libraries: their licences allow free use, and the lock file is in step."""

import importlib.metadata
import json
import re
import tomllib
from collections.abc import Iterator

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.repository.tree import ROOT

FREE = re.compile(
    r"MIT|BSD|Apache|ISC|PSF|Python Software Foundation|MPL|Zlib|CC0|0BSD|Unlicense", re.IGNORECASE
)
COPYLEFT = re.compile(r"GPL|GNU", re.IGNORECASE)
EXCEPTIONS = {
    "docxtpl": "LGPL-2.1: used as a library, unchanged and replaceable; nothing of it is copied",
    "psycopg": "LGPL-3.0: optional (extra postgres), used as a library, unchanged and replaceable",
    "psycopg-binary": "LGPL-3.0: as psycopg",
}


def shipped() -> dict[str, importlib.metadata.Distribution]:
    """Everything a user installs, extras included; the developers' own tools are not."""
    found: dict[str, importlib.metadata.Distribution] = {}
    waiting = [("liuqing", ("postgres", "spark"))]
    while waiting:
        name, extras = waiting.pop()
        key = canonicalize_name(name)
        if key in found and not extras:
            continue
        found[key] = importlib.metadata.distribution(name)
        waiting += [
            (r.name, tuple(r.extras))
            for r in _needed(found[key], extras)
            if canonicalize_name(r.name) not in found
        ]
    return found


def _needed(package: importlib.metadata.Distribution, extras: tuple[str, ...]) -> Iterator[Requirement]:
    for text in package.requires or []:
        requirement = Requirement(text)
        marker = requirement.marker
        if marker is None or any(marker.evaluate({"extra": extra}) for extra in (*extras, "")):
            yield requirement


def licence(package: importlib.metadata.Distribution) -> str:
    """What the package says of itself: expression, else classifiers, else the first line of its text."""
    about = package.metadata
    classifiers = [c for c in about.get_all("Classifier") or [] if c.startswith("License ::")]
    return (
        about.get("License-Expression")
        or " ".join(classifiers)
        or (about.get("License") or "").split("\n")[0]
    )


def test_every_library_may_be_used_freely():
    strange = {
        name: licence(package)
        for name, package in shipped().items()
        if name not in EXCEPTIONS and (COPYLEFT.search(licence(package)) or not FREE.search(licence(package)))
    }
    assert not strange


@pytest.mark.parametrize("name", EXCEPTIONS)
def test_an_exception_is_still_needed_and_is_never_the_strict_kind(name):
    said = licence(shipped()[name])
    assert "LGPL" in said
    assert "AGPL" not in said


def test_walking_the_libraries_finds_those_of_libraries():
    assert {"django", "asgiref", "duckdb", "pyspark", "py4j"} <= set(shipped())


def test_every_library_of_the_pages_may_be_used_freely():
    lock = json.loads((ROOT / "frontend/package-lock.json").read_text(encoding="utf-8"))
    shipped_to_browsers = {n: p for n, p in lock["packages"].items() if n and not p.get("dev")}
    assert shipped_to_browsers
    assert not {
        name: package.get("license")
        for name, package in shipped_to_browsers.items()
        if COPYLEFT.search(package.get("license", "")) or not FREE.search(package.get("license", ""))
    }


def test_the_lock_file_is_in_step_with_the_project():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    lock = tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))
    ours = next(p for p in lock["package"] if p["name"] == "liuqing")["metadata"]
    asked = [
        *project["project"]["dependencies"],
        *(r for e in project["project"]["optional-dependencies"].values() for r in e),
    ]
    assert _locked(ours["requires-dist"]) == _asked(asked)
    assert _locked(ours["requires-dev"]["dev"]) == _asked(project["dependency-groups"]["dev"])


def test_the_lock_file_names_the_public_index_only():
    lock = (ROOT / "uv.lock").read_text(encoding="utf-8")
    assert set(re.findall(r"https?://([^/\"]+)", lock)) <= {"pypi.org", "files.pythonhosted.org"}


def _asked(requirements: list[str]) -> set[tuple[str, str, frozenset[str]]]:
    parsed = [Requirement(text) for text in requirements]
    return {(canonicalize_name(r.name), str(r.specifier), frozenset(r.extras)) for r in parsed}


def _locked(entries: list[dict]) -> set[tuple[str, str, frozenset[str]]]:
    parsed = [Requirement(f"x{e.get('specifier', '')}") for e in entries]
    return {
        (e["name"], str(r.specifier), frozenset(e.get("extras", ())))
        for e, r in zip(entries, parsed, strict=True)
    }
