"""Sampling: the same sample from the same seed everywhere, and everybody with the same chance."""

import shutil
import subprocess
from collections import Counter
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liuqing.compute import sampling
from liuqing.compute.sampling import Unit

SEED = "双色球 2018150 期 02 05 08 14 19 26 07"
FRAME = [Unit(f"k{n:02d}", "甲" if n % 3 else "乙", f"v{n % 2}") for n in range(12)]

PINNED = [
    ("k03", 1, False), ("k01", 1, False), ("k02", 2, False), ("k11", 3, False), ("k05", 4, True), ("k08", 5, True),
]  # fmt: skip


def drawn(seed=SEED, takes=None, reserves=None, frame=FRAME):
    return sampling.draw(seed, frame, takes or {"甲": 3, "乙": 1}, reserves or {"甲": 2})


def test_the_sample_of_a_seed_is_this_one_and_stays_it():
    # Pinned: whoever changes the draw changes every sample that was ever published.
    assert [(one.unit.key, one.place, one.reserve) for one in drawn()] == PINNED


def test_openssl_gives_the_same_digest():
    openssl = shutil.which("openssl")
    if not openssl:
        pytest.skip("no openssl on this machine")
    told = subprocess.run(
        [openssl, "dgst", "-sha256", "-hmac", SEED],
        input="甲|k01".encode(),
        stdout=subprocess.PIPE,
        check=True,
    )
    assert told.stdout.decode().split()[-1] == sampling.rank(SEED, "甲", "k01")


def test_the_order_of_the_frame_does_not_matter():
    assert drawn(frame=FRAME[::-1]) == drawn()
    assert sampling.fingerprint(FRAME[::-1]) == sampling.fingerprint(FRAME)


def test_one_household_more_or_moved_changes_the_fingerprint():
    more, moved = [*FRAME, Unit("k99", "甲", "v0")], [*FRAME[1:], Unit("k00", "甲", "v0")]
    assert len({sampling.fingerprint(one) for one in (FRAME, more, moved)}) == 3


def test_another_seed_draws_others():
    assert drawn(seed="2018151") != drawn()


def test_a_seed_is_the_same_however_it_is_typed():
    assert sampling.seed_text("  ２０１８１５０　期\t07 ") == "2018150 期 07"


def test_a_key_that_stands_twice_is_refused():
    with pytest.raises(ValueError, match="twice"):
        drawn(frame=[*FRAME, FRAME[0]])


def test_reserves_follow_those_who_were_drawn():
    assert [(one.place, one.reserve) for one in drawn() if one.unit.cell == "甲"] == [
        (1, False), (2, False), (3, False), (4, True), (5, True),
    ]  # fmt: skip


def test_a_cell_that_nobody_named_is_not_drawn():
    assert {one.unit.cell for one in drawn(takes={"甲": 2})} == {"甲"}


@pytest.mark.parametrize(
    ("frame", "share", "least", "most", "take"),
    [
        (100, "1/5", 0, None, 20), (101, "1/5", 0, None, 21), (1000, "1/5", 0, 200, 200), (1001, "1/5", 0, 200, 200),
        (999, "1/5", 0, 200, 200), (995, "1/5", 0, 200, 199), (3, "1/5", 5, None, 3), (30, "1/5", 10, None, 10),
        (7, "1", 0, None, 7), (0, "1", 5, None, 0),
    ],
)  # fmt: skip
def test_sizes_follow_the_rule_on_both_sides_of_each_bound(frame, share, least, most, take):
    assert sampling.size(frame, Fraction(share), least, most) == take


@given(st.integers(0, 500), st.dictionaries(st.text("abc", min_size=1), st.integers(0, 60), min_size=1))
def test_a_total_is_allotted_whole_and_within_the_cells(total, frames):
    parts = sampling.allotted(total, frames)
    assert sum(parts.values()) == min(total, sum(frames.values()))
    assert all(0 <= parts[cell] <= frames[cell] for cell in frames)
    whole = sum(frames.values())
    assert all(abs(parts[cell] - total * frames[cell] / whole) < 1 for cell in frames if total < whole)


def test_standing_by_never_takes_more_than_there_are():
    assert sampling.reserve(10, 100, Fraction(1, 5)) == 2
    assert sampling.reserve(10, 11, Fraction(1, 5)) == 1
    assert sampling.reserve(10, 10, Fraction(1, 5)) == 0


def test_everybody_has_the_same_chance():
    # Chi-square over 3 000 seeds, 4 of 12 drawn: each is expected 1 000 times. Draws without putting back
    # vary less than independent ones, so the bound for 11 degrees of freedom at 1 in 10 000 is generous.
    frame = [Unit(f"k{n:02d}", "c") for n in range(12)]
    seen = Counter(
        one.unit.key for seed in range(3000) for one in sampling.draw(f"s{seed}", frame, {"c": 4}, {})
    )
    assert sum((seen[unit.key] - 1000) ** 2 / 1000 for unit in frame) < 37.4


def test_two_households_are_drawn_together_as_often_as_any_other_two():
    frame = [Unit(f"k{n}", "c") for n in range(6)]
    pairs: Counter[tuple[str, str]] = Counter()
    for seed in range(3000):
        a, b = sorted(one.unit.key for one in sampling.draw(f"s{seed}", frame, {"c": 2}, {}))
        pairs[a, b] += 1
    # 15 pairs, each expected 200 times; 14 degrees of freedom.
    assert sum((n - 200) ** 2 / 200 for n in pairs.values()) + 200 * (15 - len(pairs)) < 42.6
