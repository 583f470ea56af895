"""Which area does a list mean by its code? County, town, village or hamlet, with or without zeros."""

from rapidfuzz import process

from liuqing.registry.models import Area

Division = tuple[int, str, str]
"""Key, level and path of an area."""

_LENGTHS = (12, 9, 6)


class Divisions:
    """Every area in force, by its code."""

    def __init__(self) -> None:
        areas = Area.objects.filter(until=None).values_list("code", "pk", "level", "path")
        self._areas: dict[str, Division] = {code: (pk, level, path) for code, pk, level, path in areas}

    def find(self, code: str) -> Division | None:
        """The area of that code; zeros that fill a code up do not count."""
        digits = code.strip()
        for length in (len(digits), *_LENGTHS):
            if digits[:length] in self._areas and not digits[length:].strip("0"):
                return self._areas[digits[:length]]
        return None

    def near(self, code: str) -> tuple[str, ...]:
        """The codes that come nearest to one that is unknown."""
        return tuple(
            name for name, _, _ in process.extract(code, list(self._areas), limit=3, score_cutoff=70)
        )
