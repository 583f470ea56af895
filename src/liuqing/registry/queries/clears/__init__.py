"""The six clears of a household, one file each, in their official order.

What makes a clear complete is a rule (``policy/rules/completeness.py``). Here the gaps are put
into words from the same facts; a test holds both to the same answer.
"""

from liuqing.registry.card import Clear
from liuqing.registry.queries.clears import causes, exits, ledger, measures, members, officers
from liuqing.registry.queries.gathering import Told

IN_ORDER = (members, causes, measures, ledger, officers, exits)


def six(told: Told) -> tuple[Clear, ...]:
    """The six clears of a household, in order."""
    return tuple(part.clear(told) for part in IN_ORDER)
