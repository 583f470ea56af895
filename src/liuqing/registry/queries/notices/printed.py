"""Notices as they are printed: what stands on the wall, each with its proof."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from liuqing.errors import Problem
from liuqing.policy.procedures import COUNTS
from liuqing.registry.models import Notice
from liuqing.registry.queries.notices import public, reading
from liuqing.registry.queries.notices.public import PublicLine
from liuqing.registry.services.notices import checking, proof
from liuqing.workflow import clock

OF_HOUSEHOLDS = ("序", "户主", "村民小组", "人数", "类别", "结果")
OF_AREAS = ("序", "名称", "所属", "人数", "类别", "结果")


@dataclass(frozen=True)
class Printed:
    """A sheet. ``hung_on`` None: not hung yet, the days are written in by hand."""

    code: str
    letters: str
    label: str
    title: str
    text: str
    lines: tuple[PublicLine, ...]
    headings: tuple[str, ...]
    days: int
    count: str
    issuer: str
    phone: str
    hung_on: date | None
    until: date | None
    place: str


def sheets(user: Any, area_code: str, only: str = "") -> tuple[Printed, ...]:
    """The sheets of an area that are not over, or the one of that number (over or not).

    Problems ``notices.no_such_notice``, ``notices.changed``, ``registry.no_such_area``.
    """
    found = reading.of_user(user).filter(area__path__startswith=reading.area(user, area_code).path)
    found = found.filter(code=only) if only else found.filter(state__in=reading.LIVE)
    sheets = [one for one in found.order_by("area__code", "pk") if one.state != Notice.State.TAKEN_DOWN]
    if not sheets:
        raise Problem("notices.no_such_notice", "这里没有可以打印的公示", "请先拟公示，或核对编号。")
    for one in sheets:
        _sound(one)
    return tuple(_printed(one) for one in sheets)


def faults(user: Any, area_code: str, only: str, texts: list[str]) -> list[str]:
    """What a printed file holds that nobody may see, in words; [] means it may be given out.

    ``texts`` is everything in the file, its properties and hidden parts as well.
    """
    found = reading.of_user(user).filter(area__path__startswith=reading.area(user, area_code).path)
    known: set[str] = set()
    phones: set[str] = set()
    for one in found.filter(code=only) if only else found.filter(state__in=reading.LIVE):
        known |= checking.names(one)
        phones |= {one.phone} - {""}
    agreed = checking.terms(clock.today())
    parts = [("材料", _without(text, phones)) for text in texts]
    return checking.parts_with_faults(parts, agreed, set(), known)


def _without(text: str, phones: set[str]) -> str:
    """The text without the office's own telephones, which are meant to stand there."""
    for phone in phones:
        text = text.replace(phone, "〔电话〕")
    return text


def _sound(one: Notice) -> None:
    if not proof.sound(one):
        raise Problem(
            "notices.changed",
            "公示的内容、张贴日期或异议和留痕不符，不能打印",
            "请报系统管理员查留痕，另拟一份公示。",
        )


def _printed(one: Notice) -> Printed:
    return Printed(
        code=one.code, letters=proof.shown(one), label=one.label, title=one.title, text=one.text,
        lines=public.lines(one), headings=OF_AREAS if public.of_areas(one) else OF_HOUSEHOLDS, days=one.days, count=COUNTS["working" if one.count == "working" else "calendar"],
        issuer=one.issuer, phone=one.phone, hung_on=one.hung_on, until=one.until, place=one.area.name,
    )  # fmt: skip
