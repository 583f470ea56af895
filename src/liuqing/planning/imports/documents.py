"""The list 资金文件台账: documents that grant money, with their levels, amounts and the classes they are for."""

import re
from datetime import date
from typing import Any

from django.conf import settings

from liuqing.planning.imports.money_rows import handed_in_by, refuse, whole_county
from liuqing.planning.models import Document
from liuqing.planning.services.funds.booking import Documents
from liuqing.policy import funding, place
from liuqing.registry.imports.rows import TypedRow
from liuqing.registry.imports.verdicts import REFUSED, Source, Verdict, judged
from liuqing.registry.services.bulk import Writes

_LEVELS = {label: level for level, label in Document.Level.choices}
_SPLIT = re.compile(r"[,，、;；/|\s]+")
_ANY = {"", "不限", "全部", "各类", "无"}
_FACTS = {
    "no": "document_no", "title": "title", "source": "fund_source", "level": "level", "scope": "scope", "year": "year",
    "received_on": "received_on", "amount": "amount", "department": "lead_department",
}  # fmt: skip


class DocumentImporter:
    """Rows of the list → documents, each with its voucher."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.by = handed_in_by(source)
        self.place = place.load(settings.WORKSPACE.place)

    def prepare(self, rows: list[TypedRow]) -> None:
        """Nothing to prepare."""

    def take(self, rows: list[TypedRow], writes: Writes) -> list[Verdict]:
        """Each document, or why it is none."""
        verdicts = [
            whole_county(judged(row, decisive=row.values.keys() | _MUST), self.source) for row in rows
        ]
        told = {id(one): self._document(one.row) for one in verdicts if one.verdict != REFUSED}
        booking = Documents({one.no for one in told.values()}, by=self.by)
        for verdict in verdicts:
            if document := told.get(id(verdict)):
                refuse(verdict, booking.take(document), _FACTS, self.source.kind)
        booking.write()
        return verdicts

    def _document(self, row: TypedRow) -> Document:
        said, issued_on = row.values, row.values["issued_on"]
        source = said["fund_source"].strip()
        return Document(
            no=said["document_no"].strip(), title=said["title"].strip(), source=source, level=_LEVELS[said["level"]],
            department=(said.get("lead_department") or "").strip(), year=said["year"], amount=said["amount"],
            issued_on=issued_on, received_on=said.get("received_on") or issued_on, scope=_scope(said.get("scope")),
            pooled=self._pooled(said.get("pooled"), source, issued_on), purpose=(said.get("purpose") or "")[:200], by=self.by,
            file_id=self.source.file, sheet=row.sheet[:64], row=row.number, said_on=self.source.on,
        )  # fmt: skip

    def _pooled(self, said: Any, source: str, on: date) -> bool:
        """As the row says; where it does not, as the place says of the source."""
        if said is not None:
            return bool(said)
        told = funding.rule(self.place, source, on)
        return bool(told and told.pooled)


_MUST = {
    "document_no",
    "title",
    "fund_source",
    "level",
    "year",
    "amount",
    "issued_on",
    "received_on",
    "pooled",
}


def _scope(said: str | None) -> list[str]:
    parts = {part for part in _SPLIT.split((said or "").strip()) if part}
    return sorted(parts) if parts - _ANY else []
