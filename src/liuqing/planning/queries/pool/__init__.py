"""The pool (项目库) as it is read: the list, one application, whom it serves, need and gap, what looks wrong."""

from liuqing.planning.queries.pool.application import Application, application
from liuqing.planning.queries.pool.beneficiaries import Served, below, candidates, hidden, served
from liuqing.planning.queries.pool.gaps import BY, Gap, gap, splits
from liuqing.planning.queries.pool.listing import FILTERS, Listed, filtered, listed, place_of
from liuqing.planning.queries.pool.tasks import tasks, waits

__all__ = [
    "BY",
    "FILTERS",
    "Application",
    "Gap",
    "Listed",
    "Served",
    "application",
    "below",
    "candidates",
    "filtered",
    "gap",
    "hidden",
    "listed",
    "place_of",
    "served",
    "splits",
    "tasks",
    "waits",
]
