"""Opening and closing a window on its page: in the background, told while it runs, true when it ends."""

from datetime import date

import pytest

from liuqing.registry.models import Household, Standing, Window
from liuqing.registry.services import windows
from liuqing.web.turning_windows import turner

pytestmark = pytest.mark.django_db(transaction=True)


def turned(client, window, act):
    """Press the button and wait; the window as it is then, and the page."""
    assert client.post(f"/windows/{window.pk}/", {"act": act}).status_code == 302
    assert turner.wait(200)
    window.refresh_from_db()
    return window, client.get(f"/windows/{window.pk}/").content.decode()


def test_a_window_is_opened_and_closed_on_its_page_and_a_refusal_is_told(seen_by, cast):
    client = seen_by("county_approver")
    days = {"collection": (date(2018, 10, 1), date(2018, 10, 31))}
    window = windows.plan(by=cast.county_approver, year=2018, dates=days)
    opened, page = turned(client, window, "open")
    assert (opened.state, opened.opening.on) == ("open", date(2018, 9, 30)) and "结束窗口" in page

    Standing.objects.filter(household=Household.objects.get(no="H0001")).update(until=date(2018, 10, 9))
    still, page = turned(client, opened, "close")
    assert still.state == "open" and "windows.unexplained" in page

    Standing.objects.filter(household__no="H0001").update(until=None)
    closed, page = turned(client, still, "close")
    assert (closed.state, closed.closing.on) == ("closed", date(2018, 10, 31))
    assert "平衡表不再变动" in page and Window.objects.get().balance["opening"]
