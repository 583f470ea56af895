"""What the sample county has allocated to its projects and paid for them, up to the day of the ledgers.

How far a project has come decides how much was paid. Nothing goes beyond what was allocated, but for the
planted errors.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from liuqing.sample.granted import Grant
from liuqing.sample.pool import Single
from liuqing.sample.pool_figures import HUNDRED

NOT_YET = {"草稿", "已申报", "乡镇已审核", "部门已论证", "已入库"}
"""Nothing is allocated before a project stands in a plan of the year."""
STAGES = {
    "已签合同": [("预付款", 20)],
    "在建": [("预付款", 30), ("进度款", 25)],
    "已完工": [("预付款", 30), ("进度款", 40)],
    "已验收": [("预付款", 30), ("进度款", 50)],
    "已结算": [("预付款", 30), ("进度款", 40), ("结算款", 30)],
    "已移交": [("预付款", 30), ("进度款", 40), ("结算款", 30)],
}
"""What was claimed by then, in per cent of the money."""
TO_PEOPLE = {"在建": 45, "已完工": 90, "已验收": 95, "已结算": 100}
"""The same where the money goes to people."""
FIRMS = 24
"""How many firms build for the county."""


@dataclass(slots=True)
class Spent:
    """A row of the ledger; money in fen, None where the row does not speak of it."""

    project: Single
    grant: Grant
    allocated_on: date | None = None
    allocated: int | None = None
    paid_on: date | None = None
    paid: int | None = None
    paid_for: str = ""
    party: str = ""
    retained: int | None = None
    voucher: str = ""
    planted: str = ""


def ledger(
    projects: Sequence[Single], grants: list[Grant], as_of: date, retention: Decimal, rng: Random
) -> list[Spent]:
    """Allocations and payments, project by project; each project learns what of its need is secured."""
    by_source: dict[tuple[int, str], list[Grant]] = defaultdict(list)
    for grant in grants:
        if not grant.planted:
            by_source[grant.year, grant.source].append(grant)
    rows: list[Spent] = []
    for one in projects:
        for source, amount in one.sources.items():
            one.secured[source] = 0
            if amount and one.state not in NOT_YET:
                lines = list(_lines(one, by_source[one.year, source], amount, rng))
                one.secured[source] = sum(row.allocated or 0 for row in lines)
                rows += [row for line in lines for row in _paid(line, as_of, retention, rng)]
    for number, row in enumerate((row for row in rows if row.paid), 1):
        row.voucher = f"ZF{number:06d}"
    return rows


def _lines(one: Single, grants: list[Grant], amount: int, rng: Random) -> Iterator[Spent]:
    """The money of one source, from the documents that may pay for it, one after the other."""
    mine = [g for g in grants if g.left and (not g.scope or g.department == one.item.office.department)]
    mine.sort(key=lambda grant: rng.random() * grant.left, reverse=True)
    for grant in mine:
        part = min(grant.left, amount)
        if not part:
            return
        grant.left -= part
        amount -= part
        yield Spent(one, grant, grant.received_on + timedelta(days=rng.randrange(10, 50)), part)


def _paid(line: Spent, as_of: date, retention: Decimal, rng: Random) -> list[Spent]:
    one, whole = line.project, line.allocated or 0
    if not one.item.asset:
        _to_people(line, whole, as_of, rng)
        return [line]
    stages = STAGES.get(one.state, [])
    rows, firm, claimed = [line], _firm(rng), 0
    for number, (kind, percent) in enumerate(stages):
        # The last claim takes what is left, so that the parts are the whole.
        part = whole - claimed if kind == "结算款" else whole * percent // 100 // HUNDRED * HUNDRED
        if not part:
            continue
        claimed += part
        row = line if len(rows) == 1 and line.paid is None else Spent(one, line.grant)
        rows += [] if row is line else [row]
        row.paid_for, row.party = kind, firm
        row.retained = min(int(whole * retention), part) if kind == "结算款" else None
        row.paid = part - (row.retained or 0)
        row.paid_on = _when(line, number, len(stages), as_of)
    return [*rows, *_released(line, rows[-1], as_of, rng)]


def _to_people(line: Spent, whole: int, as_of: date, rng: Random) -> None:
    percent = TO_PEOPLE.get(line.project.state, 0)
    if percent:
        line.paid = (
            whole if percent == 100 else max(whole * percent // 100 // HUNDRED * HUNDRED, min(whole, HUNDRED))
        )
        line.paid_for = "到人到户" if line.project.item.reach == "到户" else "结算款"
        line.party = "一卡通代发" if line.project.item.reach == "到户" else _firm(rng)
        line.paid_on = _when(line, 1, 2, as_of)


def _released(line: Spent, last: Spent, as_of: date, rng: Random) -> Iterator[Spent]:
    """What was kept back is paid a year after the end, where the work was handed over."""
    due = line.project.ends_on + timedelta(days=330)
    if (
        last.retained
        and line.project.state == "已移交"
        and last.paid_on
        and due < as_of
        and rng.random() < 0.6
    ):
        yield Spent(
            line.project, line.grant, paid_on=max(due, last.paid_on), paid=last.retained, paid_for="退还质保金",
            party=last.party,
        )  # fmt: skip


def _when(line: Spent, number: int, of: int, as_of: date) -> date:
    """Payments are spread from the beginning of the work to its end, never after the day of the ledger."""
    begun = max(line.allocated_on or as_of, line.project.starts_on)
    ended = max(min(line.project.ends_on + timedelta(days=30), as_of), begun)
    return min(begun + (ended - begun) * (number + 1) // max(of, 1), as_of)


def _firm(rng: Random) -> str:
    return f"演示工程服务有限公司{rng.randrange(1, FIRMS + 1)}部"
