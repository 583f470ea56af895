"""A county is data: it inherits, overrides, and may lie anywhere."""

from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from liuqing.errors import Problem
from liuqing.policy import place
from liuqing.policy.place_shape import Told

KEYS = st.sampled_from(sorted(Told.__dataclass_fields__))
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3) | st.dates(),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(KEYS | st.text(max_size=3), inner, max_size=3)
    ),
    max_leaves=8,
)


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


def test_a_department_is_known_by_the_names_it_bore_before_a_merger() -> None:
    county = place.load("fuyuan")
    assert county.department("县卫生局") == county.department("县人口和计划生育局") == "县卫计局"
    assert {former.how for former in county.told.departments["县卫计局"].formerly} == {"合并"}


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


@pytest.mark.parametrize("text", ["names: {}\n", "label: [", "label: 甲\nextends: {name}\n", "甲", ""])
def test_a_faulty_place_is_a_problem(tmp_path: Path, text: str) -> None:
    folder = tmp_path / "faulty"
    folder.mkdir()
    (folder / "place.yaml").write_text(text.replace("{name}", str(folder)), "utf-8")
    with pytest.raises(Problem) as raised:
        place.load(str(folder))
    assert raised.value.code == "policy.place"


def _folder(at: Path, text: str, **lists: str) -> Path:
    """A place's folder with these texts."""
    folder = at / "ours"
    folder.mkdir()
    (folder / "place.yaml").write_text(text, "utf-8")
    for name, content in lists.items():
        (folder / f"{name}.csv").write_text(content, "utf-8")
    return folder


def _told(folder: Path) -> list[tuple[str, int | None, str]]:
    faults = place.check(folder)
    assert {fault.code for fault in faults} <= {"policy.place"}
    return [(fault.where.file, fault.where.row, fault.what) for fault in faults]


FAULTS = {
    "an unknown key": ("label: 甲\nnickname: 乙\n", 2, "nickname"),
    "an unknown key inside": ("label: 甲\nplan:\n  first_year: 2018\n  colour: 红\n", 4, "colour"),
    "a text for a year": ("label: 甲\nplan: {first_year: 明年}\n", 2, "整数"),
    "a number for a text": ("label: 123\n", 1, "文字"),
    "a bare code": ("label: 甲\ncode: 530325\n", 2, "引号"),
    "a text for a switch": ("label: 甲\nfunding_gap: 有\n", 2, "true"),
    "a text for a list": ("label: 甲\nfinance: 小额信贷\n", 2, "列表"),
    "a list for a section": ("label: 甲\nplan: [2018]\n", 2, "名称"),
    "a list for a map": ("label: 甲\nwords: 村\n", 2, "名称"),
    "a word that is not allowed": ("label: 甲\nproject_grain: fine\n", 2, "project_grain"),
    "a level that is not there": ("label: 甲\nexit_sets: {planet: 全部}\n", 2, "exit_sets"),
    "a part that must be there": ("label: 甲\npartners:\n  - {for: [资金]}\n", 3, "name"),
    "a number that is none": ("label: 甲\nphases: {}\ndisplay: {money_digits: 0x}\n", 3, "money_digits"),
    "a phase that nobody knows": ("label: 甲\nextends: china\nphase: 收官期\n", 3, "收官期"),
    "a module that nobody knows": ("label: 甲\nphases: {收官期: [party]}\n", 2, "phases"),
    "a word without a meaning": ("label: 甲\napproximate_words: [大概]\n", 2, "大概"),
    "a day that is none": ("label: 甲\nplan: {filed_by: 十月底}\n", 2, "filed_by"),
    "a day that most years lack": ("label: 甲\nplan: {filed_by: 02-29}\n", 2, "filed_by"),
    "a month that is none": ("label: 甲\nplan: {issued: '2018-13-01'}\n", 2, "issued"),
    "a name written twice": ("label: 甲\nfinance: []\nlabel: 乙\n", 3, "两次"),
    "no label": ("code: '1'\n", 1, "label"),
    "extends to nowhere": ("label: 甲\nextends: atlantis\ncode: '1'\n", 2, "atlantis"),
    "extends to a list": ("label: 甲\nextends: [china, yunnan]\nfinance: []\n", 2, "extends"),
    "extends to no name": (f"label: 甲\nextends: {'长' * 300}\nfinance: []\n", 2, "找不到"),
    "nothing of its own": ("extends: china\nlabel: 甲\n", 1, "没有改动"),
    "a list for a name": ("label: 甲\n? [a, b]\n: 1\n", 1, "文字"),
    "a part of itself": ("label: 甲\nfinance: &own [*own]\n", 2, "自己"),
    "no label worth the name": ("label: ''\nfinance: []\n", 1, "label"),
    "not YAML": ("label: 甲\nwords: [\n", 3, "YAML"),
}


@pytest.mark.parametrize(("text", "row", "what"), FAULTS.values(), ids=FAULTS.keys())
def test_a_fault_is_told_with_its_line(tmp_path: Path, text: str, row: int, what: str) -> None:
    faults = place.check(_folder(tmp_path, text))
    assert [(fault.where.file, fault.where.row) for fault in faults] == [("ours/place.yaml", row)]
    assert what in faults[0].what + faults[0].remedy


AREAS = """code,name,level,parent,kind
999901,甲县,county,,
99990101,乙镇,town,999901,镇
99990102,丙庄,town,999901,庄园
99990101,丁镇,town,999901,镇
9999010101,,village,99990101,
9999010102,戊村,parish,99990101,
9999010103,己村,village,99990109,
99990103,庚镇,town,9999010101,
"""
AREA_FAULTS = [
    (4, "庄园"),
    (5, "第 3 行重复"),
    (6, "名称"),
    (7, "parish"),
    (8, "99990109"),
    (9, "高一级"),
    (None, "999902"),
]


def test_every_fault_of_the_divisions_is_told_at_once_with_its_line(tmp_path: Path) -> None:
    text = "extends: china\nlabel: 甲\ncode: '999902'\ntown_kinds: [镇]\n"
    told = sorted(_told(_folder(tmp_path, text, areas=AREAS)), key=lambda t: t[1] or 99)
    assert [(file, row) for file, row, _ in told] == [("ours/areas.csv", row) for row, _ in AREA_FAULTS]
    assert all(what in said for (_, what), (_, _, said) in zip(AREA_FAULTS, told, strict=True))


TARGETS = """metric,dimension,year,value,unit,source,word
incidence,,2018,1.5,%,甲县规划·目标,以内
incidence,,2018,1.6,%,甲县规划·目标,
incidence,,今年,1.6,%,甲县规划·目标,
incidence,,2019,约1.6,%,甲县规划·目标,
incidence,,2020,NaN,%,,
registered_persons,,2020,148,人,甲县规划·目标,大约
,,2020,1,,甲县规划·目标,
"""


def test_every_fault_of_the_targets_is_told_at_once_with_its_line(tmp_path: Path) -> None:
    told = _told(_folder(tmp_path, "extends: china\nlabel: 甲\n", targets=TARGETS))
    assert {file for file, _, _ in told} == {"ours/targets.csv"}
    assert sorted(row for _, row, _ in told if row) == [3, 4, 5, 6, 6, 7, 8, 8]


@pytest.mark.parametrize(
    "lists",
    [
        {"areas": "code,name\n1,甲\n"},
        {"targets": "metric,value\na,1\n"},
        {"areas": "code,name,level,parent,colour\n1,甲,county,,红\n"},
    ],
)
def test_a_list_with_other_columns_says_which(tmp_path: Path, lists: dict[str, str]) -> None:
    told = _told(_folder(tmp_path, "extends: china\nlabel: 甲\ncode: '1'\n", **lists))
    assert told and all(row == 1 and "列" in what for _, row, what in told)


def test_a_list_that_is_not_utf_8_is_told(tmp_path: Path) -> None:
    folder = _folder(tmp_path, "extends: china\nlabel: 甲\ncode: '1'\n")
    (folder / "areas.csv").write_bytes("code,name,level,parent\n1,甲县,county,\n".encode("gb18030"))
    assert [(file, row) for file, row, _ in _told(folder)] == [("ours/areas.csv", None)]


@settings(max_examples=150, deadline=None)
@given(
    told=st.dictionaries(KEYS | st.text(max_size=3), ANYTHING, max_size=6),
    rows=st.lists(st.lists(st.text(max_size=4), max_size=9), max_size=4),
)
def test_whatever_a_folder_says_it_gets_a_list_of_faults_and_no_crash(
    told: dict[str, object], rows: list[list[str]]
) -> None:
    with TemporaryDirectory() as at:
        folder = Path(at)
        (folder / "place.yaml").write_text(yaml.safe_dump(told, allow_unicode=True), "utf-8")
        for name, head in (
            ("areas", "code,name,level,parent"),
            ("targets", "metric,dimension,year,value,unit,source"),
        ):
            lines = [head, *(",".join(row) for row in rows)]
            (folder / f"{name}.csv").write_text("\n".join(lines), "utf-8")
        faults = place.check(folder)
        assert faults and all(fault.where.file for fault in faults)


def test_divisions_need_a_code_of_their_place(tmp_path: Path) -> None:
    told = _told(
        _folder(tmp_path, "extends: china\nlabel: 甲\n", areas="code,name,level,parent\n1,甲县,county,\n")
    )
    assert [file for file, _, what in told if "code" in what] == ["ours/place.yaml", "ours/areas.csv"]


def test_faults_of_several_files_come_together_and_loading_tells_the_first(tmp_path: Path) -> None:
    folder = _folder(
        tmp_path, "label: 甲\nplanet: 乙\ncode: '1'\nfunding_gap: 有\n", areas=AREAS, targets=TARGETS
    )
    found = place.check(folder)
    assert len({fault.where.file for fault in found}) == 3
    with pytest.raises(Problem) as raised:
        place.load(str(folder))
    assert raised.value.code == "policy.place" and raised.value.where.row == 2
    assert "planet" in raised.value.what and f"另有 {len(found) - 1} 处" in raised.value.what


def test_a_circle_over_two_folders_is_told_where_it_closes(tmp_path: Path) -> None:
    for name, other in (("one", "two"), ("two", "one")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "place.yaml").write_text(
            f"label: {name}\nextends: ../{other}\nfinance: []\n", "utf-8"
        )
    assert ("two/place.yaml", 2, "extends 绕回了自己") in _told(tmp_path / "one")


def test_a_place_may_extend_a_province_of_ones_own_beside_it(tmp_path: Path) -> None:
    (tmp_path / "province").mkdir()
    (tmp_path / "province" / "place.yaml").write_text(
        "label: 丙省\nextends: china\nwords: {town: 旗}\n", "utf-8"
    )
    folder = _folder(tmp_path, "extends: ../province\nlabel: 甲\nfinance: [小额信贷]\n")
    assert place.check(folder) == []
    assert place.load(str(folder)).words["town"] == "旗"


def test_two_layers_of_the_same_name_keep_their_numbers_apart(tmp_path: Path) -> None:
    folder = _folder(tmp_path, "extends: china\nlabel: 全国\nfinance: []\n")
    assert place.load(str(folder)).files.keys() == place.load("china").files.keys()


@pytest.mark.parametrize(
    ("word", "met", "missed"),
    [
        ("", ["100"], ["99.99", "100.01"]),
        ("以上", ["100", "101"], ["99.99"]),
        ("不低于", ["100", "101"], ["99.99"]),
        ("以内", ["100", "0"], ["100.01"]),
        ("左右", ["95", "100", "105"], ["94.99", "105.01"]),
        ("近", ["90", "100"], ["89.99", "110.01"]),
        ("余", ["100", "180"], ["99.99"]),
    ],
)
def test_a_word_of_the_plan_says_how_a_figure_is_compared(
    tmp_path: Path, word: str, met: list[str], missed: list[str]
) -> None:
    line = f"metric,dimension,year,value,unit,source,word\nincidence,,2018,100,人,甲县规划·目标,{word}\n"
    folder = _folder(tmp_path, "extends: china\nlabel: 甲\n", targets=line)
    (target,) = place.load(str(folder)).targets()
    assert all(target.met_by(Decimal(value)) for value in met)
    assert not any(target.met_by(Decimal(value)) for value in missed)
