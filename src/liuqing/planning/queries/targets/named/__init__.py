"""Named figures (有名字的数): anything of the record by a name that a clerk can type."""

from liuqing.planning.queries.targets.named.listing import Listed, listing
from liuqing.planning.queries.targets.named.marks import Unknown, looks_named
from liuqing.planning.queries.targets.named.names import Name, every, find, nearest
from liuqing.planning.queries.targets.named.taking import Taken, Taker

__all__ = [
    "Listed",
    "Name",
    "Taken",
    "Taker",
    "Unknown",
    "every",
    "find",
    "listing",
    "looks_named",
    "nearest",
]
