"""Lines (资金安排) with what stands where: left, claimed, kept back, paid. Read from the balances of the book."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.conf import settings
from django.db.models import QuerySet

from liuqing.planning.models import Account, Claim, Document, Line
from liuqing.policy import funding, place

NONE = Decimal("0.00")
Kind = Account.Kind


@dataclass(frozen=True)
class LineMoney:
    """A line and its money, in yuan: ``allocated`` = ``left`` + ``claimed`` + ``retained`` + ``paid``.

    ``left`` nobody has claimed, ``claimed`` is agreed and not yet paid, ``retained`` is kept back.
    ``waiting`` is claimed and not yet judged (part of ``left``). ``debt``: has to be paid back by the
    public purse (R096).
    """

    pk: int
    project_no: str
    project_name: str
    document: int
    document_no: str
    source: str
    level: str
    year: int
    left: Decimal
    claimed: Decimal
    retained: Decimal
    paid: Decimal
    waiting: Decimal = NONE
    debt: bool = False

    @property
    def allocated(self) -> Decimal:
        """What was put on the line and not taken back."""
        return self.left + self.claimed + self.retained + self.paid

    @property
    def claimable(self) -> Decimal:
        """What may still be claimed."""
        return self.left - self.waiting


def of(lines: "QuerySet[Line]", claims: Iterable[Claim] | None = None) -> list[LineMoney]:
    """The lines with their money, in three queries however many they are; ``claims``: all of theirs, if known."""
    found = list(lines.select_related("project", "document").order_by("year", "pk"))
    keys = [one.pk for one in found]
    held = balances(Account.objects.filter(line__in=keys))
    waiting = _waiting(keys, claims)
    return [_line(one, held[one.pk], waiting[one.pk]) for one in found]


def balances(accounts: "QuerySet[Account]") -> dict[int, dict[str, Decimal]]:
    """What each line has on its accounts, by their kind."""
    found: dict[int, dict[str, Decimal]] = defaultdict(lambda: defaultdict(lambda: NONE))
    for line, kind, balance in accounts.exclude(line=None).values_list("line_id", "kind", "balance"):
        found[line or 0][kind] = balance
    return found


def is_debt(document: Document) -> bool:
    """Whether a document's money has to be paid back by the public purse: a loan, or a source that is debt."""
    if document.level == Document.Level.LOAN:
        return True
    told = _rule(document.source, document.issued_on)
    return bool(told and told.debt)


def _rule(source: str, on: date) -> funding.Version | None:
    return funding.rule(place.load(settings.WORKSPACE.place), source, on)


def _waiting(lines: Iterable[int], known: Iterable[Claim] | None) -> dict[int, Decimal]:
    found: dict[int, Decimal] = defaultdict(lambda: NONE)
    claims = Claim.objects.filter(line__in=list(lines)) if known is None else known
    for one in claims:
        found[one.line_id] += one.amount if one.state == Claim.State.SUBMITTED else NONE
    return found


def _line(one: Line, held: dict[str, Decimal], waiting: Decimal) -> LineMoney:
    document = one.document
    return LineMoney(
        one.pk, one.project.no, one.project.name, document.pk, document.no, document.source,
        Document.Level(document.level).label, one.year, held[Kind.LINE], held[Kind.CLAIMED], held[Kind.RETAINED],
        held[Kind.PAID], waiting, is_debt(document),
    )  # fmt: skip
