"""政策: what a household is due and got, its medical bills line by line, warnings and proposals."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from liuqing.registry.queries import benefits
from liuqing.registry.queries.benefits import Bill, Due, OfHousehold
from liuqing.web.paths import Step
from liuqing.web.templatetags.liuqing import yuan

STEP, HEIGHT, FLOOR, TOP = 88, 200, 172, 20


@dataclass(frozen=True)
class DueRow:
    """A programme for somebody: due, paid, and what that means."""

    rule: str
    label: str
    department: str
    who: str
    due: str
    paid: str
    state: str
    mark: str


@dataclass(frozen=True)
class Fall:
    """One bar of a waterfall: where it hangs, how long it is, and what it says."""

    label: str
    shown: str
    kind: str
    x: float
    y: float
    height: float

    @property
    def middle(self) -> float:
        """Where its words stand."""
        return self.x + 32

    @property
    def above(self) -> float:
        """Where its number stands."""
        return self.y - 5


@dataclass(frozen=True)
class Waterfall:
    """A bill from the whole cost down to what the person pays."""

    title: str
    sentence: str
    falls: list[Fall]
    width: int
    note: str


@login_required
@never_cache
def policy(request: HttpRequest, no: str) -> HttpResponse:
    """One household under the policies."""
    found = benefits.of_household(request.user, no)
    request.day = found.on  # type: ignore[attr-defined]
    return render(request, "web/policy.html", {
        "found": found,
        "dues": [_due(one, found) for one in found.dues],
        "total": yuan(sum(one.entitled or 0 for one in found.dues)),
        "paid": yuan(sum(one.paid or 0 for one in found.dues)),
        "people": _people(found),
        "path": [*_way(request.user, found), Step(_("政策"))],
    })  # fmt: skip


def _way(user: Any, found: OfHousehold) -> list[Step]:
    return [Step(found.household.no, reverse("household", args=[found.household.no]))]


def _due(one: Due, found: OfHousehold) -> DueRow:
    state, mark = _state(one)
    who = _("全户") if one.person is None else found.names.get(one.person, "")
    return DueRow(
        one.programme.amount, one.programme.label, found.departments[one.programme.department], who,
        yuan(one.entitled), yuan(one.paid), state, mark,
    )  # fmt: skip


def _state(one: Due) -> tuple[str, str]:
    if one.entitled is None or one.paid is None:
        return _("还不能判断"), "quiet"
    if one.entitled and not one.paid:
        return _("应享未享"), "warn"
    if one.paid and not one.entitled:
        return _("不应享在享"), "warn"
    if one.paid < one.entitled:
        return _("少 %(yuan)s 元") % {"yuan": yuan(one.entitled - one.paid)}, "quiet"
    return _("已落实"), "good"


def _people(found: OfHousehold) -> list[dict[str, Any]]:
    """Each member's bills of the year, the year's sums first."""
    return [
        {
            "name": found.names.get(person, ""),
            "year": _year(told),
            "bills": [_waterfall(bill) for bill in told],
        }
        for person, bills in groupby(found.bills, key=lambda bill: bill.person)
        if (told := list(bills))
    ]


def _year(bills: list[Bill]) -> Waterfall | None:
    """All bills of a member as one; only if there are several and all are clear."""
    if len(bills) < 2 or any(bill.total is None or bill.self_paid is None for bill in bills):
        return None
    lines = [
        (name, label, sum(bill.lines[at][2] or 0 for bill in bills))
        for at, (name, label, _fen) in enumerate(bills[0].lines)
    ]
    total, rest = sum(bill.total or 0 for bill in bills), sum(bill.self_paid or 0 for bill in bills)
    title = _("全年 %(n)s 张单据") % {"n": len(bills)}
    return Waterfall(title, _sentence(total, rest), _falls(total, lines, rest), _width(lines), "")


def _waterfall(bill: Bill) -> Waterfall:
    kind = " ".join(part for part in (_(bill.kind) if bill.kind else "", bill.level) if part)
    title = f"{bill.discharged or _('日期不明')} {kind}"
    if bill.total is None or bill.self_paid is None or any(fen is None for _n, _l, fen in bill.lines):
        return Waterfall(title, _("单据资料不全，还不能核算"), [], 0, "")
    lines = [(name, label, fen or 0) for name, label, fen in bill.lines]
    return Waterfall(
        title, _sentence(bill.total, bill.self_paid), _falls(bill.total, lines, bill.self_paid), _width(lines), _note(bill)
    )  # fmt: skip


def _sentence(total: int, rest: int) -> str:
    share = f"{100 * rest / total:.1f}" if total else "0"
    return _("总费用 %(total)s 元，个人应自付 %(rest)s 元（%(share)s%%）") % {
        "total": yuan(total), "rest": yuan(rest), "share": share,
    }  # fmt: skip


def _note(bill: Bill) -> str:
    """Where the settlement says something else than the rules."""
    if bill.stated is None or bill.self_paid is None or bill.stated == bill.self_paid:
        return ""
    more = bill.stated - bill.self_paid
    told = {"stated": yuan(bill.stated), "yuan": yuan(abs(more))}
    if more > 0:
        return _("结算单上个人自付 %(stated)s 元，比按规定多付 %(yuan)s 元") % told
    return _("结算单上个人自付 %(stated)s 元，比按规定少付 %(yuan)s 元") % told


def _falls(total: int, lines: Iterable[tuple[str, str, int]], rest: int) -> list[Fall]:
    """The whole cost, each line hanging from what the one before left, and the rest on the floor."""
    scale = (FLOOR - TOP) / total if total else 0
    falls, left = [_fall(0, _("总费用"), total, total, scale, "whole")], total
    for at, (_name, label, fen) in enumerate(lines, start=1):
        falls.append(_fall(at, _(label), left, fen, scale, "line"))
        left -= fen
    falls.append(_fall(len(falls), _("个人自付"), rest, rest, scale, "rest"))
    return falls


def _fall(at: int, label: str, top: int, fen: int, scale: float, kind: str) -> Fall:
    return Fall(
        label,
        yuan(fen),
        kind,
        x=at * STEP + 12,
        y=round(FLOOR - top * scale, 1),
        height=round(max(fen * scale, 1), 1),
    )


def _width(lines: list[tuple[str, str, int]]) -> int:
    return (len(lines) + 2) * STEP
