"""Said (台账一行): an allocation, a payment, or both, as a county's ledger states it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import NAMESPACE_URL, UUID, uuid5

from liuqing.planning.models import Claim

RELEASE = "release"
"""The kind of a payment of what was kept back before."""
NONE = Decimal("0.00")


@dataclass(frozen=True)
class Said:
    """A row as it was understood; amounts in yuan. ``kind`` is a ``Claim.Kind`` or ``RELEASE``.

    ``retained`` is kept back beside what is paid. ``source`` says where the row stands: it is kept with
    the voucher.
    """

    project: str
    document: str
    year: int
    allocated_on: date | None = None
    allocated: Decimal | None = None
    paid_on: date | None = None
    paid: Decimal | None = None
    retained: Decimal = NONE
    kind: str = Claim.Kind.PROGRESS
    party: str = ""
    voucher_no: str = ""
    source: str = ""

    @property
    def allocation(self) -> UUID:
        """The number of the allocation, the same for the same words."""
        return _uuid("allocation", self.project, self.document, self.year, self.allocated_on, self.allocated)

    @property
    def payment(self) -> UUID:
        """The number of the payment, the same for the same words."""
        return _uuid(
            "payment", self.project, self.document, self.year, self.paid_on, self.paid, self.retained, self.kind,
            self.party, self.voucher_no,
        )  # fmt: skip


def _uuid(*words: object) -> UUID:
    return uuid5(NAMESPACE_URL, "\0".join(str(word) for word in words))
