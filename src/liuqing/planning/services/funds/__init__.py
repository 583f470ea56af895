"""Funds (资金): every act by which money moves, on a double-entry book that cannot lose a fen.

document → pool → line → claimed or kept back → paid; and back again by withdrawal, giving up, refund or reversal. Each
function is one act of one person; what may be moved is looked at in ``eligible`` and ``limits``, what moves
stands in ``moves``, and only ``book`` writes it.
"""

from liuqing.planning.services.funds.allocations import decide, decide_all, propose, propose_all, withdraw
from liuqing.planning.services.funds.claims import claim, judge
from liuqing.planning.services.funds.documents import carry, give_back, receive
from liuqing.planning.services.funds.giving_up import give_up, put_back
from liuqing.planning.services.funds.paying import pay, pay_people, refund, release
from liuqing.planning.services.funds.reversing import reverse
from liuqing.planning.services.funds.verifying import Verdict, verify

__all__ = [
    "Verdict", "carry", "claim", "decide", "decide_all", "give_back", "give_up", "judge", "pay", "pay_people", "propose", "propose_all",
    "put_back", "receive", "refund", "release", "reverse", "verify", "withdraw",
]  # fmt: skip
