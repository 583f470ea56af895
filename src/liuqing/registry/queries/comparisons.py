"""On what terms a list was compared, for who sees the file."""

from typing import Any

from liuqing.registry.models import Comparison
from liuqing.registry.queries.files import file


def comparison(user: Any, pk: int) -> Comparison | None:
    """The terms of a file; None for the office's own lists. Problem ``registry.no_such_file``."""
    file(user, pk)
    return Comparison.objects.select_related("file").filter(file=pk).first()
