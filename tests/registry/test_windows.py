"""Windows: planned, opened, gone through, closed; nothing is closed that does not come out."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
import time_machine
from django.conf import settings
from django.db import transaction

from liuqing.errors import Problem
from liuqing.registry.models import Area, Household, Membership, Snapshot, Visited, Window
from liuqing.registry.queries import windows as asking
from liuqing.registry.queries.windows.register import frozen, read, recomputed
from liuqing.registry.services import freezing, windows
from liuqing.workflow.models import Event
from tests import cast as casting
from tests import county as making
from tests.registry import histories
from tests.registry.conftest import make_place

pytestmark = pytest.mark.django_db

FIRST, LAST = date(2018, 10, 1), date(2018, 12, 31)
DURING = date(2018, 10, 20)


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker, tmp_path_factory):
    """The small county with a window that was opened on its first day, made once for the file.

    What a test writes is taken back at its end, everything at the end of the file.
    """
    folder = make_place(tmp_path_factory.mktemp("place"))
    was = settings.WORKSPACE
    with django_db_blocker.unblock(), transaction.atomic():
        settings.WORKSPACE = replace(was, place=str(folder))
        made = making.five()
        cast = casting.of(made)
        with time_machine.travel(noon(date(2018, 9, 1)), tick=False):
            window = windows.plan(by=cast.county_approver, year=2018)
        with time_machine.travel(noon(FIRST), tick=False):
            windows.open_(window, by=cast.county_approver)
        yield made, cast, str(folder)
        settings.WORKSPACE = was
        transaction.set_rollback(True)


def noon(day):
    return f"{day}T12:00:00+08:00"


@pytest.fixture
def place(world, settings):
    settings.WORKSPACE = replace(settings.WORKSPACE, place=world[2])


@pytest.fixture
def county(world, db, place):
    return world[0]


@pytest.fixture
def cast(world, county):
    return casting.again(world[1])


@pytest.fixture
def at():
    """Go to a day; the clock stands still there."""
    travellers = []

    def go(day):
        traveller = time_machine.travel(noon(day), tick=False)
        traveller.start()
        travellers.append(traveller)

    yield go
    for one in reversed(travellers):
        one.stop()


@pytest.fixture
def opened(cast, at):
    at(FIRST)
    return Window.objects.get()


@pytest.fixture
def planned(cast, at):
    """The same window as if it had only been planned."""
    Window.objects.update(state="planned", opening=None)
    at(FIRST)
    return Window.objects.get()


def code(call):
    with pytest.raises(Problem) as caught:
        call()
    return caught.value.code


def test_a_plan_takes_the_days_that_the_place_proposes(planned):
    assert (planned.opens_on, planned.closes_on) == (FIRST, LAST)
    assert [one["key"] for one in planned.stages] == ["collection", "entry", "cleaning", "audit", "feedback"]
    assert planned.state == "planned" and planned.opening is None


def test_the_county_may_give_its_own_days(cast, at):
    at(FIRST)
    own = {
        "collection": (date(2019, 2, 20), date(2019, 2, 28)),
        "audit": (date(2019, 3, 1), date(2019, 3, 5)),
    }
    window = windows.plan(by=cast.county_approver, year=2019, label="春季核查", dates=own)
    assert (window.label, window.opens_on, window.closes_on) == (
        "春季核查",
        date(2019, 2, 20),
        date(2019, 3, 5),
    )


def test_days_that_overlap_or_run_backwards_are_refused(planned, cast):
    plan = lambda dates: code(lambda: windows.plan(by=cast.county_approver, year=2018, dates=dates))  # noqa: E731
    assert plan({"collection": (date(2018, 12, 31), date(2019, 1, 9))}) == "windows.overlap"
    assert plan({"collection": (date(2019, 2, 9), date(2019, 2, 1))}) == "windows.bad_dates"
    assert plan({"collection": (date(2019, 2, 9), date(2019, 2, 9))}) == "windows.bad_dates"
    assert plan({"picnic": (date(2019, 2, 1), date(2019, 2, 9))}) == "windows.bad_dates"


def test_only_the_county_manages_windows(planned, cast):
    for part in ("township_reviewer", "village_officer", "county_leader", "inspector", "administrator"):
        user = cast.everybody()[part]
        assert code(lambda user=user: windows.plan(by=user, year=2019)) == "workflow.not_allowed"
        assert code(lambda user=user: windows.open_(planned, by=user)) == "workflow.not_allowed"


def test_opening_freezes_the_register_before_anything_of_the_first_day(planned, cast, at):
    home = Household.objects.get(no="H0001")
    at(FIRST)
    histories.join(home, FIRST)
    window = windows.open_(planned, by=cast.county_approver)
    assert window.state == "open" and window.opening.on == FIRST - timedelta(days=1)
    assert frozen(window.opening) == recomputed(FIRST - timedelta(days=1))
    assert len(frozen(window.opening).people) == 15


def test_it_opens_neither_before_its_day_nor_twice_nor_beside_another(planned, cast, at):
    Window.objects.update(opens_on=FIRST + timedelta(days=1))
    planned.refresh_from_db()
    assert code(lambda: windows.open_(planned, by=cast.county_approver)) == "windows.too_early"
    Window.objects.update(opens_on=FIRST)
    planned.refresh_from_db()
    opened = windows.open_(planned, by=cast.county_approver)
    assert code(lambda: windows.open_(opened, by=cast.county_approver)) == "windows.not_planned"
    at(LAST + timedelta(days=40))
    dates = {"collection": (LAST + timedelta(days=30), LAST + timedelta(days=60))}
    later = windows.plan(by=cast.county_approver, year=2019, dates=dates)
    assert code(lambda: windows.open_(later, by=cast.county_approver)) == "windows.another_open"
    assert Snapshot.objects.count() == 2


def test_a_window_is_closed_when_its_last_day_is_over_and_keeps_its_balance(opened, cast, at):
    home = Household.objects.get(no="H0001")
    histories.join(home, DURING)
    histories.exit_(home, LAST)
    at(LAST)
    assert code(lambda: windows.close(opened, by=cast.county_approver)) == "windows.not_over"
    at(LAST + timedelta(days=1))
    closed = windows.close(opened, by=cast.county_approver)
    assert (closed.state, closed.closing.on, closed.closed_by) == ("closed", LAST, "county-approver")
    cell = asking.balance(cast.county_approver, closed).total.cells["unexited", "person"]
    assert (cell.opening, cell.closing, cell.change) == (13 - 1, 13 - 1 - 3 - 3, -6) and cell.balanced
    assert Event.objects.filter(act="windows.closed", subject=f"window:{closed.pk}").count() == 1


def test_a_closed_window_is_neither_opened_nor_changed_again(opened, cast, at):
    at(LAST + timedelta(days=1))
    closed = windows.close(opened, by=cast.county_approver)
    village = Area.objects.get(code="990101001001")
    later = {"collection": (FIRST, LAST + timedelta(days=9))}
    by = cast.county_approver
    assert code(lambda: windows.open_(closed, by=by)) == "windows.not_planned"
    assert code(lambda: windows.close(closed, by=by)) == "windows.closed"
    assert code(lambda: windows.change(closed, by=by, dates=later)) == "windows.closed"
    assert code(lambda: windows.done(closed, village, by=by, stage="collection")) == "windows.not_open"
    assert (
        code(lambda: windows.explain(closed, by=by, unit="household", key=1, said="有文件依据"))
        == "windows.not_open"
    )


def test_what_is_put_in_after_the_closing_does_not_change_the_kept_balance(opened, cast, at):
    at(LAST + timedelta(days=1))
    closed = windows.close(opened, by=cast.county_approver)
    before = asking.balance(cast.county_approver, closed)
    histories.join(Household.objects.get(no="H0001"), LAST + timedelta(days=5), from_day=DURING)
    assert asking.balance(cast.county_approver, closed) == before
    assert before.kept


def test_a_window_with_unexplained_changes_closes_only_when_each_is_explained(opened, cast, at):
    home = Household.objects.get(no="H0001")
    histories.stand(home, None, DURING)
    people = list(Membership.objects.filter(household=home).values_list("person_id", flat=True))
    at(LAST + timedelta(days=1))
    by = cast.county_approver
    assert code(lambda: windows.close(opened, by=by)) == "windows.unexplained"
    windows.explain(opened, by=by, unit="household", key=home.pk, said="县里 2018 年第 3 号文件核减")
    assert code(lambda: windows.close(opened, by=by)) == "windows.unexplained"
    for key in people:
        windows.explain(opened, by=by, unit="person", key=key, said="随户核减，见同一文件")
    opened.refresh_from_db()
    assert "第 3 号" not in str(opened.balance)
    closed = windows.close(opened, by=by)
    assert len(closed.balance["explained"]) == 4
    wanted = asking.Wanted(kind="unexplained", unit="household", register="registered")
    (row,) = asking.changes(by, closed, None, wanted).rows
    assert (row.household_no, row.sign, row.because) == ("H0001", "−", "县里 2018 年第 3 号文件核减")


def test_a_move_that_nobody_explains_is_asked_at_the_county_too(opened, cast, at, county):
    """It changes no number of the county, and stands in the way of closing all the same."""
    at(DURING)
    Household.objects.filter(no="H0001").update(village=county.villages[2])
    user = cast.county_approver
    assert asking.balance(user, opened).open_questions == 4
    assert asking.balance(user, opened, "990101001002").open_questions == 0
    rows = asking.changes(user, opened, None, asking.Wanted("registered", "", "unexplained")).rows
    assert {(row.sign, row.village, row.other) for row in rows} == {("→", "丙村", "甲村")} and len(rows) == 4


def test_an_explanation_has_words_and_no_identity_number(opened, cast):
    explain = lambda said: code(  # noqa: E731
        lambda: windows.explain(opened, by=cast.county_approver, unit="household", key=1, said=said)
    )
    assert explain("好") == "windows.no_words"
    assert explain(f"本人号码是 {making.identity()} 的") == "windows.identity"


def test_only_days_that_have_not_come_may_be_moved_once_it_is_open(opened, cast, at):
    at(date(2018, 11, 10))
    by = cast.county_approver
    dates = {s["key"]: (date.fromisoformat(s["first"]), date.fromisoformat(s["last"])) for s in opened.stages}
    longer = {**dates, "feedback": (date(2018, 11, 26), date(2019, 1, 10))}
    assert windows.change(opened, by=by, dates=longer).closes_on == date(2019, 1, 10)
    assert code(
        lambda: windows.change(opened, by=by, dates={**longer, "collection": (FIRST, date(2018, 10, 5))})
    ) == ("windows.passed")
    moved = {**longer, "collection": (date(2018, 10, 2), date(2018, 10, 31))}
    assert code(lambda: windows.change(opened, by=by, dates=moved)) == "windows.passed"


def test_a_village_marks_collection_and_the_town_the_other_stages(opened, cast, at):
    mine, other = (Area.objects.get(code=c) for c in ("990101001001", "990101002001"))
    at(date(2018, 11, 5))
    village, town = cast.village_officer, cast.township_reviewer
    first = windows.done(opened, mine, by=village, stage="collection")
    assert windows.done(opened, mine, by=village, stage="collection") == first
    assert code(lambda: windows.done(opened, other, by=village, stage="collection")) == "workflow.not_allowed"
    assert code(lambda: windows.done(opened, mine, by=village, stage="entry")) == "workflow.not_allowed"
    windows.done(opened, mine, by=town, stage="entry", on=date(2018, 11, 3))
    assert code(lambda: windows.done(opened, mine, by=town, stage="audit")) == "windows.not_begun"
    tomorrow = date(2018, 11, 6)
    assert code(lambda: windows.done(opened, mine, by=town, stage="entry", on=tomorrow)) == "windows.future"
    assert code(lambda: windows.undone(opened, mine, by=village, stage="entry")) == "workflow.not_allowed"
    windows.undone(opened, mine, by=town, stage="entry")
    assert Visited.objects.count() == 1
    assert Event.objects.filter(act="windows.done").count() == 2


def test_who_is_late_is_told_by_village_in_the_order_of_the_codes(opened, cast, at):
    at(date(2018, 11, 5))
    windows.done(opened, Area.objects.get(code="990101001001"), by=cast.village_officer, stage="collection")
    towns = asking.late(cast.county_approver, opened)
    assert [(t.name, [v.name for v in t.villages]) for t in towns] == [
        ("甲镇", ["甲村", "乙村"]),
        ("乙镇", ["丙村"]),
    ]
    states = {v.name: [m.state for m in v.marks][:3] for t in towns for v in t.villages}
    assert states["甲村"] == ["done", "waiting", "coming"]
    assert states["乙村"] == ["late", "waiting", "coming"]
    assert towns[0].stages[0] == ("采集", 1, 1, 2)
    assert "采集应于 2018-10-31 前完成，已过 5 天" in asking.reminder(opened, towns[0].villages[1])
    assert asking.reminder(opened, towns[0].villages[0]) == ""


def test_late_proceedings_of_the_window_are_counted_where_they_are(opened, cast, at):
    at(date(2018, 11, 5))
    act = histories.proceeding("join", Household.objects.get(no="H0001"), DURING)
    act.state, act.window, act.due_on = "open", opened, date(2018, 11, 4)
    act.save()
    village = asking.late(cast.county_approver, opened)[0].villages[0]
    assert (village.open_proceedings, village.late_proceedings) == (1, 1)


def test_everybody_sees_the_balance_of_their_own_places_only(opened, cast):
    assert asking.balance(cast.village_officer, opened).area.code == "990101001001"
    assert asking.balance(cast.township_reviewer, opened).area.code == "990101001"
    assert (
        code(lambda: asking.balance(cast.village_officer, opened, "990101002001")) == "registry.no_such_area"
    )
    assert code(lambda: asking.balance(cast.administrator, opened)) == "registry.no_such_area"
    wanted = asking.Wanted()
    assert code(lambda: asking.changes(cast.finance, opened, None, wanted)) == "registry.no_such_area"


def test_the_list_behind_a_number_has_as_many_rows_as_the_number_says(opened, cast, at, county):
    h1, h2 = (Household.objects.get(no=n) for n in ("H0001", "H0002"))
    histories.join(h1, DURING)
    histories.move(h2, county.villages[2], DURING)
    histories.relapse(h2, DURING + timedelta(days=1))
    at(LAST)
    user = cast.county_approver
    for area in Area.objects.all():
        balance = asking.balance(user, opened, area.code)
        for (register, unit), cell in balance.total.cells.items():
            for kind, _, came, went in cell.lines:
                rows = asking.changes(user, opened, area.code, asking.Wanted(register, unit, kind)).rows
                assert (sum(r.sign == "+" for r in rows), sum(r.sign == "−" for r in rows)) == (came, went)
    (row,) = asking.changes(
        user, opened, "990101001001", asking.Wanted("registered", "household", "moved")
    ).rows
    assert (row.household_no, row.village, row.other, row.sign) == ("H0002", "甲村", "丙村", "−")
    assert row.proceeding_no and row.day == DURING


def test_tasks_name_what_waits(planned, cast, at):
    at(FIRST)
    assert [t.kind for t in asking.tasks(cast.county_approver)] == ["window_open"]
    window = windows.open_(planned, by=cast.county_approver)
    assert asking.tasks(cast.county_approver) == []
    at(date(2018, 11, 5))
    assert [(t.kind, t.count) for t in asking.tasks(cast.village_officer)] == [("window_late", 1)]
    at(LAST + timedelta(days=1))
    assert [t.kind for t in asking.tasks(cast.county_approver)] == ["window_close", "window_late"]
    assert asking.tasks(cast.inspector) == []
    windows.close(window, by=cast.county_approver)
    assert asking.tasks(cast.county_approver) == []
    assert Window.objects.get().state == "closed"


def test_any_past_day_of_the_register_is_what_was_frozen_then(opened, at, county, tmp_path):
    """Many changes later the record still says of that day what was frozen on it."""
    h1, h3 = Household.objects.get(no="H0001"), Household.objects.get(no="H0003")
    acts = [
        lambda day: histories.join(h1, day), lambda day: histories.exit_(h3, day), lambda day: histories.watch(h3, day),
        lambda day: histories.move(h1, county.villages[2], day), lambda day: histories.remove_risk(h3, day),
        lambda day: histories.relapse(h3, day), lambda day: histories.strike(h1, day),
        lambda day: histories.leave(Membership.objects.filter(household=h3).first().person, day),
    ]  # fmt: skip
    days = [FIRST + timedelta(days=3 * n) for n, _ in enumerate(acts)]
    for day, act in zip(days, acts, strict=True):
        at(day + timedelta(days=1))
        act(day)
        folder = tmp_path / day.isoformat()
        folder.mkdir()
        freezing.freeze(folder, freezing.asked(day))
    at(LAST)
    for day in days:
        assert read(tmp_path / day.isoformat(), day) == recomputed(day), day
    assert read(tmp_path / days[0].isoformat(), days[0]) != recomputed(days[1])
