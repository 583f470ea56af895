"""Sets type: a Typst template and its texts in, a PDF out. Also a program of its own.

Run as a file it reads one job as JSON from standard input and writes the PDF to standard output.
A pack for the printer is set by such children: they use all cores, and the memory that Typst
keeps (2 MB a sheet) goes back to the machine. It knows nothing else of this program.
"""

import json
import sys
from functools import lru_cache
from typing import Any

import typst


def set_type(template: str, fonts: list[str], inputs: dict[str, str], *, tagged: bool) -> bytes:
    """The document as PDF. Only the fonts in these folders are used."""
    return bytes(
        _compiler(tuple(fonts)).compile(
            input=template.encode(), format="pdf", sys_inputs=inputs, pdf_tags=tagged
        )
    )


@lru_cache(maxsize=1)
def _compiler(fonts: tuple[str, ...]) -> Any:
    # Kept: reading the fonts takes longer than setting a household.
    return typst.Compiler(font_paths=list(fonts), ignore_system_fonts=True)


if __name__ == "__main__":
    sys.stdout.buffer.write(set_type(**json.load(sys.stdin.buffer)))
