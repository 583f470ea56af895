"""What may begin (可以办理的程序) for a household or an area, and why the rest may not."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from liuqing.policy import procedures
from liuqing.policy.effects import EFFECTS, GROUPS, Effect
from liuqing.policy.procedures import InForce
from liuqing.registry.models import Area, Household, Proceeding
from liuqing.registry.services.standing import frozen, needing, permission, state, submitting
from liuqing.registry.services.standing.effects import Doing


@dataclass(frozen=True)
class Startable:
    """A procedure: ``may`` begin now, or ``why`` not (all reasons). ``open`` is the one under way, if one is.

    ``hints`` are answers of rules that stop nothing: (word, answer).
    """

    procedure: str
    label: str
    effect: Effect
    group: str
    steps: int
    source: str
    unverified: bool
    note: str
    may: bool
    why: tuple[str, ...]
    open: str
    hints: tuple[tuple[str, bool | None], ...]


def startable(
    user: Any, household: Household | None = None, *, area: Area | None = None
) -> tuple[Startable, ...]:
    """The procedures about the household (or the area), those that may begin first."""
    where = household.village if household else area
    if where is None:
        return ()
    about = "household" if household else where.level
    known = procedures.in_force(frozen.here(), timezone.localdate())
    found = [one for one in known.values() if about in EFFECTS[one.procedure.effect].about]
    under_way = _under_way(household, where)
    rules = _Rules(found, household, where)
    draft = Proceeding(household=household, area=where)
    base = state.of_household(household) if household else state.of_area(where)
    doing = Doing(draft, {}, base, timezone.localdate())
    here = submitting.held(draft, doing)
    told = [_startable(user, one, where, here, under_way, rules) for one in found]
    return tuple(sorted(told, key=lambda one: not one.may))


def _startable(
    user: Any, one: InForce, where: Area, here: set[str], under_way: dict[str, str], rules: "_Rules"
) -> Startable:
    kept = frozen.read(frozen.kept(one))
    open_one = under_way.get(kept.effect.group, "")
    why = []
    if not permission.may(user, one.steps[0], where):
        why.append(f"由{procedures.LEVELS[one.steps[0].level]}提出（{one.steps[0].who}）")
    if open_one:
        why.append(f"「{GROUPS[kept.effect.group]}」已有一件没有办完（{open_one}）")
    begins = [what for _, what in submitting.starts(kept, here)]
    why += begins or rules.against(kept)
    return Startable(
        one.key, one.label, kept.effect, kept.effect.group, len(one.steps), kept.source, kept.unverified,
        one.procedure.note or one.version.note, not why, tuple(why), open_one, rules.hints(kept),
    )  # fmt: skip


def _under_way(household: Household | None, area: Area) -> dict[str, str]:
    """The number of the proceeding under way by group."""
    open_ones = Proceeding.objects.filter(state__in=Proceeding.OPEN_STATES, household=household)
    if household is None:
        open_ones = open_ones.filter(area=area)
    return dict(open_ones.values_list("group", "no"))


class _Rules:
    """What the rules of all these procedures say, asked once."""

    def __init__(self, found: Iterable[InForce], household: Household | None, area: Area) -> None:
        names = {name for one in found for name in (*one.procedure.needs, *one.procedure.hints)}
        self.known = needing.asked_rules(sorted(names), household, area)

    def against(self, told: frozen.Frozen) -> list[str]:
        """Why the rules forbid it, in words."""
        return [what for _, what in needing.against(told.needs, self.known)]

    def hints(self, told: frozen.Frozen) -> tuple[tuple[str, bool | None], ...]:
        """What the rules say that stop nothing."""
        return tuple(
            (needing.label(name), self.known.answers[name]["verdict"])
            for name in told.hints
            if name in self.known.answers
        )
