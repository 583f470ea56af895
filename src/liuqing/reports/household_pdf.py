"""The household's sheet as PDF, set by Typst; no font is taken from the machine.

The text goes in as JSON and is set as strings, so no name can become markup.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from liuqing.reports import glyphs, pdf_join, typesetter
from liuqing.reports.household_file import Sheet

TEMPLATE = Path(__file__).parent / "templates" / "household_file.typ"
HERE = 25
"""As many sheets are set in this process; more are given to children."""
BATCH = 125
"""Sheets a child: about 400 MB while it runs."""


def pdf(sheets: list[Sheet]) -> bytes:
    """All sheets as one document, each beginning a new page."""
    if len(sheets) <= HERE:
        return typesetter.set_type(**_job(sheets, tagged=len(sheets) == 1))
    parts = (sheets[first : first + BATCH] for first in range(0, len(sheets), BATCH))
    return pdf_join.join(_by_children(parts))


def _by_children(parts: Iterable[list[Sheet]]) -> list[bytes]:
    with ThreadPoolExecutor(os.cpu_count()) as children:
        return list(children.map(_by_child, parts))


def _by_child(sheets: list[Sheet]) -> bytes:
    # Tags are for a reader's ear; in a pack for the printer they are nine tenths of the file.
    job = json.dumps(_job(sheets, tagged=False)).encode()
    command = [sys.executable, "-I", typesetter.__file__]
    return subprocess.run(command, input=job, stdout=subprocess.PIPE, check=True).stdout  # noqa: S603


def _job(sheets: list[Sheet], *, tagged: bool) -> dict[str, Any]:
    return {
        "template": TEMPLATE.read_text(encoding="utf-8"),
        "fonts": [str(folder) for folder in glyphs.folders()],
        "inputs": {
            "sheets": json.dumps([_printable(sheet) for sheet in sheets], ensure_ascii=False),
            "family": glyphs.FAMILY,
        },
        "tagged": tagged,
    }


def _printable(made: Any) -> Any:
    if isinstance(made, str):
        return glyphs.printable(made)
    if isinstance(made, dict):
        return {key: _printable(value) for key, value in made.items()}
    return [_printable(value) for value in made] if isinstance(made, list) else made
