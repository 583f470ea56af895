"""The policies on a board: tiers, colours, warnings and sums due, from the figures of the assessment alone."""

from decimal import Decimal
from urllib.parse import quote

import pytest

from liuqing.registry.models import Figure, Snapshot
from tests import county as making

pytestmark = pytest.mark.django_db


@pytest.fixture
def figures(county):
    """An assessment with figures of the county as the rules give them."""
    taken = Snapshot.objects.create(on=making.ON, folder="none", rules_version="", complete=True)

    def say(metric, dimension, value):
        Figure.objects.create(
            snapshot=taken, area=county.county, metric=metric, dimension=dimension, value=Decimal(value)
        )

    return say


def board(client):
    answer = client.get("/area/990101/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_tiers_and_colours_stand_in_the_order_of_the_rule(figures, seen_by):
    figures("registered_households", "support_tier=巩固提升", 9)
    figures("registered_households", "support_tier=重点扶持", 2)
    figures("registered_households", "colour=绿", 7)
    shown = board(seen_by("county_leader"))
    assert shown.index("重点扶持 2 户") < shown.index(">巩固提升<") and "swatch-绿" in shown


def test_a_place_without_a_scheme_has_no_picture_of_it(figures, seen_by):
    figures("registered_households", "", 9)
    shown = board(seen_by("county_leader"))
    assert "五色卡" not in shown and "帮扶层次" not in shown and "应享待遇" not in shown


def test_warnings_lead_to_their_list_and_other_flags_stay_out(figures, seen_by):
    figures("flagged_households", "flag=income_fell", 5)
    figures("flagged_households", "flag=housing_unpaid", 8)
    shown = board(seen_by("county_leader"))
    assert "最多的预警：收入比上年明显下降 5 户" in shown and "flags/?rule=income_fell" in shown
    assert "应享未享：危房改造补助" not in shown


def test_what_is_due_adds_up_and_leads_to_who_does_not_get_it(figures, seen_by):
    figures("entitled_yuan", "programme=dibao", 15000)
    figures("entitled_yuan", "programme=ranger", 5000)
    shown = board(seen_by("county_leader"))
    assert "今年应享待遇 2.00 万元" in shown and f"?topic={quote('应享未享')}" in shown


def test_who_may_not_see_households_gets_no_links_to_them(figures, seen_by):
    figures("flagged_households", "flag=income_fell", 5)
    shown = board(seen_by("finance"))
    assert "收入比上年明显下降" in shown and "/flags/" not in shown


def test_the_board_asks_the_record_at_most_twenty_questions(
    figures, seen_by, county, django_assert_max_num_queries
):
    for programme in ("dibao", "ranger", "school"):
        figures("entitled_yuan", f"programme={programme}", 5)
    client = seen_by("county_leader")
    with django_assert_max_num_queries(20):
        board(client)
