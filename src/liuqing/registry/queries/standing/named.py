"""Which procedures there are proceedings of: for the filter of a list."""

from typing import Any

from liuqing.registry.queries.standing import reading


def procedures(user: Any) -> list[tuple[str, str]]:
    """Key and label of every procedure under which something was begun where the user may see it."""
    found = reading.of_user(user).order_by("procedure").values_list("procedure", "label").distinct()
    return list(dict(found).items())
