"""The demo's first work of standing (演示办件): what the demo's own people have begun by today.

Nothing is put into the record by hand: the demo's accounts take the same steps through the same
services as everybody, today, so that every page has something to look at and something to do.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.contrib.auth.models import User

from liuqing.errors import Problem
from liuqing.registry.models import (
    Area,
    Clue,
    Finding,
    Household,
    Membership,
    Proceeding,
    Report,
    Snapshot,
)
from liuqing.registry.services import clues, evaluations, notices, standing, windows
from liuqing.registry.services.areas import root_path
from liuqing.registry.services.clues import Said
from liuqing.registry.services.standing import frozen
from liuqing.workflow import clock

HANGING, UNDER_WAY = 3, 2
"""So many households at risk hang on the notice; so many are before it."""
LEAVING = 2
"""So many households that are ready to leave the register hang on a notice."""


@dataclass(frozen=True)
class Begun:
    """How many proceedings and clues there are to look at."""

    proceedings: int
    clues: int


@dataclass(frozen=True)
class People:
    """The demo's accounts that take part, and the village of the cadre."""

    analyst: User
    clerk: User
    cadre: User
    village: Area

    def of(self, level: str) -> User:
        """Who takes a step at that level."""
        return {"village": self.cadre, "town": self.clerk}.get(level, self.analyst)


def begin(snapshot: Snapshot) -> Begun:
    """Take the first steps in the cadre's village. Problem ``workflow.not_allowed`` without the demo's accounts."""
    people = _people()
    _clues(people, snapshot)
    _monitored(people)
    _leaving(people, snapshot)
    _death(people)
    _county(people)
    return Begun(Proceeding.objects.count(), Clue.objects.count())


def _people() -> People:
    analyst, clerk, cadre = (User.objects.get(username=name) for name in ("yewu", "xiangzhen", "cunzu"))
    path = cadre.appointments.get().area_path  # type: ignore[attr-defined]
    return People(analyst, clerk, cadre, Area.objects.get(path=path))


def _clues(people: People, snapshot: Snapshot) -> None:
    """Warnings of the cadre's township, sent out; a villager's request; what the cadre saw."""
    clues.from_warnings(snapshot, people.analyst, area=people.village.parent)
    clues.report(
        channel=Report.Channel.REQUEST, area=people.village,
        said=Said(name="演示村民", phone="00000000001", happened=("illness",), words="住院花费大，还欠着账"),
    )  # fmt: skip
    waiting = Clue.objects.filter(state=Clue.State.RECEIVED, area=people.village, household__isnull=False)
    clues.send(waiting=list(waiting[:5]), by=people.clerk)


def _monitored(people: People) -> None:
    """Exited households of the village at risk: some hang on the notice, some are before it."""
    made = [one for home in _exited(people.village) if (one := _submitted(people, home))]
    for number, one in enumerate(made):
        _through(people, one, until="notice" if number < HANGING else "meeting")
    _hang(people, made)


def _hang(people: People, made: list[Proceeding]) -> None:
    """Those that have come to the village's notice hang together, on one sheet."""
    hanging = [one for one in made if one.step and frozen.of(one).step(one.step).kind == "notice"]
    if hanging:
        first = hanging[0]
        drawn = notices.draw(
            by=people.cadre,
            procedure=first.procedure,
            step=first.step,
            area=people.village,
            proceedings=hanging,
        )
        notices.hang(drawn, by=people.cadre)


def _exited(village: Area) -> Iterable[Household]:
    found = Household.objects.filter(village=village, standings__until=None, standings__status="exited")
    return found.exclude(monitorings__removed_on=None, monitorings__isnull=False).order_by("no")[
        : HANGING + UNDER_WAY
    ]


def _leaving(people: People, snapshot: Snapshot) -> None:
    """Households of the village that meet every condition: they leave the register, up to the notice."""
    made = [
        one for home in _ready(people.village, snapshot) if (one := _begun(people, home, "household_exit"))
    ]
    for one in made:
        _through(people, one, until="notice")
    _hang(people, made)


def _ready(village: Area, snapshot: Snapshot) -> Iterable[Household]:
    found = Finding.objects.filter(snapshot=snapshot, rule="exits", verdict=True, village=village)
    left = Household.objects.filter(standings__until=None, standings__status__in=("registered", "relapsed"))
    return left.filter(pk__in=found.values("household")).order_by("no")[:LEAVING]


def _submitted(people: People, home: Household) -> Proceeding | None:
    return _begun(people, home, "monitoring_in", kind="脱贫不稳定户", risks=["因病"])


def _begun(people: People, home: Household, procedure: str, **payload: object) -> Proceeding | None:
    clue = home.clues.filter(state__in=Clue.OPEN_STATES).first()  # type: ignore[attr-defined]
    try:
        draft = standing.open(
            by=people.cadre, procedure=procedure, household=home, payload=payload, clue=clue
        )
        standing.submit(draft, by=people.cadre, uuid=uuid4(), **_complete(draft))
    except Problem:
        # Something stands against this one: the demo goes on with the next.
        return None
    return draft


def _through(people: People, one: Proceeding, *, until: str) -> None:
    """Step by step, as the village would, to the first step of a kind."""
    while one.state == Proceeding.State.OPEN and frozen.of(one).step(one.step).kind not in (
        until,
        "notice",
        "decide",
    ):
        step = frozen.of(one).step(one.step)
        figures = {"due": 30, "present": 27, "agreed": 26} if step.quorum else {}
        standing.act(
            one, by=people.of(step.level), step=step.key, outcome=standing.outcomes(step)[0], uuid=uuid4(), figures=figures,
            **_complete(one),
        )  # fmt: skip


def _complete(one: Proceeding) -> dict[str, Any]:
    step = frozen.of(one).step(one.step)
    return {"signatures": step.signatures, "papers": [(kind, "", None) for kind in step.documents]}


def _death(people: People) -> None:
    """A member died: reported by the village, waiting in the township."""
    member = (
        Membership.objects.filter(household__village=people.village, until=None)
        .exclude(relation="户主").select_related("household").order_by("person__birth").first()
    )  # fmt: skip
    if member is None:
        return
    payload = {"person": member.person_id, "reason": "死亡", "from_day": clock.today().isoformat()}
    draft = standing.open(
        by=people.cadre,
        procedure="member_leaves",
        household=member.household,
        payload=payload,
        ground="死亡证明",
    )
    standing.submit(draft, by=people.cadre, uuid=uuid4(), **_complete(draft))


def _county(people: People) -> None:
    """The county has planned the year's adjustment and announced an evaluation."""
    today = clock.today()
    windows.plan(by=people.analyst, year=today.year + (today.month > 9))
    code = root_path().rstrip("/")
    evaluations.plan(
        by=people.analyst, area_code=code, label=f"{today.year} 年模拟评估", design="self_check",
        seed_source="下一期公开摇奖号码（演示）", seed_on=today + timedelta(days=1),
    )  # fmt: skip
