"""Exits (退出): who could leave and what is missing; the rolling plan beside what happened; who came back.

Everything of households comes from the files of the latest assessment and holds as of its day; what is
under way comes from the record of today. Reads only, within the user's areas.
"""

from liuqing.registry.queries.exits.book import SAID, Entry, Owed, ReadinessBook, readiness_book
from liuqing.registry.queries.exits.cohorts import PARTS, Cohort, Cohorts
from liuqing.registry.queries.exits.counting import Count, Split
from liuqing.registry.queries.exits.crossing import FALLEN, STILL, UNPLANNED, Ahead, Crossing, Moved, Year
from liuqing.registry.queries.exits.incidence import Incidence, Incidences
from liuqing.registry.queries.exits.listed import Listed, ListedYear
from liuqing.registry.queries.exits.listing import BUSY, FREE, WHOLE, Asked, Row, asked
from liuqing.registry.queries.exits.planning import AreaLine, ExitPlans, StatedPlan, StatedRate, exit_plans
from liuqing.registry.queries.exits.readiness import (
    AreaCriterion,
    AreaExit,
    AreaSet,
    CriterionHere,
    Line,
    Readiness,
    SetBelow,
    StandardBelow,
    readiness,
)
from liuqing.registry.queries.exits.under_way import UnderWay
from liuqing.registry.queries.exits.waiting import tasks

__all__ = [
    "BUSY", "FALLEN", "FREE", "PARTS", "SAID", "STILL", "UNPLANNED", "WHOLE", "Ahead", "AreaCriterion", "AreaExit",
    "AreaLine", "AreaSet", "Asked", "Cohort", "Cohorts", "Count", "CriterionHere", "Crossing", "Entry", "ExitPlans",
    "Incidence", "Incidences", "Line", "Listed", "ListedYear", "Moved", "Owed", "Readiness", "ReadinessBook", "Row", "SetBelow", "Split", "StandardBelow", "StatedPlan",
    "StatedRate", "UnderWay", "Year", "asked", "exit_plans", "readiness", "readiness_book", "tasks",
]  # fmt: skip
