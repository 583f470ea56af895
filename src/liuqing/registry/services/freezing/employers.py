"""Who employs members of the register, by the work lists of the year.

An employer has no number in a list: its key is that of the first row that names it. What kind it is
follows from most of its rows.
"""

from collections import Counter, defaultdict

import pyarrow as pa
from django.db.models import Count, Min
from django.db.models.fields.json import KT

from liuqing.compute.snapshot import EMPLOYERS
from liuqing.registry.models import Entry
from liuqing.registry.services.freezing import readings
from liuqing.registry.services.freezing.asked import NOW, Asked
from liuqing.registry.services.freezing.pieces import Table


class Employers:
    """The employers of one day: ``keys`` by their plain names."""

    def __init__(self, asked: Asked) -> None:
        self.keys: dict[str, int] = {}
        self._kinds: dict[str, Counter[str]] = defaultdict(Counter)
        named = Entry.objects.filter(kind="work", file_id__in=asked.files("work", NOW)).annotate(
            employer=KT("values__employer"), said=KT("values__employer_kind")
        )
        groups = named.values_list("employer", "said").annotate(first=Min("pk"), rows=Count("pk"))
        for employer, said, first, rows in groups.order_by("first"):
            self._add(readings.plain(employer or ""), readings.employer_kind(said), first, rows)

    def _add(self, name: str, kind: str | None, first: int, rows: int) -> None:
        if name:
            self.keys.setdefault(name, first)
            if kind:
                self._kinds[name][kind] += rows

    def table(self) -> Table:
        """The columns of ``employers.parquet``, by key."""
        names = sorted(self.keys, key=lambda name: self.keys[name])
        kinds = [self._kinds[name].most_common(1)[0][0] if self._kinds[name] else None for name in names]
        columns = {"employer_key": [self.keys[name] for name in names], "employer_kind": kinds}
        return {field.name: pa.array(columns[field.name], field.type) for field in EMPLOYERS}
