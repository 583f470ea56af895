"""Sections from marks, styles and short lines: whoever adds up across sections stands on this."""

import pytest

from liuqing.plans import reading
from liuqing.plans.text import Document, Section
from tests.plans.plan_files import said

pytestmark = pytest.mark.one_database


def tree(document: Document) -> list[tuple[int, str]]:
    return [(section.level, section.number + section.title) for section in document.root.walk()][1:]


def section(document: Document, title: str) -> Section:
    return next(one for one in document.root.walk() if one.title == title)


def test_marks_of_every_kind_stand_one_below_the_other() -> None:
    document = reading.text(
        "第一章 总则\n第一节 基础\n一、现状\n（一）人口\n1.户数\n（1）低保户\n①孤儿\n第二节 目标\n一、总体目标\n第二章 任务"
    )
    assert tree(document) == [
        (1, "第一章总则"), (2, "第一节基础"), (3, "一、现状"), (4, "（一）人口"), (5, "1.户数"), (6, "（1）低保户"),
        (7, "①孤儿"), (2, "第二节目标"), (3, "一、总体目标"), (1, "第二章任务"),
    ]  # fmt: skip


def test_brackets_of_either_width_are_one_level() -> None:
    document = reading.text(
        "一、任务\n(一) 修路。修10公里。\n（二）打井。打3口。\n二、资金\n(一)来源。上级资金。"
    )
    assert [level for level, _ in tree(document)] == [1, 2, 2, 1, 2]


def test_a_lost_number_does_not_move_what_follows() -> None:
    document = reading.text(
        "（一）修路。修10公里。\n1.甲村。修4公里。\n2.乙村。修6公里。\n（二）打井。打3口。"
    )
    assert [level for level, _ in tree(document)] == [1, 2, 2, 1]


def test_items_before_the_first_chapter_do_not_hold_it() -> None:
    document = reading.text("1.甲事。说明。\n2.乙事。说明。\n一、任务\n1.丙事。说明。")
    assert [level for level, _ in tree(document)] == [1, 1, 1, 2]


def test_figures_above_brackets_where_the_text_counts_so() -> None:
    document = reading.text(
        "1.道路\n（一）甲村。说明。\n（二）乙村。说明。\n2.饮水\n（一）甲村。说明。\n（二）乙村。说明。"
    )
    assert [level for level, _ in tree(document)] == [1, 2, 2, 1, 2, 2]


def test_short_lines_alone_are_headings() -> None:
    document = reading.text(
        "基本情况\n\n全县辖12个乡镇，2018年末有贫困人口25728户111138人，分布在127个行政村。\n主要任务\n"
        "全力推进就业扶贫行动\n三年投资8861.04万元，通过转移就业和就业培训，让每户有1人就业。\n1.就业培训。培训4500人次。\n"
        "责任单位：示例县人社局\n全力推进教育扶贫行动\n三年资助学生7356人，每年2452人，确保不因贫失学辍学。"
    )
    assert tree(document) == [
        (1, "基本情况"), (1, "主要任务"), (2, "全力推进就业扶贫行动"), (3, "1.就业培训"), (2, "全力推进教育扶贫行动"),
    ]  # fmt: skip
    assert [p.text for p in section(document, "就业培训").paragraphs] == [
        "就业培训。培训4500人次。",
        "责任单位：示例县人社局",
    ]


def test_head_signature_and_date_are_no_headings() -> None:
    document = reading.text(
        "示例县人民政府文件\n示例发〔2018〕1号\n示例县脱贫攻坚三年行动实施方案\n各乡镇人民政府，县直各部门：\n现印发给你们，请认真贯彻执行。\n"
        "示例县人民政府\n2018年10月30日\n一、总体要求\n坚持精准方略。\n示例县扶贫开发办公室\n2018年11月1日"
    )
    assert tree(document) == [(1, "一、总体要求")]
    assert len(document.root.paragraphs) == 7


def test_marks_within_a_sentence_begin_no_section() -> None:
    document = reading.text(
        "一、任务\n一是修路。修10公里。\n二是打井。打3口。\n——坚持精准。不搞大水漫灌。\n第一，抓好产业。"
    )
    assert tree(document) == [(1, "一、任务")]
    assert len(document.paragraphs) == 5


def test_a_list_number_before_a_year_is_a_list_number() -> None:
    document = reading.text(
        "1.修路需投资38万元。\n2.2018年安置点配套建设需投资141万元。\n3.2018年村内道路硬化需投资28万元。"
    )
    assert [(p.number, p.text[:5]) for p in document.paragraphs] == [
        ("1.", "修路需投资"),
        ("2.", "2018年"),
        ("3.", "2018年"),
    ]


def test_a_list_number_before_a_figure_needs_its_neighbours() -> None:
    document = reading.text("1.4类重点对象改造需3189.9万元。\n2.非4类重点对象改造需6190.8万元。")
    assert [p.number for p in document.paragraphs] == ["1.", "2."]
    alone = reading.text("一、收入\n1.5万人增收，人均增加800元，全部是脱贫户。")
    assert said(alone)[1].startswith("1.5万人增收")
    assert alone.paragraphs[1].number == ""


def test_a_figure_between_two_items_is_no_item() -> None:
    document = reading.text("1.修路。\n2.打井。\n3.5万元用于维护，由县级财政安排。\n3.植树。")
    assert [p.number for p in document.paragraphs] == ["1.", "2.", "", "3."]


def test_figures_with_points_are_marks_where_they_count() -> None:
    document = reading.text(
        "1. 总论\n1.1 项目概况\n项目在示例县。\n1.2 建设内容\n修路10公里。\n2. 投资\n2.1 估算\n共100万元。\n2.2 来源\n上级资金。"
    )
    assert [level for level, _ in tree(document)] == [1, 2, 2, 1, 2, 2]


def test_the_title_of_an_item_ends_at_its_stop_and_holds_no_figure() -> None:
    document = reading.text(
        "一、任务\n1.规模化种植。种植蔬菜300亩。\n2.职业技能培训：人均900元。\n3.种植辣椒30亩，投资2万元。\n4.道路建设。\n（1）甲村。修4公里。"
    )
    marks = [(p.title, p.is_heading) for p in document.paragraphs]
    assert marks == [
        ("任务", True),
        ("规模化种植", False),
        ("职业技能培训", False),
        ("", False),
        ("道路建设", True),
        ("甲村", False),
    ]


def test_what_sums_up_a_list_belongs_above_it() -> None:
    document = reading.text(
        "一、搬迁工程\n1.房屋1993万元。\n2.道路141万元。\n搬迁工程共计2134万元。\n二、培训\n（1）技能培训33万元。\n（2）引导培训2万元。\n两项共需35万元。"
    )
    assert [p.text for p in section(document, "搬迁工程").paragraphs] == [
        "搬迁工程",
        "搬迁工程共计2134万元。",
    ]
    assert section(document, "培训").paragraphs[-1].text == "两项共需35万元。"


def test_every_paragraph_stands_in_one_section() -> None:
    document = reading.text("前言\n说明文字。\n一、甲\n正文。\n1.乙。正文。\n合计3万元。\n二、丙\n正文。")
    indexes = sorted(p.index for one in document.root.walk() for p in one.paragraphs)
    assert indexes == list(range(len(document.paragraphs)))
    assert all(child.parent is one for one in document.root.walk() for child in one.children)


def test_an_annex_stands_beside_the_chapters() -> None:
    document = reading.text(
        "一、任务\n修路10公里。\n附件1：项目资金表\n一、产业\n种植100亩。\n附件2 责任分工\n抓好落实。\n附件2所列项目按年实施。"
    )
    assert tree(document) == [
        (1, "一、任务"),
        (1, "附件1：项目资金表"),
        (2, "一、产业"),
        (1, "附件2责任分工"),
    ]


def test_numbers_that_are_one_character_are_marks() -> None:
    document = reading.text(
        "㈠产业\n⑴种植。种植100亩。\n⑵养殖。养羊30只。\n㈡道路\n⒈甲村。修4公里。\n1 、乙村。修6公里。"
    )
    assert [p.number for p in document.paragraphs] == ["（一）", "（1）", "（2）", "（二）", "1.", "1、"]


def test_markdown_headings_are_headings() -> None:
    document = reading.text("# 投资估算\n共100万元。\n## 产业投资\n**种植** 100 亩。")
    assert tree(document) == [(1, "投资估算"), (2, "产业投资")]
    assert said(document)[-1] == "种植100亩。"


def test_the_end_of_the_head_is_not_a_heading_further_down() -> None:
    body = (
        "全县有贫困户100户，分布在12个乡镇，致贫原因主要是因病、因学和缺技术，自然条件差，基础设施薄弱，产业规模小，抗风险能力弱，"
        * 3
    )
    document = reading.text(
        f"基本情况\n{body}2019年完成。\n主要任务\n实施劳动力技能培训计划\n三年培训劳动力4500人次，每年1500人次，由人社部门牵头组织实施。"
    )
    assert [title for _, title in tree(document)] == ["基本情况", "主要任务", "实施劳动力技能培训计划"]


def test_numbers_with_nothing_but_a_blank_behind_them_count_chapters() -> None:
    document = reading.text(
        "1 基本情况\n全县有贫困户100户。\n2 任务\n2.1 修路\n2.1.1 甲村。修4公里。\n2.2 打井\n打3口。\n2.3 人居环境（35.5万元）\n2.3.1 公厕。建2座。\n3 保障\n12 个乡镇参加。"
    )
    assert tree(document) == [
        (1, "1基本情况"), (1, "2任务"), (2, "2.1修路"), (3, "2.1.1甲村"), (2, "2.2打井"), (2, "2.3人居环境"), (3, "2.3.1公厕"), (1, "3保障"),
    ]  # fmt: skip
    assert said(document)[-1] == "12个乡镇参加。"


def test_a_title_leaves_its_amount_behind() -> None:
    (paragraph,) = reading.text("（一）生态扶贫行动（6523.93万元）").paragraphs
    assert (paragraph.title, paragraph.is_heading) == ("生态扶贫行动", False)
