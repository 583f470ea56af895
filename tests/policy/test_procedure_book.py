"""The book of procedures says what the files say, to the letter."""

import pytest

from liuqing.policy import place
from liuqing.policy.procedure_book import DOCS, NAME, paper
from liuqing.policy.procedures import stated


@pytest.fixture(scope="module")
def written() -> str:
    return paper()


def test_the_committed_paper_is_the_one_that_the_files_write(written: str) -> None:
    """If not: ``python -m liuqing.policy.procedure_book``."""
    assert (DOCS / NAME).read_text(encoding="utf-8") == written


@pytest.mark.parametrize("name", place.known())
def test_every_procedure_version_step_and_source_of_a_place_is_in_the_paper(name: str, written: str) -> None:
    for key, one in stated(place.load(name)).items():
        assert f"`{key}`" in written
        for since, version in one.versions.items():
            assert f"**{since} 起" in written and str(version.source) in written
            for at, step in enumerate(version.steps, start=1):
                assert f"| {at} {step.label} | {step.who} |" in written
            for doubt in version.unsure:
                assert doubt in written


def test_what_differs_in_a_province_stands_under_its_name_once(written: str) -> None:
    shandong = written.split("## 山东省：与国家不同的程序")[1].split("\n## ")[0]
    assert "村民小组评议" in shandong and "`village_exit`" not in shandong
    yunnan = written.split("## 云南省：与国家不同的程序")[1].split("\n## ")[0]
    assert "`township_exit`" in yunnan and "`identification`" not in yunnan


def test_a_quorum_is_said_in_words(written: str) -> None:
    assert "村民代表 2/3 以上到会，到会的过半数同意" in written


def test_what_nobody_could_confirm_is_marked(written: str) -> None:
    assert "**2015-01-01 起（未核实）**" in written
    assert "未核实：公示天数，有的地方写7天以上，原文未写明" in written
