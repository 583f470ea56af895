"""To which village a project belongs (项目在哪个村): one of a village that was merged belongs to its heir.

Households move with a merger, projects stay written where they were applied for. Their money must stand in
the plan of exactly one village all the same.
"""

from django.db.models import Q

from liuqing.registry.models import Area


def heirs() -> dict[str, str]:
    """The path of every area that was merged, and that of the living one that took its place."""
    ended = {one.pk: one for one in Area.objects.exclude(successor=None).select_related("successor")}
    found = {}
    for one in ended.values():
        heir = one
        while heir.pk in ended:
            heir = ended[heir.pk].successor
        found[one.path] = heir.path
    return found


def inside(where: Area, known: dict[str, str], field: str = "area__path") -> Q:
    """What belongs to an area or to one below it, by the path in ``field``; ``known`` are the heirs."""
    wanted = Q(**{f"{field}__startswith": where.path})
    for path, heir in known.items():
        came, went = heir.startswith(where.path), path.startswith(where.path)
        if came and not went:
            wanted |= Q(**{f"{field}__startswith": path})
        elif went and not came:
            wanted &= ~Q(**{f"{field}__startswith": path})
    return wanted


def living(path: str, known: dict[str, str]) -> str:
    """The path of the living area to which a path belongs."""
    for ended, heir in known.items():
        if path.startswith(ended):
            return heir
    return path
