"""Cases (核实任务): what people do with a flag, from the day it is found until it is struck off.

``follow`` after each assessment; ``send`` and ``extend`` by the county; ``answer`` by the village;
``review`` by the township; ``close`` and ``close_reviewed`` by the county; ``answer_thread`` by a
department. Every act asks for the right where the case is answered and ends in the trail.
"""

from liuqing.registry.services.cases.answering import answer, paper
from liuqing.registry.services.cases.closing import close, close_reviewed
from liuqing.registry.services.cases.following import Followed, follow
from liuqing.registry.services.cases.reviewing import review
from liuqing.registry.services.cases.sending import extend, send
from liuqing.registry.services.cases.threads import answer_thread

__all__ = [
    "Followed", "answer", "answer_thread", "close", "close_reviewed", "extend", "follow",
    "paper", "review", "send",
]  # fmt: skip
