"""Sections and their items: the figures a section opens with are those of its items together.

The total, every year and every source are margins of one small table. Where some of them add up to the last
digit, the items are surely the parts, and one that does not add up is surely wrong; where none does, nothing
is said to fail.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from liuqing.plans.claims import Relation
from liuqing.plans.figures.numbers import CHINESE, number
from liuqing.plans.quantity import Quantity
from liuqing.plans.relations import slips
from liuqing.plans.relations.across import left_out, measures, placing
from liuqing.plans.relations.across.amounts import Amount, amount, together
from liuqing.plans.relations.across.ledger import ALL, Key, Ledger
from liuqing.plans.relations.across.ledgers import build
from liuqing.plans.relations.rounding import half
from liuqing.plans.text import Document

KINDS = re.compile(rf"({CHINESE}|\d+)(?:大?类|项工程)[一-龥]{{0,4}}$")
NEAR = Decimal("0.2")
"""A gap above this share of the total is taken for a misreading unless other margins add up."""
FEW = 4
"""More items than these without a figure make a sum that says nothing."""


@dataclass(frozen=True)
class Margin:
    """One stated figure of a section beside what its items come to."""

    key: Key
    total: Quantity
    known: Amount

    @property
    def gap(self) -> Decimal:
        """How much the items come to above (or, negative, below) the total."""
        return self.known.value - self.total.value

    @property
    def agrees(self) -> bool:
        """Within what rounding explains; a list without parts agrees with nothing."""
        return bool(self.known.parts) and abs(self.gap) <= half(self.total) + self.known.slack


@dataclass
class Account:
    """A section, the items that should make it up, and every margin of it."""

    ledger: Ledger
    items: list[Ledger]
    margins: list[Margin] = field(default_factory=list)

    @property
    def proofs(self) -> int:
        """Margins that add up exactly from at least two figures."""
        return sum(1 for m in self.margins if m.agrees and len(m.known.parts) > 1)

    def left_out(self, one: Margin) -> Ledger | None:
        """The item whose absence explains the margin's gap to the last digit."""
        return left_out.item(one.total, one.gap, self.items, one.key)

    def set_apart(self) -> None:
        """Sums higher up are taken without the item that this section's own total leaves out."""
        for one in self.margins:
            leaf = self.left_out(one) if one.key == ALL and self.proofs else None
            if leaf:
                leaf.is_apart = True
                for below in (one for item in self.items for one in item.walk()):
                    below.memo.clear()


def find(document: Document, quantities: tuple[Quantity, ...]) -> Iterator[Relation]:
    """Money by section, year and source; then works, where they add up."""
    yield from of_money(build(document, quantities, measures.is_money))
    yield from of_works(document, quantities)


def of_money(root: Ledger) -> Iterator[Relation]:
    """The sections' money beside that of their items, the deepest sections first."""
    for account in accounts(root):
        yield from _money(account)


def of_works(document: Document, quantities: tuple[Quantity, ...]) -> Iterator[Relation]:
    """Projects, households, lengths and the like, each measure by itself."""
    texts = {p.index: p.text for p in document.paragraphs}
    for pick in (measures.is_project, *(pick for _, pick in measures.WORKS)):
        for account in accounts(build(document, quantities, pick)):
            yield from _works(account, texts)


def accounts(root: Ledger) -> Iterator[Account]:
    """Every section that states figures of its own and has items that do, the deepest first."""
    for ledger in root.walk():
        for head, items in _families(ledger):
            if head.cells and items:
                placing.place(head, items)
                account = Account(head, items, [margin(head, items, key) for key in head.cells])
                if head is ledger or account.proofs > 1:
                    yield account
                    account.set_apart()


def _families(ledger: Ledger) -> Iterator[tuple[Ledger, list[Ledger]]]:
    """A section with its items; and a first section that opens for those that stand behind it on its level."""
    yield ledger, ledger.children
    for at, first in enumerate(ledger.children):
        if first.cells and not first.children and len(first.years) + len(first.sources) > 1:
            following = ledger.children[at + 1 :]
            if sum(1 for one in following if one.cells) > 1:
                yield first, following
            break


def margin(head: Ledger, items: list[Ledger], key: Key) -> Margin:
    """The items beside one figure of the section; what stands behind a closing total is none of its items."""
    place = head.cells[key].paragraph
    items = [item for item in items if item.begins < place] if items[0].begins < place else items
    known = together(amount(item, key) for item in items)
    found = Margin(key, head.cells[key], known)
    if found.agrees:
        return found
    closed = placing.closing(head.cells[key], items, key) or placing.choosing(head.cells[key], items, key)
    return Margin(key, head.cells[key], closed) if closed else found


def _money(account: Account) -> Iterator[Relation]:
    for one in account.margins:
        if one.agrees:
            yield _relation(account, one)
        elif one.known.parts and one.known.is_sure:
            yield from _differs(account, one)
        over = _over(account, one)
        if over:
            yield over


def _over(account: Account, one: Margin) -> Relation | None:
    """A source that adds up only if an item is given to it which itself says otherwise further down."""
    if not one.agrees or not one.key[1]:
        return None
    plain = together(amount(item, one.key) for item in account.items)
    again = Margin(one.key, one.total, plain)
    if plain.is_sure and len(plain.parts) > len(one.known.parts) and not again.agrees and again.gap > 0:
        return _relation(account, again, bound=True)
    return None


def _differs(account: Account, one: Margin) -> Iterator[Relation]:
    """What to make of a sum that does not come out."""
    if account.ledger.is_mixed or _is_said_too(account, one):
        return
    if one.gap > 0 and (account.proofs or _is_clean(account, one)):
        yield _relation(account, one, bound=bool(_missing(account, one)))
    elif one.gap < 0 and not _missing(account, one) and (account.proofs or _is_clean(account, one)):
        yield _relation(account, one)
    elif _is_worth_a_question(account, one):
        yield _relation(account, one, missing=_said(_missing(account, one)))


def _is_said_too(account: Account, one: Margin) -> bool:
    """A sum behind the items is what they come to: the first one is of something else."""
    last = max((item.begins for item in account.items), default=0)
    others = (q for q in account.ledger.figures if q.paragraph > last and q.year == one.total.year)
    slack = one.known.slack
    return any(
        slips.significant(q.stated) > 2 and abs(q.value - one.known.value) <= half(q) + slack for q in others
    )


def _missing(account: Account, one: Margin) -> tuple[str, ...]:
    """Items without the figure. Those silent about everything count for nothing once a margin adds up."""
    return one.known.missing if account.proofs else (*one.known.missing, *account.ledger.silent)


def _is_clean(account: Account, one: Margin) -> bool:
    """Nothing is missing, and the gap is that of a slip; or every one of several items states the figure itself
    and the gap is small.
    """
    items = account.items
    if account.ledger.silent or one.known.missing or not _is_own(account):
        return False
    if len(items) > 1 and slips.explains((p.quantity for p in one.known.parts), one.gap, total=one.total):
        return True
    stated = [item for item in items if one.key in item.cells]
    return len(stated) == len(items) >= 3 and abs(one.gap) <= NEAR * one.total.value


def _is_own(account: Account) -> bool:
    """The items stand below the section, not behind it."""
    return account.items[0].section.parent is account.ledger.section


def _is_worth_a_question(account: Account, one: Margin) -> bool:
    share = one.known.value / one.total.value if one.total.value else Decimal(0)
    return (
        not all(one.key)
        and len(_missing(account, one)) <= FEW
        and (Decimal("0.5") if len(one.known.parts) > 1 else Decimal("0.75")) <= share <= 2
    )


def _said(missing: tuple[str, ...]) -> str:
    return f"“{'”“'.join(missing[:FEW])}”没有写出这个数" if missing else "不能肯定所列各项就是它的全部组成"


def _relation(account: Account, one: Margin, *, bound: bool = False, missing: str = "") -> Relation:
    absent = account.left_out(one)
    return Relation(
        kind="source_sum" if one.key[1] else "sum",
        total=one.total,
        parts=one.known.parts,
        is_whole=not missing,
        missing=missing,
        bound="most" if bound else "",
        why=left_out.sentence(one.total, absent, one.key) if absent and not missing else "",
    )


def _works(account: Account, texts: dict[int, str]) -> Iterator[Relation]:
    """Works are added only where every item states its own; one margin that adds up vouches for the others, and
    so does a head that says how many kinds it counts ("六类项目681个" above six sections).
    """
    whole = [m for m in account.margins if m.known.is_sure and not m.known.missing and len(m.known.parts) > 1]
    proofs = [m for m in whole if m.agrees and m.total.value >= 20]
    for one in whole:
        sure = len(proofs) > 1 or _counts_kinds(account, one, texts)
        if one in proofs or (sure and not one.agrees and one.key == ALL):
            yield _relation(account, one)


def _counts_kinds(account: Account, one: Margin, texts: dict[int, str]) -> bool:
    said = KINDS.search(texts.get(one.total.paragraph, "")[max(0, one.total.start - 10) : one.total.start])
    every = all(one.key in item.cells for item in account.items) and not account.ledger.silent
    return bool(said and every and number(said[1]) == len(account.items) >= 3)
