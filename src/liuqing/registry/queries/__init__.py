"""What pages, papers and the command line ask the record. Reads only; every one takes the user.

Each answers within the user's areas and nothing else. One question is one file:

========================= =====================================================
``scope``                 what a user may see at all
``boards``                the county, a township: figures, parts, children
``villages``              a village on one page
``households``            lists of households, narrowed, in pages
``cards``                 one household: its six clears
``search``                one box for name, pinyin and numbers
``todo``                  what waits for me
``files``                 lists received, rows kept
``flags``                 what the rules found
``figures``               the county beside its plan
``assessments``           what the latest assessment rests on, what waits for the next
``standards``             what an area must have reached, what it has
``quotas``                who did what as often as asked
``rule_book``             every rule and number in words
``reforms``               what a proposed number or rule would change
========================= =====================================================
"""

from liuqing.registry.queries.boards import Beside, Board, Child, Part, Place, board, village_children
from liuqing.registry.queries.cards import card, card_of, cards, how_many
from liuqing.registry.queries.figures import assessment, figures
from liuqing.registry.queries.files import FileRow, KeptRow, file, files, kept_rows
from liuqing.registry.queries.flags import FlagCount, FlagRow, Flags, flags
from liuqing.registry.queries.households import Filters, HouseholdRow, households
from liuqing.registry.queries.pages import Page
from liuqing.registry.queries.reasons import explanation
from liuqing.registry.queries.scope import (
    area,
    household,
    latest_snapshot,
    sees_everything,
    visible_households,
    visible_villages,
)
from liuqing.registry.queries.search import Found, Hit, search
from liuqing.registry.queries.task import Task
from liuqing.registry.queries.todo import Todo, todo
from liuqing.registry.queries.villages import Village, fullest_village, village

__all__ = [
    "Beside",
    "Board",
    "Child",
    "FileRow",
    "Filters",
    "FlagCount",
    "FlagRow",
    "Flags",
    "Found",
    "Hit",
    "HouseholdRow",
    "KeptRow",
    "Page",
    "Part",
    "Place",
    "Task",
    "Todo",
    "Village",
    "area",
    "assessment",
    "board",
    "card",
    "card_of",
    "cards",
    "explanation",
    "figures",
    "file",
    "files",
    "flags",
    "fullest_village",
    "household",
    "households",
    "how_many",
    "kept_rows",
    "latest_snapshot",
    "search",
    "sees_everything",
    "todo",
    "village",
    "village_children",
    "visible_households",
    "visible_villages",
]
