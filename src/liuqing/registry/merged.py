"""Merged records: which record of a person counts now.

A record that was merged away points to the one that was kept, and that one may have been merged
later itself; there are few of them, so they are read whole.
"""

from liuqing.registry.models import Person


def roots() -> dict[int, int]:
    """{key of a record that was merged away: key of the record that counts}."""
    kept = dict(Person.objects.exclude(same_as=None).values_list("pk", "same_as"))
    return {gone: _end(kept, gone) for gone in kept}


def _end(kept: dict[int, int], person: int) -> int:
    while person in kept:
        person = kept[person]
    return person
