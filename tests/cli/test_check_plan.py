"""``liuqing check-plan``: any plan in, its contradictions out, without a workspace; results whole or not at all."""

import json
import os
import re
import subprocess
import sys

import openpyxl
import pytest

pytestmark = pytest.mark.one_database
PLAN = (
    "一、资金\n2018至2020年投入资金1200万元，其中：2018年400万元，2019年400万元，2020年300万元。\n"
    "二、搬迁\n搬迁50户，其中：2018年20户，2019年30户。\n"
)


@pytest.fixture
def plan(tmp_path):
    path = tmp_path / "三年计划.txt"
    path.write_text(PLAN, encoding="utf-8")
    return path


def test_people_are_told_the_verdict_and_every_place_and_the_sum(liuqing, plan):
    ran = liuqing("check-plan", plan)
    assert ran.code == 0 and not ran.err
    for said in ("三年计划.txt", "这份文件有 1 处对不上", "第 2 行", "【1200万元】", "400 + 400 + 300 = 1100 万元", "相差 −100",
                 "一致 1 处"):  # fmt: skip
        assert said in ran.out


def test_programs_get_the_claims_and_a_summary(liuqing, plan):
    ran = liuqing("check-plan", plan, "--json")
    assert ran.code == 0 and not ran.err
    assert set(ran.json) == {"claims", "summary"}
    [failing] = [one for one in ran.json["claims"] if one["verdict"] == "fails"]
    told = {
        key: failing[key] for key in ("kind", "line", "lines", "stated", "computed", "difference", "unit")
    }
    assert told == {
        "kind": "year_sum", "line": 2, "lines": [2], "stated": 1200, "computed": 1100, "difference": -100, "unit": "万元",
    }  # fmt: skip
    assert failing["why"] and failing["text"]
    summary = ran.json["summary"]
    assert (summary["file"], summary["fails"], summary["holds"]) == ("三年计划.txt", 1, 1)
    assert summary["characters"] > 60 and summary["figures"] == 7 and summary["claims"] == 2


def test_the_report_and_the_workbook_are_written_and_named(liuqing, plan, tmp_path):
    ran = liuqing("check-plan", plan, "--html", tmp_path / "报告.html", "--xlsx", tmp_path / "数.xlsx")
    assert ran.code == 0 and "报告.html" in ran.out and "数.xlsx" in ran.out
    assert "这份文件有 <b>1 处</b>对不上" in (tmp_path / "报告.html").read_text(encoding="utf-8")
    assert openpyxl.load_workbook(tmp_path / "数.xlsx").sheetnames == ["数", "关系", "原因", "说明"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["三年计划.txt", "报告.html", "数.xlsx"]


def test_with_json_the_files_are_written_too(liuqing, plan, tmp_path):
    ran = liuqing("check-plan", plan, "--html", tmp_path / "报告.html", "--json")
    assert ran.json["summary"]["fails"] == 1 and (tmp_path / "报告.html").is_file()


def test_the_plan_itself_is_never_written_over(liuqing, plan, tmp_path):
    link = tmp_path / "另一个名字.html"
    link.symlink_to(plan)
    for option, target in (("--html", plan), ("--xlsx", plan), ("--html", link)):
        ran = liuqing("check-plan", plan, option, target)
        assert ran.code == 1 and "不能写在被查的文件上" in ran.err and not ran.out
    assert plan.read_text(encoding="utf-8") == PLAN


def test_two_results_never_go_into_one_file(liuqing, plan, tmp_path):
    ran = liuqing("check-plan", plan, "--html", tmp_path / "a", "--xlsx", tmp_path / "a")
    assert ran.code == 1 and "写到了同一个文件" in ran.err and not (tmp_path / "a").exists()


def test_where_nothing_can_be_written_nothing_is_left_and_what_was_there_stays(liuqing, plan, tmp_path):
    assert liuqing("check-plan", plan, "--html", tmp_path / "没有" / "a.html").code == 1
    (tmp_path / "报告.html").write_text("旧的", encoding="utf-8")
    broken = tmp_path / "坏.docx"
    broken.write_bytes(b"PK\x03\x04")
    assert liuqing("check-plan", broken, "--html", tmp_path / "报告.html").code == 1
    assert (tmp_path / "报告.html").read_text(encoding="utf-8") == "旧的"


def test_a_file_that_is_not_there_is_a_problem_in_one_sentence(liuqing, tmp_path):
    ran = liuqing("check-plan", tmp_path / "无.txt")
    assert ran.code == 1 and not ran.out and ran.err.count("\n") == 1 and "无.txt" in ran.err


def test_a_text_that_is_no_plan_says_why_and_ends_well(liuqing, tmp_path):
    path = tmp_path / "诗.txt"
    path.write_text("床前明月光，疑是地上霜。", encoding="utf-8")
    ran = liuqing("check-plan", path)
    assert ran.code == 0 and "这份文件查不了" in ran.out


def test_a_plan_cannot_move_the_cursor_or_turn_the_writing_around(liuqing, tmp_path):
    path = tmp_path / "坏心.txt"
    path.write_text(PLAN.replace("投入资金", "投入\x1b[2J\u202e资金"), encoding="utf-8")
    said = liuqing("check-plan", path).out
    assert "1200万元" in said and not re.search("[\x1b\u202e]", said)


def test_neither_the_database_nor_a_workspace_is_touched(plan):
    """The first thing a stranger tries: it must start at once."""
    code = (
        "import sys; sys.argv = ['liuqing', 'check-plan', sys.argv[1], '--json']\n"
        "from liuqing import cli\n"
        "try: cli.main()\n"
        "except SystemExit as end: assert not end.code\n"
        "assert not any(name.split('.')[0] in ('django', 'duckdb', 'ibis', 'pandas') for name in sys.modules)\n"
    )
    environment = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8"}
    done = subprocess.run(
        [sys.executable, "-c", code, str(plan)],
        capture_output=True,
        text=True,
        env=environment,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["summary"]["claims"] == 2
