"""Windows (动态调整): balances, who came and who went, who is late; any past day's register."""

from liuqing.registry.queries.windows.balances import Balance, Cell, Line, balance
from liuqing.registry.queries.windows.register import Register, frozen, recomputed

__all__ = ["Balance", "Cell", "Line", "Register", "balance", "frozen", "recomputed"]
