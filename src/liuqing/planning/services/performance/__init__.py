"""Acts on performance (绩效): promise targets, look at them in the middle, at the end, and by others."""

from liuqing.planning.queries.performance import Consequence, consequence
from liuqing.planning.services.performance.reviewing import review
from liuqing.planning.services.performance.targets import set_targets

__all__ = ["Consequence", "consequence", "review", "set_targets"]
