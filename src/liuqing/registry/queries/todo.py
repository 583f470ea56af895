"""My work (我的待办): what waits for this user, with counts. The landing page of everybody."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q

from liuqing.policy.lists import BY_KEY
from liuqing.registry.models import Area, Finding, Snapshot, SourceFile, SourceRow
from liuqing.registry.queries import (
    assessments,
    clues,
    evaluations,
    exits,
    monitoring,
    notices,
    scope,
    standing,
    windows,
    words,
)
from liuqing.registry.queries.assessments import Stopped
from liuqing.registry.queries.cases import counts
from liuqing.registry.queries.files import visible_files, visible_rows
from liuqing.registry.queries.flags import count as flag_counts
from liuqing.registry.queries.households import SCORE
from liuqing.registry.queries.identities import waiting_pairs
from liuqing.registry.queries.task import Task
from liuqing.workflow import rights
from liuqing.workflow.rights import Right

FEW = 3
"""So many files stand each on a line of its own."""


ROOMS = (standing, clues, notices, monitoring, exits, windows, evaluations)
"""Each says itself what waits of its own."""


@dataclass(frozen=True)
class Todo:
    """The tasks of a user and the day of the data they rest on."""

    tasks: tuple[Task, ...]
    on: date | None

    @property
    def total(self) -> int:
        """How many things wait in all."""
        return sum(task.count for task in self.tasks)


def todo(user: Any) -> Todo:
    """What waits for the user; every line is something the user may really do or look at."""
    snapshot = scope.latest_snapshot()
    tasks = [
        *(task for room in ROOMS for task in room.tasks(user)),
        *_cases(user),
        *_files(user),
        *_rows(user),
        *_assess(user, snapshot),
        *(
            task
            for area in _areas(user, snapshot)
            for task in (*_flags(area, snapshot), *_gaps(area, snapshot))
        ),
    ]
    return Todo(tuple(tasks), snapshot.on if snapshot else None)


def _cases(user: Any) -> list[Task]:
    """Questions on their way: to answer, to judge, to strike off, to send; a department's own rows."""
    waiting = counts(user)
    late = f"其中 {waiting.overdue} 条已过期限" if waiting.overdue else ""
    soon = f"其中 {waiting.due_soon} 条快到期限" if waiting.due_soon and not late else ""
    tasks = (
        Task("answer", "疑点等您核实", waiting.answer, late or soon),
        Task("review", "核实结果等您审核", waiting.review),
        Task("close", "已审核的疑点等您销号", waiting.close),
        Task("send", "疑点还没有派发到村", waiting.send),
        Task("threads", "您的名单有几处可能有误", waiting.threads),
    )
    return [task for task in tasks if task.count]


def _files(user: Any) -> list[Task]:
    if not rights.can(user, Right.LOAD_LISTS):
        return []
    state = SourceFile.State
    seen = list(visible_files(user).filter(state__in=(state.ASKED, state.UNMAPPED, state.FAILED)))
    asked = [one for one in seen if one.state == state.ASKED and _may_answer(user, one)]
    waiting = [one for one in seen if one.state != state.ASKED]
    return [*(_asked(one) for one in asked[:20]), *(_file(one) for one in waiting[:20])]


def _may_answer(user: Any, file: SourceFile) -> bool:
    """Whoever loads the lists of its departments says whether a doubted file is read."""
    known = [BY_KEY[kind].department for kind in words.kinds(file.kind) if kind in BY_KEY]
    return all(rights.can(user, Right.LOAD_LISTS, department=one) for one in known or [None])


def _asked(one: SourceFile) -> Task:
    """Nothing of the list is read before somebody says to stop or to go on."""
    what = "；".join(str(doubt.get("what", "")) for doubt in one.doubts)
    return Task("asked", f"「{one.name}」有疑问，等您说停下还是继续", 1, what, {"pk": one.pk})


def _file(one: SourceFile) -> Task:
    unmapped = one.state == SourceFile.State.UNMAPPED
    title = f"「{one.name}」待确认栏目" if unmapped else f"「{one.name}」未能读取"
    detail = "" if unmapped else str((one.problem or {}).get("what", ""))
    return Task("unmapped" if unmapped else "failed", title, 1, detail, {"pk": one.pk})


def _rows(user: Any) -> list[Task]:
    if not rights.can(user, Right.SEE_FILES):
        return []
    decides = rights.can(user, Right.DECIDE_HELD_ROWS)
    open_rows = visible_rows(user).filter(resolved_at=None).exclude(verdict=SourceRow.Verdict.ACCEPTED)
    counted = open_rows.order_by().values("file_id", "verdict").annotate(count=Count("pk"))
    found = {
        (row["file_id"], row["verdict"]): row["count"]
        for row in counted
        if row["verdict"] == SourceRow.Verdict.REFUSED or decides
    }
    names = dict(SourceFile.objects.filter(pk__in={file for file, _ in found}).values_list("pk", "name"))
    refused = {
        file: count for (file, verdict), count in found.items() if verdict == SourceRow.Verdict.REFUSED
    }
    return [*_to_decide(found, waiting_pairs(user) if decides else 0), *_refused(refused, names)]


def _to_decide(found: dict[tuple[int, str], int], pairs: int) -> list[Task]:
    """One line for rows of all lists and pairs of records: they are decided on one page in turn."""
    held = {file: count for (file, verdict), count in found.items() if verdict == SourceRow.Verdict.HELD}
    detail = f"来自 {len(held)} 份名单" if held else ""
    count = sum(held.values()) + pairs
    return [Task("held", "等您判断是不是同一个人", count, detail)] if count else []


def _refused(counts: dict[int, int], names: dict[int, str]) -> list[Task]:
    """A line a file for who hands in a few, one line for the office that has them all."""
    if len(counts) > FEW:
        detail = f"来自 {len(counts)} 份名单，每份有一本错误表"
        return [Task("refused_lists", "名单里有行没有采用", sum(counts.values()), detail)]
    return [
        Task(
            "refused",
            f"「{names[file]}」有 {count} 行未采用",
            count,
            "请在错误表里改正后重新提交",
            {"pk": file},
        )
        for file, count in sorted(counts.items())
    ]


def _assess(user: Any, snapshot: Snapshot | None) -> list[Task]:
    if not assessments.may_take(user):
        return []
    count = assessments.waiting(snapshot)
    return [
        *([Task("assess", f"有 {count} 份名单读取后还没有测算", count)] if count else []),
        *(_stopped(one) for one in assessments.stopped(snapshot)),
    ]


def _stopped(one: Stopped) -> Task:
    """A flag that matched more people than it expects waits until somebody confirms it."""
    return Task(
        "over_expectation",
        f"疑点「{one.label}」命中 {one.matched} / {one.of} 人，已暂停下发",
        1,
        "请先核对相关名单是否完整、是否对应本年度",
        {"rule": one.rule},
    )


def _flags(area: Area, snapshot: Snapshot) -> list[Task]:
    """One line an area; under which headings they stand is the flags page's to say."""
    raised = sum(one.raised for one in flag_counts(snapshot, area))
    return [Task("flags", f"{area.name}：疑点", raised, "", {"area": area.code})] if raised else []


def _gaps(area: Area, snapshot: Snapshot) -> list[Task]:
    count = _incomplete(snapshot, area)
    title = f"{area.name}：六清还有缺项的户"
    return [Task("gaps", title, count, "按缺项逐户补齐", {"area": area.code})] if count else []


def _incomplete(snapshot: Snapshot, area: Area) -> int:
    found = Finding.objects.filter(snapshot=snapshot, rule=SCORE).filter(Q(value__lt=6) | Q(value=None))
    if area.parent_id is not None:
        villages = Area.objects.filter(path__startswith=area.path).values_list("pk", flat=True)
        found = found.filter(village__in=list(villages))
    return found.count()


def _areas(user: Any, snapshot: Snapshot | None) -> list[Area]:
    """Where the user sees households: one area, or several for who helps in several villages."""
    if snapshot is None:
        return []
    paths = rights.areas_of(user, Right.SEE_HOUSEHOLDS)
    if "" in paths:
        return list(Area.objects.filter(parent=None))
    return list(Area.objects.filter(path__in=paths).order_by("code"))
