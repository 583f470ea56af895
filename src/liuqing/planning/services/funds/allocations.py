"""Allocations (资金安排): proposed by one, decided by another; what nobody claimed can be taken back."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import transaction

from liuqing.errors import Problem
from liuqing.planning.models import Allocation, Document, Line, Project, Voucher
from liuqing.planning.services.funds import book, eligible, guarding, limits, moves
from liuqing.planning.services.funds.book import Movement
from liuqing.registry.services.standing.faults import refuse
from liuqing.workflow import clock, trail
from liuqing.workflow.rights import Right

State = Allocation.State
Kind = Voucher.Kind


@transaction.atomic
def propose(
    *, by: Any, project: Project, document: Document, year: int, amount: Any, on: date | None = None
) -> Allocation:
    """Propose so much of a document's money of a year for a project; the same once more gives the first.

    Problems ``planning.not_allowed``, ``funds.not_eligible`` (everything that speaks against it).
    """
    project = _fresh(project)
    guarding.project(by, Right.MANAGE_FUNDS, project)
    book.lock()
    sum_, day = guarding.amount(amount), guarding.day(on)
    if before := _same(by, project, document, year, sum_):
        return before
    refuse("funds.not_eligible", eligible.for_money(project, document, year, sum_, day))
    line, _ = Line.objects.get_or_create(project=project, document=document, year=year)
    made = Allocation.objects.create(line=line, amount=sum_, by=book.name(by), at=clock.now(), on=day)
    trail.record(
        "funds.proposed", subject=_subject(line), by=by, detail={"allocation": made.pk, "amount": str(sum_)}
    )
    return made


@transaction.atomic
def propose_all(
    *, by: Any, document: Document, year: int, wanted: Sequence[tuple[Project, Any]], on: date | None = None
) -> list[Allocation]:
    """The same for many projects at once (a year's plan): all of them or, with the number of the one, none.

    Problem ``funds.nobody`` for no project.
    """
    if not wanted:
        raise Problem("funds.nobody", "没有选项目", "请勾选要安排资金的项目并填金额。")
    made = []
    for project, amount in wanted:
        with _naming(project.no):
            made.append(propose(by=by, project=project, document=document, year=year, amount=amount, on=on))
    return made


@transaction.atomic
def decide(
    allocation: Allocation, *, by: Any, agreed: bool, said: str = "", on: date | None = None
) -> Allocation:
    """Approve or refuse an allocation that another proposed; approved, the money stands on the line.

    Problems ``planning.not_allowed``, ``funds.own_work``, ``funds.decided``, ``funds.not_eligible``,
    ``funds.no_words`` for a refusal without its reason.
    """
    book.lock()
    fresh = _locked(allocation)
    line = fresh.line
    guarding.project(by, Right.APPROVE_FUNDS, line.project)
    wanted = State.APPROVED if agreed else State.REFUSED
    if fresh.state == wanted and fresh.decided_by == book.name(by):
        return fresh
    if fresh.state != State.PROPOSED:
        raise Problem("funds.decided", f"这条安排已经是「{State(fresh.state).label}」", "请刷新页面。")
    guarding.another(by, fresh.by, "这条资金安排")
    fresh.said = guarding.words(said, "理由", needed=not agreed)
    day = guarding.day(on)
    if agreed:
        refuse(
            "funds.not_eligible",
            eligible.for_money(line.project, line.document, line.year, fresh.amount, day, but=fresh),
        )
        uuid = uuid5(NAMESPACE_URL, f"allocation:{fresh.pk}")
        (fresh.voucher,) = book.write(
            [Movement(Kind.ALLOCATE, uuid, day, book.name(by), moves.allocated(line, fresh.amount))]
        )
    fresh.state, fresh.decided_by, fresh.decided_at = wanted, book.name(by), clock.now()
    fresh.save()
    trail.record("funds.decided", subject=_subject(line), by=by, detail=_told(fresh))
    return fresh


@transaction.atomic
def decide_all(
    allocations: Iterable[Allocation], *, by: Any, agreed: bool, said: str = "", on: date | None = None
) -> list[Allocation]:
    """The same for many at once; one that cannot be approved stops them all, and says which it is."""
    found = list(allocations)
    if not found:
        raise Problem("funds.nobody", "没有选要审批的安排", "请勾选后再办。")
    done = []
    for one in found:
        with _naming(one.line.project.no):
            done.append(decide(one, by=by, agreed=agreed, said=said, on=on))
    return done


@transaction.atomic
def withdraw(line: Line, *, by: Any, amount: Any, uuid: UUID, said: str = "") -> Voucher:
    """Take back from a line what nobody has claimed. Problem ``funds.not_enough``."""
    guarding.project(by, Right.APPROVE_FUNDS, line.project)
    book.lock()
    if before := book.known(uuid, Kind.WITHDRAW):
        return before
    sum_, left = guarding.amount(amount), limits.on_line(line)
    if sum_ > left:
        raise Problem(
            "funds.not_enough",
            f"这笔安排没有报账的只有 {guarding.yuan(max(left, limits.NONE))}，不能收回 {guarding.yuan(sum_)}",
            "请改小金额。",
        )
    told = guarding.words(said, "收回的理由", needed=True)
    moved = Movement(Kind.WITHDRAW, uuid, clock.today(), book.name(by), moves.withdrawn(line, sum_), told)
    (made,) = book.write([moved])
    trail.record("funds.withdrawn", subject=_subject(line), by=by,
                 detail={"voucher": made.no, "seal": made.seal, "amount": str(sum_)})  # fmt: skip
    return made


@contextmanager
def _naming(no: str) -> Iterator[None]:
    """Which of many it was that could not be done."""
    try:
        yield
    except Problem as problem:
        what = f"项目 {no}：{problem.what}"
        raise Problem(problem.code, what, f"{problem.remedy}其余的也都没有办。") from None


def _fresh(project: Project) -> Project:
    return Project.objects.select_related("area").get(pk=project.pk)


def _same(by: Any, project: Project, document: Document, year: int, amount: Any) -> Allocation | None:
    return Allocation.objects.filter(
        line__project=project, line__document=document, line__year=year, amount=amount, by=book.name(by),
        state=State.PROPOSED,
    ).first()  # fmt: skip


def _locked(allocation: Allocation) -> Allocation:
    found = Allocation.objects.select_related("line__project__area", "line__document")
    return found.select_for_update(of=("self",)).get(pk=allocation.pk)


def _subject(line: Line) -> str:
    return f"project:{line.project.no}"


def _told(one: Allocation) -> dict[str, Any]:
    sealed = {"voucher": one.voucher.no, "seal": one.voucher.seal} if one.voucher else {}
    return {"allocation": one.pk, "state": one.state, "amount": str(one.amount), **sealed}
