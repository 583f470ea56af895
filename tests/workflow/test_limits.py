"""Limits: so often and no more, by day, door and address, and nobody can read who asked."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
import time_machine

from liuqing.workflow import limits


@pytest.fixture(autouse=True)
def folder(tmp_path, settings):
    (tmp_path / "key").write_bytes((settings.WORKSPACE.folder / "key").read_bytes())
    settings.WORKSPACE = replace(settings.WORKSPACE, folder=tmp_path)
    return tmp_path


def test_the_last_one_allowed_is_allowed_and_the_next_is_not():
    assert [limits.allow("ask", "192.0.2.7", 3) for _ in range(4)] == [True, True, True, False]


def test_another_door_and_another_address_count_for_themselves():
    assert limits.allow("ask", "192.0.2.7", 1)
    assert limits.allow("object", "192.0.2.7", 1)
    assert limits.allow("ask", "192.0.2.8", 1)
    assert not limits.allow("ask", "192.0.2.7", 1)


def test_a_new_day_begins_at_nought_in_the_office_and_forgets_the_old_one(folder):
    with time_machine.travel("2026-02-28T15:59:59Z", tick=False):  # 23:59:59 in Shanghai
        assert limits.allow("ask", "192.0.2.7", 1)
        assert not limits.allow("ask", "192.0.2.7", 1)
    with time_machine.travel("2026-02-28T16:00:00Z", tick=False):
        assert limits.allow("ask", "192.0.2.7", 1)
    assert b"2026-02-28" not in (folder / limits.FILE).read_bytes()


def test_the_file_holds_no_address_and_only_its_owner_may_read_it(folder):
    limits.allow("ask", "192.0.2.77", 1)
    kept = (folder / limits.FILE).read_bytes()
    assert b"192.0.2.77" not in kept
    assert b"ask" not in kept
    assert (folder / limits.FILE).stat().st_mode & 0o077 == 0


def test_addresses_of_one_connection_count_as_one():
    assert limits.allow("ask", "2001:db8:1:2::1", 1)
    assert not limits.allow("ask", "2001:db8:1:2:ffff::9", 1)
    assert limits.allow("ask", "2001:db8:1:3::1", 1)
    assert limits.allow("ask", "::ffff:192.0.2.7", 1)
    assert not limits.allow("ask", "192.0.2.7", 1)


def test_who_has_no_address_shares_one_count():
    assert limits.allow("ask", "", 1)
    assert not limits.allow("ask", "unknown", 1)


def test_many_at_once_are_counted_each():
    with ThreadPoolExecutor(8) as many:
        allowed = list(many.map(lambda _: limits.allow("ask", "192.0.2.7", 10), range(40)))
    assert sum(allowed) == 10
