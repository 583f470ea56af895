"""Files received: what each list said, what was taken, held and refused."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Q, QuerySet

from liuqing.errors import Problem
from liuqing.policy import lists
from liuqing.registry.models import SourceFile, SourceRow
from liuqing.registry.queries import pages, scope, words
from liuqing.registry.queries.pages import Page
from liuqing.workflow import rights
from liuqing.workflow.rights import Right


@dataclass(frozen=True)
class FileRow:
    """A file as a line. For who sees only a part of it, ``held`` and ``refused`` count that part
    and ``rows`` and ``accepted`` are None. ``doubts`` are what looked wrong with the list as a whole;
    ``went_on`` is who had it read all the same."""

    pk: int
    name: str
    kind: str
    label: str
    department: str
    state: str
    state_label: str
    on: date | None
    received_at: datetime
    by: str
    rows: int | None
    accepted: int | None
    held: int
    refused: int
    done_rows: int
    problem: dict[str, Any] | None
    has_errors_book: bool
    mapping: dict[str, Any] = field(default_factory=dict)
    doubts: tuple[dict[str, str], ...] = ()
    went_on: str = ""

    @property
    def department_of_kinds(self) -> list[str]:
        """The departments whose lists are in the file."""
        return sorted({lists.BY_KEY[one].department for one in words.kinds(self.kind) if one in lists.BY_KEY})

    @property
    def progress(self) -> float:
        """The share of rows done, 0 to 1."""
        return min(1.0, self.done_rows / self.rows) if self.rows else 0.0


@dataclass(frozen=True)
class KeptRow:
    """A row held, refused or taken with a remark. What stood in it is shown elsewhere, on request."""

    pk: int
    sheet: str
    row: int
    verdict: str
    verdict_label: str
    village: str
    problems: tuple[dict[str, Any], ...]
    candidates: int


def files(user: Any, page: int = 1, size: int = 60) -> Page[FileRow]:
    """The files that concern the user, the newest first."""
    sheet = pages.cut(_counted(user, visible_files(user)), page, size)
    whole = _sees_whole(user)
    return Page([_file(one, user, whole) for one in sheet.rows], sheet.total, sheet.number, sheet.size)


def file(user: Any, pk: int) -> FileRow:
    """One file. Problem ``registry.no_such_file`` if it does not concern the user."""
    found = _counted(user, visible_files(user)).filter(pk=pk).first()
    if found is None:
        raise Problem("registry.no_such_file", "没有这份文件，或它不在您的范围内", "请从文件清单进入。")
    return _file(found, user, _sees_whole(user))


def kept_rows(user: Any, pk: int, *, verdict: str = "", page: int = 1, size: int = 60) -> Page[KeptRow]:
    """The rows of a file that were not simply taken, in the file's order, in the user's area."""
    file(user, pk)
    rows = visible_rows(user).filter(file=pk).select_related("village").order_by("sheet", "row")
    sheet = pages.cut(rows.filter(verdict=verdict) if verdict else rows, page, size)
    return Page([_kept(row) for row in sheet.rows], sheet.total, sheet.number, sheet.size)


def visible_files(user: Any) -> QuerySet[SourceFile]:
    """All files for the county's staff; one's own and the department's, or those with rows of
    one's villages, for others."""
    if not rights.can(user, Right.SEE_FILES):
        return SourceFile.objects.none()
    if _sees_whole(user):
        return SourceFile.objects.all()
    mine = Q(by=user.get_username())
    departments = rights.departments_of(user)
    if departments is not None:
        return SourceFile.objects.filter(mine | Q(kind__in=_kinds_of(departments)))
    return SourceFile.objects.filter(mine | Q(pk__in=visible_rows(user).values("file")))


def visible_rows(user: Any) -> QuerySet[SourceRow]:
    """The kept rows that the user may know of: of the own department, or of the own villages."""
    if not rights.can(user, Right.SEE_FILES):
        return SourceRow.objects.none()
    departments = rights.departments_of(user)
    if departments is not None:
        mine = Q(file__by=user.get_username())
        return SourceRow.objects.filter(mine | Q(file__kind__in=_kinds_of(departments)))
    if scope.sees_everything(user, Right.SEE_FILES):
        return SourceRow.objects.all()
    villages = list(scope.visible_villages(user, Right.SEE_FILES).values_list("pk", flat=True))
    return SourceRow.objects.filter(Q(village__in=villages) | Q(file__by=user.get_username()))


def _kinds_of(departments: list[str]) -> list[str]:
    """The kinds of file in use whose every list is a department's own."""
    own = {kind.key for kind in lists.LISTS if kind.department in departments}
    used = SourceFile.objects.order_by().values_list("kind", flat=True).distinct()
    return [kind for kind in used if kind and own.issuperset(words.kinds(kind))]


def _sees_whole(user: Any) -> bool:
    return rights.departments_of(user) is None and scope.sees_everything(user, Right.SEE_FILES)


def _counted(user: Any, found: QuerySet[SourceFile]) -> QuerySet[SourceFile]:
    if _sees_whole(user) or rights.departments_of(user) is not None:
        return found
    villages = list(scope.visible_villages(user, Right.SEE_FILES).values_list("pk", flat=True))
    mine = Q(kept_rows__village__in=villages)
    return found.annotate(
        own_held=Count("kept_rows", filter=mine & Q(kept_rows__verdict="held")),
        own_refused=Count("kept_rows", filter=mine & Q(kept_rows__verdict="refused")),
    )


def _file(one: SourceFile, user: Any, whole: bool) -> FileRow:
    department, label = words.list_name(one.kind)
    mine = whole or one.by == user.get_username() or not hasattr(one, "own_held")
    return FileRow(
        pk=one.pk,
        name=one.name,
        kind=one.kind,
        label=label,
        department=department,
        state=one.state,
        state_label=one.get_state_display(),
        on=one.on,
        received_at=one.received_at,
        by=one.by,
        rows=one.rows if mine else None,
        accepted=one.accepted if mine else None,
        held=one.held if mine else one.own_held,
        refused=one.refused if mine else one.own_refused,
        done_rows=one.done_rows,
        problem=one.problem,
        has_errors_book=bool(one.errors_book) and mine,
        mapping=one.mapping if mine else {},
        doubts=tuple(one.doubts) if mine else (),
        went_on=one.go_on_by,
    )


def _kept(row: SourceRow) -> KeptRow:
    return KeptRow(
        pk=row.pk,
        sheet=row.sheet,
        row=row.row,
        verdict=row.verdict,
        verdict_label=row.get_verdict_display(),
        village=row.village.name if row.village else "",
        problems=tuple(row.problems),
        candidates=len(row.candidates),
    )
