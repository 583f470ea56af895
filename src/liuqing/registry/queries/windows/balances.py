"""Balances (平衡): opening + changes = closing of each place, for each register, in households and persons.

Of places inside the county a move is an increase here and a decrease there; at the first level that
holds both it cancels. A closed window keeps the balance with which it was closed.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from liuqing.registry.models import Area, Window
from liuqing.registry.queries import boards, scope
from liuqing.registry.queries.boards import Place
from liuqing.registry.queries.windows.kinds import KINDS, REGISTERS, UNITS
from liuqing.registry.queries.windows.register import Counts, frozen
from liuqing.registry.queries.windows.walking import Change, Walk, walk
from liuqing.workflow import clock
from liuqing.workflow.rights import Right


@dataclass(frozen=True)
class Cell:
    """One register in one unit of one place: opening, by kind what came and what went, closing."""

    opening: int = 0
    closing: int = 0
    came: dict[str, int] = field(default_factory=dict)
    went: dict[str, int] = field(default_factory=dict)
    late: int = 0

    @property
    def change(self) -> int:
        """All that came less all that went."""
        return sum(self.came.values()) - sum(self.went.values())

    @property
    def balanced(self) -> bool:
        """Whether opening and changes give the closing."""
        return self.opening + self.change == self.closing

    @property
    def lines(self) -> tuple[tuple[str, str, int, int], ...]:
        """The kinds that occur, in their order: key, label, came, went."""
        return tuple(
            (kind, label, self.came.get(kind, 0), self.went.get(kind, 0))
            for kind, label in KINDS.items()
            if self.came.get(kind) or self.went.get(kind)
        )


@dataclass(frozen=True)
class Line:
    """A place of the table with its cells by register and unit."""

    code: str
    name: str
    level: str
    cells: dict[tuple[str, str], Cell]

    @property
    def by_register(self) -> tuple[tuple[str, str, tuple[tuple[str, str, Cell], ...]], ...]:
        """Register, label, and its cells with their units."""
        return tuple(
            (key, one.label, tuple((unit, label, self.cells[key, unit]) for unit, label in UNITS.items()))
            for key, one in REGISTERS.items()
        )

    @property
    def unexplained(self) -> int:
        """Changes that nothing explains, in all registers and units."""
        return sum(c.came.get("unexplained", 0) + c.went.get("unexplained", 0) for c in self.cells.values())

    @property
    def balanced(self) -> bool:
        """Whether every cell comes out."""
        return all(cell.balanced for cell in self.cells.values())


@dataclass(frozen=True)
class Balance:
    """A window's balance of an area: itself, and the places below it. ``on`` is the closing's day.

    ``kept``: as it was when the window was closed; else computed now, up to today at most.
    ``open_questions`` are households and persons whose change nothing explains and nobody has yet.
    """

    area: Place
    first: date
    on: date
    total: Line
    places: tuple[Line, ...]
    kept: bool
    opening_frozen: bool
    open_questions: int = 0

    @property
    def kinds(self) -> tuple[tuple[str, str], ...]:
        """The kinds that occur anywhere, in their order: the columns of a table."""
        lines = (self.total, *self.places)
        found = {k for line in lines for cell in line.cells.values() for k in (*cell.came, *cell.went)}
        return tuple((kind, label) for kind, label in KINDS.items() if kind in found)


def balance(user: Any, window: Window, area: str | None = None) -> Balance:
    """The balance of an area (by code) and of the places directly below it.

    Problem ``registry.no_such_area`` if it is not the user's.
    """
    where = scope.area(user, area, Right.SEE_BOARD)
    kept = _kept(window)
    walked = kept or walked_through(window)
    return Balance(
        boards.area_head(where), window.opens_on, last_day(window), line(where, walked),
        tuple(line(child, walked) for child in _below(where, walked)), kept is not None,
        window.opening_id is not None, 0 if isinstance(walked, Kept) else _open_questions(window, where, walked),
    )  # fmt: skip


def _open_questions(window: Window, where: Area, walked: Walk) -> int:
    inside = set(Area.objects.filter(path__startswith=where.path).values_list("pk", flat=True))
    open_ = (one for one in unexplained(walked.changes) if {one.source, one.target} & inside)
    return len({f"{one.unit}:{one.key}" for one in open_} - window.balance.get("explained", {}).keys())


def every_line(user: Any, window: Window, area: str | None = None) -> tuple[tuple[Area, Line], ...]:
    """The lines of an area and of every township and village in it, in the order of the codes."""
    where = scope.area(user, area, Right.SEE_BOARD)
    walked = _kept(window) or walked_through(window)
    below = Area.objects.filter(path__startswith=where.path).exclude(level=Area.Level.HAMLET)
    return tuple((one, line(one, walked)) for one in below.select_related("parent").order_by("path"))


def last_day(window: Window) -> date:
    """The day whose end is balanced: the closing's, today while the window runs, the opening before it."""
    if window.state == Window.State.CLOSED:
        return window.closes_on
    return max(min(window.closes_on, clock.today()), window.opens_on - timedelta(days=1))


def walked_through(window: Window) -> Walk:
    """The way from the opening to the closing, computed from the record and the frozen snapshots."""
    opening = frozen(window.opening) if window.opening else None
    closing = frozen(window.closing) if window.closing else None
    return walk(window.opens_on, last_day(window), opening, closing)


def line(area: Area, walked: "Walk | Kept") -> Line:
    """An area's cells: the sums of its villages; what stays inside it is no change of it."""
    villages = set(Area.objects.filter(path__startswith=area.path).values_list("pk", flat=True))
    return Line(area.code, area.name, area.level, cells(walked, villages))


def cells(walked: "Walk | Kept", villages: set[int]) -> dict[tuple[str, str], Cell]:
    """The cells of a set of villages."""
    came: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    went: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    late: Counter[tuple[str, str]] = Counter()
    for register, unit, kind, source, target, n, put_in_late in _crossings(walked):
        inside = (source in villages, target in villages)
        if inside == (False, True):
            came[register, unit][kind] += n
        elif inside == (True, False):
            went[register, unit][kind] += n
        else:
            continue
        late[register, unit] += n if put_in_late else 0
    return {
        (register, unit): Cell(
            _sum(walked.opening[register, unit], villages), _sum(walked.closing[register, unit], villages),
            dict(came[register, unit]), dict(went[register, unit]), late[register, unit],
        )
        for register in REGISTERS
        for unit in UNITS
    }  # fmt: skip


Crossing = tuple[str, str, str, int | None, int | None, int, bool]
"""Register, unit, kind, from village, to village, how many, whether put in after the fact was frozen."""


@dataclass(frozen=True)
class Kept:
    """A balance as it was kept: counts by village, and crossings without anybody's key."""

    opening: Counts
    closing: Counts
    crossings: tuple[Crossing, ...]


def _crossings(walked: "Walk | Kept") -> Iterable[Crossing]:
    if isinstance(walked, Kept):
        return walked.crossings
    return (
        (one.register, one.unit, one.cause.kind, one.source, one.target, 1, bool(one.late))
        for one in walked.changes
    )


def kept_as(walked: Walk) -> dict[str, Any]:
    """The balance as ``Window.balance`` keeps it."""
    counted = Counter((*one[:5], one[6]) for one in _crossings(walked))
    return {
        "opening": _counts_out(walked.opening),
        "closing": _counts_out(walked.closing),
        "crossings": sorted(
            ([r, u, k, s, t, n, late] for (r, u, k, s, t, late), n in counted.items()), key=str
        ),
    }


def _kept(window: Window) -> Kept | None:
    told = window.balance
    if window.state != Window.State.CLOSED or "opening" not in told:
        return None
    crossings = tuple((r, u, k, s, t, n, late) for r, u, k, s, t, n, late in told["crossings"])
    return Kept(_counts_in(told["opening"]), _counts_in(told["closing"]), crossings)


def _counts_out(counts: Counts) -> dict[str, dict[str, int]]:
    return {
        f"{r}/{u}": {str(pk): n for pk, n in sorted(found.items()) if n} for (r, u), found in counts.items()
    }


def _counts_in(told: dict[str, dict[str, int]]) -> Counts:
    found: Counts = {}
    for key, counts in told.items():
        register, _, unit = key.partition("/")
        found[register, unit] = Counter({int(pk): n for pk, n in counts.items()})
    return found


def _sum(counts: Counter[int], villages: set[int]) -> int:
    return sum(n for village, n in counts.items() if village in villages)


def _below(where: Area, walked: "Walk | Kept") -> list[Area]:
    """The places below; one that is no more stands there as long as somebody was counted in it."""
    counted = {v for counts in (walked.opening, walked.closing) for one in counts.values() for v in one}
    paths = list(Area.objects.filter(pk__in=counted).values_list("path", flat=True))
    lived_in: Callable[[Area], bool] = lambda area: any(path.startswith(area.path) for path in paths)  # noqa: E731
    wanted = where.children.exclude(level=Area.Level.HAMLET).order_by("code")
    return [one for one in wanted if one.until is None or lived_in(one)]


def unexplained(changes: Iterable[Change]) -> tuple[Change, ...]:
    """The changes that nothing explains, each household and person once a register."""
    return tuple(one for one in changes if one.cause.kind == "unexplained")
