"""Exits add up, whatever the register: rows and columns to the whole, parts to their cohort."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from liuqing.registry.queries.exits import FALLEN, PARTS, STILL
from liuqing.registry.queries.exits.cohorts import grouped, share
from liuqing.registry.queries.exits.counting import NONE, Count, count, split, total
from liuqing.registry.queries.exits.crossing import ahead, by_year, crossing, first_open
from liuqing.registry.queries.exits.homes import Home

YEARS = st.integers(2014, 2022)
ANSWER = st.sampled_from([True, False, None])


@st.composite
def _home(draw: st.DrawFn, pk: int) -> Home:
    standing = draw(st.sampled_from(["registered", "exited", "relapsed"]))
    exit_year = draw(YEARS) if standing == "exited" else None
    return Home(
        pk, f"H{pk}", draw(st.integers(1, 3)), standing, draw(st.integers(0, 9)), exit_year,
        draw(st.none() | YEARS), draw(st.sampled_from(["因病", "因学", ""])), draw(ANSWER), (),
    )  # fmt: skip


@st.composite
def _register(draw: st.DrawFn) -> list[Home]:
    return [draw(_home(pk)) for pk in range(draw(st.integers(0, 25)))]


@given(_register())
def test_rows_and_columns_of_the_plan_add_up_to_everybody(homes: list[Home]) -> None:
    told = crossing(homes)
    assert told.whole == count(homes)
    assert total(told.row(one) for one in told.planned) == told.whole
    assert total(told.column(one) for one in told.happened) == told.whole


@given(_register())
def test_who_has_not_left_stands_in_no_year(homes: list[Home]) -> None:
    told = crossing(homes)
    left = total(told.column(word) for word in (STILL, FALLEN) if word in told.happened)
    assert left == count(home for home in homes if home.left)
    assert total(year.exited for year in by_year(told)) == count(home for home in homes if not home.left)


@given(_register(), st.dates(date(2014, 1, 1), date(2022, 12, 31)))
def test_planned_ahead_overdue_and_unplanned_are_all_who_are_left(homes: list[Home], on: date) -> None:
    told = ahead(homes, on)
    assert told.left == count(home for home in homes if home.left)
    planned = total(many for _, many, _ in told.years)
    assert planned + told.overdue + told.unplanned == told.left
    assert told.remainder == (told.years[-1][2] if told.years else told.left)
    assert all(year >= first_open(on) for year, *_ in told.years)


@given(_register())
def test_three_answers_are_everybody(homes: list[Home]) -> None:
    told = split((home.ready, home) for home in homes)
    assert told.whole == count(homes)


@given(
    _register(),
    st.dictionaries(st.integers(0, 40), YEARS),
    st.sets(st.integers(0, 40)),
    st.sets(st.integers(0, 40)),
)
def test_the_parts_of_a_cohort_are_the_cohort(
    homes: list[Home], first: dict[int, int], fallen: set[int], watched: set[int]
) -> None:
    told = grouped(first, fallen, watched, {home.pk: home for home in homes})
    for cohort in told.cohorts:
        assert total(cohort.parts[name] for name in PARTS) == cohort.whole
        assert cohort.returned.households <= cohort.whole.households
    assert told.whole.households == len(first) == sum(one.whole.households for one in told.causes)
    assert (
        told.returned.households
        == len(fallen & first.keys())
        == sum(one.returned.households for one in told.causes)
    )


def test_a_rate_of_nobody_is_not_known() -> None:
    assert share(0, 0) is None and share(0, 5) == 0 and share(1, 8) * 8 == 100
    assert Count(2, 5) + Count(1, 1) - Count(1, 1) == Count(2, 5) and not NONE


def test_a_year_is_open_until_its_last_day() -> None:
    assert first_open(date(2018, 12, 30)) == 2018
    assert first_open(date(2018, 12, 31)) == 2019
