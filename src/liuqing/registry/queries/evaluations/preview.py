"""Before an evaluation is registered: whom a design would draw, how many visits, in which villages."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from liuqing.errors import Problem
from liuqing.policy import evaluation as policy
from liuqing.policy.evaluation import STRATA, Version
from liuqing.policy.place import load
from liuqing.registry.models import Area, Snapshot
from liuqing.registry.queries import boards, scope
from liuqing.registry.queries.boards import Place
from liuqing.registry.queries.evaluations import sizes
from liuqing.registry.queries.evaluations.frame import Frame, frame
from liuqing.workflow.rights import Right

A_DAY = 12
"""Visits that two enumerators make in a day, for the estimate before anything is drawn."""


@dataclass(frozen=True)
class Choice:
    """A design that may be chosen."""

    key: str
    label: str
    source: str
    unverified: bool
    note: str
    villages_least: int | None
    villages_most: int | None


@dataclass(frozen=True)
class Layer:
    """A stratum as a whole: frame, take, persons are not drawn but households."""

    stratum: str
    label: str
    frame: int
    take: int
    reserve: int


@dataclass(frozen=True)
class VillageShare:
    """A village: how many of it may be drawn; ``take`` None where the seed decides."""

    code: str
    name: str
    frame: int
    take: int | None


@dataclass(frozen=True)
class Preview:
    """What a design would do. ``villages`` of ``villages_of`` are drawn first; None: all of them."""

    area: Place
    snapshot: Snapshot
    choice: Choice
    layers: tuple[Layer, ...]
    shares: tuple[VillageShare, ...]
    villages: int | None
    villages_of: int
    without_book: int
    listed: bool
    fits_none: tuple[tuple[str, int], ...]
    questions: int

    @property
    def frame(self) -> int:
        """Households in the frame."""
        return sum(one.frame for one in self.layers)

    @property
    def take(self) -> int:
        """Visits, about; where villages are drawn first, in as many villages of the usual size."""
        return sum(one.take for one in self.layers)

    @property
    def days(self) -> int:
        """Days of work for one pair of enumerators."""
        return -(-self.take // A_DAY)


def choices(area: Area) -> list[Choice]:
    """The designs of the place on the day of the latest snapshot."""
    snapshot = scope.assessed()
    return [
        _choice(key, *told)
        for key, told in policy.designs(load(settings.WORKSPACE.place), snapshot.on).items()
    ]


def preview(user: Any, code: str, design: str, villages: int | None = None) -> Preview:
    """A design in an area. Problems ``registry.no_such_area``, ``registry.not_assessed``,
    ``evaluations.no_design``, ``evaluations.villages``.
    """
    area = scope.area(user, code, Right.DRAW_SAMPLES)
    snapshot = scope.assessed()
    found, version = chosen(snapshot, design)
    # Keys are made when it is registered: here nobody sees any.
    seen = frame(snapshot, area, version, "")
    many = villages_of(version, villages, seen)
    return Preview(
        boards.area_head(area), snapshot, found, tuple(_layers(version, seen, many)), tuple(_shares(version, seen, many)),
        many, len(seen.villages), seen.without_book, seen.listed,
        tuple((STRATA[name], n) for name, n in seen.fits_none.items()),
        len(policy.questions(load(settings.WORKSPACE.place), snapshot.on)),
    )  # fmt: skip


def chosen(snapshot: Snapshot, design: str) -> tuple[Choice, Version]:
    """A design by its key. Problem ``evaluations.no_design``."""
    told = policy.designs(load(settings.WORKSPACE.place), snapshot.on).get(design)
    if told is None:
        raise Problem("evaluations.no_design", "这个地方这一天没有这种抽样办法", "请从列出的办法里选一种。")
    return _choice(design, *told), told[2]


def villages_of(version: Version, wanted: int | None, seen: Frame) -> int | None:
    """How many villages are drawn first; None: all. Problem ``evaluations.villages``."""
    if version.villages_most is None or len(seen.villages) <= version.villages_most:
        return None
    least, many = version.villages_least or 1, version.villages_most if wanted is None else wanted
    if not least <= many <= version.villages_most:
        raise Problem(
            "evaluations.villages", "先抽的村数不合办法", f"请填 {least} 到 {version.villages_most} 个村。"
        )
    return many


def _choice(key: str, one: Any, since: Any, version: Version) -> Choice:
    return Choice(
        key, one.label, str(version.source), version.unverified, version.note,
        version.villages_least, version.villages_most,
    )  # fmt: skip


def _layers(version: Version, seen: Frame, villages: int | None) -> list[Layer]:
    taken = sizes.takes(version, seen.cells)
    standing_by = sizes.reserves(version, seen.cells, taken)
    # Of villages that are not drawn yet a village of the usual size is reckoned with.
    part, whole = villages or 1, len(seen.villages) if villages else 1
    found = []
    for stratum, label in STRATA.items():
        own = [name for name, cell in seen.cells.items() if cell.stratum == stratum]
        if own:
            frame_of = sum(seen.cells[name].frame for name in own)
            take, reserve = (
                round(sum(of[name] for name in own) * part / whole) for of in (taken, standing_by)
            )
            found.append(Layer(stratum, label, frame_of, take, reserve))
    return found


def _shares(version: Version, seen: Frame, villages: int | None) -> list[VillageShare]:
    names = dict(Area.objects.filter(code__in=seen.villages).values_list("code", "name"))
    frames = Counter(line.village for line in seen.lines)
    taken: dict[str, int] = defaultdict(int)
    for name, n in sizes.takes(version, seen.cells).items():
        taken[seen.cells[name].village] += n
    # Cells that are not of one village leave to the seed how many each village gets.
    by_village = all("village" in take.by for take in version.takes)
    return [
        VillageShare(code, names[code], frames[code], taken[code] if by_village else None)
        for code in seen.villages
    ]
