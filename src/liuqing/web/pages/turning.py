"""Turning pages: where the page before and the page after are."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from liuqing.registry.queries.pages import Page


@dataclass(frozen=True)
class Turn:
    """The foot of a list: this page, how many there are, links to the neighbours."""

    number: int
    pages: int
    first: int
    last: int
    total: int
    before: str = ""
    after: str = ""


def number(request: HttpRequest) -> int:
    """The page asked for; the first if that is no number."""
    said = request.GET.get("page", "")
    return int(said) if said.isdecimal() and len(said) < 7 else 1


def turn(request: HttpRequest, page: Page[Any]) -> Turn:
    """The foot of a list, with the filters kept."""
    return Turn(
        page.number,
        page.pages,
        page.first,
        page.last,
        page.total,
        _to(request, page.earlier),
        _to(request, page.later),
    )


def _to(request: HttpRequest, number: int | None) -> str:
    if number is None:
        return ""
    asked = request.GET.copy()
    asked["page"] = str(number)
    return f"?{asked.urlencode()}"
