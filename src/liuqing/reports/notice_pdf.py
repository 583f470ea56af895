"""Notices as PDF, set by Typst; no font is taken from the machine."""

import json
from pathlib import Path
from typing import Any

from liuqing.reports import glyphs, typesetter

TEMPLATE = Path(__file__).parent / "templates" / "notice.typ"
TAGGED = 20
"""As many sheets are set with tags for a reader's ear."""


def write(pack: dict[str, Any], out: Path) -> None:
    """Write all sheets as one document; each begins a new page."""
    out.write_bytes(
        typesetter.set_type(
            template=TEMPLATE.read_text(encoding="utf-8"),
            fonts=[str(folder) for folder in glyphs.folders()],
            inputs={"pack": json.dumps(_printable(pack), ensure_ascii=False), "family": glyphs.FAMILY},
            tagged=len(pack["sheets"]) <= TAGGED,
        )
    )


def _printable(made: Any) -> Any:
    if isinstance(made, str):
        return made if made.startswith("<svg") else glyphs.printable(made)
    if isinstance(made, dict):
        return {key: _printable(value) for key, value in made.items()}
    return [_printable(value) for value in made] if isinstance(made, list) else made
