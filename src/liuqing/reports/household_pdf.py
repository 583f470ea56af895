"""The household's sheet as PDF, set by Typst in this process; no font is taken from the machine.

The text goes in as JSON and is set as strings, so no name can become markup.
"""

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

import typst

from liuqing.reports import glyphs
from liuqing.reports.household_file import Sheet

TEMPLATE = Path(__file__).parent / "templates" / "household_file.typ"


def pdf(sheets: list[Sheet]) -> bytes:
    """All sheets as one document, each beginning a new page."""
    return _compiler(tuple(glyphs.folders())).compile(
        input=TEMPLATE.read_bytes(),
        format="pdf",
        sys_inputs={
            "sheets": json.dumps([_printable(sheet) for sheet in sheets], ensure_ascii=False),
            "family": glyphs.FAMILY,
        },
        # Tags are for a reader's ear; in a pack for the printer they are nine tenths of the file.
        pdf_tags=len(sheets) == 1,
    )


@lru_cache(maxsize=1)
def _compiler(folders: tuple[Path, ...]) -> typst.Compiler:
    # Kept: reading the fonts takes longer than setting a village.
    return typst.Compiler(font_paths=list(folders), ignore_system_fonts=True)


def _printable(made: Any) -> Any:
    if isinstance(made, str):
        return glyphs.printable(made)
    if isinstance(made, dict):
        return {key: _printable(value) for key, value in made.items()}
    return [_printable(value) for value in made] if isinstance(made, list) else made
