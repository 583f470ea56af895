"""Household books of the police: who stands in a member's book and is no member.

A person of whom the police list a death by the day is not counted. The number of a book is kept
with the person and not by the year: it is the one of the last list that was read.
"""

from collections import Counter, defaultdict

from liuqing.registry.services.freezing import pieces, readings
from liuqing.registry.services.freezing.asked import Asked
from liuqing.registry.services.freezing.statements import IN_FORCE

_MEMBERS = f"""
SELECT m.person_id, m.household_id, p.hukou_no FROM registry_membership m
JOIN registry_person p ON p.id = m.person_id WHERE {IN_FORCE.format("m")}
"""  # noqa: S608 - put together from constants
_BOOKS = f"""
SELECT o.id, o.hukou_no FROM registry_person o WHERE o.same_as_id IS NULL AND o.hukou_no IN (
  SELECT p.hukou_no FROM registry_membership m JOIN registry_person p ON p.id = m.person_id
  WHERE p.hukou_no <> '' AND {IN_FORCE.format("m")})
"""  # noqa: S608
_DEATHS = """
SELECT e.person_id, CAST(e."values" AS TEXT) FROM registry_entry e WHERE e.kind = 'police_deaths'
"""


class Books:
    """The household books of one day; of no day for which no list of residents was read."""

    def __init__(self, asked: Asked) -> None:
        self._others: Counter[int] = Counter()
        self._known: set[int] = set()
        if asked.known("police_residents"):
            self._read(asked)

    def others(self, household: int) -> int | None:
        """Living persons in a member's book who are no members; None if no book is known."""
        return self._others[household] if household in self._known else None

    def _read(self, asked: Asked) -> None:
        homes: dict[int, int] = {}
        by_book: dict[str, set[int]] = defaultdict(set)
        for person, household, book in pieces.rows(_MEMBERS, asked.values):
            homes[person] = household
            if book:
                by_book[book].add(household)
                self._known.add(household)
        dead = _dead(asked)
        for person, book in pieces.rows(_BOOKS, asked.values):
            if person not in dead:
                self._others.update(by_book[book] - {homes.get(person, 0)})


def _dead(asked: Asked) -> set[int]:
    days = (
        (person, readings.day(readings.facts(text).get("died_on")))
        for person, text in pieces.rows(_DEATHS, {})
    )
    return {person for person, day in days if day is None or day <= asked.on}
