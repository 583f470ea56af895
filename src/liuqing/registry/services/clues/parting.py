"""Part (拆开): a voice turns out not to be about this household after all; it goes on as a clue of its own.

The other side of ``tying``: whoever was matched by a name may have been matched wrongly.
"""

from typing import Any

from django.db import transaction
from django.utils import timezone

from liuqing.errors import Problem
from liuqing.policy.clues import worst
from liuqing.registry.models import Clue, Report
from liuqing.registry.services.clues import timing
from liuqing.registry.services.clues.joining import kind
from liuqing.registry.services.clues.locking import locked
from liuqing.workflow import rights, trail
from liuqing.workflow.rights import Right

SPOKEN = (Report.Channel.REQUEST, Report.Channel.ROUND)
"""Voices of people; what a rule or a list says is about whom it says."""


@transaction.atomic
def part(*, voice: Report, by: Any) -> Clue:
    """Take a voice out of a household's clue; the clue, of nobody known, in which it goes on.

    Problems ``workflow.not_allowed``, ``clues.closed``, ``clues.not_spoken``.
    """
    clue = locked(voice.clue_id)
    rights.require(by, Right.HANDLE_CLUES, clue.area.path)
    if clue.state == Clue.State.CLOSED:
        raise Problem("clues.closed", "这条线索已经办结", "有新情况请另报一条线索。")
    if voice.channel not in SPOKEN or clue.household_id is None:
        raise Problem("clues.not_spoken", "这一条不能拆开", "只有群众申报、干部排查的可以改对到别的户。")
    rest = list(clue.reports.exclude(pk=voice.pk))
    parted = _new(clue, voice) if rest else _nobody(clue)
    if rest:
        clue.grade = worst([one.grade for one in rest])
        clue.save(update_fields=("grade",))
    trail.record("clues.parted", subject=f"clue:{clue.pk}", by=by, detail={"into": parted.pk})
    return parted


def _nobody(clue: Clue) -> Clue:
    """The whole clue, with its only voice, belongs to nobody known again."""
    clue.household, clue.person, clue.kind = None, None, kind(None, exit_due=clue.kind == "exit_due")
    clue.save()
    return clue


def _new(clue: Clue, voice: Report) -> Clue:
    day = timezone.localtime(voice.at).date()
    state = Clue.State.RECEIVED if clue.state == Clue.State.RECEIVED else Clue.State.SENT
    parted = Clue.objects.create(
        area=clue.area, kind=kind(None, exit_due=False), grade=voice.grade, state=state, opened_on=day,
        due_on=timing.visit_by(voice.grade, day), decide_by=timing.decide_by(day), sent_by=clue.sent_by,
        sent_at=clue.sent_at,
    )  # fmt: skip
    Report.objects.filter(pk=voice.pk).update(clue=parted)
    return parted
