"""Appeal (申诉举证): the village or county answers a failed household with words and papers; another decides.

An accepted appeal takes the failure back: the rates are worked out again and both results are kept.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.db import transaction

from liuqing.errors import Problem
from liuqing.registry import secrets
from liuqing.registry.models import Appeal, Evaluation, Questionnaire
from liuqing.registry.queries.evaluations import results
from liuqing.registry.services.evaluations import papers as kept_papers
from liuqing.registry.services.evaluations import steps
from liuqing.registry.services.evaluations.closing import FAILED
from liuqing.workflow import clock, rights, trail
from liuqing.workflow.rights import Right

WORDS, PAPERS = 500, 9
MAY = (Right.PROPOSE_STANDING, Right.REVIEW_STANDING, Right.ANSWER_OBJECTIONS)
"""Whoever works on the households of a village may speak for it; so may town and county."""


def appeal(
    *, questionnaire: Questionnaire, by: Any, said: str, papers: Iterable[tuple[str, Path]] = ()
) -> Appeal:  # fmt: skip
    """Answer a failed household. One appeal at a time; papers are photos or PDF.

    Problems ``workflow.not_allowed``, ``evaluations.not_so_far``, ``evaluations.nothing_failed``,
    ``evaluations.appealed``, ``evaluations.no_words``, ``evaluations.too_many_papers``,
    ``evaluations.names_a_number`` and those of keeping papers.
    """
    of, said, given = questionnaire.sampled, said.strip()[:WORDS], list(papers)
    require(by, of.village.path)
    steps.clean(said, *(name for name, _ in given))
    if not said:
        raise Problem("evaluations.no_words", "没有写申诉的理由", "请写明情况；有照片、票据的一起交。")
    if len(given) > PAPERS:
        raise Problem("evaluations.too_many_papers", f"一次最多交 {PAPERS} 份佐证", "请只留能说明问题的。")
    sealed = [kept_papers.seal(name, path) for name, path in given]
    with transaction.atomic():
        fresh = (
            Questionnaire.objects.select_for_update(of=("self",))
            .select_related("sampled__evaluation")
            .get(pk=questionnaire.pk)
        )
        _check(fresh)
        made = Appeal.objects.create(
            questionnaire=fresh, said=secrets.encrypt(said, f"questionnaire:{fresh.pk}"), by=by.get_username(),
            papers=[{"name": name, "sha256": digest, "size": size} for name, digest, size in sealed], at=clock.now(),
        )  # fmt: skip
        trail.record(
            "evaluations.appealed", subject=f"sampled:{of.pk}", by=by, detail={"papers": len(sealed)}
        )
    return made


def decide(*, appeal: Appeal, by: Any, accepted: bool, answer: str) -> Appeal:
    """Accept an appeal or not, with a reason; never one's own, nor on one's own questionnaire.

    Problems ``workflow.not_allowed``, ``evaluations.decided``, ``evaluations.own_work``,
    ``evaluations.no_words``, ``evaluations.names_a_number``.
    """
    answer = answer.strip()[:WORDS]
    steps.clean(answer)
    if not answer:
        raise Problem("evaluations.no_words", "没有写采纳或不采纳的理由", "请写一句话。")
    with transaction.atomic():
        fresh = (
            Appeal.objects.select_for_update(of=("self",))
            .select_related("questionnaire__sampled__evaluation__area")
            .get(pk=appeal.pk)
        )
        evaluation = steps.locked(
            fresh.questionnaire.sampled.evaluation, by, Right.DRAW_SAMPLES, Evaluation.State.CLOSED
        )
        if fresh.accepted is not None:
            raise Problem("evaluations.decided", "这份申诉已经答复过了", "请刷新页面。")
        if by.get_username() in (fresh.by, fresh.questionnaire.by):
            raise Problem(
                "evaluations.own_work", "不能答复自己提出的申诉或自己填的问卷", "请另一位同事办理。"
            )
        fresh.accepted, fresh.answer = accepted, answer
        fresh.decided_by, fresh.decided_at = by.get_username(), clock.now()
        fresh.save()
        evaluation.result = {**evaluation.result, "after": results.results(evaluation)}
        evaluation.save(update_fields=("result",))
        trail.record(
            "evaluations.decided", subject=f"sampled:{fresh.questionnaire.sampled_id}", by=by, detail={"accepted": accepted}
        )  # fmt: skip
    appeal.refresh_from_db()
    return appeal


def require(by: Any, path: str) -> None:
    """Problem ``workflow.not_allowed`` unless the user may speak for a village."""
    if not any(rights.can(by, right, path) for right in MAY):
        rights.require(by, Right.PROPOSE_STANDING, path)


def words(one: Appeal) -> str:
    """What was said."""
    return secrets.decrypt(one.said, f"questionnaire:{one.questionnaire_id}")


def _check(one: Questionnaire) -> None:
    if one.sampled.evaluation.state != Evaluation.State.CLOSED:
        raise Problem("evaluations.not_so_far", "评估还没有结束，不能申诉", "结束并公布结果后再申诉举证。")
    if one.verdict not in FAILED:
        raise Problem("evaluations.nothing_failed", "这一户没有查出问题，不必申诉", "请从有问题的户进入。")
    if one.appeals.filter(accepted=None).exists():
        raise Problem("evaluations.appealed", "这一户已有一份申诉在等答复", "请等答复后再补充。")
    if one.appeals.filter(accepted=True).exists():
        raise Problem("evaluations.appealed", "这一户的申诉已经采纳", "不必再申诉。")
