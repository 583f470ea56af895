"""A figure of a plan marked in its text: by a filter, because a long plan has ten thousand of them."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()


@register.filter
def plan_run(run: Mapping[str, Any]) -> SafeString | str:
    """A run of text as it is, or a figure with its mark, its meaning and the findings it stands in."""
    if not run["key"]:
        return str(run["text"])
    look = f"q {run['tone']}{' total' if run['is_total'] else ''}"
    if run["key"] == "quoted":
        return format_html('<span class="{}">{}</span>', look, run["text"])
    links = run["links"]
    href = format_html(' href="{}"', links[0]["href"]) if links else ""
    numbers = format_html_join("", '<a href="{}">{}</a>', ((one["href"], one["label"]) for one in links))
    beside = format_html("<sup>{}</sup>", numbers) if links else ""
    return format_html(
        '<a class="{}" id="{}" title="{}"{}>{}</a>{}',
        look,
        run["key"],
        run["title"],
        href,
        run["text"],
        beside,
    )
