"""The poster of a village: its code leads to that village's page at the county's own address, or there is none."""

import json
import re
import subprocess
from dataclasses import replace

import pytest

from liuqing import reports
from liuqing.errors import Problem
from liuqing.registry.queries import clues
from liuqing.reports import ask_poster

pytestmark = pytest.mark.django_db
BASE = "https://xian.example.gov.cn"


@pytest.fixture
def addressed(settings):
    settings.WORKSPACE = replace(settings.WORKSPACE, address=BASE)


def written(cast, county, tmp_path, *, village=0, **more):
    code = county.villages[village].code
    return reports.write(
        "ask-poster", user=cast.village_officer, area=code, format="pdf", out=tmp_path / "poster.pdf", **more
    )


def text_of(path) -> str:
    told = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, check=True)
    return re.sub(r"\s", "", told.stdout.decode())


@pytest.mark.usefixtures("addressed")
def test_the_poster_is_one_page_with_the_village_and_its_address(cast, county, tmp_path):
    out = written(cast, county, tmp_path)
    text = text_of(out)
    assert "甲村" in text
    assert f"{BASE}/ask/990101001001/" in text
    info = subprocess.run(["pdfinfo", out], capture_output=True, check=True).stdout.decode()
    assert re.search(r"Pages:\s+1\b", info)


@pytest.mark.usefixtures("addressed")
def test_the_code_says_the_address_that_stands_below_it(cast, county):
    import segno

    told = ask_poster.content(clues.poster(cast.village_officer, county.villages[0].code), BASE)
    again = ask_poster.code(f"{BASE}/ask/990101001001/")
    assert told["code"] == again
    assert segno.make(told["address"], error="q", micro=False).error in ("Q", "H")
    assert json.dumps(told)


@pytest.mark.usefixtures("addressed")
def test_the_address_of_the_county_counts_before_that_of_the_machine(cast, county, tmp_path):
    assert BASE in text_of(written(cast, county, tmp_path, address="http://127.0.0.1:8000"))


def test_the_address_of_the_page_serves_where_the_county_has_none(cast, county, tmp_path):
    assert "http://10.0.0.8:8000/ask/" in text_of(
        written(cast, county, tmp_path, address="http://10.0.0.8:8000/")
    )


def test_without_any_address_no_poster_is_made(cast, county, tmp_path):
    with pytest.raises(Problem) as problem:
        written(cast, county, tmp_path)
    assert problem.value.code == "reports.no_address"
    assert not (tmp_path / "poster.pdf").exists()


def test_a_township_has_no_poster_and_a_stranger_none_of_the_village(cast, county):
    with pytest.raises(Problem) as problem:
        clues.poster(cast.township_reviewer, county.towns[0].code)
    assert problem.value.code == "clues.no_village"
    with pytest.raises(Problem) as problem:
        clues.poster(cast.outsider, county.villages[0].code)
    assert problem.value.code == "registry.no_such_area"
