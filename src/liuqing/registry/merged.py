"""Merged records: which record of a person counts now, and which would if two were merged.

A record that was merged away points to the one that was kept, and that one may have been merged
later itself; there are few of them, so they are read whole.
"""

from liuqing.registry.models import Membership, Person


def roots() -> dict[int, int]:
    """{key of a record that was merged away: key of the record that counts}."""
    kept = dict(Person.objects.exclude(same_as=None).values_list("pk", "same_as"))
    return {gone: _end(kept, gone) for gone in kept}


def keeper(one: Person, other: Person) -> Person:
    """Which of two records stays unless somebody says otherwise: the register's, then the one with a
    sound number, then the older."""
    both = (one, other)
    members = set(Membership.objects.filter(person__in=both, until=None).values_list("person", flat=True))
    return min(
        both,
        key=lambda each: (each.pk not in members, each.person_no is None, each.id_hash is None, each.pk),
    )


def _end(kept: dict[int, int], person: int) -> int:
    while person in kept:
        person = kept[person]
    return person
