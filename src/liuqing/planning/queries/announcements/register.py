"""The register of sheets (公告公示台账) of an area: what hung where, what was said, and what is missing."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone

from liuqing.planning.models import Opinion
from liuqing.planning.queries.announcements import reading
from liuqing.planning.queries.announcements.missing import missing
from liuqing.planning.services.announcements import proof
from liuqing.registry.queries import scope as areas
from liuqing.workflow.rights import Right


@dataclass(frozen=True)
class Entry:
    """A sheet in the register."""

    town: str
    place: str
    board: str
    kind: str
    title: str
    code: str
    letters: str
    projects: int
    days: str
    hung_on: date | None
    until: date | None
    ended_on: date | None
    state: str
    opinions: int
    waiting: int
    hung_by: str


@dataclass(frozen=True)
class Answer:
    """An opinion in the register: that there was one and what was answered; never what was said, nor by whom."""

    code: str
    title: str
    receipt: str
    on: date
    answer: str
    answered_on: date | None
    answered_by: str


@dataclass(frozen=True)
class Lacking:
    """A project in the check list."""

    no: str
    name: str
    place: str
    kind: str
    board: str
    since: date | None
    due_on: date | None
    late: int | None


def entries(user: Any, code: str) -> Iterator[Entry]:
    """The sheets of an area, the newest first."""
    boards, labels = reading.boards(), reading.labels()
    for one in _of(user, code).annotate(on_it=Count("announced", distinct=True), said=Count("opinions", distinct=True),
                                        open=Count("opinions", filter=Q(opinions__answered_by=""), distinct=True)):  # fmt: skip
        yield Entry(
            town=reading.town(one.area), place=one.area.name, board=boards.get(one.level, one.level),
            kind=labels.get(one.kind, one.kind), title=one.title, code=one.code, letters=proof.shown(one),
            projects=one.on_it, days=f"{one.days} 天" if one.days else "长期", hung_on=one.hung_on, until=one.until,
            ended_on=one.ended_on, state=one.get_state_display(), opinions=one.said, waiting=one.open, hung_by=one.hung_by,
        )  # fmt: skip


def answers(user: Any, code: str) -> Iterator[Answer]:
    """The opinions of an area's sheets with their answers."""
    found = Opinion.objects.filter(announcement__in=_of(user, code)).select_related("announcement")
    for one in found.order_by("pk"):
        answered = timezone.localtime(one.answered_at).date() if one.answered_at else None
        yield Answer(
            one.announcement.code, one.announcement.title, one.receipt, timezone.localtime(one.at).date(), one.answer,
            answered, one.answered_by,
        )  # fmt: skip


def lacking(user: Any, code: str) -> Iterator[Lacking]:
    """What should have been announced and was not."""
    for one in missing(user, areas.area(user, code, Right.SEE_PROJECTS)):
        yield Lacking(one.no, one.name, one.place, one.label, one.board, one.since, one.due_on, one.late)


def _of(user: Any, code: str) -> Any:
    where = areas.area(user, code, Right.SEE_PROJECTS)
    return reading.of_user(user).filter(area__path__startswith=where.path).order_by("-pk")
