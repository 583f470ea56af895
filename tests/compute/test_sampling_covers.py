"""Draw and interval together: over many seeds the interval holds the true rate about as often as it says."""

import pytest

from liuqing.compute import sampling
from liuqing.compute.intervals import Seen, clopper_pearson, estimate
from liuqing.compute.sampling import Unit

SEEDS = 300


def county(share, villages=8, homes=75):
    """Households of 1 to 5 persons that stand or fall together; the first villages have it worse."""
    people = {}
    for v in range(villages):
        for n in range(homes):
            wrong = (n * 7919 + v * 31) % 1000 < share * 1000 * (2 if v < villages / 4 else 2 / 3)
            people[Unit(f"k{v}-{n}", f"c{v}", f"v{v}")] = (wrong, 1 + (n * 5 + v) % 5)
    return people


def truth(people):
    return sum(size for wrong, size in people.values() if wrong) / sum(size for _, size in people.values())


def seen(people, drawn, frames, takes):
    met = [one.unit for one in drawn if not one.reserve]
    return [
        Seen(unit.cell, unit.village, frames[unit.cell] / takes[unit.cell], size if wrong else 0, size)
        for unit in met
        for wrong, size in [people[unit]]
    ]


@pytest.mark.parametrize(("share", "take"), [(0.05, 30), (0.12, 20), (0.3, 15)])
def test_the_interval_of_a_stratified_draw_holds_the_truth(share, take):
    people = county(share)
    frames, takes = {f"c{v}": 75 for v in range(8)}, {f"c{v}": take for v in range(8)}
    true, held, total = truth(people), 0, 0.0
    for seed in range(SEEDS):
        told = estimate(
            seen(people, sampling.draw(f"s{seed}", list(people), takes, {}), frames, takes), frames
        )
        held += told.interval.low <= true <= told.interval.high
        total += told.share
    assert held / SEEDS >= 0.93
    assert total / SEEDS == pytest.approx(true, rel=0.05), "the weighted rate is right on average"


def test_the_interval_of_villages_drawn_first_holds_the_truth():
    people = county(0.12, villages=40, homes=20)
    frames, true, held = {f"c{v}": 20 for v in range(40)}, truth(people), 0
    takes = dict.fromkeys(frames, 10)
    for seed in range(SEEDS):
        chosen = sampling.ordered(f"s{seed}", sampling.VILLAGES, [f"v{v}" for v in range(40)])[:12]
        here = [unit for unit in people if unit.village in chosen]
        met = seen(people, sampling.draw(f"s{seed}", here, takes, {}), frames, takes)
        told = estimate(met, dict.fromkeys(frames, 20), villages=40)
        held += told.interval.low <= true <= told.interval.high
    assert held / SEEDS >= 0.93


def test_where_one_village_alone_is_bad_a_draw_may_miss_it_and_says_so():
    people = {unit: (unit.village == "v0", size) for unit, (_, size) in county(0.1).items()}
    frames, takes = {f"c{v}": 75 for v in range(8)}, dict.fromkeys((f"c{v}" for v in range(1, 8)), 10)
    met = seen(people, sampling.draw("s", list(people), takes, {}), frames, takes)
    told = estimate(met, frames)
    assert told.share == 0
    assert told.interval.high == clopper_pearson(0, 70).high > 0.05
