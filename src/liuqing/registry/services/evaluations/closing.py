"""Confirm (确认) and close (结束): somebody else looks at what went wrong; then the result is frozen."""

from typing import Any

from django.db import transaction

from liuqing.errors import Problem
from liuqing.policy import door
from liuqing.registry import secrets
from liuqing.registry.models import Evaluation, Questionnaire, Report, Sampled
from liuqing.registry.queries.evaluations import results
from liuqing.registry.services import clues
from liuqing.registry.services.evaluations import steps
from liuqing.workflow import clock, rights, trail
from liuqing.workflow.rights import Right

FAILED = (door.OMISSION, door.FALSE_INCLUSION, door.FALSE_EXIT)
CLUES = {
    door.OMISSION: "模拟评估疑似漏评，请入户核实是否应识别",
    door.FALSE_EXIT: "模拟评估疑似错退，请入户核实是否返贫或需帮扶",
    door.FALSE_INCLUSION: "模拟评估疑似错评，请入户核实识别时的情况",
}
"""What the clue says that a failed household becomes."""


def confirm(*, questionnaire: Questionnaire, by: Any, agreed: bool, said: str = "") -> Questionnaire:
    """Agree that a household failed, or send the questionnaire back to be asked again (with a word why).

    Problems ``workflow.not_allowed``, ``evaluations.not_so_far``, ``evaluations.own_work``,
    ``evaluations.nothing_failed``, ``evaluations.no_words``, ``evaluations.names_a_number``.
    """
    said = said.strip()[:200]
    steps.clean(said)
    with transaction.atomic():
        evaluation = questionnaire.sampled.evaluation
        steps.locked(evaluation, by, Right.DRAW_SAMPLES, Evaluation.State.OPEN)
        fresh = Questionnaire.objects.select_for_update(of=("self",)).get(pk=questionnaire.pk)
        _check(fresh, by, agreed, said)
        if agreed:
            fresh.confirmed_by, fresh.confirmed_at = by.get_username(), clock.now()
        else:
            fresh.earlier = [*fresh.earlier, _earlier(fresh, by, said)]
        fresh.save()
        act = "evaluations.confirmed" if agreed else "evaluations.sent_back"
        trail.record(act, subject=f"sampled:{fresh.sampled_id}", by=by, detail={"verdict": fresh.verdict})
    questionnaire.refresh_from_db()
    return questionnaire


def close(*, evaluation: Evaluation, by: Any) -> Evaluation:
    """Freeze the result with every number and its base; what went wrong becomes a clue.

    Problems ``workflow.not_allowed``, ``evaluations.not_so_far``, ``evaluations.not_confirmed``,
    ``evaluations.nobody_met``.
    """
    with transaction.atomic():
        fresh = steps.locked(evaluation, by, Right.DRAW_SAMPLES, Evaluation.State.OPEN)
        given = Questionnaire.objects.filter(sampled__evaluation=fresh)
        open_ = [one for one in given.filter(verdict__in=FAILED) if not one.confirmed_by]
        open_ += [one for one in given if waits_again(one) and one not in open_]
        if open_:
            raise Problem(
                "evaluations.not_confirmed",
                f"还有 {len(open_)} 户疑似有问题的没有确认或重访",
                "请逐户确认或退回重访后再结束。",
            )
        if not given.filter(met=True).exists():
            raise Problem(
                "evaluations.nobody_met",
                "还没有访到任何一户",
                "没有样本就没有结果；不再评估的可以留着不结束。",
            )
        fresh.result = {"closed": results.results(fresh)}
        fresh.state, fresh.closed_at = Evaluation.State.CLOSED, clock.now()
        fresh.save(update_fields=("state", "closed_at", "result"))
        raised = _raise(fresh, by)
        detail = {"failed": fresh.result["closed"]["failed"], "clues": raised}
        trail.record("evaluations.closed", subject=f"evaluation:{fresh.pk}", by=by, detail=detail)
    evaluation.refresh_from_db()
    return evaluation


def waits_again(one: Questionnaire) -> bool:
    """Whether it was sent back and not asked again yet."""
    return bool(one.earlier and one.earlier[-1].get("open"))


def _check(one: Questionnaire, by: Any, agreed: bool, said: str) -> None:
    if (
        one.verdict not in (*FAILED, door.UNKNOWN)
        or (agreed and one.verdict == door.UNKNOWN)
        or waits_again(one)
    ):
        raise Problem("evaluations.nothing_failed", "这份问卷没有要确认的问题", "请从待确认的户进入。")
    if one.by == by.get_username():
        raise Problem("evaluations.own_work", "不能确认自己填的问卷", "请另一位同事确认。")
    if not agreed and not said:
        raise Problem("evaluations.no_words", "没有写为什么退回", "请写一句话，说明要重问什么。")


def _earlier(one: Questionnaire, by: Any, said: str) -> dict[str, Any]:
    return {
        "answers": one.answers, "verdict": one.verdict, "by": one.by, "on": one.on.isoformat(),
        "sent_back_by": by.get_username(), "why": said, "open": True,
    }  # fmt: skip


def _raise(evaluation: Evaluation, by: Any) -> int:
    """A clue for each household that failed; only for who may register clues there."""
    failed = Questionnaire.objects.filter(sampled__evaluation=evaluation, verdict__in=FAILED).select_related(
        "sampled__village", "sampled__household", "sampled__person"
    )
    count = 0
    for one in failed:
        if rights.can(by, Right.HANDLE_CLUES, one.sampled.village.path):
            _clue(one.sampled, one.verdict, by)
            count += 1
    return count


def _clue(of: Sampled, verdict: str, by: Any) -> None:
    name = of.person.name if of.person and not of.household else ""
    told = clues.Said(name=name, words=CLUES[verdict])
    clues.report(channel=Report.Channel.ROUND, area=of.village, said=told, by=by, household=of.household)


def words(one: Questionnaire) -> str:
    """What the enumerator wrote."""
    return secrets.decrypt(one.said, f"sampled:{one.sampled_id}") if one.said else ""
