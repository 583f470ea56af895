"""Standing (身份办理): what pages and papers ask of proceedings. Reads only, within the user's areas.

``mine`` what waits for me; ``proceeding`` one with its steps; ``startable`` what may begin; ``listed`` those
of an area; ``of_household`` those of a household; ``story`` all that ever happened to it; ``money`` what was paid before a standing was taken back.
"""

from liuqing.registry.queries.standing.homes import of_household, waiting
from liuqing.registry.queries.standing.lines import Line
from liuqing.registry.queries.standing.listing import Paid, listed, money
from liuqing.registry.queries.standing.mine import Mine, Waiting, mine, tasks
from liuqing.registry.queries.standing.page import (
    ActShown,
    Current,
    ProceedingPage,
    RuleSaid,
    StepShown,
    paper,
    proceeding,
)
from liuqing.registry.queries.standing.reading import seen
from liuqing.registry.queries.standing.saying import Changed, Shown
from liuqing.registry.queries.standing.starting import Startable, startable
from liuqing.registry.queries.standing.story import KINDS, Happened, Story, story

__all__ = [
    "KINDS", "ActShown", "Changed", "Current", "Happened", "Line", "Mine", "Paid", "ProceedingPage", "RuleSaid", "Shown", "Startable",
    "StepShown", "Story", "Waiting", "listed", "mine", "money", "of_household", "paper", "proceeding", "seen", "startable", "story",
    "tasks", "waiting",
]  # fmt: skip
