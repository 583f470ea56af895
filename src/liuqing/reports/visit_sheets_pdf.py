"""The visit sheets as PDF, set by Typst; many are set in parts by children, as other packs are."""

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from liuqing.reports import glyphs, pdf_join, typesetter

TEMPLATE = Path(__file__).parent / "templates" / "visit_sheets.typ"
BATCH = 120
"""Sheets a child."""
TAGGED = 30
"""Fewer sheets than this are set with tags for a reader's ear; a pack is for the printer."""


def pdf(pack: dict[str, Any]) -> bytes:
    """All sheets as one document, a page each."""
    parts = _parts(pack)
    if len(parts) == 1:
        return typesetter.set_type(**_job(parts[0], tagged=pack["doors"] < TAGGED))
    with ThreadPoolExecutor(os.cpu_count()) as children:
        return pdf_join.join(list(children.map(_by_child, parts)))


def _parts(pack: dict[str, Any]) -> list[dict[str, Any]]:
    """The pack cut between villages, some hundred sheets each."""
    groups: list[list[dict[str, Any]]] = [[]]
    count = 0
    for village in pack["villages"]:
        if count >= BATCH:
            groups.append([])
            count = 0
        groups[-1].append(village)
        count += len(village["doors"])
    return [{**pack, "villages": group} for group in groups]


def _by_child(part: dict[str, Any]) -> bytes:
    job = json.dumps(_job(part, tagged=False)).encode()
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
