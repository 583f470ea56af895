"""Clues: what pages, papers and the public page ask of them. Reads only, within the user's areas.

``mine`` what waits for me; ``clue`` one with every voice; ``board`` how many stand where; ``warned`` and
``listed_preview`` before anything is made; ``progress`` where a request stands, by its receipt.
"""

from liuqing.registry.queries.clues.board import Average, Board, Choice, Load, board, listed
from liuqing.registry.queries.clues.choosing import happened, households, village, villages
from liuqing.registry.queries.clues.mine import Line, Mine, Waiting, mine
from liuqing.registry.queries.clues.page import CluePage, Likely, clue, likely
from liuqing.registry.queries.clues.places import Poster, Spot, poster, spot
from liuqing.registry.queries.clues.preview import Preview, VillageShare, lists, warned
from liuqing.registry.queries.clues.preview import listed as listed_preview
from liuqing.registry.queries.clues.reading import HANDLING, of_area, of_user, seen
from liuqing.registry.queries.clues.receipts import Progress, progress
from liuqing.registry.queries.clues.tasks import tasks

__all__ = [
    "HANDLING", "Average", "Board", "Choice", "CluePage", "Likely", "Line", "Load", "Mine", "Poster", "Preview", "Progress", "Spot",
    "VillageShare", "Waiting", "board", "clue", "happened", "households", "likely", "listed", "listed_preview", "lists",
    "mine", "of_area", "of_user", "poster", "progress", "seen", "spot", "tasks", "village", "villages", "warned",
]  # fmt: skip
