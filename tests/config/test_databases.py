"""Which database a workspace uses: one setting decides."""

from pathlib import Path

import pytest

from liuqing.config import databases


def test_without_a_url_the_record_is_a_file_of_the_workspace():
    chosen = databases.choose("", Path("/county"))
    assert chosen["NAME"] == "/county/county.sqlite3"


@pytest.mark.parametrize("scheme", ["postgres", "postgresql"])
def test_a_postgresql_url_names_everything(scheme):
    chosen = databases.choose(f"{scheme}://li%40x:s%3Acret@db.local:5433/county", Path("/county"))
    assert chosen["ENGINE"].endswith("postgresql")
    assert (chosen["USER"], chosen["PASSWORD"]) == ("li@x", "s:cret")
    assert (chosen["HOST"], chosen["PORT"], chosen["NAME"]) == ("db.local", "5433", "county")


def test_a_socket_folder_may_stand_for_the_host():
    chosen = databases.choose("postgresql://li@/county?host=%2Fvar%2Frun", Path("/county"))
    assert (chosen["HOST"], chosen["PORT"]) == ("/var/run", "")
