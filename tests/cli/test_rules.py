"""``liuqing rules`` lists what is in force, or everything that is wrong; ``explain`` what would help."""

import sqlite3


def test_a_faulty_place_tells_all_its_faults_with_file_and_line(liuqing, tmp_path):
    numbers = tmp_path / "county/parameters/exits"
    numbers.mkdir(parents=True)
    (tmp_path / "county/place.yaml").write_text(
        "extends: china/yunnan\nlabel: 某县\nodd: 1\n", encoding="utf-8"
    )
    (numbers / "income_line.yaml").write_text(
        "label: 线\nunit: 文\nvalues:\n  2018-01-01: {value: 1}\n", encoding="utf-8"
    )
    ran = liuqing("rules", "--place", tmp_path / "county")
    assert ran.code == 1 and not ran.out
    for said in ("county/place.yaml 第 3 行", "income_line.yaml 第 4 行", "单位「文」", "没有写依据"):
        assert said in ran.err


def test_a_place_that_is_not_there_is_a_problem(liuqing):
    ran = liuqing("rules", "--place", "nowhere")
    assert ran.code == 1 and "没有叫「nowhere」的地方" in ran.err


def test_rules_standards_quotas_and_estimates_are_listed(liuqing):
    found = liuqing("rules", "--place", "fuyuan", "--on", "2018-12-31", "--json").json
    assert {"condition", "standard", "quota", "estimate"} <= {entry["kind"] for entry in found["rules"]}
    assert "【退出标准】" in liuqing("rules", "--place", "fuyuan", "--on", "2018-12-31").out


def test_explain_says_what_would_change_the_answer(liuqing, demo_county):
    with sqlite3.connect(f"file:{demo_county / 'county.sqlite3'}?mode=ro", uri=True) as connection:
        [[number]] = connection.execute("select no from registry_household order by no limit 1")
    tree = liuqing("explain", demo_county, number, "--rule", "exits", "--json").json
    assert isinstance(tree["changes"], list)
    ran = liuqing("explain", demo_county, number)
    assert ran.code == 0 and ("怎样会改变结论" in ran.out or not tree["changes"])
