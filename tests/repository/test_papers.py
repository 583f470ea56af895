"""README, recipes and decisions speak of things that exist."""

import re
from pathlib import Path

import pytest
import typer.main

from liuqing import cli
from tests.repository.tree import ROOT, texts

COMMANDS = set(typer.main.get_command(cli.app).commands)  # type: ignore[attr-defined]
TARGETS = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
PAPERS = {str(path): text for path, text in texts(".md")}


def code(text: str) -> str:
    """Only what is set as code: commands in a sentence are words."""
    return "\n".join(re.findall(r"```.*?```|`[^`\n]+`", text, re.DOTALL))


@pytest.mark.parametrize("paper", PAPERS)
def test_commands_named_in_a_paper_exist(paper):
    named = set(re.findall(r"\bliuqing ([a-z][a-z-]*)", code(PAPERS[paper])))
    assert named <= COMMANDS


@pytest.mark.parametrize("paper", PAPERS)
def test_make_targets_named_in_a_paper_exist(paper):
    named = set(re.findall(r"\bmake ([a-z]+)", code(PAPERS[paper])))
    assert named <= TARGETS


@pytest.mark.parametrize("paper", PAPERS)
def test_links_and_pictures_of_a_paper_lead_somewhere(paper):
    linked = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)|(?:src|href)=\"([^\"#]+)\"", PAPERS[paper])
    here = (ROOT / paper).parent
    lost = [a or b for a, b in linked if "://" not in (a or b) and not (here / (a or b)).exists()]
    assert not lost


@pytest.mark.parametrize("paper", PAPERS)
def test_scripts_and_tests_named_in_a_paper_exist(paper):
    named = re.findall(r"(?<![\w/.])((?:scripts|tests|benchmarks|src)/[\w./-]*\w)", code(PAPERS[paper]))
    assert not [name for name in named if not (ROOT / name).exists()]


def test_the_readme_has_the_two_commands_in_both_languages():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert readme.count("make demo") >= 2
    assert readme.count("make test") >= 2


def test_decisions_are_numbered_without_gap_or_double():
    numbers = sorted(int(path.name[:4]) for path in (ROOT / "docs/decisions").glob("*.md"))
    assert numbers == list(range(1, len(numbers) + 1))


@pytest.mark.parametrize("decision", sorted(p.name for p in (ROOT / "docs/decisions").glob("*.md")))
def test_a_decision_says_what_and_why(decision):
    text = (ROOT / "docs/decisions" / decision).read_text(encoding="utf-8")
    assert re.match(r"# \S", text)
    assert len(text.splitlines()) <= 60


def test_changelog_fragments_are_named_by_number_and_kind():
    kinds = {"added", "changed", "fixed", "removed", "security"}
    strange = [
        p.name
        for p in (ROOT / "changes").iterdir()
        if p.name not in {"README.md", ".gitkeep"}
        and not (re.fullmatch(r"\d+\.[a-z]+\.md", p.name) and p.name.split(".")[1] in kinds)
    ]
    assert not strange


def test_every_script_can_be_run_and_says_what_it_is_for():
    scripts = [p for p in (ROOT / "scripts").iterdir() if p.is_file() and not p.suffix]
    assert scripts
    for script in scripts:
        lines = script.read_text(encoding="utf-8").splitlines()
        assert lines[1].startswith("# "), script.name
        assert script.name == "say" or script.stat().st_mode & 0o111, script.name


def test_continuous_integration_runs_the_command_of_the_readme():
    script = (ROOT / ".ci/run").read_text(encoding="utf-8")
    assert "make --no-print-directory test" in script
    assert (ROOT / ".ci/run").stat().st_mode & 0o111


def test_the_licence_is_the_whole_apache_licence():
    text = Path(ROOT / "LICENSE").read_text(encoding="utf-8")
    assert "Apache License" in text
    assert "END OF TERMS AND CONDITIONS" in text
