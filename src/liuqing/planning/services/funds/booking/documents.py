"""Documents of a ledger (资金文件台账): each new one with its voucher; what is known already stays as it is."""

from uuid import NAMESPACE_URL, uuid5

from liuqing.planning.models import Document, Voucher
from liuqing.planning.services.funds import book, moves
from liuqing.planning.services.funds.book import Movement
from liuqing.planning.services.funds.documents import faults
from liuqing.registry.services.standing.faults import Fault
from liuqing.workflow import clock

_SAME = ("title", "source", "level", "year", "amount", "issued_on")


class Documents:
    """Documents of one piece of a ledger, handed in by ``by``."""

    def __init__(self, numbers: set[str], *, by: str) -> None:
        book.lock()
        self.by, self.today = by, clock.today()
        self._known = {one.no: one for one in Document.objects.filter(no__in=numbers)}
        self._new: dict[str, Document] = {}

    def take(self, told: Document) -> list[Fault]:
        """Take a document; or everything that speaks against it. One that is known in the same words is taken."""
        if told.no in self._new:
            return [("no", "这个文号在本表中已出现过")]
        if before := self._known.get(told.no):
            changed = [name for name in _SAME if getattr(before, name) != getattr(told, name)]
            return [("no", "这个文号已经登记过，内容不同；金额有变的请另行登记调整文件")] if changed else []
        found = faults(told)
        if told.received_on > self.today:
            found.append(("received_on", f"日期 {told.received_on} 还没有到"))
        if told.amount <= 0:
            found.append(("amount", "金额要大于 0"))
        if not found:
            self._new[told.no] = told
        return found

    def write(self) -> list[Voucher]:
        """Write every new document and what it brings."""
        made = list(self._new.values())
        Document.objects.bulk_create(made, batch_size=500)
        return book.write([self._movement(one) for one in made]) if made else []

    def _movement(self, one: Document) -> Movement:
        uuid = uuid5(NAMESPACE_URL, f"document:{one.no}")
        return Movement(Voucher.Kind.RECEIVE, uuid, one.received_on, self.by, moves.received(one, one.amount))
