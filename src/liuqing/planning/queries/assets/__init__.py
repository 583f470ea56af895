"""Assets (扶贫资产): the register, one asset, one distribution, and what waits."""

from liuqing.planning.queries.assets.listing import Ledger, listed, tasks, waits
from liuqing.planning.queries.assets.page import One, Sheet, distributions, one, sheet

__all__ = ["Ledger", "One", "Sheet", "distributions", "listed", "one", "sheet", "tasks", "waits"]
