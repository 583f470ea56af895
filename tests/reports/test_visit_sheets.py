"""The papers of an evaluation: sheets for the doors, the sample with names, and what is published without."""

import re

import openpyxl
import pytest
from django.db import transaction

from liuqing import reports
from liuqing.compute import sampling
from liuqing.compute.sampling import Unit
from liuqing.errors import Problem
from liuqing.registry.models import Household, Person
from liuqing.registry.queries.evaluations import asked
from liuqing.registry.services import accounts, evaluations, snapshots
from tests import cast as casting
from tests import county as making
from tests.registry import samples
from tests.reports.leaks import pdf_text, unzipped

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """The filled county with an evaluation that is drawn, made once."""
    with django_db_blocker.unblock(), transaction.atomic():
        made = samples.fill(making.five())
        cast = casting.of(made)
        snapshots.take(on=making.ON, by=accounts.operator())
        boss = cast.county_approver
        drawn = evaluations.draw(evaluation=samples.planned(boss), by=boss, seed=samples.SEED)
        yield made, cast, drawn
        transaction.set_rollback(True)


@pytest.fixture
def drawn(world, db):
    return world[2]


@pytest.fixture
def boss(world, db):
    return casting.again(world[1]).county_approver


def write(name, who, folder, code="990101", form="pdf", **more):
    return reports.write(name, user=who, area=code, format=form, out=folder / f"paper.{form}", **more)


def pages(file):
    return [page for page in pdf_text(file).split("\f") if page.strip()]


def plain(text):
    return re.sub(r"\s", "", text)


def test_every_household_has_one_page_with_its_questions(drawn, boss, tmp_path):
    made = pages(write("visit-sheets", boss, tmp_path))
    assert len(made) == drawn.sampled.count()
    for one in drawn.sampled.all():
        [page] = [page for page in made if one.key in page]
        said = plain(page)
        for question in asked.questions(drawn).values():
            asks = plain(question.label) in said and plain(question.text)[:8] in said
            assert asks == (one.stratum in question.of), (one.stratum, question.label)
        assert "核查员" in said and "没有访到" in said
        assert ("备选：" in said) == one.reserve


def test_no_sheet_has_a_box_for_a_verdict(drawn, boss, tmp_path):
    said = pdf_text(write("visit-sheets", boss, tmp_path))
    assert not re.search("漏评|错评|错退", said)


def test_a_village_prints_its_own_sheets_only(drawn, boss, tmp_path, world):
    village = world[0].villages[1]
    made = pages(write("visit-sheets", boss, tmp_path, village.code))
    assert len(made) == drawn.sampled.filter(village=village).count()
    assert all(village.name in page for page in made)


def test_the_list_for_the_enumerators_is_the_sample(drawn, boss, tmp_path):
    sheet = openpyxl.load_workbook(write("evaluation-sample", boss, tmp_path, form="xlsx"))["抽样名单"]
    rows = [row for row in sheet.iter_rows(values_only=True) if isinstance(row[0], int)]
    assert {row[0] for row in rows} == set(drawn.sampled.values_list("order", flat=True))
    assert {row[5] for row in rows if row[4]} <= set(Household.objects.values_list("head_name", flat=True))


def test_what_is_published_names_nobody_and_draws_the_sample_again(drawn, boss, tmp_path):
    book = openpyxl.load_workbook(write("evaluation-published", boss, tmp_path, form="xlsx"))
    texts = set(unzipped(book))
    assert not texts & set(Household.objects.values_list("no", flat=True))
    names = [
        *Household.objects.values_list("head_name", flat=True),
        *Person.objects.values_list("name", flat=True),
    ]
    assert not [name for name in names if any(name in text for text in texts)]
    rows = [
        row
        for row in book["抽样框"].iter_rows(values_only=True)
        if row[0] and re.fullmatch("[0-9a-f]{16}", row[0])
    ]
    assert sampling.fingerprint(Unit(*row[:3]) for row in rows) == drawn.design["fingerprint"]
    again = sampling.draw(
        samples.SEED, [Unit(*row[:3]) for row in rows],
        {row[0]: row[3] for row in book["各格"].iter_rows(min_row=2, values_only=True) if row[0] in drawn.design["cells"]}, {},
    )  # fmt: skip
    assert {one.unit.key for one in again} == {row[0] for row in rows if row[5] == "抽中"}


def test_only_who_draws_prints(drawn, world, tmp_path):
    cast = casting.again(world[1])
    for part, who in cast.everybody().items():
        if part == "county_approver":
            continue
        for name, form in (
            ("visit-sheets", "pdf"),
            ("evaluation-sample", "xlsx"),
            ("evaluation-published", "xlsx"),
        ):
            with pytest.raises(Problem) as refused:
                write(name, who, tmp_path, form=form)
            assert refused.value.code in ("registry.no_such_area", "workflow.not_allowed"), (part, name)


def test_where_nothing_is_drawn_there_is_nothing_to_print(world, boss, tmp_path, db):
    with pytest.raises(Problem) as refused:
        write("visit-sheets", boss, tmp_path, only="999999")
    assert refused.value.code == "evaluations.no_such_evaluation"
