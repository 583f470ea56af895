"""Several people at once on assets and batches: income is given out once, and one decision counts."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings as used

from liuqing.planning.models import AssetEvent, Claim, Distribution, Dividend, Voucher
from liuqing.planning.services import assets, batches, funds
from liuqing.workflow.models import Event
from tests.planning import building, owned, paying
from tests.planning.test_funds_at_once import MANY, at_once, one_won

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def place(tmp_path, settings):
    """The small county's place, with its share plans."""
    settings.WORKSPACE = replace(settings.WORKSPACE, place=str(owned.settle(tmp_path)))


@pytest.fixture
def shed(county):
    """An asset of a project that serves two households; 1,000 yuan came in."""
    project = building.project(county)
    building.serves(project, *county.households[:2])
    made = owned.asset(county, project=project)
    owned.income(made, "1000.00")
    return made


def given_out(shed, cast, amount, uuid):
    return assets.distribute(
        shed, by=cast.village_officer, year=2018, amount=amount, uuid=uuid, on=date(2019, 3, 1)
    )


def test_of_those_who_give_out_the_same_income_one_wins(shed, cast):
    results = at_once(lambda n: given_out(shed, cast, "600.00", uuid4()))
    assert one_won(results, "assets.not_earned")
    assert Distribution.objects.count() == 1


def test_an_impatient_finger_gives_out_once(shed, cast):
    uuid = uuid4()
    results = at_once(lambda n: given_out(shed, cast, "100.00", uuid))
    assert len({one.pk for one in results}) == Distribution.objects.count() == 1
    assert Dividend.objects.count() == 2


def test_of_those_who_agree_or_send_back_one_decision_counts(shed, cast, actors):
    event = assets.event(shed, by=cast.village_officer, kind="disposed", said="报废", uuid=uuid4())

    def act(n):
        by = (cast.finance, actors.second_finance)[n % 2]
        return assets.agree(event, by=by, agreed=by == cast.finance, said="理由")

    results = at_once(act)
    decided = AssetEvent.objects.get(pk=event.pk)
    assert [one for one in results if isinstance(one, str)] == ["assets.decided"] * (MANY // 2)
    assert {one.approved_by for one in results if not isinstance(one, str)} == {decided.approved_by}
    assert Event.objects.filter(act="assets.agreed").count() == 1
    shed.refresh_from_db()
    assert shed.state == ("disposed" if decided.agreed else "used")


def test_what_happened_is_told_once_however_often_the_finger_comes_down(shed, cast):
    uuid = uuid4()
    results = at_once(
        lambda n: assets.event(shed, by=cast.village_officer, kind="inspection", said="完好", uuid=uuid)
    )
    assert len({one.pk for one in results}) == AssetEvent.objects.count() == 1


@pytest.fixture
def payable(county, cast, actors):
    """What is due to three heads of 2018, each with a card, and a line of 10,000 yuan."""
    paying.findings(Path(used.WORKSPACE.folder), county)
    for no in paying.DUE:
        paying.card(paying.head(county, no))
    return paying.line(county, cast, actors, "10000.00")


def made(county, cast, line, uuid):
    return batches.make(
        by=cast.county_approver, programme="dibao", period="2018", area=county.county, line=line, uuid=uuid
    )


def test_an_impatient_finger_makes_one_batch_and_others_have_numbers_of_their_own(county, cast, payable):
    uuid = uuid4()
    results = at_once(lambda n: made(county, cast, payable, uuid if n % 2 else uuid4()))
    assert sorted({one.no for one in results}) == [f"FF2018-{n:05d}" for n in range(1, MANY // 2 + 2)]


def test_of_those_who_decide_a_batch_one_wins_and_its_money_is_set_aside_once(county, cast, actors, payable):
    batch = batches.submit(made(county, cast, payable, uuid4()), by=cast.county_approver)
    results = at_once(
        lambda n: batches.decide(batch, by=(cast.finance, actors.second_finance)[n % 2], agreed=True)
    )
    assert one_won(results, "batches.other_state")
    assert (Claim.objects.get().state, Voucher.objects.filter(kind="claim").count()) == ("approved", 1)
    assert funds.verify().faults == ()
