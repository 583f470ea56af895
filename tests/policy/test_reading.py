"""A table of cases is as many cases as it has rows."""

from tests.policy.reading import _spread

TABLE = {
    "名称": "补助",
    "户": {"脱贫属性": "未脱贫"},
    "成员": [{"性别": "女"}, {}],
    "列": ["规则", "户.家庭人口数", "成员.年龄", "单据.医疗总费用", "结果"],
    "行": [["甲", 2, 30, 100, "是"], ["乙", None, None, None, "不明"]],
}


def test_each_row_is_a_case_with_what_all_rows_share() -> None:
    first, second = _spread(TABLE)
    assert first["户"] == {"脱贫属性": "未脱贫", "家庭人口数": 2}
    assert first["成员"] == [{"性别": "女", "年龄": 30, "单据": [{"医疗总费用": 100}]}, {}]
    assert (first["规则"], first["结果"]) == ("甲", "是")
    assert second["户"] == {"脱贫属性": "未脱贫"}
    assert second["成员"] == [{"性别": "女"}, {}]


def test_the_name_of_a_row_says_what_is_in_it() -> None:
    assert _spread(TABLE)[1]["名称"] == "补助（乙，不明）"


def test_an_entry_without_a_table_is_one_case() -> None:
    assert _spread({"名称": "一例", "规则": "甲"}) == [{"名称": "一例", "规则": "甲"}]
