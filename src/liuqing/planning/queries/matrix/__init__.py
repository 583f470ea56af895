"""The matrix of money (资金矩阵): class × year × source × township, needed, secured, allocated and paid (R080)."""

from liuqing.planning.queries.matrix.behind import Behind, Part, behind
from liuqing.planning.queries.matrix.dimensions import DIMENSIONS, MEASURES, Dimension, Measure
from liuqing.planning.queries.matrix.flow import Link, Node, Sankey, sankey
from liuqing.planning.queries.matrix.order import Head
from liuqing.planning.queries.matrix.plan import (
    Beside,
    Check,
    Discrepancies,
    Said,
    contradictions,
    discrepancies,
    plan_years,
    sees_all,
)
from liuqing.planning.queries.matrix.table import Cell, Line, Matrix, matrix
from liuqing.planning.queries.matrix.totals import totals

__all__ = [
    "DIMENSIONS",
    "MEASURES",
    "Behind",
    "Beside",
    "Cell",
    "Check",
    "Dimension",
    "Discrepancies",
    "Head",
    "Line",
    "Link",
    "Matrix",
    "Measure",
    "Node",
    "Part",
    "Said",
    "Sankey",
    "behind",
    "contradictions",
    "discrepancies",
    "matrix",
    "plan_years",
    "sankey",
    "sees_all",
    "totals",
]
