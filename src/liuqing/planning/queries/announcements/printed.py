"""Sheets as they are printed, each with its proof; and what a made file holds that nobody may see."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from liuqing.errors import Problem
from liuqing.planning.models import Announcement
from liuqing.planning.queries.announcements import reading
from liuqing.planning.services.announcements import checking, proof
from liuqing.planning.services.announcements.reading import projects
from liuqing.policy.procedures import COUNTS


@dataclass(frozen=True)
class Printed:
    """A sheet. ``hung_on`` None: not hung yet, the days are written in by hand; ``days`` None: for good."""

    code: str
    letters: str
    label: str
    title: str
    text: str
    headings: tuple[str, ...]
    lines: tuple[tuple[str, ...], ...]
    days: int | None
    count: str
    issuer: str
    phone: str
    hung_on: date | None
    until: date | None
    place: str


def sheet(user: Any, code: str) -> Printed:
    """The sheet of that number. Problems ``announcements.no_such_sheet``, ``announcements.changed``."""
    one = _one(user, code)
    if not proof.sound(one):
        raise Problem("announcements.changed", "公示的内容、张贴日期或意见和留痕不符，不能打印",
                      "请报系统管理员查留痕，另拟一份公示。")  # fmt: skip
    return Printed(
        code=one.code, letters=proof.shown(one), label=reading.labels().get(one.kind, ""), title=one.title, text=one.text,
        headings=reading.headings(one.lines), lines=reading.rows(one.lines), days=one.days,
        count=COUNTS.get(one.count, ""), issuer=one.issuer, phone=one.phone, hung_on=one.hung_on, until=one.until,
        place=one.area.name,
    )  # fmt: skip


def faults(user: Any, code: str, texts: list[str]) -> list[str]:
    """What a printed file holds that nobody may see, in words; [] means it may be given out.

    ``texts`` is everything in the file, its properties and hidden parts as well.
    """
    one = _one(user, code)
    numbers = one.phone.split("、")
    parts = [("材料", _without(text, numbers)) for text in texts]
    people = reading.of_people(one.kind)
    return checking.in_file(one, projects(one), parts, people=people)


def _one(user: Any, code: str) -> Announcement:
    found = reading.of_user(user).filter(code=code).exclude(state=Announcement.State.TAKEN_DOWN).first()
    if found is None:
        raise Problem("announcements.no_such_sheet", "这里没有可以打印的公示", "请先拟公示，或核对编号。")
    return found


def _without(text: str, numbers: list[str]) -> str:
    """The text without the office's own telephones, which are meant to stand there."""
    for number in filter(None, numbers):
        text = text.replace(number, "〔电话〕")
    return text
