"""The list 资金安排支付台账: what was allocated to which project of which document, and what was paid of it."""

from decimal import Decimal

from liuqing.planning.imports.money_rows import handed_in_by, refuse, whole_county
from liuqing.planning.models import Claim
from liuqing.planning.services.funds.booking import RELEASE, Booking, Said
from liuqing.registry.imports.rows import TypedRow
from liuqing.registry.imports.verdicts import REFUSED, Source, Verdict, judged
from liuqing.registry.problems import Fault
from liuqing.registry.services.bulk import Writes
from liuqing.workflow import trail

_KINDS = {label: kind for kind, label in Claim.Kind.choices} | {"退还质保金": RELEASE}
_LONGEST = {"party": 80, "voucher_no": 60}


class SpendingImporter:
    """Rows of the list → allocations, claims and payments, through the same book as every act."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.by = handed_in_by(source)

    def prepare(self, rows: list[TypedRow]) -> None:
        """Nothing to prepare."""

    def take(self, rows: list[TypedRow], writes: Writes) -> list[Verdict]:
        """Each allocation and payment, or why it is none."""
        verdicts = [whole_county(judged(row, decisive=_DECISIVE), self.source) for row in rows]
        for verdict in verdicts:
            _look_at_words(verdict)
        told = {id(one): self._said(one.row) for one in verdicts if one.verdict != REFUSED}
        booking = Booking(told.values(), by=self.by, maker=f"台账:{self.source.file}")
        for verdict in verdicts:
            if said := told.get(id(verdict)):
                refuse(verdict, booking.take(said), {}, self.source.kind)
                _look_at_name(verdict, booking)
        vouchers = booking.write()
        if vouchers:
            detail = {"vouchers": len(vouchers), "first": vouchers[0].no, "last": vouchers[-1].no}
            trail.record("funds.booked", subject=f"file:{self.source.file}", by=self.by, detail=detail)
        return verdicts

    def _said(self, row: TypedRow) -> Said:
        said = row.values
        return Said(
            project=said["project_no"].strip(), document=said["document_no"].strip(), year=said["year"],
            allocated_on=said.get("allocated_on"), allocated=said.get("allocated") or None, paid_on=said.get("paid_on"),
            paid=said.get("paid") or None, retained=said.get("retained") or Decimal("0.00"),
            kind=_KINDS[said.get("paid_for") or "进度款"], party=(said.get("party") or "").strip(),
            voucher_no=(said.get("voucher_no") or "").strip(),
            source=f"台账文件 {self.source.file}「{row.sheet[:40]}」第 {row.number} 行",
        )  # fmt: skip


_DECISIVE = (
    "project_no", "document_no", "year", "allocated_on", "allocated", "paid_on", "paid", "paid_for", "retained",
)  # fmt: skip


def _look_at_words(verdict: Verdict) -> None:
    """Texts must fit, and say nothing of a person."""
    for fact, most in _LONGEST.items():
        text = str(verdict.row.values.get(fact) or "")
        if len(text) > most or trail.looks_like_identity(text):
            verdict.refuse(
                Fault(f"spending.{fact}", f"最多 {most} 个字，不能写身份证号", "请改正后再交。", "", fact)
            )


def _look_at_name(verdict: Verdict, booking: Booking) -> None:
    """A name that is not the project's is a wrong number more often than a new name."""
    said, project = verdict.row.values, booking.known.projects.get(verdict.row.values["project_no"].strip())
    if project and said.get("project_name") and said["project_name"].strip() != project.name:
        verdict.remark(
            Fault("spending.other_name", "项目名称与项目库中这个编号的名称不同", "请核对项目编号；编号无误的不用改。", "项目名称", "project_name")
        )  # fmt: skip
