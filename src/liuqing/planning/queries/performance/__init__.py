"""Performance (绩效) as it is read: a project's targets and reviews, an area's, and what follows for next year."""

from liuqing.planning.queries.performance.consequences import Consequence, consequence
from liuqing.planning.queries.performance.listing import SHOW, AreaPerformance, of_area
from liuqing.planning.queries.performance.money import Spent
from liuqing.planning.queries.performance.page import ProjectPerformance, of_project
from liuqing.planning.queries.performance.tasks import tasks, waits

__all__ = [
    "SHOW", "AreaPerformance", "Consequence", "ProjectPerformance", "Spent", "consequence", "of_area", "of_project", "tasks", "waits",
]  # fmt: skip
