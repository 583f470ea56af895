"""Loans (扶贫小额信贷): what happens to a loan after it was lent, and the fund that stands for its risk.

Lending itself is the bank's; its ledger comes as a list. What is put in here stays when a newer list comes.
"""

from liuqing.planning.services.loans.lending import extend, mark_bad, recover, repay
from liuqing.planning.services.loans.risking import agree, compensate, top_up

__all__ = ["agree", "compensate", "extend", "mark_bad", "recover", "repay", "top_up"]
