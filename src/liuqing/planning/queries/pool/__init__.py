"""The pool (项目库) as it is read: the list, one application, whom it serves, need and gap, what looks wrong."""

from liuqing.planning.queries.pool.application import Application, application
from liuqing.planning.queries.pool.beneficiaries import Served, candidates, served
from liuqing.planning.queries.pool.gaps import BY, Gap, gap, splits
from liuqing.planning.queries.pool.listing import Listed, filtered, listed
from liuqing.planning.queries.pool.tasks import tasks

__all__ = [
    "BY",
    "Application",
    "Gap",
    "Listed",
    "Served",
    "application",
    "candidates",
    "filtered",
    "gap",
    "listed",
    "served",
    "splits",
    "tasks",
]
