"""Taking over a list (名单转入): households that only a list calls monitored get a record of ours.

Without it no procedure about them could begin: their risk could not be removed here. What the list says
is taken as it is, with the row it comes from; a newer list or a procedure says more. Households that a
procedure marked are not touched.
"""

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from liuqing.registry.models import Area, Entry, Monitoring
from liuqing.registry.queries.monitoring import gathering
from liuqing.registry.queries.monitoring.gathering import Watched
from liuqing.workflow import clock, rights, trail
from liuqing.workflow.rights import Right


@transaction.atomic
def adopt(*, area: Area, by: Any) -> int:
    """All of an area at once; how many there were. Problem ``workflow.not_allowed``.

    A row that ends before it begins, or names no kind, is left out: somebody has to put it right first.
    """
    rights.require(by, Right.APPROVE_STANDING, area.path)
    below = Area.objects.filter(path__startswith=area.path, level=Area.Level.VILLAGE)
    found = gathering.of_villages(set(below.values_list("pk", flat=True)), clock.today())
    made = list(_rows([one for one in found if one.entry and _sensible(one)]))
    Monitoring.objects.bulk_create(made)
    trail.record("monitoring.adopted", subject=area.code, by=by, detail={"households": len(made)})
    return len(made)


def _sensible(one: Watched) -> bool:
    return bool(one.kind) and (one.removed_on is None or one.removed_on >= one.since)


def _rows(found: Iterable[Watched]) -> Iterable[Monitoring]:
    listed = list(found)
    entries = Entry.objects.in_bulk([one.entry for one in listed if one.entry])
    for one in listed:
        said = entries[one.entry or 0]
        yield Monitoring(
            household_id=one.household, kind=one.kind, risks=list(one.risks), since=one.since, removed_on=one.removed_on,
            way=one.way, file=said.file, sheet=said.sheet, row=said.row, said_on=said.said_on,
        )  # fmt: skip
