"""Of whom does a list speak: is anybody of it in the register, does the record know its households?"""

from collections.abc import Iterator
from typing import Any

from liuqing.policy.doubts import RARE, Lines
from liuqing.registry import problems, secrets
from liuqing.registry.imports.importers import needs_register
from liuqing.registry.imports.villages import Villages
from liuqing.registry.models import Household, Membership, Person
from liuqing.registry.problems import Doubt
from liuqing.registry.services.bulk import find
from liuqing.registry.services.doubting.tally import Tally

ASKED = 2_000
"""Numbers of a list that are looked up at most."""


def nobody(tally: Tally, lines: Lines, villages: Villages) -> Iterator[Doubt]:
    """Hardly anybody is in the register; or, of the register's own exports, most is new to the record."""
    kind = tally.kind.key
    if kind in ("register_households", "register_persons"):
        yield from _households(tally, lines, villages)
    elif needs_register(kind) and kind not in RARE:
        yield from _persons(tally, lines)


def _persons(tally: Tally, lines: Lines) -> Iterator[Doubt]:
    numbers = list(dict.fromkeys(one["id_no"] for one in tally.values if one.get("id_no")))[:ASKED]
    if not lines.enough(len(numbers)) or not Membership.objects.exists():
        return
    hashes = [secrets.blind_index(number) for number in numbers]
    people = [row[0] for row in find(Person, "id_hash", hashes, ("id",))]
    members = {row[0] for row in find(Membership, "person_id", people, ("person_id",))}
    if len(members) < lines.share("对上的人") * len(numbers):
        yield problems.hardly_anybody(len(members), len(numbers))


def _households(tally: Tally, lines: Lines, villages: Villages) -> Iterator[Doubt]:
    """Only rows of villages that have households in the record: the others are handed in for the first time."""
    settled = set(Household.objects.order_by().values_list("village", flat=True).distinct())
    told: list[dict[str, Any]] = [
        one
        for one in tally.values
        if one.get("household_no") and villages.find(one.get("town"), one.get("village")).village in settled
    ]
    numbers = [one["household_no"] for one in told]
    known = {row[0] for row in find(Household, "no", set(numbers), ("no",))}
    strange = sum(no not in known for no in numbers)
    if lines.reaches("新的户", strange, len(numbers)):
        of = round(len(numbers) / len(tally.values) * tally.rows)
        yield problems.unknown_households(round(strange / len(numbers) * of), of)
