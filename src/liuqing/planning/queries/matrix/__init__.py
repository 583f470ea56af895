"""The matrix of money (资金矩阵): class × year × source × township, needed, secured, allocated and paid (R080)."""

from liuqing.planning.queries.matrix.behind import Behind, Part, behind
from liuqing.planning.queries.matrix.dimensions import DIMENSIONS, MEASURES, Dimension, Measure
from liuqing.planning.queries.matrix.flow import Link, Node, Sankey, sankey
from liuqing.planning.queries.matrix.order import Head
from liuqing.planning.queries.matrix.plan import Beside, Discrepancies, discrepancies, sees_all
from liuqing.planning.queries.matrix.table import Cell, Line, Matrix, matrix

__all__ = [
    "DIMENSIONS",
    "MEASURES",
    "Behind",
    "Beside",
    "Cell",
    "Dimension",
    "Discrepancies",
    "Head",
    "Line",
    "Link",
    "Matrix",
    "Measure",
    "Node",
    "Part",
    "Sankey",
    "behind",
    "discrepancies",
    "matrix",
    "sankey",
    "sees_all",
]
