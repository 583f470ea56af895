"""How large a file may be before it is refused: the numbers of the guard, in one place."""

from dataclasses import dataclass

MIB = 1024 * 1024
EXCEL_ROWS = 1_048_576
"""The most rows a sheet can have in Excel and WPS."""


@dataclass(frozen=True)
class Limits:
    """Bounds of one file; each is generous for a county and small for a machine.

    Sizes are bytes. ``cells`` bounds the rectangle of a sheet (rows x columns), because the
    parser keeps it dense in memory. ``memory`` and ``seconds`` (of processor time) bound the
    child process that parses.
    """

    workbook_bytes: int = 64 * MIB
    text_bytes: int = 512 * MIB
    parts: int = 2_000
    unpacked_bytes: int = 1536 * MIB
    ratio: int = 200
    ratio_from: int = 16 * MIB
    rows: int = EXCEL_ROWS
    columns: int = 256
    cells: int = 40_000_000
    cell_characters: int = 32_767
    memory: int = 2048 * MIB
    seconds: int = 120
