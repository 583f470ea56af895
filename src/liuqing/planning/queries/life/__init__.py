"""The life of projects, read: what comes next, the story, gates, the days, what will be late, plan of the year."""

from liuqing.planning.queries.life.boards import BY, Board, board, contracts
from liuqing.planning.queries.life.gantt import Gantt, gantt
from liuqing.planning.queries.life.late import KINDS, Delay, Delays, delays
from liuqing.planning.queries.life.papers import Room, photo, room, wanted
from liuqing.planning.queries.life.scheduled import schedule
from liuqing.planning.queries.life.steps import Next, next_, one
from liuqing.planning.queries.life.story import Story, story
from liuqing.planning.queries.life.tasks import tasks, waits
from liuqing.planning.queries.life.year_plan import YearPlan, stuck, usual_year, year_plan
from liuqing.policy.project_life import STAGES

__all__ = [
    "BY", "KINDS", "STAGES", "Board", "Delay", "Delays", "Gantt", "Next", "Room", "Story", "YearPlan", "board", "contracts",
    "delays", "gantt", "next_", "one", "photo", "room", "schedule", "story", "stuck", "tasks", "usual_year", "waits", "wanted", "year_plan",
]  # fmt: skip
