"""Secrets: what is written cannot be read without the key, nor moved to another row."""

import time

import pytest
from cryptography.hazmat.primitives import hashes
from hypothesis import given
from hypothesis import strategies as st

from liuqing.config import workspace
from liuqing.errors import Problem
from liuqing.registry import secrets

NUMBER = "990101199001011234"


@pytest.fixture
def other_key(settings, tmp_path):
    def switch():
        settings.WORKSPACE = workspace.create(tmp_path / "another", place="fuyuan")

    return switch


def test_sm3_is_the_standard_sm3():
    digest = hashes.Hash(hashes.SM3())
    digest.update(b"abc")
    vector = "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
    assert digest.finalize().hex() == vector


@given(st.text(), st.text(max_size=20))
def test_what_was_encrypted_comes_back(text, about):
    assert secrets.decrypt(secrets.encrypt(text, about), about) == text


def test_the_same_number_never_gives_the_same_ciphertext():
    assert secrets.encrypt(NUMBER) != secrets.encrypt(NUMBER)


def test_the_ciphertext_does_not_show_the_number():
    assert NUMBER.encode() not in secrets.encrypt(NUMBER)


def test_a_ciphertext_moved_to_another_row_does_not_open():
    sealed = secrets.encrypt(NUMBER, "person:1")
    with pytest.raises(Problem) as found:
        secrets.decrypt(sealed, "person:2")
    assert found.value.code == "secrets.damaged"


def test_one_flipped_bit_is_noticed():
    sealed = bytearray(secrets.encrypt(NUMBER))
    sealed[-1] ^= 1
    with pytest.raises(Problem):
        secrets.decrypt(bytes(sealed))


def test_a_cut_ciphertext_is_noticed():
    with pytest.raises(Problem):
        secrets.decrypt(secrets.encrypt(NUMBER)[:20])


def test_a_wrong_key_says_so_and_what_to_do(other_key):
    sealed = secrets.encrypt(NUMBER)
    other_key()
    with pytest.raises(Problem) as found:
        secrets.decrypt(sealed)
    assert found.value.code == "secrets.wrong_key"
    assert "key" in found.value.remedy


def test_the_database_may_hand_over_a_memoryview():
    assert secrets.decrypt(memoryview(secrets.encrypt(NUMBER))) == NUMBER


def test_the_index_is_the_same_for_the_same_number_only():
    assert secrets.blind_index(NUMBER) == secrets.blind_index(NUMBER)
    assert secrets.blind_index(NUMBER) != secrets.blind_index("990101199001011235")
    assert len(secrets.blind_index(NUMBER)) == 64


def test_the_index_depends_on_key_and_purpose(other_key):
    before = secrets.blind_index(NUMBER)
    assert before != secrets.blind_index(NUMBER, "officer")
    other_key()
    assert before != secrets.blind_index(NUMBER)


def test_a_county_is_encrypted_in_seconds():
    begin = time.perf_counter()
    for _ in range(20_000):
        secrets.encrypt(NUMBER)
        secrets.blind_index(NUMBER)
    assert 20_000 / (time.perf_counter() - begin) > 30_000
