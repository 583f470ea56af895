"""Assets (扶贫资产): from the hand-over to the day they are disposed of, what they earn, and who gets it.

Each function is one act of one person. A distribution is drawn up by one, announced, approved by another and
paid as a batch of payments to people.
"""

from liuqing.planning.services.assets.agreeing import agree
from liuqing.planning.services.assets.deciding import announce, approve, withdraw
from liuqing.planning.services.assets.distributing import distribute
from liuqing.planning.services.assets.earning import earn
from liuqing.planning.services.assets.happening import event, hand_over
from liuqing.planning.services.assets.owning import share, unshare
from liuqing.planning.services.assets.registering import register

__all__ = [
    "agree", "announce", "approve", "distribute", "earn", "event", "hand_over", "register", "share", "unshare", "withdraw",
]  # fmt: skip
