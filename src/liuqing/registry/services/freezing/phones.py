"""Phones of households: how long a number is and how many households state it. Never the number."""

from collections import Counter

from liuqing.registry import secrets
from liuqing.registry.services.freezing import pieces, readings
from liuqing.registry.services.freezing.asked import Asked
from liuqing.registry.services.freezing.statements import IN_FORCE

_STATEMENT = f"""
SELECT h.id, h.phone, CASE WHEN EXISTS (SELECT 1 FROM registry_standing s
  WHERE s.household_id = h.id AND {IN_FORCE.format("s")}) THEN 1 ELSE 0 END
FROM registry_household h WHERE h.phone IS NOT NULL
"""  # noqa: S608 - put together from constants


class Phones:
    """The phones of one day; equal numbers are counted among the households in force on it."""

    def __init__(self, asked: Asked) -> None:
        self._number: dict[int, str] = {}
        self._shared: Counter[str] = Counter()
        for household, sealed, in_force in pieces.rows(_STATEMENT, asked.values):
            number = "".join(c for c in readings.plain(secrets.decrypt(sealed)) if c.isdecimal())
            if number:
                self._number[household] = number
                self._shared[number] += in_force

    def of(self, household: int) -> tuple[int | None, int | None]:
        """Digits of the number, and households with that number; None, None without one."""
        number = self._number.get(household)
        if number is None:
            return None, None
        return len(number), max(self._shared[number], 1)
