"""Kinds of what a person owns or is said of: vehicles, property, firms, signals; and who is in a post.

A row counts from the day it names, and no longer once what it speaks of was given up.
"""

import re
from datetime import date
from typing import Any

from liuqing.registry.services.freezing import readings

KINDS = {
    "vehicles": ("vehicles", "vehicle"),
    "property": ("property_uses", "use"),
    "companies": ("companies", "kind"),
    "signals": ("signals", "signal"),
}
"""By list: the column that collects its kinds, and the fact that names them."""
SINCE = {
    "vehicles": "registered_on", "property": "registered_on", "companies": "founded", "payroll": "hired",
    "cadres": "since",
}  # fmt: skip
"""The day from which a row counts, besides that of an event."""
UNKNOWN = "其他"
"""What is there but of no named kind."""
_GIVEN_UP = re.compile(r"注销|报废|吊销|撤销|迁出|转出")
_LEFT = {"cadres": "left_on"}


def counts(kind: str, values: dict[str, Any], on: date) -> bool:
    """Whether a row counts on the day; one that names no day does."""
    if kind not in SINCE:
        return True
    since, left = (readings.day(values.get(names.get(kind, ""))) for names in (SINCE, _LEFT))
    if (since and since > on) or (left and left <= on):
        return False
    return not _GIVEN_UP.search(readings.text(values.get("status")) or "")


def kind_of(kind: str, values: dict[str, Any]) -> str:
    """The kind that a row names."""
    said = readings.plain(readings.text(values.get(KINDS[kind][1])) or "").replace("|", "")
    return said or UNKNOWN
