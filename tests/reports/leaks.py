"""Looking for identity numbers where nobody looks: in every part of a file, metadata included."""

import re
import subprocess
import zipfile
from pathlib import Path

from liuqing.policy.identity_numbers import fault

NUMBER = re.compile(r"\d{17}[\dXx]")


def full_numbers(file: Path) -> list[str]:
    """Every valid identity number in a file, whatever its kind."""
    return [found for text in texts(file) for found in NUMBER.findall(text) if not fault(found.upper())]


def texts(file: Path) -> list[str]:
    """All text of a file: each part of a package, the pages and properties of a PDF."""
    if zipfile.is_zipfile(file):
        with zipfile.ZipFile(file) as package:
            return [package.read(name).decode("utf-8", "replace") for name in package.namelist()]
    if file.suffix == ".pdf":
        return [pdf_text(file), file.read_bytes().decode("latin-1")]
    return [file.read_text(encoding="utf-8")]


def pdf_text(file: Path) -> str:
    """The text of a PDF as a reader copies it."""
    return subprocess.run(
        ["pdftotext", "-layout", str(file), "-"], capture_output=True, check=True, text=True
    ).stdout


def unzipped(book) -> list[str]:
    """Every text cell of a workbook."""
    return [str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if cell]
