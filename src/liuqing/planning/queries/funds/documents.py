"""Documents of money by year: granted, allocated, claimed, paid, and what is left (R079)."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet

from liuqing.errors import Problem
from liuqing.planning.models import Account, Allocation, Document, Line, Voucher
from liuqing.planning.queries import scope
from liuqing.planning.queries.funds import lines as reading
from liuqing.planning.queries.funds.lines import NONE, LineMoney, is_debt
from liuqing.registry.models import Area
from liuqing.registry.queries.pages import Page, cut
from liuqing.workflow import rights
from liuqing.workflow.rights import Right
from liuqing.workflow.roles import ROLES

Kind = Account.Kind
SIZE = 60


@dataclass(frozen=True)
class Sums:
    """Money of a document, or of many, in yuan. ``granted`` = ``unallocated`` + ``allocated``.

    ``claimed`` is agreed (kept back or paid included); ``paid`` is part of it.
    """

    granted: Decimal = NONE
    unallocated: Decimal = NONE
    allocated: Decimal = NONE
    claimed: Decimal = NONE
    paid: Decimal = NONE

    def __add__(self, other: "Sums") -> "Sums":
        return Sums(*(getattr(self, name) + getattr(other, name) for name in self.__dataclass_fields__))

    @property
    def unpaid(self) -> Decimal:
        """What was granted and not paid."""
        return self.granted - self.paid

    @property
    def bars(self) -> tuple[tuple[str, Decimal, int], ...]:
        """Allocated, claimed, paid: the word, the sum, whole per cent of what was granted."""
        told = (("已安排", self.allocated), ("已报账", self.claimed), ("已支付", self.paid))
        return tuple(
            (word, sum_, int(100 * sum_ / self.granted) if self.granted else 0) for word, sum_ in told
        )


@dataclass(frozen=True)
class DocumentRow:
    """A document and its money."""

    record: Document
    sums: Sums
    debt: bool

    @property
    def level(self) -> str:
        """Who gave it."""
        return str(Document.Level(self.record.level).label)


@dataclass(frozen=True)
class Documents:
    """The documents of a year (0: of all years), and the sums of each year. ``whole``: the county's money,
    not only what came to the projects of the user's area."""

    year: int
    rows: tuple[DocumentRow, ...]
    total: Sums
    years: tuple[tuple[int, Sums], ...]
    sources: tuple[tuple[str, Sums], ...]
    whole: bool
    may_receive: bool


@dataclass(frozen=True)
class DocumentPage:
    """A document with its lines, what waits for a decision, and what happened to it."""

    row: DocumentRow
    page: Page[LineMoney]
    proposed: tuple[Allocation, ...]
    pools: tuple[tuple[int, Decimal], ...]
    history: tuple[Voucher, ...]
    whole: bool
    may_manage: bool
    may_approve: bool

    @property
    def lines(self) -> Sequence[LineMoney]:
        """The lines on this page."""
        return self.page.rows


def documents(user: Any, year: int | None = None, source: str = "") -> Documents:
    """Documents of a year, the latest unless one is asked for; 0 for all years."""
    whole, visible = _whole(user), _visible(user)
    sums = _sums(user, visible, whole=whole)
    by_year: dict[int, Sums] = defaultdict(Sums)
    for one in visible:
        by_year[one.year] += sums[one.pk]
    chosen = max(by_year, default=0) if year is None else year
    here = [one for one in visible if chosen in (0, one.year)]
    by_source: dict[str, Sums] = defaultdict(Sums)
    for one in here:
        by_source[one.source] += sums[one.pk]
    rows = tuple(DocumentRow(one, sums[one.pk], is_debt(one)) for one in here if source in ("", one.source))
    return Documents(
        chosen, rows, sum((row.sums for row in rows), Sums()), tuple(sorted(by_year.items(), reverse=True)),
        tuple(by_source.items()), whole, whole and rights.can(user, Right.MANAGE_FUNDS),
    )  # fmt: skip


def document(user: Any, pk: int, page: int = 1) -> DocumentPage:
    """One document with a page of its lines. Problem ``funds.no_such_document``."""
    whole = _whole(user)
    record = _visible(user).filter(pk=pk).first()
    if record is None:
        raise Problem("funds.no_such_document", "您的范围内没有这个资金文件", "请从资金文件台账进入。")
    mine = Line.objects.filter(document=record, project__in=scope.visible(user))
    proposed = Allocation.objects.filter(line__in=mine, state=Allocation.State.PROPOSED)
    pools = Account.objects.filter(document=record, kind=Kind.POOL).exclude(balance=0).order_by("year")
    history = Voucher.objects.filter(postings__account__document=record, postings__account__kind=Kind.POOL)
    row = DocumentRow(record, _sums(user, _visible(user).filter(pk=pk), whole=whole)[pk], is_debt(record))
    own = (
        history.exclude(kind__in=(Voucher.Kind.ALLOCATE, Voucher.Kind.WITHDRAW)).distinct()
        if whole
        else history.none()
    )
    return DocumentPage(
        row, _lines(mine, page), tuple(proposed.select_related("line__project")),
        tuple((year or 0, balance) for year, balance in pools.values_list("year", "balance")) if whole else (),
        tuple(own.order_by("pk")), whole, whole and rights.can(user, Right.MANAGE_FUNDS),
        whole and rights.can(user, Right.APPROVE_FUNDS),
    )  # fmt: skip


def _lines(found: "QuerySet[Line]", number: int) -> Page[LineMoney]:
    here = cut(found.order_by("year", "pk"), number, SIZE)
    rows = reading.of(Line.objects.filter(pk__in=[one.pk for one in here.rows]))
    return Page(rows, here.total, here.number, here.size)


def _whole(user: Any) -> bool:
    """Whether the user sees the money of the whole county."""
    county = (
        Area.objects.filter(level=Area.Level.COUNTY).order_by("path").values_list("path", flat=True).first()
    )
    return any(
        Right.SEE_PROJECTS in ROLES[held.role].rights
        and not ROLES[held.role].projects_of_own_department
        and rights.covers(held.area_path, county or "")
        for held in rights.appointments(user)
        if held.role in ROLES
    )


def _visible(user: Any) -> "QuerySet[Document]":
    if _whole(user):
        return Document.objects.all()
    return Document.objects.filter(lines__project__in=scope.visible(user).values("pk")).distinct()


def _sums(user: Any, found: "QuerySet[Document]", *, whole: bool) -> dict[int, Sums]:
    """The sums of each document: of everything, or only of the lines that the user sees."""
    accounts = Account.objects.filter(document__in=found.order_by().values("pk"))
    if not whole:
        accounts = accounts.filter(line__project__in=scope.visible(user).values("pk"))
    held: dict[int, dict[str, Decimal]] = defaultdict(lambda: defaultdict(lambda: NONE))
    for pk, kind, balance in accounts.filter(~Q(balance=0)).values_list("document_id", "kind", "balance"):
        held[pk][kind] += balance
    return defaultdict(Sums, {pk: _of(kinds, whole=whole) for pk, kinds in held.items()})


def _of(held: dict[str, Decimal], *, whole: bool) -> Sums:
    claimed = held[Kind.CLAIMED] + held[Kind.RETAINED] + held[Kind.PAID]
    allocated = held[Kind.LINE] + claimed
    granted = -held[Kind.OUTSIDE] if whole else allocated
    return Sums(granted, held[Kind.POOL], allocated, claimed, held[Kind.PAID])
