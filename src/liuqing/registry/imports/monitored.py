"""The list of monitored households: one row a household, found by its own number or by its head.

Exports of the monitoring system name the household by its number; a list kept by hand often only
by the head. What a row says is kept as said of the head.
"""

from liuqing.registry.imports.finding import Meant
from liuqing.registry.imports.people import PeopleImporter
from liuqing.registry.imports.rows import TypedRow
from liuqing.registry.models import Household, Membership
from liuqing.registry.services.bulk import find

_FOUND = ("household_id", "person_id", "relation", "until")


class MonitoredImporter(PeopleImporter):
    """Rows of the list → entries of the heads."""

    def prepare(self, rows: list[TypedRow]) -> None:
        """Heads by the number of the household; who is not found so, as in any other list."""
        super().prepare(rows)
        heads = _heads({row.values["household_no"] for row in rows if row.values.get("household_no")})
        for row in rows:
            head = heads.get(row.values.get("household_no") or "")
            if head is not None and "decided" not in row.extra:
                row.extra["meant"] = Meant(head, 100, (head,), exact=True)


def _heads(numbers: set[str]) -> dict[str, int]:
    """The head's key by the number of the household."""
    homes = {pk: no for pk, no in find(Household, "no", numbers, ("id", "no"))}  # noqa: C416 - rows are tuples
    members = find(Membership, "household_id", homes, _FOUND, "relation", ["户主"])
    return {homes[home]: person for home, person, _, until in members if until is None}
