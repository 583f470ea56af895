"""A pack of many sheets: set in parts by children, joined into one whole document."""

import re
import subprocess

import pytest

from liuqing.reports import household_pdf, pdf_join
from liuqing.reports.household_file import sheet
from tests.reports.cards import card
from tests.reports.leaks import pdf_text


@pytest.fixture
def pack(tmp_path, monkeypatch):
    monkeypatch.setattr(household_pdf, "HERE", 2)
    monkeypatch.setattr(household_pdf, "BATCH", 3)
    out = tmp_path / "pack.pdf"
    sheets = [sheet(card(1 + n % 5, no=f"5303250000{n:02d}", head=f"试样{n}")) for n in range(8)]
    out.write_bytes(household_pdf.pdf(sheets))
    return out


def test_every_household_is_in_the_pack_once_and_in_order(pack):
    found = re.findall(r"户编号 (5303250000\d\d)\s*$", pdf_text(pack), re.MULTILINE)
    assert found == [f"5303250000{n:02d}" for n in range(8)]


def test_every_reader_opens_the_pack(pack):
    told = subprocess.run(["pdfinfo", str(pack)], capture_output=True, text=True, check=True)
    assert re.search(r"Pages:\s+8\n", told.stdout)
    assert "户户清 明白卡" in told.stdout
    assert told.stderr == ""


def test_each_page_shows_what_it_shows_when_set_alone(pack, tmp_path):
    alone = tmp_path / "alone.pdf"
    alone.write_bytes(household_pdf.pdf([sheet(card(1 + 4, no="530325000004", head="试样4"))]))
    pages = pdf_text(pack).split("\f")
    assert pages[4].split() == pdf_text(alone).split("\f")[0].split()
    images = []
    for file, page in ((pack, 5), (alone, 1)):
        command = ["pdftoppm", "-r", "50", "-f", str(page), "-l", str(page), str(file)]
        images.append(subprocess.run(command, capture_output=True, check=True).stdout)
    assert images[0] == images[1]


def test_one_document_is_not_touched():
    whole = household_pdf.pdf([sheet(card())])
    assert pdf_join.join([whole]) == whole


def test_what_typst_did_not_set_is_refused():
    with pytest.raises(ValueError):
        pdf_join.join([b"%PDF-1.7\nnothing", b"%PDF-1.7\nnothing"])
