"""By command: a sheet goes out to a village and comes back; a superior's form is filled."""

from datetime import date, timedelta

import openpyxl
import pytest


@pytest.fixture(scope="module")
def sent(liuqing, demo_county):
    """The questions of the first assessment, sent to the villages."""
    ran = liuqing("send", demo_county, "--due", date.today() + timedelta(days=10), "--json")
    assert ran.code == 0, ran.err
    return demo_county


def _busiest(county):
    """The demo's village officer answers in the village that has most households."""
    line = next(one for one in (county / "accounts.txt").read_text().splitlines() if "cunzu" in one)
    return line.partition("（")[2].rstrip("）")


def test_a_sheet_goes_out_and_comes_back(liuqing, sent, tmp_path):
    out = tmp_path / "out.xlsx"
    ran = liuqing("report", sent, "verification", "--format", "xlsx", "--out", out)
    assert ran.code == 0, ran.err
    book = openpyxl.load_workbook(out)
    sheet = book["核实表"]
    keys = next(row for row in sheet.iter_rows() if row[0].value == "case")
    at = {cell.value: cell.column for cell in keys if cell.value}
    mine = _busiest(sent)
    filled = 0
    for row in range(keys[0].row + 1, sheet.max_row + 1):
        if sheet.cell(row, at["village"]).value == mine and filled < 2:
            sheet.cell(row, at["outcome"]).value = "部门名单有误"
            filled += 1
    assert filled
    book.save(tmp_path / "back.xlsx")
    ran = liuqing("answers", sent, tmp_path / "back.xlsx", "--by", "cunzu", "--json")
    assert ran.code == 0, ran.out + ran.err
    assert (ran.json["answered"], ran.json["faults"]) == (filled, [])
    again = liuqing("answers", sent, tmp_path / "back.xlsx", "--by", "cunzu", "--json")
    assert (again.json["answered"], again.json["before"]) == (0, filled)
    refused = liuqing("answers", sent, tmp_path / "back.xlsx", "--by", "nobody-at-all")
    assert refused.code == 1
    assert "没有这个账号" in refused.err


def test_a_form_is_filled_and_what_is_not_known_is_told(liuqing, demo_county, tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["序号", "户编号", "户主姓名", "人均纯收入", "网格员满意度"])
    book.save(tmp_path / "form.xlsx")
    ran = liuqing("fill", demo_county, tmp_path / "form.xlsx", "--out", tmp_path / "filled.xlsx", "--json")
    assert ran.code == 0, ran.err
    assert (ran.json["rows"], ran.json["unit"]) == (240, "户")
    assert [one["label"] for one in ran.json["filled"]] == ["户编号", "户主姓名", "人均纯收入"]
    assert "网格员满意度" in {one["label"] for one in ran.json["missing"]}
    sheet = openpyxl.load_workbook(tmp_path / "filled.xlsx").active
    assert sheet.max_row == 241
    assert sheet["A241"].value == 240
