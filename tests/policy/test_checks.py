"""The catalogue of checks: every number is asked or said not to be, and the paper is the rules' own."""

from liuqing.policy import checks
from liuqing.policy.rules import RULES
from tests.repository.tree import ROOT


def test_every_check_is_asked_or_said_not_to_be():
    told = checks.asked(RULES.values())
    assert len(checks.every()) == 70
    assert set(told) == set(checks.every()), "a source names a check that the catalogue does not have"
    assert {check for check, flags in told.items() if not flags} == set(checks.UNASKED)


def test_the_paper_is_that_of_the_rules():
    paper = (ROOT / "docs/reference/checks.md").read_text(encoding="utf-8")
    assert paper == checks.paper(RULES.values())


def test_every_flag_of_the_loop_stands_in_the_paper():
    paper = checks.paper(RULES.values())
    missing = [r.name for r in RULES.values() if r.kind == "flag" and r.closes and r.label not in paper]
    assert missing == []
