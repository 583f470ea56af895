"""Receipts: read however they are typed; a slip shows."""

from hypothesis import given
from hypothesis import strategies as st

from liuqing.workflow import receipts

PLACES = st.integers(0, receipts.LENGTH)
LETTERS = st.sampled_from(receipts.LETTERS)


def plain(receipt):
    return receipt.replace("-", "")


def test_it_is_read_in_small_letters_and_with_blanks():
    receipt = receipts.new()
    assert receipts.read(f" {receipt.lower().replace('-', ' ')} ") == receipt


@given(PLACES, LETTERS)
def test_one_wrong_letter_shows(place, letter):
    said = plain(receipts.new())
    if said[place] != letter:
        assert receipts.read(said[:place] + letter + said[place + 1 :]) is None


def test_what_is_no_receipt_is_none():
    assert receipts.read("") is None
    assert receipts.read("0000000000") is None
    assert receipts.read("二三四五六七八九甲乙") is None


def test_two_are_never_the_same():
    assert len({receipts.new() for _ in range(2000)}) == 2000
