"""A county is data: it inherits, overrides, and may lie anywhere."""

from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from liuqing.errors import Problem
from liuqing.policy import place


@pytest.mark.parametrize("name", ["fuyuan", "china/yunnan/fuyuan"])
def test_a_county_is_found_by_name_or_path(name: str) -> None:
    county = place.load(name)
    assert county.key == "china/yunnan/fuyuan"
    assert list(county.names.values()) == ["中国", "云南省", "曲靖市", "富源县"]


def test_fuyuan_has_its_12_towns_and_161_villages_each_below_its_parent() -> None:
    areas = place.load("fuyuan").areas()
    assert Counter(area.level for area in areas) == {"county": 1, "town": 12, "village": 161}
    codes = {area.code for area in areas}
    assert len(codes) == len(areas)
    assert all(area.parent in codes and area.code.startswith(area.parent) for area in areas[1:])


def test_the_plan_of_fuyuan_adds_up() -> None:
    stated = {(t.metric, t.dimension, t.year): t.value for t in place.load("fuyuan").targets()}
    by_year = [v for (metric, dimension, _), v in stated.items() if metric == "exited_persons" and dimension]
    assert sum(by_year) == stated["exited_persons", "", 2018] == 100_821
    for unit in ("households", "persons"):
        exited, left = stated[f"exited_{unit}", "", 2018], stated[f"unexited_{unit}", "", 2018]
        assert exited + left == stated[f"registered_{unit}", "", 2018]
    assert stated["poor_villages_exited", "", 2018] + stated["poor_villages_left", "", 2018] == 130


@pytest.mark.parametrize("year", [2014, 2017, 2018])
def test_the_rural_base_of_every_year_gives_the_incidence_of_the_plan(year: int) -> None:
    stated = {(t.metric, t.year): t.value for t in place.load("fuyuan").targets() if not t.dimension}
    poor = stated["registered_persons" if year == 2014 else "unexited_persons", year]
    share = poor * 100 / stated["rural_population", year]
    assert round(share, 2) == stated["incidence", year].quantize(Decimal("0.01"))


def test_every_target_names_the_section_it_is_from() -> None:
    assert all(target.source and target.unit for target in place.load("fuyuan").targets())


def test_a_department_is_known_by_its_aliases() -> None:
    county = place.load("fuyuan")
    assert county.department("县林草局") == "县林业局"
    assert county.department("县邮政局") is None


def test_a_county_of_ones_own_inherits_and_overrides_whole_files(tmp_path: Path) -> None:
    own = tmp_path / "ours"
    (own / "parameters" / "exits").mkdir(parents=True)
    (own / "place.yaml").write_text("extends: china/yunnan\nlabel: 我县\nwords: {village: 村居}\n", "utf-8")
    (own / "parameters" / "exits" / "income_line.yaml").write_text(
        "label: 退出线\nunit: 元\nvalues:\n  2018-01-01: {value: 9000, source: {document: 某文件, clause: 一}}\n",
        "utf-8",
    )
    county = place.load(str(own))
    assert (county.label, county.words["village"], county.words["town"]) == ("我县", "村居", "乡镇（街道）")
    numbers = county.parameters(date(2018, 12, 31))
    assert numbers["exits.income_line"] == 9000
    assert numbers["schooling.starting_age"] == 6
    assert "exits.income_line" in numbers.meta("exits.income_line").name
    with pytest.raises(LookupError):
        county.parameters(date(2017, 6, 1))["exits.income_line"]


def test_a_place_that_nobody_knows_is_a_problem_that_names_those_there_are() -> None:
    with pytest.raises(Problem) as raised:
        place.load("atlantis")
    assert raised.value.code == "policy.unknown_place" and "fuyuan" in raised.value.remedy


@pytest.mark.parametrize("text", ["names: {}\n", "label: [", "label: 甲\nextends: {name}\n"])
def test_a_faulty_place_is_a_problem(tmp_path: Path, text: str) -> None:
    folder = tmp_path / "faulty"
    folder.mkdir()
    (folder / "place.yaml").write_text(text.replace("{name}", str(folder)), "utf-8")
    with pytest.raises(Problem) as raised:
        place.load(str(folder))
    assert raised.value.code == "policy.place"
