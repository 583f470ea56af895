"""Areas: planting the county's towns and villages from its place."""

from collections.abc import Iterable
from typing import Any, Protocol

from django.db import transaction

from liuqing.registry.models import Area
from liuqing.workflow import trail


class AreaRow(Protocol):
    """A node of the division tree as the place lists it."""

    code: str
    name: str
    level: str
    parent: str


class Place(Protocol):
    """What is needed of a place: its areas, parents before or after children."""

    def areas(self) -> Iterable[AreaRow]:
        """County, towns and villages."""
        ...


@transaction.atomic
def plant(place: Place, *, by: Any = "console") -> int:
    """Make the area rows of a place; doing it again changes names only. Returns how many are new.

    Needs no right: it is done once, by whoever founds the workspace, before anybody is appointed.
    """
    former = {before["code"] for area in Area.objects.exclude(known_as=[]) for before in area.known_as}
    rows = {row.code: row for row in place.areas() if row.code not in former}
    known = {area.code: area for area in Area.objects.filter(code__in=rows)}
    new = 0
    for code in sorted(rows, key=lambda c: len(_codes(rows, c))):
        new += code not in known
        known[code] = _put(rows[code], known, rows)
    trail.record(
        "areas.planted", subject=min(rows, default=""), by=by, detail={"areas": len(rows), "new": new}
    )
    return new


def root_path() -> str:
    """The path of the whole county; "" while no area was planted."""
    return Area.objects.filter(parent=None).order_by("code").values_list("path", flat=True).first() or ""


def _put(row: AreaRow, known: dict[str, Area], rows: dict[str, AreaRow]) -> Area:
    area = known.get(row.code) or Area(code=row.code)
    path = "".join(f"{code}/" for code in _codes(rows, row.code))
    # A list of areas need not know kinds: what is known stays.
    kind = getattr(row, "kind", "") or area.kind
    wanted = {
        "name": row.name,
        "level": row.level,
        "kind": kind,
        "parent": known.get(row.parent),
        "path": path,
    }
    if area.pk is None or any(getattr(area, key) != value for key, value in wanted.items()):
        for key, value in wanted.items():
            setattr(area, key, value)
        area.save()
    return area


def _codes(rows: dict[str, AreaRow], code: str) -> list[str]:
    codes = [code]
    while rows[codes[0]].parent in rows:
        codes.insert(0, rows[codes[0]].parent)
    return codes
