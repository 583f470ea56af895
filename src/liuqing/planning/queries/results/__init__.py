"""Input and output (投入产出清): what was put into households, what income came out, by measure and by place."""

from liuqing.planning.queries.results.household import Results, of_household
from liuqing.planning.queries.results.places import AreaResults, of_area

__all__ = ["AreaResults", "Results", "of_area", "of_household"]
