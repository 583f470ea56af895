"""Names: surnames are read as surnames, variant characters are one."""

import time

import pyarrow as pa
import pytest

from liuqing.matching import names


@pytest.mark.parametrize(
    ("name", "sound", "letters"),
    [
        ("单示例", "shanshili", "ssl"), ("查示例", "zhashili", "zsl"), ("欧阳示例", "ouyangshili", "oysl"),
        ("曾示例", "zengshili", "zsl"), ("吕示例", "lvshili", "lsl"), ("张单", "zhangdan", "zd"), ("", "", ""),
    ],
)  # fmt: skip
def test_a_surname_is_read_as_a_surname(name, sound, letters):
    assert (names.pinyin(name), names.initials(name)) == (sound, letters)


def test_variant_characters_are_one():
    assert names.plain("陳 閆·国") == names.plain("陈闫国")


def test_a_canonical_character_is_never_replaced_again():
    assert all(names.VARIANTS.get(ord(kept)) is None for kept in names.VARIANTS.values())


def test_a_county_of_names_is_sounded_in_seconds():
    every = [chr(0x4E00 + i % 5000) + chr(0x4E00 + i * 7 % 9000) for i in range(100_000)]
    begin = time.perf_counter()
    for name in every:
        names.pinyin(name)
    assert time.perf_counter() - begin < 3


def test_many_names_read_in_one_go_are_read_as_one_by_one():
    every = [
        "单示例",
        "欧阳·示例(已故)",
        "O'Neill Maria",
        "陳玉林",
        "（无）",
        "·",
        "单",
        "单于",
        "欧阳",
        "欧阳单",
        "区单（区单）",
        "程示",
        "阿依古丽‧示例",
    ]
    plains = [names.plain(name) for name in every]
    read = names.read(pa.array(every))
    assert read["plain"].to_pylist() == [plain or None for plain in plains]
    assert read["sound"].to_pylist() == [names.pinyin(plain) or None for plain in plains]
    assert read["heard"].to_pylist() == [names.heard(plain) or None for plain in plains]


def test_a_blank_that_nobody_sees_does_not_part_a_name():
    assert names.read(pa.array(["曾\0示例", "示例"]))["plain"].to_pylist() == ["曾示例", "示例"]


def test_no_names_are_read_as_none():
    assert names.read(pa.array([], pa.string())).num_rows == 0


@pytest.mark.parametrize(("one", "other"), [("程玉林", "陈义琳"), ("赵宁", "造林"), ("钟平", "宗频")])
def test_names_that_a_yunnan_ear_confuses_are_heard_alike(one, other):
    assert names.heard(one) == names.heard(other) and names.pinyin(one) != names.pinyin(other)
