"""The chain (办理记录): one act after the other, sealed over the one before."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path, PurePath
from typing import Any
from uuid import UUID

from django.utils import timezone

from liuqing.errors import Problem
from liuqing.policy.procedures import Step
from liuqing.registry import secrets
from liuqing.registry.models import Act, Notice, Paper, Proceeding
from liuqing.registry.services import files
from liuqing.registry.services.standing import sealing
from liuqing.workflow import clock, trail

KINDS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"%PDF-")
"""How a photo (JPEG, PNG) or PDF begins."""
LARGEST = 10 * 1024 * 1024
MOST = 9
"""So many papers one act may have, each of so many bytes."""

Given = tuple[str, str, Path | None]
"""Kind, name and path of a paper; without a path it is stated to be kept on paper."""


@dataclass(frozen=True)
class Kept:
    """A paper in the inbox; ``sha256`` "" is kept on paper."""

    kind: str
    sha256: str = ""
    name: str = ""
    size: int = 0


@dataclass(frozen=True)
class Handed:
    """Everything that belongs to one act besides who took it."""

    outcome: str
    uuid: UUID
    on: date
    figures: Mapping[str, int] = field(default_factory=dict)
    signatures: Sequence[str] = ()
    papers: Sequence[Kept] = ()
    said: str = ""
    notice: Notice | None = None


def known(uuid: UUID | str, proceeding: Proceeding, step: str) -> Act | None:
    """The act of that uuid, if the same click came twice. Problem ``standing.uuid_taken``."""
    found = Act.objects.filter(uuid=uuid).first()
    if found is not None and (found.proceeding_id, found.step) != (proceeding.pk, step):
        raise Problem("standing.uuid_taken", "这次提交的编号已用于另一步", "请重新打开这件事再办。")
    return found


def last(proceeding: Proceeding) -> Act | None:
    """The latest act of a proceeding."""
    return Act.objects.filter(proceeding=proceeding).order_by("-ordinal").first()


def add(
    proceeding: Proceeding, step: Step, handed: Handed, *, by: Any, role: str, maker: str, before: Act | None
) -> Act:
    """Write one act, chained to the one before it."""
    said, moment = handed.said.strip(), clock.now()
    one = Act(
        proceeding=proceeding, uuid=handed.uuid, previous=before, ordinal=before.ordinal + 1 if before else 1,
        round=proceeding.round, step=step.key, label=step.label,
        decides=step.kind == "decide" and handed.outcome != Act.Outcome.WITHDRAWN, outcome=handed.outcome, maker=maker, by=by.get_username(), role=role, on=handed.on, entered_on=timezone.localtime(moment).date(),
        at=moment, figures=dict(handed.figures), signatures=list(handed.signatures), notice=handed.notice,
        said=secrets.encrypt(said, f"act:{handed.uuid}") if said else None,
    )  # fmt: skip
    papers = [(paper.kind, paper.sha256) for paper in handed.papers]
    one.seal = sealing.act(one, before.seal if before else sealing.START, proceeding.payload_seal, papers)
    one.save(force_insert=True)
    Paper.objects.bulk_create(
        [Paper(act=one, kind=p.kind, sha256=p.sha256, name=p.name, size=p.size) for p in handed.papers]
    )
    _trace(proceeding, one, by)
    return one


def said(one: Act) -> str:
    """What was said at an act, in clear."""
    return secrets.decrypt(one.said, f"act:{one.uuid}") if one.said else ""


def keep(papers: Iterable[Given]) -> tuple[Kept, ...]:
    """Papers into the inbox, encrypted. Problems ``standing.not_a_paper``, ``standing.too_many_papers``."""
    given = list(papers)
    if len(given) > MOST:
        raise Problem("standing.too_many_papers", f"一次最多交 {MOST} 份材料", "请只留需要的。")
    for kind, name, path in given:
        if path is not None:
            _look(kind, name, path)
    return tuple(_keep(*one) for one in given)


def _look(kind: str, name: str, path: Path) -> None:
    with path.open("rb") as file:
        head = file.read(8)
    if not head.startswith(KINDS) or path.stat().st_size > LARGEST:
        raise Problem(
            "standing.not_a_paper",
            f"「{kind}」只收 10 MB 以内的照片（JPG、PNG）或 PDF",
            "请换成照片或 PDF 再交。",
        )
    if trail.looks_like_identity(name):
        raise Problem("standing.names", f"「{kind}」的文件名里有证件号码", "请改文件名后再交。")


def _keep(kind: str, name: str, path: Path | None) -> Kept:
    if path is None:
        return Kept(kind)
    plain = PurePath(name).name[-255:]
    return Kept(kind, files.keep(path, plain), plain, path.stat().st_size)


def _trace(proceeding: Proceeding, one: Act, by: Any) -> None:
    # The seal in the trail is what shows that the last act of a chain was cut off.
    detail = {
        "step": one.step,
        "outcome": one.outcome,
        "round": one.round,
        "ordinal": one.ordinal,
        "seal": one.seal,
    }
    act = (
        "standing.submitted"
        if one.step == proceeding.steps["version"]["steps"][0]["key"]
        else "standing.acted"
    )
    if one.outcome == Act.Outcome.WITHDRAWN:
        act = "standing.withdrawn"
    trail.record(act, subject=f"proceeding:{proceeding.no}", by=by, detail=detail)


def paper(one: Paper) -> bytes:
    """A paper in clear. Problem ``files.damaged``."""
    return files.kept(one.sha256, one.name)
