"""The chain (办理记录): one stage after the other, sealed over the one before; papers hang on it."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.utils import timezone

from liuqing.errors import Problem
from liuqing.planning.models import Attachment, Project, Stage
from liuqing.planning.services.life import sealing
from liuqing.planning.services.life.handed import Handed
from liuqing.registry import secrets
from liuqing.registry.services.standing.chain import Kept
from liuqing.workflow import clock, trail

SUBJECT = "project:"


def known(uuid: UUID, project: Project) -> Stage | None:
    """The stage of that uuid, if the same click came twice. Problem ``life.uuid_taken``."""
    found = Stage.objects.filter(uuid=uuid).first()
    if found is not None and found.project_id != project.pk:
        raise Problem("life.uuid_taken", "这次提交的编号已用于另一个项目", "请重新打开页面再办。")
    return found


def add(
    project: Project, handed: Handed, *, by: Any, role: str, label: str, decides: bool, before: Stage | None
) -> Stage:
    """Write one stage, chained to the one before it, with its papers."""
    moment, said = clock.now(), handed.said.strip()
    one = Stage(
        project=project, uuid=handed.uuid, previous=before, ordinal=before.ordinal + 1 if before else 1,
        round=project.round, key=handed.key, label=label, decides=decides, outcome=handed.outcome,
        maker=project.maker, by=by.get_username(), role=role, on=handed.on,
        entered_on=timezone.localtime(moment).date(), at=moment, figures=dict(handed.figures),
        said=secrets.encrypt(said, f"stage:{handed.uuid}") if said else None,
    )  # fmt: skip
    papers = [(paper.kind, paper.sha256) for paper in handed.papers]
    one.seal = sealing.stage(one, before.seal if before else sealing.START, papers)
    one.save(force_insert=True)
    attach(project, handed.papers, subject=str(handed.uuid), by=by)
    _trace(project, one, by)
    return one


def attach(project: Project, papers: Sequence[Kept], *, subject: str, by: Any) -> list[Attachment]:
    """Papers that are in the inbox already, onto the project."""
    moment = clock.now()
    return Attachment.objects.bulk_create(
        Attachment(
            project=project, kind=paper.kind[:40], subject=subject, sha256=paper.sha256, name=paper.name,
            size=paper.size, on=timezone.localtime(moment).date(), by=by.get_username(), at=moment,
        )
        for paper in papers
    )  # fmt: skip


def said(one: Stage) -> str:
    """What was said at a stage, in clear."""
    return secrets.decrypt(one.said, f"stage:{one.uuid}") if one.said else ""


def _trace(project: Project, one: Stage, by: Any) -> None:
    # The seal in the trail is what shows that the last stage of a chain was cut off.
    detail = {
        "key": one.key, "outcome": one.outcome, "round": one.round, "ordinal": one.ordinal, "seal": one.seal,
    }  # fmt: skip
    trail.record("life.taken", subject=f"{SUBJECT}{project.no}", by=by, detail=detail)
