"""The plan of sample counties: written from their pools, none contradicts itself."""

from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction
from django.test import override_settings

from liuqing.plans import checking, reading
from liuqing.policy import place as places
from liuqing.registry.services import accounts, areas, loading
from liuqing.reports import county_plan, plan_paper_word
from liuqing.reports.plan_paper import plain
from liuqing.reports.report import Request
from liuqing.sample import county, pool_office
from tests.cast import user

pytestmark = [pytest.mark.one_database, pytest.mark.django_db]
SAMPLES = (("fuyuan", "530325", 3), ("xinping", "530427", 4), ("songming", "530127", 5))
"""Places with a seed each; 富源 has every one of its 2,732 projects."""


@pytest.fixture(scope="module", params=SAMPLES, ids=[name for name, _, _ in SAMPLES])
def written(request, django_db_setup, django_db_blocker, tmp_path_factory):
    """The plan of a county of forty households whose pool was loaded from its workbook."""
    name, code, seed = request.param
    folder = tmp_path_factory.mktemp("pool")
    made = county.make(name, households=40, seed=seed)
    files = pool_office.PoolOffice(made, folder, lambda said: None).write()
    here = replace(settings.WORKSPACE, place=name)
    with override_settings(WORKSPACE=here), django_db_blocker.unblock(), transaction.atomic():
        areas.plant(places.load(name), by=accounts.operator())
        loading.load_paths(files[:1], by=accounts.operator())
        analyst = user("county-planner", "county_analyst", f"{code}/")
        yield county_plan.build(Request(analyst, code, "", Path()))
        transaction.set_rollback(True)


def test_the_text_of_a_sample_county_s_plan_holds(written):
    found = checking.check(reading.text("\n".join(plain(written))))
    assert [one.why for one in found.claims if one.verdict == "fails"] == []
    assert sum(one.verdict == "holds" for one in found.claims) > 60


def test_word_of_a_sample_county_s_plan_holds(written, tmp_path):
    plan_paper_word.write(written, tmp_path / "a.docx")
    found = checking.check(reading.read(tmp_path / "a.docx"))
    assert [one.why for one in found.claims if one.verdict == "fails"] == []
