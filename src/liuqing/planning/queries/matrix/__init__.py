"""The matrix of money (资金矩阵): class × year × source × township, needed, secured, allocated and paid (R080)."""

from liuqing.planning.queries.matrix.dimensions import DIMENSIONS, MEASURES, Dimension, Measure
from liuqing.planning.queries.matrix.order import Head
from liuqing.planning.queries.matrix.table import Cell, Line, Matrix, matrix

__all__ = ["DIMENSIONS", "MEASURES", "Cell", "Dimension", "Head", "Line", "Matrix", "Measure", "matrix"]
