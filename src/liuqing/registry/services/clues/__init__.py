"""Clues (线索): from four channels to one clue a household, sent out, visited, led on or closed.

``report`` one person's words; ``from_warnings`` and ``from_list`` many at once; ``send``, ``verify``,
``tie``, ``part`` and ``close`` what is done with one; ``forget`` and ``erase`` what may not be kept any longer. Every act asks for
the right where the household lives and ends in the trail; no name, phone or word of anybody is ever in it.
"""

from liuqing.registry.services.clues.forgetting import erase, forget
from liuqing.registry.services.clues.making import Made, from_list, from_warnings
from liuqing.registry.services.clues.parting import part
from liuqing.registry.services.clues.reporting import PUBLIC, Said, report
from liuqing.registry.services.clues.steps import ENDS, close, send, verify
from liuqing.registry.services.clues.tying import tie

__all__ = [
    "ENDS", "PUBLIC", "Made", "Said", "close", "erase", "forget", "from_list", "from_warnings", "part", "report", "send", "tie", "verify",
]  # fmt: skip
