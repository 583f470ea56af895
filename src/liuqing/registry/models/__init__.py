"""The record, in the order of the six clears.

What has days is in force from ``since`` (that day included) to ``until`` (that day no longer):
a household that exits on 2018-12-31 has one standing until that day and the next from it.
"""

from liuqing.registry.models.areas import Area, AreaStanding, VillageYear
from liuqing.registry.models.causes import Cause
from liuqing.registry.models.exits import ExitPlan, Standing
from liuqing.registry.models.findings import Figure, Finding, Snapshot
from liuqing.registry.models.ledger import IncomeYear, Receipt
from liuqing.registry.models.measures import Measure
from liuqing.registry.models.members import (
    Household,
    HouseholdYear,
    Membership,
    Person,
    PersonYear,
)
from liuqing.registry.models.officers import Assignment, Officer
from liuqing.registry.models.reported import Activity, Indicator
from liuqing.registry.models.sources import Entry, HeadingMap, SourceFile, SourceRow

__all__ = [
    "Activity",
    "Area",
    "AreaStanding",
    "Assignment",
    "Cause",
    "Entry",
    "ExitPlan",
    "Figure",
    "Finding",
    "HeadingMap",
    "Household",
    "HouseholdYear",
    "IncomeYear",
    "Indicator",
    "Measure",
    "Membership",
    "Officer",
    "Person",
    "PersonYear",
    "Receipt",
    "Snapshot",
    "SourceFile",
    "SourceRow",
    "Standing",
    "VillageYear",
]
