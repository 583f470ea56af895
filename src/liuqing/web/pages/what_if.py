"""政策模拟: try a number out and see who gains, who loses and what it costs, village by village."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from liuqing.errors import Problem
from liuqing.registry.queries import reforms, scope
from liuqing.registry.queries.reforms import Changed, Number, Trial, Village
from liuqing.web.pages import turning
from liuqing.web.paths import Step
from liuqing.web.templatetags.liuqing import count
from liuqing.workflow import rights
from liuqing.workflow.rights import Right

TRIED = "tried"
FIRST = 16
"""Villages shown before the rest is folded."""
ORDER = ("verdict", "amount", "count", "choice", "flag", "condition")
"""What people ask about first."""


@dataclass(frozen=True)
class Tile:
    """A village: how its people or its money change, and how strongly it is coloured."""

    name: str
    href: str
    label: str
    note: str
    shade: int
    worse: bool


@dataclass(frozen=True)
class Town:
    """A town's row: gains and losses as bars, and the money."""

    name: str
    gain: int
    lose: int
    gain_share: int
    lose_share: int
    change: str
    href: str

    @property
    def lose_from(self) -> int:
        """Where the bar of losses begins: they are drawn to the left."""
        return 100 - self.lose_share


@dataclass(frozen=True)
class Shown:
    """One rule under the proposal: a sentence, four figures, and the same by town and village."""

    rule: str
    label: str
    title: str
    unit: str
    gain: int
    lose: int
    before: str
    after: str
    change: str
    moves: list[tuple[str, str, int]]
    towns: list[Town]
    tiles: list[Tile]
    href: str

    @property
    def villages(self) -> int:
        """How many villages are touched."""
        return len(self.tiles)

    @property
    def first(self) -> list[Tile]:
        """Those that change most: what is looked at."""
        return self.tiles[:FIRST]

    @property
    def rest(self) -> list[Tile]:
        """All others, folded."""
        return self.tiles[FIRST:]


@login_required
@never_cache
def what_if(request: HttpRequest) -> HttpResponse:
    """The numbers that can be tried out; with one and its new value, what would change."""
    numbers = reforms.numbers(request.user)
    chosen = next((one for one in numbers if one.name == request.GET.get("number")), None)
    path = [Step(_("政策模拟"), reverse("what-if") if chosen else "")]
    if chosen is None:
        return render(request, "web/what_if.html", {"groups": _groups(numbers), "path": path})
    trial = _tried(request, chosen) if TRIED in request.GET else None
    return render(request, "web/what_if_number.html", {
        "number": chosen,
        "fields": _fields(chosen, request),
        "trial": trial,
        "shown": _all(trial, request) if trial else [],
        "path": [*path, Step(chosen.label)],
    })  # fmt: skip


@login_required
@never_cache
def people(request: HttpRequest) -> HttpResponse:
    """Whose answer changes, household by household."""
    chosen = _number(request)
    area = request.GET.get("area", "")
    found = reforms.people(
        request.user, chosen.name, _value(chosen, request), request.GET.get("rule", ""),
        area=area, page=turning.number(request),
    )  # fmt: skip
    back = f"{reverse('what-if')}?{_query(request)}"
    return render(request, "web/what_if_people.html", {
        "number": chosen,
        "found": found,
        "where": scope.area(request.user, area, Right.SEE_HOUSEHOLDS).name if area else "",
        "turn": turning.turn(request, found),
        "path": [Step(_("政策模拟"), reverse("what-if")), Step(chosen.label, back), Step(_("名单"))],
    })  # fmt: skip


def _groups(numbers: list[Number]) -> list[dict[str, Any]]:
    """The numbers by topic; within it those that a page can try out come first."""
    topics: dict[str, list[Number]] = defaultdict(list)
    for one in numbers:
        topics[one.topic].append(one)
    return [
        {"label": label, "numbers": sorted(inside, key=lambda one: not one.simple)}
        for label, inside in topics.items()
    ]


def _number(request: HttpRequest) -> Number:
    found = [one for one in reforms.numbers(request.user) if one.name == request.GET.get("number")]
    if not found:
        raise Problem("what_if.no_number", "没有这个参数", "请从「政策模拟」的清单里选。")
    return found[0]


def _tried(request: HttpRequest, chosen: Number) -> Trial:
    return reforms.try_number(request.user, chosen.name, _value(chosen, request))


def _fields(chosen: Number, request: HttpRequest) -> list[dict[str, Any]]:
    """One box a value: a number has one, a table of numbers one a line."""
    present = chosen.value if isinstance(chosen.value, dict) else {"": chosen.value}
    return [
        {
            "name": f"v.{key}", "label": str(key), "now": now,
            "value": request.GET.get(f"v.{key}", now), "plain": isinstance(now, int | float | str),
        }
        for key, now in present.items()
    ]  # fmt: skip


def _value(chosen: Number, request: HttpRequest) -> Any:
    """The value as typed, in the shape of the present one."""
    if isinstance(chosen.value, dict):
        return {
            key: _typed(request.GET.get(f"v.{key}", ""), now, str(key)) for key, now in chosen.value.items()
        }
    return _typed(request.GET.get("v.", ""), chosen.value, chosen.label)


def _typed(said: str, now: Any, label: str) -> Any:
    if not isinstance(now, int | float):
        return said
    try:
        told = Decimal(said.strip().replace(",", "").replace("，", ""))
    except InvalidOperation as fault:
        raise Problem(
            "what_if.no_value", f"没有读懂「{label}」的新值", "请填数字，如 4000 或 0.85。"
        ) from fault
    if not told.is_finite() or abs(told) > 10**12:
        raise Problem("what_if.no_value", f"「{label}」的新值太大", "请填合理的数字。")
    return int(told) if told == told.to_integral_value() else float(told)


def _all(trial: Trial, request: HttpRequest) -> list[Shown]:
    inorder = sorted(trial.changed, key=lambda one: ORDER.index(one.kind))
    return [_shown(one, trial, request) for one in inorder]


def _shown(one: Changed, trial: Trial, request: HttpRequest) -> Shown:
    money = one.unit == "fen"
    return Shown(
        rule=one.rule, label=one.label, title=_title(one), unit=_("户") if one.entity == "household" else _("人"),
        gain=one.gain, lose=one.lose,
        before=_sum(one.before, money), after=_sum(one.after, money), change=_signed(one.after - one.before, money),
        moves=[(now, then, n) for (now, then), n in sorted(one.moves.items(), key=lambda move: -move[1])],
        towns=_towns(one, trial, request), tiles=_tiles(one, trial, request), href=_to_people(one, request),
    )  # fmt: skip


def _title(one: Changed) -> str:
    """The sentence above: who gains, who loses, what it costs."""
    people = _("户") if one.entity == "household" else _("人")
    told = {"label": _(one.label), "gain": count(one.gain), "lose": count(one.lose), "people": people}
    if one.kind == "choice":
        return _("%(label)s：%(gain)s %(people)s换了类别") % told
    if one.unit == "fen":
        told["change"] = _signed(one.after - one.before, money=True)
        return _("%(label)s：%(gain)s %(people)s增加，%(lose)s %(people)s减少，全县每年 %(change)s 元") % told
    if not one.gain:
        return _("%(label)s：%(lose)s %(people)s由“是”变为“否”或不明") % told
    if not one.lose:
        return _("%(label)s：%(gain)s %(people)s变为“是”") % told
    return _("%(label)s：%(gain)s %(people)s变为“是”，%(lose)s %(people)s不再是“是”") % told


def _tiles(one: Changed, trial: Trial, request: HttpRequest) -> list[Tile]:
    touched = [village for village in one.villages if village.gain or village.lose]
    top = max((_strength(village, one) for village in touched), default=0)
    tiles = [_tile(village, one, trial, request, top) for village in touched]
    return sorted(tiles, key=lambda tile: -tile.shade)


def _tile(village: Village, one: Changed, trial: Trial, request: HttpRequest, top: int) -> Tile:
    money = one.unit == "fen"
    net = village.after - village.before if money or one.kind == "choice" else village.gain - village.lose
    return Tile(
        name=trial.names.get(village.code, village.code),
        href=_to_people(one, request, village.code),
        label=_signed(net, money),
        note=_("增加 %(gain)s，减少 %(lose)s") % {"gain": village.gain, "lose": village.lose},
        shade=min(6, 1 + int(5 * _strength(village, one) / top)) if top else 0,
        worse=net < 0,
    )


def _strength(village: Village, one: Changed) -> int:
    return abs(village.after - village.before) if one.unit == "fen" else village.gain + village.lose


def _towns(one: Changed, trial: Trial, request: HttpRequest) -> list[Town]:
    sums: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for village in one.villages:
        parts = (village.gain, village.lose, village.after - village.before)
        town = trial.towns.get(village.code, "")
        sums[town] = [a + b for a, b in zip(sums[town], parts, strict=True)]
    top = max((max(gain, lose) for gain, lose, _change in sums.values()), default=0) or 1
    return [
        Town(trial.names.get(code, code), gain, lose, round(100 * gain / top), round(100 * lose / top),
             _signed(change, one.unit == "fen"), _to_people(one, request, code))
        for code, (gain, lose, change) in sorted(sums.items(), key=lambda item: -(item[1][0] + item[1][1]))
        if gain or lose
    ]  # fmt: skip


def _to_people(one: Changed, request: HttpRequest, area: str = "") -> str:
    if not rights.can(request.user, Right.SEE_HOUSEHOLDS):
        return ""
    return f"{reverse('what-if-people')}?{_query(request, rule=one.rule, area=area)}"


def _query(request: HttpRequest, **more: str) -> str:
    asked = request.GET.copy()
    for name in ("page", "rule", "area"):
        asked.pop(name, None)
    asked[TRIED] = "1"
    for name, value in more.items():
        if value:
            asked[name] = value
    return asked.urlencode()


def _sum(value: int, money: bool) -> str:
    return f"{Decimal(value) / 100:,.2f}" if money else count(value)


def _signed(value: int, money: bool = False) -> str:
    return ("+" if value > 0 else "−" if value < 0 else "") + _sum(abs(value), money)
