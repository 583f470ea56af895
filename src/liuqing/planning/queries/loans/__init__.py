"""Loans (扶贫小额信贷): the ledger, one loan, the subsidy list, the risk fund, totals beside the plan."""

from liuqing.planning.queries.loans.aided import Subsidies, assessed_year, subsidies
from liuqing.planning.queries.loans.listing import Ledger, One, listed, one
from liuqing.planning.queries.loans.risk import Fund, fund
from liuqing.planning.queries.loans.tasks import tasks, waits
from liuqing.planning.queries.loans.totals import Totals, totals

__all__ = [
    "Fund", "Ledger", "One", "Subsidies", "Totals", "assessed_year", "fund", "listed", "one", "subsidies", "tasks", "totals", "waits",
]  # fmt: skip
