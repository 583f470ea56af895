"""Drawing up (拟公示): one sheet of projects, of their targets, or of a list of people, checked and proven."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import prefetch_related_objects

from liuqing.errors import Problem
from liuqing.planning.models import Announced, Announcement, Project
from liuqing.planning.services.announcements import checking, lines, permission, proof, reading
from liuqing.policy import announcing
from liuqing.policy.announcing import Board, InForce
from liuqing.policy.procedures import COUNTS
from liuqing.registry.models import Area, Household
from liuqing.workflow import clock, receipts, trail

NAMED = 5
"""So many projects are named in a refusal."""
MOST = 3_000
"""Projects of one sheet: the annual plan of a county."""


@transaction.atomic
def draw(
    *, by: Any, kind: str, area: Area, projects: Sequence[Project] = (), subject: str = "", level: str = "",
    title: str = "", issuer: str = "", phone: str = "", leave_out: bool = False,
) -> Announcement:  # fmt: skip
    """Draw up a sheet; its lines are made from the record. ``subject`` names a list of people
    (``batch:NO``, ``distribution:NO``); ``level`` a nearer board than the area's (``site``); ``leave_out``
    those projects of which not everything is known that must stand there: they stay to be announced.

    Problems ``announcing.no_such_kind``, ``announcements.no_board``, ``announcements.nothing``,
    ``announcements.not_here``, ``workflow.not_allowed``, ``announcements.incomplete``,
    ``announcements.shows_too_much``.
    """
    told = announcing.kind(reading.here(), kind, clock.today())
    board = _board(told, level or reading.level(area), projects)
    permission.require(by, board.level, area, projects)
    if told.kind.of in ("projects", "targets"):
        projects = _ready(told, area, projects, leave_out=leave_out)
    made = _made(by, told, board, area, projects, subject, {"title": title, "issuer": issuer, "phone": phone})
    people = told.kind.of in ("people", "distribution")
    checking.refuse(made, projects, _homes(subject, area) if people else (), people=people)
    made.digest = proof.digest(made)
    made.save(force_insert=True)
    Announced.objects.bulk_create(Announced(announcement=made, project=one) for one in projects)
    detail = {
        "kind": kind,
        "level": board.level,
        "area": area.code,
        "projects": len(projects),
        "subject": subject,
    }
    trail.record("announcements.drawn", subject=reading.subject(made), by=by, detail=detail)
    return made


def _made(
    by: Any, told: InForce, board: Board, area: Area, projects: Sequence[Project], subject: str, words: dict[str, str]
) -> Announcement:  # fmt: skip
    return Announcement(
        area=area, kind=told.key, level=board.level, subject=subject[:40],
        title=(words["title"].strip() or f"{area.name}{_year(told, projects)}{told.kind.label}")[:120], text=_text(told, board),
        lines=_lines(told, area, projects, subject), code=receipts.new(), days=board.days,
        count=board.count if board.days else "", issuer=(words["issuer"].strip() or _issuer(area, board.level))[:60],
        phone=_phones(words["phone"])[:40], drawn_by=by.get_username(), drawn_at=clock.now(),
    )  # fmt: skip


def _lines(told: InForce, area: Area, projects: Sequence[Project], subject: str) -> list[lines.Line]:
    if told.kind.of in ("people", "distribution"):
        return lines.of_people(subject, area, told)
    return lines.of_projects(projects, told)


def _ready(told: InForce, area: Area, projects: Sequence[Project], *, leave_out: bool) -> list[Project]:
    """The projects of which everything is known that must stand there, with what their lines are made of."""
    _fitting(area, projects)
    chosen = list(projects)
    prefetch_related_objects(
        chosen,
        "area__parent",
        "fundings",
        "targets",
        "progresses",
        "lines__payments__voucher__reversed_by",
        "lines__payments__refunds__voucher__reversed_by",
    )
    lacking = {one.no: parts for one in chosen if (parts := lines.lacking(one, told))}
    ready = [one for one in chosen if one.no not in lacking]
    if (lacking and not leave_out) or not ready:
        what = "；".join(f"{no} 没有{'、'.join(parts)}" for no, parts in list(lacking.items())[:NAMED])
        raise Problem(
            "announcements.incomplete", f"有 {len(lacking)} 个项目应当写的还没有填：{what}",
            "请先在项目里补上，或选填全的先公示。",
        )  # fmt: skip
    return ready


def _fitting(area: Area, projects: Sequence[Project]) -> None:
    if not 0 < len(projects) <= MOST:
        raise Problem("announcements.nothing", f"没有选要公示的项目，或超过 {MOST} 个", "请选要公示的项目。")
    if any(not one.area.path.startswith(area.path) for one in projects):
        raise Problem("announcements.not_here", "有项目不在这个地方", "请选这个地方的项目，或到上一级公示。")


def _year(told: InForce, projects: Sequence[Project]) -> str:
    """The year of a sheet of a year's projects. Problem ``announcements.years_mixed``."""
    years = {one.year for one in projects} if told.version.yearly else set()
    if len(years) > 1 or None in years:
        raise Problem(
            "announcements.years_mixed", "选的项目不是同一个年度的，或没有列入年度", "请按年度分别公示。"
        )
    return "".join(map(str, years))


def _board(told: InForce, level: str, projects: Sequence[Project]) -> Board:
    """The board of the level; what is asked of a nearer one hangs at the project's own place."""
    found = told.board(level)
    own = {reading.level(one.area) for one in projects}
    if found is None and own == {level}:
        found = next((one for one in told.asked(level) if one.level == level), None)
    if found is None:
        raise Problem(
            "announcements.no_board", f"「{told.kind.label}」不在这一级公示", "请到应当公示的那一级拟公示。"
        )
    return found


def _homes(subject: str, area: Area) -> list[int]:
    what, _, no = subject.partition(":")
    rows = lines.PEOPLE[what](no, area) if what in lines.PEOPLE else []
    homes: list[Household] = [home for _, home, _, _ in rows if home is not None]
    return [home.pk for home in homes]


def _text(told: InForce, board: Board) -> str:
    span = (
        f"公示期 {board.days} 天（{COUNTS[board.count]}，张贴当天不计）。"
        if board.days
        else "本公告长期公开。"
    )
    return f"{told.kind.wording}{span}依据：{told.version.source.document}。有意见的，可当面、电话或扫码提出，提出人的情况予以保密。"


def _issuer(area: Area, level: str) -> str:
    words = announcing.declared(reading.here()).levels[level].issuer
    return area.name if area.name.endswith(("委会", "委员会", "社区", words)) else f"{area.name}{words}"


def _phones(own: str) -> str:
    return "、".join(
        dict.fromkeys(number for number in (*announcing.phones(reading.here()), own.strip()) if number)
    )
