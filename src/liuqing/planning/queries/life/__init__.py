"""The life of projects, read: what comes next, the story, gates, the days, what will be late, plan of the year."""

from liuqing.planning.queries.life.steps import Next, next_, one
from liuqing.planning.queries.life.story import Story, story
from liuqing.policy.project_life import STAGES

__all__ = ["STAGES", "Next", "Story", "next_", "one", "story"]
