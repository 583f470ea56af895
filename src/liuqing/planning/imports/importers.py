"""Which importer of this room takes which kind of list."""

from collections.abc import Callable

from liuqing.registry.imports.verdicts import Importer, Source

OWN: dict[str, Callable[[Source], Importer]] = {}
"""By the key of the kind of list (``policy/lists.py``)."""
