"""Standards (标准对照): what an area has reached, what it has not, and which list would tell what nobody knows.

Read from ``findings/standards.parquet`` of the latest snapshot: an area's own answers, and how many
of the areas below it keep each standard. Areas below stand in the order of their codes: no table of
who is best.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
from django.conf import settings

from liuqing.policy import standards as policy
from liuqing.policy.indicators import INDICATORS
from liuqing.policy.lists import BY_KEY
from liuqing.policy.place import load
from liuqing.registry.models import Area
from liuqing.registry.queries import boards, scope, words
from liuqing.registry.queries.boards import Place
from liuqing.registry.queries.reasons import folder
from liuqing.workflow.rights import Right

MET, FAILED, UNKNOWN = "met", "failed", "unknown"
MISSED, SOON, OPEN, REPORT = "missed", "soon", "open", "report"
"""What can be said of a standard: kept, not kept, not known; missed its year, due this year, due later,
only reported."""

Row = dict[str, Any]


@dataclass(frozen=True)
class Lack:
    """Something that is not known: what people call it, and the list that brings it."""

    label: str
    list: str


@dataclass(frozen=True)
class Criterion:
    """One standard for one area; ``verdict`` None is not known or not due yet."""

    key: str
    label: str
    note: str
    unit: str
    verdict: bool | None
    value: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None
    operator: str
    limit: Decimal | None
    upper: Decimal | None
    due: int | None
    since: date | None
    source: str
    unverified: bool
    lacks: tuple[Lack, ...]
    state: str


@dataclass(frozen=True)
class SetHere:
    """A set of standards in an area: ``held`` of ``of`` hold; ``any_of``: one of them is enough."""

    name: str
    verdict: bool | None
    held: int
    of: int
    any_of: bool
    parts: tuple[str, ...]
    criteria: tuple[Criterion, ...]


@dataclass(frozen=True)
class Kept:
    """Of how many areas a standard holds, does not hold, is not known (or not due yet)."""

    yes: int = 0
    no: int = 0
    unknown: int = 0

    @property
    def of(self) -> int:
        """For how many areas it is."""
        return self.yes + self.no + self.unknown

    @property
    def state(self) -> str:
        """One that fails decides; then one that is not known. "" where it is for nobody."""
        return FAILED if self.no else UNKNOWN if self.unknown else MET if self.yes else ""


@dataclass(frozen=True)
class Line:
    """An area below in a matrix: ``cells`` in the order of the headings, ``whole`` the set."""

    code: str
    name: str
    whole: Kept
    cells: tuple[Kept, ...]


@dataclass(frozen=True)
class Matrix:
    """The areas below beside the standards of a set; ``level`` is whose standards they are."""

    set: str
    level: str
    heads: tuple[str, ...]
    lines: tuple[Line, ...]
    whole: Kept


@dataclass(frozen=True)
class Standards:
    """Everything on the page of an area. ``judged`` is False where the assessment had no standards yet."""

    area: Place
    on: date | None
    judged: bool = False
    sets: tuple[SetHere, ...] = ()
    matrices: tuple[Matrix, ...] = ()

    @property
    def lacks(self) -> dict[str, list[str]]:
        """By list, what it would have to say, each once."""
        found: dict[str, dict[str, None]] = defaultdict(dict)
        for lack in (lack for one in self.sets for each in one.criteria for lack in each.lacks):
            found[lack.list][lack.label] = None
        return {name: list(labels) for name, labels in found.items()}


def standards(user: Any, code: str) -> Standards:
    """The standards of an area. Problem ``registry.no_such_area`` if it is not the user's."""
    where = scope.area(user, code, Right.SEE_BOARD)
    snapshot = scope.latest_snapshot()
    head = boards.area_head(where)
    file = folder(snapshot) / "findings" / "standards.parquet" if snapshot else None
    if snapshot is None or file is None or not file.exists():
        return Standards(head, snapshot.on if snapshot else None)
    rows, stated = _rows(file), policy.declared(load(settings.WORKSPACE.place))
    own = [row for row in rows if _is(row, where)]
    return Standards(
        head, snapshot.on, True, tuple(_sets(own, stated, snapshot.on)), tuple(_matrices(rows, where, stated))
    )


def place_of_lack(name: str) -> Lack:
    """What people call a thing that a standard lacks, and the list that brings it."""
    plain = name.removeprefix(policy.COUNTY)
    if plain in INDICATORS:
        return Lack(INDICATORS[plain].label, _list("indicators"))
    if plain in SCOPES:
        return Lack(SCOPES[plain], _list("register_villages"))
    metric = plain.partition("[")[0]
    list_of = "register_villages" if metric in OF_VILLAGES else "register_persons"
    label = words.metric(metric)[0] if metric in words.METRICS else policy.title(plain)
    return Lack(label, _list(list_of))


SCOPES = {"poor_village": "是否贫困村", "leaving_village": "出列年度"}
OF_VILLAGES = frozenset({"rural_population", "poor_villages", "poor_villages_exited", "poor_villages_left"})


def _list(key: str) -> str:
    kind = BY_KEY[key]
    return f"{kind.label}（{words.department(kind.department)}）"


@lru_cache(maxsize=4)
def _rows(file: Path) -> list[Row]:
    # A snapshot never changes.
    return list(pq.read_table(file).to_pylist())


def _is(row: Row, where: Area) -> bool:
    """The row is about the area; there is one county, whatever the record calls it."""
    if where.level == Area.Level.COUNTY:
        return bool(row["level"] == where.level)
    return bool(row["area_code"] == where.code)


def _sets(own: list[Row], stated: policy.Standards, on: date) -> Iterable[SetHere]:
    answers = {(row["set"], row["standard"]): row for row in own}
    for name in sorted(stated.sets, key=_order):
        criteria = tuple(
            _criterion(key, one, answers[name, key], on)
            for key, one in stated.of_set(name).items()
            if (name, key) in answers
        )
        whole = answers.get((name, ""))
        one = stated.sets[name]
        if criteria or whole:
            held, of = (int(whole["numerator"]), int(whole["denominator"])) if whole else (0, 0)
            verdict = whole["verdict"] if whole else None
            yield SetHere(name, verdict, held, of, one.need == "any", tuple(one.of), criteria)


def _order(name: str) -> bool:
    """The criteria of an exit (村10条, 县5项) before everything else; otherwise as the place states them."""
    return not name.endswith(("条", "项"))


def _criterion(key: str, one: policy.Standard, row: Row, on: date) -> Criterion:
    lacks = tuple(dict.fromkeys(place_of_lack(name) for name in row["missing"].split("|") if name))
    return Criterion(
        key, one.label, one.note, one.unit, row["verdict"], row["value"], row["numerator"], row["denominator"],
        row["operator"], row["limit_value"], row["limit_upper"], row["due"], row["since"], row["source"],
        row["unverified"], lacks, _state(row, on, bool(lacks)),
    )  # fmt: skip


def _state(row: Row, on: date, lacking: bool) -> str:
    if row["operator"] == "report":
        return REPORT
    if row["verdict"] is not None:
        return MET if row["verdict"] else MISSED if row["due"] else FAILED
    if lacking or row["due"] is None:
        return UNKNOWN
    return SOON if row["due"] <= on.year else OPEN


def _matrices(rows: list[Row], where: Area, stated: policy.Standards) -> Iterable[Matrix]:
    """For each set and level below: the areas right below, with everything that lies in them."""
    children = list(where.children.order_by("code"))
    home = homes(where, children)
    counted: dict[tuple[str, str], dict[tuple[str, str], Counter[bool | None]]] = defaultdict(
        lambda: defaultdict(Counter)
    )
    for row in rows:
        if row["area_code"] in home and row["operator"] != "report":
            counted[row["set"], row["level"]][home[row["area_code"]], row["standard"]][row["verdict"]] += 1
    for name, level in sorted(counted, key=lambda one: (_order(one[0]), list(stated.sets).index(one[0]))):
        yield _matrix(name, level, counted[name, level], children, stated)


def homes(where: Area, children: list[Area]) -> dict[str, str]:
    """The code of every area below, with that of the child in which it lies."""
    below = Area.objects.filter(path__startswith=where.path).exclude(pk=where.pk).values_list("code", "path")
    by_code = {child.code for child in children}
    return {code: next((step for step in path.split("/") if step in by_code), code) for code, path in below}


def _matrix(
    name: str,
    level: str,
    counted: dict[tuple[str, str], Counter[bool | None]],
    children: list[Area],
    stated: policy.Standards,
) -> Matrix:
    keys = [key for key in stated.of_set(name) if any(standard == key for _area, standard in counted)]
    lines = tuple(
        Line(child.code, child.name, _kept(counted[child.code, ""]),
             tuple(_kept(counted[child.code, key]) for key in keys))
        for child in children
        if any((child.code, key) in counted for key in (*keys, ""))
    )  # fmt: skip
    wholes = [line.whole for line in lines]
    whole = Kept(*(sum(getattr(one, part) for one in wholes) for part in ("yes", "no", "unknown")))
    return Matrix(name, level, tuple(stated.standards[key].label for key in keys), lines, whole)


def _kept(counts: Counter[bool | None]) -> Kept:
    return Kept(counts[True], counts[False], counts[None])
