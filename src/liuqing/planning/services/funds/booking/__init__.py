"""Booking (记账): what a county's ledgers say of money, many rows at once, by the same rules as every act.

``Booking`` judges a row against what is known (``known``: the record and the rows before it) and writes all
that was taken at the end, through ``book``. The same row once more, in whatever file, is booked once: its
words give it its number.
"""

from liuqing.planning.services.funds.booking.documents import Documents
from liuqing.planning.services.funds.booking.said import RELEASE, Said
from liuqing.planning.services.funds.booking.spending import Booking

__all__ = ["RELEASE", "Booking", "Documents", "Said"]
