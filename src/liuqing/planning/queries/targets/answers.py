"""The record's answer (实际数) for any figure of a plan: which room of it knows, each read once."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.conf import settings

from liuqing.planning.queries.matrix.plan import sees_all
from liuqing.planning.queries.targets.actual import SILENT, Actual, Span, in_unit, missing
from liuqing.planning.queries.targets.figures import Figures
from liuqing.planning.queries.targets.money import Money
from liuqing.planning.queries.targets.offices import Offices
from liuqing.planning.queries.targets.people import People
from liuqing.planning.queries.targets.places import Places
from liuqing.policy import place as places
from liuqing.policy.metrics import metric, subject
from liuqing.policy.place_lists import Target
from liuqing.registry.models import Area


class Answers:
    """What the record says of a county's targets, as of a day, as far as the user sees projects."""

    def __init__(self, user: Any, county: Area, on: date, targets: tuple[Target, ...]) -> None:
        numbers = places.load(settings.WORKSPACE.place).parameters(on)
        asked = [metric(one.metric).asks(subject(one.dimension)) for one in targets]
        self.figures = Figures(county, on)
        self.places = Places(county, on)
        self.offices = Offices(
            county, on, _names(asked, ("indicator", "share", "ratio")), lambda: self.places.villages
        )
        self.money = Money(user, county, on, numbers, sees=sees_all(user))
        titles = {kind: _titles(asked, kind) for kind in ("measured", "received")}
        self.people = People(county, on, titles, lambda: self.money.all.sizes)

    def actual(self, target: Target, span: Span) -> Actual:
        """The actual value in the target's own unit."""
        found = self._ask(target, span)
        if found.value is None:
            return found
        value = in_unit(found.value, found.unit, target.unit)
        if value is None:
            return missing(f"台账的单位是{found.unit}，和规划的{target.unit}不能比", found.trail)
        return Actual(value, target.unit, found.source, found.day, found.rule, found.trail)

    def _ask(self, target: Target, span: Span) -> Actual:
        asked = metric(target.metric).asks(subject(target.dimension))
        return self._room(asked[0])(target, span, *asked[1:]) if asked else missing(SILENT)

    def _room(self, kind: str) -> Callable[..., Actual]:
        """The room that answers a kind of question; all take the target, its days and the answer's arguments."""
        rooms: dict[str, Callable[..., Actual]] = {
            "figure": lambda t, s, name: self.figures.value(name, subject(t.dimension), s),
            "exits": lambda t, s, what: self.figures.exits(
                what, subject(t.dimension), s, since_ever=_ever(t)
            ),
            "standings": lambda t, s, level, state: self.places.standings(
                level, state, subject(t.dimension), s, since_ever=_ever(t)
            ),
            "areas": lambda t, s, level: self.places.areas(level),
            "income": lambda t, s, what, most="0": self.places.income(what, most, s),
            "indicator": lambda t, s, name: self.offices.indicator(name, s),
            "share": lambda t, s, part, whole: self.offices.share(part, whole, s, times=100),
            "ratio": lambda t, s, part, whole: self.offices.share(part, whole, s, times=1),
            "measured": lambda t, s, what, title: self.people.measured(what, title, s),
            "received": lambda t, s, what, item: self.people.received(what, item, s),
            "loans": lambda t, s, what: self.people.loans(what, s),
            "works": lambda t, s, items: self.money.works(items, t.unit, s),
            "projects": lambda t, s: self.money.projects(t.metric, t.dimension, s),
            "reached": lambda t, s, what: self.money.reached(what, t.metric, t.dimension, s),
            "money": lambda t, s, item="": self.money.paid(t.metric, item, t.dimension, s),
        }
        return rooms[kind]


def _ever(target: Target) -> bool:
    """Whether a figure counts everything up to the end of its time."""
    return metric(target.metric).when == "end"


def _names(asked: list[tuple[str, ...]], kinds: tuple[str, ...]) -> frozenset[str]:
    return frozenset(name for kind, *more in filter(None, asked) if kind in kinds for name in more)


def _titles(asked: list[tuple[str, ...]], kind: str) -> frozenset[str]:
    return frozenset(more[1] for of, *more in filter(None, asked) if of == kind)
