"""Cases: what pages, papers and the command line ask of them. Reads only, within the user's areas.

``board`` where they stand; ``mine`` what waits for me; ``case`` one with its story; ``preview`` before
anything is sent; ``threads`` a department's own part; ``false_alarms`` for who owns a threshold;
``corrected`` which facts an answer said.
"""

from liuqing.registry.queries.cases.answered import Answered, ToReview, answered
from liuqing.registry.queries.cases.board import Board, Change, Load, board
from liuqing.registry.queries.cases.corrected import Correction, corrected
from liuqing.registry.queries.cases.counts import Counts, counts
from liuqing.registry.queries.cases.false_alarms import Alarms, FalseAlarms, Threshold, false_alarms
from liuqing.registry.queries.cases.home import OfHome, of_household
from liuqing.registry.queries.cases.mine import Asked, Home, Mine, Waiting, mine
from liuqing.registry.queries.cases.page import CasePage, Given, case
from liuqing.registry.queries.cases.preview import Preview, preview
from liuqing.registry.queries.cases.reading import OPEN, of_area, seen
from liuqing.registry.queries.cases.threads import ThreadRow, threads

__all__ = [
    "OPEN",
    "Alarms",
    "Answered",
    "Asked",
    "Board",
    "CasePage",
    "Change",
    "Correction",
    "Counts",
    "FalseAlarms",
    "Given",
    "Home",
    "Load",
    "Mine",
    "OfHome",
    "Preview",
    "ThreadRow",
    "Threshold",
    "ToReview",
    "Waiting",
    "answered",
    "board",
    "case",
    "corrected",
    "counts",
    "false_alarms",
    "mine",
    "of_area",
    "of_household",
    "preview",
    "seen",
    "threads",
]  # fmt: skip
