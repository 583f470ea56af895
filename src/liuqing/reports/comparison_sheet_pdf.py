"""The comparison sheets as PDF, set by Typst: a few households here, a pack by children on all cores.

Typst keeps memory for every sheet it sets; a child gives it back, and its time does not grow with the pack.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from pathlib import Path
from typing import Any

from liuqing.reports import glyphs, pdf_join, typesetter

TEMPLATE = Path(__file__).parent / "templates" / "comparison_sheet.typ"


def pdf(packs: Iterable[dict[str, Any]]) -> bytes:
    """All sheets as one document, each household on a new page."""
    parts = iter(packs)
    first = list(islice(parts, 2))
    if len(first) == 1:
        return typesetter.set_type(**_job(first[0], tagged=len(first[0]["homes"]) == 1))
    with ThreadPoolExecutor(os.cpu_count()) as children:
        return pdf_join.join(list(children.map(_by_child, [*first, *parts])))


def _by_child(pack: dict[str, Any]) -> bytes:
    job = json.dumps(_job(pack, tagged=False)).encode()
    command = [sys.executable, "-I", typesetter.__file__]
    return subprocess.run(command, input=job, stdout=subprocess.PIPE, check=True).stdout  # noqa: S603


def _job(pack: dict[str, Any], *, tagged: bool) -> dict[str, Any]:
    return {
        "template": TEMPLATE.read_text(encoding="utf-8"),
        "fonts": [str(folder) for folder in glyphs.folders()],
        "inputs": {"pack": json.dumps(_printable(pack), ensure_ascii=False), "family": glyphs.FAMILY},
        "tagged": tagged,
    }


def _printable(made: Any) -> Any:
    if isinstance(made, str):
        return glyphs.printable(made)
    if isinstance(made, dict):
        return {key: _printable(value) for key, value in made.items()}
    return [_printable(value) for value in made] if isinstance(made, list) else made
