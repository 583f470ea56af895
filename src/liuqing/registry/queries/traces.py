"""Traces (操作留痕): who did what, who saw whom, for whoever answers for it.

Subjects are record numbers: a household is asked for by its number, a person by the page of the
household. Nothing here shows a name or an identity number.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from liuqing.registry.models import Case, Household, Person, SourceFile
from liuqing.registry.queries import pages
from liuqing.registry.queries.pages import Page
from liuqing.workflow import rights
from liuqing.workflow.models import Event
from liuqing.workflow.rights import Right

ACTS = {
    "accounts.appointed": "任命岗位",
    "accounts.closed": "停用账号",
    "accounts.created": "新建账号",
    "accounts.dismissed": "免去岗位",
    "areas.planted": "建立区划",
    "areas.recoded": "区划调整",
    "cases.answered": "填核实结果",
    "cases.closed": "销号",
    "cases.extended": "改核实期限",
    "cases.followed": "跟踪疑点",
    "cases.returned": "退回核实结果",
    "cases.reviewed": "审核核实结果",
    "cases.sent": "派发疑点",
    "cases.thread_answered": "答复退回的名单问题",
    "comparisons.purged": "删除到期的名单原件",
    "comparisons.recorded": "登记比对的依据和用途",
    "comparisons.stated": "改写比对的依据和用途",
    "files.loaded": "读取名单",
    "files.mapping_corrected": "改正表头对应",
    "files.received": "收到文件",
    "identity.revealed": "查看完整身份证号",
    "identities.merged": "两条记录并成一人",
    "identities.unmerged": "撤销合并",
    "reports.written": "导出或打印",
    "rows.decided": "处理待确认的行",
    "seen": "看过",
    "snapshots.taken": "测算",
    "standing.acted": "办理一步",
    "standing.amended": "改办件内容",
    "standing.opened": "起草办件",
    "standing.outside": "登记册外户",
    "standing.submitted": "提交办件",
    "standing.withdrawn": "撤回办件",
}
"""What each act is called; one that is not here is shown under its key."""

SUBJECTS = {
    "household": "户",
    "person": "人",
    "case": "疑点",
    "file": "文件",
    "snapshot": "测算",
    "area": "地方",
    "user": "账号",
    "pair": "比对",
    "rule": "规则",
    "proceeding": "办件",
}


@dataclass(frozen=True)
class Trace:
    """One event as people read it."""

    at: datetime
    by: str
    act: str
    subject: str
    detail: str


def traces(user: Any, *, by: str = "", household: str = "", page: int = 1) -> Page[Trace]:
    """The events, newest first; of one user, or about one household with its members and flags.

    Problem ``workflow.not_allowed``. A household that does not exist has no events.
    """
    rights.require(user, Right.SEE_TRAIL)
    found = Event.objects.order_by("-pk")
    if by:
        found = found.filter(by=by)
    if household:
        found = found.filter(_about(household))
    cut = pages.cut(found, page, 60)
    # Who manages accounts reads the trail, but is not told which households there are.
    named = rights.can(user, Right.SEE_HOUSEHOLDS)
    return Page([_trace(one, named) for one in cut.rows], cut.total, cut.number, cut.size)


def _about(no: str) -> Q:
    home = Household.objects.filter(no=no).first()
    if home is None:
        return Q(pk__in=())
    people = Person.objects.filter(memberships__household=home).values_list("pk", flat=True)
    cases = Case.objects.filter(Q(household=home) | Q(person__in=people)).values_list("pk", flat=True)
    subjects = {f"household:{home.pk}", home.no, f"household:{home.no}"}
    subjects |= {f"person:{pk}" for pk in people} | {f"case:{pk}" for pk in cases}
    return Q(subject__in=subjects)


def _trace(event: Event, named: bool) -> Trace:
    kind, _, key = event.subject.partition(":")
    if not key:
        kind, key = "", kind  # a report is written under the number of its household or area
    subject = f"{SUBJECTS.get(kind, kind)} {_named(kind, key) if named else _plain(key)}".strip()
    # What an act said may hold a household's number; of accounts and areas it is about the office itself.
    said = event.detail if named or event.act.startswith(("accounts.", "areas.", "snapshots.")) else {}
    told = "，".join(f"{key} {value}" for key, value in said.items() if value not in (None, "", [], {}))
    return Trace(event.at, event.by, ACTS.get(event.act, event.act), subject, told[:160])


def _plain(key: str) -> str:
    return key if key.isdigit() and len(key) < 12 else ""


def _named(kind: str, key: str) -> str:
    if kind == "file" and key.isdigit():
        return SourceFile.objects.filter(pk=key).values_list("name", flat=True).first() or key
    if kind == "household" and key.isdigit() and len(key) < 12:
        return Household.objects.filter(pk=key).values_list("no", flat=True).first() or key
    return key
