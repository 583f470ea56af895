"""Local numbers (本地户编号) of households that the national system does not know yet."""

import re

from liuqing.registry.models import Area, Household

OUTSIDE, SPLIT = "W", "F"
"""Before the village's code: of a household outside the register, of one that was split off."""

LOCAL = f"^[{OUTSIDE}{SPLIT}][0-9]{{5,}}$"


def is_local(no: str) -> bool:
    """Whether a number was given here: prefix, code of a village, four digits."""
    return re.match(LOCAL, no) is not None


def local(prefix: str, village: Area) -> str:
    """The next number of a village: prefix, code of the village, four digits."""
    # The village's row is locked, so that two people get two numbers.
    Area.objects.select_for_update().get(pk=village.pk)
    first = f"{prefix}{village.code}"
    taken = Household.objects.filter(no__startswith=first).values_list("no", flat=True)
    serials = [int(no[len(first) :]) for no in taken if no[len(first) :].isdecimal()]
    return f"{first}{max(serials, default=0) + 1:04d}"
