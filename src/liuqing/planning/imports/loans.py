"""The list 小额信贷台账: one row a loan, known by its bank and number, of a person of the register.

A newer list takes the place of what an older one said of a loan; what people put in on a page stays.
The list 扶贫小额信贷台账 of the departments (``microcredit``) feeds the rules and is not touched.
"""

from collections import defaultdict
from datetime import UTC, date, datetime
from decimal import Decimal

from django.utils import timezone

from liuqing.planning.imports.assets import fen
from liuqing.planning.models import Loan, LoanEvent
from liuqing.policy.lists import BY_KEY
from liuqing.registry import problems
from liuqing.registry.imports.people import PeopleImporter
from liuqing.registry.imports.register import SOURCE
from liuqing.registry.imports.rows import TypedRow, Values
from liuqing.registry.imports.verdicts import ACCEPTED, Source, Verdict
from liuqing.registry.models import SourceFile
from liuqing.registry.problems import Fault
from liuqing.registry.services.bulk import Row, Writes, all_of, find

REPAID, EXTENDED = "repaid", "extended"
STATES = {str(label): key for key, label in Loan.State.choices}
LARGEST_RATE = Decimal("0.3")
"""No bank lends at a third a year: a number below it is a share (0.0435), one above it per cent (4.35)."""
_SAID = (
    "household_id", "person_id", "kind", "principal", "rate", "use", "used_by", "drawn_on", "due_on", "state", *SOURCE,
)  # fmt: skip
_NEW = ("no", "bank", *_SAID)
_EVENT = ("loan_id", "kind", "on", "amount", "until", "said", "by", "at", *SOURCE)
_LONGEST = {"loan_no": 40, "bank": 40, "loan_kind": 20, "loan_use": 60, "used_by": 80}
_SELF = ("本人", "农户", "贫困户", "自用", "户主", "借款人")
"""How lists say that the household uses the loan itself."""


class LoanImporter(PeopleImporter):
    """Rows of the list → loans with what was repaid and how long they were extended."""

    def __init__(self, source: Source) -> None:
        super().__init__(source)
        self.by = SourceFile.objects.get(pk=source.file).by
        self._mine: set[tuple[str, str]] = set()
        self._former: dict[int, list[int]] = defaultdict(list)
        if source.replaces:
            for pk, row in all_of(Loan, ("id", "row"), "file_id = %s", source.replaces):
                self._former[row].append(pk)

    def take(self, rows: list[TypedRow], writes: Writes) -> list[Verdict]:
        """Each loan of a person of the register, or why it is none."""
        nos = {row.values["loan_no"] for row in rows if row.values.get("loan_no")}
        known = find(Loan, "no", nos, ("bank", "no", "id", "file_id", "said_on"))
        self._loans = {(row[0], row[1]): row for row in known}
        told = {row[2] for row in known} | {pk for one in self._former.values() for pk in one}
        self._events: dict[int, list[Row]] = defaultdict(list)
        for row in find(LoanEvent, "loan_id", told, ("id", "loan_id", "file_id")):
            self._events[row[1]].append(row)
        return super().take(rows, writes)

    def _judge(self, row: TypedRow) -> Verdict:
        verdict = super()._judge(row)
        if verdict.verdict == ACCEPTED and row.extra.get("person"):
            for fault in _faults(row.values):
                verdict.refuse(fault)
        return verdict

    def _forget_replaced(self, rows: list[TypedRow], writes: Writes) -> None:
        for row in rows:
            for pk in self._former.pop(row.original or 0, ()):
                if all(event[2] is not None for event in self._events[pk]):
                    self._drop_events(pk, writes)
                    writes.delete(Loan, pk)
                    self._loans = {key: one for key, one in self._loans.items() if one[2] != pk}

    def _look_up(self, people: set[int]) -> None:
        """Nothing of other lists is asked."""

    def _person(self, verdict: Verdict, writes: Writes) -> None:
        row, values, on = verdict.row, verdict.row.values, self.source.on
        key = (values["bank"], values["loan_no"])
        if key in self._mine:
            return verdict.refuse(problems.repeated("这笔贷款", "贷款编号", "loan_no"))
        self._mine.add(key)
        old = self._loans.get(key)
        if old and any(event[2] is None for event in self._events[old[2]]):
            what = "这笔贷款已在页面上办理过还款、展期或代偿，以办理的为准，这一行没有改动"
            return verdict.remark(Fault("row.loan_acted", what, "请在贷款页面办理。", "贷款编号", "loan_no"))
        if old and str(old[4])[:10] > on.isoformat():
            return None
        said = self._said(row)
        if old:
            self._drop_events(old[2], writes)
            writes.update(Loan, _SAID, said, old[2])
        pk = old[2] if old else writes.insert(Loan, _NEW, (values["loan_no"], values["bank"], *said))
        for event in _happened(values, on):
            where = (self.source.file, row.sheet[:64], row.number, on)
            writes.insert(LoanEvent, _EVENT, (pk, *event, "", self.by, datetime.now(UTC), *where))
        return None

    def _drop_events(self, loan: int, writes: Writes) -> None:
        for event in self._events.pop(loan, ()):
            writes.delete(LoanEvent, event[0])

    def _said(self, row: TypedRow) -> Row:
        values, pk = row.values, row.extra["person"]
        used_by = values.get("used_by") or ""
        itself = used_by in (*_SELF, values.get("name"))
        return (
            self.register.by_person[pk].household, pk, values.get("loan_kind") or "扶贫小额信贷", fen(values["lent"]),
            share(values["rate"]), values.get("loan_use") or "", "" if itself else used_by, values["lent_on"],
            values["due_on"], STATES.get(values.get("loan_state") or "", Loan.State.RUNNING),
            self.source.file, row.sheet[:64], row.number, self.source.on,
        )  # fmt: skip


def share(rate: Decimal) -> Decimal:
    """A year's rate as a share: 4.35 and 0.0435 are the same."""
    return (rate if rate < LARGEST_RATE else rate / 100).quantize(Decimal("0.000001"))


def _label(fact: str) -> str:
    return BY_KEY["loans"].fact(fact).label


def _faults(values: Values) -> list[Fault]:
    found = [
        Fault("row.too_long", f"「{_label(fact)}」超过 {longest} 个字", "请写短一些。", _label(fact), fact)
        for fact, longest in _LONGEST.items()
        if len(values.get(fact) or "") > longest
    ]
    if values["lent"] <= 0:
        found.append(problems.not_a_value("大于 0 的金额", "贷款金额"))
    if share(values["rate"]) >= LARGEST_RATE:
        found.append(problems.not_a_value("百分数，如 4.35", "年利率(%)"))
    if values["lent_on"] > timezone.localdate():
        found.append(problems.day_to_come("放款日期"))
    if values["due_on"] <= values["lent_on"]:
        found.append(
            Fault("row.due_before_lent", "到期日期不晚于放款日期", "请核对两个日期。", "到期日期", "due_on")
        )
    return [*found, *_repayment_faults(values)]


def _repayment_faults(values: Values) -> list[Fault]:
    repaid, settled = values.get("repaid"), values.get("loan_state") == "已结清"
    if repaid is not None and repaid > values["lent"]:
        return [
            Fault(
                "row.repaid_too_much", "已还本金超过贷款金额", "请核对，本金不含利息。", "已还本金", "repaid"
            )
        ]
    if settled and repaid is not None and repaid < values["lent"]:
        return [
            Fault(
                "row.not_settled",
                "贷款状态是已结清，已还本金却少于贷款金额",
                "请核对。",
                "贷款状态",
                "loan_state",
            )
        ]
    if values.get("extended_until") and values["extended_until"] <= values["due_on"]:
        return [
            Fault("row.extended_back", "展期到期日不晚于原到期日", "请核对。", "展期到期日", "extended_until")
        ]
    return []


def _happened(values: Values, on: date) -> list[tuple[str, date, int | None, date | None]]:
    """What the row says that happened: extended, repaid; each with day, fen and new last day."""
    settled = values.get("loan_state") == "已结清"
    repaid = values.get("repaid") or (values["lent"] if settled else None)
    found: list[tuple[str, date, int | None, date | None]] = []
    if values.get("extended_until"):
        found.append((EXTENDED, values["due_on"], None, values["extended_until"]))
    if repaid:
        found.append((REPAID, values.get("repaid_on") or min(on, timezone.localdate()), fen(repaid), None))
    return found
