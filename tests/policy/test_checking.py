"""A faulty folder tells all that is wrong with it at once, with file and line."""

from pathlib import Path

import pytest

from liuqing.errors import Problem
from liuqing.policy import dated, place
from liuqing.policy.checking import check

SOURCE = "source: {document: 某县规划, clause: 第一章}"
GOOD = f"label: 线\nunit: 元\nvalues:\n  2018-01-01: {{value: 1, {SOURCE}}}\n"
FAULTS = {
    "an unknown unit": (GOOD.replace("元", "文"), 4, "单位「文」不认识"),
    "falling dates": (GOOD + f"  2017-01-01: {{value: 2, {SOURCE}}}\n", 5, "没有按先后"),
    "the same day twice": (GOOD + f"  2018-01-01: {{value: 2, {SOURCE}}}\n", 5, "写了两次"),
    "no source": ("label: 线\nunit: 元\nvalues:\n  2018-01-01: {value: 1}\n", 4, "没有写依据"),
    "half a source": (GOOD.replace(", clause: 第一章", ""), 4, "没有写依据"),
    "a rate above 100": (GOOD.replace("元", '"%"').replace("value: 1", "value: 101"), 4, "超出了「%」的范围"),
    "a negative rate": (GOOD.replace("元", '"%"').replace("value: 1", "value: -1"), 4, "超出了"),
    "negative money": (GOOD.replace("value: 1", "value: -1"), 4, "超出了「元」的范围"),
    "negative money in a map": (GOOD.replace("value: 1", "value: {县内: 5, 省外: -1}"), 4, "-1 超出了"),
    "too many years": (GOOD.replace("元", "年").replace("value: 1", "value: 20180"), 4, "超出了「年」"),
    "too old": (GOOD.replace("元", "岁").replace("value: 1", "value: 160"), 4, "超出了「岁」"),
    "another type than before": (GOOD + f"  2019-01-01: {{value: [2], {SOURCE}}}\n", 5, "前后不一致"),
    "words for money": (GOOD.replace("value: 1", "value: 一元"), 4, "数值却不是数"),
    "a key twice": (GOOD + "label: 又一个\n", 5, "写了两次"),
    "a key that is none": (GOOD.replace("}}", "}, unverifed: true}"), 4, "「unverifed」不认识"),
    "doubt that is not yes or no": (GOOD.replace("}}", "}, unverified: 也许}"), 4, "true 或 false"),
    "a year for a day": (GOOD.replace("2018-01-01", "2018"), 4, "2018-01-01 的样子"),
    "no value": (GOOD.replace("value: 1, ", ""), 4, "没有写 value"),
    "no label": (GOOD.replace("label: 线\n", ""), 1, "没有写 label"),
    "no unit": (GOOD.replace("unit: 元\n", ""), 1, "没有写 unit"),
    "no values": ("label: 线\nunit: 元\nvalues: {}\n", 3, "没有写 values"),
    "not yaml": ("label: 线\nunit: 元: 分\n", 2, "不是合格的 YAML"),
    "a list": ("- 线\n", 1, "名称: 内容"),
    "nothing": ("", 1, "名称: 内容"),
}


def _numbers(folder: Path, **files: str) -> Path:
    at = folder / "parameters" / "exits"
    at.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (at / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize(("text", "line", "said"), FAULTS.values(), ids=FAULTS)
def test_a_fault_of_a_number_is_told_with_its_file_and_line(
    tmp_path: Path, text: str, line: int, said: str
) -> None:
    faults = dated.check(_numbers(tmp_path, income_line=text) / "parameters")
    fault = next(fault for fault in faults if said in fault.what)
    assert fault.where.file == f"{tmp_path.name}/parameters/exits/income_line.yaml"
    assert fault.where.row == line and fault.code == "policy.parameter"


@pytest.mark.parametrize(
    "text",
    [
        GOOD,
        GOOD.replace("value: 1", "value: null"),
        GOOD.replace("value: 1", "value: {县内: 100, 省外: 300.5}"),
        GOOD.replace("元", "元/月"),
        GOOD.replace("元", "用途").replace("value: 1", "value: [建房, 就学]"),
        GOOD.replace("元", '"%"').replace("value: 1", "value: 100"),
        GOOD.replace("元", "万元").replace("value: 1", "value: 0"),
        GOOD + f"  2019-01-01: {{value: 2, {SOURCE}, unverified: true}}\n",
    ],
)
def test_a_good_number_has_no_fault(tmp_path: Path, text: str) -> None:
    assert dated.check(_numbers(tmp_path, income_line=text) / "parameters") == []


def test_several_faults_of_one_file_are_all_told(tmp_path: Path) -> None:
    text = (
        f"label: 线\nunit: 文\nvalues:\n  2018-01-01: {{value: 1}}\n  2017-01-01: {{value: [1], {SOURCE}}}\n"
    )
    told = " ".join(fault.what for fault in dated.check(_numbers(tmp_path, line=text)))
    for said in ("单位「文」", "没有写依据", "没有按先后", "前后不一致"):
        assert said in told


def test_reading_a_faulty_folder_names_the_first_fault_and_counts_the_others(tmp_path: Path) -> None:
    _numbers(tmp_path, first=GOOD.replace("元", "文"), second=GOOD.replace("unit: 元\n", ""), third=GOOD)
    with pytest.raises(Problem) as raised:
        dated.read(tmp_path / "parameters")
    assert "exits.first" in raised.value.what and "另有 1 处错误" in raised.value.what
    assert raised.value.where.row == 4


def test_a_file_that_is_not_utf8_is_named(tmp_path: Path) -> None:
    at = _numbers(tmp_path) / "parameters/exits/line.yaml"
    at.write_bytes("label: 线".encode("gb18030"))
    [fault] = dated.check(tmp_path / "parameters")
    assert "不是 UTF-8" in fault.what


def _place(folder: Path, text: str = "extends: china/yunnan\nlabel: 某县\n", **files: str) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "place.yaml").write_text(text, encoding="utf-8")
    return _numbers(folder, **files)


def test_faults_of_place_numbers_and_standards_are_told_together(tmp_path: Path) -> None:
    folder = _place(tmp_path / "county", text="extends: china/yunnan\n", income_line=GOOD.replace("元", "文"))
    (folder / "standards.yaml").write_text("sets: {}\nstandards: {甲: {label: 乙}}\n", encoding="utf-8")
    files = {fault.where.file for fault in check(folder)}
    assert {"county/place.yaml", "county/parameters/exits/income_line.yaml", "county/standards.yaml"} <= files


def test_a_good_folder_has_no_fault(tmp_path: Path) -> None:
    assert check(_place(tmp_path / "county", income_line=GOOD)) == []


def test_a_number_that_nobody_reads_is_told(tmp_path: Path) -> None:
    [fault] = check(_place(tmp_path / "county", incom_line=GOOD))
    assert "exits.incom_line" in fault.what and "没有任何规则" in fault.what


def test_another_kind_of_value_than_the_parents_is_told(tmp_path: Path) -> None:
    [fault] = check(_place(tmp_path / "county", income_line=GOOD.replace("value: 1", "value: {县内: 1}")))
    assert "上级地方的是数" in fault.what


def test_a_criterion_that_is_no_rule_is_told(tmp_path: Path) -> None:
    text = GOOD.replace("元", "条件").replace("value: 1", "value: [exit_water, exit_magic, net_income]")
    told = [fault.what for fault in check(_place(tmp_path / "county", household_criteria=text))]
    assert len(told) == 2 and "exit_magic" in told[0] and "net_income" in told[1]


@pytest.mark.parametrize("key", place.known())
def test_the_places_of_the_program_have_no_fault(key: str) -> None:
    assert check(place.load(key).folder) == []
