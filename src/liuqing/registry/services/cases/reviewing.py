"""Review (审核): the township's word on answers, in batches: agreed, or returned with a sentence.

Two pairs of eyes: nobody reviews an answer of their own. What is agreed has its effect here and now: a
confirmed fact is corrected in the record, an explained one is remembered until a fact changes, a list
that is wrong goes back to its department.
"""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from django.db import transaction

from liuqing.errors import Problem
from liuqing.registry.models import Answer, Case
from liuqing.registry.services.cases import correcting, steps, threads
from liuqing.workflow import rights, trail
from liuqing.workflow.rights import Right


@transaction.atomic
def review(*, cases: Iterable[Case], by: Any, agree: bool, words: str = "") -> int:
    """Agree to the last answers of the cases, or return them (``words`` say why); how many.

    All of them or none. Problems ``workflow.not_allowed``, ``cases.not_answered``,
    ``cases.own_answer``, ``cases.no_sentence``, ``cases.names_a_number``.
    """
    words = words.strip()[:200]
    steps.clean(words)
    if not agree and not words:
        raise Problem("cases.no_sentence", "退回时没有写明理由", "请写一句话，告诉村里还要核实什么。")
    keys = [case.pk for case in cases]
    locked = list(
        Case.objects.select_for_update(of=("self",)).select_related("village", "last").filter(pk__in=keys)
    )
    answers = {case.pk: _answer(case, by) for case in locked}
    for case in locked:
        _decide(case, answers[case.pk], by=by, agree=agree, words=words)
    act = "reviewed" if agree else "returned"
    steps.add(locked, act, by=by)
    for case in locked:
        told = {"agreed": agree, "outcome": answers[case.pk].outcome}
        trail.record(f"cases.{act}", subject=f"case:{case.pk}", by=by, detail=told)
    return len(locked)


def _answer(case: Case, by: Any) -> Answer:
    """The answer to be judged: the last of this round."""
    rights.require(by, Right.REVIEW_CASES, case.village.path)
    last = case.answers.filter(round=case.round, verdict="").order_by("pk").last()
    if case.state != Case.State.ANSWERED or last is None:
        raise Problem("cases.not_answered", "有疑点还没有核实结果，或已经审核", "请刷新页面后再选。")
    if last.by == by.get_username():
        raise Problem("cases.own_answer", "有核实结果是您自己填的，不能由您审核", "请由另一位同事审核。")
    return last


def _decide(case: Case, answer: Answer, *, by: Any, agree: bool, words: str) -> None:
    answer.verdict = Answer.Verdict.AGREED if agree else Answer.Verdict.RETURNED
    answer.reviewed_by, answer.reviewed_at, answer.review = by.get_username(), datetime.now(UTC), words
    answer.save(update_fields=("verdict", "reviewed_by", "reviewed_at", "review"))
    if not agree:
        case.state, case.outcome, case.reason = Case.State.SENT, "", ""
        case.save(update_fields=("state", "outcome", "reason"))
        return
    case.state, case.outcome, case.reason = Case.State.REVIEWED, answer.outcome, answer.reason
    if answer.outcome == Case.Outcome.CONFIRMED:
        correcting.apply(answer)
    elif answer.outcome == Case.Outcome.EXPLAINED:
        case.kept = case.facts
    elif answer.outcome == Case.Outcome.WRONG_LIST:
        threads.open_thread(case)
    case.save(update_fields=("state", "outcome", "reason", "kept"))
