"""Fixtures for every room: the database as it is in use, a small county, the fixed cast."""

import pytest


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix):
    """SQLite tests run on a file with the shipped settings, as a county does, not in memory."""
    from django.conf import settings

    default = settings.DATABASES["default"]
    if default["ENGINE"].endswith("sqlite3"):
        default["TEST"]["NAME"] = str(settings.WORKSPACE.folder / "test.sqlite3")


@pytest.fixture
def county(db):
    """The small county with five households in three villages."""
    from tests import county as making

    return making.five()


@pytest.fixture
def cast(county):
    """The fixed cast, appointed in the small county."""
    from tests import cast as casting

    return casting.of(county)
