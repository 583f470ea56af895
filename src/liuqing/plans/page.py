"""The report of a checked plan: one HTML file that needs nothing else, readable on a phone and printed on A4."""

from functools import cache

import jinja2

from liuqing.plans import showing
from liuqing.plans.checked import Checked


def page(checked: Checked) -> str:
    """The whole page. Everything that comes out of the plan is escaped: it is a stranger's text."""
    return _environment().get_template("plan.html").render(view=showing.show(checked))


@cache
def _environment() -> jinja2.Environment:
    loader = jinja2.PackageLoader("liuqing.plans")
    return jinja2.Environment(
        loader=loader, autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True
    )
