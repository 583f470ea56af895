"""Setting sheets (排版): a template of ours and its content in, a PDF out; a pack is set by children.

The content goes in as JSON and is set as strings, so no name can become markup. Typst keeps memory for
every sheet it sets and grows slower with the pack: children use all cores and give the memory back.
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

TEMPLATES = Path(__file__).parent / "templates"


def alone(template: str, name: str, content: Any, *, tagged: bool) -> bytes:
    """One PDF of a template (``notice.typ``), whose content it reads under ``name``.

    ``tagged`` is for a reader's ear; in a pack for the printer the tags are nine tenths of the file.
    """
    return typesetter.set_type(**_job(template, name, content, tagged=tagged))


def pack(template: str, name: str, parts: Iterable[Any]) -> bytes:
    """The parts set by children at once and joined in their order, without tags."""

    def by_child(part: Any) -> bytes:
        job = json.dumps(_job(template, name, part, tagged=False)).encode()
        command = [sys.executable, "-I", typesetter.__file__]
        return subprocess.run(command, input=job, stdout=subprocess.PIPE, check=True).stdout  # noqa: S603

    with ThreadPoolExecutor(os.cpu_count()) as children:
        return pdf_join.join(list(children.map(by_child, parts)))


def villages(whole: dict[str, Any], batch: int, under: str) -> list[dict[str, Any]]:
    """A pack cut between its villages, some ``batch`` sheets each; a village keeps its own in ``under``,
    a list of sheets, or of homes with their questions.
    """
    groups: list[list[dict[str, Any]]] = [[]]
    count = 0
    for village in whole["villages"]:
        if count >= batch:
            groups.append([])
            count = 0
        groups[-1].append(village)
        count += sum(len(one.get("questions", (one,))) for one in village[under])
    return [{**whole, "villages": group} for group in groups]


def printable(made: Any) -> Any:
    """The content with every character that has no glyph replaced by its code."""
    if isinstance(made, str):
        return glyphs.printable(made)
    if isinstance(made, dict):
        return {key: printable(value) for key, value in made.items()}
    return [printable(value) for value in made] if isinstance(made, list | tuple) else made


def _job(template: str, name: str, content: Any, *, tagged: bool) -> dict[str, Any]:
    return {
        "template": (TEMPLATES / template).read_text(encoding="utf-8"),
        "fonts": [str(folder) for folder in glyphs.folders()],
        "inputs": {name: json.dumps(printable(content), ensure_ascii=False), "family": glyphs.FAMILY},
        "tagged": tagged,
    }
