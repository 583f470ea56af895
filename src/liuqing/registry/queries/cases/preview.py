"""Before anything is sent: what would go where, how long it takes, what is held back, what stopped."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count
from django.utils import timezone

from liuqing.policy import verifying
from liuqing.registry.models import Area, Case, CaseStep
from liuqing.registry.queries import assessments, scope, words
from liuqing.registry.queries.assessments import Stopped
from liuqing.registry.queries.cases import reading
from liuqing.workflow.rights import Right


@dataclass(frozen=True)
class RuleTown:
    """Cases of a rule that would go to the villages of a township."""

    rule: str
    label: str
    town_code: str
    town: str
    count: int


@dataclass(frozen=True)
class VillageTask:
    """What one village would get; ``minutes`` is an estimate."""

    code: str
    village: str
    town: str
    count: int
    minutes: int


@dataclass(frozen=True)
class Preview:
    """What would be sent. ``held`` were explained earlier and no fact has changed; ``stopped`` are
    flags that matched more than they expect and wait for somebody to confirm them; ``days`` are left.
    """

    area_code: str
    area: str
    rules: tuple[str, ...]
    due_on: date
    days: int
    total: int
    counts: tuple[RuleTown, ...]
    villages: tuple[VillageTask, ...]
    held: int
    stopped: tuple[Stopped, ...]

    @property
    def most(self) -> int:
        """The most that one village would get."""
        return max((one.count for one in self.villages), default=0)

    @property
    def minutes(self) -> int:
        """How long the village with the most would need."""
        return max((one.minutes for one in self.villages), default=0)


def preview(user: Any, area_code: str | None, rules: Collection[str], due_on: date) -> Preview:
    """What ``services.cases.send`` would send; all rules, if none is named.

    Problem ``registry.no_such_area`` where the user may not send.
    """
    area = scope.area(user, area_code or None, Right.SEND_CASES)
    found = reading.of_area(area).filter(state=Case.State.FOUND)
    found = found.filter(rule__in=list(rules)) if rules else found
    counted = found.order_by().values_list("rule", "village").annotate(count=Count("pk"))
    places = {one.pk: one for one in Area.objects.filter(level=Area.Level.VILLAGE).select_related("parent")}
    by_town: Counter[tuple[str, str, str]] = Counter()
    by_village: Counter[int] = Counter()
    for rule, village, count in counted:
        town = places[village].parent or places[village]
        by_town[rule, town.code, town.name] += count
        by_village[village] += count
    each = verifying.minutes(reading.numbers(due_on))
    return Preview(
        area_code=area.code, area=area.name, rules=tuple(sorted(rules)), due_on=due_on,
        days=(due_on - timezone.localdate()).days, total=sum(by_village.values()),
        counts=tuple(RuleTown(rule, words.rule(rule), code, name, n) for (rule, code, name), n in sorted(by_town.items())),
        villages=tuple(_task(places[pk], n, each) for pk, n in sorted(by_village.items(), key=lambda v: places[v[0]].code)),
        held=_held(area, rules), stopped=_stopped(rules),
    )  # fmt: skip


def _task(village: Area, count: int, each: float) -> VillageTask:
    town = village.parent.name if village.parent else ""
    return VillageTask(village.code, village.name, town, count, max(1, round(count * each)))


def _held(area: Area, rules: Collection[str]) -> int:
    steps = CaseStep.objects.filter(snapshot=reading.latest(), act="held")
    steps = steps.filter(case__village__path__startswith=area.path)
    return (steps.filter(case__rule__in=list(rules)) if rules else steps).count()


def _stopped(rules: Collection[str]) -> tuple[Stopped, ...]:
    told = assessments.stopped(reading.latest())
    return tuple(one for one in told if not rules or one.rule in rules)
