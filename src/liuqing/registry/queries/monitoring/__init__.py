"""Monitored households: what pages and papers ask of them. Reads only, within the user's areas.

``household`` one of them; ``board`` an area; ``tasks`` what waits; ``form``, ``sheet`` and ``sections``
the income worksheets.
"""

from liuqing.registry.queries.monitoring.board import SHOWS, Board, board
from liuqing.registry.queries.monitoring.household import Page, household
from liuqing.registry.queries.monitoring.sheets import Form, Kept, Section, form, sections, sheet
from liuqing.registry.queries.monitoring.tasks import tasks

__all__ = [
    "SHOWS",
    "Board",
    "Form",
    "Kept",
    "Page",
    "Section",
    "board",
    "form",
    "household",
    "sections",
    "sheet",
    "tasks",
]
