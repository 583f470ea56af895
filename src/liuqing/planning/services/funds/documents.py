"""Documents of money (资金文件): received, carried into the next year, given back."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction

from liuqing.errors import Problem
from liuqing.planning.models import Account, Document, Voucher
from liuqing.planning.services.funds import book, guarding, limits, moves
from liuqing.planning.services.funds.book import Movement
from liuqing.policy import funding, place
from liuqing.policy.place import Place
from liuqing.registry.services.standing.faults import Fault, refuse
from liuqing.workflow import trail
from liuqing.workflow.rights import Right

Kind = Voucher.Kind


@transaction.atomic
def receive(
    *, by: Any, no: str, title: str, source: str, level: str, year: int, amount: Any, issued_on: date,
    received_on: date, uuid: UUID, scope: Sequence[str] = (), pooled: bool = False, department: str = "",
    purpose: str = "", on: date | None = None,
) -> Document:  # fmt: skip
    """Enter a document that grants money; what it grants may be allocated from now on.

    ``scope`` are the classes for which it may be spent, () for any. Problems ``workflow.not_allowed``,
    ``funds.document`` (all its faults at once), ``funds.day_to_come``.
    """
    guarding.county(by, Right.MANAGE_FUNDS)
    book.lock()
    if before := book.known(uuid, Kind.RECEIVE):
        return _of(before)
    sum_, day = guarding.amount(amount), guarding.day(on or received_on)
    told = Document(
        no=no.strip(), title=title.strip(), source=source.strip(), level=level, year=year, amount=sum_,
        issued_on=issued_on, received_on=received_on, scope=sorted(set(scope)), pooled=pooled,
        department=department.strip(), purpose=guarding.words(purpose, "用途"), by=book.name(by),
    )  # fmt: skip
    refuse("funds.document", faults(told))
    told.save(force_insert=True)
    (voucher,) = book.write([Movement(Kind.RECEIVE, uuid, day, told.by, moves.received(told, sum_))])
    trail.record("funds.received", subject=f"document:{told.pk}", by=by, detail=_told(voucher, sum_))
    return told


@transaction.atomic
def carry(document: Document, *, by: Any, uuid: UUID, on: date | None = None) -> Voucher:
    """Carry what is on no line into the next year, once the year is over (结转).

    Problems ``funds.nothing_to_carry``, ``funds.year_not_over``, ``funds.proposed``.
    """
    guarding.county(by, Right.APPROVE_FUNDS)
    book.lock()
    if before := book.known(uuid, Kind.CARRY):
        return before
    day = guarding.day(on)
    year, left = _pool(document)
    if not left:
        raise Problem("funds.nothing_to_carry", "这个文件没有未安排的资金，不用结转", "请刷新页面。")
    if day <= date(year, 12, 30):
        raise Problem(
            "funds.year_not_over", f"{year} 年还没有结束，不能结转", f"请在 {year} 年 12 月 31 日或以后办理。"
        )
    _not_proposed(document, year, left)
    return _write(
        Kind.CARRY,
        document,
        moves.carried(document, year, left),
        left,
        by,
        uuid,
        day,
        f"{year} 年结转 {year + 1} 年",
    )


@transaction.atomic
def give_back(document: Document, *, by: Any, amount: Any, uuid: UUID, on: date | None = None) -> Voucher:
    """Give back to whence it came what is on no line (上缴). Problems ``funds.not_enough``, ``funds.proposed``."""
    guarding.county(by, Right.APPROVE_FUNDS)
    book.lock()
    if before := book.known(uuid, Kind.GIVE_BACK):
        return before
    day, sum_ = guarding.day(on), guarding.amount(amount)
    year, left = _pool(document)
    if sum_ > left:
        raise Problem(
            "funds.not_enough",
            f"未安排的资金只有 {guarding.yuan(left)}，不能上缴 {guarding.yuan(sum_)}",
            "请先收回没有用的安排，或改小金额。",
        )
    _not_proposed(document, year, sum_)
    return _write(Kind.GIVE_BACK, document, moves.given_back(document, year, sum_), sum_, by, uuid, day, "")


def faults(told: Document) -> list[Fault]:
    """Everything that is wrong with a document before it is entered."""
    own = place.load(settings.WORKSPACE.place)
    classes = set(own.project_classes).union(*own.project_classes.values())
    found = [(name, f"「{label}」没有填") for name, label in _NEEDED.items() if not getattr(told, name)]
    found += [
        (name, f"「{_NEEDED.get(name, name)}」最多 {most} 个字")
        for name, most in _LONGEST.items()
        if len(getattr(told, name)) > most
    ]
    if told.source and own.fund_sources and told.source not in own.fund_sources:
        found.append(("source", f"资金来源「{told.source}」不在本县的来源中：{'、'.join(own.fund_sources)}"))
    found += [("level", what) for what in _of_level(told, own)]
    if unknown := [one for one in told.scope if classes and one not in classes]:
        found.append(("scope", f"可用于的类别「{'、'.join(unknown)}」不在项目类别中"))
    if told.received_on < told.issued_on:
        found.append(("received_on", "收文日期早于发文日期"))
    if not told.issued_on.year - 1 <= told.year <= told.issued_on.year + 3:
        found.append(("year", f"年度 {told.year} 与发文日期 {told.issued_on} 对不上"))
    if told.no and Document.objects.filter(no=told.no).exists():
        found.append(("no", "这个文号已经登记过"))
    return found


def _of_level(told: Document, own: Place) -> Iterable[str]:
    """The level must be known, and one from which the source comes where the place says so."""
    if told.level and told.level not in Document.Level.values:
        yield "「级次」不认识"
        return
    rule = funding.rule(own, told.source, told.issued_on)
    if rule and rule.levels and told.level and told.level not in rule.levels:
        words = "、".join(funding.LEVELS[one] for one in rule.levels)
        yield f"{told.source}的级次应是{words}（{rule.source}{'，未核实' if rule.unverified else ''}）"


_NEEDED = {"no": "文号", "title": "文件名称", "source": "资金来源", "level": "级次"}
_LONGEST = {"no": 80, "title": 160, "source": 40, "department": 40}


def _pool(document: Document) -> tuple[int, Decimal]:
    """The first year of which something is on no line, and how much."""
    found = (
        Account.objects.filter(document=document, kind=Account.Kind.POOL, balance__gt=0)
        .order_by("year")
        .first()
    )
    return (found.year or document.year, found.balance) if found else (document.year, limits.NONE)


def _not_proposed(document: Document, year: int, wanted: Decimal) -> None:
    free = limits.in_pool(document, year)
    if wanted > free:
        raise Problem(
            "funds.proposed",
            f"其中有已提出还没有审批的安排，能动用的只有 {guarding.yuan(max(free, limits.NONE))}",
            "请先审批这些安排，再来办理。",
        )


def _write(
    kind: str,
    document: Document,
    moved: moves.Moves,
    sum_: Decimal,
    by: Any,
    uuid: UUID,
    day: date,
    said: str,
) -> Voucher:
    (made,) = book.write([Movement(kind, uuid, day, book.name(by), moved, said)])
    trail.record(f"funds.{kind}", subject=f"document:{document.pk}", by=by, detail=_told(made, sum_))
    return made


def _of(voucher: Voucher) -> Document:
    return Document.objects.get(accounts__postings__voucher=voucher, accounts__kind=Account.Kind.OUTSIDE)


def _told(voucher: Voucher, amount: Decimal) -> dict[str, str]:
    return {"voucher": voucher.no, "seal": voucher.seal, "amount": str(amount)}
