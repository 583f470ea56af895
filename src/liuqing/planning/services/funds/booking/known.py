"""Known (已知): projects, documents and balances as the record has them and as the rows before left them.

Read once a piece, after the book is locked, so that nothing changes beside it.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet, Sum

from liuqing.planning.models import (
    Account,
    Allocation,
    Claim,
    Document,
    Funding,
    Line,
    Payment,
    Project,
    Reduction,
    Voucher,
)
from liuqing.planning.services.funds.booking.said import NONE, Said

M = TypeVar("M", bound=Model)
Key = tuple[int, int, int]
"""A line: project, document, year."""
_MANY = 1_000
_KEPT_BY = (Claim.State.APPROVED, Claim.State.PAID)


@dataclass
class Kept:
    """A claim of which something is kept back."""

    claim: Claim
    left: Decimal


class Known:
    """What a piece of a ledger is judged against."""

    def __init__(self, rows: list[Said]) -> None:
        projects = _among(Project.objects.all(), "no", {row.project for row in rows})
        documents = _among(Document.objects.all(), "no", {row.document for row in rows})
        self.projects = {one.no: one for one in projects}
        self.documents = {one.no: one for one in documents}
        keys = [one.pk for one in projects]
        self.lines = {
            (one.project_id, one.document_id, one.year): one
            for one in _among(Line.objects.all(), "project_id", keys)
        }
        self._by_pk = {one.pk: key for key, one in self.lines.items()}
        self.pools = _pools([one.pk for one in documents])
        self.needs = _needs(keys)
        self.left: dict[Key, Decimal] = defaultdict(lambda: NONE, self._left())
        self.kept: dict[Key, list[Kept]] = defaultdict(list, self._kept())
        numbers = {row.allocation for row in rows} | {row.payment for row in rows}
        self.booked: set[UUID] = {one.uuid for one in _among(Voucher.objects.all(), "uuid", numbers)}
        self.seen: set[UUID] = set()

    def key(self, said: Said) -> Key:
        """The line that a row speaks of."""
        return self.projects[said.project].pk, self.documents[said.document].pk, said.year

    def line(self, said: Said) -> Line:
        """That line; a new one (not yet in the record) if there is none."""
        key = self.key(said)
        if key not in self.lines:
            self.lines[key] = Line(project_id=key[0], document_id=key[1], year=key[2])
        return self.lines[key]

    def _left(self) -> dict[Key, Decimal]:
        found = Account.objects.filter(kind=Account.Kind.LINE)
        left = {self._by_pk[one.line_id]: one.balance for one in _among(found, "line_id", self._by_pk)}
        for one in _among(Claim.objects.filter(state=Claim.State.SUBMITTED), "line_id", self._by_pk):
            left[self._by_pk[one.line_id]] -= one.amount
        return left

    def _kept(self) -> dict[Key, list[Kept]]:
        found: dict[Key, list[Kept]] = defaultdict(list)
        claims = _among(Claim.objects.filter(state__in=_KEPT_BY, retained__gt=0), "line_id", self._by_pk)
        released = _released([one.pk for one in claims])
        for one in sorted(claims, key=lambda claim: claim.pk):
            if left := one.retained - released[one.pk]:
                found[self._by_pk[one.line_id]].append(Kept(one, left))
        return found


def _pools(documents: list[int]) -> dict[tuple[int, int], Decimal]:
    """What of a document's money of a year is neither on a line nor proposed for one."""
    found = _among(Account.objects.filter(kind=Account.Kind.POOL), "document_id", documents)
    pools = {(one.document_id, one.year or 0): one.balance for one in found}
    proposed = Allocation.objects.filter(state=Allocation.State.PROPOSED).select_related("line")
    for one in _among(proposed, "line__document_id", documents):
        pools[one.line.document_id, one.line.year] -= one.amount
    return defaultdict(lambda: NONE, pools)


def _needs(projects: list[int]) -> dict[int, Decimal]:
    """What of each project's need is neither allocated nor proposed."""
    needs: dict[int, Decimal] = defaultdict(lambda: NONE)
    for rows, sign in (
        (_sums(Funding.objects.all(), "project_id", "need", projects), 1),
        (_sums(Account.objects.all(), "line__project_id", "balance", projects), -1),
        (
            _sums(
                Allocation.objects.filter(state=Allocation.State.PROPOSED),
                "line__project_id",
                "amount",
                projects,
            ),
            -1,
        ),
    ):
        for project, total in rows.items():
            needs[project] += sign * total
    return needs


def _released(claims: list[int]) -> dict[int, Decimal]:
    """What of each claim's retention was paid out or given up."""
    kept = Payment.objects.filter(voucher__kind=Voucher.Kind.RELEASE, voucher__reversed_by=None)
    released = _sums(kept, "claim_id", "amount", claims)
    given_up = Reduction.objects.filter(voucher__reversed_by=None)
    for claim, total in _sums(given_up, "claim_id", "retained", claims).items():
        released[claim] += total
    return released


def _sums(found: QuerySet[Any], by: str, what: str, values: list[int]) -> dict[int, Decimal]:
    told: dict[int, Decimal] = defaultdict(lambda: NONE)
    for start in range(0, len(values), _MANY):
        few = found.filter(**{f"{by}__in": values[start : start + _MANY]})
        told.update(few.order_by().values_list(by).annotate(total=Sum(what)))
    return told


def _among(found: "QuerySet[M]", column: str, values: Iterable[Any]) -> list[M]:
    every = list(values)
    return [
        one
        for start in range(0, len(every), _MANY)
        for one in found.filter(**{f"{column}__in": every[start : start + _MANY]})
    ]
