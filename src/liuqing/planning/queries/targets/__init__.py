"""Targets beside actual values (目标完成): what the plan promises, what the record says, and where it says so."""

from liuqing.planning.queries.targets.actual import Actual, Trail
from liuqing.planning.queries.targets.board import Beside, Board, Heading, Line, board, may_see
from liuqing.planning.queries.targets.contract import figures

__all__ = ["Actual", "Beside", "Board", "Heading", "Line", "Trail", "board", "figures", "may_see"]
