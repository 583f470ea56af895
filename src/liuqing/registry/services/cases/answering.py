"""Answer (核实): what the village says of a case after somebody went and looked.

An answer has a UUID that was made where it was written: sent twice, it counts once. Two officers may
answer the same case before it is reviewed: both answers are kept and the township sees both.
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from pathlib import Path, PurePath
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from liuqing.errors import Problem
from liuqing.policy import explained
from liuqing.registry.models import Answer, Case, Evidence, SourceFile
from liuqing.registry.services import files
from liuqing.registry.services.cases import correcting, steps
from liuqing.workflow import rights, trail
from liuqing.workflow.rights import Right

WORDS = 500
"""So long may an explanation be."""
PAPERS = 9
"""So many photos or papers one answer may have."""

KINDS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"%PDF-")
"""How a photo (JPEG, PNG) or PDF begins."""
LARGEST = 10 * 1024 * 1024
"""So many bytes may a photo or paper have."""

_ANSWERS = (Case.Outcome.CONFIRMED, Case.Outcome.EXPLAINED, Case.Outcome.WRONG_LIST)


def answer(
    *, case: Case, by: Any, uuid: UUID | str, outcome: str, reason: str = "", said: str = "",
    corrections: Mapping[str, Any] | None = None, visited_on: date | None = None,
    evidence: Iterable[tuple[str, Path]] = (), file: SourceFile | None = None,
) -> Answer:  # fmt: skip
    """Take the answer to a case that was sent: CONFIRMED, EXPLAINED or WRONG_LIST.

    ``corrections`` is {fact: new value as written}, or {"person:<key>/<fact>": value} for a member of
    the household a case is about. ``evidence`` are (name, path) of photos or papers. ``file`` is the
    workbook in which the answer came back. Problems: ``workflow.not_allowed``, ``cases.not_open``,
    ``cases.uuid_taken``, ``cases.no_outcome``, ``cases.no_reason``, ``cases.no_words``,
    ``cases.only_confirmed``, ``cases.visited_later``, ``cases.names_a_number``, ``cases.not_correctable``,
    ``cases.bad_value``,
    ``cases.too_many_papers``, ``cases.not_a_paper``, and those of receiving files.
    """
    rights.require(by, Right.ANSWER_CASES, case.village.path)
    papers = list(evidence)
    known = Answer.objects.filter(uuid=uuid).first()
    if known is not None:
        return _same(known, case)
    said = said.strip()[:WORDS]
    visited_on = visited_on or timezone.localdate()
    _check(outcome, reason, said, papers, visited_on)
    changes = _corrections(case, outcome, corrections or {})
    sealed = [_seal(name, path) for name, path in papers]
    with transaction.atomic():
        fresh = Case.objects.select_for_update().get(pk=case.pk)
        _require_open(fresh)
        made, new = Answer.objects.get_or_create(
            uuid=uuid,
            defaults={
                "case": fresh, "round": fresh.round, "outcome": outcome, "reason": reason, "said": said,
                "corrections": changes, "by": by.get_username(), "at": datetime.now(UTC), "visited_on": visited_on,
                "file": file,
            },
        )  # fmt: skip
        if not new:
            return _same(made, case)
        Evidence.objects.bulk_create(
            [Evidence(answer=made, sha256=digest, name=name, size=size) for name, digest, size in sealed]
        )
        fresh.state, fresh.outcome, fresh.reason = Case.State.ANSWERED, outcome, reason
        fresh.save(update_fields=("state", "outcome", "reason"))
        steps.add([fresh], "answered", by=by, note=Case.Outcome(outcome).label)
        detail = {"outcome": outcome, "reason": reason, "facts": sorted(changes), "papers": len(sealed)}
        trail.record("cases.answered", subject=f"case:{case.pk}", by=by, detail=detail)
    case.refresh_from_db()
    return made


def _same(known: Answer, case: Case) -> Answer:
    if known.case_id != case.pk:
        raise Problem("cases.uuid_taken", "这份答复的编号已用于另一条疑点", "请重新打开这条疑点再填一次。")
    return known


def _require_open(case: Case) -> None:
    if case.state not in (Case.State.SENT, Case.State.ANSWERED):
        raise Problem(
            "cases.not_open",
            f"这条疑点现在是「{Case.State(case.state).label}」，不能填核实结果",
            "请从待办进入，看它现在的情况；已填的内容可以先记下。",
        )


def _check(outcome: str, reason: str, said: str, papers: list[tuple[str, Path]], visited_on: date) -> None:
    if outcome not in _ANSWERS:
        raise Problem("cases.no_outcome", "没有选核实结果", "请选：属实、情况说明，或部门名单有误。")
    if visited_on > timezone.localdate():
        raise Problem("cases.visited_later", "核实日期还没有到", "请填实际入户核实的日期。")
    if len(papers) > PAPERS:
        raise Problem("cases.too_many_papers", f"一次最多交 {PAPERS} 份佐证", "请只留能说明问题的。")
    steps.clean(said, *(name for name, _ in papers))
    if outcome == Case.Outcome.EXPLAINED:
        _explained(reason, said, bool(papers))


def _explained(reason: str, said: str, papers: bool) -> None:
    if reason not in explained.REASONS:
        raise Problem(
            "cases.no_reason", "没有选情况说明的原因", "请从原因中选一项；都不合适的选「其他情况」。"
        )
    if not said and (reason == explained.OTHER or not papers):
        raise Problem("cases.no_words", "没有写明情况，也没有佐证", "请写一句话说明，或拍一张照片。")


def _corrections(case: Case, outcome: str, wanted: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    changes = correcting.read(case, wanted)
    steps.clean(*(change["is"] for change in changes.values()))
    if changes and outcome != Case.Outcome.CONFIRMED:
        raise Problem(
            "cases.only_confirmed", "只有「属实」的疑点才改数据", "请把结果改选「属实」，或去掉更正的内容。"
        )
    return changes


def _seal(name: str, path: Path) -> tuple[str, str, int]:
    """A photo or paper into the inbox, encrypted; its name, hash and size."""
    plain = PurePath(name).name[-255:]
    with path.open("rb") as file:
        head = file.read(8)
    if not head.startswith(KINDS) or path.stat().st_size > LARGEST:
        raise Problem(
            "cases.not_a_paper", "佐证只收 10 MB 以内的照片（JPG、PNG）或 PDF", "请换成照片或 PDF 再交。"
        )
    return plain, files.keep(path, plain), path.stat().st_size


def paper(evidence: Evidence) -> bytes:
    """A photo or paper in clear. Problem ``files.damaged``."""
    return files.kept(evidence.sha256, evidence.name)


__all__ = ["PAPERS", "WORDS", "answer", "paper"]
