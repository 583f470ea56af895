"""The sheets for the village as one HTML file that needs nothing else: to read or print."""

from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import FileSystemLoader, Template
from jinja2.sandbox import SandboxedEnvironment

TEMPLATES = Path(__file__).parent / "templates"


def html(pack: dict[str, Any]) -> str:
    """All sheets as one page; each village is printed from a new sheet on."""
    return _template().render(pack)


@lru_cache(maxsize=1)
def _template() -> Template:
    room = SandboxedEnvironment(loader=FileSystemLoader(TEMPLATES), autoescape=True, trim_blocks=True)
    return room.get_template("verification.html")
