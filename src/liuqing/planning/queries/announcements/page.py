"""One sheet with everything its page shows: its lines, its days, what was said to it, what may be done."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from liuqing.planning.models import Announcement, Opinion, Project, Stage
from liuqing.planning.queries.announcements import reading
from liuqing.planning.queries.announcements.listed import Row, row
from liuqing.planning.queries.announcements.missing import Missing, missing_of
from liuqing.planning.services.announcements import opinions, permission, proof
from liuqing.planning.services.announcements.reading import projects
from liuqing.policy import announcing
from liuqing.policy import hanging as counting
from liuqing.policy.hanging import Counted
from liuqing.policy.procedures import COUNTS
from liuqing.workflow import clock, rights
from liuqing.workflow.rights import Right

LINES = 100
"""Lines shown at once."""


@dataclass(frozen=True)
class Voice:
    """An opinion; what was said is shown to those who answer and to who wrote it down only."""

    pk: int
    receipt: str
    at: datetime
    said: str
    contact: str
    answer: str
    answered_by: str
    answered_at: datetime | None
    may_answer: bool
    mine: bool


@dataclass(frozen=True)
class AnnouncementPage:
    """A sheet. ``sound``: the record still says what was drawn up; ``source`` the document behind the kind."""

    record: Announcement
    kind: str
    board: str
    place: str
    letters: str
    sound: bool
    headings: tuple[str, ...]
    rows: tuple[tuple[tuple[str, str], ...], ...]
    pages: range
    page: int
    all_lines: int
    projects: tuple[tuple[str, str], ...]
    counted: tuple[Counted, ...]
    left: int | None
    count: str
    opens: date | None
    voices: tuple[Voice, ...]
    first_day: date
    today: date
    may_hang: bool
    may_end: bool
    may_take_down: bool
    may_enter: bool
    source: str
    unverified: bool


@dataclass(frozen=True)
class ProjectAnnouncements:
    """The announcements of one project."""

    sheets: tuple[Row, ...]
    missing: tuple[Missing, ...]


def announcement(user: Any, pk: int, page: int = 1) -> AnnouncementPage:
    """One sheet. Problem ``announcements.no_such_sheet`` if there is none or it is not the user's."""
    one, today = reading.seen(user, pk), clock.today()
    on_it = projects(one)
    acts = permission.may(user, one.level, one.area, on_it)
    voices = tuple(_voice(user, one, voice) for voice in one.opinions.all())
    waits = any(not voice.answered_by for voice in voices)
    over = one.state == Announcement.State.HANGING and one.until is not None and one.until < today
    live = one.state in reading.LIVE
    pages = range(1, max(1, -(-len(one.lines) // LINES)) + 1)
    at = min(max(page, 1), len(pages))
    told = reading.in_force().get(one.kind)
    return AnnouncementPage(
        record=one, kind=reading.labels().get(one.kind, one.kind), board=reading.boards().get(one.level, one.level),
        place=f"{reading.town(one.area)} {one.area.name}".strip() if one.level in ("village", "site") else one.area.name,
        letters=proof.shown(one), sound=proof.sound(one), headings=reading.headings(one.lines),
        rows=reading.labelled(one.lines[(at - 1) * LINES : at * LINES]), pages=pages, page=at, all_lines=len(one.lines),
        projects=tuple((each.no, each.name) for each in on_it[:LINES]), counted=tuple(_days(one, today)),
        left=(one.until - today).days if live and one.until else None, count=COUNTS.get(one.count, ""),
        opens=one.until + timedelta(days=1) if one.until else None, voices=voices, first_day=_first_day(one, today), today=today,
        may_hang=acts and one.state == Announcement.State.DRAWN, may_end=acts and over and not waits,
        may_take_down=acts and live and not waits,
        may_enter=one.state == Announcement.State.HANGING and not over and rights.can(user, Right.SEE_PROJECTS, one.area.path),
        source=str(told.version.source) if told else "", unverified=told.version.unverified if told else False,
    )  # fmt: skip


def of_project(user: Any, project: Project, stages: Iterable[Stage] | None = None) -> ProjectAnnouncements:
    """The sheets on which a project that the user sees stands, and where it should stand and does not.

    ``stages``: all of the project's in their order, if the caller has read them.
    """
    sheets = reading.of_user(user).filter(announced__project=project).defer("lines", "text")
    return ProjectAnnouncements(tuple(row(one) for one in sheets), tuple(missing_of(project, stages)))


def _voice(user: Any, one: Announcement, voice: Opinion) -> Voice:
    answers = rights.can(user, Right.ANSWER_OBJECTIONS, one.area.path)
    mine = bool(voice.by) and voice.by == user.get_username()
    opened = answers or mine
    return Voice(
        pk=voice.pk, receipt=voice.receipt, at=voice.at, said=opinions.said(voice) if opened else "",
        contact=opinions.contact(voice) if opened else "", answer=voice.answer, answered_by=voice.answered_by,
        answered_at=voice.answered_at, may_answer=answers and not mine and not voice.answered_by, mine=mine,
    )  # fmt: skip


def _days(one: Announcement, today: date) -> list[Counted]:
    if one.hung_on is None or one.until is None or one.days is None:
        return []
    count = "working" if one.count == "working" else "calendar"
    return list(
        counting.counted(
            one.hung_on, min(one.until, max(today, one.hung_on)), one.days, count, reading.here()
        )
    )


def _first_day(one: Announcement, today: date) -> date:
    within = announcing.declared(reading.here()).levels[one.level].entered_within
    return max(timezone.localtime(one.drawn_at).date(), today - timedelta(days=within))
