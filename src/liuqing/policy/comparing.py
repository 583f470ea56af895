"""On what ground is a department's list compared, for what purpose, and how long is it kept?

The register's own exports are the office's record and are kept; everything else was lent for a
comparison. Source: ``parameters/comparisons``, each with its document and first day.
"""

from dataclasses import dataclass

from liuqing.policy.dated import Parameters

OTHERS = "其他"
"""The line for lists that have none of their own."""

OWN = (
    "register_villages",
    "register_households",
    "register_persons",
    "indicators",
    "activities",
    "monitored",
)
"""Lists that are the office's own record: they are not compared, and not deleted."""


@dataclass(frozen=True)
class Terms:
    """The terms on which a list is compared."""

    ground: str
    purpose: str
    keep_days: int


def terms(kinds: list[str], numbers: Parameters) -> Terms | None:
    """The terms for a file with lists of these kinds; None if they are all the office's own.

    Of several lists in one workbook the first that was lent decides.
    """
    lent = [kind for kind in kinds if kind and kind not in OWN]
    if not lent:
        return None
    ground, purpose = numbers["comparisons.ground"], numbers["comparisons.purpose"]
    return Terms(
        ground=ground.get(lent[0], ground[OTHERS]),
        purpose=purpose.get(lent[0], purpose[OTHERS]),
        keep_days=numbers["comparisons.keep_days"],
    )
