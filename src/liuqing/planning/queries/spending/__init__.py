"""Spending (支出): progress, slow and idle money, the rules of the county's money, tilt and townships (R076–R094)."""

from liuqing.planning.queries.spending.compliance import (
    Floor,
    Outside,
    Pooled,
    Share,
    documents,
    floor,
    outside,
    pooled,
    sector_share,
)
from liuqing.planning.queries.spending.contributions import Contributions, contributions
from liuqing.planning.queries.spending.day import today
from liuqing.planning.queries.spending.idle import Idle, idle
from liuqing.planning.queries.spending.look import Look
from liuqing.planning.queries.spending.progress import BY, Progress, Row, progress
from liuqing.planning.queries.spending.slow import Slow, SlowList, slow
from liuqing.planning.queries.spending.tilt import Decomposition, Tilt, both, decomposition, tilt

__all__ = [
    "BY",
    "Contributions",
    "Decomposition",
    "Floor",
    "Idle",
    "Look",
    "Outside",
    "Pooled",
    "Progress",
    "Row",
    "Share",
    "Slow",
    "SlowList",
    "Tilt",
    "both",
    "contributions",
    "decomposition",
    "documents",
    "floor",
    "idle",
    "outside",
    "pooled",
    "progress",
    "sector_share",
    "slow",
    "tilt",
    "today",
]
