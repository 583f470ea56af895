"""Whole lives: the small county's own people take every step of the place's real procedures.

Nothing is written past the services: a notice is drawn up, hung, waited out and ended; every step has
its quorum, signatures and papers; the clock is moved from day to day and never back.
"""

from collections.abc import Iterable
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import time_machine
from django.utils import timezone

from liuqing.errors import Problem
from liuqing.policy.procedures import Step
from liuqing.registry.models import (
    Area,
    Household,
    Membership,
    Monitoring,
    Notice,
    Person,
    Proceeding,
    Snapshot,
    SourceFile,
    Standing,
)
from liuqing.registry.queries import standing as asked
from liuqing.registry.queries.windows.register import Register, recomputed
from liuqing.registry.queries.windows.register import frozen as frozen_register
from liuqing.registry.services import notices, standing
from liuqing.registry.services.standing import frozen
from liuqing.workflow import trail
from tests.cast import Cast, user

QUORUM = {"due": 30, "present": 24, "agreed": 20}
"""Thirty representatives, twenty-four came, twenty agreed."""


@dataclass
class Office:
    """Who works where: a cadre a village, a clerk a township, two people in the county."""

    cast: Cast
    county: Any
    clock: Any
    cadres: dict[str, Any] = field(default_factory=dict)
    clerks: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        first, second, third = self.county.villages
        self.cadres = {
            first.code: self.cast.village_officer,
            second.code: user("second-cadre", "village_cadre", second.path),
            third.code: self.cast.outsider,
        }
        one, two = self.county.towns
        self.clerks = {
            one.code: self.cast.township_reviewer,
            two.code: user("second-clerk", "township_clerk", two.path),
        }
        self.approver = self.cast.county_approver
        self.deputy = user("deputy", "county_analyst", self.county.county.path)

    # The clock

    def on(self, day: date, hour: int = 9) -> None:
        """It is this day now."""
        self.clock.move_to(at(day, hour))

    def wait(self, days: int = 1) -> date:
        """So many days later."""
        self.on(self.today + timedelta(days=days))
        return self.today

    @property
    def today(self) -> date:
        """The office's day."""
        return timezone.localdate()

    # Who acts

    def of(self, step: Step, area: Area, maker: str = "") -> Any:
        """Whose step it is; what is decided above the county another person records than who proposed or decided there."""
        if step.level == "village":
            return self.cadres[area.code]
        if step.level == "town":
            return self.clerks[next(code for code in self.clerks if code in area.path)]
        return self.deputy if step.level == "above" or maker == self.approver.username else self.approver

    # Proceedings

    def begin(
        self, procedure: str, home: Household | None = None, *, area: Area | None = None, **more: Any
    ) -> Proceeding:
        """A draft that is handed in on the same day; taken back if it is refused."""
        told = frozen.in_force(procedure, self.today)
        first = told.steps[0]
        by = self.of(first, home.village if home else area)
        clue, ground = more.pop("clue", None), more.pop("ground", "情况属实")
        draft = standing.open(
            by=by, procedure=procedure, household=home, area=area, payload=more, clue=clue, ground=ground
        )
        try:
            self.submit(draft)
        except Problem:
            standing.withdraw(draft, by=by, said="没有交成，先撤回")
            raise
        return draft

    def submit(self, one: Proceeding) -> Proceeding:
        """Hand in, with what the first step asks for."""
        step = frozen.of(one).steps[0]
        standing.submit(
            one, by=self.of(step, one.area), uuid=uuid4(), signatures=step.signatures, papers=on_paper(step)
        )
        return one

    def step(self, one: Proceeding, expect: str = "", **more: Any) -> Proceeding:
        """Take the step that waits, which is ``expect``; a notice is hung and waited out."""
        told = frozen.of(one).step(one.step)
        assert not expect or told.key == expect, (told.key, expect)
        if told.kind == "notice":
            self.end(self.hang(one))
        else:
            self.take(one, **more)
        one.refresh_from_db()
        return one

    def take(self, one: Proceeding, **more: Any) -> Any:
        """Take the step that waits, with everything it asks for."""
        told = frozen.of(one).step(one.step)
        given = {
            "by": self.of(told, one.area, one.by), "step": told.key, "outcome": standing.outcomes(told)[0],
            "figures": QUORUM if told.quorum else {}, "signatures": told.signatures, "papers": on_paper(told),
            "uuid": uuid4(),
        }  # fmt: skip
        if told.spot_check:
            given["figures"] = {"due": 30, "visited": 6}
        return standing.act(one, **(given | more))

    def through(self, one: Proceeding, *, to: str = "", days: int = 1) -> Proceeding:
        """Every step up to ``to`` (to the end), so many days from one to the next."""
        while one.state == Proceeding.State.OPEN and one.step != to:
            self.wait(days)
            self.step(one)
        return one

    def whole(self, procedure: str, home: Household | None = None, **more: Any) -> Proceeding:
        """A whole procedure, from the draft to its effect."""
        return self.through(self.begin(procedure, home, **more))

    # Notices

    def hang(self, *several: Proceeding) -> Notice:
        """Draw up and hang the sheet of the step that waits."""
        first = several[0]
        told = frozen.of(first).step(first.step)
        by = self.of(told, first.area, first.by)
        notice = notices.draw(
            by=by, procedure=first.procedure, step=first.step, area=first.area, proceedings=several
        )
        return notices.hang(notice, by=by)

    def end(self, notice: Notice) -> Notice:
        """Wait for the morning after the last day, and end it."""
        notice.refresh_from_db()
        if notice.state == Notice.State.ENDED:
            return notice
        self.on(notice.until + timedelta(days=1))
        first = notice.noticed.select_related("proceeding__area").first().proceeding
        by = self.of(frozen.of(first).step(notice.step), notice.area, first.by)
        return notices.end(notice, by=by)


def at(day: date, hour: int = 9) -> datetime:
    """A moment of the office's day."""
    return datetime.combine(day, time(hour), timezone.get_default_timezone())


def on_paper(step: Step) -> list[tuple[str, str, Path | None]]:
    """What the step asks for, kept on paper."""
    return [(kind, "", None) for kind in step.documents]


def resident(county: Any, village: Area, name: str, book: str, **more: Any) -> Person:
    """Somebody on the police list who is in no household of ours."""
    told = {"sex": "女", "birth": date(1970, 2, 3), "hukou_no": book, "village": village} | more
    return Person.objects.create(name=name, person_no=f"R{book}{Person.objects.count()}", **told)


# What is looked at in the end


def register(on: date, household: Household) -> tuple[Any, ...]:
    """What the register of a day says of a household: village, standing, monitored; and its members."""
    found: Register = recomputed(on)
    home = found.homes.get(household.pk)
    return home, sorted(person for person, where in found.people.items() if where == household.pk)


def stands(household: Household) -> str:
    """Its standing now; "" outside the register."""
    one = Standing.objects.filter(household=household, until=None).first()
    return one.status if one else ""


def watched(household: Household) -> str:
    """As what it is monitored now; "" if it is not."""
    one = Monitoring.objects.filter(household=household, removed_on=None).first()
    return one.kind if one else ""


def members(household: Household) -> dict[str, str]:
    """The members of now: name and relation."""
    rows = Membership.objects.filter(household=household, until=None).order_by("pk")
    return dict(rows.values_list("person__name", "relation"))


def told(office: Office, household: Household) -> list[str]:
    """The titles of the household's story, the oldest first."""
    return [line.title for line in asked.story(office.approver, household.no).lines]


def in_order(lines: Iterable[str], *wanted: str) -> None:
    """Each is told, one after the other."""
    rest = iter(lines)
    for one in wanted:
        assert any(one in line for line in rest), f"「{one}」没有按先后写进来龙去脉"


def nothing_tampered() -> None:
    """Every chain of acts and the trail hold, and nobody's name stands in the trail."""
    assert standing.verify_all() == []
    assert trail.verify().sound
    assert names_in_trail() == []


def names_in_trail() -> list[str]:
    """Names of the register that stand in the trail (of three letters, so that no word is one)."""
    from liuqing.workflow.models import Event

    text = "\n".join(f"{act} {subject} {detail}" for act, subject, detail in
                     Event.objects.values_list("act", "subject", "detail"))  # fmt: skip
    return [name for name in Person.objects.values_list("name", flat=True) if len(name) > 2 and name in text]


@contextmanager
def refused(code: str, *words: str):
    """The act is refused for this reason, in these words, and nothing was changed by it."""
    before = (Standing.objects.count(), Membership.objects.count(), Monitoring.objects.count())
    try:
        yield
    except Problem as problem:
        assert problem.code == code, problem
        missing = [word for word in words if word not in problem.what + problem.remedy]
        assert not missing, (missing, problem.what, problem.remedy)
    else:
        raise AssertionError(f"{code} was not raised")
    assert before == (Standing.objects.count(), Membership.objects.count(), Monitoring.objects.count())


def every_frozen_day_comes_out() -> int:
    """Each day of which a snapshot was taken is recomputed from the record, to the last person; how many."""
    taken = list(Snapshot.objects.filter(complete=True))
    for one in taken:
        assert frozen_register(one) == recomputed(one.on), one.on
    return len(taken)


@contextmanager
def at_work(cast: Cast, county: Any, day: date):
    """The office on a day, with its clock."""
    SourceFile.objects.update(received_at=at(day - timedelta(days=1)))
    with time_machine.travel(at(day), tick=False) as clock:
        yield Office(cast, county, clock)
