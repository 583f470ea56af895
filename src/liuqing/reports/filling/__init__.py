"""Ask once (填报表): a form or ledger that a superior sends, filled from the record.

``fill`` opens the template, writes what the record knows, and tells which fields were filled and
which the record does not know yet, so that nobody writes a fact down twice. It passes the same
door as every export: right, number of rows, trail. Named figures in Word (``{{ 数:贫困户数|2018年 }}``) get a
footnote each and a list at the end (``reports.named_figures``).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path, PurePath
from typing import Any

from liuqing.errors import Problem, Where
from liuqing.registry.queries import filling
from liuqing.registry.queries.filling import Field, Scope
from liuqing.reports import named_figures
from liuqing.reports.named_figures import Given
from liuqing.sheets.template_book import BookTemplate
from liuqing.sheets.template_word import WordTemplate
from liuqing.sheets.templates import Blank, Ledger, Template, Value
from liuqing.workflow import rights, trail
from liuqing.workflow.rights import Right

KINDS = {".xlsx": BookTemplate, ".docx": WordTemplate}
MOST_CELLS = 600_000
"""Cells of one filled table: a township's members with fifty columns."""
UNITS = {"person": "人", "household": "户", "area": "村"}


@dataclass(frozen=True)
class Filled:
    """One field of the template: where, how often the record knew it. ``why`` is said where it did not."""

    label: str
    place: str
    meaning: str = ""
    known: int = 0
    of: int = 0
    why: str = ""


@dataclass(frozen=True)
class Told:
    """What became of a template: rows written, fields filled, fields that are not known."""

    template: str
    subject: str
    rows: int
    unit: str
    fields: tuple[Filled, ...]
    notices: tuple[str, ...] = ()
    masked: bool = False
    figures: int = 0

    @property
    def filled(self) -> tuple[Filled, ...]:
        """Fields of which something is known."""
        return tuple(one for one in self.fields if one.known)

    @property
    def missing(self) -> tuple[Filled, ...]:
        """Fields that somebody still has to write, wholly or in part."""
        return tuple(one for one in self.fields if one.known < one.of or not one.of)

    def as_dict(self) -> dict[str, Any]:
        """The same as JSON."""
        return {
            "template": self.template, "subject": self.subject, "rows": self.rows, "unit": self.unit,
            "masked": self.masked, "figures": self.figures, "filled": [vars(one) for one in self.filled],
            "missing": [vars(one) for one in self.missing], "notices": list(self.notices),
        }  # fmt: skip


def fill(
    template: Path, *, user: Any, area: str | None = None, household: str | None = None, out: Path | None,
    name: str = "", purpose: str = "", whole: bool = False,
) -> Told:  # fmt: skip
    """Fill a template for an area or a household; without ``out`` only tell what would be filled.

    ``whole`` shows numbers, telephones and accounts unmasked: with REVEAL_IDENTITY and a purpose.
    Problems: ``templates.*``, ``sheets.*``, ``workflow.not_allowed``, ``registry.no_such_area``,
    ``registry.no_such_household``, ``registry.export_too_large``, ``filling.*``.
    """
    name = PurePath(name or template.name).name
    what = filling.of_household(user, household) if household else filling.of_area(user, area)
    rights.require(user, Right.EXPORT, what.area.path)
    if whole:
        _may_see_whole(user, what, purpose)
    opened = _open(template, name)
    filler = _Filler(opened, what, user, whole)
    filler.everything(name)
    told = filler.report(name)
    if out is not None:
        _save(opened, out, told, what, user, purpose, whole)
    return told


def _open(path: Path, name: str) -> Template:
    kind = KINDS.get(PurePath(name).suffix.lower())
    if kind is None:
        raise Problem(
            "templates.unknown_kind", "只能照原样填写 .xlsx 和 .docx 模板",
            "请用 Excel、Word 或 WPS 另存为 .xlsx 或 .docx 再上传。", Where(file=name),
        )  # fmt: skip
    if kind is WordTemplate:
        return WordTemplate(path, filling.known, name=name, figures=named_figures.wanted)
    return kind(path, filling.known, name=name)


def _may_see_whole(user: Any, what: Scope, purpose: str) -> None:
    rights.require(user, Right.REVEAL_IDENTITY, what.area.path)
    if len(purpose.strip()) < 2 or trail.looks_like_identity(purpose):
        raise Problem(
            "filling.no_purpose", "要填完整号码，却没有写明用途",
            "请写明用途，如「上报省民政厅年度台账」，不要写号码。",
        )  # fmt: skip


class _Filler:
    """One template on its way: reads for whom each table is, writes it, and counts what is known."""

    def __init__(self, opened: Template, what: Scope, user: Any, whole: bool) -> None:
        self.opened, self.what, self.user, self.whole = opened, what, user, whole
        self.fields: list[Filled] = []
        self.rows, self.unit = 0, ""
        self.masks = False
        self.figures = 0

    def everything(self, name: str) -> None:
        """Fill every table, then every blank, then every named figure."""
        found = self.opened.found
        marks = self.opened.marks.found if isinstance(self.opened, WordTemplate) else []
        if not found.ledgers and not found.blanks and not marks:
            raise Problem(
                "filling.nothing_known", "没有认出可以填的栏目",
                "模板里要有台账认识的列名或栏名（如户编号、姓名、人均纯收入），旁边或下面留空。", Where(file=name),
            )  # fmt: skip
        for ledger in found.ledgers:
            self._ledger(ledger)
        self._blanks(found.blanks)
        for blank in found.strangers:
            self.fields.append(Filled(blank.label, blank.place, why="台账没有这一项"))
        if isinstance(self.opened, WordTemplate) and marks:
            self._figures(self.opened)

    def _figures(self, opened: WordTemplate) -> None:
        """Named figures: a number with its footnote, and all of them once more in a list at the end."""
        given = named_figures.give(self.user, self.what.area, opened.marks.found)
        opened.marks.fill(named_figures.fillings(given))
        rows = named_figures.listed(given)
        if rows:
            opened.append(named_figures.LIST, named_figures.HEAD, rows)
        self.fields += [_figure(one) for one in given]
        self.figures = sum(one.text is not None for one in given)

    def _ledger(self, ledger: Ledger) -> None:
        fields = [filling.field_of(text) if text else None for text in ledger.headings]
        entity = _entity(fields)
        asked = [field for field in fields if field]
        count = self._count(ledger, entity)
        rows: list[list[Value]] = []
        for values in islice(self._values(entity, asked), count):
            rows.append([values.get(field.key) if field else None for field in fields])
        self.opened.write(ledger, rows)
        for at, (text, field) in enumerate(zip(ledger.headings, fields, strict=True)):
            if text and at not in ledger.serial | ledger.taken:
                said = sum(row[at] is not None for row in rows)
                self._note(text, ledger.place, field, said, len(rows))
        if len(rows) >= self.rows:
            self.rows, self.unit = len(rows), UNITS[entity]

    def _count(self, ledger: Ledger, entity: str) -> int:
        if entity == "area":
            return 10_000
        count, most = filling.how_many(self.what, entity), rights.export_rows(self.user)
        if count > most or count * len(ledger.headings) > MOST_CELLS:
            raise Problem(
                "registry.export_too_large",
                f"这张表要填 {count:,} 行，超过一次可以导出的数量",
                "请选小一点的范围（如一个乡镇或一个村）。",
            )
        return count

    def _values(self, entity: str, asked: Sequence[Field]) -> Any:
        if entity == "area":
            return filling.village_rows(self.what)
        return filling.rows(self.what, asked, entity, whole=self.whole)

    def _blanks(self, blanks: Sequence[Blank]) -> None:
        """Labels beside blanks: of the household, its head, or the area."""
        fields = [(blank, field) for blank in blanks if (field := filling.field_of(blank.label))]
        values = filling.area_values(self.what)
        if self.what.household:
            asked = [field for _, field in fields]
            # The form of a household asks for its head where it asks for a person.
            values = {**values, **next(iter(filling.rows(self.what, asked, "person", whole=self.whole)), {})}
            values = {**values, **next(filling.rows(self.what, asked, "household", whole=self.whole))}
        for blank, field in fields:
            value = values.get(field.key)
            if value is not None:
                self.opened.put(blank, value)
            self._note(blank.label, blank.place, field, int(value is not None), 1, one=True)
        self.unit = self.unit or ("户" if self.what.household else "")

    def _note(
        self, label: str, place: str, field: Field | None, said: int, of: int, *, one: bool = False
    ) -> None:
        if field is None:
            self.fields.append(Filled(label, place, why="台账没有这一项"))
            return
        self.masks |= field.masked and said > 0
        by_household = one and field.entity != "area" and not self.what.household and not said
        why = "这一栏按户填，请选一户" if by_household else "" if said == of else "台账还不知道"
        self.fields.append(Filled(label, place, field.label, said, of, why))

    def report(self, name: str) -> Told:
        """What was filled and what was not."""
        what = self.what
        subject = f"户编号 {what.household.no}" if what.household else what.area.name
        notices = list(self.opened.found.notices)
        if self.masks and not self.whole:
            notices.append("证件号码、电话、账号只填了掩码；要填完整号码，须有权限并写明用途")
        return Told(
            name,
            subject,
            self.rows,
            self.unit,
            tuple(self.fields),
            tuple(notices),
            self.masks and not self.whole,
            self.figures,
        )


def _figure(one: Given) -> Filled:
    known = int(one.text is not None)
    return Filled(
        f"{{{{ {one.mark.text} }}}}",
        one.mark.place,
        one.taken.label if known else "",
        known,
        1,
        "" if known else named_figures.why(one),
    )


def _entity(fields: Sequence[Field | None]) -> str:
    """Of whom a table is: of persons where it asks for any fact of theirs, else households, else villages."""
    entities = {field.entity for field in fields if field}
    if "person" in entities:
        return "person"
    names = {"province", "city", "county", "town", "village"}
    of_homes = {field.key for field in fields if field and field.entity == "household"} - names
    return "household" if of_homes or "area" not in entities else "area"


def _save(opened: Template, out: Path, told: Told, what: Scope, user: Any, purpose: str, whole: bool) -> None:
    out.parent.mkdir(parents=True, exist_ok=True)
    part = out.with_name(f".{out.name}.part")
    try:
        opened.save(part)
        trail.record(
            "filling.written", subject=what.household.no if what.household else what.area.code, by=user,
            detail={"area": what.area.code, "rows": told.rows, "unit": told.unit, "whole": whole,
                    "fields": len(told.filled), "purpose": purpose.strip()[:100]},
        )  # fmt: skip
        # Last: what is not in the trail must not lie there either.
        part.replace(out)
    finally:
        part.unlink(missing_ok=True)
