"""Signing (签合同): never for more than the project needs or has secured, never past a tender.

Several contracts of one kind count together, so that a large work is not cut into small ones.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Sum

from liuqing.errors import Problem
from liuqing.planning.models import Claim, Contract, Project
from liuqing.planning.queries.life import gates
from liuqing.planning.queries.life.gathered import NOTHING, Gathered
from liuqing.planning.services.life import chain, handed, permission
from liuqing.planning.services.life.taking import REMEDY, locked
from liuqing.policy.dated import NotInForceError
from liuqing.policy.project_life import PROCURED, RETENTION, TENDER
from liuqing.registry.services.standing.chain import Given, keep
from liuqing.registry.services.standing.faults import Fault, refuse
from liuqing.workflow import clock, trail
from liuqing.workflow.rights import Right

OPEN = (Project.State.TENDERED, Project.State.CONTRACTED, Project.State.BEGUN)
"""While a project stands here contracts may be signed."""
AWARD = "中标通知书"
COUNTED = (Claim.State.SUBMITTED, Claim.State.APPROVED, Claim.State.PAID)


@dataclass(frozen=True)
class Terms:
    """What a contract says."""

    no: str
    kind: str
    party: str
    amount: Decimal | None
    signed_on: date
    begins_on: date | None = None
    ends_on: date | None = None
    retention: Decimal | None = NOTHING


def sign(
    project: Project, *, by: Any, no: str, kind: str, party: str, amount: Any, signed_on: date,
    uuid: UUID | str, begins_on: date | None = None, ends_on: date | None = None, retention: Any = 0,
    papers: Iterable[Given] = (),
) -> Contract:  # fmt: skip
    """A contract of works, goods or services with a firm; ``retention`` is a share (0.03).

    Problems ``planning.not_allowed``, ``life.not_now``, ``life.contract``, ``life.uuid_taken`` and those of papers.
    """
    kept = keep(papers)
    terms = Terms(
        no.strip()[:40], kind, " ".join(party.split())[:80], handed.money(amount), signed_on, begins_on, ends_on,
        share(retention),
    )  # fmt: skip
    with transaction.atomic():
        fresh = locked([project])[0]
        permission.require(by, [Right.RUN_PROJECTS], fresh)
        twin = Contract.objects.filter(uuid=uuid).first()
        if twin is not None:
            return _same(twin, fresh)
        _require_open(fresh)
        gathered = Gathered([fresh])
        awarded = AWARD in {paper.kind for paper in kept if paper.sha256}
        refuse("life.contract", _faults(terms, fresh, gathered, awarded), REMEDY)
        made = Contract.objects.create(
            project=fresh, uuid=uuid, no=terms.no, kind=kind, party=terms.party, amount=terms.amount,
            signed_on=signed_on, begins_on=begins_on, ends_on=ends_on, retention=terms.retention,
            by=by.get_username(), at=clock.now(),
        )  # fmt: skip
        chain.attach(fresh, kept, subject=f"contract:{made.pk}", by=by)
        detail = {"no": terms.no, "kind": kind, "amount": str(terms.amount)}
        trail.record("life.signed", subject=f"project:{fresh.no}", by=by, detail=detail)
    return made


def amend(
    contract: Contract, *, by: Any, no: str, amount: Any, why: str, uuid: UUID | str, on: date | None = None,
    ends_on: date | None = None, papers: Iterable[Given] = (),
) -> Contract:  # fmt: skip
    """Another price or last day by a supplement; how it was before stays in ``amendments``.

    Problems ``planning.not_allowed``, ``life.not_now``, ``life.contract`` and those of papers.
    """
    kept, day, price = keep(papers), on or clock.today(), handed.money(amount)
    with transaction.atomic():
        fresh = locked([contract.project])[0]
        permission.require(by, [Right.RUN_PROJECTS], fresh)
        one = Contract.objects.get(pk=contract.pk)
        if str(uuid) in {told["uuid"] for told in one.amendments}:
            return one
        _require_open(fresh)
        gathered = Gathered([fresh])
        refuse("life.contract", _of_amendment(one, fresh, gathered, no, price, why, day, ends_on), REMEDY)
        _amend(one, no, price or NOTHING, why, str(uuid), day, ends_on, by)
        chain.attach(fresh, kept, subject=f"contract:{one.pk}", by=by)
        detail = {"no": one.no, "amendment": no, "amount": str(price)}
        trail.record("life.amended", subject=f"project:{fresh.no}", by=by, detail=detail)
    contract.refresh_from_db()
    return one


def share(said: Any) -> Decimal | None:
    """A share from 0 to below 1; None for anything else."""
    try:
        value = Decimal(str(said).strip() or "0")
    except ArithmeticError:
        return None
    return value if value.is_finite() and 0 <= value < 1 and value == round(value, 4) else None


def _amend(
    one: Contract, no: str, price: Decimal, why: str, uuid: str, on: date, ends_on: date | None, by: Any
) -> None:
    one.amendments.append({
        "no": no.strip()[:40], "on": on.isoformat(), "was": str(one.amount), "is": str(price),
        "ended": one.ends_on.isoformat() if one.ends_on else "", "ends": ends_on.isoformat() if ends_on else "",
        "why": " ".join(why.split())[:200], "by": by.get_username(), "uuid": uuid,
    })  # fmt: skip
    one.amount, one.ends_on = price, ends_on or one.ends_on
    one.save(update_fields=("amount", "ends_on", "amendments"))


def _faults(terms: Terms, project: Project, gathered: Gathered, awarded: bool) -> Iterator[Fault]:
    yield from _words(terms)
    yield from _dates(terms, project, gathered)
    if any(one.no == terms.no for one in gathered.contracts.get(project.pk, [])):
        yield "no", "这个项目已经有这个编号的合同"
    if terms.amount is None:
        yield "amount", "合同价款要大于 0，最多两位小数"
        return
    yield from over(project, gathered, gathered.contracted(project) + terms.amount)
    yield from _untendered(terms.kind, terms.amount, project, gathered, awarded, terms.signed_on)
    yield from _kept_back(terms)


def _words(terms: Terms) -> Iterator[Fault]:
    if not terms.no:
        yield "no", "合同编号没有填"
    if terms.kind not in PROCURED:
        yield "kind", f"合同类别应选：{'、'.join(PROCURED.values())}"
    if not terms.party:
        yield "party", "承包（供货）单位没有填"
    if trail.looks_like_identity(terms.party) or trail.looks_like_identity(terms.no):
        yield "party", "合同编号和单位里不写证件号码"


def _dates(terms: Terms, project: Project, gathered: Gathered) -> Iterator[Fault]:
    tendered = gathered.reached(project).get("tendered")
    if terms.signed_on > clock.today():
        yield "signed_on", "签订日期还没有到"
    if tendered and terms.signed_on < tendered:
        yield "signed_on", f"签订日期不能早于招标采购（{tendered.isoformat()}）"
    if terms.begins_on and terms.ends_on and terms.ends_on < terms.begins_on:
        yield "ends_on", "完工日期不能早于开工日期"


def over(project: Project, gathered: Gathered, total: Decimal) -> Iterator[Fault]:
    """Whether contracts of so much in all are more than the project needs or has secured."""
    need, secured = gathered.need(project), gathered.secured(project)
    if need is None or secured is None:
        yield "amount", "项目没有写明资金需求，不知道合同价款是否超出"
        return
    if total > need:
        yield "amount", f"合同价款合计 {total:,.2f} 元，超过项目的资金需求 {need:,.2f} 元"
    if total > secured:
        yield "amount", f"合同价款合计 {total:,.2f} 元，超过已落实的资金 {secured:,.2f} 元"


def _untendered(
    kind: str, amount: Decimal, project: Project, gathered: Gathered, awarded: bool, on: date
) -> Iterator[Fault]:
    papers = {one.kind for one in gathered.attachments.get(project.pk, []) if one.sha256}
    if awarded or AWARD in papers or kind not in PROCURED:
        return
    total = amount + sum(
        (one.amount for one in gathered.contracts.get(project.pk, []) if one.kind == kind), NOTHING
    )
    try:
        limit = Decimal(str(gates.here().parameters(on)[TENDER][kind]))
    except (NotInForceError, KeyError):
        yield "amount", "不知道这一天必须招标的限额"
        return
    if total >= limit:
        yield (
            "amount",
            f"{PROCURED[kind]}合同合计 {total:,.2f} 元，达到必须招标的 {limit:,.0f} 元，没有{AWARD}",
        )


def _kept_back(terms: Terms) -> Iterator[Fault]:
    if terms.retention is None:
        yield "retention", "质保金比例应是 0 到 1 之间的小数（3% 写 0.03）"
        return
    numbers = gates.here().parameters(terms.signed_on)
    if numbers.has(RETENTION) and terms.retention > Decimal(str(numbers[RETENTION])):
        yield "retention", f"质保金比例最多 {Decimal(str(numbers[RETENTION])):.0%}"


def _of_amendment(
    one: Contract, project: Project, gathered: Gathered, no: str, price: Decimal | None, why: str, on: date,
    ends_on: date | None,
) -> Iterator[Fault]:  # fmt: skip
    if not no.strip():
        yield "no", "补充协议编号没有填"
    if not why.strip() or trail.looks_like_identity(why):
        yield "why", "请写明变更的理由，不写证件号码"
    if on > clock.today() or on < one.signed_on:
        yield "on", "变更日期应在合同签订以后、今天以前"
    if ends_on and one.begins_on and ends_on < one.begins_on:
        yield "ends_on", "完工日期不能早于开工日期"
    if price is None:
        yield "amount", "合同价款要大于 0，最多两位小数"
        return
    claimed = Claim.objects.filter(contract=one, state__in=COUNTED).aggregate(total=Sum("amount"))["total"]
    if claimed and price < claimed:
        yield "amount", f"已报账 {claimed:,.2f} 元，合同价款不能低于它"
    yield from over(project, gathered, gathered.contracted(project) - one.amount + price)
    yield from _untendered(one.kind, price - one.amount, project, gathered, awarded=False, on=on)


def _same(twin: Contract, project: Project) -> Contract:
    if twin.project_id != project.pk:
        raise Problem("life.uuid_taken", "这次提交的编号已用于另一个项目", "请重新打开页面再办。")
    return twin


def _require_open(project: Project) -> None:
    if project.state not in OPEN:
        now = Project.State(project.state).label
        raise Problem(
            "life.not_now", f"项目现在是「{now}」，不能登记或变更合同", "合同在招标采购以后、完工以前登记。"
        )
