"""目标完成: what the plan promises beside what happened, by topic; every number opens where it comes from."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from liuqing.planning.queries import targets as asking
from liuqing.planning.queries.targets import Actual, Beside, Board, Heading, Line
from liuqing.policy.target_states import STATES, State
from liuqing.web import paths
from liuqing.web.pages.papers import send
from liuqing.web.templatetags.liuqing import count, say
from liuqing.workflow import rights
from liuqing.workflow.rights import Right

FIRST = 24
"""Lines that are shown before anybody asks for some: those that need attention."""
CLASSES: dict[State, str] = {
    "met": "good", "agrees": "good", "late": "warn", "missed": "bad", "differs": "bad",
}  # fmt: skip
SHAPES: dict[State, str] = {
    "met": "var(--good)", "agrees": "var(--good)", "on_course": "var(--accent)", "late": "var(--warn)", "missed": "var(--bad)",
    "differs": "var(--bad)",
}  # fmt: skip
SIGNS: dict[State, str] = {
    "met": "✓", "agrees": "✓", "on_course": "→", "late": "!", "missed": "×", "differs": "≠", "not_due": "…", "unknown": "?",
    "beside": "=",
}  # fmt: skip
OPENED_BY = {
    "households": Right.SEE_HOUSEHOLDS, "projects": Right.SEE_PROJECTS, "money-behind": Right.SEE_PROJECTS,
    "loan-totals": Right.SEE_PROJECTS, "collective": Right.SEE_PROJECTS,
}  # fmt: skip
"""Who may follow a trail; the other pages open for whoever sees this one."""


@dataclass(frozen=True)
class Link:
    """A filter that is one click away, and how many lines it leaves."""

    label: str
    href: str
    current: bool = False
    many: int = 0
    css: str = ""


@dataclass(frozen=True)
class Piece:
    """A stretch of a bar, in per cent."""

    x: float
    width: float
    fill: str
    word: str
    many: int


@dataclass(frozen=True)
class Cell:
    """One figure of the plan with the record's: as shown."""

    when: str
    planned: str
    actual: str
    href: str
    done: str
    state: str
    css: str
    sign: str
    fact: bool
    said: str
    counted: str


@dataclass(frozen=True)
class Row:
    """A line as shown: its head, all of its figures, and the bar (``mark``: where it should be today)."""

    label: str
    unit: str
    office: str
    head: Cell
    cells: tuple[Cell, ...]
    length: float | None
    mark: float | None
    fill: str


@login_required
@never_cache
def targets(request: HttpRequest) -> HttpResponse:
    """The targets of the plan, narrowed by topic, state and department."""
    asked = _asked(request.GET)
    found = asking.board(
        request.user, _day(request.GET), topic=asked["topic"], state=asked["state"], office=asked["office"],
        facts=bool(asked["facts"]),
    )  # fmt: skip
    narrowed = any(asked[key] for key in ("topic", "state", "office"))
    chosen = found.lines if narrowed else _pressing(found)
    return render(request, "web/targets.html", {
        "found": found,
        "path": paths.below(request.user, found.area, _("目标完成")),
        "states": [_state(asked, state, many) for state, many in found.states.items()],
        "topics": [(_topic(asked, one), _bar(one), one) for one in found.headings],
        "offices": [Link(_("所有部门"), _to(asked, office=""), not asked["office"])]
        + [Link(one, _to(asked, office=one), one == asked["office"]) for one in found.offices],
        "kinds": [Link(_("规划的承诺"), _to({}, on=asked["on"]), not found.facts), Link(_("规划写的现状"), _to({}, on=asked["on"], facts="1"), found.facts)],
        "rows": [_row(request.user, one) for one in chosen],
        "narrowed": narrowed,
        "clear": _to({}, on=asked["on"], facts=asked["facts"]),
        "asked": asked,
        "may_export": rights.can(request.user, Right.EXPORT, ""),
    })  # fmt: skip


@login_required
@never_cache
def book(request: HttpRequest) -> HttpResponse:
    """The same as a workbook."""
    found = asking.board(request.user, _day(request.GET))
    only = found.on.isoformat()
    return send(
        request,
        "targets",
        f"{_('目标完成')}-{found.area.name}-{only}",
        "xlsx",
        area=found.area.code,
        only=only,
    )


# --- what is asked ----------------------------------------------------------------------------


def _asked(told: QueryDict) -> dict[str, str]:
    return {key: told.get(key, "")[:40] for key in ("topic", "state", "office", "facts", "on")}


def _day(told: QueryDict) -> date | None:
    try:
        return date.fromisoformat(told.get("on", "")) if told.get("on") else None
    except ValueError:
        return None


def _to(asked: dict[str, str], **other: str) -> str:
    pairs = {key: value for key, value in (asked | other).items() if value}
    return reverse("targets") + (f"?{urlencode(pairs)}" if pairs else "")


def _pressing(found: Board) -> list[Line]:
    """What needs attention first; where nothing does, the beginning of the plan."""
    wanted = ("missed", "late", "differs")
    pressing = [one for one in found.lines if one.state in wanted and not one.subject]
    pressing.sort(key=lambda one: wanted.index(one.state))
    return (pressing or list(found.lines))[:FIRST]


# --- what is shown ----------------------------------------------------------------------------


def _state(asked: dict[str, str], state: State, many: int) -> Link:
    chosen = asked["state"] == state
    return Link(
        say(STATES[state]), _to(asked, state="" if chosen else state), chosen, many, CLASSES.get(state, "")
    )


def _topic(asked: dict[str, str], one: Heading) -> Link:
    chosen = asked["topic"] == one.topic.key
    return Link(say(one.topic.label), _to(asked, topic="" if chosen else one.topic.key), chosen, one.total)


def _bar(one: Heading) -> list[Piece]:
    """The states of a topic as one bar."""
    pieces, x = [], 0.0
    order: tuple[State, ...] = (
        "met",
        "agrees",
        "on_course",
        "late",
        "missed",
        "differs",
        "not_due",
        "beside",
        "unknown",
    )
    for state in order:
        if many := one.states.get(state, 0):
            width = 100 * many / one.total
            pieces.append(
                Piece(
                    round(x, 2),
                    round(width, 2),
                    SHAPES.get(state, "var(--unknown-soft)"),
                    say(STATES[state]),
                    many,
                )
            )
            x += width
    return pieces


def _row(user: Any, one: Line) -> Row:
    head, judged = one.head, one.head.judged
    length = None if judged.done is None else float(min(max(judged.done, Decimal(0)), Decimal(1)) * 100)
    running = judged.state in ("on_course", "late") and judged.elapsed is not None
    return Row(
        " · ".join(say(part) for part in (one.metric.label, *one.about)), say(head.target.unit), one.office,
        _cell(user, head), tuple(_cell(user, each) for each in one.every), length,
        float(judged.elapsed * 100) if running and judged.elapsed else None, SHAPES.get(judged.state, "var(--shade-4)"),
    )  # fmt: skip


def _cell(user: Any, one: Beside) -> Cell:
    judged, target = one.judged, one.target
    done = "" if judged.done is None or not one.promised else f"{judged.done * 100:.1f}%"
    return Cell(
        one.when, f"{target.word}{count(target.value)}" if target.word in ("约", "近") else f"{count(target.value)}{target.word}",
        _number(one), _opens(user, one.actual), done, say(STATES[judged.state]), CLASSES.get(judged.state, ""), SIGNS[judged.state],
        not one.promised, target.source, _counted(one.actual),
    )  # fmt: skip


def _number(one: Beside) -> str:
    if one.actual.value is None:
        return ""
    return count(
        round(one.actual.value, 2) if one.actual.unit not in ("户", "人", "个") else round(one.actual.value)
    )


def _opens(user: Any, actual: Actual) -> str:
    trail = actual.trail
    if trail is None or (trail.page in OPENED_BY and not rights.can(user, OPENED_BY[trail.page])):
        return ""
    return trail.address


def _counted(actual: Actual) -> str:
    """How the number came about, or why there is none."""
    if actual.value is None:
        return actual.why
    day = actual.day.isoformat() if actual.day else ""
    return _("%(source)s，截至 %(day)s；%(rule)s") % {
        "source": actual.source,
        "day": day,
        "rule": actual.rule,
    }
