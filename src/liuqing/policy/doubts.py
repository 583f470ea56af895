"""From which line on is a list as a whole doubted, and what may be expected of each kind of list?

A list is looked at before anything of it is taken. Its lines are numbers of the place
(``parameters/lists``); what is known of the kinds themselves stands here, because it follows from
their columns and not from a policy.
"""

from dataclasses import dataclass
from typing import Any

from liuqing.policy.dated import Parameters

KEYS: dict[str, str] = {
    "register_persons": "person_no",
    "register_households": "household_no",
    "register_villages": "village_code",
    **dict.fromkeys(
        (
            "police_residents", "police_deaths", "dibao", "tekun", "disabled", "school_roll",
            "medical_insured", "rangers", "public_posts", "payroll", "pension", "wishes",
        ),
        "id_no",
    ),
}  # fmt: skip
"""Lists with one row for each: by which fact a row is told from the others. All others may hold
somebody several times (two illnesses, three stays in hospital): there only whole rows repeat."""

GROWING: dict[str, tuple[str, ...]] = {
    "dibao": ("paid",),
    "tekun": ("paid",),
    "pension": ("months", "paid"),
    "public_posts": ("months", "paid"),
}
"""Facts that grow from month to month, so that a row that stays as it was is of the month before."""

EVENTS: dict[str, str] = {
    "medical_settlements": "discharged",
    "training": "ended",
    "disasters": "happened",
    "activities": "on",
    "fund_documents": "issued_on",
    "spending": "paid_on",
}
"""Lists of what happened, and the day on which it did: a row belongs to one period only."""

RARE = frozenset({"payroll", "companies", "vehicles", "property", "police_deaths", "cadres", "signals"})
"""Lists on which hardly anybody of the register stands: that is what they are compared for."""

NEXT_YEAR = frozenset({"medical_insured"})
"""Lists whose rows may speak of the year after: premiums are paid in autumn for the next year."""


@dataclass(frozen=True)
class Lines:
    """The lines in force: shares from 0 to 1, rows, years."""

    shares: dict[str, float]
    rows: dict[str, int]
    behind: int
    ahead: int

    def share(self, name: str) -> float:
        """A line by its name in ``lists/doubts.yaml``."""
        return self.shares[name]

    def enough(self, rows: int) -> bool:
        """Whether a share of so many rows says anything."""
        return rows >= self.rows["按比例"]

    def reaches(self, name: str, part: int, whole: int) -> bool:
        """Whether the part is at or over the line of that name, of enough rows."""
        return self.enough(whole) and part >= self.share(name) * whole


def lines(numbers: Parameters) -> Lines:
    """The lines of a place on a day."""
    shares: dict[str, Any] = numbers["lists.doubts"]
    rows: dict[str, Any] = numbers["lists.doubt_rows"]
    years: dict[str, Any] = numbers["lists.years_off"]
    return Lines(
        {name: float(value) for name, value in shares.items()},
        {name: int(value) for name, value in rows.items()},
        int(years["早于"]), int(years["晚于"]),
    )  # fmt: skip
