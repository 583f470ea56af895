"""Who is late: by stage and village, in the order of the codes. A list to remind by, never a ranking."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q

from liuqing.registry.models import Area, Case, Proceeding, Visited, Window
from liuqing.registry.queries import scope
from liuqing.registry.queries.windows.calendar import Stage, head
from liuqing.workflow import clock, rights
from liuqing.workflow.rights import Right


@dataclass(frozen=True)
class Mark:
    """A village in a stage. ``state``: done, late (over and not done), waiting (begun), coming."""

    stage: str
    label: str
    state: str
    on: date | None = None
    days: int = 0
    may_mark: bool = False
    may_undo: bool = False


@dataclass(frozen=True)
class Village:
    """A village with its stages, its late proceedings of the window and its cases that are over the day."""

    code: str
    name: str
    town: str
    marks: tuple[Mark, ...]
    open_proceedings: int
    late_proceedings: int
    open_cases: int
    late_cases: int

    @property
    def late(self) -> bool:
        """Whether anything of it is late."""
        return bool(self.late_proceedings or self.late_cases or any(m.state == "late" for m in self.marks))


@dataclass(frozen=True)
class Town:
    """A township: how many of its villages are done with each stage, and what is late in them."""

    code: str
    name: str
    villages: tuple[Village, ...]

    @property
    def stages(self) -> tuple[tuple[str, int, int, int], ...]:
        """Of each stage: label, villages done, late, all."""
        found = []
        for n, mark in enumerate(self.villages[0].marks if self.villages else ()):
            states = Counter(village.marks[n].state for village in self.villages)
            found.append((mark.label, states["done"], states["late"], len(self.villages)))
        return tuple(found)

    @property
    def late_proceedings(self) -> int:
        """Proceedings of the window that are over their day."""
        return sum(one.late_proceedings for one in self.villages)

    @property
    def late_cases(self) -> int:
        """Questions sent to the villages that are over their day."""
        return sum(one.late_cases for one in self.villages)

    @property
    def late_villages(self) -> int:
        """Villages of which anything is late."""
        return sum(one.late for one in self.villages)


def late(user: Any, window: Window, area: str | None = None) -> tuple[Town, ...]:
    """The townships of an area with their villages. Problem ``registry.no_such_area``."""
    where = scope.area(user, area, Right.SEE_BOARD)
    places = Area.objects.filter(path__startswith=where.path, level=Area.Level.VILLAGE, until=None)
    villages = _villages(user, window, list(places.select_related("parent").order_by("code")))
    towns: dict[str, list[Village]] = {}
    names: dict[str, str] = {}
    for town, name, village in villages:
        towns.setdefault(town, []).append(village)
        names[town] = name
    return tuple(Town(code, names[code], tuple(found)) for code, found in towns.items())


def reminder(window: Window, village: Village) -> str:
    """What one would write to a village that is late; "" if nothing is."""
    said = [f"{m.label}应于 {m.on} 前完成，已过 {m.days} 天" for m in village.marks if m.state == "late"]
    if village.late_proceedings:
        said.append(f"有 {village.late_proceedings} 件程序已过期限")
    if village.late_cases:
        said.append(f"有 {village.late_cases} 条疑点已过核实期限")
    return f"{village.name}：{window.label}{'；'.join(said)}。请尽快办理。" if said else ""


def _villages(user: Any, window: Window, places: list[Area]) -> Iterable[tuple[str, str, Village]]:
    today = clock.today()
    stages = head(window, today).stages
    done = {(v.area_id, v.stage): v.on for v in Visited.objects.filter(window=window)}
    proceedings, cases = _proceedings(window, today), _cases(today)
    for place in places:
        marks = tuple(_mark(user, window, place, one, done.get((place.pk, one.key)), today) for one in stages)
        yield (
            place.parent.code if place.parent else "",
            place.parent.name if place.parent else "",
            Village(
                place.code, place.name, place.parent.name if place.parent else "", marks,
                *proceedings.get(place.pk, (0, 0)), *cases.get(place.pk, (0, 0)),
            ),
        )  # fmt: skip


def _mark(user: Any, window: Window, place: Area, stage: Stage, done: date | None, today: date) -> Mark:
    state = "done" if done else {"past": "late", "now": "waiting", "coming": "coming"}[stage.state]
    running = window.state == Window.State.OPEN
    above = rights.can(user, Right.MANAGE_WINDOWS, place.path) or rights.can(
        user, Right.REVIEW_STANDING, place.path
    )
    own = stage.key == "collection" and rights.can(user, Right.PROPOSE_STANDING, place.path)
    return Mark(
        stage.key, stage.label, state, done or stage.last, max(0, (today - stage.last).days),
        running and state in ("late", "waiting") and (above or own), running and state == "done" and above,
    )  # fmt: skip


def _proceedings(window: Window, today: date) -> dict[int, tuple[int, int]]:
    over = Q(due_on__lt=today) | Q(step_due_on__lt=today)
    found = Proceeding.objects.filter(window=window, state__in=Proceeding.OPEN_STATES).order_by()
    counted = found.values("area_id").annotate(n=Count("pk"), late=Count("pk", filter=over))
    return {row["area_id"]: (row["n"], row["late"]) for row in counted}


def _cases(today: date) -> dict[int, tuple[int, int]]:
    found = Case.objects.filter(state=Case.State.SENT).order_by()
    counted = found.values("village_id").annotate(n=Count("pk"), late=Count("pk", filter=Q(due_on__lt=today)))
    return {row["village_id"]: (row["n"], row["late"]) for row in counted}
