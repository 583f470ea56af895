"""Departments under every name they bear or bore: reforms rename them, lists and appointments go on.

A county says in its place which names mean one department (县林业局, later 县林草局). Whoever was
appointed under the one name handles the lists that come under the other.
"""

from django.conf import settings

from liuqing.policy import place


def names(department: str) -> frozenset[str]:
    """Every name of a department; itself alone where the place knows no other."""
    known = place.load(settings.WORKSPACE.place)
    usual = known.department(department)
    return frozenset({department, *((usual, *known.departments[usual]) if usual else ())})


def same(one: str, other: str) -> bool:
    """Whether two names mean one department."""
    return one == other or other in names(one)
