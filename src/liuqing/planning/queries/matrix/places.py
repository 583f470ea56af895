"""To which township and village a project's area belongs, and which projects lie in a part of an area."""

from dataclasses import dataclass
from functools import cached_property

from liuqing.planning.queries.matrix.dimensions import OWN
from liuqing.registry.models import Area


@dataclass(frozen=True)
class Node:
    """An area as a table needs it."""

    code: str
    name: str
    level: str
    path: str


class Tree:
    """The areas of a county in one query: every area's township and village."""

    def __init__(self, root: str) -> None:
        self._root = root

    @cached_property
    def _nodes(self) -> dict[int, Node]:
        """Read when first asked for: a total needs no names."""
        held = Area.objects.filter(path__startswith=self._root)
        return {pk: Node(*row) for pk, *row in held.values_list("pk", "code", "name", "level", "path")}

    @cached_property
    def _by_code(self) -> dict[str, Node]:
        return {node.code: node for node in self._nodes.values()}

    def key(self, area: int, level: str) -> str:
        """The code of the township or village above an area; ``own:<code>`` of what stands above them."""
        node = self._nodes[area]
        steps = node.path.strip("/").split("/")
        found = (code for code in steps if code in self._by_code and self._by_code[code].level == level)
        return next(found, f"{OWN}:{node.code}")

    def name(self, key: str) -> str:
        """What the column of a key is called."""
        own, _, code = key.rpartition(":")
        node = self._by_code.get(code)
        if node is None:
            return code
        return f"{node.name}本级" if own else node.name

    def path(self, key: str) -> str:
        """The path below which the projects of a key lie; "" if there is no such area."""
        node = self._by_code.get(key.rpartition(":")[2])
        return node.path if node else ""

    def only(self, key: str) -> bool:
        """Whether the key means the area itself and nothing below it."""
        return key.startswith(f"{OWN}:")
