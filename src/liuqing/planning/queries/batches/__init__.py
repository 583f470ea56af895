"""Batches (发放批次): what the pages of payments to people show.

The list, one batch with what must be put right, who is due something and not paid, who would be paid twice.
"""

from liuqing.planning.queries.batches.lines import Choice, choices
from liuqing.planning.queries.batches.listed import Listed, listed
from liuqing.planning.queries.batches.page import BatchPage, page
from liuqing.planning.queries.batches.seeing import batch, due, file, visible
from liuqing.planning.queries.batches.tasks import tasks, waits
from liuqing.planning.queries.batches.twice import Pair, twice
from liuqing.planning.queries.batches.unpaid import Unpaid, unpaid

__all__ = [
    "BatchPage", "Choice", "Listed", "Pair", "Unpaid", "batch", "choices", "due", "file", "listed", "page", "tasks",
    "twice", "unpaid", "visible", "waits",
]  # fmt: skip
