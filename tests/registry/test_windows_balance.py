"""Balances: opening + changes = closing, whatever happened."""

import json
from collections import Counter
from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from liuqing.registry.models import Area, FormerVillage, Household, Membership, Monitoring, Person, Standing
from liuqing.registry.queries.windows import balances
from liuqing.registry.queries.windows.kinds import REGISTERS, UNITS
from liuqing.registry.queries.windows.register import recomputed
from liuqing.registry.queries.windows.walking import walk
from tests.registry import histories

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

FIRST, LAST = date(2018, 10, 1), date(2018, 12, 30)
DAYS = st.integers(-40, 130).map(lambda n: FIRST + timedelta(days=n))
HOMES = st.integers(0, 5)
ACT = st.tuples(
    st.sampled_from((
        "identify", "exit", "relapse", "strike", "join", "late_join", "leave", "late_leave", "move", "marry",
        "watch", "remove", "list", "nobody", "merge_village",
    )),
    DAYS, HOMES, st.integers(0, 2),
)  # fmt: skip


@pytest.fixture
def outside(county):
    """A sixth household, not in the register, with one member."""
    home = Household.objects.create(no="H0006", village=county.villages[1], head_name="郑十五")
    person = Person.objects.create(name="郑十五", person_no="P9", village=home.village)
    Membership.objects.create(household=home, person=person, relation="户主", since=date(2010, 1, 1))
    return home


def play(county, acts):
    """Each act on its day, in the order of the days, as far as it makes sense."""
    for what, on, n, m in sorted(acts, key=lambda act: act[1]):
        homes = list(Household.objects.order_by("no"))
        home, village = homes[n % len(homes)], county.villages[m]
        standing = Standing.objects.filter(household=home, until=None).first()
        if standing and standing.since >= on:
            continue
        members = [
            m.person
            for m in Membership.objects.filter(household=home, until=None).order_by("pk")
            if m.since < on
        ]
        do(county, what, on, home, village, standing, members)


def do(county, what, on, home, village, standing, members):
    """One act, if it may be done at all."""
    status = standing.status if standing else None
    earlier = max(on - timedelta(days=30), date(2015, 1, 1))
    watched = Monitoring.objects.filter(household=home)
    may_move = village != home.village and not FormerVillage.objects.filter(household=home, until__gte=on)
    long_here = members and not Membership.objects.filter(person=members[-1], since__gte=earlier)
    may, act = {
        "identify": (status is None, lambda: histories.identify(home, on)),
        "exit": (status in ("registered", "relapsed"), lambda: histories.exit_(home, on)),
        "relapse": (status == "exited", lambda: histories.relapse(home, on)),
        "strike": (status, lambda: histories.strike(home, on)),
        "join": (True, lambda: histories.join(home, on)),
        "late_join": (True, lambda: histories.join(home, on, from_day=earlier)),
        "leave": (members, lambda: histories.leave(members[-1], on)),
        "late_leave": (long_here, lambda: histories.leave(members[-1], on, from_day=earlier)),
        "move": (may_move, lambda: histories.move(home, village, on)),
        "marry": (members, lambda: histories.marry(members[-1], histories.neighbour(village.pk), on)),
        "watch": (not watched.filter(removed_on__gte=on), lambda: histories.watch(home, on)),
        "remove": (watched.filter(removed_on=None, since__lt=on), lambda: histories.remove_risk(home, on)),
        "list": (status != "exited", lambda: histories.stand(home, "exited", on, file=county.register)),
        "nobody": (True, lambda: histories.stand(home, None if status else "registered", on)),
        "merge_village": (may_move, lambda: histories.join_village(home, village, on)),
    }[what]
    if may:
        act()


def counted(on):
    """The register of a day counted the slow way: every row is looked at."""
    found = {(register, unit): Counter() for register in REGISTERS for unit in UNITS}
    for home in Household.objects.all():
        later = [
            f for f in FormerVillage.objects.filter(household=home).order_by("until", "pk") if f.until > on
        ]
        village = later[0].village_id if later else home.village_id
        status = [
            s.status
            for s in Standing.objects.filter(household=home)
            if s.since <= on and not (s.until and s.until <= on)
        ]
        watched = [
            m
            for m in Monitoring.objects.filter(household=home)
            if m.since <= on and not (m.removed_on and m.removed_on <= on)
        ]
        people = [
            m
            for m in Membership.objects.filter(household=home)
            if m.since <= on and not (m.until and m.until <= on)
        ]
        for register in REGISTERS:
            is_in = (
                bool(watched)
                if register == "monitored"
                else bool(status) and status[-1] in REGISTERS[register].statuses
            )
            if is_in:
                found[register, "household"][village] += 1
                found[register, "person"][village] += len(people)
    return found


def plain(counts):
    return {key: {village: n for village, n in found.items() if n} for key, found in counts.items()}


def check(walked):
    """Every cell of every place comes out, and the places add up."""
    villages = list(Area.objects.filter(level="village"))
    towns = list(Area.objects.filter(level="town"))
    county = balances.line(Area.objects.get(parent=None), walked)
    parts = [[balances.line(one, walked) for one in level] for level in (villages, towns)]
    for key, cell in county.cells.items():
        for lines in parts:
            assert sum(line.cells[key].opening for line in lines) == cell.opening
            assert sum(line.cells[key].closing for line in lines) == cell.closing
            assert sum(line.cells[key].change for line in lines) == cell.change
        assert not cell.came.get("moved") and not cell.went.get("moved")
    for line in [county, *parts[0], *parts[1]]:
        assert line.balanced, line


EXAMPLES = settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@EXAMPLES
@given(acts=st.lists(ACT, min_size=3, max_size=18))
def test_opening_and_changes_give_the_closing_in_every_place_whatever_happened(acts, county, outside):
    with transaction.atomic():
        play(county, acts)
        walked = walk(FIRST, LAST)
        assert plain(walked.opening) == plain(counted(FIRST - timedelta(days=1)))
        assert plain(walked.closing) == plain(counted(LAST))
        assert plain(walked.closing) == plain(recomputed(LAST).counts())
        check(walked)
        transaction.set_rollback(True)


@EXAMPLES
@given(before=st.lists(ACT, max_size=8), after=st.lists(ACT, min_size=2, max_size=10))
def test_what_is_put_in_after_the_opening_was_frozen_is_a_change_of_the_window(
    before, after, county, outside
):
    """The frozen opening is the beginning, whatever the record says of that day by now."""
    with transaction.atomic():
        play(county, before)
        opening = recomputed(FIRST - timedelta(days=1))
        play(county, after)
        closing = recomputed(LAST)
        walked = walk(FIRST, LAST, opening, closing)
        assert plain(walked.opening) == plain(opening.counts())
        assert plain(walked.closing) == plain(closing.counts())
        check(walked)
        transaction.set_rollback(True)


@EXAMPLES
@given(during=st.lists(ACT, max_size=8), after=st.lists(ACT, min_size=1, max_size=8))
def test_what_is_put_in_after_the_closing_was_frozen_does_not_change_it(during, after, county, outside):
    with transaction.atomic():
        opening = recomputed(FIRST - timedelta(days=1))
        play(county, during)
        closing = recomputed(LAST)
        play(county, after)
        walked = walk(FIRST, LAST, opening, closing)
        assert plain(walked.closing) == plain(closing.counts())
        check(walked)
        transaction.set_rollback(True)


def of(walked, register, unit, code="990101"):
    cell = balances.line(Area.objects.get(code=code), walked).cells[register, unit]
    return cell.opening, {k: (c, w) for k, _, c, w in cell.lines}, cell.closing


DAY = date(2018, 10, 20)


def test_each_kind_is_told_by_the_procedure_behind_it(county, outside):
    h1, h2, h3 = (Household.objects.get(no=f"H000{n}") for n in (1, 2, 3))
    histories.identify(outside, DAY)
    histories.exit_(h1, DAY)
    histories.relapse(h2, DAY)
    histories.strike(h3, DAY)
    walked = walk(FIRST, LAST)
    assert of(walked, "registered", "household") == (5, {"identified": (1, 0), "struck": (0, 1)}, 5)
    assert of(walked, "registered", "person") == (15, {"identified": (1, 0), "struck": (0, 4)}, 12)
    unexited = {"identified": (1, 0), "relapsed": (1, 0), "exited": (0, 1), "struck": (0, 1)}
    assert of(walked, "unexited", "household") == (4, unexited, 4)


def test_births_and_deaths_are_natural_change_of_persons_with_their_reason(county):
    home = Household.objects.get(no="H0001")
    histories.join(home, DAY)
    histories.leave(home.memberships.order_by("pk")[1].person, DAY, reason="婚出")
    walked = walk(FIRST, LAST)
    assert of(walked, "registered", "person") == (15, {"natural_in": (1, 0), "natural_out": (0, 1)}, 15)
    assert {c.cause.word for c in walked.changes} == {"出生", "婚出"}
    assert of(walked, "registered", "household") == (5, {}, 5)


def test_who_is_born_and_dies_in_the_window_is_counted_both_ways(county):
    home = Household.objects.get(no="H0001")
    histories.leave(histories.join(home, DAY), DAY + timedelta(days=3))
    assert of(walk(FIRST, LAST), "registered", "person")[1] == {"natural_in": (1, 0), "natural_out": (0, 1)}


def test_a_move_shows_in_both_villages_and_cancels_where_both_lie(county):
    home = Household.objects.get(no="H0001")
    histories.move(home, county.villages[2], DAY)
    walked = walk(FIRST, LAST)
    assert of(walked, "registered", "person", "990101001001")[1] == {"moved": (0, 3)}
    assert of(walked, "registered", "person", "990101001")[1] == {"moved": (0, 3)}
    assert of(walked, "registered", "person", "990101002001")[1] == {"moved": (3, 0)}
    assert of(walked, "registered", "person")[1] == {}


def test_a_marriage_between_villages_is_a_move_of_one_person(county):
    person = Household.objects.get(no="H0001").memberships.order_by("pk")[2].person
    histories.marry(person, Household.objects.get(no="H0005"), DAY)
    walked = walk(FIRST, LAST)
    assert of(walked, "registered", "person", "990101001001")[1] == {"moved": (0, 1)}
    assert of(walked, "registered", "person")[1] == {}


def test_what_neither_procedure_nor_list_did_is_unexplained(county, outside):
    histories.stand(outside, "registered", DAY)
    histories.stand(Household.objects.get(no="H0001"), "exited", DAY, file=county.register)
    walked = walk(FIRST, LAST)
    assert of(walked, "registered", "household")[1] == {"unexplained": (1, 0)}
    assert of(walked, "unexited", "household")[1] == {"listed": (0, 1), "unexplained": (1, 0)}
    assert {c.unit for c in balances.unexplained(walked.changes)} == {"household", "person"}


def test_a_procedure_of_another_day_explains_nothing(county, outside):
    histories.stand(outside, "registered", DAY)
    histories.proceeding("register", outside, DAY + timedelta(days=20))
    assert of(walk(FIRST, LAST), "registered", "household")[1] == {"unexplained": (1, 0)}


def test_the_first_and_the_last_day_belong_to_the_window_and_their_neighbours_do_not(county):
    home = Household.objects.get(no="H0001")
    for day, counts in ((FIRST, 1), (LAST, 1), (FIRST - timedelta(days=1), 0), (LAST + timedelta(days=1), 0)):
        with transaction.atomic():
            histories.join(home, day)
            assert len(walk(FIRST, LAST).changes) == 2 * counts
            transaction.set_rollback(True)


def test_a_birth_before_the_opening_that_is_entered_later_is_a_change_of_this_window(county):
    opening = recomputed(FIRST - timedelta(days=1))
    histories.join(Household.objects.get(no="H0001"), DAY, from_day=date(2018, 9, 1))
    walked = walk(FIRST, LAST, opening)
    assert of(walked, "registered", "person") == (15, {"natural_in": (1, 0)}, 16)
    assert {(c.late, c.cause.kind) for c in walked.changes} == {("before", "natural_in")}


def test_two_records_made_one_are_told_as_such(county):
    opening = recomputed(FIRST - timedelta(days=1))
    kept, gone = Person.objects.order_by("pk")[:2]
    Person.objects.filter(pk=gone.pk).update(same_as=kept)
    assert of(walk(FIRST, LAST, opening), "registered", "person") == (15, {"merged_records": (0, 1)}, 14)


def test_monitored_households_come_with_their_members_and_go_with_them(county):
    home = Household.objects.get(no="H0002")
    histories.watch(home, DAY)
    histories.remove_risk(home, DAY + timedelta(days=30))
    walked = walk(FIRST, LAST)
    assert of(walked, "monitored", "household") == (0, {"watched": (1, 0), "removed": (0, 1)}, 0)
    assert of(walked, "monitored", "person") == (0, {"watched": (3, 0), "removed": (0, 3)}, 0)


def test_leap_day_is_a_day_like_any_other(county):
    histories.join(Household.objects.get(no="H0001"), date(2020, 2, 29))
    assert len(walk(date(2020, 2, 29), date(2020, 3, 1)).changes) == 2
    assert walk(date(2020, 3, 1), date(2020, 3, 31)).changes == ()


def test_a_kept_balance_says_the_same_as_the_walk(county, outside):
    histories.identify(outside, DAY)
    histories.move(Household.objects.get(no="H0001"), county.villages[2], DAY)
    walked = walk(FIRST, LAST)
    told = json.loads(json.dumps(balances.kept_as(walked)))
    kept = balances.Kept(
        balances._counts_in(told["opening"]), balances._counts_in(told["closing"]),
        tuple(tuple(one) for one in told["crossings"]),
    )  # fmt: skip
    for area in Area.objects.all():
        assert balances.line(area, kept) == balances.line(area, walked)


def test_what_a_list_said_is_told_as_such(county):
    """The register's export says that H0004 left in 2018: on the last day of the year."""
    walked = walk(FIRST, LAST + timedelta(days=1))
    assert of(walked, "registered", "person") == (15, {}, 15)
    assert of(walked, "unexited", "household") == (4, {"listed": (0, 1)}, 3)


def test_a_child_born_on_the_day_its_household_moves_is_born_and_does_not_move(county):
    home = Household.objects.get(no="H0001")
    closing = recomputed(LAST)
    histories.join(home, DAY)
    histories.move(home, county.villages[2], DAY)
    walked = walk(FIRST, LAST)
    assert of(walked, "registered", "person") == (15, {"natural_in": (1, 0)}, 16)
    assert of(walked, "registered", "person", "990101002001")[1] == {"natural_in": (1, 0), "moved": (3, 0)}
    check(walk(FIRST, LAST, recomputed(FIRST - timedelta(days=1)), closing))


def test_a_household_that_is_elsewhere_and_nobody_knows_why_is_unexplained_with_its_people(county):
    opening = recomputed(FIRST - timedelta(days=1))
    Household.objects.filter(no="H0001").update(village=county.villages[2])
    walked = walk(FIRST, LAST, opening)
    assert of(walked, "registered", "person", "990101001001")[1] == {"unexplained": (0, 3)}
    assert of(walked, "registered", "household", "990101002001")[1] == {"unexplained": (1, 0)}
    assert of(walked, "registered", "person")[1] == {}
