"""The county's figures are the plan's, and a smaller county keeps their proportions."""

from collections import Counter

import pytest

from liuqing.errors import Problem
from liuqing.sample import calibration, county
from liuqing.sample.figures import figures

PLACES = ("xinping", "songming", "menghai", "wenchanghu")
EXITED = {2014: 9458, 2015: 11570, 2016: 15316, 2017: 14912, 2018: 49565}


def _told(made) -> dict[tuple[str, str], object]:
    return {(metric, dimension): value for metric, dimension, value in figures(made)}


def test_the_whole_county_has_the_plans_households_and_persons(whole):
    assert len(whole.households) == 25_728
    assert sum(len(h.members) for h in whole.households) == 111_138
    assert len({p.person_no for p in whole.people}) == 111_138


def test_exits_by_year_are_the_plans_persons(whole):
    by_year = Counter()
    for household in whole.households:
        by_year[household.left] += len(household.members)
    assert by_year.pop(None) == 10_317
    assert dict(by_year) == EXITED


def test_households_before_and_in_2018_follow_from_the_plan(whole):
    before = sum(h.left is not None and h.left < 2018 for h in whole.households)
    assert before == 12_320
    assert sum(h.left is not None for h in whole.households) == 22_861
    assert sum(h.left is None for h in whole.households) == 2_867


def test_130_villages_are_poor_127_have_exited_and_3_have_not(whole):
    told = _told(whole)
    assert [told[m, ""] for m in ("poor_villages", "exited_villages", "not_exited_villages")] == [130, 127, 3]
    assert Counter(v.listed for v in whole.villages) == {2014: 51, 2017: 79, None: 31}
    assert sum(v.left == 2018 for v in whole.villages) == 105
    assert all(v.listed is not None and v.listed <= v.left for v in whole.villages if v.left)


def test_incidence_is_one_and_a_half_percent_of_the_rural_base(whole):
    assert sum(v.rural for v in whole.villages) == 687_800
    assert sum(v.residents for v in whole.villages) == 834_404
    assert round(10_317 / sum(v.rural for v in whole.villages), 4) == 0.015


def test_only_the_three_villages_that_are_not_out_are_above_three_percent(whole):
    open_ = Counter()
    for household in whole.households:
        if household.left is None:
            open_[household.village.code] += household.size
    above = [v for v in whole.villages if open_[v.code] / v.rural >= 0.03]
    assert [v.left for v in above] == [None] * 3 and all(v.listed for v in above)


def test_no_village_has_more_registered_than_rural_or_more_rural_than_all(whole):
    registered = Counter()
    for household in whole.households:
        registered[household.village.code] += household.size
    assert all(registered[v.code] <= v.rural <= v.residents for v in whole.villages)


def test_dibao_is_5968_households_with_15806_persons(whole):
    assert sum(any(p.dibao for p in h.members) for h in whole.households) == 5_968
    assert sum(p.dibao for p in whole.people) == 15_806
    assert not any(p.dibao and p.tekun for p in whole.people)


def test_causes_keep_the_plans_households_and_persons(whole):
    plan = calibration.load("fuyuan").causes
    for what, weigh in (("households", lambda h: 1), ("persons", lambda h: h.size)):
        told = Counter()
        for household in whole.households:
            told[household.cause] += weigh(household)
        total, planned = sum(told.values()), sum(plan[what].values())
        for cause, share in plan[what].items():
            assert abs(told[cause] - total * share / planned) < 1, (what, cause)


@pytest.mark.parametrize("count", [30, 100, 600, 3_000])
def test_a_smaller_county_keeps_the_proportions(count):
    made, real = county.make("fuyuan", households=count), calibration.load("fuyuan")
    told, share = _told(made), count / real.households
    assert len(made.households) == count
    for year, group in real.groups.items():
        left = [h for h in made.households if h.left == year]
        assert abs(len(left) - group["households"] * share) <= 1
        assert abs(sum(h.size for h in left) - group["persons"] * share) <= max(2, 0.02 * len(left))
    for metric, whole in (("rural_population", 687_800), ("registered_population", 834_404)):
        assert abs(told[metric, ""] - whole * share) <= 1
    assert (told["poor_villages", ""], told["exited_villages", ""]) == (130, 127)


@pytest.mark.parametrize("count", [0, 29])
def test_a_number_of_households_out_of_reach_is_explained(count):
    with pytest.raises(Problem, match="30 到 25728") as caught:
        county.make("fuyuan", households=count)
    assert caught.value.code == "sample.households"


def test_more_households_than_the_county_has_are_all_of_them():
    made = county.make("songming", households=3_000)
    assert len(made.households) == calibration.load("songming").households == 987


def test_a_place_that_is_not_there_is_explained():
    with pytest.raises(Problem, match="fuyuan") as caught:
        calibration.load("atlantis")
    assert caught.value.code == "policy.unknown_place"


def test_every_part_of_the_calibration_states_its_source():
    for place in ("fuyuan", *PLACES):
        assert len([source for source in calibration.load(place).sources if source]) == 6
