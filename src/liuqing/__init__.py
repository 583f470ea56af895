"""Liuqing (六清): the six clears of every household, from the county's own workbooks."""
