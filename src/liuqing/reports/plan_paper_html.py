"""A plan as one HTML file that needs nothing else: to read, to send, to print; its figures are links."""

from functools import lru_cache
from pathlib import Path

from jinja2 import FileSystemLoader, Template
from jinja2.sandbox import SandboxedEnvironment

from liuqing.reports.plan_paper import PlanPaper
from liuqing.reports.plan_paper_pack import pack

TEMPLATES = Path(__file__).parent / "templates"


def write(paper: PlanPaper, out: Path) -> None:
    """Write the plan as a page."""
    out.write_text(html(paper), encoding="utf-8")


def html(paper: PlanPaper) -> str:
    """The plan as a page."""
    return _template().render(pack(paper))


@lru_cache(maxsize=1)
def _template() -> Template:
    room = SandboxedEnvironment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    return room.get_template("plan_paper.html")
