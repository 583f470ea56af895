"""What must never be in the repository, whoever commits it."""

import re
from datetime import date

import pytest

from liuqing.policy import identity_numbers
from tests.repository.tree import FONTS, ROOT, packed_texts, texts, tracked

MEGABYTE = 1024 * 1024
# Written in two halves so that this file does not find itself.
MACHINE = re.compile(
    "|".join(
        [
            "/" + r"work/\w",
            "/" + r"root/",
            "/" + r"home/[a-z][\w-]*/",
            r"[A-Z]:\\" + r"Users\\",
            "/" + "tmp/x/",
        ]
    )
)
NUMBER = re.compile(r"(?<![0-9A-Za-z.])\d{17}[\dXx](?![0-9A-Za-z])")
FETCHED = re.compile(
    r"""(?:src|href|action|poster|data|srcset|hx-[a-z]+)\s*=\s*["']\s*(?:https?:)?//"""
    r"""|url\(\s*["']?\s*(?:https?:)?//|@import\s+["'](?:https?:)?//"""
    r"""|(?:import|fetch|importScripts)\(\s*["'](?:https?:)?//""",
    re.IGNORECASE,
)


def belongs_to_somebody(number: str) -> bool:
    """Assigned prefix, a birth date that exists and may be a living person's, valid check digit."""
    number = number.upper()
    return (
        11 <= int(number[:2]) <= 82
        and not identity_numbers.fault(number)
        and 1900 <= int(number[6:10]) <= date.today().year
    )


def with_check_digit(first17: str) -> str:
    return first17 + identity_numbers.check_digit(first17)


@pytest.mark.parametrize("prefix", ["110101", "530325", "820000"])
def test_a_number_with_an_assigned_prefix_is_recognised(prefix):
    assert belongs_to_somebody(with_check_digit(f"{prefix}19490101000"))


def test_an_invented_number_is_let_through():
    assert not belongs_to_somebody(with_check_digit("99032519490101001"))


def test_no_identity_number_of_a_possible_person():
    # The report names the place and never the number.
    found = [
        f"{place}: line {text.count(chr(10), 0, match.start()) + 1}"
        for place, text in [*texts(), *packed_texts()]
        for match in NUMBER.finditer(text)
        if belongs_to_somebody(match.group())
    ]
    assert not found


def test_no_path_of_somebodys_machine():
    assert not [f"{path}: {m.group()}" for path, text in texts() for m in MACHINE.finditer(text)]


def test_no_large_file_except_fonts():
    large = [p for p in tracked() if p.suffix not in FONTS and (ROOT / p).stat().st_size > 5 * MEGABYTE]
    assert not large


@pytest.mark.parametrize(
    "fetched",
    ['<script src="https://cdn.example/x.js">', "<img src='//cdn.example/x.png'>", "a{background:url(http://x/y)}",
     '@import "https://x/y.css"', 'import("https://x/y.js")', '<a hx-get="https://x/">'],
)  # fmt: skip
def test_a_thing_fetched_from_elsewhere_is_recognised(fetched):
    assert FETCHED.search(fetched)


def test_pages_fetch_nothing_from_elsewhere():
    web = [(p, t) for p, t in texts() if p.parts[:3] == ("src", "liuqing", "web") or "templates" in p.parts]
    # A link a person may choose to follow is not fetched: <a … rel="external">.
    found = [
        f"{path}: {text[m.start() : m.start() + 80]}"
        for path, text in web
        for m in FETCHED.finditer(text)
        if 'rel="external"' not in text[m.start() : m.start() + 200]
    ]
    assert not found


def test_no_secret_is_kept():
    shapes = re.compile("-----BEGIN " + r"[A-Z ]*PRIVATE KEY|ghp_[0-9A-Za-z]{36}|AKIA[0-9A-Z]{16}")
    assert not [str(path) for path, text in texts() if shapes.search(text)]


def test_no_workspace_or_database_is_kept():
    # A workspace holds the master key.
    assert not [
        p for p in tracked() if p.name in {"county.toml", "key"} or p.suffix in {".sqlite3", ".db", ".duckdb"}
    ]
