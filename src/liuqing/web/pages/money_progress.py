"""支出进度、合规: how far the money is spent, what is slow or idle and whose it is; whether its rules are kept."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from liuqing.planning.queries import matrix, spending
from liuqing.planning.queries.spending import Progress, Row
from liuqing.policy.dated import Meta
from liuqing.policy.spending import ALLOCATE_DAYS, CARRY_MONTHS, CLAIM_MONTHS, REASONS
from liuqing.web import paths
from liuqing.web.pages import turning
from liuqing.web.pages.money import Choice, tabs
from liuqing.web.templatetags.liuqing import count, say, wan

SHOWN = 20
"""Rows of a list of idle money that are shown before the rest is unfolded."""


@dataclass(frozen=True)
class Bar:
    """A line of the progress table: the paid part as a bar of 100, and where it should be by now."""

    row: Row
    label: str
    percent: str
    length: Decimal
    mark: Decimal | None
    state: str
    word: str


@dataclass(frozen=True)
class Said:
    """A rule in words: kept (True), not kept (False), not known (None), and the number's source."""

    kept: bool | None
    sentence: str
    sources: list[str]


@login_required
@never_cache
def progress(request: HttpRequest, code: str) -> HttpResponse:
    """Granted, allocated, claimed, paid; slow projects with their reasons; idle money."""
    year, by = _year(request), request.GET.get("by", "document")
    why = request.GET.get("reason", "")
    look = spending.Look(request.user, code, by=by if by in spending.BY else "document", year=year)
    found = spending.progress(request.user, code, by=by, year=year, look=look)
    slow = spending.slow(request.user, code, page=turning.number(request), reason=why, look=look)
    idle = spending.idle(request.user, code, look=look)
    return render(request, "web/money_progress.html", {
        "found": found,
        "path": paths.below(request.user, found.area, _("支出进度")),
        "tabs": tabs(found.area, "money-progress"),
        "ways": _ways(code, by, year),
        "years": _years(code, by, year),
        "bars": [_bar(row) for row in found.rows],
        "total": _bar(found.total),
        "milestone": _milestone(found),
        "stated": _source(found.stated),
        "slow": slow,
        "reasons": [
            (Choice(say(one.label), _to(code, by, year, reason=one.key), one.key == why), say(one.who), many, wan(unspent))
            for one, many, unspent in slow.reasons
        ],
        "reason": say(REASONS[why].label) if why in REASONS else "",
        "every": _to(code, by, year),
        "turn": turning.turn(request, slow.page),
        "idle": _idle(idle),
    })  # fmt: skip


@login_required
@never_cache
def rules(request: HttpRequest, code: str) -> HttpResponse:
    """The county's rules of money in words: floor and growth, 60 %, pooling, scope, tilt, decomposition."""
    user = request.user
    tilt, parts = spending.both(user, code)
    read, on = spending.documents(user), spending.today()
    shares = spending.sector_share(user, on=on, read=read)
    pooled, outside = spending.pooled(user, read=read), spending.outside(user, read=read)
    return render(request, "web/money_rules.html", {
        "area": parts.area,
        "path": paths.below(user, parts.area, _("合规")),
        "tabs": tabs(parts.area, "money-rules"),
        "whole": matrix.sees_all(user),
        "floors": [_floor(one) for one in spending.floor(user, on=on, read=read)],
        "shares": [one for one in shares if one.won is not None],
        "silent": [one.department for one in shares if one.won is None],
        "share_source": _source(shares[0].stated) if shares else "",
        "pooled": pooled,
        "pooled_percent": _percent(pooled.percent) if pooled else "",
        "outside": outside,
        "tilt": tilt,
        "tilt_sentence": _tilt(tilt),
        "parts": parts,
        "contributions": spending.contributions(user, read=read),
    })  # fmt: skip


# --- progress ---------------------------------------------------------------------------------


def _year(request: HttpRequest) -> int | None:
    said = request.GET.get("year", "")
    return int(said) if len(said) == 4 and said.isdecimal() else None


def _to(code: str, by: str, year: int | None, **more: str) -> str:
    pairs = {"by": by, **({"year": str(year)} if year else {}), **more}
    return f"{reverse('money-progress', args=[code])}?{urlencode(pairs)}"


def _ways(code: str, by: str, year: int | None) -> list[Choice]:
    return [Choice(say(label), _to(code, key, year), key == by) for key, label in spending.BY.items()]


def _years(code: str, by: str, year: int | None) -> list[Choice]:
    told = [Choice(_("各年"), _to(code, by, None), year is None)]
    return told + [Choice(str(one), _to(code, by, one), one == year) for one in matrix.plan_years()]


def _bar(row: Row) -> Bar:
    length = min(Decimal(100), row.percent or Decimal(0))
    mark = None if row.due is None or not row.base else min(Decimal(100), 100 * row.due / row.base)
    state = {True: "failed", False: "met", None: "unknown"}[row.late]
    word = {True: _("落后"), False: _("跟上"), None: _("不明")}[row.late]
    return Bar(
        row, say(row.label), _percent(row.percent), round(length, 2), None if mark is None else round(mark, 2), state, word
    )  # fmt: skip


def _percent(value: Decimal | None) -> str:
    return "—" if value is None else f"{value:.1f}%"


def _milestone(found: Progress) -> str:
    told = found.milestone
    if told.percent is None and told.next_percent is None:
        return _("这里没有规定支出进度。")
    if told.percent is None:
        words = {"year": told.year, "month": told.next_month, "percent": told.next_percent}
        return _("%(year)s 年 %(month)s 月底前应支出 %(percent)s%%，现在还没有到要求的月份。") % words
    words = {"year": told.year, "month": told.month, "percent": told.percent}
    return _("%(year)s 年 %(month)s 月底应支出 %(percent)s%%。") % words


def _source(meta: Meta | None) -> str:
    """Where a number is written, and whether anybody could confirm it."""
    if meta is None:
        return ""
    told = {"day": meta.since, "source": meta.source}
    if meta.unverified:
        return _("自 %(day)s 起，依据：%(source)s，未核实") % told
    return _("自 %(day)s 起，依据：%(source)s") % told


def _idle(found: spending.Idle) -> list[dict[str, Any]]:
    """The three lists, each with its limit in words; a list that nobody can make says so."""
    words = {
        "unallocated": (ALLOCATE_DAYS, _("收到 %(n)s 天以上还没有分配到项目")),
        "unclaimed": (CLAIM_MONTHS, _("安排 %(n)s 个月以上还没有报账")),
        "carried": (CARRY_MONTHS, _("收到 %(n)s 个月以上还没有用完")),
    }
    shown = []
    for name, (number, sentence) in words.items():
        lying, limit = getattr(found, name), found.limits.get(number)
        if lying is None or limit is None:
            continue
        shown.append({
            "key": name, "title": sentence % {"n": limit.value}, "source": _source(limit), "total": wan(lying.total),
            "count": count(lying.many), "rows": lying.rows[:SHOWN], "rest": lying.rows[SHOWN:], "left": lying.many - len(lying.rows),
        })  # fmt: skip
    return shown


# --- rules ------------------------------------------------------------------------------------


def _floor(one: Any) -> Said:
    told = {"year": one.year, "amount": wan(one.amount)}
    if one.amount is None:
        return Said(None, _("%(year)s 年没有登记县级资金文件，不明。") % told, [])
    parts = [_("%(year)s 年县级投入 %(amount)s 万元") % told]
    if one.floor:
        word = _("达到") if one.enough else _("没有达到")
        parts.append(_("%(word)s %(floor)s 万元的下限") % {"word": word, "floor": count(one.floor.value)})
    if one.least:
        parts.append(_growth(one))
    kept = (
        None
        if None in (one.enough, one.grown) and False not in (one.enough, one.grown)
        else all((one.enough, one.grown))
    )
    return Said(
        kept, _("，").join(parts) + _("。"), [_source(meta) for meta in (one.floor, one.least) if meta]
    )


def _growth(one: Any) -> str:
    if one.growth is None:
        return _("上一年没有登记，增幅不明")
    word = _("达到") if one.grown else _("没有达到")
    return _("比上年增长 %(growth)s，%(word)s %(least)s%% 的增幅") % {
        "growth": _percent(one.growth), "word": word, "least": count(one.least.value)
    }  # fmt: skip


def _tilt(one: spending.Tilt) -> str:
    told = {
        "money": _percent(one.money_percent), "homes": _percent(one.households_percent),
        "poor": count(one.poor_villages), "of": count(one.poor_villages + one.other_villages),
    }  # fmt: skip
    sentence = _("%(of)s 个村中 %(poor)s 个贫困村，建档立卡户占 %(homes)s，能分到村的资金占 %(money)s") % told
    if one.tilted is None:
        return sentence + _("，还看不出是否倾斜。")
    return sentence + (_("，向贫困村倾斜。") if one.tilted else _("，没有向贫困村倾斜。"))
