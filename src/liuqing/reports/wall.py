"""The copy for the wall: what everybody who comes in may read.

Only what is listed here is shown; whatever the record learns later stays off the wall until
somebody lists it. No money, no illness or disability, no identity number, no child's name; not
even a cause, because 因病 and 因残 say who is ill.
"""

from dataclasses import replace

from liuqing.registry.card import Card, Clear, Grid

NOTE = "本页供张贴，不载收入、补助金额、病残情况和证件号码。"

FACTS = {
    "officers": None,  # an officer's name, unit, post and office phone are for everybody
    "exits": None,
}
COLUMNS = {
    # Not what exactly: 学籍 names a child's class, 低保 and 住院 say more than a wall should.
    "measures": {"年度", "措施", "部门"},
    "officers": None,
    "exits": None,
}
ILLNESS = ("病", "残", "医", "健康", "护理", "精神", "低保", "特困", "综合保障")


def public(card: Card) -> Card:
    """The card with only what may hang on a wall."""
    kept = [_public(clear) for clear in card.clears if clear.key in COLUMNS]
    return replace(card, clears=tuple(kept), findings=())


def _public(clear: Clear) -> Clear:
    facts = clear.facts if clear.key in FACTS else ()
    grids = [_columns(grid, COLUMNS[clear.key]) for grid in clear.grids]
    return replace(clear, facts=facts, grids=tuple(g for g in grids if g.headings), gaps=())


def _columns(grid: Grid, allowed: set[str] | None) -> Grid:
    kept = [i for i, heading in enumerate(grid.headings) if allowed is None or heading in allowed]
    rows = [tuple(row[i] for i in kept) for row in grid.rows]
    # One line a kind of help: the wall needs no list of every payment.
    told = dict.fromkeys(row for row in rows if not any(word in cell for cell in row for word in ILLNESS))
    return replace(grid, headings=tuple(grid.headings[i] for i in kept), rows=tuple(told), sources=())
