"""Working (实施): progress with photos, papers, who answers for the quality, and the planned days."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import transaction

from liuqing.errors import Problem
from liuqing.planning.models import Attachment, Duty, Milestone, Progress, Project
from liuqing.planning.queries.life.gathered import Gathered
from liuqing.planning.services.life import chain, handed, permission, sealing
from liuqing.planning.services.life.taking import REMEDY, locked
from liuqing.policy.project_life import STAGES
from liuqing.registry import secrets
from liuqing.registry.services.files import kept as _opened
from liuqing.registry.services.standing.chain import keep
from liuqing.registry.services.standing.faults import Fault, refuse
from liuqing.workflow import clock, trail
from liuqing.workflow.rights import Right

PHOTO = "photo"
"""The kind of an attachment that shows the work."""
RUNNING = (Project.State.BEGUN, Project.State.CONTRACTED)
WHOLE = 100


def report(
    project: Project, *, by: Any, percent: int, uuid: UUID | str, on: date | None = None, said: str = "",
    photos: Iterable[tuple[str, Path]] = (),
) -> Progress:  # fmt: skip
    """How far the work is. Backwards only with a reason. ``photos`` are (name, path).

    Problems ``planning.not_allowed``, ``life.not_begun``, ``life.progress``, ``life.uuid_taken``, those of papers.
    """
    kept = keep((PHOTO, name, path) for name, path in photos)
    day = on or clock.today()
    with transaction.atomic():
        fresh = locked([project])[0]
        permission.require(by, [Right.RUN_PROJECTS], fresh)
        twin = Progress.objects.filter(uuid=uuid).first()
        if twin is not None:
            return _same(twin, fresh)
        if fresh.state != Project.State.BEGUN:
            raise Problem("life.not_begun", "项目没有在建，不能报进度", "开工以后、完工以前报进度。")
        refuse("life.progress", _of_progress(fresh, percent, day, said), REMEDY)
        words = said.strip()
        made = Progress.objects.create(
            project=fresh, uuid=uuid, on=day, percent=percent, by=by.get_username(), at=clock.now(),
            said=secrets.encrypt(words, f"progress:{uuid}") if words else None,
        )  # fmt: skip
        chain.attach(fresh, kept, subject=f"progress:{made.pk}", by=by)
        detail = {"percent": percent, "on": day.isoformat(), "photos": len(kept)}
        trail.record("life.reported", subject=f"project:{fresh.no}", by=by, detail=detail)
    return made


def attach(
    project: Project, *, by: Any, kind: str, name: str, path: Path | None, subject: str = ""
) -> Attachment:
    """A paper of a project; without a path it is stated to lie in the office's file.

    Problems ``planning.not_allowed``, ``life.no_kind`` and those of papers.
    """
    words = " ".join(kind.split())[:40]
    if not words or trail.looks_like_identity(words):
        raise Problem("life.no_kind", "没有写明是什么材料", "请写材料的名称，不写证件号码。")
    kept = keep([(words, name, path)])
    with transaction.atomic():
        fresh = locked([project])[0]
        permission.require(by, permission.WORKING, fresh)
        made = chain.attach(fresh, kept, subject=subject[:40], by=by)[0]
        detail = {"kind": words, "sha256": made.sha256[:12]}
        trail.record("life.attached", subject=f"project:{fresh.no}", by=by, detail=detail)
    return made


def charge(
    project: Project, *, by: Any, part: str, unit: str, post: str = "", person: str = "", since: date | None = None
) -> Duty:  # fmt: skip
    """Who answers for a part of the quality for ever (R071). It is never changed: a successor is another entry.

    Problems ``planning.not_allowed``, ``life.duty``.
    """
    day = since or clock.today()
    told = {"part": part, "unit": unit, "post": post, "person": person}
    said = {name: " ".join(words.split()) for name, words in told.items()}
    refuse("life.duty", _of_duty(said, day), REMEDY)
    with transaction.atomic():
        fresh = locked([project])[0]
        permission.require(by, permission.WORKING, fresh)
        made = Duty(
            project=fresh, part=said["part"][:20], unit=said["unit"][:80], post=said["post"][:40], since=day,
            person=secrets.encrypt(said["person"], f"duty:{fresh.no}") if said["person"] else None,
            by=by.get_username(), at=clock.now(),
        )  # fmt: skip
        made.save(force_insert=True)
        detail = {"part": made.part, "duty": made.pk, "seal": sealing.duty(made)}
        trail.record("life.charged", subject=f"project:{fresh.no}", by=by, detail=detail)
    return made


def plan(project: Project, *, by: Any, days: Mapping[str, date]) -> list[Milestone]:
    """On which day each stage shall be reached; what was planned at first stays beside it.

    Problems ``planning.not_allowed``, ``life.plan``.
    """
    with transaction.atomic():
        fresh = locked([project])[0]
        permission.require(by, permission.WORKING, fresh)
        known = {one.key: one for one in fresh.milestones.all()}
        after = {key: one.planned_on for key, one in known.items()} | dict(days)
        refuse("life.plan", _of_plan(days, after), REMEDY)
        made = [_planned(fresh, known.get(key), key, day) for key, day in days.items()]
        detail = {key: day.isoformat() for key, day in days.items()}
        trail.record("life.planned", subject=f"project:{fresh.no}", by=by, detail=detail)
    return made


def paper(one: Attachment) -> bytes:
    """A paper or photo in clear. Problems ``life.on_paper``, ``files.damaged``."""
    if not one.sha256:
        raise Problem("life.on_paper", "这份材料只有纸质件，没有上传", "请到档案里查，或补充上传。")
    return _opened(one.sha256, one.name)


def words(one: Progress) -> str:
    """What was said at a report, in clear."""
    return secrets.decrypt(one.said, f"progress:{one.uuid}") if one.said else ""


def person(project: Project, one: Duty) -> str:
    """Who it is, in clear."""
    return secrets.decrypt(one.person, f"duty:{project.no}") if one.person else ""


def _of_progress(project: Project, percent: Any, on: date, said: str) -> Iterator[Fault]:
    if isinstance(percent, bool) or not isinstance(percent, int) or not 0 <= percent <= WHOLE:
        yield "percent", "进度应是 0 到 100 的整数"
        return
    gathered = Gathered([project])
    told = gathered.progresses.get(project.pk, [])
    begun = gathered.reached(project).get("begun")
    if on > clock.today():
        yield "on", "日期还没有到"
    if begun and on < begun:
        yield "on", f"日期不能早于开工（{begun.isoformat()}）"
    if told and on < told[-1][0]:
        yield "on", f"已经报过更晚的进度（{told[-1][0].isoformat()}）"
    if told and percent < told[-1][1] and not said.strip():
        yield "said", f"上次报的是 {told[-1][1]}%，进度倒退要写明原因"
    if trail.looks_like_identity(said) or len(said) > handed.SAID:
        yield "said", "说明里有证件号码，或太长"


def _of_duty(said: Mapping[str, str], since: date) -> Iterator[Fault]:
    for name, label in (("part", "责任内容"), ("unit", "责任单位")):
        if not said[name]:
            yield name, f"「{label}」没有填"
    if any(trail.looks_like_identity(words) for words in said.values()):
        yield "person", "只写姓名，不写证件号码"
    if since > clock.today():
        yield "since", "日期还没有到"


def _of_plan(days: Mapping[str, date], after: Mapping[str, date]) -> Iterator[Fault]:
    if not days:
        yield "", "没有填日期"
    yield from ((key, "不是项目的阶段") for key in days if key not in STAGES)
    rising = [(key, after[key]) for key in STAGES if key in after]
    for (_, day), (other, later) in pairwise(rising):
        if later < day:
            yield other, f"计划的日期（{later.isoformat()}）早于前面的环节（{day.isoformat()}）"


def _planned(project: Project, known: Milestone | None, key: str, day: date) -> Milestone:
    one = known or Milestone(project=project, key=key, first_on=day)
    one.planned_on = day
    one.save()
    return one


def _same(twin: Progress, project: Project) -> Progress:
    if twin.project_id != project.pk:
        raise Problem("life.uuid_taken", "这次提交的编号已用于另一个项目", "请重新打开页面再办。")
    return twin
