"""What a format gives before anything is mended: lines, tables, notices. It can travel between processes."""

from dataclasses import astuple, dataclass, field
from typing import Any

from liuqing.plans.structure.lines import Line
from liuqing.plans.text import Cell, Notice

Rows = tuple[tuple[Cell, ...], ...]


@dataclass
class Extract:
    """The lines of a file in order, its tables (their cells have lines too), and what stood in the way."""

    lines: list[Line] = field(default_factory=list)
    tables: list[Rows] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)

    def as_plain(self) -> dict[str, Any]:
        """Lists and plain values, for the way out of the reading process."""
        return {
            "lines": [astuple(line) for line in self.lines],
            "tables": [[[astuple(cell) for cell in row] for row in rows] for rows in self.tables],
            "notices": [astuple(one) for one in self.notices],
        }

    @classmethod
    def of_plain(cls, plain: dict[str, Any]) -> "Extract":
        """The extract again, on the other side."""
        return cls(
            [Line(*values) for values in plain["lines"]],
            [tuple(tuple(Cell(*values) for values in row) for row in rows) for rows in plain["tables"]],
            [Notice(*values) for values in plain["notices"]],
        )
