"""The record, in the order of the six clears.

What has days is in force from ``since`` (that day included) to ``until`` (that day no longer):
a household that exits on 2018-12-31 has one standing until that day and the next from it.
"""

from liuqing.registry.models.areas import Area, AreaStanding, VillageYear
from liuqing.registry.models.cases import Answer, Case, CaseStep, Dispatch, Evidence, Thread
from liuqing.registry.models.causes import Cause
from liuqing.registry.models.clues import Clue, Report
from liuqing.registry.models.comparisons import Comparison
from liuqing.registry.models.evaluations import Appeal, Evaluation, Questionnaire, Sampled
from liuqing.registry.models.exits import ExitPlan, Standing
from liuqing.registry.models.findings import Figure, Finding, Snapshot
from liuqing.registry.models.identities import Known, Merge, Pair
from liuqing.registry.models.ledger import IncomeYear, Receipt
from liuqing.registry.models.measures import Measure
from liuqing.registry.models.members import (
    FormerVillage,
    Household,
    HouseholdYear,
    Membership,
    Person,
    PersonYear,
)
from liuqing.registry.models.monitoring import Assessed, Monitoring, Worksheet
from liuqing.registry.models.notices import Notice, Noticed, Objection
from liuqing.registry.models.officers import Assignment, Officer
from liuqing.registry.models.proceedings import Act, Paper, Proceeding
from liuqing.registry.models.reported import Activity, Indicator
from liuqing.registry.models.sources import Entry, HeadingMap, SourceFile, SourceRow
from liuqing.registry.models.windows import Visited, Window

__all__ = [
    "Act",
    "Activity",
    "Answer",
    "Appeal",
    "Area",
    "AreaStanding",
    "Assessed",
    "Assignment",
    "Case",
    "CaseStep",
    "Cause",
    "Clue",
    "Comparison",
    "Dispatch",
    "Entry",
    "Evaluation",
    "Evidence",
    "ExitPlan",
    "Figure",
    "Finding",
    "FormerVillage",
    "HeadingMap",
    "Household",
    "HouseholdYear",
    "IncomeYear",
    "Indicator",
    "Known",
    "Measure",
    "Membership",
    "Merge",
    "Monitoring",
    "Notice",
    "Noticed",
    "Objection",
    "Officer",
    "Pair",
    "Paper",
    "Person",
    "PersonYear",
    "Proceeding",
    "Questionnaire",
    "Receipt",
    "Report",
    "Sampled",
    "Snapshot",
    "SourceFile",
    "SourceRow",
    "Standing",
    "Thread",
    "VillageYear",
    "Visited",
    "Window",
    "Worksheet",
]
