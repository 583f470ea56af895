"""What is published of an evaluation: the frame by keys, with everybody's place in the draw.

No name, no number and no household of the record is in it; a household that was told its own key finds
itself, and anybody who has the seed finds the same sample.
"""

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pyarrow.parquet as pq
from django.conf import settings

from liuqing.compute import sampling
from liuqing.registry.models import Evaluation, Sampled

HEADINGS = ("key", "cell", "village", "digest", "place", "drawn")


def rows(evaluation: Evaluation) -> Iterator[tuple[str, str, str, str, str, str]]:
    """Key, cell, village, digest, place in the cell, and how it was drawn ("" before the seed is known)."""
    path = Path(settings.WORKSPACE.folder) / "evaluations" / f"{evaluation.design['mark']}.parquet"
    kept = pq.read_table(path, columns=["key", "cell", "village"]).to_pylist() if path.is_file() else []
    drawn = dict(Sampled.objects.filter(evaluation=evaluation).values_list("key", "reserve"))
    cells: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for row in kept:
        cells[row["cell"]].append((row["key"], row["village"]))
    within = set(evaluation.design.get("drawn", ()))
    for cell in sorted(cells):
        village = dict(cells[cell])
        if not evaluation.seed:
            yield from ((key, cell, village[key], "", "", "") for key in sorted(village))
            continue
        here = [key for key in village if not within or village[key] in within]
        for place, key in enumerate(sampling.ordered(evaluation.seed, cell, here), start=1):
            how = {False: "drawn", True: "reserve"}.get(drawn.get(key), "")  # type: ignore[arg-type]
            yield key, cell, village[key], sampling.rank(evaluation.seed, cell, key), str(place), how
        for key in sorted(set(village) - set(here)):
            yield key, cell, village[key], "", "", ""


def csv(evaluation: Evaluation) -> str:
    """The list as text: a heading and one line a household."""
    return "".join(",".join(line) + "\n" for line in (HEADINGS, *rows(evaluation)))
