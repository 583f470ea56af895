"""At the door (入户): the enumerator records what was answered, or that nobody could be met.

What the answers mean is a rule (``policy.door``); nobody types a verdict. A questionnaire has a UUID that
was made where it was filled in: sent twice, it counts once.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from liuqing.errors import Problem
from liuqing.policy import door
from liuqing.policy.evaluation import Question
from liuqing.registry import secrets
from liuqing.registry.models import Evaluation, Questionnaire, Sampled
from liuqing.registry.queries.evaluations import asked
from liuqing.registry.services.evaluations import steps
from liuqing.workflow import clock, trail

WORDS = 500
MISSED = {
    "away": "全家外出",
    "nobody": "两次上门都不在家",
    "moved": "已搬走",
    "gone": "人已去世、户已不在",
    "refused": "不愿接受访问",
    "not_found": "找不到这一户",
}
"""Why a household could not be met; another of the same cell stands in for it, in the order of the draw."""


def answer(
    *, sampled: Sampled, by: Any, uuid: UUID | str, answers: Mapping[str, str], said: str = "", on: date | None = None
) -> Questionnaire:  # fmt: skip
    """Take the answers of a household that was drawn. What nobody answered is left out and not known.

    Problems ``workflow.not_allowed``, ``evaluations.own_village``, ``evaluations.own_household``,
    ``evaluations.not_open``, ``evaluations.standing_by``, ``evaluations.answered``,
    ``evaluations.uuid_taken``, ``evaluations.no_answers``, ``evaluations.bad_answer``,
    ``evaluations.visited_later``, ``evaluations.names_a_number``.
    """
    steps.require_visitor(by, sampled)
    known = Questionnaire.objects.filter(uuid=uuid).first()
    if known is not None:
        return _same(known, sampled)
    day, said = _day(on), said.strip()[:WORDS]
    steps.clean(said)
    with transaction.atomic():
        fresh = _open(sampled)
        given = _read(fresh, answers)
        judged = door.judge(
            fresh.stratum, asked.questions(fresh.evaluation), given, asked.line(fresh.evaluation)
        )
        made = _write(fresh, by, uuid, day, said, met=True, answers=given, verdict=judged.verdict)
        detail = {"verdict": judged.verdict, "answers": len(given)}
        trail.record("evaluations.answered", subject=f"sampled:{sampled.pk}", by=by, detail=detail)
    return made


def miss(*, sampled: Sampled, by: Any, uuid: UUID | str, reason: str, said: str = "") -> Sampled | None:
    """Nobody could be met: say why; the next who stands by in the same cell comes instead (None: nobody left).

    Problems as of ``answer``, and ``evaluations.no_reason``.
    """
    steps.require_visitor(by, sampled)
    if reason not in MISSED:
        raise Problem("evaluations.no_reason", "没有选为什么没有访到", "请从原因中选一项。")
    known = Questionnaire.objects.filter(uuid=uuid).first()
    if known is not None:
        _same(known, sampled)
        return Sampled.objects.filter(replaces=sampled).first()
    steps.clean(said)
    with transaction.atomic():
        fresh = _open(sampled)
        _write(
            fresh,
            by,
            uuid,
            _day(None),
            said.strip()[:WORDS],
            met=False,
            answers={"missed": reason},
            verdict="",
        )
        instead = _next(fresh)
        trail.record(
            "evaluations.missed", subject=f"sampled:{sampled.pk}", by=by,
            detail={"reason": reason, "instead": instead.pk if instead else None},
        )  # fmt: skip
    return instead


def _next(sampled: Sampled) -> Sampled | None:
    waiting = Sampled.objects.select_for_update().filter(
        evaluation=sampled.evaluation, cell=sampled.cell, reserve=True, replaces=None
    )
    instead = waiting.order_by("order").first()
    if instead is not None:
        instead.replaces = sampled
        instead.save(update_fields=("replaces",))
    return instead


def _open(sampled: Sampled) -> Sampled:
    fresh = (
        Sampled.objects.select_for_update(of=("self",))
        .select_related("evaluation", "village")
        .get(pk=sampled.pk)
    )
    if fresh.evaluation.state != Evaluation.State.OPEN:
        raise Problem("evaluations.not_open", "这次评估现在不收问卷", "请向组织评估的同事核对。")
    if fresh.reserve and fresh.replaces_id is None:
        raise Problem(
            "evaluations.standing_by", "这一户是备选，还没有轮到", "原来抽中的户访不到时，才按顺序轮到备选。"
        )
    return fresh


def _write(
    sampled: Sampled, by: Any, uuid: UUID | str, day: date, said: str, *, met: bool, answers: dict[str, str], verdict: str
) -> Questionnaire:  # fmt: skip
    told = {
        "uuid": uuid, "met": met, "answers": answers, "verdict": verdict, "on": day, "by": by.get_username(),
        "said": secrets.encrypt(said, f"sampled:{sampled.pk}") if said else None, "at": clock.now(),
    }  # fmt: skip
    before = Questionnaire.objects.select_for_update().filter(sampled=sampled).first()
    if before is None:
        return Questionnaire.objects.create(sampled=sampled, **told)
    if not (before.earlier and before.earlier[-1].get("open")):
        raise Problem("evaluations.answered", "这一户已经有问卷了", "要改请组织评估的同事先退回。")
    before.earlier[-1]["open"] = False
    for name, value in told.items():
        setattr(before, name, value)
    before.save()
    return before


def _same(known: Questionnaire, sampled: Sampled) -> Questionnaire:
    if known.sampled_id != sampled.pk:
        raise Problem("evaluations.uuid_taken", "这份问卷的编号已用于另一户", "请重新打开这一户再填一次。")
    return known


def _read(sampled: Sampled, answers: Mapping[str, str]) -> dict[str, str]:
    """The answers to what this household is asked, each as its question allows."""
    own = {key: one for key, one in asked.questions(sampled.evaluation).items() if sampled.stratum in one.of}
    given = {key: said for key, one in own.items() if (said := _one(one, str(answers.get(key, "")).strip()))}
    if not given:
        raise Problem("evaluations.no_answers", "一题也没有答", "没有访到的，请选「没有访到」。")
    return given


def _one(question: Question, said: str) -> str:
    bad = Problem(
        "evaluations.bad_answer", f"「{question.label}」的答案看不懂", "请重新填这一题，问不到就空着。"
    )
    if not said:
        return ""
    if question.kind == "choice":
        if said not in question.options:
            raise bad
        return said
    amount = door.read_amount(said)
    if amount is None or abs(amount) >= 10**8:
        raise bad
    return str(amount)


def _day(on: date | None) -> date:
    today = clock.today()
    if on is not None and on > today:
        raise Problem("evaluations.visited_later", "入户日期还没有到", "请填实际入户的日期。")
    return on or today
