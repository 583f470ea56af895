"""The workbook that comes back from the village (核实表交回): each filled row becomes an answer.

Rows are known by the number of the question and its check word, columns by the hidden row of keys or
by their headings, in any order. Every fault of every row is told at once, in the sender's own
workbook; rows without fault are taken, all in one transaction. Handed in twice, nothing changes:
an answer's UUID is made from the file and the question.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path, PurePath
from typing import Any
from uuid import UUID, uuid5

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from liuqing.errors import Problem, Where
from liuqing.policy import explained
from liuqing.registry.models import Answer, Case, SourceFile
from liuqing.registry.queries import scope, verification, words
from liuqing.registry.services import files
from liuqing.registry.services.cases import answering, correcting
from liuqing.sheets import cells, errors_book
from liuqing.sheets.cells import CellFault
from liuqing.sheets.errors_book import RowFault
from liuqing.sheets.headings import normal_heading
from liuqing.sheets.raw import Row
from liuqing.sheets.read import Table, read_tables
from liuqing.workflow import rights, trail
from liuqing.workflow.rights import Right

HEADINGS = {
    "case": "任务号", "mark": "校验", "village": "村", "household_no": "户编号", "head": "户主", "about": "对象",
    "label": "疑点", "register": "台账现值", "other": "部门名单、另一事实", "check": "怎么核实", "due_on": "期限",
    "outcome": "核实结果", "reason": "原因", "said": "说明", "visited_on": "入户日期",
}  # fmt: skip
"""The columns of the sheet by their keys; those of corrections are ``fix.<fact>``."""
FIX, FIX_HEADING = "fix.", "改正："
WANTED = ("case", "mark", "household_no", "about", "label", "outcome", "reason", "said")
"""Columns without which no row is read: something was deleted."""
LONGEST = answering.WORDS
_SPACE = UUID("6b7fd2d4-2f0b-5d0e-9c7a-6c1f5f3f8a11")
_OUTCOMES = {
    "属实": Case.Outcome.CONFIRMED, "属实,已改正": Case.Outcome.CONFIRMED, "情况说明": Case.Outcome.EXPLAINED,
    "情况说明,保留": Case.Outcome.EXPLAINED, "不属实": Case.Outcome.WRONG_LIST, "部门名单有误": Case.Outcome.WRONG_LIST,
    "不属实,部门名单有误": Case.Outcome.WRONG_LIST,
}  # fmt: skip


@dataclass(frozen=True)
class Taken:
    """What became of a workbook: rows in it, answers taken (``beside``: where another had answered
    already, both are kept), rows taken before, rows left empty, faults, and the errors book.
    """

    file: str
    rows: int
    answered: int
    beside: int
    before: int
    blank: int
    faults: tuple[RowFault, ...] = ()
    errors_book: str = ""
    pk: int = 0

    def as_dict(self) -> dict[str, Any]:
        """The same as JSON; faults by row."""
        told = [
            {"row": one.row, "columns": one.columns, "what": one.what, "remedy": one.remedy}
            for one in self.faults
        ]
        return {**vars(self), "faults": told}


@dataclass
class _Line:
    """One row of the sheet: what stands under each key, and what is wrong with it."""

    number: int
    said: dict[str, Any]
    heading: Mapping[str, str]
    case: Case | None = None
    answer: dict[str, Any] = field(default_factory=dict)
    faults: list[tuple[str, str, str]] = field(default_factory=list)

    def fault(self, key: str, what: str, remedy: str) -> None:
        self.faults.append((self.heading.get(key, ""), what, remedy))

    @property
    def filled(self) -> bool:
        """Somebody wrote something into it."""
        return any(value is not None for key, value in self.said.items() if _theirs(key))


def take(path: Path, by: Any, *, name: str = "") -> Taken:
    """Take a workbook that came back. Problems ``workflow.not_allowed``, ``answers.not_our_sheet``,
    ``answers.columns_missing``, ``answers.nothing_filled`` and those of reading (``sheets.*``).
    """
    rights.require(by, Right.ANSWER_CASES)
    name = PurePath(name or path.name).name
    sheet, lines = _read(path, name)
    filled = [line for line in lines if line.filled]
    if not filled:
        raise Problem(
            "answers.nothing_filled",
            "核实表里一行也没有填",
            "请先填「核实结果」，再交回；没有核实的行可以空着。",
            Where(file=name),
        )
    sha256 = files.keep(path, name)
    _look_up(filled, by)
    with transaction.atomic():
        file = _received(sha256, name, path.stat().st_size, by)
        told = Counter(_answer(line, file, by) for line in filled)
        _settle(file, len(lines), told, by)
    faults = tuple(RowFault(sheet, line.number, *_fault(one)) for line in filled for one in line.faults)
    book = _errors_book(path, file, faults) if faults else ""
    return Taken(
        name, len(lines), told["answered"] + told["beside"], told["beside"], told["before"],
        len(lines) - len(filled), faults, book, file.pk,
    )  # fmt: skip


def _fault(one: tuple[str, str, str]) -> tuple[tuple[str, ...], str, str]:
    heading, what, remedy = one
    return (heading,) if heading else (), what, remedy


# Reading


def _read(path: Path, name: str) -> tuple[str, list[_Line]]:
    with read_tables(path, known=_known, name=name) as tables:
        for table in tables:
            keys = _keys(table)
            if "outcome" in keys.values() or "case" in keys.values():
                _require_columns(keys, Where(name, table.sheet))
                return table.sheet, list(_lines(table, keys))
    raise Problem(
        "answers.not_our_sheet",
        "这不是从本系统导出的核实表",
        "请交回派发时导出的那份核实表。",
        Where(file=name),
    )


_PLAIN = {normal_heading(heading): key for key, heading in HEADINGS.items()}
_FACTS = {normal_heading(FIX_HEADING + fact.label): FIX + name for name, fact in verification.FACTS.items()}


def _known(heading: str) -> bool:
    plain = normal_heading(heading)
    return plain in _PLAIN or plain in _FACTS


def _keys(table: Table) -> dict[int, str]:
    """{column: key}: by the hidden row where it is whole, else by the headings."""
    named = {
        at: _PLAIN.get(p) or _FACTS.get(p, "") for at, p in enumerate(map(normal_heading, table.headings))
    }
    found = {at: key for at, key in named.items() if key}
    for at, key in enumerate(table.keys or ()):
        if key in HEADINGS or key.removeprefix(FIX) in verification.FACTS:
            found[at] = key
    return found


def _require_columns(keys: dict[int, str], where: Where) -> None:
    missing = [HEADINGS[key] for key in WANTED if key not in keys.values()]
    if missing:
        raise Problem(
            "answers.columns_missing",
            f"核实表缺少这些列：{'、'.join(missing)}",
            "可能被删掉或改了名。请重新导出一份，把填好的内容复制到白色栏里，再交回。",
            where,
        )


def _lines(table: Table, keys: dict[int, str]) -> Iterator[_Line]:
    heading = {key: table.headings[at] for at, key in keys.items() if at < len(table.headings)}
    for row in table.rows:
        yield _Line(row.number, {key: _cell(row, at) for at, key in keys.items()}, heading)


def _cell(row: Row, at: int) -> Any:
    cell = row.cells[at] if at < len(row.cells) else None
    return None if isinstance(cell, str) and not cell.strip() else cell


def _theirs(key: str) -> bool:
    return key in ("outcome", "reason", "said", "visited_on") or key.startswith(FIX)


# What each row is about


def _look_up(lines: list[_Line], by: Any) -> None:
    numbers = {number for line in lines if (number := _number(line.said.get("case"))) is not None}
    found = Case.objects.select_related("household", "person", "village", "last").in_bulk(numbers)
    mine = set(scope.visible_villages(by, Right.ANSWER_CASES).values_list("pk", flat=True))
    seen: set[int] = set()
    for line in lines:
        case = found.get(_number(line.said.get("case")) or 0)
        if _recognised(line, case, mine) and case is not None:
            if case.pk in seen:
                line.fault("case", "同一条疑点在表里填了两行", "请只留一行。")
            seen.add(case.pk)
            line.case = case
            _content(line, case)


def _number(cell: Any) -> int | None:
    try:
        return cells.as_int(cell)
    except CellFault:
        return None


def _recognised(line: _Line, case: Case | None, mine: set[int]) -> bool:
    """Whether the row is what it was when it left; says what is wrong with it."""
    mark = str(line.said.get("mark") or "").strip().upper()
    if case is None:
        line.fault("case", "没有这条疑点，任务号可能被改动或删掉", "请从重新导出的核实表里找到这一户再填。")
    elif mark not in {verification.mark(case.pk, n) for n in range(1, case.round + 1)}:
        line.fault(
            "mark", "任务号和校验对不上，这一行可能是从别处复制或下拉的", "请填在原来的行里，不要复制灰色栏。"
        )
    elif case.village_id not in mine:
        line.fault("village", "这条疑点不在您的范围内", "请交给所在乡镇、村填写。")
    elif mark != verification.mark(case.pk, case.round):
        line.fault("mark", "这是上一轮的核实表，这条疑点后来又重新派发", "请用最近一次导出的核实表填写。")
    elif _shifted(line, case):
        line.fault(
            "household_no", "这一行的户编号、对象或疑点和任务号对不上，行可能错位", "请恢复原来的行次，再填。"
        )
    elif case.state not in (Case.State.SENT, Case.State.ANSWERED) and not _known_already(line, case):
        what = f"这条疑点现在是「{Case.State(case.state).label}」，不再接收核实结果"
        line.fault("outcome", what, "如需更改，请联系乡镇审核人员退回。")
    else:
        return True
    return False


def _known_already(line: _Line, case: Case) -> bool:
    """The same was said before: by this file, or by the one that it mends."""
    return any(_same(line, answer) for answer in case.answers.filter(round=case.round))


def _same(line: _Line, answer: Answer) -> bool:
    outcome = _OUTCOMES.get(_plain(line.said.get("outcome")))
    said = _text(line.said.get("said"))
    fixed = {
        key.removeprefix(FIX) for key, value in line.said.items() if key.startswith(FIX) and value is not None
    }
    return outcome == answer.outcome and said == answer.said and answer.corrections.keys() <= fixed


def _shifted(line: _Line, case: Case) -> bool:
    there = {
        "household_no": case.household.no if case.household else "",
        "about": verification.about(case),
        "label": words.rule(case.rule),
    }
    return any(_text(line.said.get(key)) != text for key, text in there.items())


def _plain(cell: Any) -> str:
    return normal_heading(_text(cell)).replace("，", ",").replace(" ", "")


def _text(cell: Any) -> str:
    try:
        return cells.as_text(cell) or ""
    except CellFault:
        return ""


# What each row says


def _content(line: _Line, case: Case) -> None:
    """The answer of a row, or everything that is wrong with it."""
    outcome = _OUTCOMES.get(_plain(line.said.get("outcome")))
    if outcome is None:
        blank = line.said.get("outcome") is None
        what = "没有选「核实结果」" if blank else "「核实结果」不是列表里的内容"
        line.fault("outcome", what, "请选：属实，已改正；情况说明，保留；部门名单有误。")
    said = _text(line.said.get("said"))
    line.answer = {
        "outcome": outcome, "reason": _reason(line, outcome), "said": said, "visited_on": _visited(line),
        "corrections": _corrections(line, case, outcome),
    }  # fmt: skip
    if len(said) > LONGEST:
        line.fault("said", f"「说明」超过 {LONGEST} 字", "请写短一些。")
    if trail.looks_like_identity(said):
        line.fault("said", "「说明」里有证件号码", "请去掉号码：系统已经知道说的是谁。")


def _reason(line: _Line, outcome: str | None) -> str:
    said = _plain(line.said.get("reason"))
    codes = {normal_heading(text).replace("，", ","): code for code, text in explained.REASONS.items()}
    # On paper the reasons are numbered; people write the number into the sheet as well.
    codes |= {str(n): code for n, code in enumerate(explained.REASONS, start=1)} | {
        c: c for c in explained.REASONS
    }
    code = codes.get(said, "")
    if outcome != Case.Outcome.EXPLAINED:
        return ""
    if not code:
        what = "「原因」不是列表里的内容" if said else "选了「情况说明」却没有选「原因」"
        line.fault("reason", what, f"请选：{'、'.join(explained.REASONS.values())}。")
    if not _text(line.said.get("said")):
        line.fault("said", "选了「情况说明」却没有写「说明」", "请写一句话说明看到的情况。")
    return code


def _visited(line: _Line) -> date | None:
    try:
        day = cells.as_day(line.said.get("visited_on"))
    except CellFault as fault:
        line.fault("visited_on", fault.what, fault.remedy)
        return None
    if day and day > timezone.localdate():
        line.fault("visited_on", "入户日期还没有到", "请填实际入户的日期。")
    return day


def _corrections(line: _Line, case: Case, outcome: str | None) -> dict[str, Any]:
    wanted = {
        key.removeprefix(FIX): value
        for key, value in line.said.items()
        if key.startswith(FIX) and value is not None
    }
    if wanted and outcome is not None and outcome != Case.Outcome.CONFIRMED:
        first = FIX + next(iter(wanted))
        line.fault(
            first, "只有「属实，已改正」的才改数据", "请把核实结果改选「属实，已改正」，或清空改正栏。"
        )
        return {}
    for name, value in wanted.items():
        try:
            correcting.read(case, {name: value})
        except Problem as problem:
            line.fault(FIX + name, problem.what, problem.remedy)
    return wanted


# Taking


def _answer(line: _Line, file: SourceFile, by: Any) -> str:
    """Take one row: what became of it."""
    if line.faults or line.case is None:
        return "faulty"
    case = line.case
    uuid = uuid5(_SPACE, f"{file.sha256}/{case.pk}/{case.round}")
    earlier = list(case.answers.filter(round=case.round))
    if any(one.uuid == uuid or _same(line, one) for one in earlier):
        return "before"
    try:
        with _whole():
            answering.answer(case=case, by=by, uuid=uuid, file=file, **line.answer)
    except Problem as problem:
        line.faults.append((problem.where.column, problem.what, problem.remedy))
        return "faulty"
    return "beside" if earlier else "answered"


@contextmanager
def _whole() -> Iterator[None]:
    """An answer is written whole or not at all, whatever else is in the file."""
    with transaction.atomic():
        yield


def _received(sha256: str, name: str, size: int, by: Any) -> SourceFile:
    file, new = SourceFile.objects.get_or_create(
        sha256=sha256,
        defaults={
            "name": name[-255:], "size": size, "kind": verification.KIND, "state": SourceFile.State.LOADED,
            "by": by.get_username(), "demo": settings.WORKSPACE.demo,
        },
    )  # fmt: skip
    if not new and file.kind != verification.KIND and not file.accepted:
        # Dropped at the door for lists first, where nobody knew it.
        file.kind, file.state, file.problem = verification.KIND, SourceFile.State.LOADED, None
        file.save(update_fields=("kind", "state", "problem"))
    return file


def _settle(file: SourceFile, rows: int, told: Counter[str], by: Any) -> None:
    answered = told["answered"] + told["beside"]
    file.rows, file.refused = rows, told["faulty"]
    file.accepted = max(file.accepted, answered + told["before"])
    file.save(update_fields=("rows", "accepted", "refused"))
    trail.record("answers.taken", subject=f"file:{file.pk}", by=by, detail={"rows": rows, **told})


def _errors_book(path: Path, file: SourceFile, faults: tuple[RowFault, ...]) -> str:
    out = (
        Path(settings.WORKSPACE.folder)
        / "out"
        / "errors"
        / f"{PurePath(file.name).stem}-{file.sha256[:8]}.xlsx"
    )
    out.parent.mkdir(parents=True, exist_ok=True)
    errors_book.write(path, out, faults, name=file.name, known=_known)
    out.chmod(0o600)
    SourceFile.objects.filter(pk=file.pk).update(errors_book=str(out.relative_to(settings.WORKSPACE.folder)))
    return str(out)
