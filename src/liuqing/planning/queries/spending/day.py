"""As of which day spending is looked at: today; in a demo the day on which its money last moved."""

from datetime import date

from django.conf import settings
from django.db.models import Max

from liuqing.planning.models import Voucher
from liuqing.workflow import clock


def today() -> date:
    """The day of the money. Everybody in a demo would be years late if its offices were measured by our clock."""
    last = Voucher.objects.aggregate(last=Max("on"))["last"] if settings.WORKSPACE.demo else None
    return min(last, clock.today()) if last else clock.today()
