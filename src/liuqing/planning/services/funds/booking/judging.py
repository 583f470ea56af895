"""Judging (逐行核对): everything that speaks against a row of a ledger, each with the fact it belongs to."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from liuqing.planning.models import Project
from liuqing.planning.services.funds import eligible
from liuqing.planning.services.funds.booking.known import Known
from liuqing.planning.services.funds.booking.said import NONE, RELEASE, Said
from liuqing.planning.services.funds.guarding import yuan
from liuqing.registry.services.standing.faults import Fault


def faults(said: Said, known: Known, today: date) -> list[Fault]:
    """Everything that is wrong with a row; [] if it may be booked."""
    return list(_unknown(said, known, today)) or [*_allocation(said, known, today), *_payment(said, known)]


def new_allocation(said: Said, known: Known) -> bool:
    """Whether the row allocates something that is not in the book yet.

    A ledger often repeats the allocation beside every payment of it.
    """
    return said.allocated is not None and said.allocation not in known.booked | known.seen


def new_payment(said: Said, known: Known) -> bool:
    """Whether the row pays something that is not in the book yet."""
    return said.paid is not None and said.payment not in known.booked


def _unknown(said: Said, known: Known, today: date) -> Iterable[Fault]:
    if said.project not in known.projects:
        yield "project_no", "项目库中没有这个项目编号"
    if said.document not in known.documents:
        yield "document_no", "资金文件台账中没有这个文号"
    if said.allocated is None and said.paid is None:
        yield "allocated", "这一行既没有安排金额，也没有支付金额"
    for name, day in (("allocated_on", said.allocated_on), ("paid_on", said.paid_on)):
        if day is not None and day > today:
            yield name, f"日期 {day} 还没有到"


def _allocation(said: Said, known: Known, today: date) -> Iterable[Fault]:
    if said.allocated is None:
        return
    if not new_allocation(said, known):
        if said.allocation in known.seen and said.paid is None:
            yield "allocated", "同一项目、同一文件、同一天、同样金额的安排在本表中已出现过"
        return
    yield from _eligible(said, known, today)
    yield from _affordable(said, said.allocated, known)


def _eligible(said: Said, known: Known, today: date) -> Iterable[Fault]:
    project, document = known.projects[said.project], known.documents[said.document]
    if said.allocated_on is None:
        yield "allocated_on", "有安排金额，没有安排日期"
    elif said.allocated_on < document.issued_on:
        yield "allocated_on", f"安排日期早于发文日期 {document.issued_on}"
    if project.state not in Project.IN_POOL:
        label = Project.State(project.state).label
        yield "project_no", f"项目还是「{label}」，没有入库的项目不能安排资金"
    elif project.year and said.year < project.year:
        yield "year", f"项目列入 {project.year} 年计划，不能用 {said.year} 年的资金"
    for _, what in eligible.of_class(project, document, said.allocated_on or today):
        yield "document_no", what


def _affordable(said: Said, amount: Decimal, known: Known) -> Iterable[Fault]:
    project, document, _ = known.key(said)
    left, need = known.pools[document, said.year], known.needs[project]
    if amount <= 0:
        yield "allocated", "安排金额要大于 0"
    if amount > left:
        yield "allocated", f"超出文件额度：这个文件 {said.year} 年还可安排 {yuan(max(left, NONE))}"
    if amount > need:
        yield "allocated", f"超出项目需求：项目的资金需求还差 {yuan(max(need, NONE))}"


def _payment(said: Said, known: Known) -> Iterable[Fault]:
    if said.paid is None or said.payment in known.booked:
        return
    if said.payment in known.seen:
        yield "paid", "同样的支付在本表中已出现过；确是两笔的，请填写各自的凭证号"
    yield from _payable(said, said.paid, known)
    yield from _covered(said, said.paid, known)


def _payable(said: Said, paid: Decimal, known: Known) -> Iterable[Fault]:
    if said.paid_on is None:
        yield "paid_on", "有支付金额，没有支付日期"
    elif said.paid_on < known.documents[said.document].issued_on:
        yield "paid_on", "支付日期早于发文日期"
    if paid <= 0 or said.retained < 0:
        yield "paid", "支付金额要大于 0，质保金不能小于 0"
    if not said.party:
        yield "party", "有支付金额，没有收款单位"


def _covered(said: Said, paid: Decimal, known: Known) -> Iterable[Fault]:
    key = known.key(said)
    if said.kind == RELEASE:
        kept = sum((one.left for one in known.kept[key]), NONE)
        if paid > kept:
            yield "paid", f"超出质保金：这笔安排留着的质保金还有 {yuan(kept)}"
        return
    left = known.left[key] + (said.allocated or NONE) * new_allocation(said, known)
    if key not in known.lines and not left:
        yield "paid", "这个项目没有从这个文件、这一年安排过资金，不能支付"
    elif paid + said.retained > left:
        yield "paid", f"支付超出安排：这笔安排还剩 {yuan(max(left, NONE))}"
