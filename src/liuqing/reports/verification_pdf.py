"""The sheets for the village as PDF, set by Typst; no font is taken from the machine."""

import json
from pathlib import Path
from typing import Any

from liuqing.reports import glyphs, typesetter

TEMPLATE = Path(__file__).parent / "templates" / "verification.typ"


def pdf(pack: dict[str, Any]) -> bytes:
    """All sheets as one document; each village begins a new page."""
    inputs = {"pack": json.dumps(_printable(pack), ensure_ascii=False), "family": glyphs.FAMILY}
    fonts = [str(folder) for folder in glyphs.folders()]
    # A pack for the printer is set twice as fast without tags for the ear.
    tagged = pack["cases"] < 50
    return typesetter.set_type(TEMPLATE.read_text(encoding="utf-8"), fonts, inputs, tagged=tagged)


def _printable(made: Any) -> Any:
    if isinstance(made, str):
        return glyphs.printable(made)
    if isinstance(made, dict):
        return {key: _printable(value) for key, value in made.items()}
    return [_printable(value) for value in made] if isinstance(made, list) else made
