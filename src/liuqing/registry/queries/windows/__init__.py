"""Windows (动态调整): balances, who came and who went, who is late; any past day's register."""

from liuqing.registry.queries.windows.balances import Balance, Cell, Line, balance, every_line, last_day
from liuqing.registry.queries.windows.calendar import (
    Head,
    head,
    latest,
    may_manage,
    proposed,
    window,
    windows,
)
from liuqing.registry.queries.windows.changing import Row, Wanted, all_changes, changes
from liuqing.registry.queries.windows.lateness import Mark, Town, Village, late, reminder
from liuqing.registry.queries.windows.past import Past, register_on
from liuqing.registry.queries.windows.register import Register, frozen, recomputed
from liuqing.registry.queries.windows.tasks import tasks

__all__ = [
    "Balance", "Cell", "Head", "Line", "Mark", "Past", "Register", "Row", "Town", "Village", "Wanted", "all_changes",
    "balance", "changes", "every_line", "frozen", "head", "last_day", "late", "latest", "may_manage", "proposed", "recomputed", "register_on", "reminder", "tasks",
    "window", "windows",
]  # fmt: skip
