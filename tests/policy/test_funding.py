"""Sources of money by place and day: who gives, what is pooled, what a source may not pay for."""

from datetime import date

import pytest

from liuqing.errors import Problem
from liuqing.policy import checking, funding, place

EVERY = place.known()
COUNTY = "extends: china/yunnan\nlabel: 我县\nfund_sources: [甲资金]\nproject_classes: {产业扶贫: [种植, 养殖], 教育扶贫: [高中]}\n"


def made(folder, versions, source="甲资金"):
    (folder / "place.yaml").write_text(COUNTY, "utf-8")
    (folder / "funding.yaml").write_text(f"sources:\n  {source}:\n    versions:\n{versions}", "utf-8")
    return place.load(str(folder))


def version(since, said):
    return f"      {since}: {{source: {{document: 某办法, clause: 第三条}}, {said}}}\n"


@pytest.mark.parametrize("key", EVERY)
def test_every_county_says_what_each_of_its_sources_is(key):
    own = place.load(key)
    for source in own.fund_sources:
        told = funding.rule(own, source, date(2018, 6, 1))
        assert told is not None, source
        assert str(told.source)
        assert funding.rule(own, source, date(2010, 1, 1)) is None


def test_agriculture_funds_are_pooled_and_partners_money_comes_from_partners():
    fuyuan, day = place.load("china/yunnan/fuyuan"), date(2019, 1, 1)
    assert funding.rule(fuyuan, "涉农整合资金", day).pooled
    assert funding.rule(fuyuan, "上海帮扶资金", day).levels == ["partner"]
    assert not funding.rule(fuyuan, "县级自筹资金", day).pooled
    assert funding.rule(place.load("china/shandong/wenchanghu"), "创业担保贷款", day).debt


@pytest.mark.parametrize(
    ("said", "classes", "forbidden"),
    [
        ("forbidden: [种植]", ("产业扶贫", "种植"), True),
        ("forbidden: [种植]", ("产业扶贫", "养殖"), False),
        ("forbidden: [产业扶贫]", ("产业扶贫", "养殖"), True),
        ("allowed: [教育扶贫]", ("产业扶贫", "养殖"), True),
        ("allowed: [养殖]", ("产业扶贫", "养殖"), False),
        ("allowed: [养殖]", ("产业扶贫", ""), True),
        ("pooled: true", ("产业扶贫", "养殖"), False),
    ],
)
def test_a_class_is_forbidden_by_its_own_name_or_by_its_group(tmp_path, said, classes, forbidden):
    own = made(tmp_path, version("2018-01-01", said))
    assert funding.forbids(funding.rule(own, "甲资金", date(2018, 1, 1)), *classes) is forbidden


def test_the_rule_of_the_day_counts(tmp_path):
    own = made(
        tmp_path,
        version("2018-01-01", "forbidden: [种植]")
        + version("2019-07-01", "pooled: true")
        + version("2021-01-01", "ended: true"),
    )
    days = (date(2017, 12, 31), date(2019, 6, 30), date(2019, 7, 1), date(2021, 1, 1))
    told = [funding.rule(own, "甲资金", day) for day in days]
    assert [one and one.pooled for one in told] == [None, False, True, None]
    assert not funding.forbids(None, "产业扶贫", "种植")


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("levels: [country]", "级次「country」不认识"),
        ("forbidden: [没有的类]", "「没有的类」不在项目类别中"),
        ("allowed: [种植], forbidden: [种植]", "既可用于又不得用于"),
    ],
)
def test_a_slip_in_the_file_is_found_with_its_place(tmp_path, said, words):
    made(tmp_path, version("2018-01-01", said))
    found = [one for one in checking.check(tmp_path) if words in one.sentence()]
    assert found
    assert "funding.yaml" in str(found[0].where)


def test_falling_days_and_unknown_sources_are_found(tmp_path):
    made(tmp_path, version("2019-01-01", "pooled: true") + version("2018-01-01", "pooled: true"))
    assert "没有按先后排列" in str([one.what for one in funding.check(tmp_path)])
    made(tmp_path, version("2018-01-01", "pooled: true"), source="乙资金")
    assert "不在资金来源" in str([one.what for one in funding.check(tmp_path)])


def test_a_faulty_file_stops_the_question(tmp_path):
    own = made(tmp_path, version("2018-01-01", "levels: [country]"))
    with pytest.raises(Problem):
        funding.rule(own, "甲资金", date(2018, 1, 1))
