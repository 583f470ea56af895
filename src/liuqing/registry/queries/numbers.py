"""Repaired numbers (改正的证件号码): persons whose number the register's own export still has damaged.

The export gave the number with a remark that it fails its check; another list, or a record that was
merged in, gave the sound one. In the national system the damaged number is still to be put right.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from liuqing.policy.lists import BY_KEY
from liuqing.registry.models import Entry, Merge, Person, PersonYear, SourceRow

_POLICE = "police_residents"
_NEAR = "near"
"""How an entry says that its row was found by everything but the number."""
_DAMAGED = "row.damaged_number"


@dataclass(frozen=True)
class Repair:
    """Where the sound number came from, and the day of that list."""

    source: str
    on: date | None

    def __str__(self) -> str:
        return f"{self.source}（{self.on}）" if self.on else self.source


def repaired(year: int, path: str) -> dict[int, Repair]:
    """{person: where the sound number came from} for members in the area, by the export of a year."""
    damaged = _damaged_rows()
    if not damaged:
        return {}
    cited = PersonYear.objects.filter(
        year=year, file__in={file for file, *_ in damaged}, row__in={row for *_, row in damaged},
        person__id_hash__isnull=False, person__memberships__until=None,
        person__memberships__household__village__path__startswith=path,
    ).values_list("person_id", "file_id", "sheet", "row")  # fmt: skip
    return sources({person for person, *where in cited if tuple(where) in damaged})


def sources(people: Collection[int]) -> dict[int, Repair]:
    """From where these persons have a number that the register did not give: always an answer."""
    found = dict.fromkeys(people, Repair("其他名单", None))
    merges = Merge.objects.filter(kept__in=people, undone_at=None).order_by("pk")
    for person, at in merges.values_list("kept", "at"):
        found[person] = Repair("合并重复登记", at.date())
    kind = BY_KEY[_POLICE]
    told = Entry.objects.filter(kind=_POLICE, matched_by=_NEAR, person__in=people).order_by("said_on", "pk")
    for person, day in told.values_list("person", "said_on"):
        found[person] = Repair(f"{kind.department}{kind.label}", day)
    return found


def by_no(numbers: Collection[str]) -> dict[str, Repair]:
    """The same by 人口编号."""
    people = dict(Person.objects.filter(person_no__in=numbers).values_list("pk", "person_no"))
    return {str(people[pk]): repair for pk, repair in sources(people).items()}


def _damaged_rows() -> set[tuple[int, str, int]]:
    """The rows of the person export that were taken with a damaged number."""
    taken = SourceRow.objects.filter(
        verdict=SourceRow.Verdict.ACCEPTED, file__kind__contains="register_persons"
    ).values_list("file_id", "sheet", "row", "problems")
    return {
        (file, sheet, row)
        for file, sheet, row, problems in taken
        if any(one.get("code") == _DAMAGED for one in problems)
    }
