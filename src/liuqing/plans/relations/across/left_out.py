"""A sum that comes out if one item is left out: which item, and the sentence that says so."""

from decimal import Decimal

from liuqing.plans.quantity import Quantity
from liuqing.plans.relations.across.amounts import amount
from liuqing.plans.relations.across.ledger import Key, Ledger
from liuqing.plans.relations.rounding import half


def item(total: Quantity, gap: Decimal, items: list[Ledger], key: Key) -> Ledger | None:
    """The one item without figures below it that is exactly the gap, if there is such a one."""
    if gap <= 0:
        return None
    leaves = (one for top in items for one in top.walk() if not one.children and not one.is_apart)
    found = [leaf for leaf in leaves if _is(leaf, total, gap, key)]
    return found[0] if len(found) == 1 else None


def _is(leaf: Ledger, total: Quantity, gap: Decimal, key: Key) -> bool:
    known = amount(leaf, key)
    return bool(known.parts) and abs(known.value - gap) <= half(total) + known.slack


def sentence(total: Quantity, leaf: Ledger, key: Key) -> str:
    """For an editor: the total is right without the item."""
    part = amount(leaf, key).parts[0].quantity
    return (
        f"第{total.line}行的“{total.text}”恰好等于其余各项之和，没有计入第{part.line}行“{leaf.label}”的{part.text}；"
        "请核对这一项是漏加了，还是不应列在这里。"
    )
