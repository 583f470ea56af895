"""The household's sheet as one HTML file that needs nothing else: to read, send or print."""

from functools import lru_cache
from pathlib import Path

from jinja2 import FileSystemLoader, Template
from jinja2.sandbox import SandboxedEnvironment

from liuqing.reports.household_file import Sheet

TEMPLATES = Path(__file__).parent / "templates"


def html(sheets: list[Sheet]) -> str:
    """All sheets as one page, each printed on a sheet of its own."""
    return _template().render(sheets=sheets)


@lru_cache(maxsize=1)
def _template() -> Template:
    room = SandboxedEnvironment(loader=FileSystemLoader(TEMPLATES), autoescape=True, trim_blocks=True)
    return room.get_template("household_file.html")
