"""The catalogue of checks: each has a flag that says what to do."""

import re

import pytest

from liuqing.policy.rules import RULES

SEVERITY = {"R": {"red"}, "L": {"orange"}, "E": {"yellow"}, "S": {"yellow", "orange"}}
ASKED = {
    "ID": "R R R R R L L S E E",
    "ED": "L R L L S S",
    "LB": "L S S L L E R S L S L - L S",
    "HS": "L R R R E S S R",
    "MN": "R R R R S S S S S S S L S S",
    "LV": "S L L E R",
    "XD": "R S S S S S S S S R S S R",
}
"""How grave each is, in the order of its number. LB-12 asks for a fact that no list has."""
CHECKS = [
    (f"{group}-{number:02}", letter)
    for group, letters in ASKED.items()
    for number, letter in enumerate(letters.split(), start=1)
    if letter != "-"
]
FLAGS = [rule for rule in RULES.values() if rule.kind == "flag"]
NAMED = re.compile(r"[A-Z]{2}-\d{2}")


@pytest.mark.parametrize(("check", "letter"), CHECKS)
def test_every_check_has_a_flag_as_grave_as_it_is(check: str, letter: str) -> None:
    found = [rule for rule in FLAGS if check in NAMED.findall(rule.source)]
    assert found and all(rule.severity in SEVERITY[letter] for rule in found)


@pytest.mark.parametrize("name", [rule.name for rule in FLAGS if NAMED.search(rule.source)])
def test_a_flag_of_the_catalogue_says_who_answers_and_what_closes_it(name: str) -> None:
    rule = RULES[name]
    assert rule.closes and rule.department and rule.check != rule.closes
