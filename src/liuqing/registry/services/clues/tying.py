"""Tie (对人): an officer finds out which household a request means; it joins that household's open clue."""

from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from liuqing.errors import Problem
from liuqing.registry.models import Area, Clue, Household, Person
from liuqing.registry.services import standing
from liuqing.registry.services.clues import merging
from liuqing.registry.services.clues.joining import about, kind
from liuqing.registry.services.clues.locking import locked
from liuqing.workflow import rights, trail
from liuqing.workflow.rights import Right


@transaction.atomic
def tie(*, clue: Clue, by: Any, household: Household | None = None, person: Person | None = None) -> Clue:
    """Say whose the clue is; the clue that lives on (another one, if the household had one open).

    For a person who belongs to no household, the one of the police list is made, outside the register.
    Problems ``workflow.not_allowed``, ``clues.nobody_chosen``, ``clues.tied``, ``clues.closed``.
    """
    fresh = locked(clue.pk)
    rights.require(by, Right.HANDLE_CLUES, fresh.area.path)
    _require_free(fresh)
    home = _chosen(household, person, by)
    area = home.village
    rights.require(by, Right.HANDLE_CLUES, area.path)
    list(Area.objects.select_for_update().filter(pk=area.pk))
    detail = {"from": fresh.area.code, "to": area.code, "household": home.no}
    trail.record("clues.tied", subject=f"clue:{fresh.pk}", by=by, detail=detail)
    return _together(fresh, home, person, by)


def _together(clue: Clue, home: Household, person: Person | None, by: Any) -> Clue:
    """The clue with the open ones of the same household: the first of them lives on."""
    clue.person = person or clue.person
    group = sorted([clue, *_open(home, person, clue)], key=lambda one: one.pk)
    kept, others = group[0], group[1:]
    for other in others:
        merging.merge(kept=kept, other=other, by=by)
    kept.household, kept.area = home, home.village
    kept.kind = kind(kept.household_id, exit_due=kept.kind == "exit_due")
    kept.save()
    return kept


def _chosen(household: Household | None, person: Person | None, by: Any) -> Household:
    """The household that was chosen, or that of the person; made, if the person has none."""
    if household is None and person is None:
        raise Problem("clues.nobody_chosen", "没有选是哪一户、哪个人", "请选一户，或选户籍人口中的一个人。")
    return household or standing.outside(person, by=by)


def _require_free(clue: Clue) -> None:
    if clue.state == Clue.State.CLOSED:
        raise Problem("clues.closed", "这条线索已经办结", "有新情况请另报一条线索。")
    if clue.household_id is not None:
        raise Problem("clues.tied", "这条线索已经对到一户", "请刷新页面，看现在是哪一户。")


def _open(home: Household, person: Person | None, this: Clue) -> QuerySet[Clue]:
    found = about(home.pk, person.pk if person else None)
    open_now = (
        Clue.objects.select_for_update(of=("self",)).filter(state__in=Clue.OPEN_STATES).exclude(pk=this.pk)
    )
    return open_now.filter(found) if found is not None else open_now.none()
