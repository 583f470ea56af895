"""Monitored households: their assessments and their income worksheets.

Who is monitored since when is changed by procedures only (``services/standing``); what is here tells
what was found when it was decided.
"""

from liuqing.registry.services.monitoring.assessing import (
    GUARANTEES,
    PHASES,
    assess,
    may_assess,
)
from liuqing.registry.services.monitoring.worksheets import (
    Difference,
    differences,
    lines_of,
    numbers_of,
    recompute,
    save,
    sound,
)

__all__ = [
    "GUARANTEES",
    "PHASES",
    "Difference",
    "assess",
    "differences",
    "lines_of",
    "may_assess",
    "numbers_of",
    "recompute",
    "save",
    "sound",
]
