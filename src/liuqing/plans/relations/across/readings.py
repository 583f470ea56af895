"""A list in which a few items state several sums: whichever of them is meant, does the list come to its total?

"投资271万元，投入扶贫资金123万元" may count with either figure, or with both. A total that no reading reaches is wrong,
however the item is meant.
"""

from decimal import Decimal

from liuqing.plans.claims import Part
from liuqing.plans.relations.across.amounts import Amount, amount, together
from liuqing.plans.relations.across.ledger import ALL, Ledger

LEAST = 5
"""Items that make a list long enough."""
SHARE = 4
"""No more than every fourth item may be doubtful."""


def settled(ledger: Ledger, total: Decimal) -> Amount | None:
    """What the items come to with the largest figure of each doubtful one; None if a reading may reach the total,
    or if nothing is doubtful.
    """
    items = ledger.children
    if ledger.cells or ledger.silent or ledger.is_mixed or len(items) < LEAST:
        return None
    doubtful = [item for item in items if ALL in item.many and not item.cells and not item.children]
    clear = [amount(item, ALL) for item in items if item not in doubtful]
    if not 0 < len(doubtful) * SHARE <= len(items) or any(a.missing or not a.is_sure for a in clear):
        return None
    base = together(clear)
    values = [[q.value for q in item.many[ALL]] for item in doubtful]
    low = base.value + sum((min(v) for v in values), Decimal(0)) - base.slack
    high = base.value + sum((sum(v, Decimal(0)) for v in values), Decimal(0)) + base.slack
    if low <= total <= high:
        return None
    largest = [Part(item.label, max(item.many[ALL], key=lambda q: q.value)) for item in doubtful]
    return together([base, Amount(tuple(largest))])
