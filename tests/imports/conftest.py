"""The county's clerk, its areas and its first register, for every test of loading."""

import pytest

from tests import cast
from tests.imports import county


@pytest.fixture
def clerk(db, monkeypatch):
    monkeypatch.setenv("LIUQING_RAISE", "1")
    county.plant()
    return cast.user("clerk", "county_analyst", "990101/")


@pytest.fixture
def register(clerk, tmp_path):
    return county.register(tmp_path, clerk)
