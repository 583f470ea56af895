"""Whatever people do with households, on whatever days: every past day stays what it was.

Random acts by random people over years; at the end of each day the register is written down, and read
again from the dated rows after everything that follows.
"""

from collections import Counter, defaultdict
from datetime import date
from itertools import pairwise

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from liuqing.errors import Problem
from liuqing.policy.procedures import LEVELS
from liuqing.registry.models import (
    Act,
    FormerVillage,
    Household,
    Membership,
    Monitoring,
    Person,
    Proceeding,
    Receipt,
    Standing,
)
from liuqing.registry.services import standing
from liuqing.registry.services.standing import frozen
from tests import county as making
from tests.registry import standings
from tests.registry.standings import TODAY, at, begun, go, through

AT = st.integers(0, 30)
SAID = {
    "t_relapse": {"cause": "因灾"}, "t_register": {"cause": "因病"}, "t_remove_risk": {"way": "帮扶消除"},
    "t_watch_again": {"risks": ["因学"]}, "t_take_back_removal": {"why": "有误"}, "t_exit": {},
    "t_take_back_exit": {"why": "有误", "money": "停发，不追回"}, "t_watch": {"kind": "突发严重困难户", "risks": ["因病"]},
}  # fmt: skip
IN_AND_OUT = {
    "": ("t_register",), "registered": ("t_exit",), "relapsed": ("t_exit",), "exited": ("t_relapse", "t_take_back_exit"),
}  # fmt: skip
WATCHED = {True: ("t_remove_risk",), False: ("t_watch", "t_watch_again", "t_take_back_removal")}


def picture(day):
    """The register of a day, from the dated rows: of every household its standing, members, village, watch."""
    homes = defaultdict(lambda: ["", {}, "", ""])
    for home, status, since, until in Standing.objects.values_list("household", "status", "since", "until"):
        if since <= day and (until is None or until > day):
            assert not homes[home][0], "two standings on a day"
            homes[home][0] = status
    for home, person, relation, since, until in Membership.objects.values_list(
        "household", "person", "relation", "since", "until"
    ):
        if since <= day and (until is None or until > day):
            homes[home][1][person] = relation
    watched = Monitoring.objects.values_list("household", "kind", "risks", "since", "removed_on")
    for home, kind, risks, since, removed in watched:
        if since <= day and (removed is None or removed > day):
            homes[home][3] = (kind, *risks)
    lived = dict(Household.objects.values_list("pk", "village"))
    for home, village, until in FormerVillage.objects.order_by("-until", "-pk").values_list(
        "household", "village", "until"
    ):
        if until > day:
            lived[home] = village
    return {pk: (told[0], told[1], lived[pk], told[3]) for pk, told in homes.items()}


class Life(RuleBasedStateMachine):
    """A county in which people act, sleep, and act again."""

    cast = county = clock = None

    @initialize()
    def begin(self):
        self.rolled_back = transaction.atomic()
        self.rolled_back.__enter__()
        self.clock.move_to(at(TODAY))
        self.days = {}
        self.receipts = list(Receipt.objects.order_by("pk").values_list())
        for n in range(6):
            Person.objects.create(
                name=f"新{n}", village=self.county.villages[0], hukou_no=f"B{n % 3}", sex="男女"[n % 2]
            )

    def teardown(self):
        if hasattr(self, "rolled_back"):
            assert standing.verify_all() == []
            transaction.set_rollback(True)
            self.rolled_back.__exit__(None, None, None)

    def home(self, at):
        homes = list(Household.objects.filter(village__in=self.county.villages[:2]).order_by("pk"))
        return homes[at % len(homes)]

    def member(self, home, at):
        found = list(
            Membership.objects.filter(household=home, until=None)
            .order_by("person")
            .values_list("person", flat=True)
        )
        return found[at % len(found)] if found else 0

    def do(self, procedure, home, finished=True, **said):
        """Begin it where the household lives, and take it through; what is not possible is refused whole."""
        officer = self.cast.officers[home.village_id]
        try:
            with transaction.atomic():
                one = begun(self.cast, procedure, home, by=officer, **said)
                return through(self.cast, one) if finished else one
        except Problem:
            return None

    @rule(days=st.integers(1, 400))
    def sleep(self, days):
        self.days[timezone.localdate()] = picture(timezone.localdate())
        standings.later(self.clock, days)

    @rule(home=AT, which=AT, finished=st.booleans())
    def in_and_out(self, home, which, finished):
        where = self.home(home)
        found = Standing.objects.filter(household=where, until=None).first()
        watched = Monitoring.objects.filter(household=where, removed_on=None).exists()
        possible = [*IN_AND_OUT[found.status if found else ""], *WATCHED[watched]]
        procedure = possible[which % len(possible)]
        self.do(procedure, where, finished, **SAID[procedure])

    @rule(home=AT, why=st.sampled_from(["错评", "整户死亡", "整户迁出"]))
    def strike(self, home, why):
        self.do("t_strike", self.home(home), why=why, money="停发，不追回")

    @rule(person=AT)
    def found_outside(self, person):
        people = list(Person.objects.filter(same_as=None).order_by("pk"))
        standing.outside(people[person % len(people)], by=self.cast.county_cadre)

    @rule(home=AT, person=AT, reason=st.sampled_from(["婚入", "迁入"]))
    def join(self, home, person, reason):
        people = list(Person.objects.order_by("pk").values_list("pk", flat=True))
        day = timezone.localdate().isoformat()
        said = {
            "person": people[person % len(people)],
            "relation": "之兄弟姐妹",
            "reason": reason,
            "from_day": day,
        }
        self.do("t_join", self.home(home), **said)

    @rule(
        home=AT,
        person=AT,
        head=AT,
        finished=st.booleans(),
        reason=st.sampled_from(["死亡", "婚出", "判刑收监"]),
    )
    def leave(self, home, person, head, finished, reason):
        where = self.home(home)
        gone, new = self.member(where, person), self.member(where, head)
        was_head = Membership.objects.filter(
            household=where, person=gone, until=None, relation="户主"
        ).exists()
        said = {"person": gone, "reason": reason, "from_day": timezone.localdate().isoformat()}
        self.do("t_leave", where, finished, **said, **({"head": new} if was_head else {}))

    @rule(home=AT, head=AT)
    def change_head(self, home, head):
        where = self.home(home)
        self.do("t_change_head", where, head=self.member(where, head), why="外出")

    @rule(home=AT, first=AT, second=AT)
    def split(self, home, first, second):
        where = self.home(home)
        going = {self.member(where, first), self.member(where, second)}
        said = {"persons": sorted(going), "head": min(going), "from_day": timezone.localdate().isoformat()}
        self.do("t_split", where, **said)

    @rule(home=AT, other=AT)
    def merge(self, home, other):
        day = timezone.localdate().isoformat()
        self.do("t_merge", self.home(home), other=self.home(other).no, from_day=day)

    @rule(home=AT, village=st.integers(0, 1))
    def move(self, home, village):
        said = {"village": self.county.villages[village].code, "from_day": timezone.localdate().isoformat()}
        self.do("t_move", self.home(home), **said)

    @rule(at=AT, who=st.sampled_from(["village_officer", "township_reviewer", "county_approver", "outsider", "inspector"]),
          outcome=st.sampled_from(["agreed", "done", "returned", "refused"]))  # fmt: skip
    def somebody_takes_a_step(self, at, who, outcome):
        waiting = list(Proceeding.objects.filter(state="open").order_by("pk"))
        if not waiting:
            return
        one = waiting[at % len(waiting)]
        level = frozen.of(one).step(one.step).level
        try:
            with transaction.atomic():
                go(self.cast, one, by=getattr(self.cast, who), outcome=outcome, said="核实")
        except Problem:
            return
        assert {"village": "village_officer", "town": "township_reviewer"}[level] == who, LEVELS[level]

    @rule(at=AT)
    def taken_back(self, at):
        waiting = list(Proceeding.objects.filter(state__in=("draft", "open", "returned")).order_by("pk"))
        if waiting:
            one = waiting[at % len(waiting)]
            standing.withdraw(one, by=self.cast.officers[one.area_id], said="不办了")

    @invariant()
    def every_past_day_is_what_it_was(self):
        for day, told in getattr(self, "days", {}).items():
            assert picture(day) == told, day

    @invariant()
    def nobody_is_in_two_households_on_any_day(self):
        held = defaultdict(list)
        for person, since, until in Membership.objects.values_list("person", "since", "until"):
            if until is None or until > since:
                held[person].append((since, until or date.max))
        for spans in held.values():
            spans.sort()
            assert all(first[1] <= second[0] for first, second in pairwise(spans))

    @invariant()
    def a_household_of_the_register_has_exactly_one_head(self):
        heads = Counter(
            Membership.objects.filter(until=None, relation="户主").values_list("household", flat=True)
        )
        held = set(Standing.objects.filter(until=None).values_list("household", flat=True))
        assert all(heads[home] == 1 for home in held)
        assert all(count == 1 for count in heads.values())

    @invariant()
    def nothing_that_was_paid_is_touched(self):
        if hasattr(self, "receipts"):
            assert list(Receipt.objects.order_by("pk").values_list()) == self.receipts

    @invariant()
    def nobody_decided_what_he_made(self):
        for maker, by in Act.objects.filter(decides=True).values_list("maker", "by"):
            assert maker != by


@pytest.fixture
def life(settings, cast, county):
    """The machine with the cast of the small county: one cadre in each village of the first township."""
    from tests import cast as casting

    standings.place(settings)
    officers = {county.villages[0].pk: cast.village_officer}
    officers[county.villages[1].pk] = casting.user("second-cadre", "village_cadre", county.villages[1].path)
    object.__setattr__(cast, "officers", officers)
    object.__setattr__(cast, "county_cadre", casting.user("every-cadre", "village_cadre", county.county.path))
    making.household(county, county.villages[0], "H0006", size=5, head="郑二十")
    return cast


def test_every_past_day_stays_what_it_was(life, county):
    with time_machine.travel(at(TODAY), tick=True) as clock:
        Life.cast, Life.county, Life.clock = life, county, clock
        run_state_machine_as_test(
            Life,
            settings=settings(
                max_examples=8,
                stateful_step_count=25,
                deadline=None,
                suppress_health_check=list(HealthCheck),
            ),
        )
