"""The printed sheet: what is on paper is what is on the card, and nothing else."""

import json
import re
from dataclasses import replace
from datetime import date

import pytest

from liuqing.registry.card import Clear, Grid, Shown
from liuqing.reports import glyphs
from liuqing.reports.household_file import code, sheet
from liuqing.reports.household_html import html
from liuqing.reports.household_pdf import pdf
from liuqing.reports.household_word import word
from tests.reports.cards import card, person
from tests.reports.leaks import full_numbers, pdf_text, texts

EVIL = (
    "#evil",
    "*bold*",
    "$x$",
    "@ref <label>",
    '#read("/etc/passwd")',
    "{{ 7*7 }}",
    "{% raw %}",
    "<b>&amp;",
    "\\u{41}",
    "= 标题",
)


@pytest.fixture
def printed(tmp_path):
    """Set sheets in a format and give the file."""

    def as_file(sheets, form):
        out = tmp_path / f"sheet.{form}"
        if form == "pdf":
            out.write_bytes(pdf(sheets))
        elif form == "html":
            out.write_text(html(sheets), encoding="utf-8")
        else:
            word(sheets, out)
        return out

    return as_file


def plain(file):
    """The text of a document without blanks and tags: as a reader's eye takes it."""
    import html as entities

    if file.suffix == ".pdf":
        found = pdf_text(file)
    elif file.suffix == ".docx":
        found = next(text for text in texts(file) if "<w:document" in text)
        found = entities.unescape(re.sub(r"<[^>]+>", "", found))
    else:
        found = entities.unescape(
            re.sub(r"<[^>]+>", "", file.read_text(encoding="utf-8").partition("<body>")[2])
        )
    # A watermark's letters lie between the lines.
    return re.sub(r"\s", "", found)


FORMATS = ("pdf", "docx", "html")


def cells_of(made):
    """Every fact on a card, each as it must stand on paper."""
    for clear in made.clears:
        yield from (fact.value for fact in clear.facts if fact.value)
        grids = [grid for grid in clear.grids if grid.title != "部门名单"]
        yield from (cell for grid in grids for row in grid.rows for cell in row)
        yield from clear.gaps
    yield from (found.sentence for found in made.findings if found.rule != "dead_but_active")
    yield from (made.head, made.no, made.standing, made.village, made.hamlet)


@pytest.mark.parametrize("form", FORMATS)
def test_every_fact_of_the_card_is_on_paper(printed, form):
    made = card(5)
    found = plain(printed([sheet(made)], form))
    for cell in cells_of(made):
        wanted = re.sub(r"\s", "", re.sub(r"\*{5,}", "****", cell))
        assert wanted in found, f"{cell} is missing"


@pytest.mark.parametrize("form", FORMATS)
def test_sums_on_paper_are_the_sums_on_the_card(printed, form):
    found = plain(printed([sheet(card())], form))
    for total in ("4,250.00", "22,000.00", "5,500.00"):
        assert total in found


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("name", EVIL)
def test_a_name_is_never_taken_for_markup(printed, form, name):
    found = plain(printed([sheet(card(2, head=name))], form))
    assert found.count(re.sub(r"\s", "", name)) >= 1
    assert "户主49" not in found and "户主：49" not in found and "root:" not in found


@pytest.mark.parametrize("form", FORMATS)
def test_a_demo_says_so_on_every_page(printed, form):
    file = printed([sheet(card(3)), sheet(card(60))], form)
    if form == "pdf":
        pages = pdf_text(file).rstrip("\f").split("\f")
        assert len(pages) >= 3
        assert all("演示数据，人物均为虚构" in page for page in pages)
    elif form == "docx":
        assert any("<w:hdr" in part and "演示数据" in part for part in texts(file))
    else:
        assert plain(file).count("演示数据，人物均为虚构") == 2


@pytest.mark.parametrize("form", FORMATS)
def test_a_real_county_bears_no_demo_mark(printed, form):
    assert all("演示" not in text for text in texts(printed([sheet(card(demo=False))], form)))


@pytest.mark.parametrize("form", FORMATS)
def test_no_full_identity_number_is_in_any_part_of_the_file(printed, form):
    assert full_numbers(printed([sheet(card(6))], form)) == []


def test_the_check_for_numbers_finds_one_that_is_there(printed):
    leaking = card(1, head="990101198001010079")
    from liuqing.policy.identity_numbers import check_digit

    number = "99010119800101007"
    leaking = replace(leaking, head=number + check_digit(number))
    assert full_numbers(printed([sheet(leaking)], "pdf")) != []
    assert full_numbers(printed([sheet(leaking)], "docx")) != []


@pytest.mark.parametrize("size,pages", [(1, 1), (4, 1), (7, 1), (10, 2), (14, 2)])
def test_a_family_fits_on_one_page_and_a_large_one_on_two(size, pages, tmp_path):
    out = tmp_path / "a.pdf"
    out.write_bytes(pdf([sheet(card(size))]))
    assert pdf_text(out).count("\f") <= pages


def test_pages_are_counted_for_each_household_and_bear_its_number(tmp_path):
    out = tmp_path / "a.pdf"
    out.write_bytes(pdf([sheet(card(40)), sheet(card(2, no="530325000002"))]))
    pages = pdf_text(out).rstrip("\f").split("\f")
    counted = [re.findall(r"第\s*(\d+)\s*页", page) for page in pages]
    # A household of one page needs no number on it.
    assert counted == [*([str(n)] for n in range(1, len(pages))), []]
    assert all("530325000001" in page for page in pages[:-1])
    assert "530325000002" in pages[-1]


def test_sheets_with_one_code_say_the_same():
    first, again, other = sheet(card()), sheet(card()), sheet(card(head="试样癸"))
    assert first["code"] == again["code"] == code(first)
    assert other["code"] != first["code"]


def test_what_nobody_has_said_is_a_line_to_fill_in_and_never_a_value():
    missing = next(f for s in sheet(card())["sections"] for f in s["facts"] if f["label"] == "林地面积")
    assert (missing["value"], missing["state"]) == ("", "待核实")


def test_two_lists_that_disagree_are_shown_as_such():
    torn = next(f for s in sheet(card())["sections"] for f in s["facts"] if f["label"] == "住房面积")
    assert torn["state"] == "说法不一"


@pytest.mark.parametrize("form", FORMATS)
def test_a_doubt_about_a_person_is_not_handed_to_the_family(printed, form):
    assert "疑点" not in plain(printed([sheet(card())], form))


def test_what_lists_contradict_about_a_member_is_not_handed_to_the_family():
    grid = Grid("家庭成员", ("姓名", "说明"), (("试样甲", "公安死亡注销名单"),))
    made = sheet(replace(card(), clears=(Clear("members", "家底清", grids=(grid,)),)))
    assert "公安死亡注销名单" not in json.dumps(made, ensure_ascii=False)


@pytest.mark.parametrize("form", FORMATS)
def test_what_every_list_says_stays_on_the_screen(printed, form):
    assert "只在屏幕上" not in plain(printed([sheet(card())], form))


def test_help_for_several_people_is_one_line_that_names_them_all():
    table = sheet(card())["sections"][2]["tables"][0]
    assert [row["cells"][3] for row in table["rows"]] == ["全户", "试样甲、试样乙", "试样丙"]


def test_each_fact_points_to_its_source():
    made = sheet(card())
    members = made["sections"][0]
    marks = {f["label"]: f["mark"] or members["mark"] for f in members["facts"] if f["value"]}
    legend = dict(entry.split(" ", 1) for entry in made["legend"])
    assert legend[marks["住房鉴定等级"]] == "县住建局"
    assert legend[marks["耕地面积"]] == "全国扶贫开发信息系统"
    assert legend[members["tables"][0]["mark"]] == "全国扶贫开发信息系统"


def test_a_fact_of_an_earlier_year_says_of_which_day():
    old = Clear("members", "家底清", (Shown("耕地面积", "4 亩", "县统计局", date(2016, 6, 1)),))
    assert sheet(replace(card(), clears=(old,)))["legend"] == ["① 县统计局 2016-06-01"]


def test_without_a_configured_telephone_a_line_is_left(printed):
    with_phone = plain(printed([sheet(card(), hotline="0000-12345")], "pdf"))
    without = plain(printed([sheet(card())], "pdf"))
    assert "或拨打：0000-12345" in with_phone
    assert "或拨打：村（居）委会" in without


# --- the copy for the wall -------------------------------------------------------------------

PRIVATE = (
    "元",
    "收入",
    "因病",
    "健康",
    "医保",
    "残",
    "病人",
    "5,500",
    "****",
    "试样乙",
    "试样丙",
    "贫困户属性",
)


@pytest.mark.parametrize("form", FORMATS)
def test_the_wall_shows_no_money_no_illness_no_number_and_no_members(printed, form):
    found = plain(printed([sheet(card(), for_wall=True)], form))
    found = found.replace("不载收入、补助金额、病残情况和证件号码", "")
    for word_ in PRIVATE:
        if word_ == "****":
            # the officer's masked telephone may stay
            found = found.replace("139****0001", "")
        assert word_ not in found, word_
    assert "产业帮扶" in found and "生猪" not in found and "帮扶员甲" in found and "试样甲" in found


def test_a_clear_or_column_that_nobody_listed_stays_off_the_wall():
    secret = Clear(
        "measures",
        "帮扶措施清",
        (Shown("账户", "6222"),),
        (Grid("", ("类别", "新的一列"), (("产业帮扶", "机密"),)),),
    )
    unknown = Clear("new", "新的一清", (Shown("什么", "机密"),))
    made = sheet(replace(card(), clears=(secret, unknown)), for_wall=True)
    assert "机密" not in json.dumps(made, ensure_ascii=False)
    assert "6222" not in json.dumps(made, ensure_ascii=False)


# --- glyphs ----------------------------------------------------------------------------------


def test_every_character_of_the_samples_names_has_a_glyph():
    from liuqing.sample import names

    tables = (names.SURNAMES, names.HOMOPHONES, names.VARIANTS)
    every = [text for table in tables for text in (*table, *table.values())]
    assert glyphs.missing([*every, names.MALE, names.FEMALE, names.GENERATION]) == []


def test_every_word_of_the_lists_and_places_has_a_glyph():
    from pathlib import Path

    import liuqing.policy

    folder = Path(liuqing.policy.__file__).parent
    told = [f.read_text(encoding="utf-8") for f in folder.rglob("*") if f.suffix in (".py", ".csv", ".yaml")]
    assert glyphs.missing("".join(told).replace("\t", "").split("\n")) == []


def test_every_character_of_gb2312_has_a_glyph():
    every = "".join(
        bytes([a, b]).decode("gb2312", "ignore") for a in range(0xB0, 0xF8) for b in range(0xA1, 0xFF)
    )
    assert len(every) == 6763
    assert glyphs.missing([every]) == []


def test_a_character_without_glyph_is_printed_as_its_code_and_never_as_a_box(printed):
    rare = "试\U0002a6a5\ue863"
    assert glyphs.missing([rare]) == ["\ue863", "\U0002a6a5"]
    found = plain(printed([sheet(card(1, head=rare))], "pdf"))
    assert "试〔U+2A6A5〕〔U+E863〕" in found


def test_the_list_of_glyphs_is_what_the_fonts_can_print(tmp_path):
    """Read by us and set by Typst: the characters come back out of the PDF."""
    names = "".join(sorted("劉陳黃趙國華蘭龍雲峯喆昇堃珮羣䶮犇㛃𬭚𫖮曌"))
    kept = "".join(c for c in names if not glyphs.missing([c]))
    assert len(kept) >= 18
    out = tmp_path / "a.pdf"
    out.write_bytes(pdf([sheet(card(1, head=kept[i : i + 4])) for i in range(0, len(kept), 4)]))
    found = pdf_text(out)
    assert all(kept[i : i + 4] in found for i in range(0, len(kept), 4))


def test_members_as_many_as_there_are_are_all_named(tmp_path):
    out = tmp_path / "a.pdf"
    out.write_bytes(pdf([sheet(card(20))]))
    assert pdf_text(out).count(person(1)[0]) == 2 + 1  # twice among the members, once as beneficiary
