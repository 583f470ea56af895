"""From a text file to a document: lines, encodings, torn paragraphs, dates, and what must be said of a file."""

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from liuqing.errors import Problem
from liuqing.plans import reading
from tests.plans.plan_files import BODY, codes, said

pytestmark = pytest.mark.one_database


# Lines and encodings


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be"]
)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_the_same_text_in_every_encoding(tmp_path: Path, encoding: str, end: str) -> None:
    path = tmp_path / "计划.txt"
    path.write_bytes(end.join(BODY).encode(encoding))
    document = reading.read(path)
    assert document.lines == BODY
    assert said(document) == said(reading.text("\n".join(BODY)))
    assert not document.notices


def test_one_broken_byte_does_not_turn_the_text_into_another(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("\n".join(BODY).encode() + b"\xe5\xb9")
    assert said(reading.read(path))[0] == "一、总体要求"


def test_lines_count_empty_ones_and_stay_with_every_character() -> None:
    document = reading.text(
        "\n\n一、总体要求\n\n坚持精准方略，统筹各方面力量，到2020年脱贫796户，其中因病\n\n157户542人。\n"
    )
    head, body = document.paragraphs
    assert head.lines[0] == 3
    assert body.text.endswith("其中因病157户542人。")
    assert body.line(body.text.index("796")) == 5
    assert body.line(body.text.index("157")) == 7
    assert document.lines[4].startswith("坚持精准方略")


@given(st.lists(st.text(alphabet="一二、（）1.2，。县户投资万元 \t年*：", max_size=40), max_size=30))
@settings(max_examples=150, deadline=None)
def test_every_character_has_a_line_whatever_the_text(lines: list[str]) -> None:
    document = reading.text("\n".join(lines))
    for paragraph in document.paragraphs:
        assert len(paragraph.lines) == len(paragraph.text)
        assert all(1 <= line <= len(lines) for line in paragraph.lines)
    assert [p.index for p in document.paragraphs] == list(range(len(document.paragraphs)))
    assert sum(len(one.paragraphs) for one in document.root.walk()) == len(document.paragraphs)


# Torn paragraphs


def test_a_page_break_within_a_sentence_is_mended() -> None:
    document = reading.text(
        "坚持扶贫同扶志扶智相结合。正确处理外部帮扶和贫困群众\n\n自身努力的关系，强化脱贫光荣导向。\n\n坚持统筹衔接。"
    )
    assert said(document) == [
        "坚持扶贫同扶志扶智相结合。正确处理外部帮扶和贫困群众自身努力的关系，强化脱贫光荣导向。",
        "坚持统筹衔接。",
    ]


def test_an_open_bracket_goes_on_with_the_next_line() -> None:
    document = reading.text(
        "对未出列的4个贫困村加大支持力度。（牵头单位：县扶贫办，责任单位：县财政局、县交通运输\n\n局、县教育局）\n\n三、其他"
    )
    assert said(document)[0].endswith("县交通运输局、县教育局）")
    assert len(document.paragraphs) == 2


@pytest.mark.parametrize(
    "next_line",
    [
        "二、主要任务",
        "（二）打井。",
        "责任单位：示例县农业局",
        "一是修路。",
        "2018年10月30日",
        "——坚持精准。",
        "表1 投资估算表（单位：万元）",
    ],
)
def test_what_begins_anew_is_never_joined(next_line: str) -> None:
    document = reading.text(
        f"坚持精准方略，坚持目标标准。统筹各方面的力量，确保到2020年全部脱贫\n{next_line}"
    )
    assert len(document.paragraphs) == 2


def test_headings_with_a_comma_are_not_joined_with_the_text() -> None:
    document = reading.text(
        "（一）强化产业就业扶贫，增强群众增收能力\n坚持把产业扶贫作为主要抓手，创新机制，投入资金100万元。"
    )
    assert [p.is_heading for p in document.paragraphs] == [True, False]


def test_lines_cut_at_the_width_of_the_page_are_joined() -> None:
    text = (
        "到二〇二〇年全县现行标准下贫困人口全部脱贫，贫困村全部出列，农村居民人均可支配收入增幅高于全省平均水平。"
        * 4
    )
    width = 30
    cut = [text[at : at + width] for at in range(0, len(text), width)]
    document = reading.text("\n".join(["一、总体目标", *cut, "二、主要任务", *cut]))
    assert said(document) == ["一、总体目标", text, "二、主要任务", text]


def test_sentences_of_one_length_are_not_lines_cut_at_the_edge() -> None:
    lines = [f"第{n}个行政村修建村组道路，投资{n}万元，年底前完成。" for n in range(10, 40)]
    assert said(reading.text("\n".join(lines))) == lines


def test_set_in_first_lines_part_paragraphs_that_end_at_the_edge() -> None:
    sentence = "全县贫困人口全部脱贫，贫困村全部出列，收入增幅高于全省平均水平。"
    first, second = "　　" + sentence * 4, "　　" + sentence * 5
    width = 34
    cut = [text[at : at + width] for text in (first, second) for at in range(0, len(text), width)]
    assert said(reading.text("\n".join(cut))) == [first.strip(), second.strip()]


def test_lines_of_the_contents_do_not_double_the_headings() -> None:
    document = reading.text(
        "目录\n一、总体要求……………1\n二、主要任务.........3\n一、总体要求\n坚持精准。\n二、主要任务\n修路10公里。"
    )
    assert [s.title for s in document.root.walk() if s.number] == ["总体要求", "主要任务"]


# Dates and parts


@pytest.mark.parametrize(
    "line",
    [
        "2018年10月30日",
        "2018 年 10 月 30 日",
        "二〇一八年十月三十日",
        "二○一八年十月三十日",
        "（2018年10月30日）",
        "２０１８年１０月３０日",
    ],
)
def test_the_date_of_issue_stands_alone_on_a_line(line: str) -> None:
    document = reading.text(
        f"示例发〔2018〕1号\n关于印发《示例县三年行动实施方案》的通知\n{line}\n一、总体要求\n坚持精准方略。"
    )
    assert document.issued == (2018, 10, 30)


def test_a_date_within_a_sentence_is_no_date_of_issue() -> None:
    assert reading.text("一、总体要求\n2016年12月28日通车的铁路经过示例县，投资100万元。").issued is None


def test_the_signature_dates_a_plan_without_a_head() -> None:
    lines = "\n".join(f"{n}.修建村组道路。" for n in range(1, 80))
    assert reading.text(f"一、任务\n{lines}\n示例县人民政府\n2018年7月25日").issued == (2018, 7, 25)


PLAN = "示例县人民政府文件\n示例发〔2018〕{}号\n示例县{}三年行动实施方案\n一、总体要求\n坚持精准方略，投资{}万元。\n二、主要任务\n修路10公里，投资50万元。\n三、保障措施\n加强领导。\n四、其他\n抓好落实。\n"


def test_two_plans_in_one_file_are_told_apart() -> None:
    document = reading.text(PLAN.format(1, "产业", 100) + PLAN.format(2, "就业", 200))
    assert len(document.parts) == 2
    second = document.parts[1]
    assert document.paragraphs[second].lines[0] == 12
    assert document.part(second - 1) == 0
    assert document.part(second) == 1
    assert [(n.code, n.line) for n in document.notices] == [("plan.several_plans", 12)]


def test_a_second_title_before_a_new_count_is_a_second_plan() -> None:
    plan = "示例县{}规划\n一、基本情况\n全县有贫困户100户。\n二、任务\n修路10公里。\n三、资金\n共100万元。\n四、保障\n加强领导。\n"
    document = reading.text(plan.format("脱贫攻坚") + plan.format("乡村振兴"))
    assert len(document.parts) == 2


def test_a_running_head_begins_no_plan() -> None:
    pages = "\n".join(
        f"示例县脱贫攻坚规划\n第{'一二三四五六'[n]}章 任务\n一、修路\n修路{n + 1}0公里，投资{n + 1}00万元。\n二、打井\n打井3口。\n三、植树\n植树100亩。"
        for n in range(6)
    )
    assert reading.text(pages).parts == (0,)


def test_relations_have_a_border_between_plans_without_numbers() -> None:
    plan = (
        "{}脱贫攻坚实施方案（2018—2020年）\n基本情况\n"
        + "\n".join(f"第{n}件事投资{n}万元，年底完成。" for n in range(20))
        + "\n"
    )
    assert len(reading.text(plan.format("甲县") + plan.format("乙县")).parts) == 2


def test_an_annex_belongs_to_its_plan() -> None:
    document = reading.text(
        PLAN.format(1, "产业", 100)
        + "附件：\n示例县项目资金计划\n一、产业\n种植100亩。\n二、就业\n培训100人。\n三、道路\n修路10公里。"
    )
    assert document.parts == (0,)


# What must be said


def test_a_plan_without_faults_is_not_nagged_at() -> None:
    assert reading.text("\n".join(BODY)).notices == ()


def test_an_english_text_is_said_not_to_be_checked() -> None:
    document = reading.text(
        "The county will invest 12 million yuan in 2019 and 15 million in 2020, which is 30 million in total. "
        * 5
    )
    assert codes(document) == ["plan.not_chinese"]


def test_a_text_that_is_no_plan_is_said_to_be_none() -> None:
    poem = "床前有一片月光，看上去像是地上的霜。抬起头来看天上的月亮，低下头想起远方的家乡和亲人。" * 3
    assert "plan.not_a_plan" in codes(reading.text(poem))


def test_a_plan_without_figures_is_said_to_have_few() -> None:
    assert codes(reading.text("一、目标任务\n实施产业扶贫项目，加强建设，落实保障措施，统筹资金。")) == [
        "plan.few_figures"
    ]


def test_unreadable_characters_are_counted_and_placed() -> None:
    notices = reading.text("\n".join([*BODY, "投资\ufffd\ufffd\ufffd\ufffd万元，覆盖\ue123户。"])).notices
    assert [(n.code, n.line) for n in notices] == [("plan.unreadable", 8)]
    assert "5 个字符" in notices[0].what


def test_a_line_in_another_script_is_pointed_at() -> None:
    assert [(n.code, n.line) for n in reading.text("ကျော်မြေးနေ့တွင်\n" + "\n".join(BODY)).notices] == [
        ("plan.other_script", 1)
    ]


def test_a_paragraph_without_end_is_pointed_at() -> None:
    assert "plan.long_paragraph" in codes(reading.text("\n".join(BODY) + "投资10万元，" * 900))


# Bad files


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "空.txt"
    path.write_bytes(b"")
    with pytest.raises(Problem) as caught:
        reading.read(path)
    assert caught.value.code == "plan.empty"
    assert caught.value.where.file == "空.txt"


@pytest.mark.parametrize("content", [b" \n\t\r\n", b"\xef\xbb\xbf\n"])
def test_a_file_of_blanks_is_empty(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(content)
    with pytest.raises(Problem, match="没有文字"):
        reading.read(path)


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(bytes(range(128, 256)) * 40)
    with pytest.raises(Problem) as caught:
        reading.read(path)
    assert caught.value.code == "plan.encoding"


# Speed


def test_time_grows_with_the_length_and_not_faster() -> None:
    plan = "\n".join(
        f"{n}.修建村组道路。投入资金 {n}.50 万元，覆盖贫困户 {n} 户，其中：2018年{n}户" for n in range(1, 500)
    )
    reading.text(plan)
    once = min(_seconds(plan) for _ in range(3))
    ten = min(_seconds("\n".join([plan] * 10)) for _ in range(2))
    assert ten < 25 * once + 0.05
    assert ten < 0.9 * len(plan) * 10 / 100_000 + 0.3


def _seconds(text: str) -> float:
    begin = time.perf_counter()
    reading.text(text)
    return time.perf_counter() - begin
