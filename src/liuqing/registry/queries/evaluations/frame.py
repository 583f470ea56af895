"""The frame (抽样框): every household of an area that a design may draw, from a snapshot.

Households of the register by their standing on the day; outside it the police household books of living
residents of whom nobody is in the register. A household belongs to the first line of the design that
fits it. Nobody's name is in here, and the key under which a household is published is a keyed hash
that is made anew for each evaluation, so that two samples cannot be laid side by side.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from liuqing.compute.sampling import Unit
from liuqing.policy.evaluation import STRATA, WHO, Take, Version
from liuqing.policy.tables import CAUSES
from liuqing.registry import secrets
from liuqing.registry.models import Area, Person, Snapshot, SourceFile
from liuqing.registry.queries.reasons import folder

KINDS = {True: ("poor", "贫困村"), False: ("other", "非贫困村"), None: ("unknown", "村类别不明")}
_HOMES = (
    "household_id", "household_no", "household_village_id", "standing", "exit_year", "planned_exit_year", "main_cause",
)  # fmt: skip
_PEOPLE = ("person_id", "household_id", "person_village_id", "died_on")


@dataclass(frozen=True)
class Home:
    """One household that could be drawn: where, which stratum, and what the lines of a design ask of it.

    ``stable`` names it within the workspace; ``person`` stands for one outside the register.
    """

    stable: str
    stratum: str
    village: int
    persons: int
    household: int | None = None
    person: int | None = None
    exit_year: int | None = None
    planned_year: int | None = None
    cause: str = ""


@dataclass(frozen=True)
class Line:
    """A household with the cell in which it is drawn and the key under which it is published."""

    home: Home
    cell: str
    key: str
    village: str

    @property
    def unit(self) -> Unit:
        """As it is published."""
        return Unit(self.key, self.cell, self.village)


@dataclass(frozen=True)
class Cell:
    """A cell of the draw in words: whose, of which village, how many."""

    cell: str
    stratum: str
    label: str
    village: str
    take: int
    """Which line of the design it belongs to."""
    frame: int


@dataclass(frozen=True)
class Frame:
    """Everybody who may be drawn, and who could not be counted.

    ``without_book``: residents without a household number. ``listed``: a list of residents was read.
    ``fits_none``: households for which the design has no line, by stratum.
    """

    lines: tuple[Line, ...]
    cells: dict[str, Cell]
    without_book: int
    listed: bool
    fits_none: dict[str, int]

    @property
    def villages(self) -> list[str]:
        """The codes of the villages in which anybody may be drawn."""
        return sorted({line.village for line in self.lines})


def frame(snapshot: Snapshot, area: Area, version: Version, mark: str) -> Frame:
    """The frame of an area by a design; ``mark`` makes the keys of this evaluation its own."""
    villages = {
        one.pk: one for one in Area.objects.filter(level=Area.Level.VILLAGE, path__startswith=area.path)
    }
    homes, without, listed = everybody(snapshot, villages)
    kinds = _kinds(snapshot)
    lines, cells, fits_none = [], dict[str, Cell](), Counter[str]()
    counts = Counter[str]()
    for home in homes:
        found = _line_of(version, home, snapshot.on.year)
        if found is None:
            fits_none[home.stratum] += 1
            continue
        village = villages[home.village]
        cell, label = _cell(version.takes[found], home, village, kinds)
        counts[cell] += 1
        one = village.code if "village" in version.takes[found].by else ""
        cells.setdefault(cell, Cell(cell, home.stratum, label, one, found, 0))
        lines.append(Line(home, cell, published(mark, home.stable), village.code))
    told = {name: Cell(**{**vars(one), "frame": counts[name]}) for name, one in cells.items()}
    return Frame(tuple(lines), told, without, listed, dict(fits_none))


def published(mark: str, stable: str) -> str:
    """The key under which a household stands in the published list: sixteen hexadecimal digits.

    Without a mark nothing is published: then it is no hash, which would take longer than all the rest.
    """
    if not mark:
        return stable
    return secrets.blind_index(f"{mark}|{stable}", "sampling")[:16]


def everybody(snapshot: Snapshot, villages: Mapping[int, Area]) -> tuple[list[Home], int, bool]:
    """Every household in or outside the register, residents without a book, whether residents are known."""
    at = folder(snapshot)
    homes = pq.read_table(at / "households.parquet", columns=list(_HOMES)).to_pylist()
    standing = {row["household_id"]: row["standing"] for row in homes if row["standing"]}
    people = pq.read_table(at / "persons.parquet", columns=list(_PEOPLE))
    alive = people.filter(pc.is_null(people["died_on"]))
    sizes = Counter(alive["household_id"].drop_null().to_pylist())
    inside = [
        _registered(row, sizes)
        for row in homes
        if row["standing"] and row["household_village_id"] in villages
    ]
    outside, without = _outside(alive, standing.keys(), villages)
    return [*inside, *outside], without, _listed(snapshot)


def _listed(snapshot: Snapshot) -> bool:
    """Whether a list of residents was read by the day: without one nobody knows who is outside."""
    read = (SourceFile.State.LOADED, SourceFile.State.SUPERSEDED)
    return SourceFile.objects.filter(kind="police_residents", state__in=read, on__lte=snapshot.on).exists()


def _registered(row: dict[str, Any], sizes: Mapping[int, int]) -> Home:
    left = row["standing"] == "exited"
    return Home(
        stable=f"h{row['household_no']}",
        stratum="exited" if left else "registered",
        village=row["household_village_id"],
        persons=sizes[row["household_id"]],
        household=row["household_id"],
        exit_year=row["exit_year"] if left else None,
        planned_year=row["planned_exit_year"],
        cause=row["main_cause"] or "",
    )


Row = tuple[int, int | None, int]
"""A living resident: person, household, village."""


def _outside(
    alive: pa.Table, registered: Iterable[int], villages: Mapping[int, Area]
) -> tuple[list[Home], int]:
    """The books of residents of whom nobody is in the register, and residents without a book.

    The number of a book is kept with the person and only the police list tells it.
    """
    within = set(registered)
    numbers = dict(Person.objects.filter(same_as=None).exclude(hukou_no="").values_list("pk", "hukou_no"))
    books: dict[str, list[Row]] = defaultdict(list)
    taken, without = set(), 0
    columns = (alive[name].to_pylist() for name in ("person_id", "household_id", "person_village_id"))
    for row in zip(*columns, strict=True):
        person, household, village = row
        book = numbers.get(person, "")
        if household in within:
            taken.add(book)
        elif book:
            books[book].append(row)
        elif village in villages:
            without += 1
    return list(_books(books, taken, villages)), without


def _books(books: dict[str, list[Row]], taken: set[str], villages: Mapping[int, Area]) -> Iterator[Home]:
    for book, rows in sorted(books.items()):
        # The police write the head of a book first.
        person, _, village = min(rows)
        if book in taken or village not in villages:
            continue
        yield Home(
            stable=f"b{book}",
            stratum="outside",
            village=village,
            persons=len(rows),
            household=next((household for _, household, _ in rows if household), None),
            person=person,
        )


def _line_of(version: Version, home: Home, year: int) -> int | None:
    return next((n for n, take in enumerate(version.takes) if _fits(take, home, year)), None)


def _fits(take: Take, home: Home, year: int) -> bool:
    return WHO[take.who][0] == home.stratum and {
        "planned": home.planned_year == year,
        "exited_now": home.exit_year == year,
        # Whose year of exit nobody wrote down left some time: never with those of this year.
        "exited_before": home.exit_year != year,
    }.get(take.who, True)


def _cell(take: Take, home: Home, village: Area, kinds: Mapping[int, bool | None]) -> tuple[str, str]:
    """The cell's name, in letters and digits so that any machine writes it alike, and in words."""
    poor = kinds.get(home.village)
    parts = {
        "village": (village.code, village.name),
        "village_kind": KINDS[poor],
        "cause": (
            f"c{CAUSES.index(home.cause)}" if home.cause in CAUSES else "unknown",
            home.cause or "原因不明",
        ),
        "exit_year": (
            str(home.exit_year or "unknown"),
            f"{home.exit_year}年退出" if home.exit_year else "退出年度不明",
        ),
    }
    names, labels = zip((take.who, WHO[take.who][1]), *(parts[by] for by in take.by), strict=True)
    return ":".join(names), "·".join(labels)


def _kinds(snapshot: Snapshot) -> dict[int, bool | None]:
    rows = pq.read_table(
        folder(snapshot) / "villages.parquet", columns=["village_id", "poor_village"]
    ).to_pylist()
    return {row["village_id"]: row["poor_village"] for row in rows}


__all__ = ["STRATA", "Cell", "Frame", "Home", "Line", "everybody", "frame", "published"]
